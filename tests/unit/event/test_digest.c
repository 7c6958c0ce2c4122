/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/timefmt.h"
#include "event/digest.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"
#define HEAD                                                                                                  \
    "\"awsAccountId\":\"111122223333\",\"digestStartTime\":\"2026-03-03T13:00:00Z\",\"digestEndTime\":"       \
    "\"2026-03-03T14:00:00Z\",\"digestS3Bucket\":\"b\",\"digestS3Object\":\"AWSLogs/111122223333/CloudTrail-" \
    "Digest/us-east-1/2026/03/03/d.json.gz\","
#define LOG(name) \
    "{\"s3Bucket\":\"b\",\"s3Object\":\"" name "\",\"hashValue\":\"" HASH "\",\"hashAlgorithm\":\"SHA-256\"}"

static struct arena arena;

static void open_arena(void) {
    arena_init(&arena, 0);
}

static void close_arena(void) {
    arena_release(&arena);
}

TestSuite(digest, .init = open_arena, .fini = close_arena);

static struct digest parsed(const char *text) {
    struct digest digest;
    struct err err = ERR_INIT;
    cr_assert(digest_parse(slice_cstr(text), &arena, &digest, &err), "%s", err.message);
    return digest;
}

static void refused(const char *text, enum err_code code, const char *part) {
    struct digest digest = {.log_count = 77};
    struct err err = ERR_INIT;
    cr_assert_not(digest_parse(slice_cstr(text), &arena, &digest, &err), "%s", text);
    cr_assert_eq(err.code, code, "%s: %s", text, err.message);
    cr_assert(strstr(err.message, part), "\"%s\" is not in \"%s\"", part, err.message);
    cr_assert_eq(digest.log_count, 77, "the output was touched");
}

static void is(struct slice got, const char *want) {
    cr_assert(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

Test(digest, says_what_was_delivered_and_what_came_before) {
    struct digest d =
        parsed("{" HEAD "\"digestPublicKeyFingerprint\":\"31e8\",\"digestSignatureAlgorithm\":"
               "\"SHA256withRSA\",\"previousDigestS3Bucket\":\"b\",\"previousDigestS3Object\":\"p/q.json.gz\","
               "\"previousDigestHashValue\":\"" HASH "\",\"previousDigestHashAlgorithm\":\"SHA-256\","
               "\"previousDigestSignature\":\"beef\",\"logFiles\":[{\"s3Bucket\":\"b\",\"s3Object\":\"x/y/one."
               "json.gz\",\"hashValue\":\"" HASH "\",\"hashAlgorithm\":\"SHA-256\",\"oldestEventTime\":"
               "\"2026-03-03T13:01:00Z\",\"newestEventTime\":\"2026-03-03T13:02:00Z\"}," LOG("x/y/two.json.gz") "," LOG(
                   "three.json.gz") "]}");
    is(d.account, "111122223333"), is(d.end_text, "2026-03-03T14:00:00Z"), is(d.previous_object, "p/q.json.gz");
    is(d.previous_signature, "beef"), is(d.fingerprint, "31e8"), is(d.algorithm, "SHA256withRSA");
    cr_assert_eq(d.end - d.start, US_PER_HOUR);
    cr_assert_eq(d.previous_hash[1], 0x11);
    cr_assert_eq(d.previous_hash[31], 0xff);
    cr_assert_eq(d.log_count, 3);
    is(d.logs[0].folder, "x/y"), is(d.logs[0].name, "one.json.gz");
    cr_assert_eq(d.logs[0].to - d.logs[0].from, US_PER_MINUTE);
    cr_assert_eq(d.logs[0].hash[2], 0x22);
    is(d.logs[1].folder, "x/y"), is(d.logs[2].folder, ""), is(d.logs[2].name, "three.json.gz");
    cr_assert_eq(d.logs[1].folder.ptr, d.logs[0].folder.ptr, "the folder is kept twice");
    cr_assert_eq(d.logs[1].from, TIME_NONE);
}

Test(digest, the_first_of_a_trail_and_an_hour_without_logs) {
    struct digest d =
        parsed("{" HEAD "\"previousDigestS3Object\":null,\"previousDigestHashValue\":null,\"logFiles\":[]}");
    is(d.previous_object, ""), is(d.previous_signature, "");
    cr_assert_eq(d.log_count, 0);
}

Test(digest, what_is_no_digest_is_told_from_what_is_a_bad_one) {
    refused("{\"Records\":[]}", ERR_FOREIGN, "no digest");
    refused("[]", ERR_FOREIGN, "no digest");
    refused("7", ERR_FOREIGN, "no digest");
    refused("", ERR_FORMAT, "JSON");
    refused("not JSON", ERR_FORMAT, "JSON");
    refused("{" HEAD "\"logFiles\":[]} {}", ERR_FORMAT, "JSON");
    refused("{\"digestStartTime\":1}", ERR_FORMAT, "awsAccountId");
    refused("{" HEAD "\"logFiles\":{}}", ERR_FORMAT, "logFiles");
    refused("{" HEAD "\"logFiles\":[7]}", ERR_FORMAT, "s3Object");
    refused("{" HEAD "\"logFiles\":[" LOG("a/") "]}", ERR_FORMAT, "s3Object");
    refused("{" HEAD "\"logFiles\":[{\"s3Object\":\"x\",\"hashValue\":\"" HASH "\",\"hashAlgorithm\":\"MD5\"}]}",
            ERR_FORMAT, "only SHA-256");
    refused("{" HEAD "\"logFiles\":[{\"s3Object\":\"x\",\"hashValue\":\"00\",\"hashAlgorithm\":\"SHA-256\"}]}",
            ERR_FORMAT, "64 hexadecimal");
    refused("{" HEAD "\"previousDigestS3Object\":\"x\",\"logFiles\":[]}", ERR_FORMAT, "previousDigestHashAlgorithm");
    refused("{\"digestS3Object\":\"x\",\"digestStartTime\":\"soon\",\"awsAccountId\":\"1\",\"digestS3Bucket\":\"b\","
            "\"digestEndTime\":\"2026-03-03T14:00:00Z\",\"logFiles\":[]}",
            ERR_FORMAT, "digestStartTime is no time: \"soon\"");
}

Test(digest, hostile_names_are_texts) {
    struct digest d =
        parsed("{" HEAD "\"logFiles\":[" LOG("../../../etc/passwd") "," LOG("a\\u0000b/c\\n\\u001b[2J") "]}");
    is(d.logs[0].folder, "../../../etc"), is(d.logs[0].name, "passwd");
    cr_assert_eq(d.logs[1].folder.len, 3);
    is(d.logs[1].name, "c\n\x1b[2J");
}

/* `fill` blanks stand before the closing brace. */
static bool fits(size_t size) {
    struct buf text;
    struct digest digest;
    struct err err = ERR_INIT;
    buf_init(&text);
    buf_puts(&text, "{" HEAD "\"logFiles\":[]");
    buf_putn(&text, ' ', size - text.len - 1);
    buf_putc(&text, '}');
    bool ok = digest_parse(buf_slice(&text), &arena, &digest, &err);
    if (!ok) cr_assert(strstr(err.message, "DIGEST_BYTES_MAX"), "%s", err.message);
    buf_release(&text);
    return ok;
}

Test(digest, is_bounded) {
    cr_assert(fits(DIGEST_BYTES_MAX));
    cr_assert_not(fits(DIGEST_BYTES_MAX + 1));
}

Test(digest, files_are_known_by_their_names) {
    is(digest_file_key(SLICE("a/b/x.json.gz")), "x");
    is(digest_file_key(SLICE("x.json")), "x");
    is(digest_file_key(SLICE("a.zip!x.json.zst")), "x");
    is(digest_file_key(SLICE("a.tar!dir/x.gz")), "x");
    is(digest_file_key(SLICE("")), "");
    is(digest_day_key(SLICE("111122223333_CloudTrail_us-east-1_20260303T1300Z_abc")),
       "111122223333_CloudTrail_us-east-1_20260303");
    is(digest_day_key(SLICE("111122223333_CloudTrail_us-east-1_20260303")), "");
    is(digest_day_key(SLICE("111122223333_CloudTrail_us-east-1_2026X303Z1300Z_abc")), "");
    is(digest_day_key(SLICE("1_CloudTrail_")), "");
    is(digest_day_key(SLICE("1_CloudTrail-Insight_us-east-1_20260303T1300Z_abc")),
       "1_CloudTrail-Insight_us-east-1_20260303");
    is(digest_day_key(SLICE("1_elasticloadbalancing_us-east-1_20260303T1300Z_abc")), "");
    is(digest_day_key(SLICE("1_CloudTrail-Digest_us-east-1_trail_us-east-1_20260303T130000Z")), "");
    is(digest_region(SLICE("1_CloudTrail-Digest_us-east-1_t_us-west-2_20260303T130000Z")), "us-east-1");
    is(digest_region(SLICE("1_CloudTrail_eu-west-1_20260303T1300Z_abc")), "eu-west-1");
    is(digest_region(SLICE("x")), "");
}

Test(digest, a_chain_is_a_trail_in_a_region) {
    bool backfill;
    is(digest_chain_key(SLICE("1_CloudTrail-Digest_r_my_trail_r_20260303T130000Z"), &backfill),
       "1_CloudTrail-Digest_r_my_trail_r_");
    cr_assert_not(backfill);
    is(digest_chain_key(SLICE("1_CloudTrail-Digest_r_t_r_20260303T130000Z_backfill"), &backfill),
       "1_CloudTrail-Digest_r_t_r_");
    cr_assert(backfill);
    is(digest_chain_key(SLICE("x"), &backfill), "");
}

Test(digest, lies_where_cloudtrail_puts_it) {
    cr_assert(digest_path(SLICE("AWSLogs/1/CloudTrail-Digest/us-east-1/d.json")));
    cr_assert(digest_path(SLICE("CloudTrail-Digest/d.json")));
    cr_assert(digest_path(SLICE("x/1_CloudTrail-Digest_us-east-1_t.json.gz")));
    cr_assert_not(digest_path(SLICE("AWSLogs/1/CloudTrail/us-east-1/d.json")));
    cr_assert_not(digest_path(SLICE("my_CloudTrail-Digest_folder/x.json")));
    cr_assert(digest_named(SLICE("x/1_CloudTrail-Digest_us-east-1_t.json.gz")));
    cr_assert_not(digest_named(SLICE("AWSLogs/1/CloudTrail-Digest/us-east-1/README")));
}

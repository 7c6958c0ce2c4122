/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "scan/named.h"

#define LOG(n) "1_CloudTrail_us-east-1_20260303T1300Z_" #n

struct scene {
    struct digest_log logs[3];
    struct chain_log found[3];
    struct chain_digest digest;
    struct named *named;
};

static void scene_init(struct scene *s) {
    static const char *const names[] = {LOG(a) ".json.gz", LOG(b) ".json.gz", LOG(c) ".json.gz"};
    *s = (struct scene){0};
    for (size_t i = 0; i < 3; i++) {
        s->logs[i] = (struct digest_log){.folder = SLICE("f"), .name = slice_cstr(names[i])};
        memset(s->logs[i].hash, (int)i + 1, DIGEST_HASH_BYTES);
        s->found[i].matched = true; /* of before */
    }
    s->digest = (struct chain_digest){.digest = {.logs = s->logs, .log_count = 3}, .logs = s->found};
    s->named = named_new(&s->digest, 1);
}

static void hash(struct scene *s, const char *path, int byte) {
    uint8_t bytes[DIGEST_HASH_BYTES];
    memset(bytes, byte, sizeof bytes);
    named_hash(s->named, slice_cstr(path), bytes);
}

Test(named, what_is_there_and_what_it_holds) {
    struct scene s;
    scene_init(&s);
    for (size_t i = 0; i < 3; i++) cr_assert_not(s.found[i].matched || s.found[i].present);
    cr_assert(named_wants(s.named, SLICE("x/" LOG(a) ".json.gz")));
    cr_assert(named_wants(s.named, SLICE("all.zip!" LOG(a) ".json")));
    cr_assert_not(named_wants(s.named, SLICE("x/" LOG(d) ".json.gz")));
    cr_assert_not(named_wants(s.named, SLICE("")));
    named_file(s.named, SLICE("x/" LOG(a) ".json.gz"));
    hash(&s, "x/" LOG(b) ".json.gz", 2);
    hash(&s, "y/" LOG(c) ".json.gz", 7);
    hash(&s, "x/" LOG(c) ".json.gz", 7);
    hash(&s, "z/" LOG(c) ".json.gz", 3);
    hash(&s, "z/" LOG(d) ".json.gz", 3);
    cr_assert(s.found[0].present && !s.found[0].matched && !s.found[0].changed.len);
    cr_assert(s.found[1].present && s.found[1].matched && !s.found[1].changed.len);
    cr_assert(s.found[2].present && s.found[2].matched);
    cr_assert(slice_eq(s.found[2].changed, SLICE("x/" LOG(c) ".json.gz")));
    named_free(s.named);
    named_free(NULL);
}

Test(named, a_day_is_known_by_any_of_its_logs) {
    struct scene s;
    char path[128], day[128];
    scene_init(&s);
    named_file(s.named, SLICE("z/" LOG(d) ".json.gz"));
    cr_assert(named_day_known(s.named, SLICE("1_CloudTrail_us-east-1_20260303")));
    cr_assert_not(named_day_known(s.named, SLICE("1_CloudTrail_us-east-1_20260304")));
    cr_assert_not(named_day_known(s.named, SLICE("2_CloudTrail_us-east-1_20260303")));
    cr_assert_not(named_day_known(s.named, SLICE("")));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++) {
            snprintf(path, sizeof path, "%d_CloudTrail_us-east-1_20260303T1300Z_x.json.gz", i);
            snprintf(day, sizeof day, "%d_CloudTrail_us-east-1_20260303", i);
            if (round == 0) named_file(s.named, slice_cstr(path));
            else cr_assert(named_day_known(s.named, slice_cstr(day)), "%s", day);
        }
    named_free(s.named);
}

/* The same name a hundred thousand times: neither slow, nor missing. */
Test(named, one_name_many_times) {
    enum { MANY = 100000 };
    struct digest_log *logs = calloc(MANY, sizeof *logs);
    struct chain_digest digest = {.digest = {.logs = logs, .log_count = MANY},
                                  .logs = calloc(MANY, sizeof *digest.logs)};
    for (size_t i = 0; i < MANY; i++) logs[i].name = SLICE(LOG(a) ".json.gz");
    struct named *named = named_new(&digest, 1);
    size_t open = 0;
    for (size_t i = 0; i < MANY; i++) open += !digest.logs[i].present;
    cr_assert_eq(open, 8);
    named_file(named, SLICE(LOG(a) ".json.gz"));
    for (size_t i = 0; i < MANY; i++) cr_assert(digest.logs[i].present);
    named_free(named);
    free(logs);
    free(digest.logs);
}

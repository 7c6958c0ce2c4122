/* SPDX-License-Identifier: Apache-2.0 */
/* Every shape, sound and broken, and for each the law: cut anywhere, split or whole, the same comes out. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buf.h"
#include "event/records.h"

#define T "\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventSource\":\"s3.amazonaws.com\""
#define E(name) "{\"eventVersion\":\"1.08\"," T ",\"eventName\":\"" name "\"}"
#define ESCAPED(name) \
    "{\\\"eventVersion\\\":\\\"1.08\\\",\\\"eventTime\\\":\\\"x\\\",\\\"eventName\\\":\\\"" name "\\\"}"
#define NOT_A_RECORD "not a CloudTrail record: two of eventVersion, eventTime, eventName, … are needed"

/* What came out, as text: "@offset name" a record, "!offset reason" a problem, and the kind. */
struct outcome {
    struct buf text;
    struct records *split; /* parses what was split */
};

static const char *const KINDS[] = {"unknown", "cloudtrail", "digest", "insight", "no log"};

static bool on_record(void *ctx, yyjson_val *record, uint64_t offset) {
    struct outcome *o = ctx;
    const char *name = yyjson_get_str(yyjson_obj_get(record, "eventName"));
    buf_printf(&o->text, "@%llu %s\n", (unsigned long long)offset, name ? name : "-");
    return true;
}

static void on_malformed(void *ctx, uint64_t offset, const char *reason) {
    struct outcome *o = ctx;
    /* Behind these words stands what the parser says, and that is its own affair. */
    static const char invalid[] = "invalid JSON";
    bool parser = strncmp(reason, invalid, sizeof invalid - 1) == 0;
    buf_printf(&o->text, "!%llu %s\n", (unsigned long long)offset, parser ? invalid : reason);
}

static bool on_span(void *ctx, struct slice text, uint64_t offset) {
    struct outcome *o = ctx;
    struct buf copy;
    buf_init(&copy);
    buf_put(&copy, text);
    buf_reserve(&copy, YYJSON_PADDING_SIZE);
    cr_assert(records_parse(o->split, copy.ptr, copy.len, offset));
    buf_release(&copy);
    return true;
}

static struct records_sink sink_of(struct outcome *o) {
    return (struct records_sink){o, on_record, on_malformed};
}

/* `cuts` ascending. The bytes of each piece are copied to memory of just their size, for the sanitizer. */
static void read_cut(struct records *r, struct outcome *o, struct slice input, const size_t *cuts, size_t count) {
    size_t from = 0;
    buf_clear(&o->text);
    records_begin(r, sink_of(o));
    for (size_t i = 0; i <= count; i++) {
        size_t to = i < count ? cuts[i] : input.len;
        char *piece = malloc(to - from + 1);
        memcpy(piece, input.ptr + from, to - from);
        records_push(r, piece, to - from);
        free(piece);
        from = to;
    }
    buf_printf(&o->text, "= %s\n", KINDS[records_end(r)]);
}

static void same(const struct outcome *o, const char *want, struct slice input, const char *how) {
    cr_assert_str_eq(o->text.ptr, want, "%s\n%.*s\ngave\n%swanted\n%s", how, SLICE_FMT(input), o->text.ptr, want);
}

/* Holds one input to what is expected of it, however it is cut. */
static void check(struct slice input, const char *want) {
    struct outcome o = {0};
    struct records *r = records_new();
    size_t *all = malloc((input.len + 1) * sizeof *all);
    buf_init(&o.text);
    read_cut(r, &o, input, NULL, 0);
    same(&o, want, input, "whole");
    for (size_t cut = 1; cut < input.len; cut++) {
        read_cut(r, &o, input, &cut, 1);
        same(&o, want, input, "in two");
    }
    for (size_t i = 0; i < input.len; i++) all[i] = i;
    read_cut(r, &o, input, all, input.len);
    same(&o, want, input, "byte by byte");
    free(all);
    buf_release(&o.text);
    records_free(r);
}

struct example {
    const char *input, *want;
};

static void check_all(const struct example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) check(slice_cstr(examples[i].input), examples[i].want);
}

#define CHECK(examples) check_all(examples, sizeof(examples) / sizeof *(examples))

Test(records, reads_every_shape) {
    static const struct example examples[] = {
        {"{\"Records\":[" E("A") "," E("B") "]}", "@12 A\n@120 B\n= cloudtrail\n"},
        {"[" E("A") ",\n " E("B") "]\n", "@1 A\n@111 B\n= cloudtrail\n"},
        {E("A") "\n" E("B") "\n", "@0 A\n@108 B\n= cloudtrail\n"},
        {E("A") E("B"), "@0 A\n@107 B\n= cloudtrail\n"},
        {"{\n  \"eventVersion\": \"1.08\",\n  \"eventName\": \"A\"\n}\n", "@0 A\n= cloudtrail\n"},
        {"{\"awsRegion\":\"x\",\"eventID\":\"x\",\"eventName\":\"A\"}", "@0 A\n= cloudtrail\n"},
        {"{\"zzz\":{\"a\":[1,{}]},\"y\":\"[{\",\"x\":-1.5e3,\"eventID\":\"i\",\"eventName\":\"A\"}",
         "@0 A\n= cloudtrail\n"},
        {"{\"apiVersion\":null,\"Records\":[" E("A") "],\"more\":[1,{\"a\":\"}\"}]}" E("B"),
         "@30 A\n@160 B\n= cloudtrail\n"},
        {"{\"Events\":[{\"EventId\":\"1\",\"Username\":\"u\",\"CloudTrailEvent\":\"" ESCAPED(
             "A") "\"},{\"CloudTrailEvent\":\"" ESCAPED("B") "\"}],\"NextToken\":\"t\"}",
         "@11 A\n@130 B\n= cloudtrail\n"},
        {"{\"NextToken\":\"[\\\"{\",\"Events\":[{\"CloudTrailEvent\":\"" ESCAPED("A") "\"}]}", "@30 A\n= cloudtrail\n"},
        {"{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" E("A") "}\n",
         "@0 A\n= cloudtrail\n"},
        {"{\"took\":3,\"_shards\":{\"total\":1},\"hits\":{\"total\":{\"value\":2},\"hits\":[{\"_index\":\"i\",\"_"
         "source\":" E("A") "},{\"_source\":" E("B") "}]}}",
         "@68 A\n@201 B\n= cloudtrail\n"},
        {"{\"_index\":\"i\",\"_source\":" E("A") "}\n{\"_source\":{\"event\":{\"original\":\"" ESCAPED("B") "\"}}}\n",
         "@0 A\n@133 B\n= cloudtrail\n"},
        {"{\"preview\":false,\"result\":{\"_raw\":\"" ESCAPED(
             "A") "\",\"host\":\"h\"}}\n{\"preview\":false,\"result\":" E("B") "}",
         "@0 A\n@117 B\n= cloudtrail\n"},
        {"{\"preview\":false,\"results\":[{\"_raw\":\"" ESCAPED("A") "\"}]}", "@28 A\n= cloudtrail\n"},
        {"{\"QueryStatus\":\"FINISHED\",\"QueryResultRows\":[[{\"eventid\":\"i\"},{\"eventname\":\"A\"},{"
         "\"useridentity\":"
         "\"{type=Root, accountid=1}\"}]]}",
         "@45 A\n= cloudtrail\n"},
        {"[{\"eventJson\":\"" ESCAPED("A") "\"},{\"eventData\":" E("B") "}]", "@1 A\n@85 B\n= cloudtrail\n"},
        {"[{\"Records\":[" E("A") "," E("B") "]},{\"Records\":[" E("C") "]}]", "@1 A\n@1 B\n@231 C\n= cloudtrail\n"},
        {"{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"message\":\"" ESCAPED("A") "\"}]}",
         "@43 A\n= cloudtrail\n"},
        {"\xef\xbb\xbf{\"Records\":[" E("A") "]}", "@15 A\n= cloudtrail\n"},
        {"{\"Records\":[" E("A") ",]}", "@12 A\n= cloudtrail\n"},
        {"{\"Records\":[]}", "= cloudtrail\n"},
    };
    CHECK(examples);
}

Test(records, tells_apart_what_is_no_log) {
    static const struct example examples[] = {
        {"", "= unknown\n"},
        {" \r\n\t", "= unknown\n"},
        {"[]", "= no log\n"},
        {"7", "!0 a number where a record should be\n= no log\n"},
        {"\"text\"\n", "!0 text that is not JSON\n= no log\n"},
        {"{\"name\":\"left-pad\",\"version\":\"1.3.0\",\"scripts\":{\"test\":\"node test\"}}\n",
         "!0 " NOT_A_RECORD "\n= no log\n"},
        {"{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\"}]}",
         "!12 " NOT_A_RECORD "\n= no log\n"},
        {"a,b\n1,2\n", "!0 text that is not JSON\n!4 a number where a record should be\n= no log\n"},
        {"<html>\n", "!0 text that is not JSON\n= no log\n"},
        {"{\"awsAccountId\":\"1\",\"digestStartTime\":\"x\",\"digestS3Object\":\"y\",\"logFiles\":[{\"hashValue\":"
         "\"z\"}]}",
         "= digest\n"},
        {"{\"Records\":[{\"eventVersion\":\"1.07\",\"eventName\":\"RunInstances\",\"eventCategory\":\"Insight\"}]}",
         "@12 RunInstances\n= insight\n"},
        {"[{\"eventName\":\"A\",\"eventID\":\"1\",\"eventType\":\"AwsCloudTrailInsight\"}," E("B") "]",
         "@1 A\n@68 B\n= cloudtrail\n"},
        {"{\"name\":\"x\",", "!0 cut: the text ends inside the record\n= no log\n"},
    };
    CHECK(examples);
    check(slice_from("\x7f"
                     "ELF\0\0\1",
                     7),
          "!0 byte 0x7f where a record should be\n= no log\n");
    check(slice_from("\0\0\0\0\0\0", 6), "!0 byte 0x00 where a record should be\n= no log\n");
    check(slice_from("\xff\xfe"
                     "a\0,\0b\0\n\0",
                     10),
          "!0 text in UTF-16: convert it to UTF-8 first\n= no log\n");
}

Test(records, reports_what_is_broken_and_reads_the_rest) {
    static const struct example examples[] = {
        {"{\"Records\":[" E("A") ",\"text\",7,null,true,-," E("B") "]}",
         "@12 A\n!120 a string where a record should be\n!127 a number where a record should be\n"
         "!129 null where a record should be\n!134 true or false where a record should be\n"
         "!139 a number where a record should be\n@141 B\n= cloudtrail\n"},
        {"[\"a\\\"b,{\"," E("A") "]", "!1 a string where a record should be\n@10 A\n= cloudtrail\n"},
        {"{\"Records\":[{\"eventVersion\":\"1.08\",\"a\":nul},{\"a\":{\"b\":[1,2}}," E("A") "]}",
         "!12 invalid JSON\n"
         "!44 invalid JSON\n@61 A\n= cloudtrail\n"},
        {"[{\"eventVersion\":\"1.08\",\"x\":1,}," E("A") "]", "!1 invalid JSON\n@32 A\n= cloudtrail\n"},
        {E("A") "\n{\"eventVersion\":\"1.08\",\"eventName\n" E("B") "\n",
         "@0 A\n!108 cut: the line ends inside the record\n@142 B\n= cloudtrail\n"},
        {E("A") "\n{\"eventVersion\":\"1.08\",\n" E("B") "\n",
         "@0 A\n!108 cut: the line ends inside the record\n@132 B\n= cloudtrail\n"},
        {"{\"other\":{\"a\":\"\n" E("B") "\n", "!0 cut: the line ends inside the record\n@16 B\n= cloudtrail\n"},
        {E("A") "\nMar  3 13:02:11 host app: hello\n\"x\"\n" E("B"),
         "@0 A\n!108 text that is not JSON\n!140 text that is not JSON\n@144 B\n= cloudtrail\n"},
        {"{\"Records\":[" E("A") ",{\"eventVersion\":\"1.0",
         "@12 A\n!120 cut: the text ends inside the record\n= cloudtrail\n"},
        {"{\"Records\":[{\"eventVersion\":\"1.0", "!12 cut: the text ends inside the record\n= cloudtrail\n"},
        {"{\"eventVers", "!0 cut: the text ends inside the record\n= no log\n"},
        {"{\"eventVersion\":", "!0 cut: the text ends inside the record\n= cloudtrail\n"},
        {"{\"Records\":[" E("A"),
         "@12 A\n!119 cut: the text ends before its list of records is closed\n= cloudtrail\n"},
        {"{\"Records\":[" E("A") "]",
         "@12 A\n!120 cut: the text ends before its list of records is closed\n= cloudtrail\n"},
        {"{\"Records\":[" E("A") "]\n" E("B") "\n",
         "@12 A\n!121 unexpected text behind a list of records\n@121 B\n= cloudtrail\n"},
        {"[" E("A") "}," E("B") "]", "@1 A\n!108 text that is not JSON\n@110 B\n= cloudtrail\n"},
        {"[{\"eventVersion\":\"1.08\",\"x\":\"\xc3\x28\"}," E("A") "]", "!1 invalid JSON\n@34 A\n= cloudtrail\n"},
        {"[" E("A") ",{\"CloudTrailEvent\":\"{oops\"},{}]", "@1 A\n!109 invalid JSON\n"
                                                            "!137 " NOT_A_RECORD "\n= cloudtrail\n"},
        {"[" E("A") ",[1]]", "@1 A\n!109 a plain value where a record should be\n= cloudtrail\n"},
    };
    CHECK(examples);
    static const char nul[] = "[{\"eventVersion\":\"1.\0\"}," E("A") "]";
    check(slice_from(nul, sizeof nul - 1), "!1 invalid JSON\n@24 A\n= cloudtrail\n");
    static const char tail[] = E("A") "\n\0\0\0\0";
    check(slice_from(tail, sizeof tail - 1), "@0 A\n!108 byte 0x00 where a record should be\n= cloudtrail\n");
    static const char utf16[] = "\xff\xfe{\0\"\0";
    check(slice_from(utf16, sizeof utf16 - 1), "!0 text in UTF-16: convert it to UTF-8 first\n= cloudtrail\n");
}

Test(records, a_line_break_inside_a_sound_record_is_no_cut) {
    static const struct example examples[] = {
        {"{\"eventVersion\":\"1.08\",\"eventName\":\"A\",\"resources\":[\n{\"a\":1},\n{\"b\":\n{\"c\":2}}\n]}\n" E("B"),
         "@0 A\n@80 B\n= cloudtrail\n"},
        {"{\"x\":[\n{},\n{}\n],\"eventVersion\":\"1.08\",\"eventName\":\"A\"}\n" E("B"), "@0 A\n@55 B\n= cloudtrail\n"},
    };
    CHECK(examples);
}

/* Random pieces of sound and broken text, put together at random: cut at random, the same comes out. */
static uint64_t next_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void put_random_text(struct buf *b, uint64_t *seed) {
    static const char *const parts[] = {E("A"),
                                        E("B"),
                                        "{\"eventVersion\":\"1.0",
                                        "\n",
                                        ",",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        "\"",
                                        "\\",
                                        ":",
                                        "{\"Records\":[",
                                        "]}",
                                        " ",
                                        "7",
                                        "null",
                                        "\n{",
                                        "{\"CloudTrailEvent\":\"" ESCAPED("C") "\"}",
                                        "{\"detail\":" E("D") "}",
                                        "{\"hits\":{\"hits\":[",
                                        "{\"foo\":[1,{\"a\":\"b\"}],",
                                        "\"eventName\":",
                                        "\"x\"",
                                        "\xef\xbb\xbf",
                                        "text ",
                                        "\\\"",
                                        "\r\n",
                                        "[{\"a\":1},\n{\"b\":2}]",
                                        "{\"digestStartTime\":1}"};
    size_t count = 1 + next_random(seed) % 24;
    buf_clear(b);
    for (size_t i = 0; i < count; i++) buf_puts(b, parts[next_random(seed) % (sizeof parts / sizeof *parts)]);
}

static int order_sizes(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

Test(records, cut_anywhere_the_same_comes_out) {
    struct records *r = records_new();
    struct outcome whole = {0}, cut = {0};
    struct buf text;
    uint64_t seed = 0x9e3779b97f4a7c15;
    buf_init(&text);
    buf_init(&whole.text);
    buf_init(&cut.text);
    for (int round = 0; round < 20000; round++) {
        size_t cuts[8], count = 1 + next_random(&seed) % 8;
        put_random_text(&text, &seed);
        for (size_t i = 0; i < count; i++) cuts[i] = next_random(&seed) % (text.len + 1);
        qsort(cuts, count, sizeof *cuts, order_sizes);
        read_cut(r, &whole, buf_slice(&text), NULL, 0);
        read_cut(r, &cut, buf_slice(&text), cuts, count);
        cr_assert_str_eq(whole.text.ptr, cut.text.ptr, "round %d:\n%s", round, text.ptr);
    }
    buf_release(&text);
    buf_release(&whole.text);
    buf_release(&cut.text);
    records_free(r);
}

/* The lines of an outcome without the kind, sorted: what is split comes out in another order than what is found broken
 * around it. */
static void sort_lines(struct buf *b) {
    char *lines[256];
    size_t count = 0;
    struct buf sorted;
    buf_init(&sorted);
    for (char *at = b->ptr; *at && *at != '=' && count < 256; at = strchr(at, '\n') + 1) lines[count++] = at;
    for (size_t done = 0; done < count; done++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++) {
            if (lines[i] && (!lines[best] || strcmp(lines[i], lines[best]) < 0)) best = i;
        }
        buf_put(&sorted, slice_from(lines[best], (size_t)(strchr(lines[best], '\n') + 1 - lines[best])));
        lines[best] = NULL;
    }
    buf_release(b);
    *b = sorted;
}

Test(records, split_the_same_comes_out) {
    struct records *r = records_new();
    struct outcome whole = {0}, split = {.split = records_new()};
    struct buf text;
    uint64_t seed = 0x2545f4914f6cdd1d;
    buf_init(&text);
    buf_init(&whole.text);
    buf_init(&split.text);
    for (int round = 0; round < 20000; round++) {
        put_random_text(&text, &seed);
        buf_puts(&text, "\n" E("Z") "\n");
        read_cut(r, &whole, buf_slice(&text), NULL, 0);
        size_t half = next_random(&seed) % text.len;
        buf_clear(&split.text);
        records_begin(r, sink_of(&split));
        records_begin(split.split, sink_of(&split));
        if (round % 2) records_split(r, on_span);
        records_push(r, text.ptr, half);
        if (round % 2 == 0) records_split(r, on_span); /* in the middle of anything */
        records_push(r, text.ptr + half, text.len - half);
        records_end(r);
        sort_lines(&whole.text);
        sort_lines(&split.text);
        cr_assert_str_eq(whole.text.ptr, split.text.ptr, "round %d:\n%s", round, text.ptr);
    }
    buf_release(&text);
    buf_release(&whole.text);
    buf_release(&split.text);
    records_free(r);
    records_free(split.split);
}

/* Limits, each at its edge and one beyond. */

static void repeat(struct buf *b, const char *s, size_t times) {
    while (times--) buf_puts(b, s);
}

static struct outcome read_pieces(struct slice input, size_t piece) {
    struct outcome o = {0};
    struct records *r = records_new();
    buf_init(&o.text);
    records_begin(r, sink_of(&o));
    for (size_t at = 0; at < input.len; at += piece)
        if (!records_push(r, input.ptr + at, input.len - at < piece ? input.len - at : piece)) break;
    buf_printf(&o.text, "= %s\n", KINDS[records_end(r)]);
    records_free(r);
    return o;
}

static void check_pieces(struct buf *b, const char *want) {
    static const size_t sizes[] = {SIZE_MAX / 2, 1024 * 1024, 65536 + 1};
    for (size_t i = 0; i < 3; i++) {
        struct outcome o = read_pieces(buf_slice(b), sizes[i]);
        cr_assert_str_eq(o.text.ptr, want, "in pieces of %zu: %s", sizes[i], o.text.ptr);
        buf_release(&o.text);
    }
    buf_release(b);
}

static void check_depth(const char *open, const char *close, size_t depth, const char *want) {
    struct buf b;
    buf_init(&b);
    buf_puts(&b, "[{\"eventVersion\":\"1.08\",\"eventName\":\"A\",\"x\":");
    repeat(&b, open, depth - 1);
    buf_puts(&b, "0");
    repeat(&b, close, depth - 1);
    buf_puts(&b, "}," E("B") "]");
    check_pieces(&b, want);
}

Test(records, nesting_is_limited) {
    char fine[64], deep[128];
    snprintf(fine, sizeof fine, "@1 A\n@%d B\n= cloudtrail\n", 47 + 2 * (RECORD_DEPTH_MAX - 1));
    snprintf(deep, sizeof deep, "!1 nesting deeper than 128 levels (RECORD_DEPTH_MAX)\n@%d B\n= cloudtrail\n",
             47 + 2 * RECORD_DEPTH_MAX);
    check_depth("[", "]", RECORD_DEPTH_MAX, fine);
    check_depth("[", "]", RECORD_DEPTH_MAX + 1, deep);
    check_depth("[", "]", 10000, "!1 nesting deeper than 128 levels (RECORD_DEPTH_MAX)\n@20045 B\n= cloudtrail\n");
    check_depth("{\"a\":", "}", 10000,
                "!1 nesting deeper than 128 levels (RECORD_DEPTH_MAX)\n@60041 B\n= cloudtrail\n");
}

Test(records, many_flat_containers_are_not_deep) {
    struct buf b;
    buf_init(&b);
    buf_puts(&b, "[{\"eventVersion\":\"1.08\",\"eventName\":\"A\",\"x\":[");
    repeat(&b, "[[0]],{},", 300);
    buf_puts(&b, "0]}]");
    check_pieces(&b, "@1 A\n= cloudtrail\n");
}

/* A record of exactly `bytes`, between others. */
static void check_size(size_t bytes, const char *head, const char *tail, const char *want) {
    static const char start[] = "{\"eventVersion\":\"1.08\",\"eventName\":\"A\",\"x\":\"", end[] = "\"}";
    struct buf b;
    buf_init(&b);
    buf_puts(&b, head);
    buf_puts(&b, start);
    buf_putn(&b, 'x', bytes - (sizeof start - 1) - (sizeof end - 1));
    buf_puts(&b, end);
    buf_puts(&b, tail);
    check_pieces(&b, want);
}

Test(records, size_is_limited) {
    check_size(RECORD_BYTES_MAX, "[", "," E("B") "]", "@1 A\n@16777218 B\n= cloudtrail\n");
    check_size(RECORD_BYTES_MAX + 1, "[", "," E("B") "]",
               "!1 a record larger than 16 MiB (RECORD_BYTES_MAX)\n@16777219 B\n= cloudtrail\n");
    check_size(RECORD_BYTES_MAX, "", "\n" E("B"), "@0 A\n@16777217 B\n= cloudtrail\n");
    check_size(RECORD_BYTES_MAX + 1, "", "\n" E("B"),
               "!0 a record larger than 16 MiB (RECORD_BYTES_MAX)\n@16777218 B\n= cloudtrail\n");
    check_size(3 * RECORD_BYTES_MAX, "", "", "!0 a record larger than 16 MiB (RECORD_BYTES_MAX)\n= cloudtrail\n");
}

Test(records, windows_and_large_records_join) {
    for (size_t bytes = 65536 - 70; bytes < 65536 + 70; bytes += 7)
        check_size(bytes, E("C"), "", "@0 C\n@107 A\n= cloudtrail\n");
}

Test(records, an_unknown_object_is_walked_up_to_the_limit) {
    struct buf b;
    buf_init(&b);
    buf_puts(&b, "{\"blob\":\"");
    buf_putn(&b, 'x', RECORD_BYTES_MAX);
    buf_puts(&b, "\",\"Records\":[" E("A") "]}");
    check_pieces(&b, "@16777238 A\n= cloudtrail\n");
    buf_init(&b);
    buf_puts(&b, "{\"blob\":\"");
    buf_putn(&b, 'x', RECORD_BYTES_MAX);
    buf_puts(&b, "\"}\n" E("A"));
    check_pieces(&b, "!0 a record larger than 16 MiB (RECORD_BYTES_MAX)\n@16777228 A\n= cloudtrail\n");
}

/* `count` of `thing`, then a record that only counts when reading has not been given up. */
static void check_given_up(const char *head, const char *thing, size_t count, bool given_up) {
    struct buf b;
    buf_init(&b);
    buf_puts(&b, head);
    repeat(&b, thing, count);
    buf_puts(&b, E("A") "\n");
    struct outcome o = read_pieces(buf_slice(&b), 4096);
    cr_assert_eq(strstr(o.text.ptr, " A\n") == NULL, given_up, "%zu × %.20s", count, thing);
    cr_assert_eq(strstr(o.text.ptr, "= no log\n") != NULL, given_up);
    buf_release(&o.text);
    buf_release(&b);
}

Test(records, what_is_no_log_is_given_up_early) {
    check_given_up("", "{\"a\":1}\n", RECORDS_FOREIGN_MAX - 1, false);
    check_given_up("", "{\"a\":1}\n", RECORDS_FOREIGN_MAX, true);
    check_given_up("[", "7,", RECORDS_FOREIGN_MAX - 1, false);
    check_given_up("[", "7,", RECORDS_FOREIGN_MAX, true);
    check_given_up("{\"Records\":[", "7,", RECORDS_FOREIGN_MAX * 2, false);
    check_given_up("", "text\n", RECORDS_FOREIGN_MAX - 1, false);
    check_given_up("", "text\n", RECORDS_FOREIGN_MAX, true);
    struct buf junk;
    buf_init(&junk);
    buf_putn(&junk, 'x', RECORDS_JUNK_MAX);
    buf_puts(&junk, "\n");
    check_given_up("", junk.ptr, 1, false);
    buf_puts(&junk, "x\n");
    check_given_up("", junk.ptr, 1, true);
    buf_release(&junk);
}

Test(records, what_is_split_is_never_given_up) {
    struct outcome o = {.split = records_new()};
    struct records *r = records_new();
    buf_init(&o.text);
    records_begin(r, sink_of(&o));
    records_begin(o.split, sink_of(&o));
    records_split(r, on_span);
    for (int i = 0; i < 2 * RECORDS_FOREIGN_MAX; i++) cr_assert(records_push(r, "{\"a\":1}\ntext\n", 13));
    records_push(r, "[[" E("A") "," E("B") "]]", sizeof E("A") + sizeof E("B") + 3);
    records_end(r);
    cr_assert(strstr(o.text.ptr, " A\n") && strstr(o.text.ptr, " B\n"), "%s", o.text.ptr);
    buf_release(&o.text);
    records_free(r);
    records_free(o.split);
}

Test(records, one_record_makes_a_log_certain) {
    struct outcome o = {0};
    struct records *r = records_new();
    buf_init(&o.text);
    records_begin(r, sink_of(&o));
    records_push(r, "{\"Records\":[7,{},", 17);
    cr_assert_not(records_certain(r));
    records_push(r, "{\"eventName\":\"A\",\"eventID\":\"1\",\"eventCategory\":\"Insight\"},", 59);
    cr_assert_not(records_certain(r));
    records_push(r, E("A"), sizeof E("A") - 1);
    cr_assert(records_certain(r));
    records_begin(r, sink_of(&o));
    cr_assert_not(records_certain(r));
    buf_release(&o.text);
    records_free(r);
}

static bool stop_at_once(void *ctx, yyjson_val *record, uint64_t offset) {
    ++*(int *)ctx;
    return false;
}

static void ignore(void *ctx, uint64_t offset, const char *reason) {
}

Test(records, stops_when_told) {
    static const char text[] = "{\"Records\":[" E("A") "," E("B") "]}";
    struct records *r = records_new();
    int count = 0;
    records_begin(r, (struct records_sink){&count, stop_at_once, ignore});
    cr_assert_not(records_push(r, text, sizeof text - 1));
    cr_assert_not(records_push(r, text, sizeof text - 1));
    records_end(r);
    cr_assert_eq(count, 1);
    records_free(r);
    records_free(NULL);
}

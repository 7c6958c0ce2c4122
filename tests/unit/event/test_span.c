/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "event/span.h"

/* Scans as its callers do: in two pieces, and again from the start after SPAN_RETRACE. */
static enum span_result scan(struct slice text, size_t cut, bool lines, size_t *end) {
    struct span s;
    size_t used;
    span_begin(&s, text.ptr[0], lines);
    enum span_result result = span_scan(&s, text.ptr, cut, &used);
    *end = used;
    if (result == SPAN_MORE) {
        result = span_scan(&s, text.ptr + cut, text.len - cut, &used);
        *end = cut + used;
    }
    if (result == SPAN_RETRACE) {
        span_retrace(&s);
        result = span_scan(&s, text.ptr, text.len, end);
    }
    return result;
}

static void ends(const char *text, bool lines, enum span_result want, size_t at) {
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        size_t end;
        enum span_result result = scan(slice_cstr(text), cut, lines, &end);
        cr_assert_eq(result, want, "%s: %d at %zu, cut at %zu", text, (int)result, end, cut);
        cr_assert_eq(end, at, "%s: ends at %zu, cut at %zu", text, end, cut);
    }
}

Test(span, ends_where_the_value_ends) {
    ends("{}{}", false, SPAN_DONE, 2);
    ends("{\"a\":{\"b\":[]}},x", false, SPAN_DONE, 14);
    ends("{\"}\":\"\\\"}\"},", false, SPAN_DONE, 11);
    ends("{\"a\\\\\":1}}", false, SPAN_DONE, 9);
    ends("{\"a\\\\\\\"}\":1}}", false, SPAN_DONE, 12);
    ends("[[{\"a\":\"]\"}],[]]]", false, SPAN_DONE, 16);
    ends("{\"a\":[1,2}},", false, SPAN_DONE, 10);
    ends("{\"a\":\"x\n}", false, SPAN_DONE, 9);
    ends("{\"a\":{}", false, SPAN_MORE, 7);
}

Test(span, lines_end_where_the_next_must_begin) {
    ends("{\"a\":1,\n{}", true, SPAN_CUT, 8);
    ends("{\"a\":1\n{}", true, SPAN_CUT, 7);
    ends("{\"a\":\"x\n{}", true, SPAN_CUT, 8);
    ends("{\"a\":[1\n{}", true, SPAN_CUT, 8);
    ends("{\"a\":[\n{},\n{}\n],\"b\":\n{}\n}{", true, SPAN_DONE, 25);
    ends("{\"a\":{\"b\":[{\"c\":[]}]},\n{}", true, SPAN_CUT, 23);
    ends("{\n\"a\":1\n}\n{}", true, SPAN_DONE, 9);
}

/* Nothing is known of levels beyond the limit, so nothing is cut there. */
Test(span, levels_are_known_up_to_the_limit) {
    for (size_t depth = RECORD_DEPTH_MAX - 1; depth <= RECORD_DEPTH_MAX + 1; depth++) {
        char text[2 * RECORD_DEPTH_MAX + 16] = "{";
        size_t end;
        memset(text + 1, '[', depth - 1);
        memcpy(text + depth, "1\n{}", 5);
        enum span_result want = depth <= RECORD_DEPTH_MAX ? SPAN_CUT : SPAN_MORE;
        cr_assert_eq(scan(slice_cstr(text), 0, true, &end), want, "%zu", depth);
    }
}

/* A slow and simple second opinion. */
static size_t plain_end(const char *text, size_t len) {
    size_t depth = 0;
    bool string = false, escaped = false;
    for (size_t i = 0; i < len; i++) {
        bool now = escaped;
        escaped = text[i] == '\\' && !now;
        if (text[i] == '"' && !now) string = !string;
        else if (string && text[i] == '\n') string = false;
        else if (!string && text[i] == '{') depth++;
        else if (!string && text[i] == '}' && --depth == 0) return i + 1;
    }
    return len;
}

Test(span, blocks_and_bytes_agree) {
    static const char alphabet[] = "{}{}\"\\\\ab[],:\n  xyzxyzxyzxyz";
    uint64_t seed = 88172645463325252;
    char text[600];
    for (int round = 0; round < 50000; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            text[i] = round % 2 ? alphabet[seed % (sizeof alphabet - 1)] : "{x\\\"ab{c}"[seed % 64 % 9];
        }
        text[0] = '{';
        size_t end, cut = seed % sizeof text;
        scan(slice_from(text, sizeof text), cut, false, &end);
        cr_assert_eq(end, plain_end(text, sizeof text), "round %d: %zu", round, end);
    }
}

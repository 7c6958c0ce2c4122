/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_match.c: rules and the events they meet.
 *
 * In: rules as YAML, a line "===", and records, one a line. The law is checked: what a matcher says of an event depends
 * neither on the events that it saw before (what it keeps of kinds of calls and of texts must not show), nor on what
 * decoding found on the way (`plain`).
 */
#include <stdlib.h>
#include <string.h>

#include "detect/detect.h"
#include "fuzz/fuzz.h"

enum { EVENTS = 16 };

static bool match_all(const struct ruleset *rules, struct matcher *old, const struct event *ev) {
    const uint32_t *hits, *again;
    struct matcher *young = matcher_new(rules);
    size_t count = matcher_match(old, ev, &hits);
    bool same = matcher_match(young, ev, &again) == count && (!count || !memcmp(hits, again, count * sizeof *hits));
    struct event longer = *ev;
    longer.plain = false;
    same = same && matcher_match(young, &longer, &again) == count &&
           (!count || !memcmp(hits, again, count * sizeof *hits));
    matcher_free(young);
    return same;
}

static void match_lines(const struct ruleset *rules, struct slice lines) {
    yyjson_doc *docs[EVENTS];
    size_t count = 0;
    struct matcher *matcher = matcher_new(rules);
    while (lines.len && count < EVENTS) {
        struct slice line = slice_before(lines, '\n');
        struct err err = ERR_INIT;
        struct event ev;
        lines = slice_sub(lines, line.len + 1, lines.len);
        yyjson_doc *doc = yyjson_read(line.ptr, line.len, 0);
        if (!doc) continue;
        docs[count++] = doc;
        if (event_decode(yyjson_doc_get_root(doc), &ev, &err) && !match_all(rules, matcher, &ev)) abort();
    }
    matcher_free(matcher);
    while (count) yyjson_doc_free(docs[--count]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice all = {(const char *)data, size};
    ptrdiff_t at = slice_find(all, SLICE("\n===\n"));
    if (at < 0) return 0;
    struct ruleset_builder *builder = ruleset_builder_new();
    ruleset_builder_add(builder, SLICE("rules/a.yml"), slice_sub(all, 0, (size_t)at + 1));
    struct ruleset *rules = ruleset_build(builder);
    match_lines(rules, slice_sub(all, (size_t)at + 5, all.len));
    ruleset_free(rules);
    return 0;
}

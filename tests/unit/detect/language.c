/* SPDX-License-Identifier: Apache-2.0 */
/* tests/unit/detect/language.c: reads tests/data/detect/NAME.txt and holds each rule against its events.
 *
 * A section is "== title", the rule's `detection:` (title and logsource are put before it, unless the section starts
 * with "title:"), a line "--", then one line a case: an event as JSON, " => yes" or " => no"; or, instead of cases,
 * "error LINE:COLUMN text" with a part of the message; lines count from the first line of the section.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "detect/detect.h"
#include "language.h"

#define HEAD "title: t\nlogsource: {product: aws, service: cloudtrail}\n"
#define HEAD_LINES 2

static char *read_file(const char *name, size_t *len) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s.txt", DETECT_DATA, name);
    FILE *f = fopen(path, "rb");
    cr_assert(f, "cannot open %s", path);
    struct buf buf;
    buf_init(&buf);
    size_t n;
    while ((n = fread(buf_reserve(&buf, 4096), 1, 4096, f)) > 0) buf.len += n;
    fclose(f);
    *len = buf.len;
    return buf.ptr;
}

static struct slice take_line(struct slice *rest) {
    struct slice line = slice_before(*rest, '\n');
    *rest = slice_sub(*rest, line.len + 1, rest->len);
    return line;
}

static struct slice member(yyjson_val *root, const char *key) {
    yyjson_val *v = yyjson_obj_get(root, key);
    return slice_from(yyjson_get_str(v), yyjson_get_len(v));
}

struct event event_from(yyjson_val *root) {
    return (struct event){.record = root,
                          .id = member(root, "eventID"),
                          .source = member(root, "eventSource"),
                          .name = member(root, "eventName"),
                          .key = hash128(member(root, "eventID"))};
}

/* The same with all that event_decode finds, which needs a time: matching takes a shorter way to it, to the same end.
 * False for an event without an API. */
static bool decoded_from(yyjson_val *root, struct slice json, yyjson_doc **doc, struct event *ev) {
    struct err err = ERR_INIT;
    struct buf text;
    *doc = NULL;
    if (!member(root, "eventName").len || !member(root, "eventSource").len) return false;
    buf_init(&text);
    buf_put(&text, slice_sub(json, 0, json.len - 1));
    buf_puts(&text, ",\"eventTime\":\"2026-03-03T13:02:11Z\"}");
    *doc = yyjson_read(text.ptr, text.len, 0);
    cr_assert(*doc, "%.*s", SLICE_FMT(buf_slice(&text)));
    cr_assert(event_decode(yyjson_doc_get_root(*doc), ev, &err), "%.*s: %s", SLICE_FMT(json), err.message);
    ev->record = root;
    buf_release(&text);
    return true;
}

static bool matches_event(struct matcher *m, const struct event *ev) {
    const uint32_t *rules;
    return matcher_match(m, ev, &rules) > 0;
}

static bool matches(struct matcher *m, struct slice json, struct slice title) {
    yyjson_doc *doc = yyjson_read(json.ptr, json.len, 0);
    cr_assert(doc, "%.*s: not JSON: %.*s", SLICE_FMT(title), SLICE_FMT(json));
    struct event ev = event_from(yyjson_doc_get_root(doc)), decoded;
    yyjson_doc *again;
    bool hit = matches_event(m, &ev), whole = decoded_from(yyjson_doc_get_root(doc), json, &again, &decoded);
    for (int time = 0; whole && time < 2; time++) /* the second time by what was kept of the first */
        cr_expect(matches_event(m, &decoded) == hit, "%.*s: decoding changes %.*s", SLICE_FMT(title), SLICE_FMT(json));
    yyjson_doc_free(again);
    yyjson_doc_free(doc);
    return hit;
}

static bool check_error(const struct ruleset *rs, struct slice line, struct slice title, uint32_t head_lines) {
    size_t count;
    const struct rule_skipped *skipped = ruleset_skipped(rs, &count);
    struct slice rest = slice_sub(line, sizeof "error " - 1, line.len);
    struct slice place = slice_before(rest, ' '), text = slice_sub(rest, place.len + 1, rest.len);
    struct slice first = slice_before(place, ':');
    uint64_t want_line, want_column;
    cr_assert(slice_to_u64(first, &want_line) &&
              slice_to_u64(slice_sub(place, first.len + 1, place.len), &want_column));
    cr_expect(count == 1, "%.*s: expected an error", SLICE_FMT(title));
    if (count != 1) return false;
    cr_expect(slice_find(skipped->error, text) >= 0, "%.*s: error is \"%.*s\"", SLICE_FMT(title),
              SLICE_FMT(skipped->error));
    cr_expect(skipped->line - head_lines == want_line && skipped->column == want_column, "%.*s: error is at %u:%u",
              SLICE_FMT(title), skipped->line - head_lines, skipped->column);
    return true;
}

static bool check_case(struct matcher *m, struct slice line, struct slice title) {
    ptrdiff_t arrow = slice_find(line, SLICE(" => "));
    cr_assert(arrow > 0, "%.*s: not a case: %.*s", SLICE_FMT(title), SLICE_FMT(line));
    struct slice json = slice_sub(line, 0, (size_t)arrow);
    bool want = slice_eq(slice_sub(line, (size_t)arrow + 4, line.len), SLICE("yes"));
    cr_expect(matches(m, json, title) == want, "%.*s: expected %s: %.*s", SLICE_FMT(title), want ? "yes" : "no",
              SLICE_FMT(json));
    return want;
}

static void check_loaded(const struct ruleset *rs, struct slice title) {
    size_t count;
    const struct rule_skipped *skipped = ruleset_skipped(rs, &count);
    for (size_t i = 0; i < count; i++)
        cr_expect(false, "%.*s: skipped at %u:%u: %.*s", SLICE_FMT(title), skipped[i].line, skipped[i].column,
                  SLICE_FMT(skipped[i].error));
}

static size_t check_section(struct slice section) {
    struct slice title = take_line(&section);
    ptrdiff_t dashes = slice_find(section, SLICE("\n--\n"));
    cr_assert(dashes > 0, "%.*s: no line --", SLICE_FMT(title));
    struct slice rule = slice_sub(section, 0, (size_t)dashes + 1);
    struct slice cases = slice_sub(section, (size_t)dashes + 4, section.len);
    bool whole = slice_starts(rule, SLICE("title:"));
    struct buf yaml;
    buf_init(&yaml);
    if (!whole) buf_puts(&yaml, HEAD);
    buf_put(&yaml, rule);
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("rule.yml"), buf_slice(&yaml));
    struct ruleset *rs = ruleset_build(b);
    struct matcher *m = matcher_new(rs);
    size_t checked = 0;
    bool error = slice_starts(cases, SLICE("error "));
    if (!error) check_loaded(rs, title);
    while (!slice_empty(cases)) {
        struct slice line = slice_trim(take_line(&cases));
        if (slice_empty(line) || line.ptr[0] == '#') continue;
        checked++;
        if (error) check_error(rs, line, title, whole ? 0 : HEAD_LINES);
        else check_case(m, line, title);
    }
    cr_expect(checked > 0, "%.*s: checks nothing", SLICE_FMT(title));
    matcher_free(m);
    ruleset_free(rs);
    buf_release(&yaml);
    return checked;
}

size_t language_check(const char *name) {
    size_t len, checked = 0;
    char *text = read_file(name, &len);
    struct slice rest = {text, len};
    ptrdiff_t at = slice_find(rest, SLICE("== "));
    while (at >= 0) {
        rest = slice_sub(rest, (size_t)at + 3, rest.len);
        ptrdiff_t next = slice_find(rest, SLICE("\n== "));
        size_t end = next >= 0 ? (size_t)next + 1 : rest.len;
        checked += check_section(slice_sub(rest, 0, end));
        at = next >= 0 ? next + 1 : -1;
    }
    free(text);
    return checked;
}

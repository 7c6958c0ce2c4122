/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and events made to hurt: each meets a limit by name, with a place, and in no time worth speaking of. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "detect/detect.h"
#include "language.h"

#define HEAD "title: t\nlogsource: {product: aws}\n"
#define TAIL "detection: {s: {a: 1}, condition: s}\n"

/* Loads one rule; whether it was taken. The reason why not is compared with `part`. */
static bool taken(const struct buf *yaml, const char *part, struct rule_skipped *out) {
    struct ruleset_builder *b = ruleset_builder_new();
    size_t count;
    ruleset_builder_add(b, SLICE("r"), buf_slice(yaml));
    struct ruleset *rs = ruleset_build(b);
    const struct rule_skipped *s = ruleset_skipped(rs, &count);
    bool ok = ruleset_count(rs) == 1;
    cr_expect(ok == (count == 0));
    if (count) cr_expect(part && slice_find(s->error, slice_cstr(part)) >= 0, "error: %.*s", SLICE_FMT(s->error));
    if (count && out) *out = *s;
    ruleset_free(rs);
    return ok;
}

static void put_repeated(struct buf *out, const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) buf_puts(out, text);
}

static void expect_edge(struct buf *(*make)(struct buf *, size_t), size_t limit, const char *name) {
    struct buf yaml;
    cr_expect(taken(make(&yaml, limit), NULL, NULL), "%s: at it", name);
    buf_release(&yaml);
    cr_expect(!taken(make(&yaml, limit + 1), name, NULL), "%s: beyond it", name);
    buf_release(&yaml);
}

static struct buf *start(struct buf *yaml) {
    buf_init(yaml);
    buf_puts(yaml, HEAD);
    return yaml;
}

static struct buf *document_of(struct buf *yaml, size_t bytes) {
    start(yaml);
    buf_puts(yaml, TAIL "#");
    buf_putn(yaml, 'x', bytes - yaml->len);
    return yaml;
}

static struct buf *nested(struct buf *yaml, size_t depth) {
    start(yaml);
    buf_puts(yaml, TAIL "x: ");
    buf_putn(yaml, '[', depth - 1); /* the rule's map is one level */
    buf_putn(yaml, ']', depth - 1);
    return yaml;
}

static struct buf *nodes(struct buf *yaml, size_t count) {
    start(yaml);
    buf_puts(yaml, TAIL "x: [");
    /* without the list: 1 map, title 2, logsource 4, detection 8, x 2 */
    put_repeated(yaml, "1,", count - 17);
    buf_puts(yaml, "]");
    return yaml;
}

static struct buf *field_of(struct buf *yaml, size_t bytes) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {");
    buf_putn(yaml, 'f', bytes);
    buf_puts(yaml, ": 1}, condition: s}");
    return yaml;
}

static struct buf *parts_of(struct buf *yaml, size_t parts) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {a");
    put_repeated(yaml, ".a", parts - 1);
    buf_puts(yaml, ": 1}, condition: s}");
    return yaml;
}

static struct buf *modifiers_of(struct buf *yaml, size_t count) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {a");
    put_repeated(yaml, "|cased", count);
    buf_puts(yaml, ": x}, condition: s}");
    return yaml;
}

static struct buf *regex_of(struct buf *yaml, size_t bytes) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {a|re: '");
    buf_putn(yaml, 'x', bytes);
    buf_puts(yaml, "'}, condition: s}");
    return yaml;
}

static struct buf *condition_of(struct buf *yaml, size_t bytes) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {a: 1}, condition: '");
    buf_putn(yaml, ' ', bytes - 1);
    buf_puts(yaml, "s'}");
    return yaml;
}

static struct buf *parentheses(struct buf *yaml, size_t depth) {
    start(yaml);
    buf_puts(yaml, "detection: {s: {a: 1}, condition: '");
    buf_putn(yaml, '(', depth - 1); /* the name within is one level */
    buf_puts(yaml, "s");
    buf_putn(yaml, ')', depth - 1);
    buf_puts(yaml, "'}");
    return yaml;
}

Test(hostile, limits_at_and_beyond_the_edge) {
    expect_edge(document_of, RULE_DOC_BYTES_MAX, "RULE_DOC_BYTES_MAX");
    expect_edge(nested, YAML_DEPTH_MAX, "YAML_DEPTH_MAX");
    expect_edge(nodes, YAML_NODES_MAX, "YAML_NODES_MAX");
    expect_edge(field_of, RULE_FIELD_BYTES_MAX, "RULE_FIELD_BYTES_MAX");
    expect_edge(parts_of, RULE_FIELD_PARTS_MAX, "RULE_FIELD_PARTS_MAX");
    expect_edge(modifiers_of, RULE_MODIFIERS_MAX, "RULE_MODIFIERS_MAX");
    expect_edge(regex_of, RULE_REGEX_BYTES_MAX, "RULE_REGEX_BYTES_MAX");
    expect_edge(condition_of, RULE_CONDITION_BYTES_MAX, "RULE_CONDITION_BYTES_MAX");
    expect_edge(parentheses, RULE_CONDITION_DEPTH_MAX, "RULE_CONDITION_DEPTH_MAX");
}

static void expect_refused(struct buf *yaml, const char *part, uint32_t line) {
    struct rule_skipped s = {0};
    cr_expect(!taken(yaml, part, &s));
    cr_expect_eq(s.line, line, "%s: line %u", part, s.line);
    buf_release(yaml);
}

Test(hostile, an_alias_bomb) {
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++)
        buf_printf(&yaml, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1,
                   i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    expect_refused(&yaml, "YAML_NODES_MAX", 8);
}

Test(hostile, depth_without_end) {
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, "x: ");
    buf_putn(&yaml, '[', 10000);
    expect_refused(&yaml, "YAML_DEPTH_MAX", 3);
    start(&yaml);
    for (int i = 0; i < 1000; i++) {
        buf_putn(&yaml, ' ', (size_t)i);
        buf_puts(&yaml, "x:\n");
    }
    expect_refused(&yaml, "YAML_DEPTH_MAX", 67);
    start(&yaml);
    buf_puts(&yaml, "detection: {s: {a: 1}, condition: '");
    put_repeated(&yaml, "not ", 10000);
    buf_puts(&yaml, "s'}");
    expect_refused(&yaml, "RULE_CONDITION_DEPTH_MAX", 3);
    start(&yaml);
    buf_puts(&yaml, "detection: {s: {a|re: '");
    buf_putn(&yaml, '(', 4000);
    buf_puts(&yaml, "'}, condition: s}");
    expect_refused(&yaml, "regular expression", 3);
}

Test(hostile, a_megabyte_of_expression) {
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, "detection: {s: {a|re: '");
    buf_putn(&yaml, 'x', 1000000);
    buf_puts(&yaml, "'}, condition: s}");
    expect_refused(&yaml, "RULE_REGEX_BYTES_MAX", 3);
    start(&yaml);
    buf_puts(&yaml, "detection: {s: {a|re: '(((x{1000}){1000}){1000})'}, condition: s}");
    expect_refused(&yaml, "too large", 3);
}

Test(hostile, conditions_that_multiply) {
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, "detection:\n");
    for (int i = 0; i < 2000; i++) buf_printf(&yaml, "  s%d: {a: 1}\n", i);
    buf_puts(&yaml, "  condition: all of them");
    put_repeated(&yaml, " or all of them", 1000);
    expect_refused(&yaml, "RULE_EXPR_NODES_MAX", 2004);
}

Test(hostile, bytes_that_are_no_text) {
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, "description: \xc3\x28\n");
    expect_refused(&yaml, "UTF-8", 3);
    start(&yaml);
    buf_put(&yaml, SLICE("description: a\0b\n"));
    expect_refused(&yaml, "NUL", 3);
}

static bool matches(const char *detection, const struct buf *json) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct buf yaml;
    start(&yaml);
    buf_puts(&yaml, detection);
    ruleset_builder_add(b, SLICE("r"), buf_slice(&yaml));
    struct ruleset *rs = ruleset_build(b);
    struct matcher *m = matcher_new(rs);
    yyjson_doc *doc = yyjson_read(json->ptr, json->len, 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    const uint32_t *rules;
    cr_assert_eq(ruleset_count(rs), 1);
    bool hit = matcher_match(m, &ev, &rules) == 1;
    yyjson_doc_free(doc);
    matcher_free(m);
    ruleset_free(rs);
    buf_release(&yaml);
    return hit;
}

Test(hostile, expressions_that_go_back_and_back, .timeout = 20) {
    struct buf json;
    buf_init(&json);
    buf_puts(&json, "{\"a\":\"");
    buf_putn(&json, 'a', 100000);
    buf_puts(&json, "!\"}");
    cr_expect(!matches("detection: {s: {a|re: '^(a+)+$'}, condition: s}", &json));
    cr_expect(!matches("detection: {s: {a|re: '(a|aa)+$'}, condition: s}", &json));
    cr_expect(!matches("detection: {s: {a|re: '(x+x+)+y'}, condition: s}", &json));
    cr_expect(!matches("detection: {s: {a: '*a*a*a*a*b*?c'}, condition: s}", &json));
    cr_expect(matches("detection: {s: {a|re: 'a!$'}, condition: s}", &json));
    buf_release(&json);
}

Test(hostile, a_text_is_searched_so_far) {
    for (size_t more = 0; more < 2; more++) {
        struct buf json;
        buf_init(&json);
        buf_puts(&json, "{\"a\":\"");
        buf_putn(&json, '-', REGEX_SUBJECT_MAX - 3 + more);
        buf_puts(&json, "end\"}");
        cr_expect(matches("detection: {s: {a|re: end}, condition: s}", &json) == (more == 0));
        buf_release(&json);
    }
}

Test(hostile, an_array_without_end) {
    for (size_t more = 0; more < 2; more++) {
        struct buf json;
        buf_init(&json);
        buf_puts(&json, "{\"a\":[");
        put_repeated(&json, "0,", FIELD_VALUES_MAX - 1 + more);
        buf_puts(&json, "7]}");
        cr_expect(matches("detection: {s: {a: 7}, condition: s}", &json) == (more == 0));
        buf_release(&json);
    }
}

static struct buf *correlation_of(struct buf *yaml, size_t rules, size_t fields) {
    buf_init(yaml);
    buf_puts(yaml, "title: c\ncorrelation:\n  type: temporal\n  timespan: 1m\n  rules: [");
    put_repeated(yaml, "x,", rules);
    buf_puts(yaml, "]\n  group-by: [");
    put_repeated(yaml, "f,", fields);
    buf_puts(yaml, "]\n");
    return yaml;
}

Test(hostile, correlations_of_too_much) {
    struct buf yaml;
    cr_expect(!taken(correlation_of(&yaml, CORR_RULES_MAX, CORR_FIELDS_MAX), "not loaded", NULL));
    buf_release(&yaml);
    cr_expect(!taken(correlation_of(&yaml, CORR_RULES_MAX + 1, 1), "more than 64 entries (CORR_RULES_MAX)", NULL));
    buf_release(&yaml);
    cr_expect(!taken(correlation_of(&yaml, 1, CORR_FIELDS_MAX + 1), "more than 32 entries (CORR_FIELDS_MAX)", NULL));
    buf_release(&yaml);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Correlations: hits written as lines "SECOND RULE EVENT-ID JSON-FIELDS", matches as "RULE FROM-TO: event ids". */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "detect/detect.h"
#include "language.h"

#define BASE(name)                                                                                                    \
    "title: Base " name "\nname: " name "\nid: " name "\nlogsource: {product: aws}\ndetection: {s: {eventName: " name \
    "}, condition: s}\nlevel: informational\n---\n"
#define CORR(body) BASE("A") BASE("B") BASE("C") "title: Corr\nid: zz\ncorrelation:\n" body "\nlevel: high\n"

struct hit_line {
    int64_t second;
    const char *json; /* eventName is the rule, eventID the event */
};

struct world {
    struct ruleset *rs;
    struct arena arena;
    struct corr_hit hits[64];
    struct slice keys[64];
    size_t count;
};

static void world_load(struct world *w, const char *yaml) {
    struct ruleset_builder *b = ruleset_builder_new();
    size_t skipped;
    *w = (struct world){0};
    ruleset_builder_add(b, SLICE("r.yml"), slice_cstr(yaml));
    w->rs = ruleset_build(b);
    const struct rule_skipped *s = ruleset_skipped(w->rs, &skipped);
    for (size_t i = 0; i < skipped; i++)
        cr_assert(false, "skipped %u:%u %.*s", s[i].line, s[i].column, SLICE_FMT(s[i].error));
    arena_init(&w->arena, 0);
}

static void world_free(struct world *w) {
    arena_release(&w->arena);
    ruleset_free(w->rs);
}

/* Every base rule that matches the event gives a hit. */
static void world_add(struct world *w, struct hit_line line) {
    struct matcher *m = matcher_new(w->rs);
    yyjson_doc *doc = yyjson_read(line.json, strlen(line.json), 0);
    cr_assert(doc, "%s", line.json);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    const uint32_t *rules;
    size_t n = matcher_match(m, &ev, &rules);
    for (size_t i = 0; i < n; i++) {
        struct buf keys;
        buf_init(&keys);
        rule_corr_keys(w->rs, rules[i], &ev, &keys);
        w->hits[w->count] = (struct corr_hit){rules[i], line.second * US_PER_SECOND, ev.key, w->count};
        w->keys[w->count++] = arena_dup(&w->arena, buf_slice(&keys));
        buf_release(&keys);
    }
    yyjson_doc_free(doc);
    matcher_free(m);
}

/* "FROM-TO:n" for each match, blanks between. */
static struct slice world_matches(struct world *w) {
    const struct corr_match *matches;
    size_t n = correlate(w->rs, w->hits, w->keys, w->count, &w->arena, &matches);
    struct buf out;
    buf_init(&out);
    for (size_t i = 0; i < n; i++) {
        cr_expect(ruleset_info(w->rs, matches[i].rule)->correlation);
        buf_printf(&out, "%s%lld-%lld:%zu", i ? " " : "", (long long)(matches[i].from / US_PER_SECOND),
                   (long long)(matches[i].to / US_PER_SECOND), matches[i].hit_count);
        for (size_t h = 1; h < matches[i].hit_count; h++)
            cr_expect(w->hits[matches[i].hits[h - 1]].time <= w->hits[matches[i].hits[h]].time);
    }
    struct slice text = arena_dup(&w->arena, buf_slice(&out));
    buf_release(&out);
    return text;
}

static void expect(const char *yaml, const struct hit_line *lines, size_t count, const char *want) {
    for (int turn = 0; turn < 2; turn++) { /* forwards and backwards: the order of arrival must not show */
        struct world w;
        world_load(&w, yaml);
        for (size_t i = 0; i < count; i++) world_add(&w, lines[turn ? count - 1 - i : i]);
        struct slice got = world_matches(&w);
        cr_expect(slice_eq(got, slice_cstr(want)), "turn %d: got \"%.*s\", want \"%s\"", turn, SLICE_FMT(got), want);
        world_free(&w);
    }
}
#define EXPECT(yaml, want, ...)                                         \
    do {                                                                \
        const struct hit_line lines_[] = {__VA_ARGS__};                 \
        expect((yaml), lines_, sizeof lines_ / sizeof *lines_, (want)); \
    } while (0)
#define HIT(second, name, id, rest) {second, "{\"eventName\":\"" name "\",\"eventID\":\"" id "\"," rest "}"}

#define COUNT3 CORR("  type: event_count\n  rules: [A]\n  group-by: [ip]\n  timespan: 60s\n  condition: {gte: 3}")

Test(correlate, counts_events_of_one_group) {
    EXPECT(COUNT3, "10-30:3", HIT(10, "A", "1", "\"ip\":\"x\""), HIT(20, "A", "2", "\"ip\":\"x\""),
           HIT(25, "A", "3", "\"ip\":\"y\""), HIT(30, "A", "4", "\"ip\":\"x\""));
    EXPECT(COUNT3, "", HIT(10, "A", "1", "\"ip\":\"x\""), HIT(20, "A", "2", "\"ip\":\"x\""),
           HIT(25, "A", "3", "\"ip\":\"y\""), HIT(30, "B", "4", "\"ip\":\"x\""));
}

Test(correlate, the_window_includes_both_ends) {
    EXPECT(COUNT3, "0-60:3", HIT(0, "A", "1", "\"ip\":\"x\""), HIT(20, "A", "2", "\"ip\":\"x\""),
           HIT(60, "A", "3", "\"ip\":\"x\""));
    EXPECT(COUNT3, "", HIT(0, "A", "1", "\"ip\":\"x\""), HIT(20, "A", "2", "\"ip\":\"x\""),
           HIT(61, "A", "3", "\"ip\":\"x\""));
}

Test(correlate, overlapping_windows_are_one_match) {
    EXPECT(COUNT3, "0-120:5 500-502:3", HIT(0, "A", "1", "\"ip\":\"x\""), HIT(30, "A", "2", "\"ip\":\"x\""),
           HIT(60, "A", "3", "\"ip\":\"x\""), HIT(90, "A", "4", "\"ip\":\"x\""), HIT(120, "A", "5", "\"ip\":\"x\""),
           HIT(500, "A", "6", "\"ip\":\"x\""), HIT(501, "A", "7", "\"ip\":\"x\""), HIT(502, "A", "8", "\"ip\":\"x\""));
}

Test(correlate, an_event_delivered_twice_counts_once) {
    EXPECT(COUNT3, "", HIT(0, "A", "1", "\"ip\":\"x\""), HIT(0, "A", "1", "\"ip\":\"x\""),
           HIT(30, "A", "2", "\"ip\":\"x\""));
    EXPECT(COUNT3, "0-31:3", HIT(0, "A", "1", "\"ip\":\"x\""), HIT(0, "A", "1", "\"ip\":\"x\""),
           HIT(30, "A", "2", "\"ip\":\"x\""), HIT(31, "A", "3", "\"ip\":\"x\""));
}

Test(correlate, several_rules_add_up) {
    EXPECT(CORR("  type: event_count\n  rules: [A, B]\n  group-by: [ip]\n  timespan: 1m\n  condition: {gt: 1, lte: 2}"),
           "1-2:2", HIT(1, "A", "1", "\"ip\":\"x\""), HIT(2, "B", "2", "\"ip\":\"x\""));
}

Test(correlate, a_range_has_an_upper_end) {
    const char *yaml = CORR("  type: event_count\n  rules: [A]\n  timespan: 1m\n  condition: {gte: 2, lt: 3}");
    EXPECT(yaml, "1-2:2", HIT(1, "A", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"y\""));
    EXPECT(yaml, "", HIT(1, "A", "1", "\"ip\":\"x\""), HIT(1, "A", "2", "\"ip\":\"y\""),
           HIT(1, "A", "3", "\"ip\":\"y\""));
}

Test(correlate, exactly_so_many) {
    const char *yaml = CORR("  type: event_count\n  rules: [A]\n  timespan: 1m\n  condition: {eq: 2}");
    EXPECT(yaml, "1-2:2", HIT(1, "A", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"y\""));
    EXPECT(yaml, "", HIT(1, "A", "1", "\"ip\":\"x\""));
}

#define VALUES                                                                                                        \
    CORR("  type: value_count\n  rules: [A, B]\n  group-by: [who.arn]\n  timespan: 1m\n  condition: {gte: 3, field: " \
         "eventName2}")

Test(correlate, counts_distinct_values) {
    EXPECT(VALUES, "1-4:4", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"p\""),
           HIT(2, "A", "2", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"q\""),
           HIT(3, "A", "3", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"q\""),
           HIT(4, "B", "4", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"r\""));
    EXPECT(VALUES, "", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"p\""),
           HIT(2, "A", "2", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"q\""),
           HIT(3, "A", "3", "\"who\":{\"arn\":\"x\"}"),
           HIT(4, "B", "4", "\"who\":{\"arn\":\"y\"},\"eventName2\":\"r\""));
}

Test(correlate, of_a_list_each_element_counts) {
    EXPECT(VALUES, "1-1:1", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"p\",\"q\",\"r\"]"));
    EXPECT(VALUES, "", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"p\",\"q\",\"q\",null]"));
    EXPECT(VALUES, "", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"p\",\"q\"]"),
           HIT(2, "A", "2", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"q\",\"p\"]"));
    EXPECT(VALUES, "1-2:2", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"p\",\"q\"]"),
           HIT(2, "B", "2", "\"who\":{\"arn\":\"x\"},\"eventName2\":[[\"q\"],\"r\"]"));
    /* what leaves the window is forgotten, element by element */
    EXPECT(VALUES, "", HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":[\"p\",\"p\"]"),
           HIT(61, "A", "2", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"q\""),
           HIT(62, "A", "3", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"r\""));
}

Test(correlate, a_group_is_named_by_its_whole_list) {
    EXPECT(COUNT3, "", HIT(1, "A", "1", "\"ip\":[\"x\",\"y\"]"), HIT(2, "A", "2", "\"ip\":[\"x\",\"y\"]"),
           HIT(3, "A", "3", "\"ip\":\"x\""));
    EXPECT(COUNT3, "1-3:3", HIT(1, "A", "1", "\"ip\":[\"x\",\"y\"]"), HIT(2, "A", "2", "\"ip\":[\"x\",\"y\"]"),
           HIT(3, "A", "3", "\"ip\":[\"x\",\"y\"]"));
}

#define TEMPORAL CORR("  type: temporal\n  rules: [A, B, C]\n  group-by: [ip]\n  timespan: 1m")

Test(correlate, all_rules_in_any_order) {
    EXPECT(TEMPORAL, "1-3:3", HIT(1, "C", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"x\""),
           HIT(3, "B", "3", "\"ip\":\"x\""));
    EXPECT(TEMPORAL, "", HIT(1, "C", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"x\""),
           HIT(3, "A", "3", "\"ip\":\"x\""));
    EXPECT(TEMPORAL, "", HIT(1, "C", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"x\""),
           HIT(62, "B", "3", "\"ip\":\"x\""));
}

#define ORDERED CORR("  type: temporal_ordered\n  rules: [A, B, C]\n  group-by: [ip]\n  timespan: 1m")

Test(correlate, rules_in_their_order) {
    EXPECT(ORDERED, "1-4:4", HIT(1, "A", "1", "\"ip\":\"x\""), HIT(2, "C", "2", "\"ip\":\"x\""),
           HIT(3, "B", "3", "\"ip\":\"x\""), HIT(4, "C", "4", "\"ip\":\"x\""));
    EXPECT(ORDERED, "", HIT(1, "B", "1", "\"ip\":\"x\""), HIT(2, "A", "2", "\"ip\":\"x\""),
           HIT(3, "C", "3", "\"ip\":\"x\""));
}

Test(correlate, hits_of_one_second_may_be_in_any_order) {
    EXPECT(ORDERED, "1-1:3", HIT(1, "C", "1", "\"ip\":\"x\""), HIT(1, "B", "2", "\"ip\":\"x\""),
           HIT(1, "A", "3", "\"ip\":\"x\""));
}

Test(correlate, an_alias_stands_for_a_field_of_each_rule) {
    const char *yaml = CORR("  type: temporal\n  rules: [A, B]\n  group-by: [user]\n  timespan: 1m\n"
                            "  aliases: {user: {A: made.name, B: name}}");
    EXPECT(yaml, "1-2:2", HIT(1, "A", "1", "\"made\":{\"name\":\"eve\"},\"name\":\"ann\""),
           HIT(2, "B", "2", "\"name\":\"eve\""));
    EXPECT(yaml, "", HIT(1, "A", "1", "\"made\":{\"name\":\"eve\"},\"name\":\"ann\""),
           HIT(2, "B", "2", "\"name\":\"ann\""));
}

Test(correlate, an_absent_field_is_a_group_of_its_own) {
    EXPECT(COUNT3, "1-3:3", HIT(1, "A", "1", "\"x\":0"), HIT(2, "A", "2", "\"ip\":null"), HIT(3, "A", "3", "\"x\":1"),
           HIT(4, "A", "4", "\"ip\":\"\""));
}

Test(correlate, cut_keys_read_as_absent) {
    struct world w;
    world_load(&w, VALUES);
    for (int i = 0; i < 5; i++) {
        world_add(&w, (struct hit_line)HIT(1, "A", "1", "\"who\":{\"arn\":\"x\"},\"eventName2\":\"p\""));
        w.keys[i].len = w.keys[i].len > (size_t)i * 3 ? w.keys[i].len - (size_t)i * 3 : 0;
    }
    cr_expect(slice_empty(world_matches(&w)));
    world_free(&w);
}

#define CALC(type, condition) \
    CORR("  type: " type "\n  rules: [A]\n  group-by: [ip]\n  timespan: 60s\n  condition: {field: n, " condition "}")
#define N(second, id, n) HIT(second, "A", id, "\"ip\":\"x\",\"n\":" n)

Test(correlate, sums_of_a_window) {
    EXPECT(CALC("value_sum", "gt: 10"), "", N(0, "1", "5"), N(60, "2", "5"), N(61, "3", "5"));
    EXPECT(CALC("value_sum", "gte: 10"), "0-61:3", N(0, "1", "5"), N(60, "2", "5"), N(61, "3", "5"));
    EXPECT(CALC("value_sum", "eq: 9007199254740993"), "0-1:2", N(0, "1", "9007199254740992"), N(1, "2", "1"));
    EXPECT(CALC("value_sum", "eq: 0.5"), "0-2:3", N(0, "1", "0.25"), N(1, "2", "\"0.5\""), N(2, "3", "-0.25"));
    EXPECT(CALC("value_sum", "gte: 6"), "0-0:1", N(0, "1", "[1, 2, 3, null, \"many\"]"), N(100, "2", "5.9"));
}

Test(correlate, a_window_without_a_number_does_not_hold) {
    EXPECT(CALC("value_sum", "lt: 10"), "5-5:1", N(5, "1", "1"), N(100, "2", "\"much\""), N(200, "3", "null"));
    EXPECT(CALC("value_avg", "lt: 10"), "", N(100, "2", "\"much\""), N(200, "3", "null"));
}

Test(correlate, averages_medians_and_percentiles) {
    EXPECT(CALC("value_avg", "eq: 2"), "0-2:3", N(0, "1", "1"), N(1, "2", "4"), N(2, "3", "1"));
    EXPECT(CALC("value_median", "eq: 3"), "0-3:4", N(0, "1", "100"), N(1, "2", "4"), N(2, "3", "2"), N(3, "4", "1"));
    EXPECT(CALC("value_median", "eq: 2"), "0-4:5", N(0, "1", "1"), N(1, "2", "2"), N(2, "3", "2"), N(3, "4", "9"),
           N(4, "5", "1"));
    EXPECT(CALC("value_percentile", "percentile: 75, eq: 30"), "0-3:4", N(0, "1", "10"), N(1, "2", "40"),
           N(2, "3", "20"), N(3, "4", "30"));
    EXPECT(CALC("value_percentile", "percentile: 0, eq: 10"), "0-3:4", N(0, "1", "40"), N(1, "2", "30"),
           N(2, "3", "20"), N(3, "4", "10"));
    EXPECT(CALC("value_percentile", "percentile: 100, gte: 40"), "0-1:2", N(0, "1", "10"), N(1, "2", "40"),
           N(90, "3", "20"));
}

Test(correlate, one_event_of_two_rules_has_its_values_once) {
    const char *both = CORR(
        "  type: value_sum\n  rules: [A, D]\n  timespan: 60s\n  condition: {field: n, eq: 7}") "---\ntitle: D\nid: "
                                                                                               "D\nlogsource: "
                                                                                               "{product: "
                                                                                               "aws}\ndetection: {s: "
                                                                                               "{ip: x}, condition: "
                                                                                               "s}\n";
    EXPECT(both, "0-0:2", N(0, "1", "7"));
}

Test(correlate, values_of_several_fields_are_counted_together) {
    const char *pairs =
        CORR("  type: value_count\n  rules: [A]\n  timespan: 60s\n  condition: {field: [ip, n], gte: 3}");
    EXPECT(pairs, "", N(0, "1", "1"), N(1, "2", "2"), N(2, "3", "1"));
    EXPECT(pairs, "0-3:4", N(0, "1", "1"), N(1, "2", "2"), N(2, "3", "1"), HIT(3, "A", "4", "\"ip\":\"y\",\"n\":1"));
}

/* Three failures (A) from one address, then a success (B) of one of their users. */
#define FAILURES                                                                                              \
    BASE("A")                                                                                                 \
    BASE("B")                                                                                                 \
    "title: many\nname: many\nid: y\ncorrelation: {type: event_count, rules: [A], group-by: [ip], timespan: " \
    "60s, condition: {gte: 3}}\n---\n"
#define THEN(type)                                                        \
    FAILURES "title: then\nid: z\nlevel: high\ncorrelation: {type: " type \
             ", rules: [many, B], group-by: [user], timespan: "           \
             "1h}\n"
#define FAIL(second, id, user) HIT(second, "A", id, "\"ip\":\"x\",\"user\":\"" user "\"")
#define PASS(second, id, user) HIT(second, "B", id, "\"ip\":\"y\",\"user\":\"" user "\"")

Test(correlate, a_chain_holds_what_its_inner_match_holds) {
    EXPECT(THEN("temporal_ordered"), "0-10:4", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"),
           PASS(10, "4", "u"));
    EXPECT(THEN("temporal_ordered"), "", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"), PASS(10, "4", "t"));
    EXPECT(THEN("temporal_ordered"), "", FAIL(0, "1", "u"), FAIL(1, "2", "v"), PASS(10, "4", "u"));
}

Test(correlate, an_inner_match_counts_from_when_it_held) {
    EXPECT(THEN("temporal_ordered"), "0-30:5", FAIL(0, "1", "u"), FAIL(1, "2", "u"), FAIL(2, "3", "u"),
           PASS(10, "4", "u"), FAIL(30, "5", "u"));
    EXPECT(THEN("temporal_ordered"), "", FAIL(0, "1", "u"), FAIL(1, "2", "u"), PASS(10, "4", "u"), FAIL(30, "5", "u"));
    EXPECT(THEN("temporal"), "0-30:4", FAIL(0, "1", "u"), FAIL(1, "2", "u"), PASS(10, "4", "u"), FAIL(30, "5", "u"));
}

Test(correlate, matches_are_counted_once_each) {
    const char *twice = FAILURES "title: again\nid: z\nlevel: high\ncorrelation: {type: event_count, rules: [many], "
                                 "timespan: 1d, condition: {gte: 2}}\n";
    EXPECT(twice, "", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"), FAIL(3, "4", "w"));
    EXPECT(twice, "0-502:6", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"), FAIL(500, "4", "u"),
           FAIL(501, "5", "v"), FAIL(502, "6", "w"));
}

Test(correlate, an_alias_may_name_the_inner_correlation) {
    const char *chain = FAILURES "title: then\nid: z\nlevel: high\ncorrelation: {type: temporal, rules: [many, B], "
                                 "group-by: [who], timespan: 1h, aliases: {who: {many: user, B: name}}}\n";
    EXPECT(chain, "0-10:4", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"),
           HIT(10, "B", "4", "\"name\":\"v\",\"user\":\"t\""));
}

Test(correlate, an_inner_correlation_speaks_when_it_has_a_level) {
    const char *loud =
        FAILURES "title: loud\nid: x\nlevel: low\ncorrelation: {type: event_count, rules: [many], timespan: "
                 "1m, condition: {gte: 1}}\n---\ntitle: t\nid: z\ncorrelation: {type: temporal, rules: "
                 "[x, B], timespan: 1h}\n";
    EXPECT(loud, "0-2:3", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"));
    EXPECT(loud, "0-2:3 0-9:4", FAIL(0, "1", "u"), FAIL(1, "2", "v"), FAIL(2, "3", "w"), PASS(9, "4", "u"));
}

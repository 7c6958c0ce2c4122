/* SPDX-License-Identifier: Apache-2.0 */
/* Sigma filters and mutes: what still raises something, what becomes context, and what correlations count. */
#include <criterion/criterion.h>

#include "detect/detect.h"
#include "language.h"

#define RULE(id, more)                                                                                                 \
    "id: " id "\ntitle: rule " id "\nlogsource: {product: aws}\nlevel: high\n" more "\ndetection: {s: {eventName: " id \
    "}, condition: s}\n"
#define FILTER(rules)                                                  \
    "title: the scanner\nlogsource: {product: aws}\nfilter:\n  " rules \
    "scanner: {user: scan*}\n  condition: not scanner\n"

static struct ruleset *load(const char *const *texts, size_t count) {
    struct ruleset_builder *b = ruleset_builder_new();
    for (size_t i = 0; i < count; i++) ruleset_builder_add(b, slice_cstr(texts[i]), slice_cstr(texts[i]));
    return ruleset_build(b);
}
#define LOAD(...) load((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Which rules match: "a" for a finding of a, "(a)" for a muted one, "[a]" for a correlation's own copy. */
static void expect_match(const struct ruleset *rs, const char *json, const char *want) {
    struct matcher *m = matcher_new(rs);
    yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    const uint32_t *rules;
    struct buf got;
    buf_init(&got);
    size_t count = matcher_match(m, &ev, &rules);
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = ruleset_info(rs, rules[i]);
        cr_expect(!info->copy || info->level == LEVEL_INFORMATIONAL);
        if (i) buf_putc(&got, ' ');
        if (info->muted) buf_printf(&got, "(%.*s)", SLICE_FMT(info->id));
        else if (info->copy) buf_printf(&got, "[%.*s]", SLICE_FMT(info->id));
        else buf_printf(&got, "%.*s", SLICE_FMT(info->id));
    }
    cr_expect(slice_eq(buf_slice(&got), slice_cstr(want)), "%s: got %.*s, want %s", json, SLICE_FMT(buf_slice(&got)),
              want);
    buf_release(&got);
    yyjson_doc_free(doc);
    matcher_free(m);
}
#define CALL(name, user) "{\"eventName\":\"" name "\",\"user\":\"" user "\"}"

static void expect_warnings(const struct ruleset *rs, size_t want, const char *part) {
    size_t count, skipped;
    const struct rule_skipped *w = ruleset_warnings(rs, &count), *s = ruleset_skipped(rs, &skipped);
    cr_assert_eq(skipped, 0, "%.*s", SLICE_FMT(s->error));
    cr_assert_eq(count, want);
    if (want)
        cr_expect(slice_find(w->error, slice_cstr(part)) >= 0, "%u:%u %.*s", w->line, w->column, SLICE_FMT(w->error));
}

Test(filter, what_it_takes_out_is_muted) {
    struct ruleset *rs = LOAD(RULE("a", ""), RULE("b", ""), FILTER("rules: [a]\n  "));
    expect_warnings(rs, 0, "");
    cr_expect(ruleset_loaded(rs) == 2 && ruleset_filters(rs) == 1 && ruleset_count(rs) == 3);
    expect_match(rs, CALL("a", "ann"), "a");
    expect_match(rs, CALL("a", "Scanner"), "(a)");
    expect_match(rs, CALL("b", "scanner"), "b");
    ruleset_free(rs);
}

Test(filter, rules_by_name_and_title_any_and_none) {
    struct ruleset *rs = LOAD(RULE("a", "name: alpha"), RULE("b", ""), FILTER("rules: [alpha, rule b]\n  "));
    expect_match(rs, CALL("a", "scanner"), "(a)");
    expect_match(rs, CALL("b", "scanner"), "(b)");
    ruleset_free(rs);
    rs = LOAD(RULE("a", ""), RULE("b", ""), FILTER("rules: any\n  "));
    expect_match(rs, CALL("b", "scanner"), "(b)");
    ruleset_free(rs);
    rs = LOAD(FILTER(""), RULE("a", ""));
    expect_match(rs, CALL("a", "scanner"), "(a)");
    expect_match(rs, CALL("a", "ann"), "a");
    ruleset_free(rs);
}

Test(filter, several_filters_must_all_let_pass) {
    struct ruleset *rs = LOAD(RULE("a", ""), FILTER("rules: a\n  "),
                              "title: two\nlogsource: {product: aws}\nfilter: {s: {user: ann}, condition: not s}\n");
    expect_match(rs, CALL("a", "ann"), "(a)");
    expect_match(rs, CALL("a", "scan"), "(a)");
    expect_match(rs, CALL("a", "bob"), "a");
    ruleset_free(rs);
}

Test(filter, of_another_product_is_skipped) {
    struct ruleset *rs =
        LOAD(RULE("a", ""), "title: t\nlogsource: {product: okta}\nfilter: {s: {user: ann}, condition: not s}\n");
    size_t count;
    ruleset_skipped(rs, &count);
    cr_expect_eq(count, 1);
    expect_match(rs, CALL("a", "ann"), "a");
    ruleset_free(rs);
}

Test(filter, a_reference_that_leads_nowhere_is_said_and_the_others_hold) {
    struct ruleset *rs = LOAD(RULE("a", ""), FILTER("rules: [a, nobody]\n  "));
    expect_warnings(rs, 1, "not loaded: nobody");
    expect_match(rs, CALL("a", "scanner"), "(a)");
    ruleset_free(rs);
}

#define TWICE(rules)                                                                                        \
    "id: z\ntitle: twice\nlevel: medium\ncorrelation: {type: event_count, rules: " rules ", timespan: 1h, " \
    "condition: {gte: 2}}\n"

/* How many events each correlation match has, over one hit of `a` a user. */
static void expect_correlated(const struct ruleset *rs, const char *const *users, size_t count, size_t want) {
    struct corr_hit hits[16];
    struct slice keys[16] = {{0}};
    struct arena arena;
    struct matcher *m = matcher_new(rs);
    size_t n = 0;
    arena_init(&arena, 0);
    for (size_t u = 0; u < count; u++) {
        char json[100];
        snprintf(json, sizeof json, "{\"eventName\":\"a\",\"user\":\"%s\",\"eventID\":\"%zu\"}", users[u], u);
        yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
        struct event ev = event_from(yyjson_doc_get_root(doc));
        const uint32_t *rules;
        size_t matched = matcher_match(m, &ev, &rules);
        for (size_t i = 0; i < matched; i++)
            if (ruleset_info(rs, rules[i])->correlation_base)
                hits[n++] = (struct corr_hit){.rule = rules[i], .time = (int64_t)u * 1000000, .event = ev.key};
        yyjson_doc_free(doc);
    }
    const struct corr_match *matches;
    size_t found = correlate(rs, hits, keys, n, &arena, &matches);
    cr_expect_eq(found, want > 0);
    if (found) cr_expect_eq(matches->hit_count, want);
    arena_release(&arena);
    matcher_free(m);
}
#define EXPECT_CORRELATED(rs, want, ...)                                         \
    do {                                                                         \
        const char *const users_[] = {__VA_ARGS__};                              \
        expect_correlated((rs), users_, sizeof users_ / sizeof *users_, (want)); \
    } while (0)

Test(filter, correlations_do_not_count_what_is_muted) {
    struct ruleset *rs = LOAD(RULE("a", ""), TWICE("[a]"), FILTER("rules: [a]\n  "));
    EXPECT_CORRELATED(rs, 0, "ann", "scan", "scanner");
    EXPECT_CORRELATED(rs, 2, "ann", "scan", "bob");
    ruleset_free(rs);
}

Test(filter, one_of_a_correlation_leaves_its_rule_alone) {
    struct ruleset *rs = LOAD(RULE("a", ""), TWICE("[a]"), FILTER("rules: [twice]\n  "));
    expect_warnings(rs, 0, "");
    expect_match(rs, CALL("a", "scanner"), "a");
    expect_match(rs, CALL("a", "ann"), "a [a]");
    EXPECT_CORRELATED(rs, 0, "ann", "scan", "scanner");
    EXPECT_CORRELATED(rs, 2, "ann", "scan", "bob");
    ruleset_free(rs);
}

Test(filter, a_chain_cannot_be_filtered_as_a_whole) {
    struct ruleset *rs = LOAD(RULE("a", ""), TWICE("[a]"),
                              "id: y\ntitle: outer\ncorrelation: {type: temporal, rules: [z], timespan: 1h}\n",
                              FILTER("rules: [outer]\n  "));
    expect_warnings(rs, 1, "name its rules instead: outer");
    ruleset_free(rs);
}

Test(filter, a_muted_rule_never_raises_anything) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_mute(b, SLICE("rule a"), SLICE("emaki.yml"), 3, 5);
    ruleset_builder_mute(b, SLICE("nobody"), SLICE("emaki.yml"), 4, 5);
    ruleset_builder_mute(b, SLICE("z"), SLICE("emaki.yml"), 5, 5);
    ruleset_builder_add(b, SLICE("f"), SLICE(RULE("a", "") "---\n" RULE("b", "") "---\n" TWICE("[b]")));
    struct ruleset *rs = ruleset_build(b);
    expect_warnings(rs, 1, "not loaded: nobody");
    expect_match(rs, CALL("a", "ann"), "(a)");
    expect_match(rs, CALL("b", "ann"), "b");
    EXPECT_CORRELATED(rs, 0, "ann", "bob");
    ruleset_free(rs);
}

Test(filter, searches_that_no_condition_names_are_said) {
    struct ruleset *rs =
        LOAD("title: t\nlogsource: {product: aws}\ndetection: {s: {a: 1}, t: {b: 2}, condition: s}\n",
             "title: u\nlogsource: {product: aws}\ndetection: {s: {a: 1}, t: {b: 2}, condition: 1 of them}\n");
    expect_warnings(rs, 1, "search \"t\" is in no condition");
    ruleset_free(rs);
}

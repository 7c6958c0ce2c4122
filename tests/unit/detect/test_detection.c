/* SPDX-License-Identifier: Apache-2.0 */
/* The `detection:` map: maps are AND, lists are OR, plain values are keywords; and what is none of these. */
#include <criterion/criterion.h>

#include "given.h"

static void put_expr(const struct given *g, const struct expr *e, struct buf *out) {
    static const char *const words[] = {[EXPR_AND] = "and", [EXPR_OR] = "or", [EXPR_NOT] = "not"};
    if (e->kind == EXPR_ITEM) {
        bool keywords = e->item->path == PATH_KEYWORDS;
        struct slice text = keywords ? SLICE("?") : g->b->paths.nodes[e->item->path].text;
        buf_printf(out, "%.*s:%zu", SLICE_FMT(text), e->item->count);
        return;
    }
    buf_printf(out, "(%s", words[e->kind]);
    for (size_t i = 0; i < e->count; i++) {
        buf_putc(out, ' ');
        put_expr(g, e->kids[i], out);
    }
    buf_putc(out, ')');
}

static void expect_tree(const char *yaml, const char *want) {
    struct given g = given_yaml(yaml);
    struct buf got;
    buf_init(&got);
    const struct expr *e = detection_parse(g.b, g.root, "timeframe", &g.err);
    cr_assert(e, "%s: %s", yaml, g.err.message);
    put_expr(&g, e, &got);
    cr_expect_str_eq(got.ptr, want, "%s is %s", yaml, got.ptr);
    buf_release(&got);
    given_release(&g);
}

static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct given g = given_yaml(yaml);
    cr_expect_null(detection_parse(g.b, g.root, "timeframe", &g.err), "%s", yaml);
    given_failed(&g, line, column, part);
    given_release(&g);
}

Test(detection, maps_lists_and_keywords) {
    expect_tree("{s: {a: 1}, condition: s}", "a:1");
    expect_tree("{s: {a: 1, b.c: [2, 3]}, condition: s}", "(and a:1 b.c:2)");
    expect_tree("{s: [{a: 1, b: 2}, {c: 3}], condition: s}", "(or (and a:1 b:1) c:1)");
    expect_tree("{s: word, condition: s}", "?:1");
    expect_tree("{s: [one, two], condition: s}", "?:2");
    expect_tree("{s: [{a: 1}, word, [two, three]], condition: s}", "(or a:1 ?:1 ?:2)");
}

Test(detection, several_conditions_of_which_any_may_hold) {
    expect_tree("{s: {a: 1}, t: {b: 1}, condition: [s and t, not s]}", "(or (and a:1 b:1) (not a:1))");
}

Test(detection, a_time_frame_of_old_is_no_search) {
    expect_tree("{s: {a: 1}, timeframe: 5m, condition: all of them}", "a:1");
}

Test(detection, errors_have_a_place) {
    expect_error("[a]", 1, 1, "a map of searches");
    expect_error("s: {a: 1}\nt: {b: 1}\n", 1, 1, "no condition");
    expect_error("s: {}\ncondition: s\n", 1, 4, "a search without fields");
    expect_error("s:\n  - {a: 1}\n  - {}\ncondition: s\n", 3, 5, "a search without fields");
    expect_error("s: {a: 1}\ncondition: []\n", 2, 12, "an empty list of conditions");
    expect_error("s: {a: 1}\ncondition: [s, t]\n", 2, 16, "no search is named \"t\"");
    expect_error("s: []\ncondition: s\n", 1, 4, "can never match");
    expect_error("s: [{a: 1}, []]\ncondition: s\n", 1, 13, "can never match");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: the tree that one becomes, what is evaluated once, and where errors stand. */
#include <criterion/criterion.h>

#include "detect/condition.h"
#include "given.h"

static const char *const NAMES[] = {"a", "b", "sel_x", "sel_y", "_hidden"};
#define NAME_COUNT (sizeof NAMES / sizeof *NAMES)

/* Searches a, b, sel_x, sel_y and _hidden, each an item without anything in it. */
struct world {
    struct given given;
    struct expr exprs[NAME_COUNT];
    struct search searches[NAME_COUNT];
    struct condition_scope scope;
};

static void world_init(struct world *w, const char *yaml) {
    *w = (struct world){.given = given_yaml(yaml)};
    for (size_t i = 0; i < NAME_COUNT; i++) {
        w->exprs[i].kind = EXPR_ITEM;
        w->searches[i] = (struct search){slice_cstr(NAMES[i]), &w->exprs[i]};
    }
    w->scope = (struct condition_scope){.builder = w->given.b, .searches = w->searches, .count = NAME_COUNT};
}

static void put_expr(const struct world *w, const struct expr *e, struct buf *out) {
    static const char *const words[] = {[EXPR_AND] = "and", [EXPR_OR] = "or", [EXPR_NOT] = "not"};
    if (e->kind == EXPR_ITEM) {
        buf_puts(out, NAMES[e - w->exprs]);
        return;
    }
    buf_printf(out, "(%s", words[e->kind]);
    for (size_t i = 0; i < e->count; i++) {
        buf_putc(out, ' ');
        put_expr(w, e->kids[i], out);
    }
    buf_putc(out, ')');
}

static void expect_tree(const char *yaml, const char *want) {
    struct world w;
    struct buf got;
    world_init(&w, yaml);
    buf_init(&got);
    const struct expr *e = condition_parse(&w.scope, w.given.root, &w.given.err);
    cr_assert(e, "%s: %s", yaml, w.given.err.message);
    put_expr(&w, e, &got);
    cr_expect_str_eq(got.ptr, want, "%s is %s", yaml, got.ptr);
    buf_release(&got);
    given_release(&w.given);
}

static void expect_error_at(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct world w;
    world_init(&w, yaml);
    cr_expect_null(condition_parse(&w.scope, w.given.root, &w.given.err), "%s", yaml);
    given_failed(&w.given, line, column, part);
    given_release(&w.given);
}

static void expect_error(const char *yaml, uint32_t column, const char *part) {
    expect_error_at(yaml, 1, column, part);
}

Test(condition, the_tree) {
    expect_tree("a", "a");
    expect_tree("(((a)))", "a");
    expect_tree("a and b and sel_x", "(and a b sel_x)");
    expect_tree("a or b and not sel_x", "(or a (and b (not sel_x)))");
    expect_tree("(a or b) AND NOT not a", "(and (or a b) (not (not a)))");
    expect_tree("\"a\\tor\\nb\"", "(or a b)");
}

Test(condition, of) {
    expect_tree("1 of sel_*", "(or sel_x sel_y)");
    expect_tree("any of sel_*", "(or sel_x sel_y)");
    expect_tree("all of sel_*", "(and sel_x sel_y)");
    expect_tree("ALL OF *_x and b", "(and sel_x b)");
    expect_tree("1 of a", "a");
    expect_tree("all of them", "(and a b sel_x sel_y)");
    expect_tree("all of *", "(and a b sel_x sel_y _hidden)");
    expect_tree("1 of _*", "_hidden");
    expect_tree("all of s*l_*", "(and sel_x sel_y)");
}

Test(condition, what_is_named_twice_is_evaluated_once) {
    struct world w;
    world_init(&w, "a and b or a and 1 of sel_* or sel_y");
    cr_assert(condition_parse(&w.scope, w.given.root, &w.given.err));
    cr_expect(w.exprs[0].memo == 1 && w.exprs[3].memo == 2 && w.given.b->memos == 2);
    cr_expect(w.exprs[1].memo == 0 && w.exprs[2].memo == 0, "named once");
    cr_expect(w.exprs[1].named && !w.exprs[4].named);
    given_release(&w.given);
}

Test(condition, errors_stand_at_the_word) {
    expect_error("a and c", 7, "no search is named \"c\"");
    expect_error("a and sel_z", 7, "did you mean \"sel_x\"?");
    expect_error("'a and sel_z'", 8, "did you mean \"sel_x\"?");
    expect_error("a b", 3, "\"and\" or \"or\" expected before \"b\"");
    expect_error("a and", 6, "ends too early");
    expect_error("''", 2, "ends too early");
    expect_error("(a", 3, "closing parenthesis is missing");
    expect_error("a and )", 7, "not understood: \")\"");
    expect_error("a and ,", 7, "not understood: \",\"");
    expect_error("a | count() > 5", 3, "replaced by correlation rules");
    expect_error("1 of nothing*", 6, "no search is named like \"nothing*\"");
    expect_error("not 1 of", 9, "no search is named like \"\"");
    expect_error("[a]", 1, "a condition is a text");
}

Test(condition, errors_of_several_lines_stand_where_the_text_begins) {
    expect_error_at("|\n  a and\n  c\n", 2, 1, "no search is named \"c\"");
}

Test(condition, nodes_are_bounded_over_all_conditions_of_a_rule) {
    struct world w;
    world_init(&w, "a and b");
    w.scope.nodes = RULE_EXPR_NODES_MAX - 3;
    cr_expect(condition_parse(&w.scope, w.given.root, &w.given.err), "three more fit");
    cr_expect_null(condition_parse(&w.scope, w.given.root, &w.given.err));
    given_failed(&w.given, 1, 1, "RULE_EXPR_NODES_MAX");
    cr_expect_eq(w.given.err.code, ERR_LIMIT);
    given_release(&w.given);
}

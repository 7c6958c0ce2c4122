/* SPDX-License-Identifier: Apache-2.0 */
/* The `correlation:` map: what each part becomes, and where errors stand. */
#include <criterion/criterion.h>

#include "base/timefmt.h"
#include "given.h"

static const struct corr *parse(struct given *g, const char *yaml) {
    *g = given_yaml(yaml);
    return corr_parse(g->b, g->root, &g->err);
}

static void expect_text(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

Test(corr_parse, every_part) {
    struct given g;
    const struct corr *c = parse(&g, "type: value_count\nrules:\n  - one\n  - two\ngroup-by: [a, b.c]\ntimespan: 90m\n"
                                     "generate: true\ncondition: {gt: 1, lte: 9, field: x.y}\n"
                                     "aliases:\n  a: {one: p, two: q}\n");
    cr_assert(c, "%s", g.err.message);
    cr_expect(c->type == CORR_VALUE_COUNT && c->generate && c->timespan == 90 * 60 * US_PER_SECOND);
    cr_assert(c->ref_count == 2 && c->group_count == 2 && c->bound_count == 2 && c->alias_count == 2);
    expect_text(c->refs[1], "two");
    cr_expect(c->ref_lines[1] == 4 && c->ref_columns[1] == 5, "for a message when no rule answers to it");
    expect_text(c->group_by[1], "b.c");
    cr_expect(c->bounds[0].cmp == CMP_GT && c->bounds[0].number.i == 1);
    cr_expect(c->bounds[1].cmp == CMP_LTE && c->bounds[1].number.i == 9);
    expect_text(c->fields[0], "x.y");
    expect_text(c->aliases[1].name, "a");
    expect_text(c->aliases[1].rule, "two");
    expect_text(c->aliases[1].field, "q");
    given_release(&g);
}

Test(corr_parse, what_may_be_left_out) {
    struct given g;
    const struct corr *c = parse(&g, "{type: temporal, rules: one, group-by: a, timespan: 1d}");
    cr_assert(c, "%s", g.err.message);
    cr_expect(c->type == CORR_TEMPORAL && c->bound_count == 0 && !c->generate && c->alias_count == 0);
    cr_assert(c->ref_count == 1 && c->group_count == 1, "one text stands for a list of one");
    expect_text(c->refs[0], "one");
    cr_expect(c->ref_lines[0] == 1 && c->ref_columns[0] == 25);
    given_release(&g);
    c = parse(&g, "{type: temporal_ordered, rules: [a, b], timespan: 5s}");
    cr_expect(c && c->type == CORR_TEMPORAL_ORDERED && c->group_count == 0);
    given_release(&g);
    c = parse(&g, "{type: event_count, rules: [a], timespan: 5s, condition: {eq: 0}}");
    cr_expect(c && c->type == CORR_EVENT_COUNT && c->bounds[0].cmp == CMP_EQ && c->bounds[0].number.i == 0);
    given_release(&g);
}

static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct given g;
    cr_expect_null(parse(&g, yaml), "%s", yaml);
    given_failed(&g, line, column, part);
    given_release(&g);
}

#define COUNT "type: event_count\nrules: [x]\ntimespan: 1m\n"

Test(corr_parse, errors_have_a_place) {
    expect_error("[x]", 1, 1, "correlation is a map");
    expect_error("rules: [x]\n", 1, 1, "correlation has no type");
    expect_error("type: value_some\n", 1, 7, "\"value_some\": did you mean \"value_sum\"?");
    expect_error("type: sequence\n", 1, 7, "unknown correlation type \"sequence\"");
    expect_error("type: [temporal]\n", 1, 7, "type is a text");
    expect_error("type: temporal\ntimespan: 1m\n", 1, 1, "correlation has no rules");
    expect_error("type: temporal\nrules: []\n", 2, 8, "correlation has no rules");
    expect_error("type: temporal\nrules: [x, '']\n", 2, 12, "a text is expected");
    expect_error("type: temporal\nrules: {x: y}\n", 2, 8, "a text is expected");
    expect_error("type: temporal\nrules: x\n", 1, 1, "no timespan");
    expect_error("type: temporal\nrules: x\ntimespan: 5 minutes\n", 3, 11, "not a length of time");
    expect_error("type: temporal\nrules: x\ntimespan: [5m]\n", 3, 11, "not a length of time");
    expect_error("type: temporal\nrules: x\ntimespam: 5m\n", 3, 1, "did you mean \"timespan\"?");
    expect_error("type: temporal\nrules: x\nfrobnicate: 5m\n", 3, 1, "unknown key \"frobnicate\"");
    expect_error(COUNT, 1, 1, "correlation has no condition");
    expect_error(COUNT "condition: x and y\n", 4, 12, "only a map of counts");
    expect_error(COUNT "condition: {}\n", 4, 12, "condition has no bound");
    expect_error(COUNT "condition: {gte: -1}\n", 4, 18, "a count is a whole number");
    expect_error(COUNT "condition: {gte: [1]}\n", 4, 18, "a count is a whole number");
    expect_error(COUNT "condition: {neq: 1}\n", 4, 13, "unknown key \"neq\"");
    expect_error(COUNT "condition: {gte: 1, field: [a, b]}\n", 4, 28, "only value_count takes several fields");
    expect_error(COUNT "condition: {gte: 1}\ngroup-by: [[a]]\n", 5, 12, "a text is expected");
    expect_error(COUNT "condition: {gte: 1}\ngenerate: perhaps\n", 5, 11, "generate is true or false");
    expect_error(COUNT "condition: {gte: 1}\naliases: x\n", 5, 10, "aliases is a map");
    expect_error(COUNT "condition: {gte: 1}\naliases: {a: x}\n", 5, 14, "an alias maps rule names to fields");
    expect_error(COUNT "condition: {gte: 1}\naliases: {a: {x: [y]}}\n", 5, 18, "an alias maps rule names to fields");
    expect_error(COUNT "condition: {gte: 1.5}\n", 4, 18, "a count is a whole number");
    expect_error(COUNT "condition: {gte: 1, percentile: 5}\n", 4, 21, "belongs to value_percentile");
}

#define VALUES(type) "type: " type "\nrules: x\ntimespan: 1m\n"

Test(corr_parse, values_need_a_field_and_a_percentile_its_rank) {
    struct given g;
    expect_error(VALUES("value_count") "condition: {gte: 1}\n", 4, 12, "needs condition.field");
    expect_error(VALUES("value_sum") "condition: {gte: some, field: f}\n", 4, 18, "a number is expected");
    expect_error(VALUES("value_percentile") "condition: {gte: 1, field: f}\n", 4, 12, "needs condition.percentile");
    expect_error(VALUES("value_percentile") "condition: {gte: 1, field: f, percentile: 100.5}\n", 4, 43,
                 "from 0 to 100");
    expect_error(VALUES("value_percentile") "condition: {gte: 1, field: f, percentile: most}\n", 4, 43,
                 "from 0 to 100");
    const struct corr *c = parse(&g, VALUES("value_percentile") "condition: {lt: -0.5, field: f, percentile: 99.9}\n");
    cr_assert(c, "%s", g.err.message);
    cr_expect_float_eq(c->bounds[0].number.d, -0.5, 1e-12);
    cr_expect_float_eq(c->percentile, 99.9, 1e-12);
    given_release(&g);
    c = parse(&g, VALUES("value_count") "condition: {gte: 2, field: [a, b]}\n");
    cr_assert(c && c->field_count == 2, "%s", g.err.message);
    given_release(&g);
}

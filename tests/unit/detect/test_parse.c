/* SPDX-License-Identifier: Apache-2.0 */
/* One document: which log sources are read, what a rule must have, and what is not Sigma any more. */
#include <criterion/criterion.h>

#include "given.h"

#define TITLE "title: t\n"
#define AWS "logsource: {product: aws}\n"
#define BODY "detection: {s: {a: 1}, condition: s}\n"
#define CORRELATION "correlation: {type: event_count, rules: [x], timespan: 1m, condition: {gte: 2}}\n"

static struct rule *parse(struct given *g, const char *yaml) {
    *g = given_yaml(yaml);
    return rule_parse(g->b, SLICE("dir/r.yml"), g->root, &g->err);
}

static void expect_taken(const char *yaml) {
    struct given g;
    cr_expect(parse(&g, yaml), "%s: %s", yaml, g.err.message);
    given_release(&g);
}

Test(parse, a_rule_knows_where_it_stands) {
    struct given g;
    const struct rule *rule = parse(&g, "\n" TITLE AWS BODY);
    cr_assert(rule);
    cr_expect(slice_eq(rule->info.path, SLICE("dir/r.yml")));
    cr_expect(rule->line == 2 && rule->column == 1);
    cr_expect(rule->expr && !rule->corr && !rule->info.correlation);
    given_release(&g);
    rule = parse(&g, TITLE CORRELATION);
    cr_assert(rule);
    cr_expect(!rule->expr && rule->corr && rule->info.correlation);
    given_release(&g);
}

Test(parse, log_sources_of_ours) {
    expect_taken(TITLE "logsource: {product: aws, service: cloudtrail}\n" BODY);
    expect_taken(TITLE "logsource: {product: AWS, service: CloudTrail, definition: 'data events'}\n" BODY);
    expect_taken(TITLE AWS CORRELATION);
}

static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct given g;
    cr_expect_null(parse(&g, yaml), "%s", yaml);
    given_failed(&g, line, column, part);
    given_release(&g);
}

Test(parse, errors_have_a_place) {
    expect_error("- x\n", 1, 1, "a rule is a map");
    expect_error("just text\n", 1, 1, "a rule is a map");
    expect_error(TITLE BODY, 1, 1, "a rule needs a logsource");
    expect_error(TITLE "logsource: aws\n" BODY, 2, 12, "logsource is a map");
    expect_error(TITLE "logsource: {service: cloudtrail}\n" BODY, 2, 12, "logsource has no product (wanted: aws)");
    expect_error(TITLE "logsource: {product: okta}\n" BODY, 2, 22, "product \"okta\" is not read here (only aws)");
    expect_error(TITLE "logsource: {product: [aws]}\n" BODY, 2, 22, "product is a text");
    expect_error(TITLE "logsource: {product: aws, service: s3}\n" BODY, 2, 36, "(only cloudtrail)");
    expect_error(TITLE "logsource: {product: aws, category: dns}\n" BODY, 2, 37, "categories are not read here");
    expect_error(TITLE AWS, 1, 1, "needs a detection or a correlation");
    expect_error(TITLE AWS BODY CORRELATION, 4, 14, "not both");
    expect_error(AWS BODY, 1, 1, "a rule needs a title");
    expect_error(TITLE "logsource: {product: okta}\n" CORRELATION, 2, 22, "not read here");
}

Test(parse, a_skipped_rule_is_named_by_file_line_and_column) {
    struct ruleset_builder *b = ruleset_builder_new();
    size_t count;
    ruleset_builder_add(b, SLICE("dir/a.yml"),
                        SLICE(TITLE AWS BODY "---\n" TITLE AWS "detection: {s: {a|x: 1}, condition: s}\n"));
    struct ruleset *rs = ruleset_build(b);
    const struct rule_skipped *s = ruleset_skipped(rs, &count);
    cr_assert_eq(count, 1);
    cr_expect(slice_eq(s->path, SLICE("dir/a.yml")) && s->line == 7 && s->column == 17, "%u:%u", s->line, s->column);
    ruleset_free(rs);
}

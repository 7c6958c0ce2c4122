/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/limits.h"
#include "detect/special.h"

static struct ruleset *rules_of(const char *detection) {
    struct ruleset_builder *b = ruleset_builder_new();
    char yaml[1024];
    int len = snprintf(yaml, sizeof yaml,
                       "title: t\nid: 11111111-2222-4333-8444-555555555555\nlogsource: {product: aws, service: "
                       "cloudtrail}\nlevel: low\ndetection: %s\n",
                       detection);
    ruleset_builder_add(b, SLICE("t.yml"), slice_from(yaml, (size_t)len));
    return ruleset_build(b);
}

static struct special_kind kind_of(const char *source, const char *name) {
    return (struct special_kind){.texts = {[SPECIAL_SOURCE] = slice_cstr(source), [SPECIAL_NAME] = slice_cstr(name)}};
}

/* Items about a kind's fields hold when their first text is one of its texts. */
static bool holds(void *ctx, const struct item *item) {
    const struct special_kind *kind = ctx;
    for (size_t i = 0; i < SPECIAL_TEXTS; i++)
        if (kind->texts[i].len && slice_eq_fold(item->tests[0].text, kind->texts[i])) return true;
    return false;
}

enum outcome { GONE, ALWAYS, REDUCED, WHOLE };

static enum outcome outcome_in(const char *detection, struct special_kind kind) {
    struct ruleset *rs = rules_of(detection);
    struct specials specials;
    cr_assert_eq(ruleset_count(rs), 1, "%s", detection);
    specials_init(&specials, rs);
    const struct special *s = special_of(&specials, rs, &kind, (struct special_judge){&kind, holds});
    enum outcome outcome = s->count == 0                     ? GONE
                           : !s->left[0].expr                ? ALWAYS
                           : s->left[0].expr == rs->exprs[0] ? WHOLE
                                                             : REDUCED;
    specials_release(&specials);
    ruleset_free(rs);
    return outcome;
}

static enum outcome outcome_of(const char *detection, const char *source, const char *name) {
    return outcome_in(detection, kind_of(source, name));
}

Test(special, what_the_api_decides_is_decided) {
    const char *both = "{a: {eventSource: ec2, eventName: X}, condition: a}";
    cr_expect_eq(outcome_of(both, "ec2", "X"), ALWAYS);
    cr_expect_eq(outcome_of(both, "ec2", "Y"), GONE);
    cr_expect_eq(outcome_of("{a: {eventName: X}, condition: not a}", "ec2", "X"), GONE);
    cr_expect_eq(outcome_of("{a: {eventName: X}, condition: not a}", "ec2", "Y"), ALWAYS);
    cr_expect_eq(outcome_of("{a: {eventName: X}, b: {eventName: Y}, condition: a or b}", "ec2", "Y"), ALWAYS);
}

Test(special, what_else_it_asks_is_left) {
    const char *detail = "{a: {eventName: X, b: 1}, condition: a}";
    cr_expect_eq(outcome_of(detail, "ec2", "X"), REDUCED);
    cr_expect_eq(outcome_of(detail, "ec2", "Y"), GONE);
    cr_expect_eq(outcome_of("{a: {eventName: X}, b: {c: 1}, condition: a or b}", "ec2", "Y"), REDUCED);
    cr_expect_eq(outcome_of("{a: {eventName: X}, b: {c: 1}, condition: a or b}", "ec2", "X"), ALWAYS);
    cr_expect_eq(outcome_of("{a: {eventName: X}, b: {c: 1}, condition: not (a or b)}", "ec2", "Y"), REDUCED);
    cr_expect_eq(outcome_of("{b: {c: 1}, condition: b}", "ec2", "X"), WHOLE);
    cr_expect_eq(outcome_of("{b: {eventName|fieldref: c}, condition: b}", "ec2", "X"), WHOLE, "of two fields");
    cr_expect_eq(outcome_of("{a: {eventName: X}, condition: not a}", "ec2", ""), WHOLE, "no name, nothing known");
}

Test(special, who_called_and_how_it_ended_decide_too) {
    const char *rule = "{a: {userIdentity.type: Root, errorCode: Denied}, condition: a}";
    struct special_kind kind = kind_of("ec2", "X");
    cr_expect_eq(outcome_in(rule, kind), WHOLE, "empty, and only the record knows why");
    kind.plain = true;
    cr_expect_eq(outcome_in(rule, kind), GONE, "absent");
    kind.texts[SPECIAL_TYPE] = SLICE("Root");
    cr_expect_eq(outcome_in(rule, kind), GONE);
    kind.plain = false;
    cr_expect_eq(outcome_in(rule, kind), REDUCED, "the error is still open");
    kind.texts[SPECIAL_ERROR] = SLICE("Denied");
    cr_expect_eq(outcome_in(rule, kind), ALWAYS);
    kind.texts[SPECIAL_ERROR] = SLICE("Other");
    cr_expect_eq(outcome_in(rule, kind), GONE);
    kind.texts[SPECIAL_ISSUER] = SLICE("Role");
    cr_expect_eq(outcome_in("{a: {userIdentity.sessionContext.sessionIssuer.type: Role}, condition: a}", kind), ALWAYS);
}

/* Each text alone makes another kind, and so does what is known of the empty ones. */
Test(special, kinds_are_told_apart) {
    struct ruleset *rs = rules_of("{a: {b: 1}, condition: a}");
    struct specials specials;
    specials_init(&specials, rs);
    struct special_kind kinds[SPECIAL_TEXTS + 2];
    for (size_t i = 0; i < SPECIAL_TEXTS + 2; i++) {
        kinds[i] = kind_of("ec2", "X");
        if (i < SPECIAL_TEXTS) kinds[i].texts[i] = SLICE("other");
        kinds[i].plain = i == SPECIAL_TEXTS;
    }
    const struct special *first[SPECIAL_TEXTS + 2];
    for (size_t i = 0; i < SPECIAL_TEXTS + 2; i++)
        first[i] = special_of(&specials, rs, &kinds[i], (struct special_judge){&kinds[i], holds});
    for (size_t i = 0; i < SPECIAL_TEXTS + 2; i++) {
        cr_expect_eq(special_of(&specials, rs, &kinds[i], (struct special_judge){&kinds[i], holds}), first[i]);
        for (size_t k = 0; k < i; k++) cr_expect_neq(first[i], first[k], "%zu and %zu", i, k);
    }
    specials_release(&specials);
    ruleset_free(rs);
}

/* More kinds than there are places, and more memory than is allowed: what is given is right all the same. */
Test(special, forgetting_changes_nothing) {
    struct ruleset *rs = rules_of("{a: {eventName: X, b: 1}, condition: a}");
    struct specials specials;
    char name[64];
    specials_init(&specials, rs);
    size_t most = 0;
    for (int i = 0; i < 200000; i++) {
        snprintf(name, sizeof name, "%s%d-long-enough-to-fill-the-memory", i % 3 ? "Y" : "Z", i);
        struct special_kind kind = kind_of("ec2", i % 100 ? name : "X");
        const struct special *s = special_of(&specials, rs, &kind, (struct special_judge){&kind, holds});
        cr_assert_eq(s->count, i % 100 == 0);
        cr_assert(slice_eq(s->kind.texts[SPECIAL_NAME], kind.texts[SPECIAL_NAME]));
        if (specials.bytes > most) most = specials.bytes;
    }
    cr_assert_lt(specials.bytes, most, "it was forgotten at least once");
    cr_assert_lt(most, SPECIAL_BYTES_MAX + 4096);
    specials_release(&specials);
    ruleset_free(rs);
}

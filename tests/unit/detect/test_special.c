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

/* Items about the two fields hold when their first text is the source or the name. */
struct api {
    const char *source, *name;
};

static bool holds(void *ctx, const struct item *item) {
    const struct api *api = ctx;
    struct slice text = item->tests[0].text;
    return slice_eq_fold(text, slice_cstr(api->source)) || slice_eq_fold(text, slice_cstr(api->name));
}

enum outcome { GONE, ALWAYS, REDUCED, WHOLE };

static enum outcome outcome_of(const char *detection, const char *source, const char *name) {
    struct ruleset *rs = rules_of(detection);
    struct specials specials;
    struct api api = {source, name};
    cr_assert_eq(ruleset_count(rs), 1, "%s", detection);
    specials_init(&specials, rs);
    const struct special *s =
        special_of(&specials, rs, slice_cstr(source), slice_cstr(name), (struct special_judge){&api, holds});
    enum outcome outcome = s->count == 0                     ? GONE
                           : !s->left[0].expr                ? ALWAYS
                           : s->left[0].expr == rs->exprs[0] ? WHOLE
                                                             : REDUCED;
    specials_release(&specials);
    ruleset_free(rs);
    return outcome;
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

/* More pairs than there are places, and more memory than is allowed: what is given is right all the same. */
Test(special, forgetting_changes_nothing) {
    struct ruleset *rs = rules_of("{a: {eventName: X, b: 1}, condition: a}");
    struct specials specials;
    char name[64];
    specials_init(&specials, rs);
    size_t most = 0;
    for (int i = 0; i < 200000; i++) {
        snprintf(name, sizeof name, "%s%d-long-enough-to-fill-the-memory", i % 3 ? "Y" : "Z", i);
        struct api api = {"ec2", i % 100 ? name : "X"};
        const struct special *s = special_of(&specials, rs, slice_cstr(api.source), slice_cstr(api.name),
                                             (struct special_judge){&api, holds});
        cr_assert_eq(s->count, i % 100 == 0);
        cr_assert(slice_eq(s->name, slice_cstr(api.name)));
        if (specials.bytes > most) most = specials.bytes;
    }
    cr_assert_lt(specials.bytes, most, "it was forgotten at least once");
    cr_assert_lt(most, SPECIAL_BYTES_MAX + 4096);
    specials_release(&specials);
    ruleset_free(rs);
}

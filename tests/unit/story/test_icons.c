/* SPDX-License-Identifier: Apache-2.0 */
/* Icons: everything has one, what differs looks different, and each is elements alone. */
#include <criterion/criterion.h>

#include "story/icons.h"

static const char *const TACTICS[] = {
    "reconnaissance", "discovery",         "resource-development", "initial-access",      "execution", "persistence",
    "stealth",        "defense-evasion",   "privilege-escalation", "defense-impairment",  "impact",    "exfiltration",
    "collection",     "credential-access", "lateral-movement",     "command-and-control", "",
};
#define TACTIC_COUNT (sizeof TACTICS / sizeof *TACTICS)

static void check(const char *markup, const char *name) {
    cr_assert(markup, "%s has no icon", name);
    cr_expect(markup[0] == '<' && markup[strlen(markup) - 1] == '>', "%s: %s", name, markup);
    cr_expect_null(strpbrk(markup, "&'"), "%s", name);
    cr_expect_null(strstr(markup, "style"), "the policy of the page forbids it: %s", name);
}

Test(icons, every_one_is_there) {
    for (int i = 0; i < ICONS; i++) check(icon_markup((enum icon)i), "an icon");
    for (int i = 0; i < ACTOR_KINDS; i++) check(icon_kind((enum actor_kind)i), actor_kind_name((enum actor_kind)i));
    for (int i = LEVEL_INFORMATIONAL; i <= LEVEL_CRITICAL; i++)
        check(icon_level((enum level)i), level_name((enum level)i));
    for (size_t i = 0; i < TACTIC_COUNT; i++) check(icon_tactic(slice_cstr(TACTICS[i])), TACTICS[i]);
}

Test(icons, levels_and_kinds_are_told_apart_by_shape) {
    for (int i = 0; i <= LEVEL_CRITICAL; i++)
        for (int k = 0; k < i; k++) cr_expect_str_neq(icon_level((enum level)i), icon_level((enum level)k));
    for (int i = 0; i < ACTOR_KINDS; i++)
        for (int k = 0; k < i; k++) cr_expect_str_neq(icon_kind((enum actor_kind)i), icon_kind((enum actor_kind)k));
}

Test(icons, an_unknown_tactic_has_that_of_others) {
    const char *other = icon_tactic(SLICE("something-new"));
    check(other, "unknown");
    for (size_t i = 0; i < TACTIC_COUNT; i++)
        cr_expect_str_neq(icon_tactic(slice_cstr(TACTICS[i])), other, "%s", TACTICS[i]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/names.c. */
#include <criterion/criterion.h>

#include "story/story.h"

Test(names, every_kind_has_words) {
    for (int k = 0; k < ACTOR_KINDS; k++) {
        cr_assert_not_null(actor_kind_name((enum actor_kind)k));
        cr_assert_not_null(actor_kind_title((enum actor_kind)k));
    }
    cr_assert_str_eq(actor_kind_name(ACTOR_FEDERATED), "federated");
    cr_assert_str_eq(actor_kind_title(ACTOR_USER), "IAM user");
}

Test(names, tactics_have_families) {
    static const struct {
        const char *tag, *title, *family;
    } rows[] = {
        {"discovery", "Discovery", "look"},
        {"initial-access", "Initial access", "enter"},
        {"persistence", "Persistence", "enter"},
        {"privilege-escalation", "Privilege escalation", "rise"},
        {"Privilege_Escalation", "Privilege escalation", "rise"},
        {"defense-evasion", "Defense evasion", "hide"},
        {"credential-access", "Credential access", "cred"},
        {"lateral-movement", "Lateral movement", "move"},
        {"exfiltration", "Exfiltration", "take"},
        {"impact", "Impact", "break"},
        {"", "Context", "hide"},
        {"nothing-like-it", "Other", "hide"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct slice tag = slice_cstr(rows[i].tag);
        cr_assert_str_eq(tactic_title(tag), rows[i].title);
        cr_assert_str_eq(family_name(tactic_family(tag)), rows[i].family);
    }
}

Test(names, small_enums) {
    cr_assert_str_eq(confidence_name(CONFIDENCE_INFERRED), "inferred");
    cr_assert_str_eq(step_outcome_name(STEP_FAILED), "failed");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/names.c. */
#include <criterion/criterion.h>

#include "story/story.h"

Test(names, every_kind_has_words) {
    for (int k = 0; k < ACTOR_KINDS; k++) {
        cr_assert_not_null(actor_kind_name((enum actor_kind)k));
        cr_assert_not_null(actor_kind_title(LANG_EN, (enum actor_kind)k));
    }
    cr_assert_str_eq(actor_kind_name(ACTOR_FEDERATED), "federated");
    cr_assert_str_eq(actor_kind_title(LANG_EN, ACTOR_USER), "IAM user");
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
        cr_assert_str_eq(tactic_title(LANG_EN, tag), rows[i].title);
        cr_assert_str_eq(family_name(tactic_family(tag)), rows[i].family);
    }
}

Test(names, small_enums) {
    cr_assert_str_eq(confidence_name(CONFIDENCE_INFERRED), "inferred");
    cr_assert_str_eq(step_outcome_name(STEP_FAILED), "failed");
}

/* The phrases of an enum stand in its order. */
Test(names, words_stand_in_the_order_of_their_enums) {
    for (int k = 0; k < LINK_KINDS; k++)
        cr_expect_str_eq(link_verb(LANG_EN, (enum link_kind)k), link_kind_info((enum link_kind)k)->name);
    cr_expect_str_eq(level_word(LANG_EN, LEVEL_INFORMATIONAL), level_name(LEVEL_INFORMATIONAL));
    cr_expect_str_eq(level_word(LANG_EN, LEVEL_CRITICAL), level_name(LEVEL_CRITICAL));
    cr_expect_str_eq(level_word(LANG_JA, LEVEL_CRITICAL), "重大");
    cr_expect_str_eq(confidence_word(LANG_EN, CONFIDENCE_INFERRED), confidence_name(CONFIDENCE_INFERRED));
    cr_expect_str_eq(outcome_word(LANG_EN, STEP_MIXED), step_outcome_name(STEP_MIXED));
    cr_expect_str_eq(tactic_title(LANG_JA, SLICE("exfiltration")), "持ち出し");
}

static struct arena arena;

static void expect_label(enum label_form form, const char *want) {
    struct slice got = link_label(&arena, LANG_EN, form, SLICE("a"), SLICE("b"));
    cr_expect(slice_eq(got, slice_cstr(want)), "%.*s", SLICE_FMT(got));
}

Test(names, labels) {
    arena_init(&arena, 0);
    expect_label(LABEL_PLAIN, "a");
    expect_label(LABEL_AS, "a as b");
    expect_label(LABEL_OF, "a of b");
    expect_label(LABEL_OF_ONE, "of a");
    expect_label(LABEL_TO, "a to b");
    expect_label(LABEL_TO_ACCOUNT, "a to account b");
    expect_label(LABEL_TO_ALL, "a to everybody");
    expect_label(LABEL_IN_ACCOUNT, "a in account b");
    expect_label(LABEL_ROOT_OF, "root of a");
    expect_label(LABEL_TASK_OF, "task of a");
    expect_label(LABEL_BUILD_OF, "a build of a");
    expect_label(LABEL_TEMPORARY, "a temporary session");
    expect_label(LABEL_POLICY, "a b");
    cr_expect(slice_eq(link_label(&arena, LANG_JA, LABEL_AS, SLICE("a"), SLICE("b")), SLICE("a（b）")));
    cr_expect_eq(link_label(&arena, LANG_EN, LABEL_PLAIN, SLICE(""), SLICE("")).len, 0);
    arena_release(&arena);
}

Test(names, deeds) {
    arena_init(&arena, 0);
    struct slice deed = link_deed(&arena, LANG_EN, LINK_LAUNCHED, SLICE("i-1"));
    cr_expect(slice_eq(deed, SLICE("Launched i-1")));
    cr_expect(slice_eq(deed_in_sentence(deed, &arena), SLICE("launched i-1")));
    cr_expect(slice_eq(deed_in_sentence(SLICE("RDS snapshot"), &arena), SLICE("RDS snapshot")));
    cr_expect(slice_eq(link_deed(&arena, LANG_JA, LINK_LAUNCHED, SLICE("i-1")), SLICE("i-1 を起動")));
    arena_release(&arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule says about itself: defaults, the first tags that count, our block, and where errors stand. */
#include <criterion/criterion.h>

#include "given.h"

static bool parse(struct given *g, const char *yaml, struct rule *rule) {
    *g = given_yaml(yaml);
    *rule = (struct rule){0};
    return meta_parse(g->b, g->root, rule, &g->err);
}

static void expect_text(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

Test(meta, a_title_is_enough) {
    struct given g;
    struct rule rule;
    cr_assert(parse(&g, "title: '  t '", &rule), "%s", g.err.message);
    expect_text(rule.info.title, "t");
    expect_text(rule.info.id, "");
    expect_text(rule.name, "");
    expect_text(rule.info.tactic, "");
    cr_expect(rule.info.level == LEVEL_MEDIUM && !rule.has_level && rule.info.tag_count == 0);
    given_release(&g);
}

Test(meta, null_is_as_good_as_absent) {
    struct given g;
    struct rule rule;
    cr_expect(parse(&g, "{title: t, id: null, level: ~, tags: null, description: null}", &rule), "%s", g.err.message);
    cr_expect(!rule.has_level);
    given_release(&g);
}

Test(meta, texts_outlive_the_document) {
    struct given g;
    struct rule rule;
    cr_assert(parse(&g, "{title: t, id: i, name: n, description: d, tags: [x.y], emaki: {step: s}}", &rule));
    g.root = NULL;
    arena_reset(&g.b->scratch);
    memset(arena_alloc(&g.b->scratch, 4096), 'X', 4096); /* where the document was */
    expect_text(rule.info.id, "i");
    expect_text(rule.name, "n");
    expect_text(rule.info.description, "d");
    expect_text(rule.info.tags[0], "x.y");
    expect_text(rule.info.words[LANG_EN].step, "s");
    given_release(&g);
}

/* A language says what it has words for; for the rest the English ones stand, whatever the order of the keys. */
Test(meta, words_of_another_language) {
    struct given g;
    struct rule rule;
    cr_assert(parse(&g, "{title: t, emaki: {ja: {title: 表題, step: 作成}, step: s, attempt: a}}", &rule), "%s",
              g.err.message);
    const struct rule_words *en = &rule.info.words[LANG_EN], *ja = &rule.info.words[LANG_JA];
    expect_text(en->title, "t");
    expect_text(en->step, "s");
    expect_text(ja->title, "表題");
    expect_text(ja->step, "作成");
    expect_text(ja->attempt, "a");
    expect_text(ja->many, "");
    given_release(&g);
}

Test(meta, every_language_has_a_title) {
    struct given g;
    struct rule rule;
    cr_assert(parse(&g, "title: t", &rule), "%s", g.err.message);
    for (int lang = 0; lang < LANGS; lang++) expect_text(rule.info.words[lang].title, "t");
    given_release(&g);
}

static void expect_bad_words(const char *yaml, const char *message) {
    struct given g;
    struct rule rule;
    cr_assert_not(parse(&g, yaml, &rule));
    cr_expect(strstr(g.err.message, message), "%s", g.err.message);
    given_release(&g);
}

Test(meta, a_language_has_words_and_nothing_else) {
    expect_bad_words("{title: t, emaki: {ja: {stepp: x}}}", "did you mean \"step\"");
    expect_bad_words("{title: t, emaki: {ja: {resource: x}}}", "unknown key \"resource\"");
    expect_bad_words("{title: t, emaki: {ja: x}}", "is a map");
    expect_bad_words("{title: t, emaki: {ja: {step: [x]}}}", "step is a text");
    expect_bad_words("{title: t, emaki: {de: {step: x}}}", "unknown key \"de\"");
    expect_bad_words("{title: t, emaki: {en: {step: x}}}", "unknown key \"en\"");
}

static void expect_attack(const char *tags, const char *tactic, const char *technique) {
    struct given g;
    struct rule rule;
    char yaml[256];
    snprintf(yaml, sizeof yaml, "{title: t, tags: [%s]}", tags);
    cr_assert(parse(&g, yaml, &rule), "%s: %s", tags, g.err.message);
    expect_text(rule.info.tactic, tactic);
    expect_text(rule.info.technique, technique);
    given_release(&g);
}

Test(meta, the_first_tactic_and_the_first_technique) {
    expect_attack("attack.defense_evasion, attack.impact", "defense-evasion", "");
    expect_attack("attack.Initial-Access", "initial-access", "");
    expect_attack("attack.t1078.004, attack.t1537", "", "T1078.004");
    expect_attack("attack.g0016, attack.s0001, attack.m1032, attack.persistence", "persistence", "");
    expect_attack("cve.2021-1, attack., attack, detection.threat-hunting", "", "");
    expect_attack("attack.t, attack.impact", "t", "");
}

Test(meta, levels) {
    enum level level = LEVEL_LOW;
    for (int i = LEVEL_INFORMATIONAL; i <= LEVEL_CRITICAL; i++)
        cr_expect(level_parse(slice_cstr(level_name((enum level)i)), &level) && level == (enum level)i);
    cr_expect(level_parse(SLICE("HIGH"), &level) && level == LEVEL_HIGH);
    cr_expect(!level_parse(SLICE(""), &level) && !level_parse(SLICE("hig"), &level) && level == LEVEL_HIGH);
    cr_expect_str_eq(level_name((enum level)(LEVEL_CRITICAL + 1)), "");
}

static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct given g;
    struct rule rule;
    cr_expect(!parse(&g, yaml, &rule), "%s", yaml);
    given_failed(&g, line, column, part);
    given_release(&g);
}

Test(meta, errors_have_a_place) {
    expect_error("id: x\n", 1, 1, "a rule needs a title");
    expect_error("title: '  '\n", 1, 1, "a rule needs a title");
    expect_error("title: t\nid: [x]\n", 2, 5, "id is a text");
    expect_error("title: t\ndescription: {a: b}\n", 2, 14, "description is a text");
    expect_error("title: t\nlevel: hihg\n", 2, 8, "unknown level \"hihg\": did you mean \"high\"?");
    expect_error("title: t\nlevel: deafening\n", 2, 8, "unknown level \"deafening\"");
    expect_error("title: t\nlevel: [high]\n", 2, 8, "unknown level");
    expect_error("title: t\ntags: x\n", 2, 7, "tags is a list");
    expect_error("title: t\ntags: [a, [b]]\n", 2, 11, "a tag is a text");
    expect_error("title: t\nemaki: x\n", 2, 8, "emaki: is a map");
    expect_error("title: t\nemaki:\n  stpe: x\n", 3, 3, "did you mean \"step\"?");
    expect_error("title: t\nemaki:\n  frobnicate: x\n", 3, 3, "unknown key \"frobnicate\"");
    expect_error("title: t\nemaki:\n  step: [x]\n", 3, 9, "emaki: step is a text");
    expect_error("title: t\nemaki:\n  target: {a: b}\n", 3, 11, "target is a text or a list of paths");
    expect_error("title: t\nemaki:\n  resource: [a, [b]]\n", 3, 17, "a path is a text");
}

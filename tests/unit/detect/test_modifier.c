/* SPDX-License-Identifier: Apache-2.0 */
/* Modifiers on a draft: what each does to the values, which go together, and which do not. */
#include <criterion/criterion.h>

#include "detect/modifier.h"
#include "given.h"

/* Applies "one|two" to the values of a YAML list; the strings that come out, "," between, wildcards as themselves. */
static bool apply(struct given *g, const char *yaml, const char *modifiers, struct draft *d) {
    *g = given_yaml(yaml);
    *d = (struct draft){.builder = g->b, .arena = &g->b->scratch, .ref = TEST_EQUAL, .count = g->root->count};
    d->values = ARENA_ARRAY(d->arena, struct value, d->count + 1);
    for (size_t i = 0; i < d->count; i++) {
        const struct ynode *node = g->root->items[i];
        struct value *v = &d->values[i];
        *v = (struct value){.kind = VALUE_STRING, .node = node};
        if (yaml_is_null(node)) v->kind = VALUE_NULL;
        else if (node->plain && number_parse(node->text, &v->number)) v->kind = VALUE_NUMBER;
        else v->codes = pattern_parse(node->text, d->arena);
    }
    struct slice rest = slice_cstr(modifiers);
    while (!slice_empty(rest)) {
        struct slice name = slice_before(rest, '|');
        if (!modifier_apply(d, name, g->root, &g->err)) return false;
        rest = slice_sub(rest, name.len + 1, rest.len);
    }
    return true;
}

static void expect_values(const char *yaml, const char *modifiers, const char *want) {
    struct given g;
    struct draft d;
    struct buf got;
    buf_init(&got);
    cr_assert(apply(&g, yaml, modifiers, &d), "%s: %s", modifiers, g.err.message);
    for (size_t v = 0; v < d.count; v++) {
        if (v) buf_putc(&got, ',');
        cr_expect_eq(d.values[v].kind, VALUE_STRING);
        for (size_t i = 0; i < d.values[v].codes.len; i++) {
            uint16_t code = d.values[v].codes.ptr[i];
            buf_putc(&got, code == CODE_ANY    ? '*'
                           : code == CODE_ONE  ? '?'
                           : code == CODE_DASH ? '~'
                           : code              ? (char)code
                                               : '0');
        }
    }
    cr_expect(slice_eq(buf_slice(&got), slice_cstr(want)), "%s on %s: %.*s", modifiers, yaml,
              SLICE_FMT(buf_slice(&got)));
    buf_release(&got);
    given_release(&g);
}

Test(modifier, wildcards_around_a_value) {
    expect_values("[ab, 'c*d']", "contains", "*ab*,*c*d*");
    expect_values("[ab]", "startswith", "ab*");
    expect_values("[ab]", "endswith", "*ab");
    expect_values("[5]", "contains", "*5*");
    expect_values("['']", "contains", "**");
}

Test(modifier, dashes) {
    expect_values("['-x /y a-b a/b -', ' --long']", "windash|contains", "*~x ~y a-b a/b -*,* -~long*");
}

Test(modifier, base64) {
    expect_values("['', f, fo, foo, foob, fooba, foobar]", "base64", ",Zg==,Zm8=,Zm9v,Zm9vYg==,Zm9vYmE=,Zm9vYmFy");
    expect_values("[foobar]", "base64offset", "Zm9vYmFy,Zvb2Jhc,mb29iYX");
    expect_values("[foobar]", "base64offset|contains", "*Zm9vYmFy*,*Zvb2Jhc*,*mb29iYX*");
}

Test(modifier, wide_texts) {
    expect_values("[ab]", "wide", "a0b0");
    expect_values("[ab]", "utf16le", "a0b0");
    expect_values("[ab]", "utf16be", "0a0b");
    expect_values("[ab]", "utf16",
                  "\xff\xfe"
                  "a0b0");
    expect_values("['a*é']", "wide",
                  "a0*\xe9"
                  "0");
    expect_values("[\"\\U0001F600\"]", "utf16be",
                  "\xd8\x3d\xde"
                  "0"); /* a surrogate pair, d83d de00 */
    expect_values("[ab]", "wide|base64", "YQBiAA==");
}

Test(modifier, how_values_are_compared) {
    struct given g;
    struct draft d;
    cr_expect(apply(&g, "[x]", "re|i|s|m", &d) && d.as == AS_REGEX);
    cr_expect_eq(d.regex_flags, PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_MULTILINE);
    given_release(&g);
    cr_expect(apply(&g, "[1]", "lt", &d) && d.as == AS_NUMBER && d.cmp == CMP_LT && d.values[0].kind == VALUE_NUMBER);
    given_release(&g);
    cr_expect(apply(&g, "[1]", "day|gte|all|neq|cased", &d));
    cr_expect(d.as == AS_NUMBER && d.cmp == CMP_GTE && d.part == TIME_DAY && d.all && d.negate && d.cased);
    given_release(&g);
    cr_expect(apply(&g, "[f]", "fieldref", &d) && d.as == AS_FIELDREF && d.ref == TEST_EQUAL);
    given_release(&g);
    cr_expect(apply(&g, "[f]", "fieldref|endswith", &d) && d.as == AS_FIELDREF && d.ref == TEST_ENDS);
    given_release(&g);
    cr_expect(apply(&g, "[f]", "contains|fieldref", &d) && d.as == AS_FIELDREF && d.ref == TEST_CONTAINS);
    given_release(&g);
}

static void expect_error(const char *yaml, const char *modifiers, uint32_t column, const char *part) {
    struct given g;
    struct draft d;
    cr_expect(!apply(&g, yaml, modifiers, &d), "%s", modifiers);
    given_failed(&g, 1, column, part);
    given_release(&g);
}

Test(modifier, errors_stand_at_the_line_or_the_value) {
    expect_error("[x]", "re|cidr", 1, "exclude one another");
    expect_error("[x]", "re|contains", 1, "exclude one another");
    expect_error("[x]", "contains|re", 1, "exclude one another");
    expect_error("[x]", "gt|lt", 1, "exclude one another");
    expect_error("[x]", "i", 1, "behind \"re\" only");
    expect_error("['%x%']", "expand", 2, "placeholder \"%x%\" has no values");
    expect_error("[x]", "contians", 1, "did you mean \"contains\"?");
    expect_error("[x]", "Contains", 1, "did you mean \"contains\"?");
    expect_error("[x]", "frobnicate", 1, "unknown modifier \"frobnicate\"");
    expect_error("[x, null]", "contains", 5, "\"contains\" needs a text, not null");
    expect_error("[x, 'a?b']", "base64", 5, "no Base64 form");
    expect_error("[x, 'a*']", "base64offset", 5, "no Base64 form");
    expect_error("[x]", "contains|base64", 2, "no Base64 form");
}

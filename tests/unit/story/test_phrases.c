/* SPDX-License-Identifier: Apache-2.0 */
/* Every phrase in every language: the same values, and values are put in as they are. */
#include <criterion/criterion.h>

#include "story/phrases.h"

static const char *const NAMES[PHRASES] = {
#define PHRASE(name, en, ja) #name,
#include "story/phrases.def"
#undef PHRASE
};

/* Which values stand in it, a bit each; whether its braces are sound. */
static unsigned values_of(struct slice text, bool *sound) {
    unsigned set = 0;
    *sound = true;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '}') *sound = false;
        if (text.ptr[i] != '{') continue;
        struct slice inside = slice_before(slice_sub(text, i + 1, text.len), '}');
        bool digit = inside.len && inside.ptr[0] >= '0' && inside.ptr[0] <= '9';
        bool plural = inside.len > 2 && inside.ptr[1] == '#' && slice_find(inside, SLICE("|")) > 0;
        if (!digit || (inside.len > 1 && !plural) || i + inside.len + 1 >= text.len) *sound = false;
        if (digit && !plural) set |= 1u << (inside.ptr[0] - '0');
        i += inside.len + 1;
    }
    return set;
}

Test(phrases, languages_have_the_same_values) {
    for (enum phrase p = 0; p < PHRASES; p++) {
        bool sound, sound_too;
        unsigned english = values_of(phrase(LANG_EN, p), &sound), other = values_of(phrase(LANG_JA, p), &sound_too);
        cr_expect(sound, "%s: braces in English", NAMES[p]);
        cr_expect(sound_too, "%s: braces in Japanese", NAMES[p]);
        cr_expect_eq(english, other, "%s: values differ", NAMES[p]);
        cr_expect_eq(english & (english + 1), 0, "%s: a value is left out", NAMES[p]);
        cr_expect(phrase(LANG_EN, p).len && phrase(LANG_JA, p).len, "%s: empty", NAMES[p]);
    }
}

/* Sentences end as Japanese ones do, and no half-width kana stands in any (U+FF65 to U+FF9F). */
Test(phrases, japanese_is_japanese) {
    for (enum phrase p = 0; p < PHRASES; p++) {
        struct slice text = phrase(LANG_JA, p);
        for (size_t i = 0; i + 2 < text.len; i++) {
            const unsigned char *c = (const unsigned char *)text.ptr + i;
            bool half = c[0] == 0xEF && ((c[1] == 0xBD && c[2] >= 0xA5) || (c[1] == 0xBE && c[2] <= 0x9F));
            cr_expect_not(half, "%s: half-width kana", NAMES[p]);
        }
        bool sentence = slice_ends(slice_trim(phrase(LANG_EN, p)), SLICE(".")) && p != SAY_CHAPTER;
        cr_expect_eq(sentence, slice_ends(text, SLICE("。")), "%s: ends otherwise than the English", NAMES[p]);
    }
}

static struct slice text(enum phrase p, const struct slice *values, size_t count) {
    static struct arena arena;
    if (!arena.chunk_size) arena_init(&arena, 0);
    return phrase_make(&arena, LANG_EN, p, values, count);
}

#define EXPECT(want, p, ...)                                           \
    do {                                                               \
        struct slice got = text(p, PHRASE_VALUES(__VA_ARGS__));        \
        cr_expect(slice_eq(got, SLICE(want)), "%.*s", SLICE_FMT(got)); \
    } while (0)

Test(phrases, values_stand_in_their_places) {
    EXPECT("i-1 as archiver", SAY_LABEL_AS, SLICE("i-1"), SLICE("archiver"));
    EXPECT("1 more kind of suspicious acts", SAY_WHY_KINDS, SLICE("1"));
    EXPECT("2 more kinds of suspicious acts", SAY_WHY_KINDS, SLICE("2"));
    EXPECT("{1} as {0#a|b}", SAY_LABEL_AS, SLICE("{1}"), SLICE("{0#a|b}"));
    EXPECT("a{ as }", SAY_LABEL_AS, SLICE("a{"), SLICE("}"));
    EXPECT("x as ?", SAY_LABEL_AS, SLICE("x"));
}

static void expect_japanese(const char *want, enum phrase p, const struct slice *values, size_t count) {
    struct buf out;
    buf_init(&out);
    phrase_put(&out, LANG_JA, p, values, count);
    cr_expect_str_eq(out.ptr, want);
    buf_release(&out);
}

Test(phrases, a_blank_stands_beside_latin_letters_only) {
    expect_japanese("ann が A", SAY_TITLE_ONE, PHRASE_VALUES(SLICE("ann"), SLICE("A")));
    expect_japanese("関数が作成", SAY_TITLE_ONE, PHRASE_VALUES(SLICE("関数"), SLICE("作成")));
    expect_japanese("x（y）を起動", SAY_DID_LAUNCHED, PHRASE_VALUES(SLICE("x（y）")));
    expect_japanese("本番の ann", SAY_WHO_IN, PHRASE_VALUES(SLICE("ann"), SLICE("本番")));
    expect_japanese("3月3日 11:00 UTC に", SAY_ON_MINUTE, PHRASE_VALUES(SLICE("3月3日"), SLICE("11:00")));
    expect_japanese("アカウント本番の鍵", SAY_LABEL_IN_ACCOUNT, PHRASE_VALUES(SLICE("鍵"), SLICE("本番")));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/phrases.c: see phrases.h. */
#include "story/phrases.h"

#include "base/text.h"

static const struct slice TABLE[LANGS][PHRASES] = {
    [LANG_EN] =
        {
#define PHRASE(name, en, ja) [SAY_##name] = {en, sizeof(en) - 1},
#include "story/phrases.def"
#undef PHRASE
        },
    [LANG_JA] =
        {
#define PHRASE(name, en, ja) [SAY_##name] = {ja, sizeof(ja) - 1},
#include "story/phrases.def"
#undef PHRASE
        },
};

struct slice phrase(enum lang lang, enum phrase phrase) {
    return TABLE[lang][phrase];
}

/* `inside` is what stands between the braces: "0", or "0#one|more". */
static void put_value(struct buf *out, struct slice inside, const struct slice *values, size_t count) {
    size_t at = inside.len ? (size_t)(inside.ptr[0] - '0') : count;
    struct slice value = at < count ? values[at] : SLICE("?");
    if (inside.len < 2) {
        buf_put(out, value);
        return;
    }
    struct slice words = slice_sub(inside, 2, inside.len), one = slice_before(words, '|');
    buf_put(out, slice_eq(value, SLICE("1")) ? one : slice_sub(words, one.len + 1, words.len));
}

static bool is_wide(char c) {
    return (unsigned char)c >= 0x80;
}

/* Japanese has a blank between its own letters and Latin ones, as the templates have it around their values; not where
 * the value is Japanese itself. `from` is where the value begins in `out`; the blank behind it is cut from `rest`. */
static void close_up(struct buf *out, size_t from, struct slice *rest) {
    if (from == out->len) return;
    bool wide_behind = rest->len > 1 && rest->ptr[0] == ' ' && is_wide(rest->ptr[1]);
    if (wide_behind && is_wide(out->ptr[out->len - 1])) *rest = slice_sub(*rest, 1, rest->len);
    if (!is_wide(out->ptr[from]) || from < 2 || out->ptr[from - 1] != ' ' || !is_wide(out->ptr[from - 2])) return;
    memmove(out->ptr + from - 1, out->ptr + from, out->len - from);
    out->ptr[--out->len] = '\0';
}

void phrase_put(struct buf *out, enum lang lang, enum phrase phrase, const struct slice *values, size_t count) {
    struct slice rest = TABLE[lang][phrase];
    while (rest.len) {
        struct slice text = slice_before(rest, '{');
        buf_put(out, text);
        if (text.len == rest.len) return;
        struct slice inside = slice_before(slice_sub(rest, text.len + 1, rest.len), '}');
        const size_t from = out->len;
        put_value(out, inside, values, count);
        rest = slice_sub(rest, text.len + inside.len + 2, rest.len);
        if (lang == LANG_JA) close_up(out, from, &rest);
    }
}

void phrase_put_xml(struct buf *out, enum lang lang, enum phrase phrase, const struct slice *values, size_t count) {
    struct buf text;
    buf_init(&text);
    phrase_put(&text, lang, phrase, values, count);
    xml_put(out, buf_slice(&text));
    buf_release(&text);
}

struct slice phrase_make(struct arena *arena, enum lang lang, enum phrase phrase, const struct slice *values,
                         size_t count) {
    struct buf out;
    buf_init(&out);
    phrase_put(&out, lang, phrase, values, count);
    struct slice made = arena_dup(arena, buf_slice(&out));
    buf_release(&out);
    return made;
}

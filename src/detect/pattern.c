/* SPDX-License-Identifier: Apache-2.0 */
/* detect/pattern.c: parses and compiles Sigma string values. Letters outside ASCII fold by PCRE2, everything else by
 * plain comparison of folded bytes.
 */
#include "detect/pattern.h"

#include <stdlib.h>

static struct codes codes_new(struct arena *arena, size_t len) {
    return (struct codes){ARENA_ARRAY(arena, uint16_t, len), len};
}

struct codes pattern_parse(struct slice text, struct arena *arena) {
    struct codes out = codes_new(arena, text.len);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        char next = i + 1 < text.len ? text.ptr[i + 1] : 0;
        if (c == '\\' && (next == '\\' || next == '*' || next == '?')) out.ptr[n++] = (unsigned char)text.ptr[++i];
        else out.ptr[n++] = c == '*' ? CODE_ANY : c == '?' ? CODE_ONE : (unsigned char)c;
    }
    out.len = n;
    return out;
}

struct codes pattern_from_bytes(struct slice bytes, struct arena *arena) {
    struct codes out = codes_new(arena, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) out.ptr[i] = (unsigned char)bytes.ptr[i];
    return out;
}

struct codes pattern_wrap(struct codes codes, bool before, bool behind, uint16_t code, struct arena *arena) {
    struct codes out = codes_new(arena, codes.len + before + behind);
    if (before) out.ptr[0] = code;
    if (codes.len) memcpy(out.ptr + before, codes.ptr, codes.len * sizeof *codes.ptr);
    if (behind) out.ptr[out.len - 1] = code;
    return out;
}

bool pattern_bytes(struct codes codes, struct arena *arena, struct slice *out) {
    char *bytes = arena_alloc(arena, codes.len + 1);
    for (size_t i = 0; i < codes.len; i++) {
        if (codes.ptr[i] > 255) return false;
        bytes[i] = (char)codes.ptr[i];
    }
    *out = slice_from(bytes, codes.len);
    return true;
}

static bool is_special(uint16_t code) {
    return code > 255;
}

/* Runs of `*` are one `*`. */
static void squeeze(struct codes *codes) {
    size_t n = 0;
    for (size_t i = 0; i < codes->len; i++)
        if (codes->ptr[i] != CODE_ANY || n == 0 || codes->ptr[n - 1] != CODE_ANY) codes->ptr[n++] = codes->ptr[i];
    codes->len = n;
}

static bool needs_regex(struct codes codes, bool cased) {
    for (size_t i = 0; i < codes.len; i++)
        if (codes.ptr[i] == CODE_DASH || (!cased && codes.ptr[i] > 127 && codes.ptr[i] < 256)) return true;
    return false;
}

static void put_regex_code(struct buf *out, uint16_t code) {
    switch (code) {
    case CODE_ANY: buf_puts(out, ".*"); break;
    case CODE_ONE: buf_putc(out, '.'); break;
    case CODE_DASH: buf_puts(out, "[-/\xe2\x80\x93\xe2\x80\x94\xe2\x80\x95]"); break;
    default:
        if (code < 128 && strchr("\\^$.[]|()?*+{}#-/", (char)code) && code) buf_putc(out, '\\');
        buf_putc(out, (char)code);
    }
}

static bool compile_as_regex(struct ruleset_builder *b, struct codes codes, bool cased, struct test *out,
                             struct err *err) {
    struct buf text;
    buf_init(&text);
    buf_puts(&text, "\\A(?:");
    for (size_t i = 0; i < codes.len; i++) put_regex_code(&text, codes.ptr[i]);
    buf_puts(&text, ")\\z");
    out->op = TEST_REGEX;
    bool ok = regex_compile(b, buf_slice(&text), PCRE2_DOTALL | (cased ? 0 : PCRE2_CASELESS), &out->regex, err);
    buf_release(&text);
    return ok;
}

static struct slice fold_codes(struct arena *arena, const uint16_t *codes, size_t len, bool cased) {
    char *bytes = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) bytes[i] = cased ? (char)codes[i] : ascii_lower((char)codes[i]);
    bytes[len] = 0;
    return slice_from(bytes, len);
}

static bool compile_glob(struct ruleset_builder *b, struct codes codes, bool cased, struct test *out, struct err *err) {
    if (codes.len > RULE_GLOB_MAX)
        return err_set(err, ERR_LIMIT, "a value with wildcards is longer than %u (RULE_GLOB_MAX)", RULE_GLOB_MAX);
    uint16_t *copy = ARENA_ARRAY(&b->arena, uint16_t, codes.len);
    for (size_t i = 0; i < codes.len; i++)
        copy[i] = is_special(codes.ptr[i]) || cased ? codes.ptr[i] : (unsigned char)ascii_lower((char)codes.ptr[i]);
    out->op = TEST_GLOB;
    out->codes = copy;
    out->code_count = codes.len;
    return true;
}

bool pattern_compile(struct ruleset_builder *b, struct codes codes, bool cased, struct test *out, struct err *err) {
    squeeze(&codes);
    *out = (struct test){.cased = cased};
    if (codes.len > RULE_VALUE_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "a value is longer than %u bytes (RULE_VALUE_BYTES_MAX)", RULE_VALUE_BYTES_MAX);
    if (needs_regex(codes, cased)) return compile_as_regex(b, codes, cased, out, err);
    bool before = codes.len > 0 && codes.ptr[0] == CODE_ANY;
    bool behind = codes.len > 1 && codes.ptr[codes.len - 1] == CODE_ANY;
    const uint16_t *middle = codes.ptr + before;
    size_t len = codes.len - before - behind;
    for (size_t i = 0; i < len; i++)
        if (is_special(middle[i])) return compile_glob(b, codes, cased, out, err);
    out->op = before && len == 0 ? TEST_ANY
              : before && behind ? TEST_CONTAINS
              : before           ? TEST_ENDS
              : behind           ? TEST_STARTS
                                 : TEST_EQUAL;
    out->text = fold_codes(&b->arena, middle, len, cased);
    out->written = cased ? out->text : fold_codes(&b->arena, middle, len, true);
    return true;
}

/* Bytes of the code point that starts at text[i]; stray bytes stand alone. */
static size_t code_point_len(struct slice text, size_t i) {
    size_t n = 1;
    while (i + n < text.len && n < 4 && ((unsigned char)text.ptr[i + n] & 0xc0) == 0x80) n++;
    return (unsigned char)text.ptr[i] < 0x80 ? 1 : n;
}

bool pattern_glob(const uint16_t *codes, size_t count, struct slice text) {
    size_t c = 0, t = 0, star = SIZE_MAX, retry = 0;
    while (t < text.len) {
        if (c < count && codes[c] == CODE_ANY) {
            star = c++;
            retry = t;
        } else if (c < count && codes[c] == CODE_ONE) {
            t += code_point_len(text, t);
            c++;
        } else if (c < count && codes[c] == (unsigned char)text.ptr[t]) {
            t++;
            c++;
        } else if (star != SIZE_MAX) {
            retry += code_point_len(text, retry);
            t = retry;
            c = star + 1;
        } else {
            return false;
        }
    }
    while (c < count && codes[c] == CODE_ANY) c++;
    return c == count;
}

struct slice fold_dup(struct arena *arena, struct slice s) {
    char *bytes = arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) bytes[i] = ascii_lower(s.ptr[i]);
    bytes[s.len] = 0;
    return slice_from(bytes, s.len);
}

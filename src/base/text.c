/* SPDX-License-Identifier: Apache-2.0 */
/* base/text.c: see text.h. */
#include "base/text.h"

#define REPLACEMENT 0xFFFDu

/* Length of a sequence by its first byte (RFC 3629, 4), 0 when that byte cannot start one. */
static size_t sequence_length(unsigned char c) {
    if (c < 0x80) return 1;
    if (c >= 0xC2 && c <= 0xDF) return 2;
    if (c >= 0xE0 && c <= 0xEF) return 3;
    if (c >= 0xF0 && c <= 0xF4) return 4;
    return 0;
}

uint32_t utf8_next(struct slice s, size_t *used) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t len = sequence_length(p[0]);
    *used = 1;
    if (len == 1) return p[0];
    if (len == 0 || len > s.len) return REPLACEMENT;
    uint32_t code = p[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return REPLACEMENT;
        code = code << 6 | (p[i] & 0x3Fu);
    }
    bool overlong = (len == 3 && code < 0x800) || (len == 4 && code < 0x10000);
    if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return REPLACEMENT;
    *used = len;
    return code;
}

void utf8_put(struct buf *out, uint32_t code) {
    char c[4];
    size_t len;
    if (code < 0x80) {
        c[0] = (char)code, len = 1;
    } else if (code < 0x800) {
        c[0] = (char)(0xC0 | code >> 6), c[1] = (char)(0x80 | (code & 0x3F)), len = 2;
    } else if (code < 0x10000) {
        c[0] = (char)(0xE0 | code >> 12), c[1] = (char)(0x80 | (code >> 6 & 0x3F));
        c[2] = (char)(0x80 | (code & 0x3F)), len = 3;
    } else {
        c[0] = (char)(0xF0 | code >> 18), c[1] = (char)(0x80 | (code >> 12 & 0x3F));
        c[2] = (char)(0x80 | (code >> 6 & 0x3F)), c[3] = (char)(0x80 | (code & 0x3F)), len = 4;
    }
    buf_put(out, slice_from(c, len));
}

struct code_range {
    uint32_t from, to;
};

static bool in_ranges(uint32_t code, const struct code_range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].from && code <= ranges[i].to) return true;
    return false;
}

/* Unicode Standard Annex 11, East_Asian_Width W and F: the blocks that matter in a terminal. */
static const struct code_range WIDE[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0x33FF}, {0x3400, 0x4DBF},
                                         {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},  {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
                                         {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
static const struct code_range NO_WIDTH[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
/* Bidirectional embeddings, overrides and isolates, and the marks (UAX 9, 2). */
static const struct code_range BIDI[] = {{0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};
#define IN(code, table) in_ranges(code, table, sizeof(table) / sizeof((table)[0]))

int code_columns(uint32_t code) {
    if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return 0;
    if (code < 0x300) return 1;
    if (IN(code, NO_WIDTH)) return 0;
    return IN(code, WIDE) ? 2 : 1;
}

static bool is_one_of(uint32_t code, const uint32_t *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == code) return true;
    return false;
}

bool wide_break(uint32_t before, uint32_t after) {
    /* 、 。 ） 」 』 】 ： ； ！ ？ ー ・ 々 … and the small kana */
    static const uint32_t never_first[] = {
        0x3001, 0x3002, 0xff09, 0x300d, 0x300f, 0x3011, 0xff1a, 0xff1b, 0xff01, 0xff1f, 0x30fc, 0x30fb, 0x3005,
        0x2026, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x30a1, 0x30a3, 0x30a5,
        0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5, 0x30e7, ',',    '.',    ')',    ':',    ';',    ' ',
    };
    static const uint32_t never_last[] = {0xff08, 0x300c, 0x300e, 0x3010, '(', ' '};
    if (code_columns(before) < 2 && code_columns(after) < 2) return false;
    return !is_one_of(after, never_first, sizeof never_first / sizeof *never_first) &&
           !is_one_of(before, never_last, sizeof never_last / sizeof *never_last);
}

size_t text_columns(struct slice s) {
    size_t columns = 0, used;
    for (; s.len; s = slice_sub(s, used, s.len)) columns += (size_t)code_columns(utf8_next(s, &used));
    return columns;
}

size_t text_codes(struct slice s) {
    size_t count = 0, used;
    for (; s.len; s = slice_sub(s, used, s.len)) {
        utf8_next(s, &used);
        count++;
    }
    return count;
}

static bool xml_char(uint32_t code) {
    if (code == '\t' || code == '\n' || code == '\r') return true;
    return code >= 0x20 && code != 0xFFFE && code != 0xFFFF && !(code >= 0x7F && code < 0xA0) && !IN(code, BIDI);
}

void xml_put(struct buf *out, struct slice s) {
    size_t used;
    for (; s.len; s = slice_sub(s, used, s.len)) {
        uint32_t code = utf8_next(s, &used);
        switch (code) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        default: utf8_put(out, xml_char(code) ? code : REPLACEMENT);
        }
    }
}

void xml_puts(struct buf *out, const char *s) {
    xml_put(out, slice_cstr(s));
}

/* The two-character escapes of RFC 8259, or 0. */
static char json_short_escape(uint32_t code) {
    switch (code) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
    }
}

void json_put_string(struct buf *out, struct slice s, bool html_safe) {
    size_t used;
    buf_putc(out, '"');
    for (; s.len; s = slice_sub(s, used, s.len)) {
        uint32_t code = utf8_next(s, &used);
        char escape = json_short_escape(code);
        bool unsafe = html_safe && (code == '<' || code == '>' || code == '&' || code == 0x2028 || code == 0x2029);
        if (escape) buf_printf(out, "\\%c", escape);
        else if (code < 0x20 || code == 0x7F || unsafe) buf_printf(out, "\\u%04x", code);
        else utf8_put(out, code);
    }
    buf_putc(out, '"');
}

void term_put(struct buf *out, struct slice s) {
    size_t used;
    for (; s.len; s = slice_sub(s, used, s.len)) {
        uint32_t code = utf8_next(s, &used);
        if (code < 0x20) code += 0x2400; /* Control Pictures */
        else if (code == 0x7F) code = 0x2421;
        else if ((code >= 0x80 && code < 0xA0) || IN(code, BIDI)) code = REPLACEMENT;
        utf8_put(out, code);
    }
}

void term_put_cell(struct buf *out, struct slice s, size_t columns) {
    struct buf clean;
    buf_init(&clean);
    term_put(&clean, s);
    struct slice rest = buf_slice(&clean);
    bool cut = text_columns(rest) > columns;
    size_t room = cut && columns ? columns - 1 : columns, at = 0, used;
    for (; rest.len; rest = slice_sub(rest, used, rest.len)) {
        size_t width = (size_t)code_columns(utf8_next(rest, &used));
        if (at + width > room) break;
        buf_put(out, slice_sub(rest, 0, used));
        at += width;
    }
    if (cut && columns) buf_puts(out, "…"), at++;
    if (at < columns) buf_putn(out, ' ', columns - at);
    buf_release(&clean);
}

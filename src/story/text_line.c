/* SPDX-License-Identifier: Apache-2.0 */
/* story/text_line.c: see text_line.h. */
#include "story/text_line.h"

#include "base/text.h"

/* SGR parameters. The eight-bit colours are of middle lightness, so they read on dark and on light ground. */
static const char *const INKS[INK_COUNT] = {
    [INK_PLAIN] = "",
    [INK_BOLD] = "1",
    [INK_DIM] = "2",
    [INK_BRANCH] = "1;31",
    [INK_OK] = "32",
    [INK_LEVEL + LEVEL_INFORMATIONAL] = "2",
    [INK_LEVEL + LEVEL_LOW] = "38;5;68",
    [INK_LEVEL + LEVEL_MEDIUM] = "38;5;136",
    [INK_LEVEL + LEVEL_HIGH] = "1;38;5;172",
    [INK_LEVEL + LEVEL_CRITICAL] = "1;38;5;162",
    [INK_FAMILY + FAMILY_LOOK] = "38;5;68",
    [INK_FAMILY + FAMILY_ENTER] = "38;5;98",
    [INK_FAMILY + FAMILY_RISE] = "38;5;136",
    [INK_FAMILY + FAMILY_HIDE] = "38;5;245",
    [INK_FAMILY + FAMILY_CRED] = "38;5;37",
    [INK_FAMILY + FAMILY_MOVE] = "38;5;100",
    [INK_FAMILY + FAMILY_TAKE] = "38;5;168",
    [INK_FAMILY + FAMILY_BREAK] = "38;5;137",
};

void page_init(struct page *page, const struct text_options *options, enum lang lang, struct buf *out) {
    size_t width = options->width ? options->width : TEXT_WIDTH_DEFAULT;
    if (width < TEXT_WIDTH_MIN) width = TEXT_WIDTH_MIN;
    if (width > TEXT_WIDTH_MAX) width = TEXT_WIDTH_MAX;
    *page = (struct page){out, width, options->color, lang};
}

void page_ink(struct page *page, enum ink ink, struct slice s) {
    bool tint = page->color && INKS[ink][0] && s.len;
    if (tint) buf_printf(page->out, "\x1b[%sm", INKS[ink]);
    buf_put(page->out, s);
    if (tint) buf_puts(page->out, "\x1b[0m");
}

void page_inks(struct page *page, enum ink ink, const char *s) {
    page_ink(page, ink, slice_cstr(s));
}

static struct slice skip_blanks(struct slice s) {
    while (s.len && s.ptr[0] == ' ') s = slice_sub(s, 1, s.len);
    return s;
}

/* Cuts the line at `end` and moves `rest` behind it and its blanks. */
static struct slice take(struct slice *rest, size_t end) {
    struct slice line = slice_sub(*rest, 0, end);
    *rest = skip_blanks(slice_sub(*rest, end, rest->len));
    while (line.len && line.ptr[line.len - 1] == ' ') line.len--;
    return line;
}

struct slice wrap_next(struct slice *rest, size_t columns) {
    size_t at = 0, width = 0, blank = 0, soft = 0, used;
    uint32_t before = ' ';
    while (at < rest->len) {
        const uint32_t code = utf8_next(slice_sub(*rest, at, rest->len), &used);
        const size_t step = (size_t)code_columns(code);
        if (at && wide_break(before, code)) blank = at; /* as good as a blank */
        if (width + step > columns && at) break;
        char c = rest->ptr[at];
        before = code;
        if (c == ' ') blank = at;
        at += used, width += step;
        bool sign = c && strchr("-/:,", c);
        if (sign && at < rest->len && rest->ptr[at] != c) soft = at; /* "::" stays together */
    }
    if (at == rest->len || rest->ptr[at] == ' ') return take(rest, at);
    /* A blank is the better place unless it wastes more than half of the line. */
    if (blank && blank * 2 >= at) return take(rest, blank);
    if (soft > blank) return take(rest, soft);
    return take(rest, blank ? blank : at);
}

struct slice wrap_command(struct slice *rest, size_t columns, bool *more) {
    size_t at = 0, width = 0, blank = 0, option = 0, used;
    char quote = 0;
    for (; at < rest->len; at += used) {
        width += (size_t)code_columns(utf8_next(slice_sub(*rest, at, rest->len), &used));
        if (width > columns && blank) break;
        char c = rest->ptr[at];
        if (c == '\\' && quote != '\'' && at + 1 < rest->len) used++, width++;
        else if (quote) quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"') quote = c;
        else if (c == ' ' && at) blank = at;
        if (blank == at && at && slice_starts(slice_sub(*rest, at, rest->len), SLICE(" -"))) option = at;
    }
    size_t end = option ? option : blank; /* an option stays with its value where that is possible */
    struct slice line = take(rest, at < rest->len ? end : at);
    *more = rest->len > 0;
    return line;
}

void page_end_line(struct page *page) {
    struct buf *out = page->out;
    while (out->len && out->ptr[out->len - 1] == ' ') out->ptr[--out->len] = '\0';
    buf_putc(out, '\n');
}

void page_paragraph(struct page *page, enum ink ink, size_t used, size_t indent, struct slice raw) {
    struct buf clean;
    buf_init(&clean);
    term_put(&clean, raw);
    struct slice rest = skip_blanks(buf_slice(&clean));
    bool first = true;
    do {
        size_t left = first ? used : indent;
        if (!first) buf_putn(page->out, ' ', indent);
        page_ink(page, ink, wrap_next(&rest, page->width > left ? page->width - left : 1));
        page_end_line(page);
        first = false;
    } while (rest.len);
    buf_release(&clean);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/measure.c: see measure.h. The two tables are advance widths in thousandths of an em for U+0020 to U+007E: the
 * larger of Inter's and Liberation Sans' for each glyph, digits all at the widest (tabular figures). */
#include "story/measure.h"

#include "base/text.h"

#define FIRST_GLYPH 0x20
#define LAST_GLYPH 0x7e
#define EM 1000
#define MONO_ADVANCE 603
#define NBSP "\xc2\xa0"
#define ELLIPSIS "…"

static const uint16_t REGULAR[95] = {281,  294, 403, 637, 643, 889, 667, 222, 378, 378, 522, 666, 288, 463, 283, 368,
                                     654,  654, 654, 654, 654, 654, 654, 654, 654, 654, 283, 288, 666, 666, 666, 556,
                                     1015, 700, 667, 735, 722, 667, 611, 778, 742, 278, 552, 667, 564, 898, 753, 778,
                                     667,  778, 722, 667, 651, 741, 700, 978, 667, 685, 639, 378, 368, 378, 475, 556,
                                     497,  569, 626, 568, 626, 587, 369, 617, 602, 249, 249, 556, 249, 884, 597, 602,
                                     617,  617, 384, 536, 372, 594, 566, 825, 551, 566, 551, 378, 342, 378, 666};
static const uint16_t BOLD[95] = {278,  333, 474, 650, 655, 889, 722, 238,  409, 409, 565, 680, 303, 469, 298, 390,
                                  688,  688, 688, 688, 688, 688, 688, 688,  688, 688, 333, 333, 680, 680, 680, 611,
                                  1031, 748, 722, 752, 727, 667, 611, 778,  746, 281, 570, 722, 611, 915, 741, 782,
                                  667,  783, 722, 667, 668, 734, 748, 1036, 714, 724, 667, 409, 390, 409, 584, 556,
                                  497,  580, 635, 587, 635, 598, 386, 633,  624, 278, 278, 582, 278, 912, 622, 614,
                                  632,  632, 409, 562, 388, 622, 586, 850,  574, 586, 572, 409, 374, 409, 680};

static int glyph_width(uint32_t code, enum face face) {
    if (code == 0xa0) code = ' ';
    if (code < FIRST_GLYPH || code == 0x7f || code == 0xfffd) return EM; /* shown as U+FFFD */
    int columns = code_columns(code);
    if (face == FACE_MONO) return columns == 2 ? EM : columns * MONO_ADVANCE;
    if (code <= LAST_GLYPH) return face == FACE_BOLD ? BOLD[code - FIRST_GLYPH] : REGULAR[code - FIRST_GLYPH];
    if (columns == 0) return code >= 0x200b && code <= 0x206f ? EM : 0; /* bidirectional controls are shown as U+FFFD */
    if (columns == 2 || (code >= 0x2014 && code <= 0x2bff) || code >= 0xfff0) return EM;
    if (code < 0x180) return face == FACE_BOLD ? 800 : 750;
    return 900;
}

static int64_t width_of(struct slice s, struct font font) {
    int64_t sum = 0;
    while (s.len) {
        size_t used;
        sum += glyph_width(utf8_next(s, &used), font.face);
        s = slice_sub(s, used, s.len);
    }
    return sum * font.tenths; /* in 1/10,000 px */
}

int text_width(struct slice s, struct font font) {
    int64_t width = width_of(s, font);
    return width > 1000000000 ? 100000 : (int)((width + 9999) / 10000);
}

/* Length of the longest beginning of `s` that is at most `room` wide, in whole characters. */
static size_t fitting(struct slice s, struct font font, int64_t room) {
    size_t len = 0;
    while (len < s.len) {
        size_t used;
        room -= (int64_t)glyph_width(utf8_next(slice_sub(s, len, s.len), &used), font.face) * font.tenths;
        if (room < 0) break;
        len += used;
    }
    return len;
}

struct slice text_cut(struct arena *arena, struct slice s, struct font font, int width) {
    int64_t room = (int64_t)width * 10000;
    if (fitting(s, font, room) == s.len) return s;
    size_t len = fitting(s, font, room - width_of(SLICE(ELLIPSIS), font));
    while (len && s.ptr[len - 1] == ' ') len--;
    return arena_printf(arena, "%.*s" ELLIPSIS, (int)len, s.ptr);
}

/* Where the longest end of `s` that is at most `room` wide begins. */
static size_t fitting_end(struct slice s, struct font font, int64_t room) {
    size_t from = 0;
    int64_t width = width_of(s, font);
    while (from < s.len && width > room) {
        size_t used;
        width -= (int64_t)glyph_width(utf8_next(slice_sub(s, from, s.len), &used), font.face) * font.tenths;
        from += used;
    }
    return from;
}

struct slice text_cut_middle(struct arena *arena, struct slice s, struct font font, int width) {
    int64_t room = (int64_t)width * 10000;
    if (fitting(s, font, room) == s.len) return s;
    room -= width_of(SLICE(ELLIPSIS), font);
    size_t head = fitting(s, font, room / 2);
    size_t tail = fitting_end(s, font, room - room / 2);
    return arena_printf(arena, "%.*s" ELLIPSIS "%.*s", (int)head, s.ptr, (int)(s.len - tail), s.ptr + tail);
}

/* --- wrapping --- */

struct wrapper {
    struct arena *arena;
    struct font font;
    int64_t room; /* of a line */
    int max, count;
    struct slice *lines;
    const char *start, *end; /* the open line, a part of the text; start NULL when it is empty */
    bool full;               /* there was more than `max` lines hold */
};

static bool fits(const struct wrapper *w, const char *to) {
    return width_of(slice_from(w->start, (size_t)(to - w->start)), w->font) <= w->room;
}

/* Ends the open line. The line that would be one too many marks the text as cut. */
static void line_end(struct wrapper *w) {
    if (!w->start) return;
    if (w->count == w->max) w->full = true;
    else w->lines[w->count++] = slice_trim(slice_from(w->start, (size_t)(w->end - w->start)));
    w->start = NULL;
}

/* Puts a piece that must not be broken; a piece wider than a line is cut. */
static void piece_put(struct wrapper *w, struct slice piece) {
    const char *end = piece.ptr + piece.len;
    if (w->start && !fits(w, end)) line_end(w);
    if (w->full) return;
    if (!w->start) w->start = piece.ptr;
    w->end = end;
    if (fits(w, end)) return;
    struct slice cut = text_cut(w->arena, piece, w->font, (int)(w->room / 10000));
    w->start = cut.ptr, w->end = cut.ptr + cut.len;
    line_end(w);
}

/* The part of `word` up to the next place where an identifier or CJK text may be broken. */
static size_t piece_length(struct slice word) {
    size_t len = 0;
    while (len < word.len) {
        size_t used;
        uint32_t code = utf8_next(slice_sub(word, len, word.len), &used);
        len += used;
        if (code == '-' || code == '/' || code == ':') break;
        if (len < word.len && wide_break(code, utf8_next(slice_sub(word, len, word.len), &used))) break;
    }
    return len;
}

/* "i-0f3a91c2d4e5b6a78", "snap-0c41e77b90d2a8f15": letters, a dash, 8 or 17 hex digits (EC2 user guide, "Resource
 * IDs"). */
static bool is_resource_id(struct slice word) {
    size_t dash = 0;
    while (dash < word.len && word.ptr[dash] >= 'a' && word.ptr[dash] <= 'z') dash++;
    if (dash == 0 || dash >= word.len || word.ptr[dash] != '-') return false;
    size_t digits = word.len - dash - 1;
    for (size_t i = dash + 1; i < word.len; i++)
        if (!((word.ptr[i] >= '0' && word.ptr[i] <= '9') || (word.ptr[i] >= 'a' && word.ptr[i] <= 'f'))) return false;
    return digits == 8 || digits == 17;
}

/* An ID wider than a line, on a line of its own. Half an ID names nothing: both its ends stay. */
static void id_put(struct wrapper *w, struct slice id) {
    if (w->start) line_end(w);
    if (w->full) return;
    struct slice cut = text_cut_middle(w->arena, id, w->font, (int)(w->room / 10000));
    w->start = cut.ptr, w->end = cut.ptr + cut.len;
    line_end(w);
}

static void word_put(struct wrapper *w, struct slice word) {
    bool wide = width_of(word, w->font) > w->room;
    if (wide && is_resource_id(word)) {
        id_put(w, word);
        return;
    }
    if (!wide) {
        piece_put(w, word);
        return;
    }
    while (word.len && !w->full) {
        size_t len = piece_length(word);
        piece_put(w, slice_sub(word, 0, len));
        word = slice_sub(word, len, word.len);
    }
}

int text_wrap(struct arena *arena, struct slice s, struct font font, int width, int max, struct slice *lines) {
    struct wrapper w = {.arena = arena, .font = font, .room = (int64_t)width * 10000, .max = max, .lines = lines};
    while (s.len && !w.full) {
        struct slice word = slice_before(s, ' ');
        if (word.len) word_put(&w, word);
        s = slice_sub(s, word.len + 1, s.len);
    }
    line_end(&w);
    if (w.full && w.count) {
        struct slice last = lines[w.count - 1];
        if (slice_ends(last, SLICE(ELLIPSIS))) return w.count;
        lines[w.count - 1] = text_cut(arena, arena_printf(arena, "%.*s" ELLIPSIS, SLICE_FMT(last)), font, width);
    }
    return w.count;
}

/* --- identifiers as people read them --- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct slice text_group_accounts(struct arena *arena, struct slice s) {
    struct buf out;
    bool changed = false;
    buf_init(&out);
    for (size_t i = 0; i < s.len;) {
        size_t run = 0;
        while (i + run < s.len && is_digit(s.ptr[i + run])) run++;
        bool alone = run == 12 && (i == 0 || !is_word(s.ptr[i - 1])) && (i + run == s.len || !is_word(s.ptr[i + run]));
        if (alone) buf_printf(&out, "%.4s" NBSP "%.4s" NBSP "%.4s", s.ptr + i, s.ptr + i + 4, s.ptr + i + 8);
        else buf_put(&out, slice_sub(s, i, i + (run ? run : 1)));
        changed |= alone;
        i += run ? run : 1;
    }
    struct slice result = changed ? arena_dup(arena, buf_slice(&out)) : s;
    buf_release(&out);
    return result;
}

struct slice text_short_key(struct arena *arena, struct slice key) {
    if (key.len < 16 || key.len > 128) return key;
    for (size_t i = 0; i < key.len; i++) {
        if (!is_word(key.ptr[i])) return key;
    }
    return arena_printf(arena, "%.4s" ELLIPSIS "%.4s", key.ptr, key.ptr + key.len - 4);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/measure.c. */
#include <criterion/criterion.h>

#include "base/text.h"
#include "story/measure.h"

static const struct font TITLE = {FACE_BOLD, 140}, MONO = {FACE_MONO, 100};

static void lines_are(const char *text, int width, int max, const char *expect) {
    struct arena arena;
    struct buf got;
    struct slice lines[WRAP_LINES_MAX];
    arena_init(&arena, 0);
    buf_init(&got);
    int count = text_wrap(&arena, text_group_accounts(&arena, slice_cstr(text)), TITLE, width, max, lines);
    for (int i = 0; i < count; i++) {
        cr_assert_leq(text_width(lines[i], TITLE), width, "%.*s", SLICE_FMT(lines[i]));
        buf_printf(&got, "%s%.*s", i ? "|" : "", SLICE_FMT(lines[i]));
    }
    cr_assert_str_eq(got.ptr, expect);
    buf_release(&got);
    arena_release(&arena);
}

Test(measure, widths) {
    cr_assert_eq(text_width(SLICE(""), TITLE), 0);
    cr_assert_eq(text_width(SLICE("0123456789"), (struct font){FACE_BOLD, 100}), 69);
    cr_assert_eq(text_width(SLICE("abcd"), MONO), 25);
    cr_assert_eq(text_width(SLICE("日本"), TITLE), 28);
    cr_assert_eq(text_width(SLICE("日本"), MONO), 20);
    cr_assert_eq(text_width(SLICE("\x01\xff"), MONO), 20, "both are shown as U+FFFD");
}

Test(measure, wraps_at_blanks_and_keeps_identifiers_whole) {
    lines_are("Created the role ec2-log-archiver", 162, 3, "Created the role|ec2-log-archiver");
    lines_are("  Shared   it ", 162, 3, "Shared   it");
    lines_are("", 162, 3, "");
    lines_are("   ", 162, 3, "");
}

Test(measure, breaks_what_is_wider_than_a_line) {
    lines_are("role/with-a-very/long:name-indeed-it-is", 100, 3, "role/with-a-|very/long:|name-indee…");
    lines_are("WWWWWWWWWWWWWWWWWWWW then more", 100, 3, "WWWWW…|then more");
    lines_are("日本語のとても長い題名、です", 60, 3, "日本語の|とても長|い題名…");
}

Test(measure, an_id_is_not_torn) {
    lines_are("Launched i-0f3a91c2d4e5b6a78 with x", 120, 3, "Launched|i-0f3a9…b6a78|with x");
    lines_are("Launched i-0f3a91c2d4e5b6a78", 200, 3, "Launched|i-0f3a91c2d4e5b6a78");
    lines_are("i-0f3a91c2d4e5b6a7z8", 100, 3, "i-|0f3a91c2d…");
}

Test(measure, a_fourth_line_ends_in_dots) {
    lines_are("one two three four five six seven eight nine ten", 60, 3, "one two|three|four fi…");
    lines_are("one two three", 60, 1, "one t…");
}

Test(measure, accounts_are_grouped_and_never_broken) {
    lines_are("Let 999988887777 restore it", 124, 3,
              "Let|9999\xc2\xa0"
              "8888\xc2\xa0"
              "7777|restore it");
    struct arena arena;
    arena_init(&arena, 0);
    cr_assert(slice_eq(text_group_accounts(&arena, SLICE("1234567890123")), SLICE("1234567890123")), "13 digits");
    cr_assert(slice_eq(text_group_accounts(&arena, SLICE("12345678901")), SLICE("12345678901")), "11 digits");
    cr_assert(slice_eq(text_group_accounts(&arena, SLICE("a123456789012")), SLICE("a123456789012")), "part of a word");
    arena_release(&arena);
}

Test(measure, cuts) {
    struct arena arena;
    arena_init(&arena, 0);
    cr_assert(slice_eq(text_cut(&arena, SLICE("abcdef"), MONO, 37), SLICE("abcdef")));
    cr_assert(slice_eq(text_cut(&arena, SLICE("abcdefg"), MONO, 37), SLICE("abcde…")));
    cr_assert(slice_eq(text_cut(&arena, SLICE("abc defg"), MONO, 31), SLICE("abc…")));
    cr_assert(slice_eq(text_cut_middle(&arena, SLICE("abcdefghij"), MONO, 44), SLICE("abc…hij")));
    cr_assert(slice_eq(text_short_key(&arena, SLICE("AKIAIOSFODNN7EXQ4XZ")), SLICE("AKIA…Q4XZ")));
    cr_assert(slice_eq(text_short_key(&arena, SLICE("console")), SLICE("console")));
    cr_assert(slice_eq(text_short_key(&arena, SLICE("not a key id at all")), SLICE("not a key id at all")));
    arena_release(&arena);
}

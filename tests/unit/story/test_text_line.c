/* SPDX-License-Identifier: Apache-2.0 */
/* Wrapping, inks and the page. */
#include <criterion/criterion.h>

#include "story/text_line.h"

static void expect_wrap(const char *text, size_t columns, const char *const *lines) {
    struct slice rest = slice_cstr(text);
    for (; *lines; lines++) {
        struct slice line = wrap_next(&rest, columns);
        cr_expect(slice_eq(line, slice_cstr(*lines)), "\"%.*s\", not \"%s\"", SLICE_FMT(line), *lines);
    }
    cr_expect_eq(rest.len, 0, "\"%.*s\" is left", SLICE_FMT(rest));
}

Test(wrap, breaks_at_blanks) {
    expect_wrap("one two three", 7, (const char *[]){"one two", "three", NULL});
    expect_wrap("one two three", 8, (const char *[]){"one two", "three", NULL});
    expect_wrap("one two three", 13, (const char *[]){"one two three", NULL});
    expect_wrap("one   two", 5, (const char *[]){"one", "two", NULL});
}

Test(wrap, breaks_identifiers_behind_their_signs) {
    expect_wrap("arn:aws:iam::111122223333", 12, (const char *[]){"arn:aws:", "iam::", "111122223333", NULL});
    expect_wrap("a-b-c-d-e-f", 4, (const char *[]){"a-b-", "c-d-", "e-f", NULL});
    expect_wrap("x AVeryLong-Identifier", 14, (const char *[]){"x AVeryLong-", "Identifier", NULL});
}

Test(wrap, cuts_what_has_no_place_to_break) {
    expect_wrap("abcdefgh", 3, (const char *[]){"abc", "def", "gh", NULL});
    expect_wrap("絵巻絵巻", 5, (const char *[]){"絵巻", "絵巻", NULL});
    expect_wrap("絵巻", 1, (const char *[]){"絵", "巻", NULL}); /* never nothing */
}

static void expect_command(const char *text, size_t columns, const char *const *lines) {
    struct slice rest = slice_cstr(text);
    for (; *lines; lines++) {
        bool more = false;
        struct slice line = wrap_command(&rest, columns, &more);
        cr_expect(slice_eq(line, slice_cstr(*lines)), "\"%.*s\", not \"%s\"", SLICE_FMT(line), *lines);
        cr_expect_eq(more, lines[1] != NULL);
    }
    cr_expect_eq(rest.len, 0);
}

Test(wrap, commands_break_outside_quotes_alone) {
    expect_command("aws iam delete 'a b c d e f' --x", 12,
                   (const char *[]){"aws iam", "delete", "'a b c d e f'", "--x", NULL});
    expect_command("aws \"a b\\\" c d\" e", 8, (const char *[]){"aws", "\"a b\\\" c d\"", "e", NULL});
    expect_command("a\\ b\\ c d", 3, (const char *[]){"a\\ b\\ c", "d", NULL});
    expect_command("short", 40, (const char *[]){"short", NULL});
    expect_command("'it'\\''s one' two", 6, (const char *[]){"'it'\\''s one'", "two", NULL});
}

Test(page, width_is_brought_into_its_bounds) {
    struct page page;
    struct text_options options = {0};
    page_init(&page, &options, LANG_EN, NULL);
    cr_expect_eq(page.width, TEXT_WIDTH_DEFAULT);
    options.width = 10;
    page_init(&page, &options, LANG_EN, NULL);
    cr_expect_eq(page.width, TEXT_WIDTH_MIN);
    options.width = 5000;
    page_init(&page, &options, LANG_EN, NULL);
    cr_expect_eq(page.width, TEXT_WIDTH_MAX);
}

Test(page, ink_is_only_put_when_wanted) {
    struct buf out;
    struct page page;
    struct text_options options = {.color = true};
    buf_init(&out);
    page_init(&page, &options, LANG_EN, &out);
    page_inks(&page, INK_BRANCH, "x");
    cr_expect_str_eq(out.ptr, "\x1b[1;31mx\x1b[0m");
    buf_clear(&out);
    page_inks(&page, INK_PLAIN, "x");
    page_inks(&page, INK_BRANCH, "");
    page.color = false;
    page_inks(&page, INK_BRANCH, "y");
    cr_expect_str_eq(out.ptr, "xy");
    buf_release(&out);
}

Test(page, paragraphs_are_indented_and_made_safe) {
    struct buf out;
    struct page page;
    struct text_options options = {.width = 60};
    buf_init(&out);
    page_init(&page, &options, LANG_EN, &out);
    page_paragraph(&page, INK_PLAIN, 56, 4, SLICE("one\x1b[2J two"));
    cr_expect_str_eq(out.ptr, "one␛\n    [2J two\n");
    buf_release(&out);
}

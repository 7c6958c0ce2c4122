/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/text.h"

static const char *written(void (*put)(struct buf *, struct slice), struct slice s) {
    static struct buf out;
    if (!out.ptr) buf_init(&out);
    buf_clear(&out);
    put(&out, s);
    return out.ptr;
}

static void put_json(struct buf *out, struct slice s) {
    json_put_string(out, s, false);
}

static void put_json_html(struct buf *out, struct slice s) {
    json_put_string(out, s, true);
}

Test(text, xml_escapes_and_repairs) {
    cr_assert_str_eq(written(xml_put, SLICE("<a b=\"c\" d='e'>&")), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
    cr_assert_str_eq(written(xml_put, SLICE("x\x01y\xffz\xed\xa0\x80")), "x\uFFFDy\uFFFDz\uFFFD\uFFFD\uFFFD");
    cr_assert_str_eq(written(xml_put, SLICE("a\u202eb 日本")), "a\uFFFDb 日本");
    cr_assert_str_eq(written(xml_put, SLICE("a\0b")), "a\uFFFDb");
}

Test(text, json_escapes) {
    cr_assert_str_eq(written(put_json, SLICE("a\"\\\n\x1f</script>")), "\"a\\\"\\\\\\n\\u001f</script>\"");
    cr_assert_str_eq(written(put_json_html, SLICE("</script>&")), "\"\\u003c/script\\u003e\\u0026\"");
}

Test(text, no_log_drives_the_terminal) {
    cr_assert_str_eq(written(term_put, SLICE("\x1b[31mred\r\n\x7f\xc2\x9b")), "␛[31mred␍␊␡\uFFFD");
}

Test(text, cells_are_exactly_as_wide_as_asked) {
    struct buf out;
    buf_init(&out);
    term_put_cell(&out, SLICE("abc"), 5);
    buf_putc(&out, '|');
    term_put_cell(&out, SLICE("abcdef"), 4);
    buf_putc(&out, '|');
    term_put_cell(&out, SLICE("日本語"), 4);
    cr_assert_str_eq(out.ptr, "abc  |abc…|日… ");
    buf_release(&out);
    cr_assert_eq(text_columns(SLICE("日本 a")), 6);
    cr_assert_eq(text_codes(SLICE("日本 a")), 4);
}

Test(text, overlong_and_beyond_unicode_are_refused) {
    size_t used;
    cr_assert_eq(utf8_next(SLICE("\xc0\xaf"), &used), 0xFFFD);
    cr_assert_eq(used, 1);
    cr_assert_eq(utf8_next(SLICE("\xf4\x90\x80\x80"), &used), 0xFFFD);
    cr_assert_eq(utf8_next(SLICE("\xf0\x9f\x98\x80"), &used), 0x1F600);
    cr_assert_eq(used, 4);
    cr_assert_eq(utf8_next(SLICE("\xe3\x81"), &used), 0xFFFD, "cut at the end");
}

Test(text, where_japanese_may_break) {
    cr_expect(wide_break(0x3042, 0x3044), "between kana");
    cr_expect(wide_break('a', 0x3042));
    cr_expect(wide_break(0x3042, 'a'));
    cr_expect_not(wide_break('a', 'b'), "Latin words have blanks");
    cr_expect_not(wide_break(0x3042, 0x3002), "before a full stop");
    cr_expect_not(wide_break(0x30ad, 0x30fc), "before what prolongs");
    cr_expect_not(wide_break(0x30ad, 0x30e3), "before a small kana");
    cr_expect_not(wide_break(0xff08, 0x3042), "behind an opening bracket");
    cr_expect_not(wide_break(0x3042, 0xff09), "before a closing one");
    cr_expect_not(wide_break(0x3042, ' '), "a blank is a place of its own");
}

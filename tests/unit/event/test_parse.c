/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buf.h"
#include "event/parse.h"

static void put_record(struct buf *b, size_t bytes) {
    buf_puts(b, "{\"a\":\"");
    buf_putn(b, 'x', bytes - 8);
    buf_puts(b, "\"}");
}

Test(parse, ahead_takes_one_value_after_another_and_leaves_the_text) {
    struct parser p;
    struct buf text, before;
    size_t at = 0, count = 0;
    parser_init(&p);
    buf_init(&text);
    buf_init(&before);
    for (size_t bytes = 8; bytes < 2000; bytes += 3) put_record(&text, bytes); /* ten windows of them */
    buf_put(&before, buf_slice(&text));
    for (; at < text.len; count++) {
        size_t used = parser_ahead(&p, text.ptr + at, text.len - at);
        cr_assert_eq(used, 8 + 3 * count);
        cr_assert_eq(yyjson_get_len(yyjson_obj_get(yyjson_doc_get_root(p.doc), "a")), used - 8);
        at += used;
    }
    cr_assert(slice_eq(buf_slice(&text), buf_slice(&before)));
    buf_release(&text);
    buf_release(&before);
    parser_release(&p);
}

Test(parse, ahead_refuses_what_is_cut_or_too_large_for_it) {
    struct parser p;
    struct buf text;
    parser_init(&p);
    buf_init(&text);
    cr_assert_eq(parser_ahead(&p, "{\"a\":", 5), 0);
    cr_assert_eq(parser_ahead(&p, "{\"a\" 1}", 7), 0);
    put_record(&text, 64 * 1024 + 1);
    cr_assert_eq(parser_ahead(&p, text.ptr, text.len), 0);
    struct err err = ERR_INIT;
    cr_assert(parser_exact(&p, text.ptr, text.len, &err));
    cr_assert_eq(yyjson_get_len(yyjson_obj_get(yyjson_doc_get_root(p.doc), "a")), 64 * 1024 + 1 - 8);
    buf_reserve(&text, YYJSON_PADDING_SIZE);
    cr_assert(parser_in_place(&p, text.ptr, text.len, &err));
    buf_release(&text);
    parser_release(&p);
}

Test(parse, many_small_values_fit) {
    struct parser p;
    struct buf text;
    struct err err = ERR_INIT;
    parser_init(&p);
    for (size_t bytes = 1000; bytes < 200000; bytes = bytes * 3 / 2) {
        buf_init(&text);
        buf_putc(&text, '[');
        while (text.len < bytes) buf_puts(&text, "0,");
        buf_puts(&text, "0]");
        cr_assert(parser_exact(&p, text.ptr, text.len, &err), "%zu: %s", bytes, err.message);
        buf_release(&text);
    }
    parser_release(&p);
}

Test(parse, says_what_is_wrong_and_where) {
    struct parser p;
    struct err err = ERR_INIT;
    parser_init(&p);
    cr_assert_not(parser_exact(&p, "{\"a\":x}", 7, &err));
    cr_assert_eq(err.code, ERR_FORMAT);
    static const char start[] = "invalid JSON 5 bytes into the record: ";
    cr_assert_eq(strncmp(err.message, start, sizeof start - 1), 0, "%s", err.message);
    parser_release(&p);
}

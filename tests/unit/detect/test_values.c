/* SPDX-License-Identifier: Apache-2.0 */
/* Walking JSON: keys, arrays, depth, texts. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/limits.h"
#include "detect/values.h"

static bool put_text(void *ctx, yyjson_val *value) {
    struct buf *out = ctx;
    if (out->len) buf_putc(out, ' ');
    value_put_json(out, value, false, 0);
    return true;
}

static void expect_at(const char *json, const char *path, const char *want) {
    yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
    struct buf out;
    cr_assert(doc, "%s", json);
    buf_init(&out);
    value_each_at(yyjson_doc_get_root(doc), slice_cstr(path), put_text, &out, 0);
    cr_expect_str_eq(out.ptr, want, "%s at %s: %s", json, path, out.ptr);
    buf_release(&out);
    yyjson_doc_free(doc);
}

Test(values, at_paths) {
    expect_at("{\"a\":{\"b\":1}}", "a.b", "1");
    expect_at("{\"A\":{\"b\":1},\"a\":{\"b\":2}}", "a.b", "2");
    expect_at("{\"A\":{\"B\":1}}", "a.b", "1");
    expect_at("{\"a\":[{\"b\":[1,2]},{\"b\":3},{\"c\":4}]}", "a.b", "1 2 3");
    expect_at("{\"a\":1}", "a.b", "");
    expect_at("{\"a\":null}", "a", "null");
    expect_at("[{\"a\":1}]", "a", "1");
}

Test(values, json) {
    expect_at("{\"a\":{\"s\":\"q\\\"\\n\",\"n\":-1.5,\"i\":18446744073709551615,\"t\":true,\"z\":null,\"l\":[1,{}]}}",
              "a", "{\"s\":\"q\\\"\\n\",\"n\":-1.5,\"i\":18446744073709551615,\"t\":true,\"z\":null,\"l\":[1,{}]}");
    expect_at("{\"a\":0.1}", "a", "0.1");
    expect_at("{\"a\":1e300}", "a", "1e+300");
}

static bool count_one(void *ctx, yyjson_val *value) {
    ++*(size_t *)ctx;
    return true;
}

/* `depth` arrays around a string */
static size_t strings_below(unsigned depth) {
    struct buf json;
    size_t count = 0;
    buf_init(&json);
    buf_putn(&json, '[', depth);
    buf_puts(&json, "\"x\"");
    buf_putn(&json, ']', depth);
    yyjson_doc *doc = yyjson_read(json.ptr, json.len, 0);
    value_each_string(yyjson_doc_get_root(doc), count_one, &count, 0);
    yyjson_doc_free(doc);
    buf_release(&json);
    return count;
}

Test(values, nesting_is_followed_so_far) {
    cr_expect_eq(strings_below(RECORD_DEPTH_MAX), 1);
    cr_expect_eq(strings_below(RECORD_DEPTH_MAX + 1), 0);
    cr_expect_eq(strings_below(100000), 0);
}

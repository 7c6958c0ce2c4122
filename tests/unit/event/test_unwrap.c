/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes are tested as a whole in test_records.c; here is what can go wrong inside an envelope. */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "event/unwrap.h"

#define R "{\"eventName\":\"A\",\"eventID\":\"1\"}"

static bool on_record(void *ctx, yyjson_val *record) {
    buf_puts(ctx, "record ");
    return true;
}

static bool stop(void *ctx, yyjson_val *record) {
    buf_puts(ctx, "stop ");
    return false;
}

static void on_malformed(void *ctx, const char *reason) {
    buf_puts(ctx, "malformed ");
}

static void on_foreign(void *ctx, yyjson_val *object) {
    buf_puts(ctx, unwrap_is_digest(object) ? "digest " : "foreign ");
}

static void gives(const char *text, const char *want) {
    struct buf got;
    buf_init(&got);
    const struct unwrap u = {&got, on_record, on_malformed, on_foreign};
    yyjson_doc *doc = yyjson_read(text, strlen(text), 0);
    cr_assert(doc, "%s", text);
    cr_assert(unwrap_value(&u, yyjson_doc_get_root(doc)));
    cr_assert_str_eq(got.ptr, want, "%s: %s", text, got.ptr);
    yyjson_doc_free(doc);
    buf_release(&got);
}

Test(unwrap, envelopes_in_envelopes) {
    gives(R, "record ");
    gives("{\"result\":{\"_raw\":\"{\\\"detail\\\":{\\\"eventName\\\":1,\\\"eventID\\\":2}}\"}}", "record ");
    gives("{\"Records\":[" R ",[" R "],{}]}", "record record foreign ");
    gives("{\"detail\":" R ",\"message\":\"text\"}", "record ");
    gives("{\"hits\":{\"hits\":[{\"_source\":" R "}]}}", "record ");
    gives("[{\"eventName\":\"A\"},{\"eventID\":\"1\"}]", "record "); /* a row of a query */
}

Test(unwrap, what_is_no_record) {
    gives("{}", "foreign ");
    gives("{\"eventName\":\"click\"}", "foreign ");
    gives("{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"N\"}", "foreign ");
    gives("{\"digestS3Object\":\"x\"}", "digest ");
    gives("{\"message\":\"plain text\"}", "foreign ");
    gives("{\"message\":\"{\\\"level\\\":3}\"}", "foreign ");
    gives("{\"message\":\"{oops\"}", "malformed ");
    gives("[7,\"x\",null]", "malformed malformed malformed ");
    gives("[]", "");
}

Test(unwrap, envelopes_have_a_bound) {
    struct buf text;
    for (int deep = 8; deep <= 9; deep++) {
        buf_init(&text);
        for (int i = 0; i < deep; i++) buf_puts(&text, "{\"detail\":");
        buf_puts(&text, R);
        for (int i = 0; i < deep; i++) buf_puts(&text, "}");
        gives(text.ptr, deep == 8 ? "record " : "foreign ");
        buf_release(&text);
    }
}

Test(unwrap, stops_when_told) {
    struct buf got;
    buf_init(&got);
    const struct unwrap u = {&got, stop, on_malformed, on_foreign};
    static const char text[] = "{\"Records\":[" R "," R "]}";
    yyjson_doc *doc = yyjson_read(text, sizeof text - 1, 0);
    cr_assert_not(unwrap_value(&u, yyjson_doc_get_root(doc)));
    cr_assert_str_eq(got.ptr, "stop ");
    yyjson_doc_free(doc);
    buf_release(&got);
}

static bool plain(const char *text) {
    yyjson_doc *doc = yyjson_read(text, strlen(text), 0);
    bool is = unwrap_is_plain(yyjson_doc_get_root(doc));
    yyjson_doc_free(doc);
    return is;
}

Test(unwrap, plain_records_are_told_at_a_glance) {
    cr_assert(plain("{\"eventVersion\":\"1.08\"}"));
    cr_assert_not(plain("{\"eventVersion\":\"2.1\"}"));
    cr_assert_not(plain("{\"eventVersion\":1}"));
    cr_assert_not(plain("{\"eventVersiom\":\"1.08\"}"));
    cr_assert_not(plain("{}"));
    cr_assert_not(plain("[\"eventVersion\",\"1.\"]"));
}

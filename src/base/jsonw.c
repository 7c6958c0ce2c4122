/* SPDX-License-Identifier: Apache-2.0 */
/* base/jsonw.c: see jsonw.h. */
#include "base/jsonw.h"

#include <inttypes.h>

#include "base/text.h"
#include "base/timefmt.h"

void jw_init(struct jsonw *jw, struct buf *out, int indent, bool html_safe) {
    *jw = (struct jsonw){.out = out, .indent = indent, .html_safe = html_safe, .first = true};
}

static void new_line(struct jsonw *jw) {
    if (!jw->indent) return;
    buf_putc(jw->out, '\n');
    buf_putn(jw->out, ' ', (size_t)(jw->indent * jw->depth));
}

/* What stands before a value or a key. */
static void before(struct jsonw *jw) {
    if (jw->after_key) {
        jw->after_key = false;
        return;
    }
    if (!jw->first) buf_putc(jw->out, ',');
    if (jw->depth) new_line(jw);
    jw->first = false;
}

static void open(struct jsonw *jw, char c) {
    before(jw);
    buf_putc(jw->out, c);
    jw->depth++;
    jw->first = true;
}

static void close(struct jsonw *jw, char c) {
    jw->depth--;
    if (!jw->first) new_line(jw);
    buf_putc(jw->out, c);
    jw->first = false;
}

void jw_object(struct jsonw *jw) {
    open(jw, '{');
}

void jw_end_object(struct jsonw *jw) {
    close(jw, '}');
}

void jw_array(struct jsonw *jw) {
    open(jw, '[');
}

void jw_end_array(struct jsonw *jw) {
    close(jw, ']');
}

void jw_key(struct jsonw *jw, const char *key) {
    before(jw);
    json_put_string(jw->out, slice_cstr(key), jw->html_safe);
    buf_puts(jw->out, jw->indent ? ": " : ":");
    jw->after_key = true;
}

void jw_string(struct jsonw *jw, struct slice s) {
    before(jw);
    json_put_string(jw->out, s, jw->html_safe);
}

void jw_cstr(struct jsonw *jw, const char *s) {
    if (s) jw_string(jw, slice_cstr(s));
    else jw_null(jw);
}

void jw_int(struct jsonw *jw, int64_t n) {
    before(jw);
    buf_printf(jw->out, "%" PRId64, n);
}

void jw_bool(struct jsonw *jw, bool b) {
    before(jw);
    buf_puts(jw->out, b ? "true" : "false");
}

void jw_null(struct jsonw *jw) {
    before(jw);
    buf_puts(jw->out, "null");
}

void jw_time(struct jsonw *jw, int64_t us) {
    if (us == TIME_NONE) jw_null(jw);
    else jw_cstr(jw, time_rfc3339(us).text);
}

void jw_raw(struct jsonw *jw, struct slice json) {
    before(jw);
    buf_put(jw->out, json);
}

void jw_kstring(struct jsonw *jw, const char *key, struct slice s) {
    jw_key(jw, key);
    jw_string(jw, s);
}

void jw_kcstr(struct jsonw *jw, const char *key, const char *s) {
    jw_key(jw, key);
    jw_cstr(jw, s);
}

void jw_kint(struct jsonw *jw, const char *key, int64_t n) {
    jw_key(jw, key);
    jw_int(jw, n);
}

void jw_kbool(struct jsonw *jw, const char *key, bool b) {
    jw_key(jw, key);
    jw_bool(jw, b);
}

void jw_ktime(struct jsonw *jw, const char *key, int64_t us) {
    jw_key(jw, key);
    jw_time(jw, us);
}

void jw_kstrings(struct jsonw *jw, const char *key, const struct slice *items, size_t count) {
    jw_key(jw, key);
    jw_array(jw);
    for (size_t i = 0; i < count; i++) jw_string(jw, items[i]);
    jw_end_array(jw);
}

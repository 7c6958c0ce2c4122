/* SPDX-License-Identifier: Apache-2.0 */
/* collect.c: see collect.h. */
#include "collect.h"

#include <criterion/criterion.h>

static void on_begin(void *ctx, struct slice path) {
    struct collect *c = ctx;
    c->members++;
    buf_printf(&c->text, "[%.*s]", SLICE_FMT(path));
}

static bool on_whole(void *ctx, char *bytes, size_t len) {
    struct collect *c = ctx;
    c->wholes++;
    c->bytes += len;
    if (!c->quiet) buf_put(&c->text, slice_from(bytes, len));
    for (size_t i = 0; i < SOURCE_PADDING; i++) c->padding_wrong |= bytes[len + i] != 0;
    if (len > 0) bytes[0] = 'x'; /* it is ours to change */
    return true;
}

static bool on_piece(void *ctx, const char *bytes, size_t len) {
    struct collect *c = ctx;
    c->pieces++;
    c->bytes += len;
    if (len > c->largest) c->largest = len;
    if (!c->quiet) buf_put(&c->text, slice_from(bytes, len));
    if (c->on_piece) c->on_piece(c);
    return c->stop_after == 0 || c->pieces < c->stop_after;
}

static void on_end(void *ctx) {
    struct collect *c = ctx;
    buf_puts(&c->text, "[end]\n");
}

static void on_problem(void *ctx, struct slice path, uint64_t offset, const char *reason) {
    struct collect *c = ctx;
    c->problems++;
    buf_printf(&c->text, "!%.*s@%llu: %s\n", SLICE_FMT(path), (unsigned long long)offset, reason);
}

static void on_progress(void *ctx, uint64_t bytes) {
    struct collect *c = ctx;
    c->disk += bytes;
}

void collect_init(struct collect *c) {
    *c = (struct collect){0};
    buf_init(&c->text);
}

void collect_release(struct collect *c) {
    buf_release(&c->text);
}

struct source_sink collect_sink(struct collect *c) {
    return (struct source_sink){c, on_begin, on_whole, on_piece, on_end, on_problem, on_progress};
}

struct source_problem_sink collect_problems(struct collect *c) {
    return (struct source_problem_sink){c, on_problem};
}

bool collect_path(struct collect *c, const char *path) {
    struct source *s = source_open(&path, 1, false, collect_problems(c));
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(c);
    bool all = true;
    for (size_t i = 0; i < source_count(s); i++) all &= source_read(s, i, r, &sink, NULL);
    source_reader_free(r);
    source_free(s);
    return all;
}

bool collect_memory(struct collect *c, struct slice bytes) {
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(c);
    bool all = source_read_memory(r, SLICE("m"), bytes, &sink, NULL);
    source_reader_free(r);
    return all;
}

const char *data_path(struct buf *path, const char *name) {
    buf_init(path);
    buf_printf(path, "%s/%s", TEST_DATA, name);
    return path->ptr;
}

/* Drops every TEST_DATA and its slash. */
static void without_folder(struct buf *out, struct slice text) {
    struct slice folder = SLICE(TEST_DATA "/");
    for (ptrdiff_t at; (at = slice_find(text, folder)) >= 0;
         text = slice_sub(text, (size_t)at + folder.len, text.len)) {
        buf_put(out, slice_sub(text, 0, (size_t)at));
    }
    buf_put(out, text);
}

void expect_file(const char *name, const char *expect) {
    struct collect c;
    struct buf path, text;
    collect_init(&c);
    buf_init(&text);
    cr_expect(collect_path(&c, data_path(&path, name)));
    without_folder(&text, buf_slice(&c.text));
    cr_expect_str_eq(text.ptr, expect, "%s\n got: %s\nwant: %s", name, text.ptr, expect);
    cr_expect(!c.padding_wrong);
    buf_release(&text);
    buf_release(&path);
    collect_release(&c);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* event/parse.c: see parse.h. */
#include "event/parse.h"

#include <stdlib.h>

#include "base/mem.h"

/* WINDOW: what is copied at once. WINDOW_LOW: when less is left in it, it is filled anew, so that few records are tried
 * in vain because the window ends in them. WINDOW_SHORT: what is copied behind something broken, where the next thing
 * may well be broken too; a window that turns out too short is filled anew, EIGHT times as long. CUT_BYTES: an error so
 * near the window's end may be the window's. */
enum { WINDOW = 64 * 1024, WINDOW_LOW = 6 * 1024, WINDOW_SHORT = 512, EIGHT = 8, CUT_BYTES = 16 };

static size_t pool_size(void) {
    return yyjson_read_max_memory_usage(WINDOW, YYJSON_READ_INSITU);
}

void parser_init(struct parser *p) {
    *p = (struct parser){
        .window = mem_alloc(WINDOW + YYJSON_PADDING_SIZE), .reach = WINDOW, .pool = mem_alloc(pool_size())};
    yyjson_alc_pool_init(&p->alloc, p->pool, pool_size());
}

static void drop_document(struct parser *p) {
    yyjson_doc_free(p->doc);
    p->doc = NULL;
    if (!p->large) return;
    free(p->large);
    p->large = NULL;
}

void parser_release(struct parser *p) {
    drop_document(p);
    free(p->window);
    free(p->pool);
}

void parser_forget(struct parser *p) {
    p->text = NULL;
}

static void fill_window(struct parser *p, const char *text, size_t len) {
    p->text = text;
    p->fill = len < p->reach ? len : p->reach;
    p->reach = p->reach < WINDOW / EIGHT ? p->reach * EIGHT : WINDOW;
    memcpy(p->window, text, p->fill);
    memset(p->window + p->fill, 0, YYJSON_PADDING_SIZE);
}

/* Where the text stands in the window, which is filled from there on if it does not hold enough of it. */
static size_t place_in_window(struct parser *p, const char *text, size_t len) {
    size_t at = p->text ? (size_t)(text - p->text) : p->fill;
    bool little = at >= p->fill || (p->fill - at < WINDOW_LOW && p->fill - at < len && p->fill == WINDOW);
    if (!little) return at;
    fill_window(p, text, len);
    return 0;
}

size_t parser_ahead(struct parser *p, const char *text, size_t len) {
    const yyjson_read_flag flags = YYJSON_READ_INSITU | YYJSON_READ_STOP_WHEN_DONE;
    yyjson_read_err found;
    drop_document(p);
    for (size_t at = place_in_window(p, text, len);; at = 0) {
        size_t have = p->fill - at;
        p->doc = yyjson_read_opts(p->window + at, have, flags, &p->alloc, &found);
        if (p->doc) return yyjson_doc_get_read_size(p->doc);
        bool broken = found.pos + CUT_BYTES < have;
        if (broken) p->reach = WINDOW_SHORT;
        if (broken || have == len || have == WINDOW) break;
        fill_window(p, text, len); /* the window ended in it */
    }
    parser_forget(p);
    return 0;
}

bool parse_error(const yyjson_read_err *found, struct err *err) {
    return err_set(err, ERR_FORMAT, "invalid JSON %zu bytes into the record: %s", found->pos, found->msg);
}

bool parser_in_place(struct parser *p, char *text, size_t len, struct err *err) {
    yyjson_read_err found;
    drop_document(p);
    memset(text + len, 0, YYJSON_PADDING_SIZE);
    p->doc = yyjson_read_opts(text, len, YYJSON_READ_INSITU, len <= WINDOW ? &p->alloc : NULL, &found);
    if (!p->doc && found.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) mem_exhausted(len);
    return p->doc || parse_error(&found, err);
}

bool parser_exact(struct parser *p, const char *text, size_t len, struct err *err) {
    drop_document(p);
    parser_forget(p);
    if (len <= WINDOW) {
        memcpy(p->window, text, len);
        return parser_in_place(p, p->window, len, err);
    }
    char *large = mem_alloc(len + YYJSON_PADDING_SIZE);
    memcpy(large, text, len);
    bool ok = parser_in_place(p, large, len, err);
    p->large = large;
    return ok;
}

static size_t count_containers(const yyjson_val *values, size_t count) {
    size_t containers = 0;
    for (size_t i = 0; i < count; i++) containers += (values[i].tag & YYJSON_TYPE_ARR) == YYJSON_TYPE_ARR;
    return containers;
}

/* A document's values lie behind one another, each container before what it holds and knowing where that ends. */
static bool deeper_than_allowed(yyjson_val *values, size_t count) {
    const yyjson_val *ends[RECORD_DEPTH_MAX + 1];
    size_t depth = 0;
    for (yyjson_val *v = values; v < values + count; v++) {
        while (depth && v >= ends[depth - 1]) depth--;
        if (!yyjson_is_ctn(v)) continue;
        if (depth == RECORD_DEPTH_MAX) return true;
        ends[depth++] = unsafe_yyjson_get_next(v);
    }
    return false;
}

bool parse_depth(const yyjson_doc *doc, struct err *err) {
    size_t count = yyjson_doc_get_val_count((yyjson_doc *)(uintptr_t)doc);
    yyjson_val *root = doc->root;
    if (count <= RECORD_DEPTH_MAX || count_containers(root, count) <= RECORD_DEPTH_MAX) return true;
    if (!deeper_than_allowed(root, count)) return true;
    return err_set(err, ERR_LIMIT, "nesting deeper than %d levels (RECORD_DEPTH_MAX)", RECORD_DEPTH_MAX);
}

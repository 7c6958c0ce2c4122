/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml.c: builds the tree from libfyaml's events rather than from its documents: a document resolves aliases by
 * copying, which is what an alias bomb lives on. Recursion is bounded by YAML_DEPTH_MAX.
 */
#include "detect/yaml.h"

#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"

struct anchor {
    struct slice name;
    struct ynode *node;
};

struct build {
    struct fy_parser *parser;
    struct fy_diag *diag;
    struct arena *arena;
    struct err *err;
    uint32_t line_before;
    uint32_t nodes; /* in all, aliases expanded */
    struct anchor *anchors;
    size_t anchor_count, anchor_cap;
};

struct list {
    struct ynode **items;
    size_t len, cap;
};

static bool err_at(struct err *err, uint32_t line, uint32_t column) {
    err->line = line;
    err->column = column;
    return false;
}

bool yaml_error(struct err *err, const struct ynode *at, const char *format, ...) {
    char message[ERR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    err_set(err, ERR_FORMAT, "%s", message);
    return err_at(err, at->line, at->column);
}

/* --- documents --- */

static bool is_marker(struct slice line) {
    return slice_starts(line, SLICE("---")) && (line.len == 3 || strchr(" \t\r", line.ptr[3]) != NULL);
}

static struct slice take_line(struct slice *rest) {
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    struct slice line = {rest->ptr, len};
    size_t step = len + (end ? 1 : 0);
    *rest = (struct slice){rest->ptr + step, rest->len - step};
    return line;
}

/* One piece up to the next marker line. Returns whether anything but comments stands in it. */
static bool take_piece(struct ydoc_cursor *cursor, struct slice *text) {
    const char *start = cursor->rest.ptr;
    bool content = false, directive = false, first = true;
    while (cursor->rest.len > 0) {
        struct slice before = cursor->rest;
        struct slice line = take_line(&cursor->rest);
        if (is_marker(line) && !first) {
            if (content || !directive) {
                cursor->rest = before;
                break;
            }
            directive = false; /* a %YAML line belongs to the document behind the marker */
        }
        first = false;
        cursor->line++;
        struct slice body = slice_trim(is_marker(line) ? slice_sub(line, 3, line.len) : line);
        if (!slice_empty(body) && body.ptr[0] == '%') directive = true;
        else if (!slice_empty(body) && body.ptr[0] != '#') content = true;
    }
    *text = slice_from(start, (size_t)(cursor->rest.ptr - start));
    return content;
}

bool yaml_next(struct ydoc_cursor *cursor, struct slice *text, uint32_t *line) {
    if (cursor->line == 0 && slice_starts(cursor->rest, SLICE("\xef\xbb\xbf")))
        cursor->rest = slice_sub(cursor->rest, 3, cursor->rest.len);
    while (cursor->rest.len > 0) {
        *line = cursor->line;
        if (take_piece(cursor, text)) return true;
    }
    return false;
}

/* --- building --- */

static void discard_output(struct fy_diag *diag, void *user, const char *text, size_t len) {
}

/* What the parser said, with its place. */
static struct ynode *fail_by_parser(struct build *b) {
    void *iter = NULL;
    struct fy_diag_error *e = fy_diag_errors_iterate(b->diag, &iter);
    if (b->err->code != ERR_NONE) return NULL;
    err_set(b->err, ERR_FORMAT, "not valid YAML: %s", e && e->msg ? e->msg : "syntax error");
    if (e)
        err_at(b->err, b->line_before + (uint32_t)(e->line > 0 ? e->line : 1),
               (uint32_t)(e->column > 0 ? e->column : 1));
    return NULL;
}

static struct slice token_text(struct fy_token *token) {
    size_t len = 0;
    const char *text = token ? fy_token_get_text(token, &len) : NULL;
    return slice_from(text, text ? len : 0);
}

static struct ynode *node_new(struct build *b, struct fy_event *ev, enum ykind kind) {
    struct ynode *node = ARENA_NEW(b->arena, struct ynode);
    const struct fy_mark *mark = fy_event_start_mark(ev);
    node->kind = kind;
    node->weight = 1;
    node->line = b->line_before + (mark ? (uint32_t)mark->line + 1 : 1);
    node->column = mark ? (uint32_t)mark->column + 1 : 1;
    return node;
}

static bool count_nodes(struct build *b, const struct ynode *at, uint32_t more) {
    if (more > YAML_NODES_MAX - b->nodes) {
        err_set(b->err, ERR_LIMIT, "more than %u nodes, aliases expanded (YAML_NODES_MAX)", YAML_NODES_MAX);
        return err_at(b->err, at->line, at->column);
    }
    b->nodes += more;
    return true;
}

static void remember_anchor(struct build *b, struct fy_token *token, struct ynode *node) {
    if (!token) return;
    struct anchor a = {arena_dup(b->arena, token_text(token)), node};
    VEC_PUSH(b->anchors, b->anchor_count, b->anchor_cap, a);
}

static struct ynode *build_alias(struct build *b, struct fy_event *ev) {
    struct slice name = token_text(ev->alias.anchor);
    struct ynode *here = node_new(b, ev, Y_SCALAR);
    if (here->column > 1) here->column--; /* the mark stands behind the star */
    for (size_t i = b->anchor_count; i-- > 0;) {
        if (!slice_eq(b->anchors[i].name, name)) continue;
        return count_nodes(b, here, b->anchors[i].node->weight) ? b->anchors[i].node : NULL;
    }
    yaml_error(b->err, here, "alias *%.*s stands for nothing before it", SLICE_FMT(name));
    return NULL;
}

static struct ynode *build_scalar(struct build *b, struct fy_event *ev) {
    struct ynode *node = node_new(b, ev, Y_SCALAR);
    struct slice tag = token_text(ev->scalar.tag);
    enum fy_scalar_style style = fy_token_scalar_style(ev->scalar.value);
    node->plain = style == FYSS_PLAIN && !slice_ends(tag, SLICE("str"));
    bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    if (quoted && node->column > 1) node->column--; /* the mark stands behind the quote */
    node->text = arena_dup(b->arena, token_text(ev->scalar.value));
    remember_anchor(b, ev->scalar.anchor, node);
    return count_nodes(b, node, 1) ? node : NULL;
}

static struct ynode *build_node(struct build *b, struct fy_event *ev, unsigned depth);

/* The children up to the closing event `end`. */
static bool build_children(struct build *b, enum fy_event_type end, unsigned depth, struct list *out) {
    for (;;) {
        struct fy_event *ev = fy_parser_parse(b->parser);
        if (!ev) return fail_by_parser(b) != NULL;
        bool done = ev->type == end;
        struct ynode *child = done ? NULL : build_node(b, ev, depth);
        fy_parser_event_free(b->parser, ev);
        if (done) return true;
        if (!child) return false;
        VEC_PUSH(out->items, out->len, out->cap, child);
    }
}

static int by_key_text(const void *a, const void *b) {
    const struct ypair *x = *(const struct ypair *const *)a, *y = *(const struct ypair *const *)b;
    int order = slice_cmp(x->key->text, y->key->text);
    return order ? order : (x > y) - (x < y);
}

static bool check_keys(struct build *b, const struct ynode *map) {
    for (size_t i = 0; i < map->count; i++)
        if (map->pairs[i].key->kind != Y_SCALAR)
            return yaml_error(b->err, map->pairs[i].key, "a key must be a plain text");
    const struct ypair **sorted = mem_zalloc(map->count ? map->count : 1, sizeof *sorted);
    for (size_t i = 0; i < map->count; i++) sorted[i] = &map->pairs[i];
    qsort(sorted, map->count, sizeof *sorted, by_key_text);
    const struct ypair *twice = NULL;
    for (size_t i = 1; i < map->count && !twice; i++)
        if (slice_eq(sorted[i - 1]->key->text, sorted[i]->key->text)) twice = sorted[i];
    free(sorted);
    if (!twice) return true;
    return yaml_error(b->err, twice->key, "key \"%.*s\" is given twice", SLICE_FMT(twice->key->text));
}

static bool fill_map(struct build *b, struct ynode *node, const struct list *list) {
    node->count = list->len / 2;
    node->pairs = ARENA_ARRAY(b->arena, struct ypair, node->count);
    for (size_t i = 0; i < node->count; i++)
        node->pairs[i] = (struct ypair){list->items[2 * i], list->items[2 * i + 1]};
    return check_keys(b, node);
}

static void fill_list(struct build *b, struct ynode *node, const struct list *list) {
    node->count = list->len;
    node->items = ARENA_ARRAY(b->arena, struct ynode *, list->len);
    for (size_t i = 0; i < list->len; i++) node->items[i] = list->items[i];
}

static struct ynode *build_container(struct build *b, struct fy_event *ev, unsigned depth) {
    bool map = ev->type == FYET_MAPPING_START;
    struct ynode *node = node_new(b, ev, map ? Y_MAP : Y_LIST);
    if (!count_nodes(b, node, 1)) return NULL;
    if (depth >= YAML_DEPTH_MAX) {
        err_set(b->err, ERR_LIMIT, "nested deeper than %u levels (YAML_DEPTH_MAX)", YAML_DEPTH_MAX);
        err_at(b->err, node->line, node->column);
        return NULL;
    }
    struct list list = {0};
    bool ok = build_children(b, map ? FYET_MAPPING_END : FYET_SEQUENCE_END, depth + 1, &list);
    if (ok && map) ok = fill_map(b, node, &list);
    if (ok && !map) fill_list(b, node, &list);
    for (size_t i = 0; ok && i < list.len; i++) node->weight += list.items[i]->weight;
    free(list.items);
    if (ok) remember_anchor(b, map ? ev->mapping_start.anchor : ev->sequence_start.anchor, node);
    return ok ? node : NULL;
}

static struct ynode *build_node(struct build *b, struct fy_event *ev, unsigned depth) {
    switch (ev->type) {
    case FYET_ALIAS: return build_alias(b, ev);
    case FYET_SCALAR: return build_scalar(b, ev);
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START: return build_container(b, ev, depth);
    default: return fail_by_parser(b);
    }
}

/* The first document's root; anything behind its end but the end of the stream is an error. */
static struct ynode *build_document(struct build *b) {
    struct ynode *root = NULL;
    for (;;) {
        struct fy_event *ev = fy_parser_parse(b->parser);
        if (!ev) return fail_by_parser(b);
        enum fy_event_type type = ev->type;
        bool skip = type == FYET_STREAM_START || type == FYET_DOCUMENT_START || type == FYET_DOCUMENT_END;
        struct ynode *node = skip || type == FYET_STREAM_END ? NULL
                             : root                          ? node_new(b, ev, Y_SCALAR)
                                                             : build_node(b, ev, 0);
        fy_parser_event_free(b->parser, ev);
        if (type == FYET_STREAM_END) return root ? root : fail_by_parser(b);
        if (skip) continue;
        if (node && root) return yaml_error(b->err, node, "a second document needs a line \"---\" before it"), NULL;
        if (!node) return NULL;
        root = node;
    }
}

static bool check_text(struct slice text, uint32_t line_before, struct err *err) {
    uint32_t line = line_before + 1, column = 1;
    if (text.len > RULE_DOC_BYTES_MAX) {
        err_set(err, ERR_LIMIT, "document of %zu bytes is over %u (RULE_DOC_BYTES_MAX)", text.len, RULE_DOC_BYTES_MAX);
        return err_at(err, line, column);
    }
    for (size_t i = 0, used = 0; i < text.len; i += used) {
        uint32_t code = utf8_next(slice_sub(text, i, text.len), &used);
        if ((code == 0xfffd && used == 1) || code == 0) {
            err_set(err, ERR_FORMAT, code ? "not valid UTF-8" : "holds a NUL byte");
            return err_at(err, line, column);
        }
        column++;
        if (code == '\n') line++, column = 1;
    }
    return true;
}

struct ynode *yaml_parse(struct slice text, uint32_t line_before, struct arena *arena, struct err *err) {
    if (!check_text(text, line_before, err)) return NULL;
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.output_fn = discard_output;
    struct build b = {.arena = arena, .err = err, .line_before = line_before};
    b.diag = fy_diag_create(&diag_cfg);
    if (!b.diag) mem_exhausted(sizeof diag_cfg);
    fy_diag_set_collect_errors(b.diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_AUTO, .diag = b.diag};
    b.parser = fy_parser_create(&cfg);
    if (!b.parser) mem_exhausted(sizeof cfg);
    struct ynode *root = NULL;
    if (fy_parser_set_string(b.parser, text.ptr, text.len) == 0) root = build_document(&b);
    else fail_by_parser(&b);
    fy_parser_destroy(b.parser);
    fy_diag_destroy(b.diag);
    free(b.anchors);
    return root;
}

/* --- reading the tree --- */

struct ynode *yaml_get(const struct ynode *map, const char *key) {
    if (!map || map->kind != Y_MAP) return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (slice_eq(map->pairs[i].key->text, slice_cstr(key))) return map->pairs[i].value;
    return NULL;
}

static bool is_one_of(const struct ynode *node, const char *const *words) {
    if (node->kind != Y_SCALAR || !node->plain) return false;
    for (; *words; words++)
        if (slice_eq(node->text, slice_cstr(*words))) return true;
    return false;
}

/* YAML 1.2.2, 10.3.2 (core schema) */
bool yaml_is_null(const struct ynode *node) {
    static const char *const words[] = {"", "null", "Null", "NULL", "~", NULL};
    return is_one_of(node, words);
}

bool yaml_is_bool(const struct ynode *node, bool *value) {
    static const char *const yes[] = {"true", "True", "TRUE", NULL}, *const no[] = {"false", "False", "FALSE", NULL};
    bool is_yes = is_one_of(node, yes);
    if (!is_yes && !is_one_of(node, no)) return false;
    *value = is_yes;
    return true;
}

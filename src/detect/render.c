/* SPDX-License-Identifier: Apache-2.0 */
/* detect/render.c: templates of the `emaki:` block, filled with an event's values. */
#include "base/arena.h"
#include "detect/detect.h"
#include "detect/values.h"

#define LISTED_MAX 3 /* values of a list that are written out */

/* The next alternative of "a|b" or of a text with a path on each line. */
static bool next_path(struct slice *rest, struct slice *path) {
    if (rest->len == 0) return false;
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '|' && rest->ptr[len] != '\n') len++;
    *path = slice_trim(slice_sub(*rest, 0, len));
    *rest = slice_sub(*rest, len < rest->len ? len + 1 : len, rest->len);
    return true;
}

struct listing {
    struct buf *out;
    size_t count;
    struct slice (*part)(struct slice value); /* of each, NULL: all of it */
};

/* "arn:aws:iam::111122223333:root" → "111122223333" (IAM user guide, "IAM ARNs"); anything else as it is. */
static struct slice account_of(struct slice value) {
    struct slice rest = value;
    if (!slice_starts(value, SLICE("arn:"))) return value;
    for (int colon = 0; colon < 4; colon++) rest = slice_sub(rest, slice_before(rest, ':').len + 1, rest.len);
    rest = slice_before(rest, ':');
    return rest.len == 12 ? rest : value;
}

/* "arn:aws:iam::111122223333:role/team/deploy" → "deploy". */
static struct slice name_of(struct slice value) {
    return slice_starts(value, SLICE("arn:")) ? slice_after_last(slice_after_last(value, ':'), '/') : value;
}

static const struct {
    const char *before; /* the path */
    struct slice (*part)(struct slice value);
} PARTS[] = {{"account:", account_of}, {"name:", name_of}};

static bool list_value(void *ctx, yyjson_val *value) {
    struct listing *l = ctx;
    if (yyjson_is_null(value)) return true;
    if (++l->count > LISTED_MAX) return true;
    if (l->count > 1) buf_puts(l->out, ", ");
    struct slice text = yyjson_is_str(value) ? slice_from(yyjson_get_str(value), yyjson_get_len(value)) : SLICE("");
    if (yyjson_is_str(value)) buf_put(l->out, l->part ? l->part(text) : text);
    else value_put_json(l->out, value, false, 0);
    return true;
}

static void put_path(struct slice paths, const struct event *ev, struct buf *out) {
    struct listing l = {.out = out};
    struct slice path;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS && !l.part; i++) {
        struct slice before = slice_cstr(PARTS[i].before);
        if (!slice_starts(paths, before)) continue;
        l.part = PARTS[i].part;
        paths = slice_sub(paths, before.len, paths.len);
    }
    while (l.count == 0 && next_path(&paths, &path))
        if (!slice_empty(path)) value_each_at(ev->record, path, list_value, &l, 0);
    if (l.count == 0) buf_putc(out, '?');
    if (l.count > LISTED_MAX) buf_printf(out, ", +%zu more", l.count - LISTED_MAX);
}

void rule_render(struct slice template, const struct event *ev, struct buf *out) {
    while (template.len > 0) {
        struct slice before = slice_before(template, '{');
        buf_put(out, before);
        template = slice_sub(template, before.len, template.len);
        struct slice inside = slice_before(slice_sub(template, 1, template.len), '}');
        bool closed = template.len > inside.len + 1;
        if (template.len == 0) return;
        if (!closed || slice_eq(inside, SLICE("n"))) {
            buf_put(out, slice_sub(template, 0, inside.len + 2));
        } else {
            put_path(inside, ev, out);
        }
        template = slice_sub(template, inside.len + 2, template.len);
    }
}

struct gather {
    struct arena *arena;
    struct slice *out;
    size_t count, max;
};

static bool gather_value(void *ctx, yyjson_val *value) {
    struct gather *g = ctx;
    struct slice text;
    if (!value_text(value, g->arena, &text)) return true;
    g->out[g->count++] = arena_dup(g->arena, text);
    return g->count < g->max;
}

size_t rule_values(struct slice paths, const struct event *ev, struct arena *arena, struct slice *out, size_t max) {
    struct gather g = {arena, out, 0, max};
    struct slice path;
    while (max > 0 && g.count == 0 && next_path(&paths, &path))
        if (!slice_empty(path)) value_each_at(ev->record, path, gather_value, &g, 0);
    return g.count;
}

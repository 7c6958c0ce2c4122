/* SPDX-License-Identifier: Apache-2.0 */
/* detect/paths.c: dotted field paths as small numbers, each knowing its parent. */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/rule.h"

void paths_init(struct paths *paths) {
    *paths = (struct paths){0};
    intern_init(&paths->names);
    paths->cap = 64;
    paths->nodes = mem_zalloc(paths->cap, sizeof *paths->nodes); /* id 0: the record */
}

void paths_release(struct paths *paths) {
    intern_release(&paths->names);
    free(paths->nodes);
    *paths = (struct paths){0};
}

static size_t last_dot(struct slice text) {
    for (size_t i = text.len; i-- > 0;)
        if (text.ptr[i] == '.') return i;
    return SIZE_MAX;
}

static uint32_t add_path(struct paths *paths, struct slice text, uint32_t parent, struct slice key) {
    uint32_t known = paths->names.len;
    uint32_t id = intern_id(&paths->names, text);
    if (id < known) return id;
    while (id >= paths->cap) {
        paths->cap *= 2;
        paths->nodes = mem_realloc(paths->nodes, paths->cap, sizeof *paths->nodes);
    }
    struct slice kept = intern_str(&paths->names, id);
    paths->nodes[id] = (struct path_node){parent, slice_sub(kept, kept.len - key.len, kept.len), kept};
    return id;
}

/* From the front, so that parents are there first; the field's length is bounded by RULE_FIELD_BYTES_MAX. */
uint32_t paths_id(struct paths *paths, struct slice text) {
    uint32_t parent = PATH_ROOT;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '.') continue;
        struct slice part = slice_sub(text, 0, i);
        size_t dot = last_dot(part);
        parent = add_path(paths, part, parent, dot == SIZE_MAX ? part : slice_sub(part, dot + 1, part.len));
    }
    return parent;
}

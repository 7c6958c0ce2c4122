/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml_pack.c: see yaml_pack.h. Recursion is bounded by YAML_DEPTH_MAX. */
#include "detect/yaml_pack.h"

#include "base/limits.h"

enum { PLAIN = 4 };

static void put_number(struct buf *out, size_t n) {
    for (; n >= 0x80; n >>= 7) buf_putc(out, (char)(n | 0x80));
    buf_putc(out, (char)n);
}

void yaml_pack(const struct ynode *node, struct buf *out) {
    buf_putc(out, (char)((unsigned)node->kind | (node->plain ? PLAIN : 0)));
    put_number(out, node->line);
    put_number(out, node->column);
    put_number(out, node->kind == Y_SCALAR ? node->text.len : node->count);
    if (node->kind == Y_SCALAR) buf_put(out, node->text);
    for (size_t i = 0; node->kind == Y_LIST && i < node->count; i++) yaml_pack(node->items[i], out);
    for (size_t i = 0; node->kind == Y_MAP && i < node->count; i++) {
        yaml_pack(node->pairs[i].key, out);
        yaml_pack(node->pairs[i].value, out);
    }
}

static bool take_number(struct slice *packed, size_t *n) {
    *n = 0;
    for (unsigned shift = 0; packed->len && shift < 35; shift += 7) {
        unsigned byte = (unsigned char)*packed->ptr;
        *packed = slice_sub(*packed, 1, packed->len);
        *n |= (size_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return *n <= UINT32_MAX;
    }
    return false;
}

static struct ynode *take_node(struct slice *packed, unsigned depth, struct arena *arena);

static struct ynode *take_child(struct slice *packed, unsigned depth, struct arena *arena, struct ynode *parent) {
    struct ynode *child = take_node(packed, depth + 1, arena);
    if (child) parent->weight += child->weight;
    return child;
}

static bool take_children(struct slice *packed, unsigned depth, struct arena *arena, struct ynode *node) {
    if (depth >= YAML_DEPTH_MAX || node->count > packed->len) return false; /* no node is smaller than a byte */
    if (node->kind == Y_LIST) node->items = ARENA_ARRAY(arena, struct ynode *, node->count);
    else node->pairs = ARENA_ARRAY(arena, struct ypair, node->count);
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == Y_LIST) {
            if (!(node->items[i] = take_child(packed, depth, arena, node))) return false;
            continue;
        }
        struct ynode *key = take_child(packed, depth, arena, node);
        struct ynode *value = key && key->kind == Y_SCALAR ? take_child(packed, depth, arena, node) : NULL;
        if (!value) return false;
        node->pairs[i] = (struct ypair){key, value};
    }
    return true;
}

static struct ynode *take_node(struct slice *packed, unsigned depth, struct arena *arena) {
    size_t line, column, size;
    if (!packed->len) return NULL;
    unsigned what = (unsigned char)*packed->ptr;
    *packed = slice_sub(*packed, 1, packed->len);
    if ((what & ~(unsigned)PLAIN) > Y_MAP) return NULL;
    if (!take_number(packed, &line) || !take_number(packed, &column) || !take_number(packed, &size)) return NULL;
    struct ynode *node = ARENA_NEW(arena, struct ynode);
    *node = (struct ynode){.kind = (enum ykind)(what & 3),
                           .plain = what & PLAIN,
                           .line = (uint32_t)line,
                           .column = (uint32_t)column,
                           .weight = 1};
    if (node->kind != Y_SCALAR) {
        node->count = size;
        return take_children(packed, depth, arena, node) ? node : NULL;
    }
    if (size > packed->len) return NULL;
    node->text = slice_sub(*packed, 0, size);
    *packed = slice_sub(*packed, size, packed->len);
    return node;
}

struct ynode *yaml_unpack(struct slice *packed, struct arena *arena) {
    return take_node(packed, 0, arena);
}

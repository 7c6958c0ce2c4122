/* SPDX-License-Identifier: Apache-2.0 */
/* detect/collection.c: see collection.h. Merging shares nodes and copies only the maps that change. */
#include "detect/collection.h"

#include "base/limits.h"

void collection_init(struct collection *c) {
    *c = (struct collection){0};
    arena_init(&c->arena, 0);
}

void collection_release(struct collection *c) {
    arena_release(&c->arena);
}

void collection_begin(struct collection *c) {
    arena_reset(&c->arena);
    c->global = c->last = NULL;
    c->merged = 0;
}

static struct ypair *find_pair(struct ynode *map, struct slice key) {
    for (size_t i = 0; i < map->count; i++)
        if (slice_eq(map->pairs[i].key->text, key)) return &map->pairs[i];
    return NULL;
}

/* `over` laid over `under`: both are maps. Depth is bounded by YAML_DEPTH_MAX, which both trees kept. NULL: too large.
 */
static struct ynode *merge(struct collection *c, const struct ynode *under, const struct ynode *over) {
    c->merged += under->weight + over->weight;
    if (under->count + over->count > COLLECTION_KEYS_MAX || c->merged > COLLECTION_NODES_MAX) return NULL;
    struct ynode *map = ARENA_NEW(&c->arena, struct ynode);
    *map = *over;
    map->pairs = ARENA_ARRAY(&c->arena, struct ypair, under->count + over->count);
    map->count = under->count;
    map->weight = under->weight + over->weight; /* never less than it is */
    if (under->count) memcpy(map->pairs, under->pairs, under->count * sizeof *map->pairs);
    for (size_t i = 0; i < over->count; i++) {
        struct ypair pair = over->pairs[i], *old = find_pair(map, pair.key->text);
        bool maps = old && old->value->kind == Y_MAP && pair.value->kind == Y_MAP;
        if (maps) pair.value = merge(c, old->value, pair.value);
        if (!pair.value) return NULL;
        if (old) *old = pair;
        else map->pairs[map->count++] = pair;
    }
    return map;
}

static bool merge_or_fail(struct collection *c, const struct ynode *under, const struct ynode *over,
                          const struct ynode **out, struct err *err) {
    const struct ynode *map = merge(c, under, over);
    if (map) return *out = map, true;
    err_set(err, ERR_LIMIT,
            "merging by action makes more than %u keys in one map (COLLECTION_KEYS_MAX) or %u nodes in "
            "one file (COLLECTION_NODES_MAX)",
            COLLECTION_KEYS_MAX, COLLECTION_NODES_MAX);
    err->line = over->line;
    err->column = over->column;
    return false;
}

static struct ynode *without_action(struct arena *arena, const struct ynode *root) {
    struct ynode *map = ARENA_NEW(arena, struct ynode);
    *map = *root;
    map->count = 0;
    map->pairs = ARENA_ARRAY(arena, struct ypair, root->count);
    for (size_t i = 0; i < root->count; i++)
        if (!slice_eq(root->pairs[i].key->text, SLICE("action"))) map->pairs[map->count++] = root->pairs[i];
    return map;
}

static bool make_global(struct collection *c, const struct ynode *root, struct err *err) {
    if (!c->global) {
        c->global = root;
        return true;
    }
    return merge_or_fail(c, c->global, root, &c->global, err);
}

static bool act(struct collection *c, const struct ynode *action, const struct ynode *root, const struct ynode **out,
                struct err *err) {
    struct slice word = action->kind == Y_SCALAR ? action->text : SLICE("");
    if (slice_eq(word, SLICE("global"))) return make_global(c, root, err);
    if (slice_eq(word, SLICE("reset"))) {
        c->global = NULL;
        return true;
    }
    if (!slice_eq(word, SLICE("repeat"))) return yaml_error(err, action, "action is global, repeat or reset");
    if (!c->last) return yaml_error(err, action, "action \"repeat\" without a document before it");
    if (!merge_or_fail(c, c->last, root, &c->last, err)) return false;
    *out = c->last;
    return true;
}

bool collection_take(struct collection *c, const struct ynode *root, const struct ynode **out, struct err *err) {
    const struct ynode *action = root->kind == Y_MAP ? yaml_get(root, "action") : NULL;
    *out = NULL;
    if (action) return act(c, action, without_action(&c->arena, root), out, err);
    *out = root;
    if (c->global && root->kind == Y_MAP && !merge_or_fail(c, c->global, root, out, err)) return false;
    c->last = root->kind == Y_MAP ? *out : NULL;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/detection.c: the `detection:` map: searches by name, then the condition over them.
 *
 * A map is AND, a list is OR; a list of plain values is keywords (rules specification 2.1, "Detection").
 */
#include "base/mem.h"
#include "detect/condition.h"

static struct expr *expr_new(struct ruleset_builder *b, enum expr_kind kind, size_t kids) {
    struct expr *e = ARENA_NEW(&b->arena, struct expr);
    e->kind = kind;
    e->kids = ARENA_ARRAY(&b->arena, const struct expr *, kids);
    return e;
}

static struct expr *parse_item(struct ruleset_builder *b, const struct ynode *key, const struct ynode *value,
                               struct err *err) {
    struct expr *e = expr_new(b, EXPR_ITEM, 0);
    const struct item *item = e->item = item_parse(b, key, value, err);
    if (!item) return NULL;
    /* Placeholders without values: OR of nothing, which never holds and files the rule under no call at all. */
    bool never = item->count == 0 && item->set.slots == 0 && !item->nets && !item->negate;
    if (never) e->kind = EXPR_OR;
    return e;
}

static struct expr *parse_map(struct ruleset_builder *b, const struct ynode *map, struct err *err) {
    struct expr *e = expr_new(b, EXPR_AND, map->count);
    if (map->count == 0) return yaml_error(err, map, "a search without fields"), NULL;
    for (size_t i = 0; i < map->count; i++) {
        struct expr *item = parse_item(b, map->pairs[i].key, map->pairs[i].value, err);
        if (!item) return NULL;
        if (map->count == 1) return item;
        e->kids[e->count++] = item;
    }
    return e;
}

/* Plain values, searched in every string of the event. */
static struct expr *parse_keywords(struct ruleset_builder *b, const struct ynode *values, struct err *err) {
    struct ynode key = {.kind = Y_SCALAR, .line = values->line, .column = values->column};
    return parse_item(b, &key, values, err);
}

static bool holds_maps(const struct ynode *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == Y_MAP) return true;
    return false;
}

static struct expr *parse_list(struct ruleset_builder *b, const struct ynode *list, struct err *err) {
    if (!holds_maps(list)) return parse_keywords(b, list, err);
    struct expr *e = expr_new(b, EXPR_OR, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct ynode *part = list->items[i];
        struct expr *kid = part->kind == Y_MAP ? parse_map(b, part, err) : parse_keywords(b, part, err);
        if (!kid) return NULL;
        e->kids[e->count++] = kid;
    }
    return e;
}

static struct expr *parse_search(struct ruleset_builder *b, const struct ynode *node, struct err *err) {
    if (node->kind == Y_MAP) return parse_map(b, node, err);
    if (node->kind == Y_LIST) return parse_list(b, node, err);
    return parse_keywords(b, node, err);
}

/* One condition, or a list of which any may hold. */
static const struct expr *parse_conditions(struct condition_scope *scope, const struct ynode *node, struct err *err) {
    if (node->kind != Y_LIST) return condition_parse(scope, node, err);
    if (node->count == 0) return yaml_error(err, node, "an empty list of conditions"), NULL;
    struct expr *any = expr_new(scope->builder, EXPR_OR, node->count);
    for (size_t i = 0; i < node->count; i++) {
        const struct expr *e = condition_parse(scope, node->items[i], err);
        if (!e) return NULL;
        any->kids[any->count++] = e;
    }
    return any;
}

/* A search that no condition names is a slip more often than not, and yet the rule says what it says. */
static void warn_of_unused(struct ruleset_builder *b, const struct search *searches, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (searches[i].expr->named) continue;
        struct slice what =
            arena_printf(&b->scratch, "search \"%.*s\" is in no condition", SLICE_FMT(searches[i].name));
        builder_warn(b, searches[i].line, searches[i].column, what.ptr);
    }
}

static void keep_searches(struct ruleset_builder *b, const struct search *searches, size_t count) {
    struct named_search *kept = ARENA_ARRAY(&b->arena, struct named_search, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = (struct named_search){arena_dup(&b->arena, searches[i].name), searches[i].expr};
    b->searches = kept;
    b->search_count = count;
}

static void keep_condition(struct ruleset_builder *b, const struct ynode *node) {
    struct buf text;
    buf_init(&text);
    if (node->kind != Y_LIST) buf_put(&text, slice_trim(node->text));
    for (size_t i = 0; node->kind == Y_LIST && i < node->count; i++)
        buf_printf(&text, "%s(%.*s)", i ? " or " : "", SLICE_FMT(slice_trim(node->items[i]->text)));
    b->condition = arena_dup(&b->arena, buf_slice(&text));
    buf_release(&text);
}

const struct expr *detection_parse(struct ruleset_builder *b, const struct ynode *node, const char *other_key,
                                   struct err *err) {
    if (node->kind != Y_MAP) return yaml_error(err, node, "a map of searches and a condition is expected"), NULL;
    const struct ynode *condition = yaml_get(node, "condition");
    if (!condition) return yaml_error(err, node, "there is no condition"), NULL;
    struct search *searches = ARENA_ARRAY(&b->scratch, struct search, node->count);
    size_t count = 0;
    for (size_t i = 0; i < node->count; i++) {
        struct ypair pair = node->pairs[i];
        bool other = pair.value == condition || slice_eq(pair.key->text, slice_cstr(other_key));
        if (other) continue;
        struct expr *e = parse_search(b, pair.value, err);
        if (!e) return NULL;
        searches[count++] = (struct search){pair.key->text, e, pair.key->line, pair.key->column};
    }
    struct condition_scope scope = {.builder = b, .searches = searches, .count = count};
    const struct expr *all = parse_conditions(&scope, condition, err);
    if (!all) return NULL;
    warn_of_unused(b, searches, count);
    keep_searches(b, searches, count);
    keep_condition(b, condition);
    return all;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/corr_parse.c: the `correlation:` map. Source: Sigma correlation rules specification 2.1. */
#include <inttypes.h>

#include "base/timefmt.h"
#include "detect/rule.h"
#include "detect/suggest.h"

static const struct {
    const char *name;
    enum corr_type type;
} TYPES[] = {
    {"event_count", CORR_EVENT_COUNT},           {"value_count", CORR_VALUE_COUNT},   {"temporal", CORR_TEMPORAL},
    {"temporal_ordered", CORR_TEMPORAL_ORDERED}, {"value_sum", CORR_VALUE_SUM},       {"value_avg", CORR_VALUE_AVG},
    {"value_percentile", CORR_VALUE_PERCENTILE}, {"value_median", CORR_VALUE_MEDIAN},
};
#define TYPE_COUNT (sizeof TYPES / sizeof *TYPES)

static const struct {
    const char *name;
    enum cmp cmp;
} BOUNDS[] = {{"gt", CMP_GT}, {"gte", CMP_GTE}, {"lt", CMP_LT}, {"lte", CMP_LTE}, {"eq", CMP_EQ}};

static bool parse_type(const struct ynode *root, const struct ynode *node, struct corr *corr, struct err *err) {
    if (!node) return yaml_error(err, root, "correlation has no type");
    if (node->kind != Y_SCALAR) return yaml_error(err, node, "correlation: type is a text");
    const char *names[TYPE_COUNT];
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        names[i] = TYPES[i].name;
        if (!slice_eq(node->text, slice_cstr(names[i]))) continue;
        corr->type = TYPES[i].type;
        return true;
    }
    const char *near = suggest(node->text, names, TYPE_COUNT);
    return yaml_error(err, node, "unknown correlation type \"%.*s\"%s%s%s", SLICE_FMT(node->text),
                      near ? ": did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* A text or a list of texts. */
static bool read_texts(struct arena *arena, const struct ynode *node, struct slice **out, size_t *count, size_t max,
                       const char *limit, struct err *err) {
    bool list = node->kind == Y_LIST;
    size_t n = list ? node->count : 1;
    if (n > max) return yaml_error(err, node, "correlation: more than %zu entries (%s)", max, limit);
    struct slice *texts = ARENA_ARRAY(arena, struct slice, n);
    for (size_t i = 0; i < n; i++) {
        const struct ynode *item = list ? node->items[i] : node;
        if (item->kind != Y_SCALAR || slice_empty(item->text))
            return yaml_error(err, item, "correlation: a text is expected");
        texts[i] = arena_dup(arena, item->text);
    }
    *out = texts;
    *count = n;
    return true;
}

static bool parse_rules(struct arena *arena, const struct ynode *root, struct corr *corr, struct err *err) {
    const struct ynode *node = yaml_get(root, "rules");
    if (!node) return yaml_error(err, root, "correlation has no rules");
    if (!read_texts(arena, node, &corr->refs, &corr->ref_count, CORR_RULES_MAX, "CORR_RULES_MAX", err)) return false;
    if (corr->ref_count == 0) return yaml_error(err, node, "correlation has no rules");
    corr->ref_lines = ARENA_ARRAY(arena, uint32_t, corr->ref_count);
    corr->ref_columns = ARENA_ARRAY(arena, uint32_t, corr->ref_count);
    corr->rules = ARENA_ARRAY(arena, uint32_t, corr->ref_count);
    corr->bases = ARENA_ARRAY(arena, struct rule *, corr->ref_count);
    for (size_t i = 0; i < corr->ref_count; i++) {
        const struct ynode *item = node->kind == Y_LIST ? node->items[i] : node;
        corr->ref_lines[i] = item->line;
        corr->ref_columns[i] = item->column;
    }
    return true;
}

static bool parse_timespan(const struct ynode *root, struct corr *corr, struct err *err) {
    const struct ynode *node = yaml_get(root, "timespan");
    if (!node) return yaml_error(err, root, "correlation has no timespan");
    if (node->kind == Y_SCALAR && time_parse_length(node->text, &corr->timespan)) return true;
    return yaml_error(err, node, "\"%.*s\" is not a length of time such as 30s, 5m, 2h, 7d", SLICE_FMT(node->text));
}

/* What is counted is compared with whole numbers, what is calculated with any. */
static bool read_bound(const struct ynode *value, const struct corr *corr, struct number *out, struct err *err) {
    bool counts = corr->type <= CORR_VALUE_COUNT, number = value->kind == Y_SCALAR && number_parse(value->text, out);
    if (number && (!counts || (out->integer && out->i >= 0))) return true;
    return yaml_error(err, value, counts ? "a count is a whole number" : "a number is expected");
}

static bool parse_bound(const struct ynode *key, const struct ynode *value, struct corr *corr, struct err *err) {
    for (size_t i = 0; i < sizeof BOUNDS / sizeof *BOUNDS; i++) {
        if (!slice_eq(key->text, slice_cstr(BOUNDS[i].name))) continue;
        struct corr_bound bound = {.cmp = BOUNDS[i].cmp};
        if (!read_bound(value, corr, &bound.number, err)) return false;
        corr->bounds[corr->bound_count++] = bound; /* keys are distinct, so they fit */
        return true;
    }
    return yaml_error(err, key, "condition: unknown key \"%.*s\" (gt, gte, lt, lte, eq, field, percentile)",
                      SLICE_FMT(key->text));
}

static bool parse_percentile(const struct ynode *key, const struct ynode *value, struct corr *corr, struct err *err) {
    struct number n;
    if (corr->type != CORR_VALUE_PERCENTILE)
        return yaml_error(err, key, "condition: percentile belongs to value_percentile");
    if (value->kind != Y_SCALAR || !number_parse(value->text, &n) || n.d < 0 || n.d > 100)
        return yaml_error(err, value, "a percentile is a number from 0 to 100");
    corr->percentile = n.d;
    return true;
}

static bool parse_fields(struct arena *arena, const struct ynode *node, struct corr *corr, struct err *err) {
    if (!read_texts(arena, node, &corr->fields, &corr->field_count, CORR_FIELDS_MAX, "CORR_FIELDS_MAX", err))
        return false;
    if (corr->field_count > 1 && corr->type != CORR_VALUE_COUNT)
        return yaml_error(err, node, "only value_count takes several fields");
    return true;
}

static bool parse_condition_key(struct arena *arena, struct ypair pair, struct corr *corr, struct err *err) {
    if (slice_eq(pair.key->text, SLICE("field"))) return parse_fields(arena, pair.value, corr, err);
    if (slice_eq(pair.key->text, SLICE("percentile"))) return parse_percentile(pair.key, pair.value, corr, err);
    return parse_bound(pair.key, pair.value, corr, err);
}

static bool parse_condition(struct arena *arena, const struct ynode *root, struct corr *corr, struct err *err) {
    const struct ynode *node = yaml_get(root, "condition");
    bool temporal = corr->type == CORR_TEMPORAL || corr->type == CORR_TEMPORAL_ORDERED;
    if (!node) return temporal || yaml_error(err, root, "correlation has no condition");
    if (node->kind != Y_MAP)
        return yaml_error(err, node, "correlation: only a map of counts is supported as condition");
    corr->percentile = -1;
    for (size_t i = 0; i < node->count; i++)
        if (!parse_condition_key(arena, node->pairs[i], corr, err)) return false;
    if (corr->bound_count == 0) return yaml_error(err, node, "condition has no bound (gt, gte, lt, lte, eq)");
    if (corr->type >= CORR_VALUE_COUNT && corr->field_count == 0)
        return yaml_error(err, node, "a correlation of values needs condition.field");
    if (corr->type == CORR_VALUE_PERCENTILE && corr->percentile < 0)
        return yaml_error(err, node, "value_percentile needs condition.percentile, from 0 to 100");
    return true;
}

static bool parse_alias(struct arena *arena, const struct ynode *name, const struct ynode *map, struct corr *corr,
                        struct err *err) {
    if (map->kind != Y_MAP) return yaml_error(err, map, "an alias maps rule names to fields");
    for (size_t i = 0; i < map->count; i++) {
        struct ypair pair = map->pairs[i];
        if (pair.value->kind != Y_SCALAR) return yaml_error(err, pair.value, "an alias maps rule names to fields");
        corr->aliases[corr->alias_count++] = (struct corr_alias){
            arena_dup(arena, name->text), arena_dup(arena, pair.key->text), arena_dup(arena, pair.value->text)};
    }
    return true;
}

static bool parse_aliases(struct arena *arena, const struct ynode *root, struct corr *corr, struct err *err) {
    const struct ynode *node = yaml_get(root, "aliases");
    if (!node) return true;
    if (node->kind != Y_MAP) return yaml_error(err, node, "aliases is a map");
    corr->aliases = ARENA_ARRAY(arena, struct corr_alias, node->weight);
    for (size_t i = 0; i < node->count; i++)
        if (!parse_alias(arena, node->pairs[i].key, node->pairs[i].value, corr, err)) return false;
    return true;
}

static bool check_keys(const struct ynode *node, struct err *err) {
    static const char *const keys[] = {"type", "rules", "group-by", "timespan", "condition", "aliases", "generate"};
    const size_t count = sizeof keys / sizeof *keys;
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *key = node->pairs[i].key;
        bool known = false;
        for (size_t k = 0; k < count; k++) known = known || slice_eq(key->text, slice_cstr(keys[k]));
        const char *near = known ? NULL : suggest(key->text, keys, count);
        if (near) return yaml_error(err, key, "unknown key \"%.*s\": did you mean \"%s\"?", SLICE_FMT(key->text), near);
        if (!known) return yaml_error(err, key, "correlation: unknown key \"%.*s\"", SLICE_FMT(key->text));
    }
    return true;
}

struct corr *corr_parse(struct ruleset_builder *b, const struct ynode *node, struct err *err) {
    struct arena *arena = &b->arena;
    struct corr *corr = ARENA_NEW(arena, struct corr);
    if (node->kind != Y_MAP) return yaml_error(err, node, "correlation is a map"), NULL;
    if (!check_keys(node, err) || !parse_type(node, yaml_get(node, "type"), corr, err)) return NULL;
    if (!parse_rules(arena, node, corr, err) || !parse_timespan(node, corr, err)) return NULL;
    const struct ynode *group = yaml_get(node, "group-by"), *generate = yaml_get(node, "generate");
    if (group &&
        !read_texts(arena, group, &corr->group_by, &corr->group_count, CORR_FIELDS_MAX, "CORR_FIELDS_MAX", err))
        return NULL;
    if (generate && !yaml_is_bool(generate, &corr->generate))
        return yaml_error(err, generate, "generate is true or false"), NULL;
    return parse_condition(arena, node, corr, err) && parse_aliases(arena, node, corr, err) ? corr : NULL;
}

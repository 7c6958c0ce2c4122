/* SPDX-License-Identifier: Apache-2.0 */
/* detect/describe.c: see describe.h. rule_calls() is in dispatch.c, whose business pairs are. */
#include "detect/describe.h"

#include <stdlib.h>

#include "base/mem.h"
#include "detect/corr_keys.h"

/* --- cost --- */

struct counting {
    struct rule_cost cost;
    uint32_t *paths;
    size_t path_count, path_cap;
};

static void count_path(struct counting *c, uint32_t path) {
    if (path == PATH_KEYWORDS) {
        c->cost.keywords++;
        return;
    }
    for (size_t i = 0; i < c->path_count; i++)
        if (c->paths[i] == path) return;
    VEC_PUSH(c->paths, c->path_count, c->path_cap, path);
    c->cost.fields++;
}

static void count_item(struct counting *c, const struct item *item) {
    count_path(c, item->path);
    c->cost.comparisons += item->set.slots > 0;
    for (size_t i = 0; i < item->count; i++) {
        const struct test *t = &item->tests[i];
        if (t->op == TEST_FIELDREF) count_path(c, t->field);
        if (t->op == TEST_REGEX || t->op == TEST_GLOB) c->cost.regexes++;
        else c->cost.comparisons++;
    }
}

/* As deep as the rule's conditions. */
static void count_expr(struct counting *c, const struct expr *e) {
    if (e->kind == EXPR_ITEM) count_item(c, e->item);
    for (size_t i = 0; i < e->count; i++) count_expr(c, e->kids[i]);
}

struct rule_cost rule_cost(const struct ruleset *rs, uint32_t rule) {
    struct counting c = {0};
    if (rule < rs->rule_count && rs->exprs[rule]) count_expr(&c, rs->exprs[rule]);
    free(c.paths);
    return c.cost;
}

/* --- names --- */

size_t rule_bases(const struct ruleset *rs, uint32_t rule, const uint32_t **bases) {
    const struct corr *corr = rule < rs->rule_count ? rs->rules[rule]->corr : NULL;
    *bases = corr ? corr->rules : NULL;
    return corr ? corr->ref_count : 0;
}

bool rule_by_name(const struct ruleset *rs, struct slice name, uint32_t *rule) {
    size_t begins = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        const struct rule *r = rs->rules[i];
        if (r->origin) continue;
        if (rule_answers_to(r, name)) {
            *rule = i;
            return true;
        }
        if (name.len && slice_starts(r->info.id, name)) at = i, begins++;
    }
    if (begins != 1) return false;
    *rule = at;
    return true;
}

uint32_t rule_line(const struct ruleset *rs, uint32_t rule) {
    return rule < rs->rule_count ? rs->rules[rule]->line : 0;
}

/* --- explaining --- */

size_t rule_explain(struct matcher *m, uint32_t rule, struct arena *arena, const struct rule_search **searches) {
    const struct rule *r = matcher_rules(m)->rules[rule];
    struct rule_search *out = ARENA_ARRAY(arena, struct rule_search, r->search_count);
    for (size_t i = 0; i < r->search_count; i++)
        out[i] = (struct rule_search){r->searches[i].name, matcher_holds(m, r->searches[i].expr)};
    *searches = out;
    return r->search_count;
}

struct slice rule_condition(const struct ruleset *rs, uint32_t rule) {
    return rule < rs->rule_count ? rs->rules[rule]->condition : (struct slice){0};
}

static int by_index(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

size_t rules_of_call(const struct ruleset *rs, const struct event *ev, struct arena *arena, const uint32_t **rules) {
    uint64_t source = dispatch_part(fold_dup(arena, ev->source)), name = dispatch_part(fold_dup(arena, ev->name));
    const uint64_t hashes[] = {dispatch_join(source, name), dispatch_join(0, name), dispatch_join(source, 0)};
    uint32_t *out = ARENA_ARRAY(arena, uint32_t, rs->rule_count * 3);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < 3; i++) {
        const struct dispatch_slot *slot = dispatch_find(&rs->dispatch, hashes[i]);
        for (uint32_t k = 0; slot && k < slot->count; k++) out[count++] = rs->dispatch.rules[slot->from + k];
    }
    if (count) qsort(out, count, sizeof *out, by_index);
    for (size_t i = 0; i < count; i++) {
        bool again = kept && out[i] == out[kept - 1];
        if (!again && !rs->rules[out[i]]->origin) out[kept++] = out[i];
    }
    *rules = out;
    return kept;
}

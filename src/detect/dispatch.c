/* SPDX-License-Identifier: Apache-2.0 */
/* detect/dispatch.c: which rules an event can match at all, by its eventSource and eventName.
 *
 * From a rule's conditions come the (source, name) pairs of which one must hold for the rule to match: equality gives
 * the pair, AND joins pairs, OR adds them up, everything else gives "any". The rule is filed under the hash of each. A
 * hash that collides only costs a rule that is evaluated in vain. Law: a rule that matches an event is found by it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/describe.h"
#include "detect/rule.h"

struct keys {
    struct rule_call *items;
    size_t len, cap;
    bool any; /* no pair is needed: then there are no items */
};

struct filing {
    uint64_t hash;
    uint32_t rule;
};

struct filings {
    struct filing *items;
    size_t len, cap;
};

uint64_t dispatch_part(struct slice folded) {
    return slice_empty(folded) ? 0 : hash64(folded, 0);
}

static struct keys keys_any(void) {
    return (struct keys){.any = true};
}

/* Plain texts of one of the two fields. An absent field is an empty text nowhere, so "" may stand for any. */
static struct keys keys_of_item(const struct item *item, const struct paths *paths, struct arena *arena) {
    struct slice field = item->path == PATH_KEYWORDS ? SLICE("") : paths->nodes[item->path].text;
    bool source = slice_eq(field, SLICE("eventSource")), name = slice_eq(field, SLICE("eventName"));
    if ((!source && !name) || item->negate || item->part != TIME_WHOLE || (item->all && item->count != 1))
        return keys_any();
    struct keys keys = {0};
    for (size_t i = 0; i < item->count + item->set.slots; i++) {
        bool in_set = i >= item->count;
        if (in_set && item->set.hashes[i - item->count] == 0) continue;
        if (!in_set && item->tests[i].op != TEST_EQUAL) keys.any = true;
        if (keys.any) break;
        struct slice text = in_set ? item->set.texts[i - item->count] : fold_dup(arena, item->tests[i].text);
        struct rule_call key = {source ? text : SLICE(""), name ? text : SLICE("")};
        VEC_PUSH(keys.items, keys.len, keys.cap, key);
        if (slice_empty(text) || keys.len > RULE_DISPATCH_KEYS_MAX) keys.any = true;
    }
    if (!keys.any) return keys;
    free(keys.items);
    return keys_any();
}

/* Both must hold of one part: false when they contradict. */
static bool join_part(struct slice a, struct slice b, struct slice *out) {
    *out = slice_empty(a) ? b : a;
    return slice_empty(a) || slice_empty(b) || slice_eq(a, b);
}

static struct keys keys_join(struct keys a, struct keys b) {
    if (a.any) return b;
    bool keep_a = b.any || a.len * b.len > RULE_DISPATCH_KEYS_MAX;
    struct keys out = {0};
    for (size_t i = 0; !keep_a && i < a.len * b.len; i++) {
        struct rule_call x = a.items[i / b.len], y = b.items[i % b.len], both;
        if (join_part(x.source, y.source, &both.source) && join_part(x.name, y.name, &both.name))
            VEC_PUSH(out.items, out.len, out.cap, both);
    }
    free(b.items);
    if (keep_a) return a;
    free(a.items);
    return out;
}

static struct keys keys_add(struct keys a, struct keys b) {
    bool any = a.any || b.any || a.len + b.len > RULE_DISPATCH_KEYS_MAX;
    for (size_t i = 0; !any && i < b.len; i++) VEC_PUSH(a.items, a.len, a.cap, b.items[i]);
    free(b.items);
    if (!any) return a;
    free(a.items);
    return keys_any();
}

/* Recursion is bounded by RULE_CONDITION_DEPTH_MAX and the three levels of a search. */
static struct keys keys_of(const struct expr *e, const struct paths *paths, struct arena *arena) {
    if (e->kind == EXPR_ITEM) return keys_of_item(e->item, paths, arena);
    if (e->kind == EXPR_NOT) return keys_any();
    struct keys keys = e->kind == EXPR_AND ? keys_any() : (struct keys){0};
    for (size_t i = 0; i < e->count; i++) {
        struct keys kid = keys_of(e->kids[i], paths, arena);
        keys = e->kind == EXPR_AND ? keys_join(keys, kid) : keys_add(keys, kid);
        if (e->kind == EXPR_OR && keys.any) break;
    }
    return keys;
}

static int by_hash(const void *a, const void *b) {
    const struct filing *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static void put_slot(struct dispatch *d, struct dispatch_slot slot) {
    size_t i = slot.hash & (d->slot_count - 1);
    while (d->slots[i].hash) i = (i + 1) & (d->slot_count - 1);
    d->slots[i] = slot;
}

static void fill_table(struct dispatch *d, struct filings *f) {
    if (f->len) qsort(f->items, f->len, sizeof *f->items, by_hash);
    d->slot_count = 16;
    while (d->slot_count < f->len * 2) d->slot_count *= 2;
    d->slots = mem_zalloc(d->slot_count, sizeof *d->slots);
    d->rules = mem_zalloc(f->len + 1, sizeof *d->rules);
    uint32_t n = 0;
    for (size_t i = 0; i < f->len;) {
        struct dispatch_slot slot = {f->items[i].hash, n, 0};
        for (; i < f->len && f->items[i].hash == slot.hash; i++) {
            bool again = slot.count && d->rules[n - 1] == f->items[i].rule;
            if (again) continue;
            d->rules[n++] = f->items[i].rule;
            slot.count++;
        }
        put_slot(d, slot);
    }
}

void dispatch_build(struct dispatch *d, struct rule *const *rules, size_t count, const struct paths *paths,
                    struct arena *arena) {
    struct filings f = {0};
    d->generic = mem_zalloc(count + 1, sizeof *d->generic);
    for (size_t r = 0; r < count; r++) {
        if (!rules[r]->expr) continue;
        struct keys keys = keys_of(rules[r]->expr, paths, arena);
        rules[r]->info.any_call = keys.any;
        if (keys.any) d->generic[d->generic_count++] = (uint32_t)r;
        for (size_t i = 0; i < keys.len; i++) {
            struct filing filing = {dispatch_hash(keys.items[i].source, keys.items[i].name), (uint32_t)r};
            VEC_PUSH(f.items, f.len, f.cap, filing);
        }
        free(keys.items);
    }
    fill_table(d, &f);
    free(f.items);
}

size_t rule_calls(const struct ruleset *rs, uint32_t rule, struct arena *arena, const struct rule_call **calls) {
    *calls = NULL;
    if (rule >= rs->rule_count || !rs->exprs[rule]) return 0;
    struct keys keys = keys_of(rs->exprs[rule], &rs->paths, arena);
    struct rule_call *own = ARENA_ARRAY(arena, struct rule_call, keys.len);
    if (keys.len) memcpy(own, keys.items, keys.len * sizeof *own);
    free(keys.items);
    *calls = own;
    return keys.len;
}

void dispatch_release(struct dispatch *d) {
    free(d->slots);
    free(d->rules);
    free(d->generic);
    *d = (struct dispatch){0};
}

const struct dispatch_slot *dispatch_find(const struct dispatch *d, uint64_t hash) {
    for (size_t i = hash & (d->slot_count - 1); d->slots[i].hash; i = (i + 1) & (d->slot_count - 1))
        if (d->slots[i].hash == hash) return &d->slots[i];
    return NULL;
}

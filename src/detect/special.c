/* SPDX-License-Identifier: Apache-2.0 */
/* detect/special.c: reduces rules in three-valued logic: always, never, or what is left. See special.h. */
#include "detect/special.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "detect/verdicts.h"

static const struct expr ALWAYS, NEVER; /* told by their addresses */

void specials_init(struct specials *s, const struct ruleset *rs) {
    *s = (struct specials){.slots = mem_zalloc(SPECIAL_SLOTS, sizeof *s->slots),
                           .taken = mem_zalloc(rs->rule_count + 1, sizeof *s->taken),
                           .left = mem_zalloc(rs->rule_count + 1, sizeof *s->left)};
    arena_init(&s->arena, 0);
}

void specials_release(struct specials *s) {
    arena_release(&s->arena);
    free(s->slots);
    free(s->taken);
    free(s->left);
    *s = (struct specials){0};
}

static void forget(struct specials *s) {
    memset(s->slots, 0, SPECIAL_SLOTS * sizeof *s->slots);
    arena_reset(&s->arena);
    s->bytes = 0;
}

static void *take(struct specials *s, size_t count, size_t size) {
    s->bytes += count * size;
    return arena_alloc(&s->arena, count * size);
}

/* --- reducing --- */

struct special_kind special_kind_of(const struct event *ev) {
    return (struct special_kind){{ev->source, ev->name, ev->who.type, ev->who.issuer_type, ev->error_code}, ev->plain};
}

bool special_knows(const struct special_kind *kind, const struct path_node *node) {
    static const uint16_t fields[SPECIAL_TEXTS] = {
        [SPECIAL_SOURCE] = offsetof(struct event, source),
        [SPECIAL_NAME] = offsetof(struct event, name),
        [SPECIAL_TYPE] = offsetof(struct event, who.type),
        [SPECIAL_ISSUER] = offsetof(struct event, who.issuer_type),
        [SPECIAL_ERROR] = offsetof(struct event, error_code),
    };
    for (size_t i = 0; i < SPECIAL_TEXTS; i++)
        if (node->known == fields[i]) return kind->texts[i].len || kind->plain;
    return false;
}

struct reducer {
    struct specials *s;
    const struct ruleset *rs;
    const struct special_kind *kind;
    struct special_judge judge;
};

/* Decided by the kind: about one of its fields and about nothing else. */
static bool is_decided(const struct reducer *r, const struct item *item) {
    if (item->path == PATH_KEYWORDS) return false;
    for (size_t i = 0; i < item->count; i++)
        if (item->tests[i].op == TEST_FIELDREF) return false;
    return special_knows(r->kind, &r->rs->paths.nodes[item->path]);
}

static const struct expr *reduce(struct reducer *r, const struct expr *e);

static const struct expr *reduce_not(struct reducer *r, const struct expr *e) {
    const struct expr *kid = reduce(r, e->kids[0]);
    if (kid == &ALWAYS || kid == &NEVER) return kid == &ALWAYS ? &NEVER : &ALWAYS;
    if (kid == e->kids[0]) return e;
    const struct expr **kids = take(r->s, 1, sizeof *kids);
    struct expr *left = take(r->s, 1, sizeof *left);
    kids[0] = kid;
    *left = (struct expr){.kind = EXPR_NOT, .kids = kids, .count = 1};
    return left;
}

/* AND ends with the first that never holds and loses those that always do; OR the other way round. */
static const struct expr *reduce_list(struct reducer *r, const struct expr *e) {
    const struct expr *ends = e->kind == EXPR_AND ? &NEVER : &ALWAYS, *falls = e->kind == EXPR_AND ? &ALWAYS : &NEVER;
    const struct expr **kids = NULL; /* made when something changes */
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct expr *kid = reduce(r, e->kids[i]);
        if (kid == ends) return ends;
        if (kid != e->kids[i] && !kids) {
            kids = take(r->s, e->count, sizeof *kids);
            memcpy(kids, e->kids, i * sizeof *kids);
            count = i;
        }
        if (kids && kid != falls) kids[count++] = kid;
    }
    if (!kids) return e;
    if (count == 0) return falls;
    if (count == 1) return kids[0];
    struct expr *left = take(r->s, 1, sizeof *left);
    *left = (struct expr){.kind = e->kind, .kids = kids, .count = count};
    return left;
}

/* As deep as the rule's expression. What is not touched stays the rule's own, with its memo. */
static const struct expr *reduce(struct reducer *r, const struct expr *e) {
    switch (e->kind) {
    case EXPR_NOT: return reduce_not(r, e);
    case EXPR_AND:
    case EXPR_OR: return reduce_list(r, e);
    case EXPR_ITEM: break;
    }
    if (!is_decided(r, e->item)) return e;
    return r->judge.holds(r->judge.ctx, e->item) != e->item->negate ? &ALWAYS : &NEVER;
}

/* --- guards --- */

/* Only a key that is there can make it hold. */
static bool needs_key(const struct item *item) {
    if (item->path == PATH_KEYWORDS || item->negate) return false;
    for (size_t i = 0; i < item->count; i++) {
        const struct test *t = &item->tests[i];
        if (t->op == TEST_NULL || t->op == TEST_FIELDREF || (t->op == TEST_EXISTS && !t->yes)) return false;
    }
    return item->count || item->set.slots || item->nets;
}

struct guard {
    uint32_t path, item;
};

static struct guard guard_of(const struct reducer *r, const struct expr *e);

/* All of its kids need a value at the same path. */
static struct guard guard_of_or(const struct reducer *r, const struct expr *e) {
    struct guard guard = guard_of(r, e->kids[0]);
    for (size_t i = 1; i < e->count; i++)
        if (guard_of(r, e->kids[i]).path != guard.path) return (struct guard){0};
    return (struct guard){.path = guard.path};
}

/* A path without which the expression cannot hold, and an item; rather a path that few events have. */
static struct guard guard_of(const struct reducer *r, const struct expr *e) {
    struct guard best = {0};
    if (e->kind == EXPR_ITEM) return needs_key(e->item) ? (struct guard){e->item->path, e->item->number} : best;
    if (e->kind == EXPR_OR) return guard_of_or(r, e);
    for (size_t i = 0; e->kind == EXPR_AND && i < e->count; i++) {
        struct guard guard = guard_of(r, e->kids[i]);
        if (guard.path == PATH_ROOT) continue;
        bool rarer = r->rs->paths.nodes[best.path].known && !r->rs->paths.nodes[guard.path].known;
        bool surer = guard.path == best.path && !best.item;
        if (best.path == PATH_ROOT || rarer || surer) best = guard;
    }
    return best;
}

static int by_guard(const void *left, const void *right) {
    const struct special_left *a = left, *b = right;
    if (a->guard != b->guard) return a->guard < b->guard ? -1 : 1;
    if (!a->item != !b->item) return a->item ? 1 : -1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* What is left of the rules, in runs that are guarded alike. */
static void group_rules(struct reducer *r) {
    struct specials *s = r->s;
    uint8_t *sieve = NULL;
    if (s->left_count) qsort(s->left, s->left_count, sizeof *s->left, by_guard);
    for (size_t i = s->left_count; i-- > 0;) {
        struct special_left *left = &s->left[i], *next = i + 1 < s->left_count ? left + 1 : NULL;
        bool last = !next || next->guard != left->guard || !next->item != !left->item;
        uint32_t items = r->rs->paths.nodes[left->guard].items;
        if (last) sieve = left->item ? memset(take(s, sieve_bytes(items), 1), 0, sieve_bytes(items)) : NULL;
        if (sieve) verdict_set(sieve, left->item - 1, false);
        left->alike = last ? 1 : next->alike + 1;
        left->sieve = sieve;
    }
}

/* --- one kind --- */

static void add_rules(struct reducer *r, const uint32_t *rules, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (r->s->taken[rules[i]] == r->s->number) continue;
        r->s->taken[rules[i]] = r->s->number;
        if (r->s->asked && !r->s->asked(ruleset_info(r->rs, rules[i]))) continue;
        const struct expr *left = reduce(r, r->rs->exprs[rules[i]]);
        if (left == &NEVER) continue;
        struct special_left *kept = &r->s->left[r->s->left_count++];
        *kept = (struct special_left){.rule = rules[i]};
        if (left == &ALWAYS) continue;
        struct guard guard = guard_of(r, left);
        *kept = (struct special_left){.rule = rules[i], .guard = guard.path, .item = guard.item, .expr = left};
    }
}

/* The rules filed under both parts, the name, the source, and those that may match anything. */
static void add_all(struct reducer *r) {
    const struct dispatch *d = &r->rs->dispatch;
    uint64_t source = dispatch_part(fold_dup(&r->s->arena, r->kind->texts[SPECIAL_SOURCE]));
    uint64_t name = dispatch_part(fold_dup(&r->s->arena, r->kind->texts[SPECIAL_NAME]));
    const uint64_t hashes[] = {dispatch_join(source, name), dispatch_join(0, name), dispatch_join(source, 0)};
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        const struct dispatch_slot *slot = dispatch_find(d, hashes[i]);
        if (slot) add_rules(r, d->rules + slot->from, slot->count);
    }
    add_rules(r, d->generic, d->generic_count);
}

static void fill(struct special *slot, struct reducer *r) {
    struct specials *s = r->s;
    s->number++;
    s->left_count = 0;
    add_all(r);
    group_rules(r);
    struct special_left *left = take(s, s->left_count, sizeof *left);
    memcpy(left, s->left, s->left_count * sizeof *left);
    *slot = (struct special){.kind.plain = r->kind->plain, .filled = true, .left = left, .count = s->left_count};
    for (size_t i = 0; i < SPECIAL_TEXTS; i++) {
        s->bytes += 2 * r->kind->texts[i].len; /* folded as well, for two of them */
        slot->kind.texts[i] = arena_dup(&s->arena, r->kind->texts[i]);
    }
}

/* By lengths and a few bytes: the services' names end alike, so theirs are taken from the front. */
static size_t place_of(const struct special_kind *kind) {
    const struct slice *t = kind->texts, source = t[SPECIAL_SOURCE], name = t[SPECIAL_NAME];
    uint32_t head = 0, tail = 0;
    if (source.len >= sizeof head) memcpy(&head, source.ptr, sizeof head);
    if (name.len >= sizeof tail) memcpy(&tail, name.ptr + name.len - sizeof tail, sizeof tail);
    uint64_t lens = t[SPECIAL_TYPE].len + (t[SPECIAL_ISSUER].len << 5) + (t[SPECIAL_ERROR].len << 10) + kind->plain;
    uint64_t mixed = ((uint64_t)head << 32 | tail) ^ (source.len << 40) ^ (name.len << 8) ^ lens << 16;
    return (size_t)(mixed * UINT64_C(0x9e3779b97f4a7c15) >> 40) & (SPECIAL_SLOTS - 1);
}

static bool same_kind(const struct special_kind *a, const struct special_kind *b) {
    for (size_t i = 0; i < SPECIAL_TEXTS; i++)
        if (!slice_eq(a->texts[i], b->texts[i])) return false;
    return a->plain == b->plain;
}

const struct special *special_of(struct specials *s, const struct ruleset *rs, const struct special_kind *kind,
                                 struct special_judge judge) {
    size_t home = place_of(kind);
    struct special *slot = NULL;
    for (size_t i = 0; i < SPECIAL_WAYS; i++) {
        slot = &s->slots[(home + i) & (SPECIAL_SLOTS - 1)];
        if (!slot->filled) break;
        if (same_kind(&slot->kind, kind)) return slot;
    }
    if (slot->filled) slot = &s->slots[home];
    if (s->bytes > SPECIAL_BYTES_MAX) forget(s);
    struct reducer reducer = {s, rs, kind, judge};
    fill(slot, &reducer);
    return slot;
}

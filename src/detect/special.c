/* SPDX-License-Identifier: Apache-2.0 */
/* detect/special.c: reduces rules in three-valued logic: always, never, or what is left. See special.h. */
#include "detect/special.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

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

struct reducer {
    struct specials *s;
    const struct ruleset *rs;
    struct slice source, name;
    struct special_judge judge;
};

/* Decided by the pair: about one of the two fields, which is there, and about nothing else. */
static bool is_decided(const struct reducer *r, const struct item *item) {
    if (item->path == PATH_KEYWORDS) return false;
    for (size_t i = 0; i < item->count; i++)
        if (item->tests[i].op == TEST_FIELDREF) return false;
    uint16_t known = r->rs->paths.nodes[item->path].known;
    return (known == offsetof(struct event, source) && r->source.len) ||
           (known == offsetof(struct event, name) && r->name.len);
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

/* --- one pair --- */

static void add_rules(struct reducer *r, const uint32_t *rules, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (r->s->taken[rules[i]] == r->s->number) continue;
        r->s->taken[rules[i]] = r->s->number;
        const struct expr *left = reduce(r, r->rs->exprs[rules[i]]);
        if (left == &NEVER) continue;
        struct special_left *kept = &r->s->left[r->s->left_count++];
        *kept = (struct special_left){rules[i], left == &ALWAYS ? NULL : left};
    }
}

/* The rules filed under both parts, the name, the source, and those that may match anything. */
static void add_all(struct reducer *r) {
    const struct dispatch *d = &r->rs->dispatch;
    uint64_t source = dispatch_part(fold_dup(&r->s->arena, r->source));
    uint64_t name = dispatch_part(fold_dup(&r->s->arena, r->name));
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
    struct special_left *left = take(s, s->left_count, sizeof *left);
    memcpy(left, s->left, s->left_count * sizeof *left);
    s->bytes += 2 * (r->source.len + r->name.len);
    *slot = (struct special){arena_dup(&s->arena, r->source), arena_dup(&s->arena, r->name), true, left, s->left_count};
}

/* By length and last bytes: the services' names end alike, so theirs are taken from the front. */
static size_t place_of(struct slice source, struct slice name) {
    uint32_t head = 0, tail = 0;
    memcpy(&head, source.ptr ? source.ptr : "", source.len < sizeof head ? source.len : sizeof head);
    if (name.len >= sizeof tail) memcpy(&tail, name.ptr + name.len - sizeof tail, sizeof tail);
    uint64_t mixed = ((uint64_t)head << 32 | tail) ^ (source.len << 40) ^ (name.len << 8);
    return (size_t)(mixed * UINT64_C(0x9e3779b97f4a7c15) >> 40) & (SPECIAL_SLOTS - 1);
}

const struct special *special_of(struct specials *s, const struct ruleset *rs, struct slice source, struct slice name,
                                 struct special_judge judge) {
    size_t home = place_of(source, name);
    struct special *slot = NULL;
    for (size_t i = 0; i < SPECIAL_WAYS; i++) {
        slot = &s->slots[(home + i) & (SPECIAL_SLOTS - 1)];
        if (!slot->filled) break;
        if (slice_eq(slot->name, name) && slice_eq(slot->source, source)) return slot;
    }
    if (slot->filled) slot = &s->slots[home];
    if (s->bytes > SPECIAL_BYTES_MAX) forget(s);
    struct reducer reducer = {s, rs, source, name, judge};
    fill(slot, &reducer);
    return slot;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/join.c: indexes over the set, of what the links ask for, then one look-up a link. See join.h. */
#include "lineage/join.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lineage/behalf.h"

/* --- a multimap from a number to actors: pairs sorted by (key, actor), for keys that are asked for --- */

struct pair {
    uint64_t key;
    uint32_t actor;
};

struct index {
    struct pair *pairs;
    size_t count, cap;
    uint64_t *asked; /* a set: open addressing, 0 is empty */
    size_t mask;
};

/* For `count` keys at most. */
static void index_init(struct index *index, size_t count) {
    size_t slots = 16;
    while (slots < 2 * count) slots *= 2;
    *index = (struct index){.asked = mem_zalloc(slots, sizeof *index->asked), .mask = slots - 1};
}

static void index_release(struct index *index) {
    free(index->asked);
    free(index->pairs);
}

/* Where the key is in the set, or would be. The keys are hashes. */
static uint64_t *asked_slot(const struct index *index, uint64_t key) {
    size_t at = key & index->mask;
    while (index->asked[at] && index->asked[at] != key) at = (at + 1) & index->mask;
    return &index->asked[at];
}

static void index_ask(struct index *index, uint64_t key) {
    *asked_slot(index, key) = key;
}

static int by_pair(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->actor < b->actor ? -1 : a->actor > b->actor;
}

static void index_add(struct index *index, uint64_t key, uint32_t actor) {
    if (key && *asked_slot(index, key)) VEC_PUSH(index->pairs, index->count, index->cap, ((struct pair){key, actor}));
}

static void index_sort(struct index *index) {
    if (index->count) qsort(index->pairs, index->count, sizeof *index->pairs, by_pair);
    size_t kept = 0;
    for (size_t i = 0; i < index->count; i++)
        if (!kept || by_pair(&index->pairs[kept - 1], &index->pairs[i]) != 0) index->pairs[kept++] = index->pairs[i];
    index->count = kept;
}

/* The first pair of `key`; walk on while the key is the same. */
static const struct pair *index_find(const struct index *index, uint64_t key) {
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->pairs[middle].key < key) low = middle + 1;
        else high = middle;
    }
    return index->pairs + low;
}

#define INDEX_EACH(index, wanted, pair)                       \
    for (const struct pair *pair = index_find(index, wanted); \
         pair < (index)->pairs + (index)->count && pair->key == (wanted); pair++)

/* --- the join --- */

struct joiner {
    const struct lineage *l;
    struct index by_credential, by_principal, by_arn, by_role;
    struct join *joins;
    size_t count, cap;
};

static uint64_t credential_of(const struct joiner *j, const struct link *link) {
    return link->access_key ? credential_hash(lineage_text(j->l, link->access_key)) : 0;
}

static uint64_t entity_of(const struct joiner *j, uint32_t arn) {
    return arn ? arn_entity(lineage_text(j->l, arn)) : 0;
}

static void ask(struct joiner *j) {
    const struct lineage *l = j->l;
    struct index *const all[] = {&j->by_credential, &j->by_principal, &j->by_arn, &j->by_role};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) index_init(all[i], 2 * (size_t)l->link_count);
    for (const struct link *link = l->links; link < l->links + l->link_count; link++) {
        index_ask(&j->by_credential, credential_of(j, link));
        index_ask(&j->by_principal, link->principal);
        index_ask(&j->by_arn, entity_of(j, link->user_arn));
        index_ask(&j->by_arn, entity_of(j, link->parent_arn));
        index_ask(&j->by_role, entity_of(j, link->role_arn));
    }
}

static void build_indexes(struct joiner *j) {
    const struct lineage *l = j->l;
    ask(j);
    for (uint32_t i = 0; i < l->sighting_count; i++)
        index_add(&j->by_credential, l->sightings[i].credential, l->sightings[i].actor);
    for (uint32_t i = 0; i < l->actor_count; i++) {
        const struct actor *a = &l->actors[i];
        if (a->kind == ACTOR_SERVICE) continue;
        index_add(&j->by_principal, a->principal, i);
        index_add(&j->by_arn, a->entity, i);
        index_add(&j->by_role, entity_of(j, a->role_arn), i);
    }
    index_sort(&j->by_credential);
    index_sort(&j->by_principal);
    index_sort(&j->by_arn);
    index_sort(&j->by_role);
}

static bool add_join(struct joiner *j, uint32_t link, uint32_t parent, uint32_t child, uint32_t credential,
                     enum confidence confidence) {
    if (parent == NO_ACTOR || child == NO_ACTOR || parent == child) return false;
    struct join join = {.link = link,
                        .parent = parent,
                        .child = child,
                        .credential = credential,
                        .confidence = confidence,
                        .console = j->l->links[link].console};
    VEC_PUSH(j->joins, j->count, j->cap, join);
    return true;
}

static bool join_by_key(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    bool reached = false;
    if (!link->access_key) return false;
    const uint64_t credential = credential_of(j, link);
    INDEX_EACH(&j->by_credential, credential, pair) {
        /* Reaching itself (a key for oneself, GetSessionToken) is an answer too: no other child is looked for. */
        reached = true;
        add_join(j, index, link->parent, pair->actor, link->access_key, CONFIDENCE_EXACT);
    }
    return reached;
}

static bool join_by_session(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    uint32_t best = NO_ACTOR;
    int64_t best_distance = JOIN_SKEW + 1;
    INDEX_EACH(&j->by_principal, link->principal, pair) {
        const struct actor *a = &j->l->actors[pair->actor];
        if (!link->principal || a->created == TIME_NONE) continue;
        int64_t distance = a->created > link->at ? a->created - link->at : link->at - a->created;
        bool nearer = distance < best_distance ||
                      (distance == best_distance && best != NO_ACTOR && a->key.hi < j->l->actors[best].key.hi);
        if (nearer) best = pair->actor, best_distance = distance;
    }
    return best != NO_ACTOR && add_join(j, index, link->parent, best, 0, CONFIDENCE_STRONG);
}

static bool join_by_workload(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    if (!link->workload) return false;
    struct hash128 key = actor_key_workload(lineage_text(j->l, link->account), lineage_text(j->l, link->workload));
    return add_join(j, index, link->parent, lineage_find(j->l, key), 0, CONFIDENCE_STRONG);
}

static int64_t began(const struct actor *a) {
    return a->kind == ACTOR_SESSION && a->created != TIME_NONE ? a->created : a->first;
}

static bool join_by_user(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    bool reached = false;
    /* A key that was issued and never seen reaches nobody: the user's other keys are not the attacker's. */
    if (!link->user_arn || link->access_key) return false;
    const uint64_t user = entity_of(j, link->user_arn);
    INDEX_EACH(&j->by_arn, user, pair) {
        const struct actor *a = &j->l->actors[pair->actor];
        if ((a->kind == ACTOR_SESSION ? began(a) + JOIN_SKEW : a->last) >= link->at)
            reached |= add_join(j, index, link->parent, pair->actor, 0, CONFIDENCE_STRONG);
    }
    return reached;
}

static bool join_by_role(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    bool reached = false;
    if (!link->role_arn) return false;
    const uint64_t role = entity_of(j, link->role_arn);
    INDEX_EACH(&j->by_role, role, pair) {
        const struct actor *a = &j->l->actors[pair->actor];
        bool fits = link->runner ? a->runner == link->runner && a->last >= link->at : began(a) + JOIN_SKEW >= link->at;
        if (fits) reached |= add_join(j, index, link->parent, pair->actor, 0, CONFIDENCE_STRONG);
    }
    return reached;
}

/* SwitchRole: the event's actor is the child, an ARN names the parent: of several actors of that ARN (sessions of one
 * name) the one that was last seen before. */
static void join_to_self(struct joiner *j, uint32_t index) {
    const struct link *link = &j->l->links[index];
    uint32_t best = NO_ACTOR;
    const uint64_t parent = entity_of(j, link->parent_arn);
    INDEX_EACH(&j->by_arn, parent, pair) {
        const struct actor *a = &j->l->actors[pair->actor], *b = best == NO_ACTOR ? NULL : &j->l->actors[best];
        if (!parent || a->first > link->at) continue;
        if (!b || a->first > b->first || (a->first == b->first && a->key.hi < b->key.hi)) best = pair->actor;
    }
    add_join(j, index, best, link->self, 0, CONFIDENCE_STRONG);
}

static void join_link(struct joiner *j, uint32_t index) {
    static bool (*const ways[])(struct joiner *, uint32_t) = {join_by_key, join_by_session, join_by_workload,
                                                              join_by_user, join_by_role};
    if (j->l->links[index].self != NO_ACTOR) {
        join_to_self(j, index);
        return;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (ways[i](j, index)) return;
}

/* Time, proving event, kind, child: content alone. */
static int by_content(const void *left, const void *right, void *ctx) {
    const struct join *a = left, *b = right;
    const struct lineage *l = ctx;
    const struct link *la = &l->links[a->link], *lb = &l->links[b->link];
    const struct hash128 ca = l->actors[a->child].key, cb = l->actors[b->child].key;
    const uint64_t left_key[] = {(uint64_t)la->at, la->event.hi, la->event.lo, (uint64_t)la->kind, ca.hi, ca.lo};
    const uint64_t right_key[] = {(uint64_t)lb->at, lb->event.hi, lb->event.lo, (uint64_t)lb->kind, cb.hi, cb.lo};
    for (size_t i = 0; i < sizeof left_key / sizeof left_key[0]; i++)
        if (left_key[i] != right_key[i]) return left_key[i] < right_key[i] ? -1 : 1;
    return 0;
}

/* Into `kept`, sorted, each once. */
static size_t order(const struct lineage *l, struct join *joins, size_t joined, struct join *kept) {
    size_t count = 0;
    if (joined) qsort_r(joins, joined, sizeof *joins, by_content, (void *)(uintptr_t)l);
    for (size_t i = 0; i < joined; i++)
        if (!count || by_content(&kept[count - 1], &joins[i], (void *)(uintptr_t)l) != 0) kept[count++] = joins[i];
    return count;
}

size_t lineage_join(const struct lineage *l, struct arena *arena, const struct join **joins) {
    struct joiner j = {.l = l};
    build_indexes(&j);
    for (uint32_t i = 0; i < l->link_count; i++) join_link(&j, i);
    const size_t most = j.count + behalf_most(l);
    struct join *kept = ARENA_ARRAY(arena, struct join, most);
    size_t count = order(l, j.joins, j.count, kept);
    free(j.joins);
    count += behalf_join(l, kept, count, kept + count);
    if (count) qsort_r(kept, count, sizeof *kept, by_content, (void *)(uintptr_t)l);
    index_release(&j.by_credential);
    index_release(&j.by_principal);
    index_release(&j.by_arn);
    index_release(&j.by_role);
    *joins = kept;
    return count;
}

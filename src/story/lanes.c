/* SPDX-License-Identifier: Apache-2.0 */
/* story/lanes.c: see lanes.h. */
#include "story/lanes.h"

#include <stdlib.h>

#include "base/mem.h"

/* --- lanes of the part's own nodes: one an actor --- */

uint32_t lane_of_actor(const struct lanes *l, uint32_t actor) {
    for (size_t i = 0; i < l->count; i++)
        if (l->lanes[i].actor == actor) return (uint32_t)i;
    return STORY_NONE;
}

/* part->nodes come by taint, so the lanes do too. */
static void add_own_lanes(struct weaver *w, const struct part *part, struct lanes *out) {
    uint32_t *lane_of = ARENA_ARRAY(&w->scratch, uint32_t, part->node_count);
    for (size_t i = 0; i < part->node_count; i++) {
        const struct node *node = &w->nodes[part->nodes[i]];
        lane_of[i] = lane_of_actor(out, node->actor);
        if (lane_of[i] != STORY_NONE) continue;
        lane_of[i] = (uint32_t)out->count;
        out->lanes[out->count++] = (struct lane){.actor = node->actor, .parent = STORY_NONE, .taint = node->taint};
    }
    for (size_t k = 0; k < out->count; k++) {
        uint32_t *nodes = ARENA_ARRAY(&w->scratch, uint32_t, part->node_count);
        for (size_t i = 0; i < part->node_count; i++)
            if (lane_of[i] == k) nodes[out->lanes[k].node_count++] = part->nodes[i];
        out->lanes[k].nodes = nodes;
    }
}

/* --- parents --- */

/* Which of two ways to have come to a credential is told: one that carried taint before one that did not, a caller
 * that the logs know before a mere account, a credential before a grant, the surer, the earlier. */
static bool better_tie(const struct weaver *w, const struct tie *a, const struct tie *b) {
    if (!b) return true;
    bool plain_a = w_actor(w, a->parent)->kind != ACTOR_ACCOUNT, plain_b = w_actor(w, b->parent)->kind != ACTOR_ACCOUNT;
    const int flow_a = (int)link_kind_info(a->kind)->flow, flow_b = (int)link_kind_info(b->kind)->flow;
    int rank_a[] = {a->carries, flow_a != FLOW_DOOR, plain_a, -flow_a, -(int)a->confidence};
    int rank_b[] = {b->carries, flow_b != FLOW_DOOR, plain_b, -flow_b, -(int)b->confidence};
    for (size_t i = 0; i < 5; i++)
        if (rank_a[i] != rank_b[i]) return rank_a[i] > rank_b[i];
    /* Ties are sorted by time and content. Of those who passed a role on without being in the story, the last. */
    return !a->carries && flow_a == FLOW_CONTROL ? a > b : a < b;
}

/* Whether a tie says where a credential came from though its parent is no part of the story: a credential that was
 * handed over or begun always, a role that was passed only if its user did something suspicious soon. */
static bool explains(const struct weaver *w, const struct tie *tie) {
    enum link_flow flow = link_kind_info(tie->kind)->flow;
    int64_t own = w->nodes[tie->child].own;
    if (flow != FLOW_CONTROL) return flow == FLOW_CREDENTIAL || tie->kind == LINK_ON_BEHALF;
    return own != NEVER && own >= tie->at && own - tie->at <= CONTEXT_REACH;
}

/* The tie that best explains where a lane's credential came from. */
static const struct tie *best_tie(const struct weaver *w, const struct lane *lane, int64_t until) {
    const struct tie *best = NULL;
    for (size_t n = 0; n < lane->node_count; n++)
        for (uint32_t k = w->child_from[lane->nodes[n]]; k < w->child_from[lane->nodes[n] + 1]; k++) {
            const struct tie *tie = &w->ties[w->child_ties[k]];
            if (tie->at > until || !(tie->carries || explains(w, tie)) || w->nodes[tie->parent].actor == lane->actor)
                continue;
            if (better_tie(w, tie, best)) best = tie;
        }
    return best;
}

/* Whether `lane` descends from `ancestor`: a parent that would close a circle is not taken. */
static bool descends(const struct lanes *l, uint32_t lane, uint32_t ancestor) {
    for (; lane != STORY_NONE; lane = l->lanes[lane].parent)
        if (lane == ancestor) return true;
    return false;
}

static uint32_t add_ancestor(struct weaver *w, struct lanes *l, uint32_t node) {
    uint32_t *nodes = ARENA_ARRAY(&w->scratch, uint32_t, 1);
    nodes[0] = node;
    l->lanes[l->count] = (struct lane){.actor = w->nodes[node].actor,
                                       .parent = STORY_NONE,
                                       .nodes = nodes,
                                       .node_count = 1,
                                       .untainted = true,
                                       .taint = NEVER};
    return (uint32_t)l->count++;
}

static void find_parents(struct weaver *w, const struct part *part, struct lanes *l) {
    size_t own = l->count;
    size_t generation_end = own, ancestors = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (i == generation_end) generation_end = l->count, ancestors++;
        if (ancestors >= ANCESTORS_MAX) break;
        const struct tie *tie = best_tie(w, &l->lanes[i], part->end);
        if (!tie || w_actor(w, tie->parent)->kind == ACTOR_SERVICE) continue;
        uint32_t parent = lane_of_actor(l, w->nodes[tie->parent].actor);
        if (parent != STORY_NONE && descends(l, parent, (uint32_t)i)) continue;
        if (parent == STORY_NONE) parent = add_ancestor(w, l, tie->parent);
        l->lanes[i].parent = parent;
        l->lanes[i].via = tie;
    }
}

/* --- order --- */

struct order {
    const struct weaver *w;
    const struct lanes *l;
};

static int64_t lane_start(const struct lane *lane) {
    return lane->via ? lane->via->at : lane->taint;
}

static int by_start(const void *left, const void *right, void *ctx) {
    const struct order *o = ctx;
    const struct lane *a = &o->l->lanes[*(const uint32_t *)left], *b = &o->l->lanes[*(const uint32_t *)right];
    if (lane_start(a) != lane_start(b)) return lane_start(a) < lane_start(b) ? -1 : 1;
    const struct hash128 ka = o->w->facts->lineage.actors[a->actor].key, kb = o->w->facts->lineage.actors[b->actor].key;
    return hash128_cmp(ka, kb);
}

/* Depth first, so that a parent stands before its children and a family stays together. */
static void place(const struct lanes *l, const uint32_t *sorted, uint32_t parent, uint32_t *order, size_t *count) {
    for (size_t i = 0; i < l->count; i++) {
        if (l->lanes[sorted[i]].parent != parent) continue;
        order[(*count)++] = sorted[i];
        place(l, sorted, sorted[i], order, count);
    }
}

void make_lanes(struct weaver *w, const struct part *part, struct lanes *out) {
    struct lanes raw = {ARENA_ARRAY(&w->scratch, struct lane, part->node_count * (ANCESTORS_MAX + 1)), 0};
    add_own_lanes(w, part, &raw);
    find_parents(w, part, &raw);
    uint32_t *sorted = ARENA_ARRAY(&w->scratch, uint32_t, raw.count),
             *order = ARENA_ARRAY(&w->scratch, uint32_t, raw.count);
    uint32_t *place_of = ARENA_ARRAY(&w->scratch, uint32_t, raw.count);
    struct order o = {w, &raw};
    size_t placed = 0;
    for (uint32_t i = 0; i < raw.count; i++) sorted[i] = i;
    qsort_r(sorted, raw.count, sizeof *sorted, by_start, &o);
    place(&raw, sorted, STORY_NONE, order, &placed);
    out->lanes = ARENA_ARRAY(&w->scratch, struct lane, placed);
    out->count = placed;
    for (uint32_t i = 0; i < placed; i++) place_of[order[i]] = i;
    for (uint32_t i = 0; i < placed; i++) {
        out->lanes[i] = raw.lanes[order[i]];
        if (out->lanes[i].parent != STORY_NONE) out->lanes[i].parent = place_of[out->lanes[i].parent];
    }
}

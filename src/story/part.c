/* SPDX-License-Identifier: Apache-2.0 */
/* story/part.c: a part → a story without its judgement: actors, steps, edges, and the sets that follow from them. */
#include <stdlib.h>

#include "base/mem.h"
#include "story/steps.h"

/* --- sets of slices --- */

struct set {
    struct slice *list;
    size_t count, cap;
};

static void set_add(struct set *set, struct slice s) {
    if (!s.len) return;
    for (size_t i = 0; i < set->count; i++)
        if (slice_eq(set->list[i], s)) return;
    VEC_PUSH(set->list, set->count, set->cap, s);
}

static int by_bytes(const void *left, const void *right) {
    return slice_cmp(*(const struct slice *)left, *(const struct slice *)right);
}

/* Into the arena; sorted, or in order of appearance. */
static const struct slice *set_keep(struct weaver *w, struct set *set, bool sorted, size_t *count) {
    if (sorted && set->count) qsort(set->list, set->count, sizeof *set->list, by_bytes);
    struct slice *kept = ARENA_ARRAY(w->arena, struct slice, set->count);
    if (set->count) memcpy(kept, set->list, set->count * sizeof *kept);
    *count = set->count;
    free(set->list);
    return kept;
}

/* --- lanes without a step --- */

/* A lane is drawn when it has steps or leads to one that has. Gives the new number of each lane, or STORY_NONE. */
static void drop_empty_lanes(struct maker *m) {
    size_t count = m->lanes.count, kept = 0;
    uint8_t *used = mem_zalloc(count, 1);
    uint32_t *number = mem_zalloc(count, sizeof *number);
    for (size_t i = 0; i < m->count; i++)
        for (uint32_t lane = m->drafts[i].lane; lane != STORY_NONE; lane = m->lanes.lanes[lane].parent) used[lane] = 1;
    for (size_t i = 0; i < count; i++) number[i] = used[i] ? (uint32_t)kept++ : STORY_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!used[i]) continue;
        struct lane lane = m->lanes.lanes[i];
        if (lane.parent != STORY_NONE) lane.parent = number[lane.parent];
        m->lanes.lanes[number[i]] = lane;
    }
    for (size_t i = 0; i < m->count; i++) m->drafts[i].lane = number[m->drafts[i].lane];
    m->lanes.count = kept;
    free(used);
    free(number);
}

/* --- edges --- */

static uint32_t first_step_of(const struct story *s, uint32_t actor) {
    for (uint32_t i = 0; i < s->step_count; i++)
        if (s->steps[i].actor == actor) return i;
    return STORY_NONE;
}

static struct story_edge branch_edge(const struct story_actor *a, uint32_t to) {
    return (struct story_edge){
        .from = a->via_step,
        .to = to,
        .kind = a->via_kind,
        .label = a->via_deed,
        .event = a->via_event,
        .confidence = a->via_confidence,
    };
}

static int by_edge(const void *left, const void *right) {
    const struct story_edge *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return slice_cmp(a->kind, b->kind);
}

struct edges {
    struct story_edge *list; /* malloc'd */
    size_t count, cap;
};

/* What else made the lane's actor, or let it in: of each other lane the first such step. */
static void other_edges(struct maker *m, const struct story *s, uint32_t index, struct edges *edges) {
    const struct lane *lane = &m->lanes.lanes[index];
    const uint32_t to = first_step_of(s, index);
    uint8_t *done = ARENA_ARRAY(&m->w->scratch, uint8_t, m->lanes.count);
    for (size_t n = 0; to != STORY_NONE && n < lane->node_count; n++)
        for (uint32_t k = m->w->child_from[lane->nodes[n]]; k < m->w->child_from[lane->nodes[n] + 1]; k++) {
            const struct tie *tie = &m->w->ties[m->w->child_ties[k]];
            if (!tie->carries || !tie->link) continue;
            uint32_t parent = lane_of_actor(&m->lanes, m->w->nodes[tie->parent].actor);
            if (parent == STORY_NONE || parent == index || parent == lane->parent || done[parent]) continue;
            uint32_t from = step_with(m, tie->link->event, parent);
            if (from == STORY_NONE || from >= to) continue;
            done[parent] = 1;
            struct story_edge edge = {
                .from = from,
                .to = to,
                .kind = slice_cstr(link_kind_info(tie->kind)->name),
                .label = w_deed(m->w, tie->kind, w_label(m->w, tie->link)),
                .event = lineage_event_id_text(&m->w->facts->lineage, tie->link->event_id, m->w->arena),
                .confidence = tie->confidence,
            };
            VEC_PUSH(edges->list, edges->count, edges->cap, edge);
        }
}

static void make_edges(struct maker *m, struct story *s) {
    struct weaver *w = m->w;
    struct edges edges = {0};
    uint32_t *last = ARENA_ARRAY(&w->scratch, uint32_t, s->actor_count);
    for (size_t i = 0; i < s->actor_count; i++) last[i] = STORY_NONE;
    for (uint32_t i = 0; i < s->step_count; i++) {
        uint32_t *before = &last[s->steps[i].actor];
        struct story_edge next = {.from = *before, .to = i, .kind = SLICE("next"), .confidence = CONFIDENCE_EXACT};
        if (*before != STORY_NONE) VEC_PUSH(edges.list, edges.count, edges.cap, next);
        *before = i;
    }
    for (uint32_t i = 0; i < s->actor_count; i++) {
        uint32_t to = first_step_of(s, i);
        if (s->actors[i].via_step != STORY_NONE && to != STORY_NONE)
            VEC_PUSH(edges.list, edges.count, edges.cap, branch_edge(&s->actors[i], to));
        other_edges(m, s, i, &edges);
    }
    if (edges.count) qsort(edges.list, edges.count, sizeof *edges.list, by_edge);
    struct story_edge *kept = ARENA_ARRAY(w->arena, struct story_edge, edges.count);
    if (edges.count) memcpy(kept, edges.list, edges.count * sizeof *kept);
    free(edges.list);
    s->edges = kept;
    s->edge_count = edges.count;
}

/* --- what follows from the steps --- */

static void sum_up(struct weaver *w, const struct part *part, struct story *s) {
    struct set accounts = {0}, regions = {0}, tactics = {0}, techniques = {0};
    s->from = s->step_count ? s->steps[0].from : part->from;
    s->to = part->to;
    for (size_t i = 0; i < s->step_count; i++) {
        const struct story_step *step = &s->steps[i];
        if (step->to > s->to) s->to = step->to;
        set_add(&tactics, step->context ? (struct slice){0} : step->tactic);
        set_add(&techniques, step->context ? (struct slice){0} : step->technique);
        for (size_t k = 0; k < step->event_count; k++) {
            set_add(&accounts, step->events[k].account);
            set_add(&regions, step->events[k].region);
        }
    }
    s->accounts = set_keep(w, &accounts, true, &s->account_count);
    s->regions = set_keep(w, &regions, true, &s->region_count);
    s->tactics = set_keep(w, &tactics, false, &s->tactic_count);
    s->techniques = set_keep(w, &techniques, true, &s->technique_count);
}

/* The story's id: its first tainted actor and the first grave event; neither changes when more of the story is learnt
 * later, unless it turns out to have begun earlier. */
static struct slice story_id(struct weaver *w, const struct part *part) {
    struct hash128 actor = w_actor(w, part->nodes[0])->key;
    uint64_t hash = actor.hi;
    for (size_t i = 0; i < part->node_count; i++) {
        uint32_t node = part->nodes[i];
        for (uint32_t k = w->node_from[node]; k < w->node_from[node + 1]; k++) {
            const struct item *item = &w->items[w->node_items[k]];
            if (item->level < LEVEL_LOW || item->event->time != part->from) continue;
            hash ^= item->event->key.hi * UINT64_C(0xc2b2ae3d27d4eb4f);
        }
    }
    hash = hash64(slice_from((const char *)&hash, sizeof hash), (uint64_t)part->from);
    char text[13];
    hash_hex(hash, 12, text);
    return arena_dup(w->arena, slice_cstr(text));
}

/* An ancestor counts from CONTEXT_REACH before the first of the story's actors that came from it to the last. */
static void collect_cast(const struct maker *m, struct cast *out) {
    const struct lanes *l = &m->lanes;
    *out = (struct cast){ARENA_ARRAY(&m->w->scratch, uint32_t, l->count),
                         ARENA_ARRAY(&m->w->scratch, struct actor_span, l->count), 0};
    for (uint32_t i = 0; i < l->count; i++) {
        out->actors[i] = l->lanes[i].actor;
        if (!l->lanes[i].untainted) continue;
        struct actor_span span = {m->w->facts->lineage.actors[l->lanes[i].actor].key, NEVER, 0};
        for (size_t k = 0; k < l->count; k++) {
            if (l->lanes[k].parent != i) continue;
            int64_t at = l->lanes[k].via->at;
            if (at - CONTEXT_REACH < span.from) span.from = at - CONTEXT_REACH;
            if (at > span.to) span.to = at;
        }
        if (span.from != NEVER) out->ancestors[out->ancestor_count++] = span;
    }
}

void part_to_story(struct weaver *w, const struct part *part, struct story *story, struct cast *cast) {
    struct maker m = {.w = w, .part = part};
    make_lanes(w, part, &m.lanes);
    draft_steps(&m);
    drop_empty_lanes(&m);
    collect_cast(&m, cast);
    struct story_step *steps = ARENA_ARRAY(w->arena, struct story_step, m.count);
    struct story_actor *actors = ARENA_ARRAY(w->arena, struct story_actor, m.lanes.count);
    for (size_t i = 0; i < m.count; i++) draft_to_step(&m, &m.drafts[i], &steps[i]);
    for (uint32_t i = 0; i < m.lanes.count; i++) lane_to_actor(&m, i, &actors[i]);
    *story = (struct story){.lang = w->facts->lang,
                            .id = story_id(w, part),
                            .steps = steps,
                            .step_count = m.count,
                            .actors = actors,
                            .actor_count = m.lanes.count};
    sum_up(w, part, story);
    make_edges(&m, story);
    drafts_release(&m);
}

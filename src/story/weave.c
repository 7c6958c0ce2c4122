/* SPDX-License-Identifier: Apache-2.0 */
/* story/weave.c: which findings are one story.
 *
 * In: the set of facts. Out: parts, each a set of nodes and a window of time; steps.c makes a story of each.
 *
 * The rules, and where each is kept:
 *
 *   1. An actor is tainted from its first finding of level ≥ low that is not common (common.h).   own_taint()
 *   2. Taint flows forward: a child whose link was made at or after its parent's taint joins the
 *      parent's story; or within the hour before, from the address that the parent's first finding
 *      came from. It never flows to siblings through an untainted parent.                        spread_taint()
 *   3. Inferred ties join only two actors that are tainted on their own.                infer.c, person.c
 *   4. A story that is silent for the gap (3 days) ends.                                          cut_parts()
 *   5. Findings of one actor and one kind that run together are one step.                         steps.c
 *   6. Score with reasons; below the threshold it is an observation, and so is a habit.           score.c, habit.c
 *   7. Failed attempts are steps too.                                                             steps.c
 *
 * Nodes. Taint belongs to an actor, except where somebody else gave the actor a credential: a key that Mallory issued
 * for Ann makes what is done *with that key* Mallory's, not what Ann does with her own. So an actor has one node, and
 * one more for each such credential.
 *
 * Worked example. CI (untainted) starts sessions s1, s2 by AssumeRole; s1 is stolen and reads secrets at 10:00
 * (medium), then launches instance i-1 at 10:05 with a profile; i-1 shares a snapshot at 10:20 (high); s2 deploys as
 * ever.
 *
 *   own taint       s1 10:00, i-1 10:20; CI and s2 never
 *   ties, by time   09:55 CI→s1, 09:56 CI→s2, 10:05 s1→i-1
 *   09:55           CI is untainted: the tie carries nothing. CI will be shown as where s1's credential came from
 *   09:56           the same, so s2 stays out: nothing flows through the hub
 *   10:05           s1 is tainted since 10:00: the tie carries. i-1 is tainted from 10:05, one component {s1, i-1}
 *   parts           one: findings at 10:00 and 10:20, no silence of three days between
 *
 * Order: everything is sorted by content (time, then hashes of keys); string and actor numbers never decide.
 */
#include "story/draft.h"

#include <stdlib.h>

#include "base/mem.h"
#include "story/habit.h"
#include "story/infer.h"
#include "story/observe.h"
#include "story/person.h"
#include "story/signs.h"
#include "story/words.h"

/* --- 1. nodes --- */

static int by_actor_credential(const void *left, const void *right) {
    const struct node *a = left, *b = right;
    if (a->actor != b->actor) return a->actor < b->actor ? -1 : 1;
    if (a->credential != b->credential) return a->credential < b->credential ? -1 : 1;
    return 0;
}

/* One node an actor, numbered as the actors; behind them those of credentials that others gave. */
static void make_nodes(struct weaver *w) {
    uint32_t actors = w->facts->lineage.actor_count;
    w->nodes = ARENA_ARRAY(&w->scratch, struct node, actors + w->join_count);
    for (uint32_t i = 0; i < actors; i++) w->nodes[i] = (struct node){.actor = i, .own = NEVER, .taint = NEVER};
    struct node *special = w->nodes + actors;
    uint32_t count = 0;
    for (size_t i = 0; i < w->join_count; i++) {
        const struct join *j = &w->joins[i];
        enum link_kind kind = w->facts->lineage.links[j->link].kind;
        if (kind != LINK_ISSUED_KEY && kind != LINK_SET_PASSWORD) continue;
        uint32_t credential = j->console ? TEXT_CONSOLE : j->credential;
        if (credential) special[count++] = (struct node){j->child, credential, j->console, NEVER, NEVER};
    }
    if (count) qsort(special, count, sizeof *special, by_actor_credential);
    w->node_count = actors;
    for (uint32_t i = 0; i < count; i++)
        if (!i || by_actor_credential(&special[i], &special[i - 1]) != 0) w->nodes[w->node_count++] = special[i];
}

/* The node that acts when `actor` uses `credential`. */
static uint32_t node_of(const struct weaver *w, uint32_t actor, uint32_t credential) {
    uint32_t actors = w->facts->lineage.actor_count;
    struct node wanted = {.actor = actor, .credential = credential};
    const struct node *found =
        !credential || w->node_count == actors
            ? NULL
            : bsearch(&wanted, w->nodes + actors, w->node_count - actors, sizeof *w->nodes, by_actor_credential);
    return found ? (uint32_t)(found - w->nodes) : actor;
}

static void own_taint(struct weaver *w) {
    for (size_t i = 0; i < w->item_count; i++) {
        struct item *item = &w->items[i];
        item->node = node_of(w, item->event->actor, item->event->credential);
        struct node *node = &w->nodes[item->node];
        if (item->level < LEVEL_LOW || w_actor(w, item->node)->kind == ACTOR_SERVICE) continue;
        if (item->event->time < node->own) node->own = node->taint = item->event->time;
    }
}

/* The items of each node, by time: w->node_items[w->node_from[n] .. w->node_from[n + 1]). */
static void index_items(struct weaver *w) {
    w->node_from = ARENA_ARRAY(&w->scratch, uint32_t, w->node_count + 2);
    w->node_items = ARENA_ARRAY(&w->scratch, uint32_t, w->item_count);
    for (size_t i = 0; i < w->item_count; i++) w->node_from[w->items[i].node + 2]++;
    for (uint32_t n = 2; n < w->node_count + 2; n++) w->node_from[n] += w->node_from[n - 1];
    for (uint32_t i = 0; i < w->item_count; i++) w->node_items[w->node_from[w->items[i].node + 1]++] = i;
}

/* --- 2. ties and taint --- */

static void make_ties(struct weaver *w) {
    const struct lineage *l = &w->facts->lineage;
    /* Room for the inferred ones: each joins two groups, so there are fewer than nodes; and for one an actor that a
     * name ties. */
    w->ties = ARENA_ARRAY(&w->scratch, struct tie, w->join_count + 2 * (size_t)w->node_count);
    for (size_t i = 0; i < w->join_count; i++) {
        const struct join *j = &w->joins[i];
        const struct link *link = &l->links[j->link];
        bool given = link->kind == LINK_ISSUED_KEY || link->kind == LINK_SET_PASSWORD;
        uint32_t credential = !given ? 0 : j->console ? TEXT_CONSOLE : j->credential;
        struct tie tie = {
            .join = j,
            .link = link,
            .parent = node_of(w, j->parent, link->parent == NO_ACTOR ? 0 : link->credential),
            .child = node_of(w, j->child, credential),
            .at = link->at,
            .kind = link->kind,
            .confidence = j->confidence,
        };
        if (tie.parent != tie.child) w->ties[w->tie_count++] = tie;
    }
}

/* A door that was opened to an account is a tie to those of the role's sessions that came from that account. */
static void close_doors(struct weaver *w) {
    uint32_t *caller = ARENA_ARRAY(&w->scratch, uint32_t, w->node_count); /* the account that assumed it, interned */
    size_t kept = 0;
    for (size_t i = 0; i < w->tie_count; i++)
        if (w->ties[i].kind == LINK_ASSUMED) caller[w->ties[i].child] = w_actor(w, w->ties[i].parent)->account;
    for (size_t i = 0; i < w->tie_count; i++) {
        const struct tie *tie = &w->ties[i];
        uint32_t from = caller[tie->child], to = tie->link->account;
        bool all = from && from != w_actor(w, tie->child)->account && slice_eq(w_text(w, to), SLICE("*"));
        if (link_kind_info(tie->kind)->flow != FLOW_DOOR || from == to || all) w->ties[kept++] = w->ties[i];
    }
    w->tie_count = kept;
}

static uint32_t group_of(struct weaver *w, uint32_t node) {
    while (w->group[node] != node) node = w->group[node] = w->group[w->group[node]];
    return node;
}

static void unite(struct weaver *w, uint32_t a, uint32_t b) {
    a = group_of(w, a);
    b = group_of(w, b);
    if (a != b) w->group[a > b ? a : b] = a > b ? b : a;
}

/* Whether somebody handed the node a credential: then rights that others granted to its role say nothing of it. */
static bool has_issuer(const struct weaver *w, uint32_t node, const uint8_t *issued) {
    enum actor_kind kind = w_actor(w, node)->kind;
    return issued[node] || kind == ACTOR_INSTANCE || kind == ACTOR_FUNCTION || kind == ACTOR_WORKLOAD;
}

/* Whoever makes a function and opens it to the world a moment later meant it before the first finding. */
static bool made_just_before(const struct weaver *w, const struct tie *tie) {
    const struct node *parent = &w->nodes[tie->parent];
    if (parent->own == NEVER || !tie->link || !tie->link->address || tie->at < parent->own - CONTEXT_REACH)
        return false;
    uint32_t k = w->node_from[tie->parent];
    while (w->items[w->node_items[k]].level < LEVEL_LOW) k++;
    return address_number(w_text(w, w->items[w->node_items[k]].event->ip)) == tie->link->address;
}

static bool may_carry(const struct weaver *w, const struct tie *tie, const uint8_t *issued) {
    const struct node *parent = &w->nodes[tie->parent], *child = &w->nodes[tie->child];
    if (parent->taint > tie->at && !made_just_before(w, tie)) return false;
    enum link_flow flow = link_kind_info(tie->kind)->flow;
    if (flow == FLOW_CREDENTIAL || flow == FLOW_PRINCIPAL) return true;
    if (child->own == NEVER || child->own < tie->at) return false;
    return flow != FLOW_SUSPECT || !has_issuer(w, tie->child, issued);
}

/* Until nothing changes: one sweep by time does it, but for links and taints of the same second. */
static void spread_taint(struct weaver *w) {
    uint8_t *issued = ARENA_ARRAY(&w->scratch, uint8_t, w->node_count);
    for (size_t i = 0; i < w->tie_count; i++)
        if (link_kind_info(w->ties[i].kind)->flow == FLOW_CREDENTIAL) issued[w->ties[i].child] = 1;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < w->tie_count; i++) {
            struct tie *tie = &w->ties[i];
            if (tie->carries || !may_carry(w, tie, issued)) continue;
            tie->carries = changed = true;
            unite(w, tie->parent, tie->child);
            if (tie->at < w->nodes[tie->child].taint) w->nodes[tie->child].taint = tie->at;
        }
    }
}

/* The ties that lead to each node: w->child_ties[w->child_from[n] .. w->child_from[n + 1]), by time. */
static void index_ties(struct weaver *w) {
    w->child_from = ARENA_ARRAY(&w->scratch, uint32_t, w->node_count + 2);
    w->child_ties = ARENA_ARRAY(&w->scratch, uint32_t, w->tie_count);
    for (size_t i = 0; i < w->tie_count; i++) w->child_from[w->ties[i].child + 2]++;
    for (uint32_t n = 2; n < w->node_count + 2; n++) w->child_from[n] += w->child_from[n - 1];
    for (uint32_t i = 0; i < w->tie_count; i++) w->child_ties[w->child_from[w->ties[i].child + 1]++] = i;
}

/* --- 3. parts --- */

/* The suspicious items of each component, by time: they are sorted by time, so it is enough to count. */
static struct item **grave_by_group(struct weaver *w, size_t *count) {
    uint32_t *from = ARENA_ARRAY(&w->scratch, uint32_t, w->node_count + 2);
    struct item **grave = ARENA_ARRAY(&w->scratch, struct item *, w->item_count);
    *count = 0;
    for (int placing = 0; placing < 2; placing++) {
        for (size_t i = 0; i < w->item_count; i++) {
            struct item *item = &w->items[i];
            if (item->level < LEVEL_LOW || w->nodes[item->node].taint == NEVER) continue;
            uint32_t group = group_of(w, item->node);
            if (placing) grave[from[group + 1]++] = item;
            else from[group + 2]++, ++*count;
        }
        for (uint32_t n = 2; !placing && n < w->node_count + 2; n++) from[n] += from[n - 1];
    }
    return grave;
}

struct stories {
    struct story *alerts;
    size_t alert_count, alert_cap;
    struct observations observations;
};

struct actor_list {
    struct actor_span *list;
    size_t count, cap;
    size_t *from; /* by alert: where its actors begin */
    size_t from_count, from_cap;
};

static int by_first_then_key(const void *left, const void *right, void *ctx) {
    const struct weaver *w = ctx;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (w->nodes[a].taint != w->nodes[b].taint) return w->nodes[a].taint < w->nodes[b].taint ? -1 : 1;
    const struct hash128 ka = w_actor(w, a)->key, kb = w_actor(w, b)->key;
    if (hash128_cmp(ka, kb) != 0) return hash128_cmp(ka, kb);
    struct slice ca = w_text(w, w->nodes[a].credential), cb = w_text(w, w->nodes[b].credential);
    return slice_cmp(ca, cb);
}

/* When the last of the part's actors came to be, or its last finding. */
static int64_t last_branch(const struct weaver *w, const struct part *part) {
    int64_t last = part->to;
    for (size_t i = 0; i < part->node_count; i++)
        for (uint32_t k = w->child_from[part->nodes[i]]; k < w->child_from[part->nodes[i] + 1]; k++) {
            const struct tie *tie = &w->ties[w->child_ties[k]];
            if (tie->carries && tie->at > last && tie->at <= part->end) last = tie->at;
        }
    return last;
}

/* The score decides: an alert, or an observation. */
static void judge(struct weaver *w, const struct part *part, struct stories *out, struct actor_list *involved) {
    struct story story = {0};
    struct cast cast;
    part_to_story(w, part, &story, &cast);
    if (!story.step_count) return;
    story_signs(w, part, &cast, &story);
    story_score(w, &story);
    if (story.score < SCORE_ALERT) {
        observe_story(w, &story, &out->observations);
        return;
    }
    story_tell(w, &story);
    story_blind_spots(w, part, &story);
    story_respond(w, &story);
    VEC_PUSH(out->alerts, out->alert_count, out->alert_cap, story);
    VEC_PUSH(involved->from, involved->from_count, involved->from_cap, involved->count);
    const int64_t from = part->from - CONTEXT_REACH, to = last_branch(w, part) + CONTEXT_REACH;
    for (size_t i = 0; i < part->node_count; i++) {
        struct actor_span span = {w_actor(w, part->nodes[i])->key, from, to};
        VEC_PUSH(involved->list, involved->count, involved->cap, span);
    }
    for (size_t i = 0; i < cast.ancestor_count; i++)
        VEC_PUSH(involved->list, involved->count, involved->cap, cast.ancestors[i]);
}

static int64_t story_gap(const struct weaver *w) {
    return w->world->gap ? w->world->gap : STORY_GAP;
}

/* The tainted nodes of one component whose taint began before the window's silence was over: a child that was made
 * after the last finding belongs to the story too, for its context. */
static void judge_window(struct weaver *w, const uint32_t *members, size_t member_count, int64_t from, int64_t to,
                         struct stories *out, struct actor_list *involved) {
    uint32_t *nodes = ARENA_ARRAY(&w->scratch, uint32_t, member_count);
    struct part part = {.nodes = nodes, .from = from, .to = to, .end = to + story_gap(w)};
    for (size_t i = 0; i < member_count; i++)
        if (w->nodes[members[i]].taint <= part.end) nodes[part.node_count++] = members[i];
    qsort_r(nodes, part.node_count, sizeof *nodes, by_first_then_key, w);
    struct arena whole = w->scratch;
    w->scratch = w->brief;
    judge(w, &part, out, involved);
    w->brief = w->scratch;
    w->scratch = whole;
    arena_reset(&w->brief);
}

struct members {
    uint32_t *nodes; /* tainted nodes, sorted by group */
    size_t count;
};

static int by_group(const void *left, const void *right, void *ctx) {
    struct weaver *w = ctx;
    uint32_t a = group_of(w, *(const uint32_t *)left), b = group_of(w, *(const uint32_t *)right);
    return a < b ? -1 : a > b;
}

static struct members tainted_nodes(struct weaver *w) {
    struct members m = {ARENA_ARRAY(&w->scratch, uint32_t, w->node_count), 0};
    for (uint32_t i = 0; i < w->node_count; i++)
        if (w->nodes[i].taint != NEVER) m.nodes[m.count++] = i;
    if (m.count) qsort_r(m.nodes, m.count, sizeof *m.nodes, by_group, w);
    return m;
}

/* Findings of one component, by time: a silence longer than the gap ends a story. */
static void cut_parts(struct weaver *w, struct item *const *items, size_t count, const uint32_t *members,
                      size_t member_count, struct stories *out, struct actor_list *involved) {
    int64_t gap = story_gap(w);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && items[to]->event->time - items[to - 1]->event->time <= gap; to++) continue;
        judge_window(w, members, member_count, items[from]->event->time, items[to - 1]->event->time, out, involved);
    }
}

static void make_stories(struct weaver *w, struct stories *out, struct actor_list *involved) {
    struct members m = tainted_nodes(w);
    size_t count, member = 0;
    struct item **grave = grave_by_group(w, &count);
    for (size_t from = 0, to; from < count; from = to) {
        uint32_t group = group_of(w, grave[from]->node);
        for (to = from + 1; to < count && group_of(w, grave[to]->node) == group; to++) continue;
        while (group_of(w, m.nodes[member]) != group) member++;
        size_t first = member;
        while (member < m.count && group_of(w, m.nodes[member]) == group) member++;
        cut_parts(w, grave + from, to - from, m.nodes + first, member - first, out, involved);
    }
}

/* Alerts that are habits become observations. */
static void demote_habits(struct weaver *w, struct stories *out, struct actor_list *involved) {
    uint8_t *habit = ARENA_ARRAY(&w->scratch, uint8_t, out->alert_count);
    size_t alerts = 0, actors = 0;
    habit_find(w, out->alerts, out->alert_count, habit);
    for (size_t i = 0; i < out->alert_count; i++) {
        size_t end = i + 1 < out->alert_count ? involved->from[i + 1] : involved->count;
        if (habit[i]) {
            observe_story(w, &out->alerts[i], &out->observations);
            continue;
        }
        for (size_t k = involved->from[i]; k < end; k++) involved->list[actors++] = involved->list[k];
        out->alerts[alerts++] = out->alerts[i];
    }
    out->alert_count = alerts;
    involved->count = actors;
    free(involved->from);
}

/* --- 4. the result --- */

static int by_score(const void *left, const void *right) {
    const struct story *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return slice_cmp(a->id, b->id);
}

static int slice_order(const void *left, const void *right) {
    return slice_cmp(*(const struct slice *)left, *(const struct slice *)right);
}

static const struct slice *marked(struct weaver *w, uint8_t what, size_t *count) {
    const struct facts *f = w->facts;
    uint32_t limit = f->mark_cap < f->lineage.text.len ? f->mark_cap : f->lineage.text.len;
    *count = 0;
    for (uint32_t id = 1; id < limit; id++) *count += (f->marks[id] & what) != 0;
    struct slice *list = ARENA_ARRAY(w->arena, struct slice, *count);
    size_t at = 0;
    for (uint32_t id = 1; id < limit; id++)
        if (f->marks[id] & what) list[at++] = w_keep(w, w_text(w, id));
    if (at) qsort(list, at, sizeof *list, slice_order);
    return list;
}

static void fill_set(struct weaver *w, struct story_set *set, struct stories *stories) {
    if (stories->alert_count) qsort(stories->alerts, stories->alert_count, sizeof *stories->alerts, by_score);
    struct story *alerts = ARENA_ARRAY(w->arena, struct story, stories->alert_count);
    struct observation *observations = ARENA_ARRAY(w->arena, struct observation, stories->observations.count);
    if (stories->alert_count) memcpy(alerts, stories->alerts, stories->alert_count * sizeof *alerts);
    if (stories->observations.count)
        memcpy(observations, stories->observations.list, stories->observations.count * sizeof *observations);
    set->alerts = alerts;
    set->alert_count = stories->alert_count;
    set->observations = observations;
    set->observation_count = stories->observations.count;
    set->lang = w->facts->lang;
    set->rules = w->facts->rules;
    set->input.from = w->facts->from;
    set->input.to = w->facts->to;
    set->input.accounts = marked(w, FACT_ACCOUNT, &set->input.account_count);
    set->input.regions = marked(w, FACT_REGION, &set->input.region_count);
    set->input.sources = marked(w, FACT_SOURCE, &set->input.source_count);
    free(stories->alerts);
    free(stories->observations.list);
}

/* Who is in several stories is looked for from the first to the last of them. */
static struct actor_set set_of(struct actor_list *actors) {
    size_t kept = 0;
    if (actors->count) qsort(actors->list, actors->count, sizeof *actors->list, actor_span_order);
    for (size_t i = 0; i < actors->count; i++) {
        const struct actor_span *span = &actors->list[i];
        struct actor_span *same = kept ? &actors->list[kept - 1] : NULL;
        if (!same || actor_span_order(same, span) != 0) {
            actors->list[kept++] = *span;
            continue;
        }
        if (span->from < same->from) same->from = span->from;
        if (span->to > same->to) same->to = span->to;
    }
    return (struct actor_set){actors->list, kept};
}

void weave(const struct facts *facts, const struct world *world, struct story_set *set, struct actor_set *involved) {
    struct weaver w = {.facts = facts, .world = world, .arena = &set->arena};
    struct stories stories = {0};
    struct actor_list actors = {0};
    arena_init(&w.scratch, 1u << 20);
    arena_init(&w.brief, 1u << 20);
    w.join_count = lineage_join(&facts->lineage, &w.scratch, &w.joins);
    make_items(&w);
    make_nodes(&w);
    own_taint(&w);
    index_items(&w);
    make_ties(&w);
    close_doors(&w);
    w.group = ARENA_ARRAY(&w.scratch, uint32_t, w.node_count);
    for (uint32_t i = 0; i < w.node_count; i++) w.group[i] = i;
    spread_taint(&w);
    person_ties(&w, unite);
    infer_ties(&w, unite, group_of);
    index_ties(&w);
    index_sightings(&w);
    find_full_crowds(&w);
    find_far_links(&w);
    make_stories(&w, &stories, &actors);
    demote_habits(&w, &stories, &actors);
    observe_finish(&w, &stories.observations);
    fill_set(&w, set, &stories);
    if (involved) *involved = set_of(&actors);
    else free(actors.list);
    free(w.far);
    arena_release(&w.brief);
    arena_release(&w.scratch);
}

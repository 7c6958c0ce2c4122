/* SPDX-License-Identifier: Apache-2.0 */
/* story/steps.c: what happened in a part, in order: items → steps.
 *
 * In: a part (nodes, window) and the items. Out: the story's actors, steps, edges, and what follows from them.
 *
 * Findings of one actor and one kind that run together (no more than RUN_GAP apart) are one step. The kind is the
 * gravest rule that matched; discovery that merely gives context is one kind whatever the rule, since a look-around is
 * one act. A run whose calls first succeed and then fail (or the other way) is cut there: "read 6 secrets", "was denied
 * 2 more".
 *
 * Context: what is informational joins the story of an actor that
 *   - acts with a credential that the story made (a branch): all it does, from then on;
 *   - is the story's origin: within CONTEXT_REACH of something grave; before the first finding only from the same
 *     address and with the same tool, since what a leaked key did before may be its owner's.
 *   - is an untainted parent: before it made its child, within CONTEXT_REACH, with the same credential and from the
 *     same address. A stolen key that did nothing but look around and then took a role is seen doing so; what else a
 *     hub is used for stays out.
 * An event that made one of the story's actors is always a step: the hinge.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "story/steps.h"
#include "story/words.h"

#define RUN_GAP (10 * US_PER_MINUTE)
#define STEP_RESOURCES_MAX 100

/* --- drafts --- */

#define KIND_LOOK (STORY_NONE - 1)
#define KIND_LINK (STORY_NONE - 100)

static bool is_look(const struct weaver *w, const struct item *item) {
    if (item->rule == STORY_NONE) return false;
    const struct rule_info *rule = w_rule(w, item->rule);
    return rule->level <= LEVEL_LOW && tactic_family(rule->tactic) == FAMILY_LOOK;
}

static uint32_t kind_of(const struct weaver *w, const struct item *item) {
    if (item->rule == STORY_NONE) return KIND_LINK + (uint32_t)item->link->kind;
    return is_look(w, item) ? KIND_LOOK : item->rule;
}

static struct draft *open_run(struct maker *m, uint32_t lane, uint32_t kind, int64_t time, size_t first) {
    for (size_t i = m->count; i > first; i--) {
        struct draft *d = &m->drafts[i - 1];
        if (d->lane == lane && d->kind == kind && time - d->to <= RUN_GAP) return d;
    }
    return NULL;
}

static void draft_add(struct draft *d, const struct item *item) {
    VEC_PUSH(d->items, d->count, d->cap, item);
    d->to = item->event->time;
    d->failed += item->event->failed;
    d->hinge |= item->link != NULL;
    if (item->level > d->level) d->level = item->level;
}

/* Items of one lane come by time; `first` is where the lane's drafts begin. */
static void add_item(struct maker *m, uint32_t lane, const struct item *item, size_t first) {
    uint32_t kind = kind_of(m->w, item);
    struct draft *d = open_run(m, lane, kind, item->event->time, first);
    if (!d) {
        struct draft fresh = {.lane = lane, .kind = kind, .from = item->event->time};
        VEC_PUSH(m->drafts, m->count, m->cap, fresh);
        d = &m->drafts[m->count - 1];
    }
    draft_add(d, item);
}

/* --- which items --- */

static int by_int64(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static void collect_moments(struct maker *m) {
    struct weaver *w = m->w;
    size_t total = m->lanes.count;
    for (size_t i = 0; i < m->part->node_count; i++)
        total += w->node_from[m->part->nodes[i] + 1] - w->node_from[m->part->nodes[i]];
    m->moments = ARENA_ARRAY(&w->scratch, int64_t, total);
    for (size_t i = 0; i < m->part->node_count; i++)
        for (uint32_t k = w->node_from[m->part->nodes[i]]; k < w->node_from[m->part->nodes[i] + 1]; k++) {
            const struct item *item = &w->items[w->node_items[k]];
            if (item->level >= LEVEL_LOW) m->moments[m->moment_count++] = item->event->time;
        }
    for (size_t i = 0; i < m->lanes.count; i++)
        if (m->lanes.lanes[i].via && m->lanes.lanes[i].via->carries)
            m->moments[m->moment_count++] = m->lanes.lanes[i].via->at;
    qsort(m->moments, m->moment_count, sizeof *m->moments, by_int64);
}

/* Whether something grave happened within CONTEXT_REACH of `time`. */
static bool near_moment(const struct maker *m, int64_t time) {
    size_t low = 0, high = m->moment_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->moments[middle] < time - CONTEXT_REACH) low = middle + 1;
        else high = middle;
    }
    return low < m->moment_count && m->moments[low] <= time + CONTEXT_REACH;
}

static const struct item *first_grave(const struct weaver *w, uint32_t node) {
    for (uint32_t k = w->node_from[node]; k < w->node_from[node + 1]; k++)
        if (w->items[w->node_items[k]].level >= LEVEL_LOW) return &w->items[w->node_items[k]];
    return NULL;
}

/* What an untainted parent did on its way to making a child. */
static bool led_to_child(const struct maker *m, uint32_t lane, const struct item *item) {
    const struct fact_event *e = item->event;
    uint32_t address = address_number(w_text(m->w, e->ip));
    for (size_t i = 0; i < m->lanes.count; i++) {
        const struct lane *child = &m->lanes.lanes[i];
        const struct link *link = child->parent == lane ? child->via->link : NULL;
        if (link && e->time <= link->at && e->time >= link->at - CONTEXT_REACH && e->credential == link->credential &&
            address == link->address)
            return true;
    }
    return false;
}

static bool belongs(const struct maker *m, const struct lane *lane, const struct item *item, const struct item *grave) {
    int64_t time = item->event->time, taint = m->w->nodes[item->node].taint;
    if (item->level >= LEVEL_LOW) return time >= m->part->from && time <= m->part->to;
    int64_t end = lane->via && lane->via->at > m->part->to ? lane->via->at : m->part->to;
    if (time > end + CONTEXT_REACH || time < m->part->from - CONTEXT_REACH) return false;
    bool branch = lane->via && lane->via->carries && link_kind_info(lane->via->kind)->flow != FLOW_SUSPECT;
    if (branch) return time >= taint - JOIN_SKEW;
    if (!near_moment(m, time)) return false;
    return time >= taint || (grave && grave->event->ip == item->event->ip && grave->event->agent == item->event->agent);
}

/* --- hinges --- */

static const struct item *item_of_event(const struct weaver *w, uint32_t node, struct hash128 key) {
    for (uint32_t k = w->node_from[node]; k < w->node_from[node + 1]; k++) {
        const struct item *item = &w->items[w->node_items[k]];
        if (hash128_cmp(item->event->key, key) == 0) return item;
    }
    return NULL;
}

/* A link whose event no rule matched: the link itself is evidence enough for a step. */
static struct item *item_of_link(struct weaver *w, const struct tie *tie) {
    const struct link *link = tie->link;
    struct fact_event *event = ARENA_NEW(&w->scratch, struct fact_event);
    struct item *item = ARENA_NEW(&w->scratch, struct item);
    *event = (struct fact_event){.key = link->event,
                                 .time = link->at,
                                 .actor = w->nodes[tie->parent].actor,
                                 .credential = link->credential,
                                 .id = link->event_id,
                                 .source = link->source,
                                 .name = link->name,
                                 .region = link->region,
                                 .account = w_actor(w, tie->parent)->account,
                                 .object = link->object,
                                 .own_copy = true};
    *item = (struct item){.event = event, .node = tie->parent, .rule = STORY_NONE};
    return item;
}

/* The items of a lane with the hinges among them, by time. */
struct lane_items {
    const struct item **items;
    size_t count, cap;
};

static int by_item_time(const void *left, const void *right) {
    const struct fact_event *a = (*(const struct item *const *)left)->event,
                            *b = (*(const struct item *const *)right)->event;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return hash128_cmp(a->key, b->key);
}

static bool same_event(const struct item *a, const struct item *b) {
    return hash128_cmp(a->event->key, b->event->key) == 0;
}

static void add_hinges(struct maker *m, uint32_t lane, struct lane_items *out) {
    for (size_t i = 0; i < m->lanes.count; i++) {
        const struct lane *child = &m->lanes.lanes[i];
        if (child->parent != lane || !child->via->link) continue;
        const struct item *known = item_of_event(m->w, child->via->parent, child->via->link->event);
        struct item *hinge = known ? ARENA_NEW(&m->w->scratch, struct item) : item_of_link(m->w, child->via);
        if (known) *hinge = *known;
        hinge->link = child->via->link;
        VEC_PUSH(out->items, out->count, out->cap, (const struct item *)hinge);
    }
}

static void add_lane_items(struct maker *m, uint32_t index) {
    struct weaver *w = m->w;
    const struct lane *lane = &m->lanes.lanes[index];
    struct lane_items list = {0};
    size_t first = m->count;
    add_hinges(m, index, &list);
    for (size_t n = 0; n < lane->node_count; n++) {
        const struct item *grave = first_grave(w, lane->nodes[n]);
        for (uint32_t k = w->node_from[lane->nodes[n]]; k < w->node_from[lane->nodes[n] + 1]; k++) {
            const struct item *item = &w->items[w->node_items[k]];
            bool wanted = lane->untainted ? led_to_child(m, index, item) : belongs(m, lane, item, grave);
            if (wanted) VEC_PUSH(list.items, list.count, list.cap, item);
        }
    }
    if (list.count) qsort(list.items, list.count, sizeof *list.items, by_item_time);
    for (size_t i = 0; i < list.count; i++) {
        /* A hinge and the plain item of its event, or one event that made several actors: once, as a hinge. */
        if (i && same_event(list.items[i], list.items[i - 1])) continue;
        const struct item *item = list.items[i];
        for (size_t k = i + 1; k < list.count && same_event(item, list.items[k]); k++)
            if (!item->link) item = list.items[k];
        add_item(m, index, item, first);
    }
    free(list.items);
}

/* --- cutting a run where its outcome turns --- */

/* Where the outcome turns when it turns exactly once, 0 otherwise. */
static size_t turning_point(const struct draft *d) {
    size_t turns = 0, at = 0;
    for (size_t i = 1; i < d->count; i++)
        if (d->items[i]->event->failed != d->items[i - 1]->event->failed) turns++, at = i;
    return turns == 1 ? at : 0;
}

static void cut_runs(struct maker *m) {
    size_t count = m->count;
    for (size_t i = 0; i < count; i++) {
        size_t at = turning_point(&m->drafts[i]);
        if (!at || m->drafts[i].kind == KIND_LOOK) continue;
        struct draft whole = m->drafts[i];
        struct draft head = {.lane = whole.lane, .kind = whole.kind, .from = whole.from};
        struct draft tail = {.lane = whole.lane, .kind = whole.kind, .from = whole.items[at]->event->time};
        for (size_t k = 0; k < whole.count; k++) draft_add(k < at ? &head : &tail, whole.items[k]);
        free(whole.items);
        m->drafts[i] = head;
        VEC_PUSH(m->drafts, m->count, m->cap, tail);
    }
}

static int by_draft(const void *left, const void *right) {
    const struct draft *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->lane != b->lane) return a->lane < b->lane ? -1 : 1;
    return by_item_time(&a->items[0], &b->items[0]);
}

/* --- drafts → steps --- */

static int by_rule_weight(const void *left, const void *right, void *ctx) {
    const struct weaver *w = ctx;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (w_rule(w, a)->level != w_rule(w, b)->level) return w_rule(w, a)->level > w_rule(w, b)->level ? -1 : 1;
    return a < b ? -1 : a > b;
}

static bool is_same_rule(const struct weaver *w, uint32_t a, uint32_t b) {
    const struct rule_info *x = w_rule(w, a), *y = w_rule(w, b);
    return (x->copy || y->copy) && slice_eq(x->id, y->id) && slice_eq(x->title, y->title);
}

static void step_rules(struct weaver *w, const struct draft *d, struct story_step *step) {
    uint32_t *rules = NULL;
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < d->count; i++)
        for (uint32_t k = 0; k < d->items[i]->finding_count; k++) {
            uint32_t rule = d->items[i]->findings[k].rule;
            bool known = false;
            for (size_t n = 0; n < count && !known; n++) known = rules[n] == rule;
            if (!known) VEC_PUSH(rules, count, cap, rule);
        }
    if (count) qsort_r(rules, count, sizeof *rules, by_rule_weight, w);
    struct slice *ids = ARENA_ARRAY(w->arena, struct slice, count),
                 *titles = ARENA_ARRAY(w->arena, struct slice, count);
    size_t named = 0;
    for (size_t i = 0; i < count; i++) { /* a rule and the copies that filters made of it are one */
        bool known = false;
        for (size_t n = 0; n < i; n++) known = known || is_same_rule(w, rules[n], rules[i]);
        if (known) continue;
        ids[named] = w_keep(w, w_rule(w, rules[i])->id);
        titles[named++] = w_keep(w, w_words(w, rules[i])->title);
    }
    free(rules);
    step->rules = ids;
    step->rule_titles = titles;
    step->rule_count = named;
}

/* The first finding of the item that names a resource. */
static const struct fact_finding *resource_finding(const struct item *item) {
    for (uint32_t k = 0; k < item->finding_count; k++)
        if (item->findings[k].resource) return &item->findings[k];
    return NULL;
}

static void step_events(struct weaver *w, const struct draft *d, struct story_step *step) {
    size_t count = d->count < STEP_EVENTS_MAX ? d->count : STEP_EVENTS_MAX;
    struct story_event *events = ARENA_ARRAY(w->arena, struct story_event, count);
    for (size_t i = 0; i < count; i++) {
        const struct fact_event *e = d->items[i]->event;
        const struct fact_finding *named = resource_finding(d->items[i]);
        events[i] = (struct story_event){.id = lineage_event_id_text(&w->facts->lineage, e->id, w->arena),
                                         .time = e->time,
                                         .source = w_keep(w, w_text(w, e->source)),
                                         .name = w_keep(w, w_text(w, e->name)),
                                         .region = w_keep(w, w_text(w, e->region)),
                                         .account = w_keep(w, w_text(w, e->account)),
                                         .source_ip = w_keep(w, w_text(w, e->ip)),
                                         .user_agent = w_keep(w, w_text(w, e->agent)),
                                         .error = w_keep(w, w_text(w, e->error)),
                                         .resource = named ? w_keep(w, w_text(w, named->resource)) : (struct slice){0},
                                         .rule = d->items[i]->rule,
                                         .raw = facts_raw(w->facts, e)};
    }
    step->events = events;
    step->event_count = count;
    step->events_truncated = count < d->count;
}

static void step_resources(struct weaver *w, const struct draft *d, struct story_step *step) {
    struct story_resource *list =
        ARENA_ARRAY(w->arena, struct story_resource, d->count < STEP_RESOURCES_MAX ? d->count : STEP_RESOURCES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < d->count && count < STEP_RESOURCES_MAX; i++) {
        const struct fact_finding *named = resource_finding(d->items[i]);
        if (!named) continue;
        struct story_resource r = {w_text(w, named->resource), w_rule(w, named->rule)->resource_type,
                                   w_text(w, d->items[i]->event->account)};
        bool known = false;
        for (size_t n = 0; n < count && !known; n++)
            known = slice_eq(list[n].id, r.id) && slice_eq(list[n].account, r.account);
        if (!known) list[count++] = (struct story_resource){w_keep(w, r.id), w_keep(w, r.type), w_keep(w, r.account)};
    }
    step->resources = list;
    step->resource_count = count;
}

static struct slice step_id(struct weaver *w, const struct maker *m, const struct draft *d) {
    const struct item *first = d->items[0];
    struct hash128 actor = w->facts->lineage.actors[m->lanes.lanes[d->lane].actor].key;
    uint64_t hash = actor.hi ^ first->event->key.hi * UINT64_C(0x9e3779b97f4a7c15);
    hash = hash64_more(hash, first->rule == STORY_NONE ? SLICE("link") : w_rule(w, first->rule)->id);
    char text[13];
    hash_hex(hash, 12, text);
    return arena_dup(w->arena, slice_cstr(text));
}

/* The first of the gravest: it gives the step its tactic. */
static const struct item *gravest_item(const struct draft *d) {
    const struct item *best = d->items[0];
    for (size_t i = 1; i < d->count; i++)
        if (d->items[i]->level > best->level) best = d->items[i];
    return best;
}

void draft_to_step(struct maker *m, const struct draft *d, struct story_step *step) {
    struct weaver *w = m->w;
    const struct item *lead = gravest_item(d);
    const struct rule_info *rule = lead->rule == STORY_NONE ? NULL : w_rule(w, lead->rule);
    *step = (struct story_step){
        .id = step_id(w, m, d),
        .actor = d->lane,
        .tactic = rule ? w_keep(w, rule->tactic) : (struct slice){0},
        .technique = rule ? w_keep(w, rule->technique) : (struct slice){0},
        .rule = lead->rule,
        .level = d->level,
        .outcome = !d->failed              ? STEP_SUCCEEDED
                   : d->failed == d->count ? STEP_FAILED
                                           : STEP_MIXED,
        .from = d->from,
        .to = d->to,
        .count = d->count,
        .failed = d->failed,
        .context = d->level < LEVEL_LOW,
        .hinge = d->hinge,
    };
    step_rules(w, d, step);
    step_events(w, d, step);
    step_resources(w, d, step);
    words_for_step(w, &(struct step_items){d->items, d->count, d->failed, d->kind == KIND_LOOK}, step);
}

void draft_steps(struct maker *m) {
    collect_moments(m);
    for (uint32_t i = 0; i < m->lanes.count; i++) add_lane_items(m, i);
    cut_runs(m);
    if (m->count) qsort(m->drafts, m->count, sizeof *m->drafts, by_draft);
}

void drafts_release(struct maker *m) {
    for (size_t i = 0; i < m->count; i++) free(m->drafts[i].items);
    free(m->drafts);
}

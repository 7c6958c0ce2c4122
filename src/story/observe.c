/* SPDX-License-Identifier: Apache-2.0 */
/* story/observe.c: see observe.h. */
#include "story/observe.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

/* What an observation is called: by its gravest step, the first of equals. */
static const struct story_step *gravest_step(const struct story *story) {
    const struct story_step *best = &story->steps[0];
    for (size_t i = 1; i < story->step_count; i++) {
        const struct story_step *step = &story->steps[i];
        if (best->context != step->context ? best->context : step->level > best->level) best = step;
    }
    return best;
}

void observe_story(struct weaver *w, const struct story *story, struct observations *out) {
    const struct story_step *step = gravest_step(story);
    const struct story_actor *actor = &story->actors[step->actor];
    struct observation o = {
        .level = step->level,
        .title = step->title,
        .actor = arena_printf(w->arena, "%.*s in %.*s", SLICE_FMT(actor->name), SLICE_FMT(actor->account)),
        .from = story->from,
        .to = story->to,
        .score = story->score,
    };
    size_t total = 0;
    for (size_t i = 0; i < story->step_count; i++) total += story->steps[i].context ? 0 : story->steps[i].rule_count;
    struct slice *rules = ARENA_ARRAY(w->arena, struct slice, total);
    for (size_t i = 0; i < story->step_count; i++) {
        const struct story_step *s = &story->steps[i];
        if (s->context) continue;
        o.count += s->count;
        for (size_t k = 0; k < s->rule_count; k++) {
            bool known = false;
            for (size_t m = 0; m < o.rule_count && !known; m++) known = slice_eq(rules[m], s->rules[k]);
            if (!known) rules[o.rule_count++] = s->rules[k];
        }
    }
    o.rules = rules;
    VEC_PUSH(out->list, out->count, out->cap, o);
}

/* Which observations say the same of the same. */
static int by_what(const void *left, const void *right) {
    const struct observation *a = left, *b = right;
    int order = slice_cmp(a->title, b->title);
    if (!order) order = slice_cmp(a->actor, b->actor);
    if (!order) order = a->level == b->level ? 0 : a->level < b->level ? -1 : 1;
    if (!order && a->rule_count != b->rule_count) order = a->rule_count < b->rule_count ? -1 : 1;
    for (size_t i = 0; !order && i < a->rule_count; i++) order = slice_cmp(a->rules[i], b->rules[i]);
    return order;
}

/* A role's sessions come and go: what several of them did alike is one line. */
static void fold_observations(struct observations *s) {
    size_t kept = 0;
    if (s->count) qsort(s->list, s->count, sizeof *s->list, by_what);
    for (size_t i = 0; i < s->count; i++) {
        const struct observation *o = &s->list[i];
        struct observation *same = kept ? &s->list[kept - 1] : NULL;
        if (!same || by_what(same, o) != 0) {
            s->list[kept++] = *o;
            continue;
        }
        same->count += o->count;
        if (o->from < same->from) same->from = o->from;
        if (o->to > same->to) same->to = o->to;
        if (o->score > same->score) same->score = o->score;
    }
    s->count = kept;
}

/* "more than 1,000 actors", "57 actors". */
static struct slice count_actors(struct weaver *w, uint32_t actors, bool everywhere) {
    return everywhere ? W_SAY(w, SEEN_MORE_ACTORS, w_number(w, COMMON_ACTORS_MAX))
                      : W_SAY(w, SEEN_ACTORS, w_number(w, actors));
}

/* A common rule: said once, weighing nothing. */
static void add_common(struct weaver *w, uint32_t rule, struct observations *out) {
    const struct common_rule *r = w->facts->common.rules[rule];
    struct slice *id = ARENA_NEW(w->arena, struct slice);
    struct observation o = {.level = w_rule(w, rule)->level, .rules = id, .rule_count = 1};
    uint32_t actors = 0;
    for (enum actor_kind kind = 0; kind < ACTOR_KINDS; kind++) {
        const struct common_kind *k = &r->kinds[kind];
        if (!k->findings || !common_to_kind(&w->facts->common, rule, kind, w->of_kind[kind])) continue;
        if (!o.count || k->from < o.from) o.from = k->from;
        if (!o.count || k->to > o.to) o.to = k->to;
        o.count += k->findings;
        actors += k->actors;
    }
    if (!o.count) return;
    *id = w_keep(w, w_rule(w, rule)->id);
    o.title = W_SAY(w, SEEN_COMMON, w_words(w, rule)->title);
    o.actor = count_actors(w, actors, r->everywhere);
    VEC_PUSH(out->list, out->count, out->cap, o);
}

static void add_all_common(struct weaver *w, struct observations *out) {
    for (uint32_t i = 0; i < w->facts->common.count; i++)
        if (w->facts->common.rules[i]) add_common(w, i, out);
}

static int by_observation(const void *left, const void *right) {
    const struct observation *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    int title = slice_cmp(a->title, b->title);
    if (title) return title;
    int actor = slice_cmp(a->actor, b->actor);
    if (actor) return actor;
    return a->to != b->to ? (a->to < b->to ? -1 : 1) : a->count < b->count ? -1 : a->count > b->count;
}

void observe_finish(struct weaver *w, struct observations *out) {
    fold_observations(out);
    add_all_common(w, out);
    if (out->count) qsort(out->list, out->count, sizeof *out->list, by_observation);
}

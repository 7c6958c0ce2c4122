/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_fold.c: steps → cards.
 *
 * While there are more than PICTURE_CARDS_MAX cards, runs of neighbours on a lane become one stacked card, the least
 * grave run first, by rules that yield one after the other (PHASES). Hinges are never folded.
 * Cards are then put in the order in which they are read: by time, but never before the card they came out of.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "story/layout_parts.h"

struct phase {
    size_t shortest;  /* run that may be folded */
    enum level below; /* steps of this level and above stay; LEVEL_CRITICAL + 1: none do */
    bool one_tactic;  /* a run is of one tactic */
    bool keep_ends;   /* a lane's first and last card stay */
};

static const struct phase PHASES[] = {
    {3, LEVEL_HIGH, true, true},
    {3, LEVEL_CRITICAL + 1, true, true},
    {2, LEVEL_CRITICAL + 1, false, true},
    {2, LEVEL_CRITICAL + 1, false, false},
};

/* A card in the making: a run of the lane's steps. */
struct node {
    uint32_t first, count; /* in the lane's list of steps */
    uint32_t lane;
    enum level level;
    bool hinge, end;
};

struct run {
    size_t from, count; /* nodes */
    uint32_t steps;
    enum level level;
};

struct fold {
    struct layout_work *w;
    uint32_t *steps; /* steps of open lanes, lane after lane, by time */
    struct node *nodes;
    struct run *runs;
    size_t node_count, run_count;
};

static struct slice node_tactic(const struct fold *f, const struct node *n) {
    return f->w->st->steps[f->steps[n->first]].tactic;
}

static bool may_fold(const struct node *n, const struct phase *phase) {
    return !n->hinge && n->level < phase->below && !(n->end && phase->keep_ends);
}

static bool same_run(const struct fold *f, const struct node *a, const struct node *b, const struct phase *phase) {
    if (a->lane != b->lane) return false;
    return !phase->one_tactic || tactic_title(LANG_EN, node_tactic(f, a)) == tactic_title(LANG_EN, node_tactic(f, b));
}

static void find_runs(struct fold *f, const struct phase *phase) {
    f->run_count = 0;
    for (size_t i = 0; i < f->node_count;) {
        struct run run = {i, 0, 0, LEVEL_INFORMATIONAL};
        while (i < f->node_count && may_fold(&f->nodes[i], phase) &&
               (run.count == 0 || same_run(f, &f->nodes[i - 1], &f->nodes[i], phase))) {
            run.steps += f->nodes[i].count;
            if (f->nodes[i].level > run.level) run.level = f->nodes[i].level;
            run.count++, i++;
        }
        if (run.count >= phase->shortest) f->runs[f->run_count++] = run;
        if (run.count == 0) i++;
    }
}

static int run_order(const void *a, const void *b) {
    const struct run *x = a, *y = b;
    if (x->level != y->level) return x->level < y->level ? -1 : 1;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return x->from < y->from ? -1 : 1;
}

/* Makes one node of each chosen run: the first takes the others in, which are then dropped. */
static void apply_runs(struct fold *f, size_t chosen) {
    for (size_t r = 0; r < chosen; r++) {
        struct node *into = &f->nodes[f->runs[r].from];
        into->level = f->runs[r].level;
        into->count = f->runs[r].steps;
        for (size_t i = 1; i < f->runs[r].count; i++) {
            into->end |= into[i].end;
            into[i].count = 0;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < f->node_count; i++) {
        if (f->nodes[i].count) f->nodes[kept++] = f->nodes[i];
    }
    f->node_count = kept;
}

static void fold_phase(struct fold *f, const struct phase *phase) {
    find_runs(f, phase);
    qsort(f->runs, f->run_count, sizeof *f->runs, run_order);
    size_t left = f->node_count, chosen = 0;
    while (left > PICTURE_CARDS_MAX && chosen < f->run_count) left -= f->runs[chosen++].count - 1;
    apply_runs(f, chosen);
}

/* One node a step, lane after lane. */
static void start_nodes(struct fold *f) {
    const struct layout_work *w = f->w;
    size_t steps = w->st->step_count, lanes = w->out->lane_count;
    uint32_t *at = ARENA_ARRAY(w->arena, uint32_t, lanes + 1);
    for (size_t i = 0; i < steps; i++) {
        uint32_t lane = w->out->lane_of_actor[w->st->steps[i].actor];
        if (lane != STORY_NONE) at[lane + 1]++;
    }
    for (size_t k = 0; k < lanes; k++) at[k + 1] += at[k];
    f->node_count = at[lanes];
    for (uint32_t i = 0; i < steps; i++) {
        uint32_t lane = w->out->lane_of_actor[w->st->steps[i].actor];
        if (lane == STORY_NONE) continue;
        uint32_t slot = at[lane]++;
        f->steps[slot] = i;
        f->nodes[slot] = (struct node){.first = slot, .count = 1, .lane = lane, .level = w->st->steps[i].level};
    }
    for (size_t i = 0; i < f->node_count; i++) {
        bool first = i == 0 || f->nodes[i - 1].lane != f->nodes[i].lane;
        bool last = i + 1 == f->node_count || f->nodes[i + 1].lane != f->nodes[i].lane;
        f->nodes[i].end = first || last;
    }
}

static void mark_hinges(struct fold *f) {
    const struct layout_work *w = f->w;
    bool *hinge = ARENA_ARRAY(w->arena, bool, w->st->step_count + 1);
    for (size_t k = 0; k < w->out->lane_count; k++) {
        uint32_t via = w->via[w->out->lanes[k].actor];
        if (via != STORY_NONE) hinge[via] = true;
    }
    for (size_t i = 0; i < f->node_count; i++) f->nodes[i].hinge = hinge[f->steps[f->nodes[i].first]];
}

/* --- nodes → cards --- */

struct placed {
    const struct node *node;
    int64_t time; /* not before that of the card the lane came out of */
    uint32_t step;
};

static int placed_order(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    if (x->node->lane != y->node->lane && x->step == y->step) return x->node->lane < y->node->lane ? -1 : 1;
    return x->step < y->step ? -1 : 1;
}

/* Reading times: lanes come parents first, so a parent's are known when its children need them. */
static struct placed *reading_order(const struct fold *f) {
    const struct layout_work *w = f->w;
    struct placed *order = ARENA_ARRAY(w->arena, struct placed, f->node_count + 1);
    int64_t *time_of_step = ARENA_ARRAY(w->arena, int64_t, w->st->step_count + 1);
    uint32_t *rank = ARENA_ARRAY(w->arena, uint32_t, w->st->step_count + 1);
    for (size_t i = 0; i < f->node_count; i++) {
        const struct node *n = &f->nodes[i];
        uint32_t step = f->steps[n->first], via = w->via[w->out->lanes[n->lane].actor], place = step;
        int64_t time = w->st->steps[step].from;
        if (via != STORY_NONE && time_of_step[via] > time) time = time_of_step[via];
        if (via != STORY_NONE && rank[via] >= place) place = rank[via] + 1;
        if (i && f->nodes[i - 1].lane == n->lane && order[i - 1].time > time) time = order[i - 1].time;
        if (i && f->nodes[i - 1].lane == n->lane && order[i - 1].step >= place) place = order[i - 1].step + 1;
        order[i] = (struct placed){n, time, place};
        for (uint32_t s = 0; s < n->count; s++) {
            time_of_step[f->steps[n->first + s]] = time;
            rank[f->steps[n->first + s]] = place;
        }
    }
    qsort(order, f->node_count, sizeof *order, placed_order);
    return order;
}

static uint32_t gravest(const struct story *st, const uint32_t *steps, size_t count) {
    uint32_t found = steps[0];
    for (size_t i = 1; i < count; i++) {
        if (st->steps[steps[i]].level > st->steps[found].level) found = steps[i];
    }
    return found;
}

static void card_fill(const struct fold *f, const struct node *n, struct layout_card *card) {
    const struct story *st = f->w->st;
    *card = (struct layout_card){.steps = f->steps + n->first,
                                 .step_count = n->count,
                                 .lane = n->lane,
                                 .level = n->level,
                                 .hinge = n->hinge,
                                 .context = true};
    card->lead = gravest(st, card->steps, n->count);
    card->from = st->steps[card->steps[0]].from;
    card->to = card->from;
    for (size_t i = 0; i < n->count; i++) {
        const struct story_step *step = &st->steps[card->steps[i]];
        if (step->to > card->to) card->to = step->to;
        card->count += step->count;
        card->failed += step->failed;
        if (step->apis > card->apis) card->apis = step->apis;
        card->context &= step->context;
    }
    card->context &= !card->hinge;
    card->outcome = card->failed == 0 ? STEP_SUCCEEDED : card->failed >= card->count ? STEP_FAILED : STEP_MIXED;
    card->family = tactic_family(st->steps[card->lead].tactic);
}

static void make_cards(struct fold *f) {
    struct layout_work *w = f->w;
    struct layout *out = w->out;
    const struct placed *order = reading_order(f);
    out->cards = ARENA_ARRAY(w->arena, struct layout_card, f->node_count + 1);
    out->card_of_step = ARENA_ARRAY(w->arena, uint32_t, w->st->step_count + 1);
    out->card_count = f->node_count;
    for (size_t i = 0; i < w->st->step_count; i++) out->card_of_step[i] = STORY_NONE;
    for (uint32_t c = 0; c < out->card_count; c++) {
        struct layout_card *card = &out->cards[c];
        card_fill(f, order[c].node, card);
        for (size_t s = 0; s < card->step_count; s++) out->card_of_step[card->steps[s]] = c;
        struct layout_lane *lane = &out->lanes[card->lane];
        if (lane->first_card == STORY_NONE) lane->first_card = c;
        lane->last_card = c;
    }
    for (size_t k = 0; k < out->lane_count; k++) {
        struct layout_lane *lane = &out->lanes[k];
        out->cards[lane->last_card].last = true;
        uint32_t via = w->via[lane->actor];
        if (via == STORY_NONE || out->card_of_step[via] == STORY_NONE) continue;
        lane->via_card = out->card_of_step[via];
        lane->parent = out->cards[lane->via_card].lane;
    }
}

void layout_fold_steps(struct layout_work *w) {
    size_t steps = w->st->step_count;
    struct fold f = {.w = w,
                     .steps = ARENA_ARRAY(w->arena, uint32_t, steps + 1),
                     .nodes = ARENA_ARRAY(w->arena, struct node, steps + 1),
                     .runs = ARENA_ARRAY(w->arena, struct run, steps + 1)};
    start_nodes(&f);
    mark_hinges(&f);
    for (size_t i = 0; i < sizeof PHASES / sizeof PHASES[0] && f.node_count > PICTURE_CARDS_MAX; i++) {
        fold_phase(&f, &PHASES[i]);
    }
    make_cards(&f);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_lanes.c: which actors get a lane of their own.
 *
 * Up to PICTURE_LANES_MAX actors with steps: all. Beyond: siblings of one kind that came out of one step share a lane;
 * then lanes with nothing above low become stubs on their parent's rail; then, leaf by leaf, the least grave.
 * An actor without steps never has a lane: it is counted at a stub, unless it is only where a credential came from.
 */
#include "story/layout_parts.h"

static void count_steps(struct layout_work *w) {
    for (uint32_t i = 0; i < w->st->step_count; i++) {
        const struct story_step *step = &w->st->steps[i];
        w->steps[step->actor]++;
        if (step->level > w->level[step->actor]) w->level[step->actor] = step->level;
    }
}

/* The step an actor came from. Where only the parent is known: the parent's last step that is not later. */
static uint32_t via_step(const struct layout_work *w, uint32_t actor) {
    const struct story_actor *who = &w->st->actors[actor];
    if (who->via_step < w->st->step_count) return who->via_step;
    if (who->parent == STORY_NONE || w->steps[who->parent] == 0 || w->steps[actor] == 0) return STORY_NONE;
    uint32_t found = STORY_NONE;
    for (uint32_t i = 0; i < w->st->step_count && w->st->steps[i].actor != actor; i++) {
        if (w->st->steps[i].actor == who->parent) found = i;
    }
    return found;
}

static size_t count_open(const struct layout_work *w) {
    size_t count = 0;
    for (size_t k = 0; k < w->st->actor_count; k++) count += w->open[k];
    return count;
}

/* Siblings of one kind from one step move into the lane of the first of them. */
static void merge_siblings(struct layout_work *w) {
    const struct story_actor *actors = w->st->actors;
    for (uint32_t k = 1; k < w->st->actor_count; k++) {
        if (!w->open[k] || w->via[k] == STORY_NONE) continue;
        for (uint32_t j = 0; j < k; j++) {
            if (!w->open[j] || w->via[j] != w->via[k] || actors[j].kind != actors[k].kind) continue;
            w->home[k] = j;
            w->open[k] = false;
            w->stubs[j] += w->stubs[k];
            w->steps[j] += w->steps[k];
            if (w->level[k] > w->level[j]) w->level[j] = w->level[k];
            break;
        }
    }
}

/* The home of an actor, however often that moved. */
static uint32_t home_of(const struct layout_work *w, uint32_t actor) {
    while (w->home[actor] != actor) actor = w->home[actor];
    return actor;
}

static bool has_open_child(const struct layout_work *w, uint32_t actor) {
    for (uint32_t k = actor + 1; k < w->st->actor_count; k++) {
        if (w->open[k] && w->via[k] != STORY_NONE && home_of(w, w->st->steps[w->via[k]].actor) == actor) return true;
    }
    return false;
}

/* Closes leaf lanes, the least grave first (then the one with fewer steps, then the later), until few enough are open.
 */
static void close_leaves(struct layout_work *w) {
    for (size_t open = count_open(w); open > PICTURE_LANES_MAX; open--) {
        uint32_t worst = STORY_NONE;
        for (uint32_t k = (uint32_t)w->st->actor_count; k-- > 1;) {
            if (!w->open[k] || has_open_child(w, k)) continue;
            bool less = worst == STORY_NONE || w->level[k] < w->level[worst] ||
                        (w->level[k] == w->level[worst] && w->steps[k] < w->steps[worst]);
            if (less) worst = k;
        }
        if (worst == STORY_NONE) return;
        w->open[worst] = false;
    }
}

static void make_lanes(struct layout_work *w) {
    struct layout *out = w->out;
    size_t actors = w->st->actor_count;
    out->lanes = ARENA_ARRAY(w->arena, struct layout_lane, actors + 1);
    out->lane_of_actor = ARENA_ARRAY(w->arena, uint32_t, actors + 1);
    for (uint32_t k = 0; k < actors; k++) {
        uint32_t home = home_of(w, k);
        out->lane_of_actor[k] = home == k || !w->open[home] ? STORY_NONE : out->lane_of_actor[home];
        if (!w->open[k]) continue;
        out->lane_of_actor[k] = (uint32_t)out->lane_count;
        out->lanes[out->lane_count++] = (struct layout_lane){.actor = k,
                                                             .member_count = w->stubs[k],
                                                             .parent = STORY_NONE,
                                                             .via_card = STORY_NONE,
                                                             .first_card = STORY_NONE,
                                                             .last_card = STORY_NONE,
                                                             .level = w->level[k]};
    }
}

void layout_choose_lanes(struct layout_work *w) {
    size_t actors = w->st->actor_count;
    w->home = ARENA_ARRAY(w->arena, uint32_t, actors + 1);
    w->steps = ARENA_ARRAY(w->arena, uint32_t, actors + 1);
    w->stubs = ARENA_ARRAY(w->arena, uint32_t, actors + 1);
    w->via = ARENA_ARRAY(w->arena, uint32_t, actors + 1);
    w->level = ARENA_ARRAY(w->arena, enum level, actors + 1);
    w->open = ARENA_ARRAY(w->arena, bool, actors + 1);
    count_steps(w);
    for (uint32_t k = 0; k < actors; k++) {
        w->home[k] = k;
        w->stubs[k] = 1;
        w->open[k] = w->steps[k] > 0;
        w->via[k] = via_step(w, k);
    }
    if (count_open(w) > PICTURE_LANES_MAX) merge_siblings(w);
    close_leaves(w);
    make_lanes(w);
}

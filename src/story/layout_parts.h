/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_parts.h: what the files of the layout share. Nobody else includes it. */
#ifndef EMAKI_STORY_LAYOUT_PARTS_H
#define EMAKI_STORY_LAYOUT_PARTS_H

#include "base/limits.h"
#include "story/layout.h"

struct layout_work {
    const struct story *st;
    struct arena *arena;
    struct layout *out;
    /* by actor */
    uint32_t *home;    /* the actor whose lane or stub holds it: itself, the first of merged siblings, or an ancestor */
    uint32_t *steps;   /* how many it has */
    enum level *level; /* the gravest */
    bool *open;        /* has a lane of its own (siblings merged into it counted there) */
    uint32_t *stubs;   /* as home of merged siblings: how many actors it stands for */
    uint32_t *via;     /* step it came from, guessed by time where the story knows only the parent */
};

/* Which actors get a lane. Fills home, open and the rest above, out->lanes and out->lane_of_actor. */
void layout_choose_lanes(struct layout_work *w);
/* Steps of open lanes → out->cards, at most PICTURE_CARDS_MAX where folding can reach that; sets card_of_step,
 * and of each lane parent, via_card, first_card, last_card. */
void layout_fold_steps(struct layout_work *w);
/* Words on cards, lanes, ribbon, ruler's corner. Needs the cards; not their positions. */
void layout_card_words(struct layout_work *w);
void layout_lane_words(struct layout_work *w);
/* Branches and stubs with their words; label positions come with the rows. */
void layout_make_branches(struct layout_work *w);
/* Rows of the lanes, y of everything, label widths, canvas. */
void layout_place_rows(struct layout_work *w);
/* Ruler, ribbon, repeated names. Needs positions. */
void layout_make_ruler(struct layout_work *w);

#endif

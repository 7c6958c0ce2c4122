/* SPDX-License-Identifier: Apache-2.0 */
/* story/lanes.h: the lanes of a part: its tainted actors and the untainted ones that their credentials came from.
 * Internal to the module. Lanes are ordered: origins first, a parent before its children, then by time. */
#ifndef EMAKI_STORY_LANES_H
#define EMAKI_STORY_LANES_H

#include "story/draft.h"

/* Untainted ancestors are shown up to this many generations. */
#define ANCESTORS_MAX 4

struct lane {
    uint32_t actor;
    uint32_t parent;       /* lane, or STORY_NONE */
    const struct tie *via; /* how it came from its parent; NULL without one */
    const uint32_t *nodes; /* of this actor in the part */
    size_t node_count;
    bool untainted;
    int64_t taint;
};

struct lanes {
    struct lane *lanes;
    size_t count;
};

/* The lane of an actor, or STORY_NONE. */
uint32_t lane_of_actor(const struct lanes *l, uint32_t actor);
void make_lanes(struct weaver *w, const struct part *part, struct lanes *out);

#endif

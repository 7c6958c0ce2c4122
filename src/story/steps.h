/* SPDX-License-Identifier: Apache-2.0 */
/* story/steps.h: a part's lanes and the drafts of its steps. Internal to the module; see steps.c for the rules. */
#ifndef EMAKI_STORY_STEPS_H
#define EMAKI_STORY_STEPS_H

#include "story/lanes.h"

/* A step in the making. */
struct draft {
    uint32_t lane;
    uint32_t kind;             /* what runs together: see kind_of() */
    const struct item **items; /* by time */
    size_t count, cap;
    int64_t from, to;
    size_t failed;
    enum level level;
    bool hinge;
};

struct maker {
    struct weaver *w;
    const struct part *part;
    struct lanes lanes;
    struct draft *drafts;
    size_t count, cap;
    int64_t *moments; /* times of grave items and of branches, sorted */
    size_t moment_count;
};

/* Fills drafts, sorted by time. drafts_release() frees them. */
void draft_steps(struct maker *m);
void drafts_release(struct maker *m);
/* Everything of a step but its place in the story. */
void draft_to_step(struct maker *m, const struct draft *d, struct story_step *step);
/* actors.c: the head of a lane, with what its steps show of credentials and addresses. */
void lane_to_actor(struct maker *m, uint32_t lane, struct story_actor *out);
/* The step of `lane` that holds an event, or STORY_NONE. */
uint32_t step_with(const struct maker *m, struct hash128 event, uint32_t lane);

#endif

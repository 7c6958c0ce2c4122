/* SPDX-License-Identifier: Apache-2.0 */
/* scan/problems.h: what could not be read: counted, and the first INPUT_PROBLEMS_MAX of them by (path, offset, error)
 * kept, so that the list is the same whichever thread met which problem first. Owns its strings. One thread at a time.
 */
#ifndef EMAKI_SCAN_PROBLEMS_H
#define EMAKI_SCAN_PROBLEMS_H

#include "base/limits.h"
#include "base/slice.h"

struct pipeline_problem {
    struct slice path, error; /* owned by the list */
    uint64_t offset;
};

struct pipeline_problems {
    struct pipeline_problem list[INPUT_PROBLEMS_MAX]; /* sorted */
    size_t listed;
    uint64_t count;
};

void problems_add(struct pipeline_problems *p, struct slice path, uint64_t offset, struct slice error);
/* Adds all of `from` and empties it. */
void problems_move(struct pipeline_problems *into, struct pipeline_problems *from);
/* Forgets all. Safe on a zeroed list. */
void problems_clear(struct pipeline_problems *p);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* story/observe.h: what stays below the alert threshold, one line each. Internal to the module. */
#ifndef EMAKI_STORY_OBSERVE_H
#define EMAKI_STORY_OBSERVE_H

#include "story/draft.h"

struct observations {
    struct observation *list; /* malloc'd */
    size_t count, cap;
};

/* A story that is no alert. */
void observe_story(struct weaver *w, const struct story *story, struct observations *out);
/* Adds the common rules, puts what says the same of the same into one line, and sorts by score and time. */
void observe_finish(struct weaver *w, struct observations *out);

#endif

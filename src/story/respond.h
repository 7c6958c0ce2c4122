/* SPDX-License-Identifier: Apache-2.0 */
/* story/respond.h: a plan of responses in the making. Internal to the module: respond.c (order, contain, preserve),
 * respond_undo.c (undo). */
#ifndef EMAKI_STORY_RESPOND_H
#define EMAKI_STORY_RESPOND_H

#include "story/draft.h"

struct plan {
    struct weaver *w;
    const struct story *story;
    struct story_response *list;
    size_t count, cap;
};

/* Whether a shell gives no meaning to any character of it, and a command would not take it for an option. */
bool shell_safe(struct slice s);
/* Adds what is not there yet, as long as there is room. */
void plan_add(struct plan *p, struct story_response response);
/* What takes back a step's calls, one row an API. */
void plan_undo(struct plan *p);

#endif

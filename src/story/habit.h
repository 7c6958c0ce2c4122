/* SPDX-License-Identifier: Apache-2.0 */
/* story/habit.h: what one actor is denied day after day is how it works, not an attack. Internal to the module.
 *
 * In:   the alerts of one weave.      Out: which of them are habits, and ought to be observations.
 * Law:  a function of the set of alerts. Only alerts of level low, in which one kind of call was tried and nothing
 * else: at least HABIT_DAYS days of it by actors of one name in one account. A posture scanner that may not read keys
 * is one line, however often it runs; the day on which it is let in is an alert of its own.
 */
#ifndef EMAKI_STORY_HABIT_H
#define EMAKI_STORY_HABIT_H

#include "story/draft.h"

#define HABIT_DAYS 3

/* Sets habit[i] for the alerts that are; all of them 0 before. */
void habit_find(struct weaver *w, const struct story *alerts, size_t count, uint8_t *habit);

#endif

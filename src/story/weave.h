/* SPDX-License-Identifier: Apache-2.0 */
/* story/weave.h: facts → alerts.
 *
 * In:   the set of facts, the rule set that made them, what is known of the company.
 * Out:  a story_set: alerts by score, observations below them; and the actors that the alerts are about, for pass 2.
 * Law:  a pure function of the set: no order of arrival, no clock, no randomness, no pointer in an order.
 * Own:  the result lives in set->arena; it borrows nothing from the facts but what `raw` points to (facts.raw_arena
 * must outlive it).
 */
#ifndef EMAKI_STORY_WEAVE_H
#define EMAKI_STORY_WEAVE_H

#include "story/facts.h"
#include "story/story.h"
#include "story/world.h"

/* Fills the alerts, the observations and the facts' part of `set->input`. `set` is zeroed but for its initialised
 * arena. `involved` may be NULL; its keys are the caller's to free(). */
void weave(const struct facts *facts, const struct world *world, struct story_set *set, struct actor_set *involved);

#endif

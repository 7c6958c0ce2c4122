/* SPDX-License-Identifier: Apache-2.0 */
/* story/person.h: ties between actors that a name joins where no issuing event does. Internal to the module.
 *
 *   on behalf of   a session whose issuer is in no log bears the source identity "ann", and the logs know exactly one
 *                  user, or one session alive at that time, that is called so. A name is no proof: inferred.
 *
 * Law: like inferred ties they carry only between two that are tainted on their own; otherwise they only say where a
 * session may have come from. Of two that fit nobody is taken.
 */
#ifndef EMAKI_STORY_PERSON_H
#define EMAKI_STORY_PERSON_H

#include "story/draft.h"

/* The longest session of a role (IAM user guide, "Maximum session duration"). */
#define SESSION_LASTS (12 * US_PER_HOUR)

/* Appends ties, and unites the groups of those that carry: w->ties has room for one an actor. */
void person_ties(struct weaver *w, void (*unite)(struct weaver *, uint32_t, uint32_t));

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* story/signs.h: what is odd about the way in which a story's actors came and where they acted. Internal to the module.
 *
 * No rule can say these things, for no single event shows them:
 *
 *   shared_credential   one credential from two networks at the same time
 *   used_outside        an instance's credential from elsewhere while the instance goes on calling
 *   woke                a key that nobody used for SIGN_ASLEEP
 *   impossible_travel   one credential in two places, too far apart for the time between (with a file of places)
 *   new_address         a user of long standing from an address that it never used; new_network, new_country: from an
 *                       operator's network or a country never seen of it (with a file of places)
 *   new_calls           APIs of a tactic that a principal of long standing never called
 *   new_region          an account's first call in a region;  new_service: … of a service
 *
 * "Never" is as long as the logs before the story are, and only told when that is SIGN_HISTORY or more.
 *
 * In:   all sightings and places (pass 1 keeps them of every event, so that context cannot change them), a story.
 * Out:  story->signs, by actor, then kind. Each has points that story_score() counts.
 * Law:  a function of the set: of several pairs that show a sign the one that shows it first is told, then the one of
 *       the smaller addresses.
 */
#ifndef EMAKI_STORY_SIGNS_H
#define EMAKI_STORY_SIGNS_H

#include "story/draft.h"

#define SIGN_HISTORY (3 * US_PER_DAY)
#define SIGN_ASLEEP (90 * US_PER_DAY)

/* The sightings of each actor: w->sighting_items[w->sighting_from[a] .. w->sighting_from[a + 1]). */
void index_sightings(struct weaver *w);
void story_signs(struct weaver *w, const struct part *part, const struct cast *cast, struct story *story);

#endif

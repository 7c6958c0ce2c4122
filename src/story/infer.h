/* SPDX-License-Identifier: Apache-2.0 */
/* story/infer.h: rule 3 of the weave: two actors that are tainted on their own are one story when they used the same
 * unusual address with the same tool within hours. Internal to the module. */
#ifndef EMAKI_STORY_INFER_H
#define EMAKI_STORY_INFER_H

#include "story/draft.h"

#define INFER_WITHIN (6 * US_PER_HOUR)
/* Nobody attacks with so many credentials that have nothing to do with one another: an address that more of them came
 * from is shared by people. */
#define INFER_GROUPS_MAX 8

/* Appends inferred ties and unites their groups. An address is unusual when no untainted actor was ever seen there, no
 * more than INFER_GROUPS_MAX unrelated tainted ones were, the company has no name for it, and it is an address at all
 * (not a service's name): so a NAT or a VPN that people share joins nobody. */
void infer_ties(struct weaver *w, void (*unite)(struct weaver *, uint32_t, uint32_t),
                uint32_t (*group_of)(struct weaver *, uint32_t));

#endif

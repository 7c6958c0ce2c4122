/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/trust.h: whom a role's trust policy lets in from outside.
 *
 * In:   the policy's text (IAM user guide, "Grammar of the IAM JSON policy language"), the account that it is of.
 * Out:  the other accounts that its Allow statements name as Principal.AWS: by number, by ARN, or "*" for everybody.
 * Law:  what is no such policy, or names nobody outside, gives nothing. Conditions are not weighed: what they let in
 *       shows in who comes.
 */
#ifndef EMAKI_LINEAGE_TRUST_H
#define EMAKI_LINEAGE_TRUST_H

#include "base/arena.h"

/* At most `max` different ones, in `arena`; how many there are. */
size_t trust_accounts(struct slice document, struct slice own, struct arena *arena, struct slice *accounts, size_t max);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/behalf.h: who began a chain of roles of which a link is missing.
 *
 * A source identity is set once, with the first role of a chain, and every session of the chain bears it (IAM user
 * guide, "Monitor and control actions taken with assumed roles"). It is a word that the caller chose: within one chain
 * it is one person by IAM's guarantee, in two chains it may be two (everybody's pipeline says "ci").
 *
 * In:   the set, and the joins that name who issued a session.
 * Out:  a join for each session with a source identity and without an issuer, to the last call before it that set or
 *       handed on that word.
 * Law:  no join where callers of two chains did so within BEHALF_WITHIN: which of them it was, nobody can tell. A
 *       function of the set.
 *
 * Worked example. ann sets "ann" at 10:00 for a session of account 2, which sends no logs. At 10:20 a session in
 * account 3 bears "ann". If ann alone (or the sessions that came from her) said so since 21:20 of the day before, she
 * began it: strong. Had bob set "ann" at 09:00, too, there would be no join.
 */
#ifndef EMAKI_LINEAGE_BEHALF_H
#define EMAKI_LINEAGE_BEHALF_H

#include "lineage/join.h"

/* The longest session, and an hour of a session that was chained from it (IAM user guide, "Role chaining"). */
#define BEHALF_WITHIN (13 * US_PER_HOUR)

/* `joins` are all others, ordered. Writes at most `l->actor_count` further ones to `out` and gives their number. */
size_t behalf_join(const struct lineage *l, const struct join *joins, size_t join_count, struct join *out);
/* How many there can be. */
size_t behalf_most(const struct lineage *l);

#endif

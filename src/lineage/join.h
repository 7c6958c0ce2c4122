/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/join.h: which actors each link reaches, and how sure that is.
 *
 * In:   the whole set of actors, sightings and links.       Out: joins: (link, parent actor, child actor, confidence).
 * Law:  a function of the set. Joins are ordered by time, proving event, child; nothing depends on the order of
 * arrival.
 *
 *   exact     the access key that the event issued was used by that actor
 *   strong    role ID + session name + a session that began within JOIN_SKEW of the event (issuance without the key, as
 *             SAML responses may be); the instance, the user, or the role that the event names; the source identity
 *             of a session without an issuer, where one chain alone bears it (behalf.h)
 *
 * Worked example. AssumeRole at 14:09:03 answers ASIA…7KDM and "AROA…:audit". Three sessions of that name exist, begun
 * 09:00:00, 14:09:03, 15:30:00. If ASIA…7KDM was seen, its actor is the child: exact. If it was not (only the other
 * account's console events were delivered, say), the session of 14:09:03 is: strong. The other two are never
 * candidates.
 */
#ifndef EMAKI_LINEAGE_JOIN_H
#define EMAKI_LINEAGE_JOIN_H

#include "lineage/lineage.h"

/* Between the time of an issuing event and the creation time that the session's records carry: AWS rounds both to
 * seconds and logs the call when it returns. */
#define JOIN_SKEW (2 * US_PER_SECOND)

struct join {
    uint32_t link;          /* index into lineage->links */
    uint32_t parent, child; /* actors; parent is never child */
    uint32_t credential;    /* the key that was issued, interned; 0 when the join is not by key */
    enum confidence confidence;
    bool console; /* reaches the child's console sessions alone */
};

/* The joins live in `arena`. */
size_t lineage_join(const struct lineage *l, struct arena *arena, const struct join **joins);

#endif

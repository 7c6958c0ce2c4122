/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/memo.h: who acted lately, by the words of the event.
 *
 * Most events are one of a few sessions going on. Their identity, spelled as before, is the same actor: no key has to
 * be hashed, nothing looked up. The memo compares what actor_identify() reads for users and sessions with an access key
 * (type, principal, ARN, account, key, user, issuer, what it was issued to, source identity, creation time), byte by
 * byte; everything else it does not know.
 *
 * In:   events and the actors found for them.   Out: the actor of an event spelled like one of these, or NO_ACTOR.
 * Law:  what it says is what actor_identify() and lineage_find() would say; it is right to forget everything.
 * Own:  a slot a recent identity, MEMO_SLOTS in all; texts are copied. One thread.
 */
#ifndef EMAKI_LINEAGE_MEMO_H
#define EMAKI_LINEAGE_MEMO_H

#include "event/event.h"

#define MEMO_BITS 8
#define MEMO_SLOTS (1u << MEMO_BITS)
#define MEMO_TEXTS 10u
#define MEMO_TEXT_MAX 576u
#define MEMO_IP_MAX 46u

struct memo_slot {
    int64_t created;
    uint32_t actor;    /* number + 1, 0 in an empty slot */
    uint32_t sighting; /* the caller's, of `ip`; it means something when memo_knows_ip() */
    uint16_t lens[MEMO_TEXTS];
    bool from_console;
    uint8_t ip_len;
    char ip[MEMO_IP_MAX]; /* where the actor was seen last with this credential */
    char text[MEMO_TEXT_MAX];
};

/* The slot of an event's identity, filled or not; NULL when the memo is not for such events. */
struct memo_slot *memo_slot(struct memo_slot *slots, const struct event *ev);
/* Whether the slot knows this identity. */
bool memo_knows(const struct memo_slot *slot, const struct event *ev);
bool memo_knows_ip(const struct memo_slot *slot, struct slice ip);
/* Remembers; an identity that is longer than a slot is left out. */
void memo_keep(struct memo_slot *slot, const struct event *ev, uint32_t actor);
void memo_keep_ip(struct memo_slot *slot, struct slice ip);

#endif

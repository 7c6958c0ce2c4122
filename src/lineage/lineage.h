/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/lineage.h: the set of actors, of where they were seen, and of links between them.
 *
 * In:   events, by lineage_see() and lineage_link().    Out: the set; lineage_join() then says which actor is whose
 * child. Law:  adding is commutative and idempotent but for counts, which the caller feeds with distinct events only.
 *       lineage_merge() of two workers' sets is the set of all their events. Indexes and string ids depend on the order
 * of arrival and never reach an output: whoever orders actors orders them by `key`. Own:  the set owns all it holds.
 * One thread at a time; each worker has a set of its own.
 * Cost: an actor 88 bytes, a sighting 24, a link 128, besides their strings, which are kept once each. Sessions come
 * and go, so what is written only once a session (its ARN, its access key) is kept as a number, and as text only of who
 * proves a link or stands in evidence: lineage_tell().
 */
#ifndef EMAKI_LINEAGE_LINEAGE_H
#define EMAKI_LINEAGE_LINEAGE_H

#include "base/intern.h"
#include "base/uuid.h"
#include "lineage/link.h"
#include "lineage/memo.h"

#define NO_ACTOR UINT32_MAX
/* The number of the string "console" in every set: the credential of a console session. */
#define TEXT_CONSOLE 1

struct actor {
    struct hash128 key;
    uint64_t principal;                    /* hash of principalId, 0 where absent */
    uint64_t entity;                       /* arn_entity() of the ARN, 0 where absent */
    int64_t created;                       /* TIME_NONE where unknown */
    int64_t first, last;                   /* of its events */
    uint32_t arn, name, account, role_arn; /* interned; `name` is empty where the ARN or the role tells it, `arn` of a
                                              session of which lineage_tell() was never said */
    uint32_t source_identity;              /* interned; 0 where absent */
    enum actor_kind kind;
    enum runner runner;
};

/* One actor using one credential from one address, from when to when. */
struct sighting {
    uint64_t credential; /* credential_hash() */
    uint32_t actor;
    uint32_t address; /* address_number() */
    uint32_t first;   /* lineage_minute() */
    uint32_t last : 31;
    uint32_t ipv4 : 1; /* `address` is one, not a hash */
};

/* An eventID: a UUID, or what is none as text: then `hi` is 0 and `lo` the number of the string. */
struct event_id {
    struct uuid uuid;
};

struct link {
    enum link_kind kind;
    uint32_t parent; /* actor, or NO_ACTOR: then parent_arn names it */
    uint32_t self;   /* the child is this actor; NO_ACTOR otherwise */
    uint32_t parent_arn, access_key, workload, user_arn, role_arn, account, label, with, credential; /* interned */
    uint64_t principal;
    int64_t at;
    struct hash128 event;                  /* key of the event that proves it */
    struct event_id event_id;              /* of that event, as the following */
    uint32_t source, name, region, object; /* all but object interned */
    uint32_t address;                      /* address_number() of that event */
    uint32_t source_identity;              /* interned: the child is a session that bears it */
    uint8_t runner;                        /* enum runner */
    uint8_t form;                          /* enum label_form */
    bool console;
};

struct lineage_slots {
    uint32_t *slots; /* index + 1, 0 empty */
    uint32_t count;
};

struct lineage {
    struct intern text;
    struct actor *actors;
    struct sighting *sightings;
    struct link *links;
    uint32_t actor_count, actor_cap, sighting_count, sighting_cap, link_count, link_cap;
    struct lineage_slots by_key, by_sighting;
    struct memo_slot *memo;
    struct buf scratch;
    struct arena links_scratch;
};

void lineage_init(struct lineage *l);
void lineage_release(struct lineage *l);

/* The event's actor, added or updated, and seen where it was. */
uint32_t lineage_see(struct lineage *l, const struct event *ev);
/* Keeps what only those in a picture need: the ARN of the event's actor. */
void lineage_tell(struct lineage *l, const struct event *ev, uint32_t actor);
/* The credential of an event (access key ID, "console", or empty), interned. */
uint32_t lineage_credential(struct lineage *l, const struct event *ev);
/* Adds the links that `ev` proves; `actor` is what lineage_see gave for it. */
void lineage_link(struct lineage *l, const struct event *ev, uint32_t actor, uint32_t object);
/* Moves all of `from` to `into`: `from` is released. `actor_map` (from->actor_count entries) and `text_map`
 * (from->text.len) receive the new numbers. */
void lineage_merge(struct lineage *into, struct lineage *from, uint32_t *actor_map, uint32_t *text_map);
/* The actor of this key, or NO_ACTOR. */
uint32_t lineage_find(const struct lineage *l, struct hash128 key);

/* What sightings keep of a sourceIPAddress: an IPv4 address itself; of any other text 32 bits of its hash, so that of a
 * million of them one is taken for a given other with a chance of 2 in 10,000. Nobody's step is told from it. */
uint32_t address_number(struct slice ip);
/* "192.0.2.10" → true and the number; blanks, zeros in front and other texts give false. */
bool ipv4_number(struct slice ip, uint32_t *number);
/* What sightings keep of a time (µs): minutes since 1970, in 31 bits. */
uint32_t lineage_minute(int64_t time);

/* What sightings keep of a credential: 0 for none. */
static inline uint64_t credential_hash(struct slice credential) {
    return credential.len ? hash64(credential, 0) : 0;
}

struct event_id lineage_event_id(struct lineage *l, struct slice id);
/* Written into `arena`. */
struct slice lineage_event_id_text(const struct lineage *l, struct event_id id, struct arena *arena);
/* The same ID in a set whose strings are numbered by `text_map`. */
struct event_id lineage_event_id_map(struct event_id id, const uint32_t *text_map);

static inline struct slice lineage_text(const struct lineage *l, uint32_t id) {
    return intern_str(&l->text, id);
}
/* What people call the actor: user name, role name, i-…, host name. */
struct slice actor_name(const struct lineage *l, const struct actor *a);
/* The session's name of a role session, or empty. */
struct slice actor_session(const struct lineage *l, const struct actor *a);
/* The role's name of a session or an instance, or empty. */
struct slice actor_role(const struct lineage *l, const struct actor *a);

#endif

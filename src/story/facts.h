/* SPDX-License-Identifier: Apache-2.0 */
/* story/facts.h: what the events said, each alone: the set that a story is woven from.
 *
 * In:   distinct events with the rules that matched them; in two passes.
 *       Pass 1 reads everything and keeps little: every actor, every link, and the events that raise something or that
 * a correlation counts. Pass 2 reads again only what holds the actors of a story, and keeps all of their findings, with
 * the raw records when they are wanted. Out:  one set of facts. Law:  facts are additive; facts_merge() of the workers'
 * sets is the set of all events, whoever read them. The order of arrival never shows. Own:  a set owns all it holds.
 * One thread at a time; each worker has a set of its own. Cost: see lineage.h; an event in evidence 112 bytes, a
 * finding 32, besides their strings.
 */
#ifndef EMAKI_STORY_FACTS_H
#define EMAKI_STORY_FACTS_H

#include "detect/detect.h"
#include "lineage/lineage.h"
#include "story/calls.h"
#include "story/common.h"
#include "story/crowd.h"
#include "story/places.h"

/* One event in evidence. Strings are interned in lineage.text. */
struct fact_event {
    struct hash128 key;
    int64_t time;
    uint32_t actor, credential;
    struct event_id id;
    uint32_t shared, source, name, region, account, ip, agent, error, object;
    uint32_t raw : 30; /* see facts_raw() */
    bool failed : 1;
    bool own_copy : 1; /* logged in the caller's own account: the better of two copies of a shared call */
};

/* One rule matched one event. */
struct fact_finding {
    uint32_t event; /* index into events */
    uint32_t rule;
    uint32_t step, many, detail, resource, target; /* interned; for this event and its outcome; targets one a line */
    uint32_t keys; /* interned bytes of rule_corr_keys, 0 when no correlation counts the rule */
};

/* The actors that were seen in an object: `present` from here to the next one's `from`. */
struct fact_presence {
    uint32_t object, from;
};

/* Texts that were marked lately: nearly every event's account, region and source are. */
#define LATELY_SLOTS 32u
#define LATELY_TEXT_MAX 43u
struct lately {
    uint32_t id;
    uint8_t len;
    char text[LATELY_TEXT_MAX];
};

struct facts {
    const struct ruleset *rules; /* borrowed */
    enum lang lang;              /* of the words that findings are put in */
    struct lineage lineage;
    struct common common; /* rules that nearly everybody sets off */
    struct crowds crowds; /* of pass 2 */
    struct arena raw_arena;
    struct slice *raws; /* records, each one line of JSON in `raw_arena` */
    uint32_t raw_count, raw_cap;
    struct fact_event *events;
    struct fact_finding *findings;
    struct fact_presence *presence;
    uint32_t *present; /* actors */
    uint32_t present_count, present_cap;
    size_t event_count, event_cap, finding_count, finding_cap, presence_count, presence_cap;
    uint8_t *marks; /* by string id: FACT_ACCOUNT, FACT_REGION, FACT_SOURCE */
    uint32_t mark_cap;
    struct place_rows places; /* what was used where, since when */
    struct place_rows hours;  /* the hours (in the place of `source`) in which an account has events of a region */
    struct calls calls;       /* what was called by whom, since when */
    struct lately lately[3][LATELY_SLOTS]; /* accounts, regions, sources */
    uint32_t *last_object;                 /* by actor: object + 1 in which it was seen last */
    uint32_t last_object_cap;
    int64_t from, to;     /* of all events, TIME_NONE while empty */
    uint64_t data_events; /* events of category Data */
    uint32_t *kept;       /* rules of one event */
    struct buf scratch;
    struct arena values; /* of one event */
};

enum { FACT_ACCOUNT = 1, FACT_REGION = 2, FACT_SOURCE = 4, FACT_RAW_MAX = (1 << 30) - 1 };

void facts_init(struct facts *f, const struct ruleset *rules, enum lang lang);
void facts_release(struct facts *f);

/* Whether pass 1 looks at findings of this rule: those that raise something, or that a correlation counts. */
bool facts_ask(const struct rule_info *rule);
/* Pass 1: the actor, its links, and the findings that raise something. */
void facts_add(struct facts *f, const struct event *ev, const uint32_t *rules, size_t rule_count, uint32_t object);

/* Pass 2: which rules pass 1 found to be common everywhere. */
void facts_set_common(struct facts *f, const struct facts *first);
/* The actors that pass 2 looks for, each with the time in which a story of its may tell of it. */
struct actor_span {
    struct hash128 key;
    int64_t from, to;
};
struct actor_set {
    struct actor_span *list; /* sorted by key, which are different */
    size_t count;
};
/* For qsort: by key. */
int actor_span_order(const void *left, const void *right);
/* That of the actor, or NULL. */
const struct actor_span *actor_set_find(const struct actor_set *set, struct hash128 key);
/* Pass 2: all findings of an event whose actor is in `wanted`, at its time. Needs no matching where facts_wants() says
 * no. */
bool facts_wants(struct facts *f, const struct event *ev, const struct actor_set *wanted);
void facts_add_detail(struct facts *f, const struct event *ev, const uint32_t *rules, size_t rule_count,
                      uint32_t object, bool raw);
/* Behind pass 2: of each actor's crowds of context only the first findings stay. */
void facts_cut_crowds(struct facts *f);

/* Moves all of `from`, which is released. Events that are in both (pass 1 and pass 2) are kept twice; the weave takes
 * the fuller one. */
void facts_merge(struct facts *into, struct facts *from);

/* The pair of an actor, that of a role where it acts as one, and an API. */
static inline struct call_row call_of(const struct actor *a, uint32_t number, uint64_t api) {
    return (struct call_row){.api = api, .role = a->role_arn, .actor = a->role_arn ? 0 : number};
}

/* The record of an event as JSON, or empty. */
static inline struct slice facts_raw(const struct facts *f, const struct fact_event *e) {
    return e->raw ? f->raws[e->raw - 1] : (struct slice){0};
}

/* Where the actors of presence[i] end in `present`. */
static inline uint32_t facts_presence_end(const struct facts *f, size_t i) {
    return i + 1 < f->presence_count ? f->presence[i + 1].from : f->present_count;
}

static inline struct slice facts_text(const struct facts *f, uint32_t id) {
    return lineage_text(&f->lineage, id);
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* story/story.h: the woven result: alerts as graphs, ready to be told and drawn.
 *
 * Produced by weave (story/weave.h); read by every renderer. Plain values, immutable once woven.
 * Invariants: actors[0] is the origin, parents come before their children; steps are sorted by time, then id, and
 * numbered by their index + 1; an edge's steps exist; score is the sum of its reasons; every string is owned by the
 * story_set's arena and is raw text (renderers escape it).
 * Same facts → same bytes: no pointer, no order of arrival, no clock reaches these structs.
 */
#ifndef EMAKI_STORY_STORY_H
#define EMAKI_STORY_STORY_H

#include "base/arena.h"
#include "base/lang.h"
#include "base/timefmt.h"
#include "detect/detect.h"
#include "lineage/link.h"

#define STORY_NONE UINT32_MAX /* no such index */

/* "user", "session", … as in the JSON. */
const char *actor_kind_name(enum actor_kind kind);
/* "IAM user", "role session", "instance", … as on a head. */
const char *actor_kind_title(enum lang lang, enum actor_kind kind);

const char *confidence_name(enum confidence c);

enum step_outcome { STEP_SUCCEEDED, STEP_FAILED, STEP_MIXED };
const char *step_outcome_name(enum step_outcome o);

/* The same for people. The names above are for machines, and for the classes of the drawing. */
const char *level_word(enum lang lang, enum level level);
const char *confidence_word(enum lang lang, enum confidence c);
const char *outcome_word(enum lang lang, enum step_outcome o);
/* "launched": the verb on a branch; the label behind it; both as the title of a step: "Launched i-0f3a91c2 as x". */
const char *link_verb(enum lang lang, enum link_kind kind);
struct slice link_label(struct arena *arena, enum lang lang, enum label_form form, struct slice label,
                        struct slice with);
struct slice link_deed(struct arena *arena, enum lang lang, enum link_kind kind, struct slice label);
/* A title as part of a sentence: its first letter small, unless it begins with an abbreviation. */
struct slice deed_in_sentence(struct slice title, struct arena *arena);

/* The eight families of colour (design: tactic families). */
enum family {
    FAMILY_LOOK,
    FAMILY_ENTER,
    FAMILY_RISE,
    FAMILY_HIDE,
    FAMILY_CRED,
    FAMILY_MOVE,
    FAMILY_TAKE,
    FAMILY_BREAK,
    FAMILIES
};
/* The family of an ATT&CK tactic as in Sigma tags ("privilege-escalation"); unknown and "" give FAMILY_HIDE. */
enum family tactic_family(struct slice tactic);
/* "Privilege escalation"; "" gives "Context". */
const char *tactic_title(enum lang lang, struct slice tactic);
/* "look", "enter", … as in the CSS class t-look. */
const char *family_name(enum family family);

struct story_credential {
    struct slice id; /* access key id, or "console" */
    int64_t from, to;
};

struct story_address {
    struct slice ip, country, asn; /* country and asn empty without a GeoIP file */
    struct slice network;          /* the name the configuration gives to a network that holds it, or "" */
    int64_t from, to;
    uint64_t count;
};

struct story_actor {
    struct slice id; /* 12 hex digits */
    enum actor_kind kind;
    struct slice name;    /* "reporting-svc", "i-0f3a91c2", "prod-admin" (the role of a session) */
    struct slice session; /* session name of a role session, or "" */
    struct slice role;    /* role name of a session, instance, function, or "" */
    struct slice arn, account, account_name;
    struct slice source_identity; /* of a session: on whose behalf the chain of roles was begun, or "" */
    const struct story_credential *credentials;
    const struct story_address *addresses;
    const struct slice *user_agents;
    size_t credential_count, address_count, user_agent_count;
    uint32_t parent;        /* index of the actor it came from, or STORY_NONE */
    uint32_t via_step;      /* index of the step that made it, or STORY_NONE */
    struct slice via_kind;  /* "launched", "assumed", "issued key", … "" without a parent: for machines */
    struct slice via_verb;  /* the same for people */
    struct slice via_label; /* "i-0f3a91c2 as ec2-log-archiver": what stands behind the verb on the branch */
    struct slice via_deed;  /* both as part of a sentence: "launched i-0f3a91c2 as ec2-log-archiver" */
    struct slice via_event; /* event ID that proves it */
    int64_t via_at;
    enum confidence via_confidence;
    bool untainted; /* an ancestor that did nothing suspicious: shown as where the credential came from */
    struct slice
        origin; /* one line for the head: "Launched in step 5", "Older than the logs", "Assumed by ci-deploy, 13:02" */
    int64_t first_seen, last_seen; /* in all the logs, not only in the steps */
};

struct story_resource {
    struct slice id, type, account;
};

/* One event in evidence. */
struct story_event {
    struct slice id; /* eventID */
    int64_t time;
    struct slice source, name, region, account, source_ip, user_agent, error, resource;
    uint32_t rule;    /* index into the rule set of the rule with the highest level that matched, or STORY_NONE */
    struct slice raw; /* the record as JSON on one line, or "" when it was not read again */
};

struct story_step {
    struct slice id; /* 12 hex digits */
    uint32_t actor;
    struct slice tactic, technique;
    uint32_t rule; /* index into the rule set of the gravest rule, or STORY_NONE */
    enum level level;
    enum step_outcome outcome;
    struct slice title, detail;
    int64_t from, to;
    uint64_t count, failed;    /* calls in all, and how many of them failed */
    const struct slice *rules; /* rule ids */
    const struct slice *rule_titles;
    const struct story_event *events; /* by time, then id; at most STEP_EVENTS_MAX */
    const struct story_resource *resources;
    size_t rule_count, event_count, resource_count;
    bool events_truncated;
    bool context;  /* informational only: gives context, raised nothing */
    bool hinge;    /* an actor came out of it */
    uint64_t apis; /* distinct API names */
};

struct story_edge {
    uint32_t from, to;  /* steps */
    struct slice kind;  /* "next", or the link's kind */
    struct slice label; /* "launched i-0f3a91c2 as ec2-log-archiver" */
    struct slice event;
    enum confidence confidence;
};

struct story_reason {
    int points;
    struct slice reason;
};

struct story_note { /* impact and blind spots */
    struct slice kind, resource, title;
};

/* What no single event shows: see story/signs.h. */
struct story_sign {
    struct slice kind; /* "shared_credential", "used_outside", "woke", "new_address", "new_region", "new_service" */
    uint32_t actor;
    int64_t at;
    struct slice title; /* a sentence without a full stop */
    int points;
};

struct story_response {
    struct slice phase; /* "contain", "preserve", "undo": in this order */
    struct slice title, command, why;
    struct slice account, region; /* where the command is to run; no region: any */
    bool reversible;
};

struct story {
    enum lang lang; /* of all that is for people to read */
    struct slice id, title, summary;
    enum level level;
    int score; /* 0..100 */
    int64_t from, to;
    const struct story_reason *reasons;
    const struct slice *accounts, *regions, *tactics, *techniques;
    const struct story_actor *actors;
    const struct story_step *steps;
    const struct story_edge *edges;
    const struct story_note *impacts, *blind_spots;
    const struct story_sign *signs;
    const struct story_response *responses;
    const struct slice *paragraphs; /* the narrative */
    size_t reason_count, account_count, region_count, tactic_count, technique_count, actor_count, step_count,
        edge_count, impact_count, blind_spot_count, sign_count, response_count, paragraph_count;
};

struct observation {
    enum level level;
    struct slice title, actor; /* actor: its name and account */
    int64_t from, to;
    uint64_t count;
    int score;
    const struct slice *rules;
    size_t rule_count;
};

struct input_problem {
    struct slice path, error;
    uint64_t offset;
};

/* What the digests of CloudTrail say against the files that were read: see scan/chain.h. */
enum digest_fault {
    DIGEST_LOG_CHANGED,
    DIGEST_LOG_MISSING,
    DIGEST_GAP, /* a time that no digest covers */
    DIGEST_CHANGED,
    DIGEST_BAD_SIGNATURE,
    DIGEST_UNVERIFIED, /* keys were given, and not the one for this */
    DIGEST_FAULTS
};
/* "changed", "missing", … as in the JSON. */
const char *digest_fault_name(enum digest_fault fault);

struct digest_problem {
    struct slice path; /* on disk, or in the bucket of what is not there */
    enum digest_fault fault;
    struct slice error;           /* what stands behind the path in a message */
    struct slice account, region; /* whose logs these are; region "" where no name says so */
    int64_t from, to;             /* of the events that it is about */
};

struct digest_stats {
    uint64_t read, verified_logs, absent_logs, signatures, problem_count;
    const struct digest_problem *problems; /* sorted; at most DIGEST_PROBLEMS_MAX */
    size_t listed;
};

struct input_stats {
    uint64_t files, skipped_files, bytes, records, events, duplicates, failed_count, malformed_count;
    const struct input_problem *failed, *malformed; /* sorted; at most INPUT_PROBLEMS_MAX of each */
    size_t failed_listed, malformed_listed;
    int64_t from, to;                                 /* of event times */
    const struct slice *accounts, *regions, *sources; /* sorted; sources are event sources, "ec2.amazonaws.com" */
    size_t account_count, region_count, source_count;
    struct digest_stats digests;
};

struct story_set {
    struct arena arena; /* owns everything below */
    enum lang lang;     /* that of its stories */
    struct input_stats input;
    const struct ruleset *rules; /* borrowed */
    const struct story *alerts;  /* by score, highest first; then from, then id */
    const struct observation *observations;
    size_t alert_count, observation_count;
};

#endif

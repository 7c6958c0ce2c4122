/* SPDX-License-Identifier: Apache-2.0 */
/* tests/support/logs.h: small logs written in C, for tests of lineage and of the weave.
 *
 * A caller is who; a line of the log is when, who, which API and the JSON members that matter. The records made of it
 * are CloudTrail's (userIdentity of the right type, eventID from a counter), decoded by the real decoder and matched by
 * the real matcher.
 */
#ifndef EMAKI_TESTS_LOGS_H
#define EMAKI_TESTS_LOGS_H

#include "story/weave.h"

struct caller {
    const char *type;    /* "user", "session", "instance", "root", "service", "account", "federated" */
    const char *name;    /* user or role */
    const char *session; /* session name, i-…, or principal */
    const char *key;     /* access key */
    const char *created; /* "10:05:00": when the session began */
    const char *ip, *agent;
    const char *account; /* 111122223333 unless said */
    const char *source_identity;
};

struct logs {
    struct ruleset *rules;
    struct matcher *matcher;
    struct facts facts;
    struct world world;
    struct story_set set;
    struct arena arena;
    unsigned next_id;
    bool detail; /* keep context and raw records, as the second pass does */
};

/* Rules that the tests of the weave share: low:Probe, medium:Grab, high:Share (target, impact), informational: the
 * APIs that make actors, and discovery reads. */
extern const char *const LOGS_RULES;

void logs_init(struct logs *logs, const char *yaml);
void logs_release(struct logs *logs);
/* The record as JSON, in the logs' arena. `clock` is "10:05:00" on 3 March 2026, or "+4d 10:05:00" days later. `api` is
 * "sts:AssumeRole"; `members` are further members of the record, or NULL. */
struct slice logs_record(struct logs *logs, const char *clock, struct caller who, const char *api, const char *members);
/* Adds that record to the facts. */
void logs_add(struct logs *logs, const char *clock, struct caller who, const char *api, const char *members);
void logs_add_json(struct logs *logs, struct slice json);
const struct story_set *logs_weave(struct logs *logs);

/* --- people and calls that many tests use --- */

/* An attacker's key; a colleague; a hub and two sessions that it begins; an instance. */
__attribute__((unused)) static const struct caller MAL = {"user", "mal", .key = "AKIAMAL", .ip = "198.51.100.7",
                                                          .agent = "evil/1"};
__attribute__((unused)) static const struct caller ANN = {"user", "ann", .key = "AKIAANN", .ip = "192.0.2.10",
                                                          .agent = "aws-cli/2"};
__attribute__((unused)) static const struct caller CI = {
    "session", "ci", .session = "build", .key = "ASIACI", .created = "08:00:00", .ip = "192.0.2.20"};
__attribute__((unused)) static const struct caller S1 = {
    "session", "deploy", .session = "one", .key = "ASIAS1", .created = "09:55:00", .ip = "192.0.2.20"};
__attribute__((unused)) static const struct caller S2 = {
    "session", "deploy", .session = "two", .key = "ASIAS2", .created = "09:56:00", .ip = "192.0.2.20"};
__attribute__((unused)) static const struct caller BOX = {"instance", "archiver", .session = "i-0f3a91c2",
                                                          .key = "ASIABOX", .ip = "203.0.113.9"};

#define GRAB(thing) "\"requestParameters\":{\"thing\":\"" thing "\"}"
#define SHARE(thing, with) "\"requestParameters\":{\"thing\":\"" thing "\",\"with\":\"" with "\"}"
#define DENIED "\"errorCode\":\"AccessDenied\""
#define ASSUMES(role, key)                                                      \
    "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111122223333:role/" role \
    "\"},\"responseElements\":{\"credentials\":"                                \
    "{\"accessKeyId\":\"" key "\"}}"
#define LAUNCHES(instance)                                                                                            \
    "\"requestParameters\":{\"iamInstanceProfile\":{\"name\":\"archiver\"}},\"responseElements\":{\"instancesSet\":{" \
    "\"items\":[{\"instanceId\":\"" instance "\"}]}}"

/* The actor of that name or session name, or NULL. */
const struct story_actor *logs_actor(const struct story *story, const char *name);
/* The one alert that there must be. */
const struct story *logs_only_alert(struct logs *logs);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/link.h: how an actor came to hold the credential it acts with.
 *
 * In:   one event at a time, in any order.           Out: the links that it proves.
 * Law:  a link depends on its own event alone. Which child it reaches is decided later, over the whole set of actors,
 *       by lineage_join(): an issuance may be delivered after its use, and in another account's log.
 * Own:  strings of a struct link_view point into the event or into the arena given.
 * Add:  a new way to become somebody else is one row in LINK_PROOFS (link.c), or where something runs with a role, in
 *       link_work.c, and its test. A new verb is one row in
 *       LINK_KINDS.
 */
#ifndef EMAKI_LINEAGE_LINK_H
#define EMAKI_LINEAGE_LINK_H

#include "base/arena.h"
#include "lineage/actor.h"

enum link_kind {
    LINK_ASSUMED,
    LINK_ISSUED_KEY,
    LINK_SET_PASSWORD,
    LINK_FEDERATED,
    LINK_LAUNCHED,
    LINK_DEPLOYED,
    LINK_PASSED_ROLE,
    LINK_CONTROLLED,
    LINK_OPENED_TRUST,
    LINK_CREATED,
    LINK_GRANTED,
    LINK_ON_BEHALF,
    LINK_INFERRED, /* made by the weave between two actors that are tainted on their own */
    LINK_KINDS
};

enum confidence { CONFIDENCE_EXACT, CONFIDENCE_STRONG, CONFIDENCE_INFERRED };

/* How taint passes from parent to child. */
enum link_flow {
    FLOW_CREDENTIAL, /* the child acts with what the parent obtained: it belongs to the story, with all it does */
    FLOW_PRINCIPAL,  /* the child is a principal that the parent made: the same */
    FLOW_SUSPECT,    /* the child was given rights: it belongs to the story only when it is suspicious itself */
    FLOW_DOOR,       /* the child came in by what the parent opened to its caller's account: the same as before */
    FLOW_CONTROL,    /* the child runs for others too: it belongs to the story only when it is suspicious afterwards */
};

struct link_kind_info {
    const char *name; /* as in the JSON and on the branch: "launched" */
    enum link_flow flow;
};
const struct link_kind_info *link_kind_info(enum link_kind kind);

/* What names the child. Several may be given; the surest that reaches an actor wins. */
struct link_child {
    struct slice access_key; /* exact: the access key ID that this event issued */
    uint64_t principal;      /* strong, with the time: hash of "roleID:session" of a session that began at `at` */
    struct slice workload;   /* strong: i-… or an ECS task's ID, in `account`; or a function's ARN */
    struct slice user_arn;   /* strong: a user; or the role sessions of this ARN that begin after `at` */
    struct slice role_arn;   /* strong: every session of this role that begins after `at` and has no surer parent */
    enum runner runner;      /* of `role_arn`, only what this service runs, whenever that began */
    struct slice account;    /* of the child; with a door, of whom it was opened to, "*" for everybody */
    struct slice source_identity; /* strong: a session that bears it, of which nobody knows who issued it: join.h */
    bool console;                 /* reaches only what the child does by the console (a password was set) */
    bool self; /* the child is the actor of the event, and `parent_arn` names the parent (SwitchRole) */
};

/* How the two parts of a link's label are put into words, in whatever language: see story/label.h. */
enum label_form {
    LABEL_PLAIN,      /* {label} */
    LABEL_AS,         /* an instance or a function {label} as the role {with} */
    LABEL_OF,         /* a key {label} of {with} */
    LABEL_OF_ONE,     /* of the user {label} */
    LABEL_TO,         /* a role {label} to a workload {with} */
    LABEL_TO_ACCOUNT, /* a role {label} to account {with} */
    LABEL_TO_ALL,     /* a role {label} to everybody */
    LABEL_IN_ACCOUNT, /* a role {label} in account {with} */
    LABEL_ROOT_OF,    /* root of account {label} */
    LABEL_TASK_OF,    /* task of {label} */
    LABEL_BUILD_OF,   /* a build of {label} */
    LABEL_TEMPORARY,  /* a temporary session */
    LABEL_POLICY,     /* a user or role {label}, a policy {with} */
    LABEL_FORMS
};

struct link_view {
    enum link_kind kind;
    struct link_child child;
    struct slice parent_arn; /* only with child.self */
    enum label_form form;    /* what stands behind the verb: "i-0f3a91c2 as ec2-log-archiver" */
    struct slice label, with;
};

struct link_sink {
    void *ctx;
    void (*link)(void *ctx, const struct link_view *link);
};

/* Hands over each link that `ev` proves (a failed call proves none). Strings live in `arena` or in the event. */
void link_extract(const struct event *ev, struct arena *arena, const struct link_sink *sink);
/* Whether link_extract could find anything at all: a look-up on (source, name), for the hot path. */
bool link_possible(const struct event *ev);

#endif

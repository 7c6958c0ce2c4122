/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/actor.h: who acts: a principal through its credentials.
 *
 * In:   one event.        Out: the actor that made the call, and the credential it used.
 * Law:  the actor is a function of the event alone. Its key is a hash of what identifies it, so that the same
 *       actor seen by two workers, in two files or two accounts' logs is one.
 *
 *   IAM user                    one actor, whatever its keys         user / ARN
 *   root                        one an account                       root / account
 *   role session                one a session                        session / role ID : session name / creation time
 *   role session of an instance one an instance, keys rotate          instance / account / i-…
 *   … of a function             one a function                        function / ARN of the function
 *   … of an ECS task            one a task                            task / account / ID
 *   … that another service runs one a role and session name           workload / role ID : session name
 *   federated user              one a name                           federated / account / ARN
 *   other federated callers     one a session                        federated / ARN or principal / creation time
 *   AWS service                 one a service and account             service / account / host name
 *   caller of another account   what that log shows of it             account / account / principal ID
 *
 * Own:  strings of struct actor_view point into the event.
 */
#ifndef EMAKI_LINEAGE_ACTOR_H
#define EMAKI_LINEAGE_ACTOR_H

#include "base/buf.h"
#include "event/event.h"
#include "lineage/workload.h"

enum actor_kind {
    ACTOR_USER,
    ACTOR_SESSION,
    ACTOR_INSTANCE,
    ACTOR_FUNCTION,
    ACTOR_WORKLOAD,
    ACTOR_ROOT,
    ACTOR_SERVICE,
    ACTOR_FEDERATED,
    ACTOR_ACCOUNT,
    ACTOR_ANONYMOUS,
    ACTOR_KINDS
};

struct actor_view {
    enum actor_kind kind;
    struct hash128 key;
    struct slice account;
    struct slice arn;        /* the principal's or the session's; may be empty */
    struct slice name;       /* user name, role name, i-…, host name */
    struct slice session;    /* session name of a role session */
    struct slice role_arn;   /* of the role behind a session; made from the session's ARN where the issuer is absent */
    enum runner runner;      /* what runs the session, by its name */
    uint64_t principal;      /* hash of principalId: role ID and session name together; 0 where absent */
    int64_t created;         /* when the session began, TIME_NONE where unknown */
    struct slice credential; /* access key ID, "console" for a console session, or empty */
    struct slice source_identity; /* of a role session: who began the chain of roles; may be empty */
};

/* `scratch` holds role_arn when it has to be made; it lives until the next call with the same scratch. */
void actor_identify(const struct event *ev, struct buf *scratch, struct actor_view *out);

/* The credential alone. */
struct slice actor_credential(const struct event *ev);
/* The key that actor_identify gives to an IAM user of this ARN; to an instance or a task of this account, or to a
 * function: `workload` is i-…, the task's ID, or the function's ARN. */
struct hash128 actor_key_user(struct slice arn);
struct hash128 actor_key_workload(struct slice account, struct slice workload);

/* The parts of "arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION" (the role's path is not in it). */
bool arn_session_parts(struct slice arn, struct slice *account, struct slice *role, struct slice *session);
/* A number for an IAM entity: account, type and name. Paths are left out: a request names "ann", her ARN says
 * "user/ops/ann", and names are unique in an account whatever the path (IAM user guide, "IAM identifiers"). Other ARNs
 * count whole. 0 for an empty one. */
uint64_t arn_entity(struct slice arn);
/* The name behind the last slash (paths dropped): "arn:aws:iam::1:user/ops/ann" → "ann". */
struct slice arn_name(struct slice arn);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/workload.h: role sessions that a service runs, told by the name that the service gives them.
 *
 * A service that acts with a role of the customer chooses the session's name, and renews the session as long as the
 * work goes on. So the name tells what runs, and all sessions of one name are one workload:
 *
 *   i-0f3a91c2                        an instance          one an account and ID
 *   0123456789abcdef0123456789abcdef  an ECS task          one an account and task ID
 *   AWSCodeBuild-4c0d…                a build              one a role and name, as all that follow
 *   GlueJobRunnerSession              the role's Glue jobs
 *   AWSCloudFormation, SageMaker, …   what the service does with the role
 *
 * A function's session has the function's name, which could be anybody's; the record says what it was issued to
 * (userIdentity.inScopeOf, CloudTrail user guide, "userIdentity element"), so it is told by that.
 *
 * In:   names.   Out: what runs.   Pure.
 * Add:  a service is one row in RUNNERS (workload.c).
 */
#ifndef EMAKI_LINEAGE_WORKLOAD_H
#define EMAKI_LINEAGE_WORKLOAD_H

#include "base/slice.h"

enum runner {
    RUNNER_NONE, /* no workload, or none that its name tells */
    RUNNER_INSTANCE,
    RUNNER_TASK, /* ECS, and what runs on it: Batch */
    RUNNER_BUILD,
    RUNNER_STACK,
    RUNNER_JOB,
    RUNNER_CRAWLER,
    RUNNER_MODEL,
    RUNNERS
};

enum runner runner_of_session(struct slice session);
/* What people call the workload where its session's name is the same for all of a service's, else empty. */
struct slice runner_title(enum runner runner);

/* "i-" and 8 or 17 hex digits: an instance ID (EC2 user guide, "Resource IDs"). */
bool is_instance_id(struct slice s);
/* 32 hex digits, as ECS numbers its tasks. */
bool is_task_id(struct slice s);
/* "arn:aws:lambda:REGION:ACCOUNT:function:NAME" of it with or without a version behind; empty for other ARNs. */
struct slice function_arn(struct slice arn);

#endif

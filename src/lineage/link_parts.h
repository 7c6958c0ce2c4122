/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/link_parts.h: what the files of proofs share: link.c (credentials and principals), link_work.c (what runs).
 */
#ifndef EMAKI_LINEAGE_LINK_PARTS_H
#define EMAKI_LINEAGE_LINK_PARTS_H

#include "lineage/link.h"

/* One event that proves links of one kind. */
struct proof {
    const struct event *ev;
    struct arena *arena;
    const struct link_sink *sink;
    enum link_kind kind;
};

void proof_emit(const struct proof *p, struct link_view link);
/* The ARN of an IAM entity ("user", "role") of the event's account, for records that give the name alone. */
struct slice proof_iam_arn(const struct proof *p, const char *type, struct slice name);
/* The ARN of a role's session of that name. `role` may be an ARN. */
struct slice proof_session_arn(const struct proof *p, struct slice role, struct slice session);

/* Links to what runs: instances, functions, tasks, builds. `ev` succeeded and is no reading. */
void link_work(const struct event *ev, struct arena *arena, const struct link_sink *sink);
/* Whether `source` has a row there. */
bool link_work_source(struct slice source);

#endif

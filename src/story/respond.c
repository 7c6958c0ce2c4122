/* SPDX-License-Identifier: Apache-2.0 */
/* story/respond.c: what to do about a story: commands to review, never run by us.
 *
 * In:   a story.   Out: responses, in the order in which they are best done: what contains (nobody acts with these
 *       credentials any more), what preserves (before it is lost), what undoes (respond_undo.c).
 * Law:  a value from a log enters a command only when it is made of characters that no shell gives a meaning to;
 *       otherwise the response is left out rather than quoted cleverly. Who is untainted is left in peace.
 * Sources: the AWS CLI's reference; IAM user guide, "Revoking IAM role temporary security credentials".
 */
#include "story/respond.h"

#include "base/limits.h"
#include "story/words.h"

bool shell_safe(struct slice s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c && strchr("_-./:@=+,", c))) return false;
    }
    return s.len > 0 && s.ptr[0] != '-';
}

void plan_add(struct plan *p, struct story_response response) {
    if (p->count == p->cap) return;
    for (size_t i = 0; i < p->count; i++)
        if (slice_eq(p->list[i].command, response.command)) return; /* two sessions of one role are revoked at once */
    p->list[p->count++] = response;
}

#define COMMAND(...) arena_printf(p->w->arena, __VA_ARGS__)

/* Where the actor acted first: its instances and functions are there. */
static struct slice region_of(const struct plan *p, uint32_t actor) {
    for (size_t i = 0; i < p->story->step_count; i++)
        if (p->story->steps[i].actor == actor && p->story->steps[i].event_count)
            return p->story->steps[i].events[0].region;
    return (struct slice){0};
}

/* --- contain --- */

static void contain_keys(struct plan *p, const struct story_actor *a) {
    for (size_t i = 0; i < a->credential_count; i++) {
        struct slice key = a->credentials[i].id;
        if (!slice_starts(key, SLICE("AKIA")) || !shell_safe(key) || !shell_safe(a->name)) continue;
        bool root = a->kind == ACTOR_ROOT;
        struct slice user = root ? SLICE("") : COMMAND(" --user-name %.*s", SLICE_FMT(a->name));
        plan_add(p, (struct story_response){
                        .phase = SLICE("contain"),
                        .title = W_SAY(p->w, DO_KEY, a->name),
                        .command = COMMAND("aws iam update-access-key%.*s --access-key-id %.*s --status Inactive",
                                           SLICE_FMT(user), SLICE_FMT(key)),
                        .why = root ? W_SAY(p->w, DO_KEY_WHY_ROOT, a->account) : W_SAY(p->w, DO_KEY_WHY, a->account),
                        .account = a->account,
                        .reversible = true,
                    });
    }
}

#define DENY_OLDER                                                                                          \
    "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"," \
    "\"Condition\":"                                                                                        \
    "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"%s\"}}}]}'"

/* Sessions outlive the key that made them: deny what was issued before now. Roles of Identity Center cannot be changed
 * from within the account. */
static void contain_sessions(struct plan *p, const struct story_actor *a) {
    bool runs = a->kind == ACTOR_INSTANCE || a->kind == ACTOR_FUNCTION || a->kind == ACTOR_WORKLOAD;
    struct slice role = a->kind == ACTOR_SESSION ? a->name : a->role;
    if ((a->kind != ACTOR_SESSION && !runs) || !shell_safe(role)) return;
    if (slice_starts(role, SLICE("AWSReservedSSO_"))) return;
    struct time_text until = time_rfc3339(p->story->to + US_PER_SECOND);
    plan_add(p, (struct story_response){
                    .phase = SLICE("contain"),
                    .title = W_SAY(p->w, DO_SESSIONS, role),
                    .command = COMMAND("aws iam put-role-policy --role-name %.*s --policy-name RevokeOlderSessions "
                                       "--policy-document " DENY_OLDER,
                                       SLICE_FMT(role), until.text),
                    .why = W_SAY(p->w, DO_SESSIONS_WHY, a->name, slice_cstr(until.text)),
                    .account = a->account,
                    .reversible = true,
                });
}

/* Console, temporary and federated sessions of a user: keys and passwords that are gone do not end them. */
static void contain_user(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    const struct story_actor *user = a;
    bool sessions = false;
    if (a->kind == ACTOR_FEDERATED && a->parent != STORY_NONE) user = &p->story->actors[a->parent], sessions = true;
    for (size_t i = 0; a->kind == ACTOR_USER && i < a->credential_count; i++)
        sessions |= !slice_starts(a->credentials[i].id, SLICE("AKIA"));
    if (!sessions || user->kind != ACTOR_USER || !shell_safe(user->name)) return;
    struct time_text until = time_rfc3339(p->story->to + US_PER_SECOND);
    plan_add(p, (struct story_response){
                    .phase = SLICE("contain"),
                    .title = W_SAY(p->w, DO_USER, user->name),
                    .command = COMMAND("aws iam put-user-policy --user-name %.*s --policy-name RevokeOlderSessions "
                                       "--policy-document " DENY_OLDER,
                                       SLICE_FMT(user->name), until.text),
                    .why = W_SAY(p->w, DO_USER_WHY, user->name, slice_cstr(until.text)),
                    .account = user->account,
                    .reversible = true,
                });
}

static void contain_instance(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    if (a->kind != ACTOR_INSTANCE || !shell_safe(a->name) || !shell_safe(region)) return;
    plan_add(p, (struct story_response){
                    .phase = SLICE("contain"),
                    .title = W_SAY(p->w, DO_PROFILE, a->name),
                    .command =
                        COMMAND("aws ec2 disassociate-iam-instance-profile --region %.*s --association-id \"$(aws ec2 "
                                "describe-iam-instance-profile-associations --region %.*s --filters "
                                "Name=instance-id,Values=%.*s --query "
                                "'IamInstanceProfileAssociations[0].AssociationId' --output text)\"",
                                SLICE_FMT(region), SLICE_FMT(region), SLICE_FMT(a->name)),
                    .why = W_WORDS(p->w, DO_PROFILE_WHY),
                    .account = a->account,
                    .region = region,
                    .reversible = true,
                });
}

/* An ECS task's session is named after the task: the cluster is not in it. */
static void contain_task(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    if (a->kind != ACTOR_WORKLOAD || !is_task_id(a->name) || !shell_safe(region)) return;
    plan_add(p,
             (struct story_response){
                 .phase = SLICE("contain"),
                 .title = W_SAY(p->w, DO_TASK, a->name),
                 .command = COMMAND("for cluster in $(aws ecs list-clusters --region %.*s --query 'clusterArns[]' "
                                    "--output text); do aws ecs stop-task --cluster \"$cluster\" --task %.*s --reason "
                                    "incident-%.*s --region %.*s; done",
                                    SLICE_FMT(region), SLICE_FMT(a->name), SLICE_FMT(p->story->id), SLICE_FMT(region)),
                 .why = W_WORDS(p->w, DO_TASK_WHY),
                 .account = a->account,
                 .region = region,
                 .reversible = false,
             });
}

static void isolate_instance(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    if (a->kind != ACTOR_INSTANCE || !shell_safe(a->name) || !shell_safe(region)) return;
    plan_add(p, (struct story_response){
                    .phase = SLICE("contain"),
                    .title = W_SAY(p->w, DO_ISOLATE, a->name),
                    .command = COMMAND("aws ec2 modify-instance-attribute --instance-id %.*s --groups QUARANTINE_GROUP "
                                       "--region %.*s",
                                       SLICE_FMT(a->name), SLICE_FMT(region)),
                    .why = W_WORDS(p->w, DO_ISOLATE_WHY),
                    .account = a->account,
                    .region = region,
                    .reversible = true,
                });
}

static void contain_function(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    if (a->kind != ACTOR_FUNCTION || !shell_safe(a->name) || !shell_safe(region)) return;
    plan_add(p, (struct story_response){
                    .phase = SLICE("contain"),
                    .title = W_SAY(p->w, DO_FUNCTION, a->name),
                    .command = COMMAND("aws lambda put-function-concurrency --function-name %.*s "
                                       "--reserved-concurrent-executions 0 --region %.*s",
                                       SLICE_FMT(a->name), SLICE_FMT(region)),
                    .why = W_WORDS(p->w, DO_FUNCTION_WHY),
                    .account = a->account,
                    .region = region,
                    .reversible = true,
                });
}

/* --- preserve --- */

static void preserve_instance(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    if (a->kind != ACTOR_INSTANCE || !shell_safe(a->name) || !shell_safe(region)) return;
    plan_add(p,
             (struct story_response){
                 .phase = SLICE("preserve"),
                 .title = W_SAY(p->w, DO_VOLUMES, a->name),
                 .command = COMMAND("aws ec2 create-snapshots --instance-specification InstanceId=%.*s --description "
                                    "evidence-%.*s --region %.*s",
                                    SLICE_FMT(a->name), SLICE_FMT(p->story->id), SLICE_FMT(region)),
                 .why = W_WORDS(p->w, DO_VOLUMES_WHY),
                 .account = a->account,
                 .region = region,
                 .reversible = true,
             });
    plan_add(p, (struct story_response){
                    .phase = SLICE("preserve"),
                    .title = W_SAY(p->w, DO_STOP, a->name),
                    .command = COMMAND("aws ec2 stop-instances --instance-ids %.*s --region %.*s", SLICE_FMT(a->name),
                                       SLICE_FMT(region)),
                    .why = W_WORDS(p->w, DO_STOP_WHY),
                    .account = a->account,
                    .region = region,
                    .reversible = true,
                });
}

/* The event history holds 90 days, whatever became of the trails. */
static void preserve_history(struct plan *p, uint32_t index) {
    const struct story_actor *a = &p->story->actors[index];
    struct slice region = region_of(p, index);
    for (size_t i = 0; i < a->credential_count && i < RESPONSE_KEYS_MAX; i++) {
        struct slice key = a->credentials[i].id;
        if (!slice_starts(key, SLICE("A")) || !shell_safe(key) || !shell_safe(region)) continue;
        plan_add(p, (struct story_response){
                        .phase = SLICE("preserve"),
                        .title = W_SAY(p->w, DO_HISTORY, key),
                        .command = COMMAND("aws cloudtrail lookup-events --lookup-attributes "
                                           "AttributeKey=AccessKeyId,AttributeValue=%.*s --region %.*s > %.*s.json",
                                           SLICE_FMT(key), SLICE_FMT(region), SLICE_FMT(key)),
                        .why = W_WORDS(p->w, DO_HISTORY_WHY),
                        .account = a->account,
                        .region = region,
                        .reversible = true,
                    });
    }
}

void story_respond(struct weaver *w, struct story *story) {
    struct plan plan = {.w = w, .story = story}, *p = &plan;
    for (size_t i = 0; i < story->actor_count; i++) p->cap += 2 * story->actors[i].credential_count + 8;
    for (size_t i = 0; i < story->step_count; i++) p->cap += story->steps[i].event_count;
    if (p->cap > RESPONSES_MAX) p->cap = RESPONSES_MAX;
    p->list = ARENA_ARRAY(w->arena, struct story_response, p->cap);
    for (uint32_t i = 0; i < story->actor_count; i++) {
        if (story->actors[i].untainted) continue;
        contain_keys(p, &story->actors[i]);
        contain_user(p, i);
        contain_instance(p, i);
        isolate_instance(p, i);
        contain_task(p, i);
        contain_function(p, i);
        contain_sessions(p, &story->actors[i]);
    }
    for (uint32_t i = 0; i < story->actor_count; i++) {
        if (story->actors[i].untainted) continue;
        preserve_instance(p, i);
        preserve_history(p, i);
    }
    plan_undo(p);
    story->responses = p->list;
    story->response_count = p->count;
}

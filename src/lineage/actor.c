/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/actor.c: one function a kind of userIdentity (CloudTrail user guide, "userIdentity element"). See actor.h. */
#include "lineage/actor.h"

/* --- keys --- */

/* A hash over parts that cannot run into each other: each is preceded by its length. */
static struct hash128 key_of(const struct slice *parts, size_t count) {
    struct hash128 key = {0, 0};
    for (size_t i = 0; i < count; i++) {
        key.hi = hash64_more(key.hi + i, parts[i]);
        key.lo = hash64_more(key.lo ^ UINT64_C(0x5bd1e9955bd1e995), parts[i]);
    }
    return key;
}

#define KEY(...) key_of((struct slice[]){__VA_ARGS__}, sizeof((struct slice[]){__VA_ARGS__}) / sizeof(struct slice))

struct hash128 actor_key_user(struct slice arn) {
    return KEY(SLICE("user"), arn);
}

struct hash128 actor_key_workload(struct slice account, struct slice workload) {
    struct slice function = function_arn(workload);
    if (function.len) return KEY(SLICE("function"), function);
    return KEY(is_task_id(workload) ? SLICE("task") : SLICE("instance"), account, workload);
}

static struct slice bytes_of_time(const int64_t *time) {
    return slice_from((const char *)time, sizeof *time);
}

/* --- names --- */

struct slice arn_name(struct slice arn) {
    struct slice resource = slice_after_last(arn, ':');
    return slice_after_last(resource, '/');
}

uint64_t arn_entity(struct slice arn) {
    if (!arn.len) return 0;
    ptrdiff_t user = slice_find(arn, SLICE(":user/")), role = slice_find(arn, SLICE(":role/"));
    if (user < 0 && role < 0) return hash64(arn, 0);
    struct slice account = slice_after_last(slice_sub(arn, 0, (size_t)(user < 0 ? role : user)), ':');
    return hash64_more(hash64(account, user < 0 ? 2 : 1), arn_name(arn));
}

bool arn_session_parts(struct slice arn, struct slice *account, struct slice *role, struct slice *session) {
    ptrdiff_t at = slice_find(arn, SLICE(":assumed-role/"));
    if (at < 0) return false;
    struct slice head = slice_sub(arn, 0, (size_t)at);
    struct slice tail = slice_sub(arn, (size_t)at + strlen(":assumed-role/"), arn.len);
    *account = slice_after_last(head, ':');
    *role = slice_before(tail, '/');
    *session = slice_sub(tail, role->len + 1, tail.len);
    return true;
}

/* "arn:PARTITION:iam::ACCOUNT:role/NAME" from a session's ARN. Right for roles without a path; CloudTrail names the
 * issuer's ARN, path and all, in nearly every record, so this is the fall-back. */
static struct slice make_role_arn(struct slice session_arn, struct slice account, struct slice role,
                                  struct buf *scratch) {
    struct slice partition = slice_before(slice_sub(session_arn, 4, session_arn.len), ':');
    buf_clear(scratch);
    buf_printf(scratch, "arn:%.*s:iam::%.*s:role/%.*s", SLICE_FMT(partition), SLICE_FMT(account), SLICE_FMT(role));
    return buf_slice(scratch);
}

/* --- one a kind --- */

static void identify_user(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    out->kind = ACTOR_USER;
    out->name = who->user_name.len ? who->user_name : arn_name(who->arn);
    if (!out->arn.len && out->name.len) {
        buf_clear(scratch);
        buf_printf(scratch, "arn:aws:iam::%.*s:user/%.*s", SLICE_FMT(out->account), SLICE_FMT(out->name));
        out->arn = buf_slice(scratch);
    }
    if (!out->name.len) out->name = who->principal_id;
    out->key = out->arn.len ? actor_key_user(out->arn) : KEY(SLICE("user"), out->account, who->principal_id);
}

/* The session of something that runs; false when it is somebody's. */
static bool identify_workload(const struct event *ev, struct actor_view *out) {
    struct slice function = function_arn(ev->who.issued_to), title = runner_title(out->runner);
    if (function.len) {
        out->kind = ACTOR_FUNCTION;
        out->runner = RUNNER_NONE; /* whatever its name looks like */
        out->name = slice_after_last(function, ':');
        out->key = actor_key_workload(out->account, function);
        return true;
    }
    if (out->runner == RUNNER_NONE) return false;
    out->kind = out->runner == RUNNER_INSTANCE ? ACTOR_INSTANCE : ACTOR_WORKLOAD;
    out->name = title.len ? title : out->session;
    if (out->runner == RUNNER_INSTANCE || out->runner == RUNNER_TASK)
        out->key = actor_key_workload(out->account, out->session);
    else out->key = KEY(SLICE("workload"), ev->who.principal_id.len ? ev->who.principal_id : ev->who.arn);
    return true;
}

static void identify_session(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    struct slice account = out->account, role = who->issuer_name, session = slice_after_last(who->principal_id, ':');
    struct slice arn_role, arn_session;
    bool parsed = arn_session_parts(who->arn, &account, &arn_role, &arn_session);
    if (parsed) session = arn_session;
    if (parsed && !role.len) role = arn_role;
    out->name = role.len ? role : who->principal_id;
    out->session = session;
    out->role_arn = who->issuer_arn;
    if (!out->role_arn.len && parsed) out->role_arn = make_role_arn(who->arn, account, arn_role, scratch);
    out->runner = runner_of_session(session);
    if (identify_workload(ev, out)) return;
    out->kind = ACTOR_SESSION;
    /* Without a creation time the access key tells the sessions of one name apart. */
    struct slice apart = out->created != TIME_NONE ? bytes_of_time(&out->created) : who->access_key;
    out->key = KEY(SLICE("session"), who->principal_id.len ? who->principal_id : who->arn, apart);
}

static void identify_root(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    out->kind = ACTOR_ROOT;
    out->name = SLICE("root");
    out->key = KEY(SLICE("root"), out->account);
}

static void identify_federated(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    struct slice self = who->arn.len ? who->arn : who->principal_id;
    out->kind = ACTOR_FEDERATED;
    out->name = who->user_name.len ? who->user_name : slice_after_last(arn_name(self), ':');
    /* Its sign-in to the console shows no time of creation, what it does there does. */
    bool named = slice_eq(who->type, SLICE("FederatedUser"));
    out->key = named ? KEY(SLICE("federated"), out->account, self)
                     : KEY(SLICE("federated"), out->account, self, bytes_of_time(&out->created));
}

static void identify_service(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    struct slice host = who->invoked_by.len ? who->invoked_by : ev->source_ip.len ? ev->source_ip : ev->source;
    out->kind = ACTOR_SERVICE;
    out->name = host;
    out->key = KEY(SLICE("service"), ev->account, host);
    out->account = ev->account;
}

static void identify_account(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    if (slice_eq_fold(who->principal_id, SLICE("ANONYMOUS_PRINCIPAL")) ||
        slice_eq_fold(who->account, SLICE("ANONYMOUS_PRINCIPAL"))) {
        out->kind = ACTOR_ANONYMOUS;
        out->name = SLICE("anonymous");
        out->account = (struct slice){0};
        out->key = KEY(SLICE("anonymous"), ev->source_ip);
        return;
    }
    out->kind = ACTOR_ACCOUNT;
    out->name = who->account.len ? who->account : who->principal_id;
    out->key = KEY(SLICE("account"), who->account, who->principal_id);
}

static const struct {
    struct slice type;
    void (*identify)(const struct event *, struct buf *, struct actor_view *);
} IDENTITY_TYPES[] = {
    {{"AssumedRole", 11}, identify_session},
    {{"IAMUser", 7}, identify_user},
    {{"AWSService", 10}, identify_service},
    {{"AWSAccount", 10}, identify_account},
    {{"Root", 4}, identify_root},
    {{"FederatedUser", 13}, identify_federated},
    {{"WebIdentityUser", 15}, identify_federated},
    {{"SAMLUser", 8}, identify_federated},
    {{"IdentityCenterUser", 18}, identify_federated},
    {{"Directory", 9}, identify_federated},
    {{"Role", 4}, identify_session},
};

/* A record without a type, or with one we do not know: what it has of ARN and principal decides. */
static void identify_unknown(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    if (slice_find(who->arn, SLICE(":assumed-role/")) >= 0) identify_session(ev, scratch, out);
    else if (slice_find(who->arn, SLICE(":user/")) >= 0) identify_user(ev, scratch, out);
    else if (who->principal_id.len || who->arn.len) identify_federated(ev, scratch, out);
    else identify_service(ev, scratch, out);
}

struct slice actor_credential(const struct event *ev) {
    if (ev->who.from_console) return SLICE("console");
    if (ev->who.access_key.len) return ev->who.access_key;
    return slice_eq(ev->source, SLICE("signin.amazonaws.com")) ? SLICE("console") : (struct slice){0};
}

void actor_identify(const struct event *ev, struct buf *scratch, struct actor_view *out) {
    const struct identity *who = &ev->who;
    *out = (struct actor_view){
        .account = who->account.len ? who->account : ev->account,
        .arn = who->arn,
        .created = who->session_created,
        .principal = who->principal_id.len ? hash64(who->principal_id, 0) : 0,
        .credential = actor_credential(ev),
        .source_identity = who->source_identity,
    };
    for (size_t i = 0; i < sizeof IDENTITY_TYPES / sizeof IDENTITY_TYPES[0]; i++)
        if (slice_eq(who->type, IDENTITY_TYPES[i].type)) {
            IDENTITY_TYPES[i].identify(ev, scratch, out);
            return;
        }
    identify_unknown(ev, scratch, out);
}

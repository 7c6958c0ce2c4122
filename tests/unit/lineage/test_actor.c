/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "lineage/actor.h"

static struct actor_view view;
static struct buf scratch;
static yyjson_doc *doc;

/* The actor of a record with this userIdentity. */
static struct actor_view *identify(const char *identity, const char *more) {
    struct event ev;
    struct err err = ERR_INIT;
    struct buf json;
    buf_init(&json);
    buf_printf(&json,
               "{\"eventTime\":\"2026-03-03T10:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"X\","
               "\"recipientAccountId\":\"444455556666\",\"userIdentity\":%s%s}",
               identity, more);
    if (!scratch.ptr) buf_init(&scratch);
    yyjson_doc_free(doc);
    doc = yyjson_read(json.ptr, json.len, 0);
    buf_release(&json);
    cr_assert(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", err.message);
    actor_identify(&ev, &scratch, &view);
    return &view;
}

#define SESSION(session, created)                                                                      \
    "{\"type\":\"AssumedRole\",\"principalId\":\"AROA1:" session                                       \
    "\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/web/" session                                 \
    "\",\"accountId\":\"111122223333\",\"accessKeyId\":\"ASIA1\",\"sessionContext\":{\"attributes\":{" \
    "\"creationDate\":\"" created "\"}}}"

Test(actor, a_user_is_one_whatever_the_key) {
    struct hash128 first =
        identify("{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/ops/ann\",\"accountId\":"
                 "\"111122223333\",\"accessKeyId\":\"AKIA1\",\"userName\":\"ann\"}",
                 "")
            ->key;
    cr_assert_eq(view.kind, ACTOR_USER);
    cr_assert(slice_eq(view.name, SLICE("ann")));
    cr_assert(slice_eq(view.credential, SLICE("AKIA1")));
    struct hash128 second =
        identify("{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/ops/ann\",\"accountId\":"
                 "\"111122223333\",\"accessKeyId\":\"AKIA2\"}",
                 "")
            ->key;
    cr_assert_eq(first.hi, second.hi);
    cr_assert(slice_eq(view.name, SLICE("ann")), "the ARN tells the name where userName is gone");
    struct hash128 made = actor_key_user(SLICE("arn:aws:iam::111122223333:user/ops/ann"));
    cr_assert_eq(first.lo, made.lo);
}

Test(actor, sessions_of_one_name_are_told_apart_by_their_beginning) {
    struct hash128 first = identify(SESSION("deploy", "2026-03-03T09:00:00Z"), "")->key;
    cr_assert_eq(view.kind, ACTOR_SESSION);
    cr_assert(slice_eq(view.name, SLICE("web")));
    cr_assert(slice_eq(view.session, SLICE("deploy")));
    cr_assert(slice_eq(view.role_arn, SLICE("arn:aws:iam::111122223333:role/web")));
    struct hash128 second = identify(SESSION("deploy", "2026-03-03T09:00:01Z"), "")->key;
    cr_assert_neq(first.hi, second.hi);
    struct hash128 again = identify(SESSION("deploy", "2026-03-03T09:00:00Z"), "")->key;
    cr_assert_eq(first.hi, again.hi);
    cr_assert_eq(first.lo, again.lo);
}

Test(actor, an_instance_is_one_however_its_keys_rotate) {
    struct hash128 first = identify(SESSION("i-0f3a91c2d4e5b6a78", "2026-03-03T09:00:00Z"), "")->key;
    cr_assert_eq(view.kind, ACTOR_INSTANCE);
    cr_assert(slice_eq(view.name, SLICE("i-0f3a91c2d4e5b6a78")));
    struct hash128 second = identify(SESSION("i-0f3a91c2d4e5b6a78", "2026-03-03T15:00:00Z"), "")->key;
    cr_assert_eq(first.hi, second.hi);
    struct hash128 made = actor_key_workload(SLICE("111122223333"), SLICE("i-0f3a91c2d4e5b6a78"));
    cr_assert_eq(first.lo, made.lo);
}

Test(actor, a_function_is_what_its_credentials_were_issued_to) {
    static const char *const issued =
        "{\"type\":\"AssumedRole\",\"principalId\":\"AROA1:%s\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/"
        "web/ping\",\"accountId\":\"111122223333\",\"accessKeyId\":\"ASIA%d\",\"inScopeOf\":{\"issuerType\":"
        "\"AWS::Lambda::Function\",\"credentialsIssuedTo\":\"arn:aws:lambda:us-east-1:111122223333:function:ping\"}}";
    char first[512], second[512];
    snprintf(first, sizeof first, issued, "ping", 1);
    snprintf(second, sizeof second, issued, "ping", 2);
    struct hash128 one = identify(first, "")->key;
    cr_assert_eq(view.kind, ACTOR_FUNCTION);
    cr_assert(slice_eq(view.name, SLICE("ping")));
    cr_assert_eq(identify(second, "")->key.lo, one.lo);
    cr_assert_eq(actor_key_workload(SLICE("1"), SLICE("arn:aws:lambda:us-east-1:111122223333:function:ping:3")).lo,
                 one.lo);
}

Test(actor, a_workload_is_one_as_long_as_its_session_has_its_name) {
    struct hash128 first = identify(SESSION("GlueJobRunnerSession", "2026-03-03T09:00:00Z"), "")->key;
    cr_assert_eq(view.kind, ACTOR_WORKLOAD);
    cr_assert_eq(view.runner, RUNNER_JOB);
    cr_assert(slice_eq(view.name, SLICE("Glue jobs")));
    cr_assert_eq(identify(SESSION("GlueJobRunnerSession", "2026-03-03T15:00:00Z"), "")->key.lo, first.lo);
    struct hash128 task = identify(SESSION("0123456789abcdef0123456789abcdef", "2026-03-03T09:00:00Z"), "")->key;
    cr_assert_eq(view.kind, ACTOR_WORKLOAD);
    cr_assert_eq(actor_key_workload(SLICE("111122223333"), SLICE("0123456789abcdef0123456789abcdef")).lo, task.lo);
}

Test(actor, the_other_kinds) {
    identify("{\"type\":\"Root\",\"accountId\":\"111122223333\",\"arn\":\"arn:aws:iam::111122223333:root\"}", "");
    cr_assert_eq(view.kind, ACTOR_ROOT);
    identify("{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}", "");
    cr_assert_eq(view.kind, ACTOR_SERVICE);
    cr_assert(slice_eq(view.name, SLICE("ec2.amazonaws.com")));
    cr_assert(slice_eq(view.account, SLICE("444455556666")), "a service acts in the account that logged it");
    identify("{\"type\":\"AWSAccount\",\"accountId\":\"999988887777\",\"principalId\":\"AROA9:x\"}", "");
    cr_assert_eq(view.kind, ACTOR_ACCOUNT);
    identify("{\"type\":\"AWSAccount\",\"accountId\":\"ANONYMOUS_PRINCIPAL\"}", "");
    cr_assert_eq(view.kind, ACTOR_ANONYMOUS);
    identify("{\"type\":\"FederatedUser\",\"arn\":\"arn:aws:sts::111122223333:federated-user/"
             "bob\",\"accountId\":\"111122223333\"}",
             "");
    cr_assert_eq(view.kind, ACTOR_FEDERATED);
    cr_assert(slice_eq(view.name, SLICE("bob")));
    identify("{}", "");
    cr_assert_eq(view.kind, ACTOR_SERVICE, "nothing known: whoever it was, no principal of ours");
    identify("{\"arn\":\"arn:aws:sts::111122223333:assumed-role/web/x\",\"principalId\":\"AROA1:x\"}", "");
    cr_assert_eq(view.kind, ACTOR_SESSION, "the ARN tells where the type is gone");
}

Test(actor, console_sessions_are_one_credential) {
    identify("{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/ann\",\"accessKeyId\":\"ASIA7\"}",
             ",\"sessionCredentialFromConsole\":\"true\"");
    cr_assert(slice_eq(view.credential, SLICE("console")));
}

Test(actor, arns) {
    struct slice account, role, session;
    cr_assert(arn_session_parts(SLICE("arn:aws:sts::1:assumed-role/r/s@x"), &account, &role, &session));
    cr_assert(slice_eq(role, SLICE("r")) && slice_eq(session, SLICE("s@x")) && slice_eq(account, SLICE("1")));
    cr_assert_not(arn_session_parts(SLICE("arn:aws:iam::1:user/x"), &account, &role, &session));
    cr_assert(slice_eq(arn_name(SLICE("arn:aws:iam::aws:policy/AdministratorAccess")), SLICE("AdministratorAccess")));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/link.c: the proofs, one function an API family, and the table that finds them. See link.h.
 *
 * Worked example. An instance is launched with a profile:
 *
 *   RunInstances  by AKIA…Q4XZ  iamInstanceProfile.name = log-archiver
 *                 responseElements.instancesSet.items[0].instanceId = i-0f3a91c2
 *   → {LINK_LAUNCHED, child.workload = i-0f3a91c2, label i-0f3a91c2 LABEL_AS log-archiver}
 *
 * Later (or earlier: files arrive as they like) the session AROA…:i-0f3a91c2 calls rds:DescribeDBSnapshots. Its actor
 * is the instance (actor.h), and lineage_join() puts the two together: the child of the link is that instance.
 */
#include "lineage/link.h"

#include "base/limits.h"
#include "lineage/link_parts.h"
#include "lineage/trust.h"

static const struct link_kind_info KINDS[LINK_KINDS] = {
    [LINK_ASSUMED] = {"assumed", FLOW_CREDENTIAL},
    [LINK_ISSUED_KEY] = {"issued key", FLOW_CREDENTIAL},
    [LINK_SET_PASSWORD] = {"set password", FLOW_CREDENTIAL},
    [LINK_FEDERATED] = {"federated", FLOW_CREDENTIAL},
    [LINK_LAUNCHED] = {"launched", FLOW_CREDENTIAL},
    [LINK_DEPLOYED] = {"deployed", FLOW_CREDENTIAL},
    [LINK_PASSED_ROLE] = {"passed role", FLOW_CONTROL},
    [LINK_CONTROLLED] = {"controlled", FLOW_CONTROL},
    [LINK_OPENED_TRUST] = {"opened trust", FLOW_DOOR},
    [LINK_CREATED] = {"created", FLOW_PRINCIPAL},
    [LINK_GRANTED] = {"granted", FLOW_SUSPECT},
    [LINK_ON_BEHALF] = {"on behalf of", FLOW_SUSPECT},
    [LINK_INFERRED] = {"same address and tool", FLOW_SUSPECT},
};

const struct link_kind_info *link_kind_info(enum link_kind kind) {
    return &KINDS[kind];
}

void proof_emit(const struct proof *p, struct link_view link) {
    link.kind = p->kind;
    p->sink->link(p->sink->ctx, &link);
}

/* "aws", "aws-cn", …, of the caller. */
static struct slice partition_of(const struct proof *p) {
    struct slice partition = slice_before(slice_behind(p->ev->who.arn, ':', 1), ':');
    return partition.len ? partition : SLICE("aws");
}

struct slice proof_iam_arn(const struct proof *p, const char *type, struct slice name) {
    struct slice partition = partition_of(p);
    return arena_printf(p->arena, "arn:%.*s:iam::%.*s:%s/%.*s", SLICE_FMT(partition), SLICE_FMT(p->ev->account), type,
                        SLICE_FMT(name));
}

struct slice proof_session_arn(const struct proof *p, struct slice role, struct slice session) {
    struct slice partition = partition_of(p);
    return arena_printf(p->arena, "arn:%.*s:sts::%.*s:assumed-role/%.*s/%.*s", SLICE_FMT(partition),
                        SLICE_FMT(p->ev->account), SLICE_FMT(arn_name(role)), SLICE_FMT(session));
}

/* --- one a family of APIs --- */

/* AssumeRole, …WithSAML, …WithWebIdentity, AssumeRoot. */
static void prove_assumed(const struct proof *p) {
    struct slice role = event_str(p->ev->request, "roleArn");
    struct slice id = event_str(p->ev->response, "assumedRoleUser.assumedRoleId");
    struct slice target = event_str(p->ev->request, "targetPrincipal");
    struct slice account = slice_before(slice_behind(role, ':', 4), ':');
    struct link_view link = {
        .child = {.access_key = event_str(p->ev->response, "credentials.accessKeyId"),
                  .principal = id.len ? hash64(id, 0) : 0,
                  .account = account},
    };
    if (!link.child.access_key.len && !link.child.principal) return;
    link.label = role.len ? arn_name(role) : target;
    if (!role.len) link.form = LABEL_ROOT_OF;
    else if (account.len && !slice_eq(account, p->ev->account)) link.form = LABEL_IN_ACCOUNT, link.with = account;
    proof_emit(p, link);
}

/* AssumeRole and its kin once more: the source identity of the new session goes along with every role that is assumed
 * from it, and nobody can change it (IAM user guide, "Monitor and control actions taken with assumed roles"). So where
 * a later link of the chain is in no log, its sessions still say how the chain began. */
static void prove_on_behalf(const struct proof *p) {
    struct slice name = event_str(p->ev->request, "sourceIdentity");
    if (!name.len) name = event_str(p->ev->response, "sourceIdentity");
    if (!name.len) name = p->ev->who.source_identity;
    if (name.len) proof_emit(p, (struct link_view){.child = {.source_identity = name}, .label = name});
}

/* SwitchRole, as the session that the console switched to logs it: who switched stands beside. */
static void prove_switched(const struct proof *p) {
    struct slice from = event_str(p->ev->additional, "SwitchFrom");
    if (from.len)
        proof_emit(p, (struct link_view){.child.self = true, .parent_arn = from, .label = p->ev->who.issuer_name});
}

static void prove_access_key(const struct proof *p) {
    struct slice user = event_str(p->ev->response, "accessKey.userName");
    struct slice key = event_str(p->ev->response, "accessKey.accessKeyId");
    if (!user.len) user = event_str(p->ev->request, "userName");
    if (!user.len) user = p->ev->who.user_name;
    if (!key.len && !user.len) return;
    proof_emit(p,
               (struct link_view){
                   .child = {.access_key = key, .user_arn = proof_iam_arn(p, "user", user), .account = p->ev->account},
                   .form = LABEL_OF,
                   .label = key,
                   .with = user});
}

static void prove_password(const struct proof *p) {
    struct slice user = event_str(p->ev->request, "userName");
    if (!user.len) return;
    proof_emit(p, (struct link_view){
                      .child = {.user_arn = proof_iam_arn(p, "user", user), .account = p->ev->account, .console = true},
                      .form = LABEL_OF_ONE,
                      .label = user});
}

/* GetFederationToken, GetSessionToken: the key that came out. GetSigninToken's page is used by the same session. */
static void prove_federated(const struct proof *p) {
    struct slice key = event_str(p->ev->response, "credentials.accessKeyId");
    struct slice name = event_str(p->ev->request, "name");
    enum label_form form = name.len ? LABEL_PLAIN : LABEL_TEMPORARY;
    if (key.len)
        proof_emit(p, (struct link_view){
                          .child = {.access_key = key, .account = p->ev->account}, .form = form, .label = name});
    /* With the key a console session may be had, which shows no key. */
    struct slice user = event_str(p->ev->response, "federatedUser.arn");
    if (user.len)
        proof_emit(
            p, (struct link_view){.child = {.user_arn = user, .account = p->ev->account}, .form = form, .label = name});
}

/* The profile's name, whichever way the call gave it. */
static struct slice profile_name(yyjson_val *request) {
    static const char *const paths[] = {
        "iamInstanceProfile.name",
        "iamInstanceProfile.arn",
        "AssociateIamInstanceProfileRequest.IamInstanceProfile.Name",
        "AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn",
        "ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name",
        "ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct slice s = event_str(request, paths[i]);
        if (s.len) return arn_name(s);
    }
    return (struct slice){0};
}

static void emit_instance(const struct proof *p, struct slice instance, struct slice profile) {
    if (!is_instance_id(instance)) return;
    proof_emit(p, (struct link_view){
                      .child = {.workload = instance, .account = p->ev->account},
                      .form = LABEL_AS,
                      .label = instance,
                      .with = profile,
                  });
}

/* RunInstances with a profile. Without one there is no credential to hand on, unless the launch template names it:
 * then the profile shows in the response. */
static void prove_launched(const struct proof *p) {
    yyjson_val *items = event_at(p->ev->response, "instancesSet.items"), *item;
    struct slice profile = profile_name(p->ev->request);
    size_t i, count;
    yyjson_arr_foreach(items, i, count, item) {
        struct slice own = arn_name(event_str(item, "iamInstanceProfile.arn"));
        struct slice name = profile.len ? profile : own;
        if (name.len) emit_instance(p, event_str(item, "instanceId"), name);
    }
}

/* AssociateIamInstanceProfile, ReplaceIamInstanceProfileAssociation. */
static void prove_profile(const struct proof *p) {
    static const char *const instance_paths[] = {
        "AssociateIamInstanceProfileResponse.iamInstanceProfileAssociation.instanceId",
        "ReplaceIamInstanceProfileAssociationResponse.iamInstanceProfileAssociation.instanceId",
        "iamInstanceProfileAssociation.instanceId",
    };
    struct slice instance = event_str(p->ev->request, "AssociateIamInstanceProfileRequest.InstanceId");
    if (!instance.len) instance = event_str(p->ev->request, "instanceId");
    for (size_t i = 0; i < sizeof instance_paths / sizeof instance_paths[0] && !instance.len; i++)
        instance = event_str(p->ev->response, instance_paths[i]);
    emit_instance(p, instance, profile_name(p->ev->request));
}

/* CreateRole, UpdateAssumeRolePolicy: one link for each other account that may come in now. */
static void prove_opened_trust(const struct proof *p) {
    struct slice accounts[TRUST_ACCOUNTS_MAX];
    struct slice role = event_str(p->ev->request, "roleName");
    struct slice document = event_str(p->ev->request, "policyDocument");
    if (!document.len) document = event_str(p->ev->request, "assumeRolePolicyDocument");
    size_t count = trust_accounts(document, p->ev->account, p->arena, accounts, TRUST_ACCOUNTS_MAX);
    for (size_t i = 0; role.len && i < count; i++) {
        bool all = slice_eq(accounts[i], SLICE("*"));
        proof_emit(p, (struct link_view){
                          .child = {.role_arn = proof_iam_arn(p, "role", role), .account = accounts[i]},
                          .form = all ? LABEL_TO_ALL : LABEL_TO_ACCOUNT,
                          .label = role,
                          .with = accounts[i],
                      });
    }
}

static void prove_created(const struct proof *p) {
    struct slice role = event_str(p->ev->request, "roleName"), user = event_str(p->ev->request, "userName");
    struct slice arn = event_str(p->ev->response, role.len ? "role.arn" : "user.arn");
    struct link_view link = {.child.account = p->ev->account, .label = role.len ? role : user};
    if (!link.label.len) return;
    if (!arn.len) arn = proof_iam_arn(p, role.len ? "role" : "user", link.label);
    if (role.len) link.child.role_arn = arn;
    else link.child.user_arn = arn;
    proof_emit(p, link);
}

static void prove_granted(const struct proof *p) {
    struct slice role = event_str(p->ev->request, "roleName"), user = event_str(p->ev->request, "userName");
    struct slice policy = arn_name(event_str(p->ev->request, "policyArn"));
    if (!policy.len) policy = event_str(p->ev->request, "policyName");
    struct slice name = role.len ? role : user;
    if (!name.len) return;
    struct link_view link = {.child.account = p->ev->account, .form = LABEL_POLICY, .label = name, .with = policy};
    if (role.len) link.child.role_arn = proof_iam_arn(p, "role", role);
    else link.child.user_arn = proof_iam_arn(p, "user", user);
    proof_emit(p, link);
}

static const struct {
    struct slice source, name;
    enum link_kind kind;
    void (*prove)(const struct proof *);
} LINK_PROOFS[] = {
#define ROW(source, name, kind, prove) {{source, sizeof(source) - 1}, {name, sizeof(name) - 1}, kind, prove}
    ROW("sts.amazonaws.com", "AssumeRole", LINK_ASSUMED, prove_assumed),
    ROW("sts.amazonaws.com", "AssumeRoleWithSAML", LINK_ASSUMED, prove_assumed),
    ROW("sts.amazonaws.com", "AssumeRoleWithWebIdentity", LINK_ASSUMED, prove_assumed),
    ROW("sts.amazonaws.com", "AssumeRoot", LINK_ASSUMED, prove_assumed),
    ROW("sts.amazonaws.com", "AssumeRole", LINK_ON_BEHALF, prove_on_behalf),
    ROW("sts.amazonaws.com", "AssumeRoleWithSAML", LINK_ON_BEHALF, prove_on_behalf),
    ROW("sts.amazonaws.com", "AssumeRoleWithWebIdentity", LINK_ON_BEHALF, prove_on_behalf),
    ROW("signin.amazonaws.com", "SwitchRole", LINK_ASSUMED, prove_switched),
    ROW("sts.amazonaws.com", "GetFederationToken", LINK_FEDERATED, prove_federated),
    ROW("sts.amazonaws.com", "GetSessionToken", LINK_FEDERATED, prove_federated),
    ROW("iam.amazonaws.com", "CreateAccessKey", LINK_ISSUED_KEY, prove_access_key),
    ROW("iam.amazonaws.com", "CreateLoginProfile", LINK_SET_PASSWORD, prove_password),
    ROW("iam.amazonaws.com", "UpdateLoginProfile", LINK_SET_PASSWORD, prove_password),
    ROW("ec2.amazonaws.com", "RunInstances", LINK_LAUNCHED, prove_launched),
    ROW("ec2.amazonaws.com", "AssociateIamInstanceProfile", LINK_LAUNCHED, prove_profile),
    ROW("ec2.amazonaws.com", "ReplaceIamInstanceProfileAssociation", LINK_LAUNCHED, prove_profile),
    ROW("iam.amazonaws.com", "UpdateAssumeRolePolicy", LINK_OPENED_TRUST, prove_opened_trust),
    ROW("iam.amazonaws.com", "CreateRole", LINK_OPENED_TRUST, prove_opened_trust),
    ROW("iam.amazonaws.com", "CreateUser", LINK_CREATED, prove_created),
    ROW("iam.amazonaws.com", "CreateRole", LINK_CREATED, prove_created),
    ROW("iam.amazonaws.com", "AttachRolePolicy", LINK_GRANTED, prove_granted),
    ROW("iam.amazonaws.com", "AttachUserPolicy", LINK_GRANTED, prove_granted),
    ROW("iam.amazonaws.com", "PutRolePolicy", LINK_GRANTED, prove_granted),
    ROW("iam.amazonaws.com", "PutUserPolicy", LINK_GRANTED, prove_granted),
    ROW("iam.amazonaws.com", "AddUserToGroup", LINK_GRANTED, prove_granted),
#undef ROW
};

enum { PROOFS = sizeof LINK_PROOFS / sizeof LINK_PROOFS[0] };

bool link_possible(const struct event *ev) {
    return ev->outcome == EVENT_SUCCEEDED &&
           (slice_eq(ev->source, SLICE("sts.amazonaws.com")) || slice_eq(ev->source, SLICE("iam.amazonaws.com")) ||
            slice_eq(ev->source, SLICE("ec2.amazonaws.com")) || slice_eq(ev->source, SLICE("signin.amazonaws.com")) ||
            (!ev->read_only && link_work_source(ev->source)));
}

void link_extract(const struct event *ev, struct arena *arena, const struct link_sink *sink) {
    if (!link_possible(ev)) return;
    for (size_t i = 0; i < PROOFS; i++)
        if (slice_eq(ev->name, LINK_PROOFS[i].name) && slice_eq(ev->source, LINK_PROOFS[i].source)) {
            struct proof proof = {ev, arena, sink, LINK_PROOFS[i].kind};
            LINK_PROOFS[i].prove(&proof);
        }
    if (!ev->read_only) link_work(ev, arena, sink);
}

# SPDX-License-Identifier: Apache-2.0
"""Incidents, and what a person says is true of each: who acted, how he came to it, in what order.

In:   the company, dice, the second at which it begins.     Out: records, and a list of Truths, one an alert.
Law:  the truth is written by hand, from the script and not from what emaki says of it; check_incidents.py holds the
      woven story against it, over an ordinary day of the company.
Add:  a function with @incident.
"""
import dataclasses
import json

import hidden
from cloudtrail import (Actor, policy, record, run_instances, session_identity, spoken_time, stamp, user_identity)
from company import (Place, account_assumes, posture_scan, service_assumes, assumed, role_resource)
from hidden import BOTO_ELSEWHERE, BROWSER_ELSEWHERE, CLOUD, KALI, OUTSIDER, RENTED, TOR, key_of_user, made_key
from month import bucket_of, steps

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
INCIDENTS = {}


@dataclasses.dataclass
class Truth:
    """`actors`: (kind, name, parent's name, link, confidence); `steps`: (actor's name, API, outcome), in order."""
    actors: list
    steps: list
    said: list = dataclasses.field(default_factory=list)     # in blind spots
    level: str = "medium"                                    # at least


def incident(function):
    INCIDENTS[function.__name__.replace("_", "-")] = function
    return function


def who_am_i(*more):
    return ["sts:GetCallerIdentity", "iam:ListUsers", "iam:ListRoles", *more]


def created_user(place, name):
    return {"user": {"userName": name, "userId": place.unique("AIDA", name),
                     "arn": f"arn:aws:iam::{place.id}:user/{name}"}}


def makes_user(place, name, key, second, *, administrator=True):
    out = [("iam:CreateUser", {"userName": name}, created_user(place, name))]
    if administrator:
        out.append(("iam:AttachUserPolicy", {"userName": name, "policyArn": ADMIN}))
    return out + [("iam:CreateAccessKey", {"userName": name}, made_key(place, name, key, second))]


def shares_database(name, account=OUTSIDER):
    return ("rds:ModifyDBSnapshotAttribute", {"dBSnapshotIdentifier": name, "attributeName": "restore",
                                              "valuesToAdd": [account]}, {})


ROOT_PAGE = {"LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No", "MFAUsed": "No"}
SIGN_IN = {"event_type": "AwsConsoleSignIn", "region": "us-east-1", "host": "signin.aws.amazon.com"}


# --- credentials ---------------------------------------------------------------------------------------------------


@incident
def leaked_key(company, d, at):
    """The example's: a role of its own, an instance that carries it, data shared out, over to another account."""
    records = hidden.leaked_key(company, d, at)
    machine = next(r["responseElements"]["instancesSet"]["items"][0]["instanceId"] for r in records
                   if r["eventName"] == "RunInstances")
    return records, [Truth(
        [("user", "reporting-svc", None, None, None),
         ("instance", machine, "reporting-svc", "launched", "strong"),
         ("session", "prod-admin", machine, "assumed", "exact")],
        [("reporting-svc", "GetCallerIdentity", "succeeded"), ("reporting-svc", "CreateRole", "succeeded"),
         ("reporting-svc", "AttachRolePolicy", "succeeded"), ("reporting-svc", "RunInstances", "succeeded"),
         (machine, "ModifyDBSnapshotAttribute", "succeeded"), ("prod-admin", "GetSecretValue", "succeeded"),
         ("prod-admin", "GetSecretValue", "failed")],
        level="critical")]


@incident
def hop_over_accounts(company, d, at):
    """A key of dev takes a role in prod, and from there one in shared: three accounts, one chain."""
    user = key_of_user(company.dev, "sync-bot", CLOUD)
    one, two = company.prod.key("hop", d.hex(6)), company.shared.key("hop", d.hex(6))
    out = steps(user, d, at, who_am_i())
    out += account_assumes(user, company.prod, d, at + 300, "org-access", "sync", one)
    middle = Actor(company.prod, session_identity(company.prod, "org-access", "sync", one, at + 300), CLOUD, BOTO_ELSEWHERE)
    out += steps(middle, d, at + 320, [("iam:ListRoles", ...), ("secretsmanager:GetSecretValue", {"secretId": "prod/app/mail"})])
    out += account_assumes(middle, company.shared, d, at + 600, "log-admin", "sync", two)
    last = Actor(company.shared, session_identity(company.shared, "log-admin", "sync", two, at + 600), CLOUD, BOTO_ELSEWHERE)
    out += steps(last, d, at + 620, [("cloudtrail:DeleteTrail", {"name": company.shared.trail}),
                                     shares_database("ledger-weekly")])
    return out, [Truth(
        [("user", "sync-bot", None, None, None), ("session", "org-access", "sync-bot", "assumed", "exact"),
         ("session", "log-admin", "org-access", "assumed", "exact")],
        [("sync-bot", "AssumeRole", "succeeded"), ("org-access", "GetSecretValue", "succeeded"),
         ("org-access", "AssumeRole", "succeeded"), ("log-admin", "DeleteTrail", "succeeded"),
         ("log-admin", "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


@incident
def stolen_machine_credentials(company, d, at):
    """What a hole in the shop gave away is used from elsewhere."""
    machine = company.prod.instances[3]
    return hidden.machine_credentials(company, d, at), [Truth(
        [("instance", machine, None, None, None)],
        [(machine, "GetCallerIdentity", "mixed"), (machine, "GetSecretValue", "succeeded"),
         (machine, "GetObject", "succeeded")])]


@incident
def token_of_a_pipeline(company, d, at):
    """A pipeline's token (OIDC) taken out of a build; a user that stays."""
    return hidden.pipeline_token(company, d, at), [Truth(
        [("federated", "repo:example-shop/shop-web:ref:refs/heads/main", None, None, None),
         ("session", "ci-deploy", "repo:example-shop/shop-web:ref:refs/heads/main", "assumed", "exact"),
         ("user", "ci-metrics", "ci-deploy", "issued key", "exact")],
        [("ci-deploy", "GetSecretValue", "succeeded"), ("ci-deploy", "CreateUser", "succeeded"),
         ("ci-deploy", "AttachUserPolicy", "succeeded"), ("ci-deploy", "CreateAccessKey", "succeeded"),
         ("ci-metrics", "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


@incident
def root_makes_a_key(company, d, at):
    """The root user comes in without MFA and makes itself a key, which then works from elsewhere."""
    place = company.dev
    who = {"type": "Root", "principalId": place.id, "arn": f"arn:aws:iam::{place.id}:root", "accountId": place.id}
    key = place.key("root", d.hex(6), prefix="AKIA")
    door = Actor(place, who, RENTED, BROWSER_ELSEWHERE)
    page = Actor(place, {**who, "accessKeyId": place.key("root page", d.hex(6)), "sessionContext": {
        "attributes": {"creationDate": stamp(at), "mfaAuthenticated": "false"}}}, RENTED, BROWSER_ELSEWHERE, console=True)
    out = [door.call(d, at, "signin:ConsoleLogin", None, extra=ROOT_PAGE, **SIGN_IN)]
    out += steps(page, d, at + 20, ["iam:GetAccountSummary", ("iam:CreateAccessKey", None, {"accessKey": {
        "accessKeyId": key, "status": "Active", "createDate": spoken_time(at + 60)}})])
    out += steps(Actor(place, {**who, "accessKeyId": key}, TOR, BOTO_ELSEWHERE), d, at + 900, [
        "sts:GetCallerIdentity", *makes_user(place, "svc-audit", place.key("audit", prefix="AKIA"), at + 950)])
    return out, [Truth(
        [("root", "root", None, None, None)],
        [("root", "ConsoleLogin", "succeeded"), ("root", "CreateAccessKey", "succeeded"),
         ("root", "CreateUser", "succeeded"), ("root", "AttachUserPolicy", "succeeded")], level="high")]


@incident
def person_phished(company, d, at):
    """A person of Identity Center gave away the session: it is used from a rented machine."""
    place = company.prod
    role = f"AWSReservedSSO_Administrator_{place.hex(16, 'Administrator')}"
    mail, key = "mei@example.com", place.key("phished", d.hex(6))
    entering = Actor(place, {"type": "SAMLUser", "principalId": f"{place.hex(26, 'idp')}=:{mail}", "userName": mail,
                             "identityProvider": place.hex(26, "idp") + "="}, RENTED, BROWSER_ELSEWHERE)
    path = f"/aws-reserved/sso.amazonaws.com/{place.region}/"
    out = [entering.call(d, at, "sts:AssumeRoleWithSAML", {
        "roleArn": f"arn:aws:iam::{place.id}:role{path}{role}", "principalArn": "x", "durationSeconds": 28800},
        assumed(place, d, role, mail, key, at, hours=8), resources=role_resource(place, role, path))]
    thief = Actor(place, session_identity(place, role, mail, key, at, path=path, mfa="true"), RENTED, BOTO_ELSEWHERE)
    out += steps(thief, d, at + 60, who_am_i(
        ("guardduty:DeleteDetector", {"detectorId": place.hex(32, "detector")}, {}), ("cloudtrail:StopLogging", {
            "name": place.trail}), shares_database("orders-prod-weekly")))
    return out, [Truth(
        [("federated", mail, None, None, None), ("session", role, mail, "assumed", "exact")],
        [(role, "DeleteDetector", "succeeded"), (role, "StopLogging", "succeeded"),
         (role, "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


@incident
def password_of_a_colleague(company, d, at):
    """In by a phished password; a colleague gets another, and loses his device."""
    return hidden.phished(company, d, at), [Truth(
        [("user", "gina", None, None, None), ("user", "admin-hans", "gina", "set password", "strong")],
        [("gina", "ConsoleLogin", "succeeded"), ("gina", "DeactivateMFADevice", "succeeded"),
         ("gina", "UpdateLoginProfile", "succeeded"), ("admin-hans", "ConsoleLogin", "succeeded"),
         ("admin-hans", "StopLogging", "succeeded"), ("admin-hans", "ModifySnapshotAttribute", "succeeded")], level="high")]


@incident
def console_by_federation(company, d, at):
    """A key asks for a federation token, turns it into a console session, and stays there when the key is gone."""
    place, user = company.dev, key_of_user(company.dev, "export-bot", TOR)
    name, key = "support", place.key("federated", d.hex(6))
    arn = f"arn:aws:sts::{place.id}:federated-user/{name}"
    out = steps(user, d, at, who_am_i(("sts:GetFederationToken", {"name": name, "policy": json.dumps(policy()),
                                                                 "durationSeconds": 129600}, {
        "credentials": {"accessKeyId": key, "sessionToken": "HIDDEN", "expiration": spoken_time(at + 129600)},
        "federatedUser": {"federatedUserId": f"{place.id}:{name}", "arn": arn}, "packedPolicySize": 2})))
    who = {"type": "FederatedUser", "principalId": f"{place.id}:{name}", "arn": arn, "accountId": place.id}
    page = Actor(place, who, TOR, BROWSER_ELSEWHERE)
    inside = Actor(place, {**who, "accessKeyId": place.key("page", d.hex(6)), "sessionContext": {
        "attributes": {"creationDate": stamp(at + 200), "mfaAuthenticated": "false"}}}, TOR, BROWSER_ELSEWHERE, console=True)
    out.append(page.call(d, at + 200, "signin:ConsoleLogin", None, extra=ROOT_PAGE, **SIGN_IN))
    out += steps(inside, d, at + 260, ["ec2:DescribeInstances", ("lambda:UpdateFunctionCode20150331v2", {
        "functionName": place.functions[0]}, {}), ("secretsmanager:GetSecretValue", {"secretId": "dev/app/mail"}),
        *makes_user(place, "svc-mail", place.key("svc-mail", prefix="AKIA"), at + 400)])
    return out, [Truth(
        [("user", "export-bot", None, None, None), ("federated", "support", "export-bot", "federated", "strong")],
        [("export-bot", "GetFederationToken", "succeeded"), ("support", "GetSecretValue", "succeeded"),
         ("support", "CreateUser", "succeeded"), ("support", "AttachUserPolicy", "succeeded")], level="high")]


# --- workloads -----------------------------------------------------------------------------------------------------


def inside(place, role, session, key, began, *, issued_to=None, ip="3.112.60.7", agent=BOTO_ELSEWHERE, invoked_by=None):
    who = session_identity(place, role, session, key, began, invoked_by=invoked_by)
    if issued_to:
        who["inScopeOf"] = {"issuerType": "AWS::Lambda::Function", "credentialsIssuedTo": issued_to}
    return Actor(place, who, ip, agent)


@incident
def function_as_a_back_door(company, d, at):
    """A function with a strong role, open to the world; its credentials are renewed while it works."""
    place, name, strong = company.dev, "health-ping", "deploy-admin"
    user, arn = key_of_user(place, "site-bot", RENTED), f"arn:aws:lambda:{company.dev.region}:{company.dev.id}:function:health-ping"
    made = {"functionName": name, "functionArn": arn, "role": f"arn:aws:iam::{place.id}:role/{strong}"}
    out = steps(user, d, at, who_am_i(("lambda:CreateFunction20150331", {**made, "runtime": "python3.12"}, made),
                                      ("lambda:CreateFunctionUrlConfig", {"functionName": name, "authType": "NONE"},
                                       {"functionArn": arn, "authType": "NONE"})))
    for n, what in enumerate(([("secretsmanager:GetSecretValue", {"secretId": "dev/app/session"})],
                              makes_user(place, "svc-status", place.key("status", prefix="AKIA"), at + 8000))):
        begun = at + 400 + 7200 * n
        key = place.key("function", n, d.hex(6))
        out.append(service_assumes(place, d, begun, "lambda", strong, name, key))
        out += steps(inside(place, strong, name, key, begun, issued_to=arn), d, begun + 10, what)
    return out, [Truth(
        [("user", "site-bot", None, None, None), ("function", name, "site-bot", "deployed", "strong")],
        [("site-bot", "CreateFunction20150331", "succeeded"), (name, "GetSecretValue", "succeeded"),
         (name, "CreateUser", "succeeded"), (name, "AttachUserPolicy", "succeeded")], level="high")]


@incident
def command_on_a_machine(company, d, at):
    """A key sends a command to a machine that has a better role, and goes on with that."""
    place, machine = company.prod, company.prod.instances[2]
    user, key = key_of_user(place, "patch-bot", CLOUD), place.key("machine", d.hex(6))
    out = steps(user, d, at, who_am_i("ssm:DescribeInstanceInformation", ("ssm:SendCommand", {
        "documentName": "AWS-RunShellScript", "instanceIds": [machine], "parameters": "HIDDEN_DUE_TO_SECURITY_REASONS"},
        {"command": {"commandId": d.uuid(), "instanceIds": [machine]}})))
    box = Actor(place, session_identity(place, "web-app", machine, key, at - 9000, ec2=True), "52.197.10.44", BOTO_ELSEWHERE)
    out += steps(box, d, at + 300, [
        ("iam:CreateRole", {"roleName": "ssm-helper", "assumeRolePolicyDocument": json.dumps(policy(
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OUTSIDER}:root"}, "Action": "sts:AssumeRole"}))}, {}),
        ("iam:AttachRolePolicy", {"roleName": "ssm-helper", "policyArn": ADMIN}), shares_database("orders-prod-weekly")])
    return out, [Truth(
        [("user", "patch-bot", None, None, None), ("instance", machine, "patch-bot", "controlled", "strong")],
        [("patch-bot", "SendCommand", "succeeded"), (machine, "CreateRole", "succeeded"),
         (machine, "AttachRolePolicy", "succeeded"), (machine, "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


@incident
def stack_with_a_role(company, d, at):
    """A key that may only make stacks hands CloudFormation a strong role, which makes the user for it."""
    place, strong = company.dev, "cfn-admin"
    user, key = key_of_user(place, "stack-bot", RENTED), place.key("stack", d.hex(6))
    out = steps(user, d, at, who_am_i(("cloudformation:CreateStack", {
        "stackName": "metrics", "roleARN": f"arn:aws:iam::{place.id}:role/{strong}", "capabilities": ["CAPABILITY_IAM"]},
        {"stackId": f"arn:aws:cloudformation:{place.region}:{place.id}:stack/metrics/{d.uuid()}"})))
    stack = inside(place, strong, "AWSCloudFormation", key, at + 200, ip="cloudformation.amazonaws.com",
                   agent="cloudformation.amazonaws.com", invoked_by="cloudformation.amazonaws.com")
    new = place.key("metrics", prefix="AKIA")
    out += steps(stack, d, at + 200, makes_user(place, "svc-metrics", new, at + 260))
    out += steps(Actor(place, user_identity(place, "svc-metrics", new), RENTED, BOTO_ELSEWHERE), d, at + 900, [
        "sts:GetCallerIdentity", shares_database("dev-orders")])
    return out, [Truth(
        [("user", "stack-bot", None, None, None), ("workload", "CloudFormation", "stack-bot", "passed role", "strong"),
         ("user", "svc-metrics", "CloudFormation", "issued key", "exact")],
        [("stack-bot", "CreateStack", "succeeded"), ("CloudFormation", "CreateUser", "succeeded"),
         ("CloudFormation", "AttachUserPolicy", "succeeded"), ("CloudFormation", "CreateAccessKey", "succeeded"),
         ("svc-metrics", "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


@incident
def build_with_a_role(company, d, at):
    """A build project of one's own with the role of the pipelines; its build reads secrets and makes a user."""
    place, strong, build = company.prod, "ci-deploy", d.uuid()
    user, key = key_of_user(place, "build-bot", CLOUD), place.key("build", d.hex(6))
    role = f"arn:aws:iam::{place.id}:role/{strong}"
    out = steps(user, d, at, who_am_i(("codebuild:CreateProject", {"name": "lint", "serviceRole": role}, {
        "project": {"name": "lint", "serviceRole": role}}), ("codebuild:StartBuild", {"projectName": "lint"}, {
            "build": {"id": f"lint:{build}", "projectName": "lint", "serviceRole": role}})))
    worker, session = inside(place, strong, f"AWSCodeBuild-{build}", key, at + 300), f"AWSCodeBuild-{build}"
    out += steps(worker, d, at + 300, [
        ("secretsmanager:GetSecretValue", {"secretId": "prod/app/mail"}),
        *makes_user(place, "svc-lint", place.key("lint", prefix="AKIA"), at + 400)])
    return out, [Truth(
        [("user", "build-bot", None, None, None), ("workload", session, "build-bot", "launched", "strong")],
        [("build-bot", "CreateProject", "succeeded"), ("build-bot", "StartBuild", "succeeded"),
         (session, "GetSecretValue", "succeeded"), (session, "AttachUserPolicy", "succeeded")], level="high")]


@incident
def task_in_a_cluster(company, d, at):
    """A task of one's own, with a strong role, in the company's cluster."""
    place, strong, task = company.prod, "data-loader", d.hex(32)
    user, key = key_of_user(place, "queue-bot", CLOUD), place.key("task", d.hex(6))
    definition = f"arn:aws:ecs:{place.region}:{place.id}:task-definition/probe:1"
    out = steps(user, d, at, who_am_i(("ecs:RegisterTaskDefinition", {
        "family": "probe", "taskRoleArn": f"arn:aws:iam::{place.id}:role/{strong}", "containerDefinitions": [
            {"name": "x", "image": "alpine"}]}, {"taskDefinition": {"taskDefinitionArn": definition}}), ("ecs:RunTask", {
                "cluster": "app", "taskDefinition": "probe", "count": 1}, {"tasks": [{
                    "taskArn": f"arn:aws:ecs:{place.region}:{place.id}:task/app/{task}", "taskDefinitionArn": definition}],
                    "failures": []})))
    out += steps(inside(place, strong, task, key, at + 300), d, at + 300, [
        ("secretsmanager:GetSecretValue", {"secretId": "prod/app/mail"}), shares_database("orders-prod-weekly")])
    return out, [Truth(
        [("user", "queue-bot", None, None, None), ("workload", task, "queue-bot", "launched", "strong")],
        [("queue-bot", "RegisterTaskDefinition", "succeeded"), ("queue-bot", "RunTask", "succeeded"),
         (task, "GetSecretValue", "succeeded"), (task, "ModifyDBSnapshotAttribute", "succeeded")], level="high")]


# --- what is lost --------------------------------------------------------------------------------------------------


@incident
def ransom(company, d, at):
    return hidden.ransom(company, d, at), [Truth(
        [("user", "media-sync", None, None, None)],
        [("media-sync", "PutBucketVersioning", "succeeded"), ("media-sync", "CopyObject", "succeeded"),
         ("media-sync", "DeleteObject", "succeeded"), ("media-sync", "PutObject", "succeeded")], level="high")]


@incident
def coins_in_six_regions(company, d, at):
    """Large machines in six regions, two of which refuse."""
    place, user = company.dev, key_of_user(company.dev, "render-bot", CLOUD)
    out = steps(user, d, at, who_am_i())
    for n, region in enumerate(("eu-north-1", "sa-east-1", "ca-central-1", "eu-west-3", "ap-south-1", "us-west-1")):
        machines = ["i-" + d.hex(17) for _ in range(6)]
        run = run_instances(place, d, machines, "p4d.24xlarge", "ami-" + d.hex(17), "subnet-" + d.hex(17), at + 300 * n)
        refused = ("Client.VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of 0")
        out += steps(user, d, at + 300 + 240 * n, [
            ("ec2:CreateKeyPair", {"keyName": "k", "keyType": "rsa"}, {"keyName": "k"}),
            ("ec2:RunInstances", run[0], refused if n in (1, 4) else run[1])], region=region)
    return out, [Truth([("user", "render-bot", None, None, None)],
                       [("render-bot", "GetCallerIdentity", "succeeded"), ("render-bot", "RunInstances", "mixed")])]


@incident
def trail_stopped_in_the_middle(company, d, at):
    """Half an hour of the story is not in the logs, because its hero stopped the trail: that is said."""
    place, user = company.dev, key_of_user(company.dev, "infra-bot", TOR)
    out = steps(user, d, at, who_am_i(("cloudtrail:StopLogging", {"name": place.trail})))
    out += steps(user, d, at + 1800, [("cloudtrail:StartLogging", {"name": place.trail}), shares_database("dev-orders")])
    return out, [Truth([("user", "infra-bot", None, None, None)],
                       [("infra-bot", "StopLogging", "succeeded"), ("infra-bot", "StartLogging", "succeeded"),
                        ("infra-bot", "ModifyDBSnapshotAttribute", "succeeded")], said=["log"], level="high")]


# --- one, two or nobody --------------------------------------------------------------------------------------------


@incident
def two_attackers_at_once(company, d, at):
    """At the same time, in the same account, with nothing in common: two stories."""
    place = company.dev
    one, two = key_of_user(place, "mail-bot", TOR), key_of_user(place, "disk-bot", RENTED, KALI)
    out = steps(one, d, at, who_am_i(*makes_user(place, "svc-one", place.key("one", prefix="AKIA"), at + 90)))
    out += steps(two, d, at + 15, who_am_i(("ec2:ModifySnapshotAttribute", {
        "snapshotId": "snap-" + d.hex(17), "attributeType": "CREATE_VOLUME_PERMISSION",
        "createVolumePermission": {"add": {"items": [{"userId": OUTSIDER}]}}})))
    return out, [Truth([("user", "mail-bot", None, None, None)], [("mail-bot", "CreateUser", "succeeded"),
                                                                  ("mail-bot", "AttachUserPolicy", "succeeded")]),
                 Truth([("user", "disk-bot", None, None, None)], [("disk-bot", "ModifySnapshotAttribute", "succeeded")])]


@incident
def one_attacker_with_two_keys(company, d, at):
    """Two stolen keys, one address and tool: one story, and the tie is called inferred."""
    one, two = key_of_user(company.dev, "mail-bot", TOR), key_of_user(company.prod, "disk-bot", TOR)
    out = steps(one, d, at, who_am_i(*makes_user(company.dev, "svc-one", company.dev.key("one", prefix="AKIA"), at + 90)))
    out += steps(two, d, at + 600, who_am_i(shares_database("orders-prod-weekly")))
    return out, [Truth(
        [("user", "mail-bot", None, None, None), ("user", "disk-bot", "mail-bot", "same address and tool", "inferred")],
        [("mail-bot", "AttachUserPolicy", "succeeded"), ("disk-bot", "ModifyDBSnapshotAttribute", "succeeded")])]


@incident
def scanner_noise(company, d, at):
    """A posture scanner's thousands of readings, most of them refused, are nobody's attack."""
    out = []
    for n in range(8):
        out += posture_scan(company.prod, d, at + 900 * n, 500)
    return out, []

# SPDX-License-Identifier: Apache-2.0
"""An ordinary month of the company: thirty of its days, and what happens only now and then.

In:   the company, a seed, the first midnight, days, events a day.     Out: lists of records, a list a day.
Law:  a day depends on the seed and its number alone. All of it is the work of people and machines who may do it:
      root is used once, behind glass, with MFA; people try new services, mistype passwords, are denied things, empty
      old buckets, rotate keys; a scanner asks for thousands of things that it may not see.
Add:  something that happens now and then is one function and one row of NOW_AND_THEN.
"""
import json

from cloudtrail import Actor, allow, create_role, policy, run_instances, session_identity, spoken_time, stamp, user_identity
from company import (BOTO, BROWSER, CLI, HOUR, LAMBDA, OFFICE, SCAN, TERRAFORM, VPN, account_assumes, ordinary_day,
                     ordinary_session, pipeline_session, service_assumes, sso_session)
from dice import Dice

DAY = 24 * HOUR
HOME = "203.0.113.140"     # a person's own line
ON_THE_ROAD = "198.51.100.200"
OTHER_REGION = "eu-central-1"


def steps(actor, d, start, rows, pace=40, **more):
    """Calls one behind the other. A row is an API, or (API, request), or (API, request, response or error); `...` is the
    API's own request. An error is True for a plain denial, or (code, message)."""
    out, second = [], start
    for row in rows:
        row = row if isinstance(row, tuple) else (row,)
        api, request, answer = row + (..., None)[len(row) - 1:]
        failed = answer if answer is True or isinstance(answer, tuple) else None
        second += d.between(2, pace)
        out.append(actor.call(d, second, api, request, answer if isinstance(answer, dict) else ..., error=failed, **more))
    return out


def person(place, d, start, name, role, *, ip=OFFICE, console=True):
    agent = d.pick(BROWSER) if console else CLI.format("sso.login")
    return sso_session(place, d, start, name, role, agent, ip, console=console)


def bucket_of(place, name, **more):
    return {"bucketName": name, "Host": f"{name}.s3.{place.region}.amazonaws.com", **more}


# --- people --------------------------------------------------------------------------------------------------------


def root_behind_glass(company, d, start):
    """Once: the address of the bill has to be changed, which only root can."""
    place = company.shared
    who = {"type": "Root", "principalId": place.id, "arn": f"arn:aws:iam::{place.id}:root", "accountId": place.id}
    entering = Actor(place, who, OFFICE, d.pick(BROWSER))
    out = [entering.call(d, start, "signin:ConsoleLogin", None, extra={
        "LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No", "MFAUsed": "Yes"},
        event_type="AwsConsoleSignIn", region="us-east-1", host="signin.aws.amazon.com")]
    inside = Actor(place, {**who, "accessKeyId": place.key("root", start), "sessionContext": {"attributes": {
        "creationDate": stamp(start), "mfaAuthenticated": "true"}}}, OFFICE, d.pick(BROWSER), console=True)
    return out + steps(inside, d, start + 20, [
        "iam:GetAccountSummary", "ce:GetCostAndUsage", ("billing:GetSellerOfRecord", None), ("account:GetContactInformation",
        None), ("account:PutAlternateContact", {"alternateContactType": "BILLING", "name": "accounting"}, {})])


def mistyped_password(company, d, start):
    """The one user who still has a password mistypes it twice, then changes it."""
    place = company.dev
    who = user_identity(place, "frank", "")
    who = {k: v for k, v in who.items() if k != "accessKeyId"}
    entering = Actor(place, who, OFFICE, d.pick(BROWSER))
    form = {"LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No", "MFAUsed": "Yes"}
    more = {"extra": form, "event_type": "AwsConsoleSignIn", "region": "us-east-1", "host": "signin.aws.amazon.com"}
    out = []
    for after in (0, 14):
        failed = entering.call(d, start + after, "signin:ConsoleLogin", None, {"ConsoleLogin": "Failure"}, **more)
        out.append({**failed, "errorMessage": "Failed authentication"})
    out.append(entering.call(d, start + 40, "signin:ConsoleLogin", None, **more))
    inside = Actor(place, user_identity(place, "frank", place.key("frank", start), mfa=(stamp(start + 40), "true")),
                   OFFICE, d.pick(BROWSER), console=True)
    return out + steps(inside, d, start + 60, [("iam:ChangePassword", None, {}), "ec2:DescribeInstances"])


def key_rotated(company, d, start):
    """The platform team gives reporting-svc a new key, and takes the old one away."""
    place = company.dev
    actor, out = person(place, d, start, "rin", "Platform", console=False, ip=VPN)
    new = place.key("reporting", start, prefix="AKIA")
    old = place.key("reporting-svc", prefix="AKIA")
    return out + steps(actor, d, start + 20, [
        ("iam:ListAccessKeys", {"userName": "reporting-svc"}),
        ("iam:CreateAccessKey", {"userName": "reporting-svc"}, {"accessKey": {
            "userName": "reporting-svc", "accessKeyId": new, "status": "Active", "createDate": spoken_time(start + 40)}}),
        ("iam:UpdateAccessKey", {"userName": "reporting-svc", "accessKeyId": old, "status": "Inactive"}),
        ("iam:DeleteAccessKey", {"userName": "reporting-svc", "accessKeyId": old})], pace=900)


def new_colleague(company, d, start):
    """Somebody joins: a user in Identity Center, and the group that has the permissions."""
    actor, out = person(company.shared, d, start, "rin", "Platform")
    store = "d-" + company.shared.hex(10, "store")
    return out + steps(actor, d, start + 30, [
        ("sso-directory:SearchUsers", None), ("sso-directory:CreateUser", {"identityStoreId": store}, {"userId": d.uuid()}),
        ("sso-directory:AddMemberToGroup", {"identityStoreId": store, "groupId": d.uuid()}, {}),
        ("sso:ListPermissionSets", None)])


def first_days(company, d, start):
    """The new colleague finds out what may not be done."""
    actor, out = person(company.dev, d, start, "sora", "Developer")
    looks = ["iam:ListUsers", "iam:ListRoles", "ce:GetCostAndUsage", "organizations:ListAccounts", "kms:ListKeys",
             "secretsmanager:ListSecrets", "cloudtrail:DescribeTrails", "guardduty:ListDetectors", "ce:GetCostForecast"]
    return out + steps(actor, d, start + 30, [(api, ..., True) for api in d.some(looks, 7)] + [
        "ec2:DescribeInstances", "s3:ListBuckets", ("iam:CreateRole", None, True), "ecs:ListTasks"], pace=200)


def tries_models(company, d, start):
    """Somebody tries Bedrock: refused, asked for, allowed."""
    actor, out = person(company.dev, d, start, "yui", "Developer")
    model = {"modelId": "anthropic.claude-3-5-sonnet-20241022-v2:0"}
    refused = ("AccessDeniedException", "You don't have access to the model with the specified model ID.")
    return out + steps(actor, d, start + 20, [
        ("bedrock:ListFoundationModels", None), ("bedrock:GetFoundationModelAvailability", model),
        ("bedrock:InvokeModel", model, refused)] + [("bedrock:InvokeModel", model)] * 12, pace=120)


def app_uses_models(company, d, start):
    """Later a function does, every day."""
    place, key = company.prod, company.prod.key("describe", start)
    out = [service_assumes(place, d, start, "lambda", "describe-items", "describe-items", key)]
    actor = Actor(place, session_identity(place, "describe-items", "describe-items", key, start), "3.112.7.41",
                  LAMBDA.format("bedrock-runtime"))
    return out + steps(actor, d, start + 5, [("bedrock:InvokeModel", {
        "modelId": "anthropic.claude-3-haiku-20240307-v1:0"})] * 40, pace=90)


def opens_notebook(company, d, start):
    """An analyst starts a notebook."""
    place = company.dev
    actor, out = person(place, d, start, "haru", "Analyst")
    role = f"arn:aws:iam::{place.id}:role/service-role/AmazonSageMaker-ExecutionRole"
    return out + steps(actor, d, start + 30, [
        ("sagemaker:ListNotebookInstances", None),
        ("sagemaker:CreateNotebookInstance", {"notebookInstanceName": "forecast", "instanceType": "ml.t3.medium",
                                              "roleArn": role}, {}),
        ("sagemaker:DescribeNotebookInstance", {"notebookInstanceName": "forecast"}),
        ("sagemaker:CreatePresignedNotebookInstanceUrl", {"notebookInstanceName": "forecast"}, {})], pace=200)


def writes_function(company, d, start):
    """A developer makes a function in the console, with a role that may only write its own log."""
    place, name = company.dev, "hook-" + d.hex(4)
    role, path = f"{name}-role-{d.hex(8)}", "/service-role/"
    actor, out = person(place, d, start, "aiko", "Developer")
    request, response = create_role(place, role, "lambda.amazonaws.com", start + 60)
    response["role"].update(path=path, arn=f"arn:aws:iam::{place.id}:role{path}{role}")
    arn = f"arn:aws:lambda:{place.region}:{place.id}:function:{name}"
    return out + steps(actor, d, start + 30, [
        ("iam:CreateRole", {**request, "path": path}, response),
        ("iam:CreatePolicy", {"policyName": f"AWSLambdaBasicExecutionRole-{d.uuid()}", "path": path,
                              "policyDocument": json.dumps(policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"],
                                                                        "*")))}, {}),
        ("iam:AttachRolePolicy", {"roleName": role, "policyArn":
                                  f"arn:aws:iam::{place.id}:policy{path}AWSLambdaBasicExecutionRole"}),
        ("lambda:CreateFunction20150331", {"functionName": name, "runtime": "nodejs22.x", "handler": "index.handler",
                                           "role": response["role"]["arn"]},
         {"functionName": name, "functionArn": arn, "role": response["role"]["arn"]}),
        ("lambda:UpdateFunctionCode20150331v2", {"functionName": name}, {"functionName": name, "functionArn": arn}),
        ("lambda:AddPermission20150331v2", {"functionName": name, "statementId": "apigw", "action": "lambda:InvokeFunction",
                                            "principal": "apigateway.amazonaws.com"}, {}),
        ("lambda:UpdateFunctionConfiguration20150331v2", {"functionName": name, "memorySize": 256},
         {"functionName": name, "functionArn": arn})], pace=150)


def looks_into_machine(company, d, start):
    """An operator opens a session on a machine, and one in a container."""
    place = company.prod
    actor, out = person(place, d, start, "daichi", "Operator", console=False, ip=VPN)
    session = {"sessionId": f"daichi@example.com-{d.hex(16)}"}
    return out + steps(actor, d, start + 20, [
        "ec2:DescribeInstances", ("ssm:StartSession", {"target": d.pick(place.instances)}, session),
        ("ssm:TerminateSession", session, session),
        ("ecs:ExecuteCommand", {"cluster": "app", "container": "web", "command": "sh", "interactive": True}, {})], pace=300)


def pushes_key(company, d, start):
    """A developer logs in to a machine of dev by Instance Connect."""
    place = company.dev
    actor, out = person(place, d, start, "kenji", "Developer", console=False, ip=HOME)
    return out + steps(actor, d, start + 20, [
        "ec2:DescribeInstances", ("ec2-instance-connect:SendSSHPublicKey", {
            "instanceId": d.pick(place.instances), "instanceOSUser": "ec2-user"}, {"success": True})])


def opens_port(company, d, start):
    """A balancer for the world, and a door for the office."""
    place = company.dev
    actor, out = person(place, d, start, "kenji", "Developer")
    rule = lambda port, net: ("ec2:AuthorizeSecurityGroupIngress", {"groupId": place.group, "ipPermissions": {"items": [
        {"ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": {"items": [{"cidrIp": net}]}}]}})
    return out + steps(actor, d, start + 20, ["ec2:DescribeSecurityGroups", rule(443, "0.0.0.0/0"),
                                              rule(22, "203.0.113.0/24"), "ec2:DescribeSecurityGroups"])


def empties_bucket(company, d, start):
    """Old build results go: many deletions by somebody who may."""
    place = company.dev
    actor, out = person(place, d, start, "yui", "Developer")
    name = "dev-artifacts-2024"
    return out + steps(actor, d, start + 20, ["s3:ListBuckets"] + [
        ("s3:DeleteObjects", bucket_of(place, name, delete="")) for _ in range(40)] + [
        ("s3:DeleteBucket", bucket_of(place, name))], pace=4)


def load_test(company, d, start):
    """Twenty machines for an hour."""
    place = company.dev
    actor, out = person(place, d, start, "kenji", "Developer", console=False, ip=VPN)
    machines = ["i-" + d.hex(17) for _ in range(20)]
    run = run_instances(place, d, machines, "m7i.large", place.image, place.subnets[0], start + 40, profile="web-app")
    ended = {"instancesSet": {"items": [{"instanceId": i} for i in machines]}}
    return out + steps(actor, d, start + 30, [("ec2:RunInstances", *run), "ec2:DescribeInstances"]) + \
        steps(actor, d, start + 3500, [("ec2:TerminateInstances", ended, ended)])


def restores_database(company, d, start):
    """A copy of last night's data, to try a migration on."""
    place = company.dev
    actor, out = person(place, d, start, "mei", "Operator", ip=VPN)
    snapshot = {"dBInstanceIdentifier": "orders-dev", "dBSnapshotIdentifier": "before-migration"}
    return out + steps(actor, d, start + 20, [
        "rds:DescribeDBInstances", ("rds:CreateDBSnapshot", snapshot, snapshot),
        ("rds:RestoreDBInstanceFromDBSnapshot", {**snapshot, "dBInstanceIdentifier": "orders-try"}, {}),
        ("rds:ModifyDBInstance", {"dBInstanceIdentifier": "orders-try", "masterUserPassword": "****"}, {}),
        ("rds:DeleteDBInstance", {"dBInstanceIdentifier": "orders-try", "skipFinalSnapshot": True}, {})], pace=900)


def on_a_journey(company, d, start):
    """The same person from the office, the train and a hotel within a day."""
    out = []
    for after, ip in ((0, OFFICE), (4 * HOUR, ON_THE_ROAD), (9 * HOUR, "192.0.2.130")):
        actor, came = person(company.prod, d, start + after, "mei", "ReadOnly", ip=ip)
        out += came + steps(actor, d, start + after + 20, ["monitoring:DescribeAlarms", "logs:FilterLogEvents",
                                                           "rds:DescribeDBInstances", "ecs:DescribeServices"])
    return out


def shares_image(company, d, start):
    """The base image is built in dev and used in prod."""
    place = company.dev
    actor, out = pipeline_session(place, d, start, "image-builder", "images", BOTO)
    image = "ami-" + d.hex(17)
    return out + steps(actor, d, start + 10, [
        ("ec2:CreateImage", {"instanceId": place.instances[0], "name": "base-" + d.hex(6)}, {"imageId": image}),
        ("ec2:ModifyImageAttribute", {"imageId": image, "attributeType": "launchPermission", "launchPermission": {
            "add": {"items": [{"userId": company.prod.id}]}}})], pace=300)


# --- machines ------------------------------------------------------------------------------------------------------


def audit(company, d, start):
    """Once a day the scanner walks through everything it can think of; half of it is refused."""
    out = []
    for place in (company.dev, company.prod):
        key, inside = company.shared.key("audit", start), place.key("audit", start)
        runner = Actor(company.shared, session_identity(company.shared, "posture-scanner-run", "posture-scanner-run", key,
                                                        start), "3.114.20.9", LAMBDA.format("sts"))
        out += account_assumes(runner, place, d, start, "posture-scanner", "audit", inside, external=place.hex(32, "scanner"))
        actor = Actor(place, session_identity(place, "posture-scanner", "audit", inside, start), "3.114.20.9",
                      LAMBDA.format("s3"))
        for n in range(150):
            out.append(actor.call(d, start + 3 + 2 * n, SCAN[n % len(SCAN)], error=True if n % 2 else None))
    return out


def stack_deployed(company, d, start):
    """A pipeline changes a stack; CloudFormation makes a role, a function and its schedule in the pipeline's name."""
    place, name = company.prod, "close-day-" + d.hex(4)
    pipe, out = pipeline_session(place, d, start, "ci-deploy", "shop-api", BOTO)
    stack = {"stackName": name, "changeSetName": "release"}
    out += steps(pipe, d, start + 5, [("cloudformation:CreateChangeSet", stack, {}),
                                      ("cloudformation:ExecuteChangeSet", stack)])
    maker = Actor(place, {**pipe.identity, "invokedBy": "cloudformation.amazonaws.com"}, "cloudformation.amazonaws.com",
                  "cloudformation.amazonaws.com")
    role, document = create_role(place, name, "lambda.amazonaws.com", start + 60), policy(allow(["sqs:SendMessage"], "*"))
    arn = f"arn:aws:lambda:{place.region}:{place.id}:function:{name}"
    return out + steps(maker, d, start + 60, [
        ("iam:CreateRole", *role),
        ("iam:PutRolePolicy", {"roleName": name, "policyName": "access", "policyDocument": json.dumps(document)}),
        ("lambda:CreateFunction20150331", {"functionName": name, "role": role[1]["role"]["arn"]},
         {"functionName": name, "functionArn": arn, "role": role[1]["role"]["arn"]}),
        ("events:PutRule", {"name": name, "scheduleExpression": "cron(0 15 * * ? *)"}, {}),
        ("events:PutTargets", {"rule": name, "targets": [{"id": "fn", "arn": arn}]}, {}),
        ("lambda:AddPermission20150331v2", {"functionName": name, "principal": "events.amazonaws.com", "statementId": "e",
                                            "action": "lambda:InvokeFunction"}, {})])


def old_snapshots_go(company, d, start):
    """The lifecycle of snapshots ends thirty of them."""
    place, key = company.prod, company.prod.key("dlm", start)
    out = [service_assumes(place, d, start, "dlm", "AWSDataLifecycleManagerDefaultRole", "dlm", key, "/service-role/")]
    actor = Actor(place, session_identity(place, "AWSDataLifecycleManagerDefaultRole", "dlm", key, start,
                                          path="/service-role/", invoked_by="dlm.amazonaws.com"), "dlm.amazonaws.com",
                  "dlm.amazonaws.com")
    return out + steps(actor, d, start + 3, ["ec2:DeleteSnapshot"] * 30, pace=4)


def secret_rotated(company, d, start):
    """The rotation function of a secret: reads it, writes the next one, makes it the current one."""
    place, key = company.prod, company.prod.key("rotate", start)
    out = [service_assumes(place, d, start, "lambda", "rotate-secret", "rotate-secret", key)]
    actor = Actor(place, session_identity(place, "rotate-secret", "rotate-secret", key, start), "3.112.8.9",
                  LAMBDA.format("secretsmanager"))
    secret = {"secretId": place.secrets[0]}
    return out + steps(actor, d, start + 2, [
        ("secretsmanager:DescribeSecret", secret), ("secretsmanager:GetSecretValue", secret),
        ("secretsmanager:PutSecretValue", secret, {}), ("secretsmanager:UpdateSecretVersionStage", secret, {})], pace=6)


def platform_changes(company, d, start):
    """Terraform for the platform: a key that rotates, a rule for Config, a longer list of what GuardDuty looks at, a
    life cycle for build results, a record in DNS, two machines in a region that is new."""
    place = company.prod
    actor, out = pipeline_session(place, d, start, "terraform", "platform", TERRAFORM.format("kms#1.38.3"))
    key = {"keyId": d.uuid()}
    run = run_instances(place, d, ["i-" + d.hex(17)], "t3.medium", "ami-" + d.hex(17), "subnet-" + d.hex(17), start + 200,
                        profile="web-app")
    out += steps(actor, d, start + 20, [
        ("kms:CreateKey", {"description": "exports"}, {"keyMetadata": key}), ("kms:EnableKeyRotation", key),
        ("kms:CreateAlias", {"aliasName": "alias/exports", **{"targetKeyId": key["keyId"]}}),
        ("config:PutConfigRule", {"configRule": {"configRuleName": "volumes-encrypted"}}),
        ("guardduty:UpdateDetector", {"detectorId": place.hex(32, "detector"), "enable": True, "features": [
            {"name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED"}]}, {}),
        ("s3:PutBucketLifecycle", bucket_of(place, place.buckets[3], lifecycle="")),
        ("route53:ChangeResourceRecordSets", {"hostedZoneId": "Z" + place.hex(13, "zone").upper()}, {})], pace=8)
    out.append(actor.call(d, start + 200, "ec2:RunInstances", *run, region=OTHER_REGION))
    return out


def mails_go_out(company, d, start):
    """The shop sends its receipts."""
    place, key = company.prod, company.prod.key("mail", start)
    out = [service_assumes(place, d, start, "lambda", "send-receipt", "send-receipt", key)]
    actor = Actor(place, session_identity(place, "send-receipt", "send-receipt", key, start), "3.112.8.33",
                  LAMBDA.format("ses"))
    return out + steps(actor, d, start + 3, [("ses:GetSendQuota", None)] + ["ses:SendEmail"] * 30, pace=60)


# (first day, every so many days, hour, what)
NOW_AND_THEN = [
    (0, 1, 15.0, audit), (0, 1, 2.0, mails_go_out), (9, 1, 6.0, app_uses_models), (0, 7, 16.0, secret_rotated),
    (0, 1, 17.5, old_snapshots_go), (1, 7, 3.0, stack_deployed), (2, 7, 5.0, shares_image), (3, 30, 4.0, tries_models),
    (1, 10, 7.0, looks_into_machine), (2, 9, 8.0, pushes_key), (3, 14, 1.0, writes_function), (4, 30, 2.5, new_colleague),
    (7, 30, 1.5, first_days), (8, 30, 3.5, mistyped_password), (9, 30, 4.5, opens_notebook), (10, 30, 5.5, opens_port),
    (11, 30, 6.5, root_behind_glass), (14, 30, 7.5, key_rotated), (15, 30, 8.5, load_test), (16, 30, 2.2, empties_bucket),
    (17, 30, 3.3, platform_changes), (18, 30, 4.4, restores_database), (21, 30, 0.5, on_a_journey)]


def special(company, seed, midnight, day):
    out = []
    for first, every, hour, what in NOW_AND_THEN:
        if day >= first and (day - first) % every == 0:
            out += what(company, Dice(seed, what.__name__, day), midnight + day * DAY + int(hour * HOUR))
    return out


def month_day(company, seed, midnight, day, events):
    """All of one day: at least what happens that day, and ordinary sessions until there are `events`."""
    begin, weekend = midnight + day * DAY, day % 7 >= 5
    builds = (f"stock-reader-{day}", None) if day % 7 == 1 else (None, f"price-reader-{day}") if day % 7 == 3 else (None,) * 2
    out = ordinary_day(company, f"{seed}/{day}", begin, working=not weekend, builds=builds)
    out += special(company, seed, midnight, day)
    d = Dice(seed, "more", day)
    while len(out) < events:
        out += ordinary_session(d.pick(company.places), d, begin + d.below(22 * HOUR))
    return out

# SPDX-License-Identifier: Apache-2.0
"""A company and its ordinary day: places (accounts), and the sessions that work in them.

In:   dice, a place, a start second.     Out: lists of CloudTrail records.
Law:  a session depends on its arguments alone, so a day is the same whatever else is generated beside it.
      Nothing here looks like an attack: no administrator policy, nothing shared outside, no trail changed, no root,
      no console login without MFA.
Add:  a new kind of ordinary work is one function and one row in DAY (the example) and MIX (the bench).
"""
from dice import Dice, digest_hex, unique_id
from cloudtrail import (Actor, account_identity, allow, assumed, create_instance_profile, create_role, policy, record,
                        role_resource, run_instances, service_event, service_identity, session_identity, stamp,
                        user_identity)
import json

OFFICE = "203.0.113.20"
VPN = "203.0.113.77"
CI = ["198.51.100.31", "198.51.100.32", "198.51.100.33", "198.51.100.34"]
VENDOR_ACCOUNT, VENDOR_IP = "555566667777", "192.0.2.60"
BROWSER = ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
           "Chrome/133.0.0.0 Safari/537.36",
           "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0"]
CLI = "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.9 md/pyimpl#CPython " \
      "cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#{}"
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.10.5 (+https://www.terraform.io) terraform-provider-aws/5.88.0 " \
            "(+https://www.terraform.io/providers) aws-sdk-go-v2/1.36.1 ua/2.1 os/linux " \
            "lang/go#1.23.5 md/GOOS#linux md/GOARCH#amd64 api/{}"
BOTO = "Boto3/1.36.21 md/Botocore#1.36.21 ua/2.0 os/linux#6.1.127-135.201.amzn2023.x86_64 md/arch#x86_64 " \
       "lang/python#3.11.6 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.36.21"
JAVA = "aws-sdk-java/2.30.16 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.127 lang/java#21.0.6 " \
       "md/OpenJDK_64-Bit_Server_VM#21.0.6+7-LTS md/vendor#Amazon.com_Inc. md/en_US md/kotlin m/D,N"
SSM_AGENT = "aws-sdk-go/1.55.5 (go1.22.7; linux; amd64) amazon-ssm-agent/3.3.1611.0"
LAMBDA = "aws-sdk-js/3.744.0 ua/2.1 os/linux#5.10.233-244.895.amzn2.x86_64 lang/js md/nodejs#22.11.0 " \
         "api/{0}#3.744.0 exec-env/AWS_Lambda_nodejs22.x m/E,N"
ACTION = "aws-sdk-nodejs/3.699.0 ua/2.1 os/linux#6.8.0-1021-azure lang/js md/nodejs#20.18.2 api/sts#3.699.0 " \
         "configure-aws-credentials-for-github-actions"


class Place:
    """One account with what exists in it. All identifiers follow from its number and the names."""

    def __init__(self, account, alias, region="ap-northeast-1", *, instances=6, token_length=160, host_id_length=43):
        self.id, self.alias, self.region = account, alias, region
        self.token_length, self.host_id_length = token_length, host_id_length
        name = alias
        self.vpc = "vpc-" + self.hex(17, "vpc")
        self.group = "sg-" + self.hex(17, "app")
        self.subnets = ["subnet-" + self.hex(17, f"subnet{n}") for n in range(3)]
        self.image = "ami-" + self.hex(17, "base-image")
        self.instances = ["i-" + self.hex(17, f"instance{n}") for n in range(instances)]
        self.addresses = [f"54.{150 + n % 40}.{int(self.hex(2, 'ip', n), 16)}.{int(self.hex(2, 'host', n), 16)}"
                          for n in range(instances)]
        self.buckets = [f"{name}-{what}" for what in ("orders", "uploads", "reports", "artifacts", "analytics")]
        self.prefixes = ["events", "exports", "images", "daily"]
        self.tables = ["carts", "customers", "inventory", "sessions"]
        self.functions = ["resize-image", "send-receipt", "sync-inventory", "close-day"]
        self.services = ["shop-web", "shop-api", "search"]
        self.roles = ["web-app", "order-worker", "search-task", "resize-image", "send-receipt", "close-day"]
        self.secrets = [f"{name}/app/session", f"{name}/app/mail"]
        self.parameters = [f"/{name}/shop/flags", f"/{name}/shop/limits", f"/{name}/search/index"]
        self.trail = "org-trail"
        self.key_arn = f"arn:aws:kms:{region}:{account}:key/{Dice('kms', account).uuid()}"
        self._ids = {}

    def hex(self, digits, *words):
        return digest_hex(digits, self.id, *words)

    def unique(self, prefix, name):
        key = prefix + name
        if key not in self._ids:
            self._ids[key] = unique_id(prefix, self.id, name)
        return self._ids[key]

    def key(self, *words, prefix="ASIA"):
        return unique_id(prefix, self.id, *words)

    def queue(self, d):
        return f"https://sqs.{self.region}.amazonaws.com/{self.id}/{d.pick(['orders', 'mails', 'stock'])}"


class Company:
    """Three accounts of a shop: where it is built, where it runs, and what watches both."""

    def __init__(self, dev, prod, shared):
        self.dev, self.prod, self.shared = dev, prod, shared
        self.places = [dev, prod, shared]


def spread(d, start, minutes, count):
    """`count` ascending seconds in the `minutes` from `start`."""
    return sorted(start + d.below(minutes * 60) for _ in range(count))


# --- how somebody comes to a session -----------------------------------------------------------------------------


def service_assumes(place, d, second, service, role, session, key, path="/", created=None):
    """A service takes a role for a workload: what EC2, Lambda, ECS and Auto Scaling leave in the log."""
    who = Actor(place, service_identity(service), f"{service}.amazonaws.com", f"{service}.amazonaws.com")
    arn = f"arn:aws:iam::{place.id}:role{path}{role}"
    return who.call(d, second, "sts:AssumeRole", {"roleArn": arn, "roleSessionName": session},
                    assumed(place, d, role, session, key, second, hours=6), resources=role_resource(place, role, path),
                    shared=d.uuid())


def account_assumes(caller, place, d, second, role, session, key, *, external=None, hours=1):
    """sts:AssumeRole over an account border: the copy of the caller's account (where that is ours) and that of the
    role's account, joined by sharedEventID. Returns (records, the response)."""
    request = {"roleArn": f"arn:aws:iam::{place.id}:role/{role}", "roleSessionName": session,
               "durationSeconds": hours * 3600}
    if external:
        request["externalId"] = external
    response = assumed(place, d, role, session, key, second, hours)
    shared, request_id = d.uuid(), d.uuid()
    more = {"shared": shared, "request_id": request_id, "resources": role_resource(place, role), "region": place.region}
    inside = Actor(place, account_identity(caller.identity["principalId"], caller.identity["accountId"]), caller.ip,
                   caller.agent)
    copies = [record(inside, d, second, "sts:AssumeRole", request, response, **more)]
    if isinstance(caller.place, Place):
        copies.insert(0, record(caller, d, second, "sts:AssumeRole", request, response, **more))
    return copies


def sso_session(place, d, second, person, permission_set, agent, ip, *, console):
    """A person comes in through Identity Center, with MFA. Returns (actor, records)."""
    role = f"AWSReservedSSO_{permission_set}_{place.hex(16, permission_set)}"
    path = f"/aws-reserved/sso.amazonaws.com/{place.region}/"
    mail = f"{person}@example.com"
    key = place.key("sso", d.hex(8))
    provider = f"arn:aws:iam::{place.id}:saml-provider/AWSSSO_{place.hex(16, 'sso')}_DO_NOT_DELETE"
    entering = Actor(place, {"type": "SAMLUser", "principalId": f"{place.hex(26, 'idp')}=:{mail}", "userName": mail,
                             "identityProvider": place.hex(26, "idp") + "="}, ip,
                     "aws-internal/3 aws-sdk-java/1.12.780 Linux/5.10.233 OpenJDK_64-Bit_Server_VM/25.442")
    response = assumed(place, d, role, mail, key, second, hours=8)
    response.update(subjectType="persistent", issuer=f"https://portal.sso.{place.region}.amazonaws.com/saml/assertion",
                    audience="https://signin.aws.amazon.com/saml", nameQualifier=d.base64(27) + "=")
    records = [entering.call(d, second, "sts:AssumeRoleWithSAML", {
        "sAMLAssertionID": "_" + d.uuid(), "roleSessionName": mail, "durationSeconds": 28800, "principalArn": provider,
        "roleArn": f"arn:aws:iam::{place.id}:role{path}{role}"}, response, resources=role_resource(place, role, path) + [
            {"accountId": place.id, "type": "AWS::IAM::SAMLProvider", "ARN": provider}])]
    identity = session_identity(place, role, mail, key, second, path=path, mfa="true")
    actor = Actor(place, identity, ip, agent, console=console)
    if console:
        login = {k: v for k, v in identity.items() if k != "accessKeyId"}
        records.append(Actor(place, login, ip, agent).call(
            d, second + 2, "signin:ConsoleLogin", None, extra={
                "LoginTo": f"https://{place.region}.console.aws.amazon.com/console/home?region={place.region}",
                "MobileVersion": "No", "MFAUsed": "Yes"}, event_type="AwsConsoleSignIn",
            host=f"{place.region}.signin.aws.amazon.com"))
    return actor, records


def pipeline_session(place, d, second, role, repository, agent):
    """A pipeline takes its role with its own token (OIDC). Returns (actor, records)."""
    provider = f"arn:aws:iam::{place.id}:oidc-provider/token.actions.githubusercontent.com"
    subject = f"repo:example-shop/{repository}:ref:refs/heads/main"
    session, key, ip = f"{repository}-{d.between(10 ** 9, 10 ** 10)}", place.key("ci", d.hex(8)), d.pick(CI)
    web = Actor(place, {"type": "WebIdentityUser", "principalId": f"{provider}:sts.amazonaws.com:{subject}",
                        "userName": subject, "identityProvider": provider}, ip, ACTION)
    response = assumed(place, d, role, session, key, second)
    response.update(subjectFromWebIdentityToken=subject, provider=provider, audience="sts.amazonaws.com")
    first = web.call(d, second, "sts:AssumeRoleWithWebIdentity", {
        "roleArn": f"arn:aws:iam::{place.id}:role/{role}", "roleSessionName": session, "durationSeconds": 3600},
        response, resources=role_resource(place, role))
    identity = session_identity(place, role, session, key, second, web=provider)
    return Actor(place, identity, ip, agent), [first]


# --- ordinary work: fn(place, d, start, size, **what) → records; `size` is about how many ------------------------


CONSOLE_PAGES = [
    ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeVolumes", "ec2:DescribeTags",
     "monitoring:DescribeAlarms", "ec2:DescribeAddresses", "ec2:DescribeSecurityGroups"],
    ["logs:DescribeLogGroups", "logs:StartQuery", "logs:GetQueryResults", "logs:GetQueryResults", "logs:FilterLogEvents"],
    ["ecs:DescribeServices", "ecs:ListTasks", "ecs:DescribeTasks", "ecs:DescribeTaskDefinition", "elb:DescribeTargetHealth"],
    ["rds:DescribeDBInstances", "rds:DescribeDBClusters", "monitoring:GetMetricData", "monitoring:GetMetricData"],
    ["s3:GetBucketLocation", "s3:ListObjects", "s3:GetBucketVersioning", "s3:GetBucketEncryption"],
    ["lambda:GetFunction20150331v2", "lambda:GetFunctionConfiguration20150331v2", "monitoring:GetMetricData",
     "logs:FilterLogEvents"],
    ["health:DescribeEventAggregates", "ec2:DescribeRegions", "tagging:GetResources"],
    ["cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"],
]


def person_console(place, d, start, size, person="aiko", role="Developer", ip=OFFICE):
    """Somebody clicks through the console: each page asks a handful of questions."""
    actor, out = sso_session(place, d, start, person, role, d.pick(BROWSER), ip, console=True)
    second = start + 4
    while len(out) < size:
        second += d.between(20, 160)
        for api in d.pick(CONSOLE_PAGES):
            out.append(actor.call(d, second + d.below(3), api))
        if d.chance(0.12):
            out.append(actor.call(d, second + 2, d.pick(["ce:GetCostAndUsage", "budgets:ViewBudget"]), error=True))
    return out


def person_cli(place, d, start, size, person="kenji", role="Developer", ip=VPN):
    """Somebody works in a terminal."""
    commands = [(3, ("ec2.describe-instances", "ec2:DescribeInstances")), (3, ("s3.ls", "s3:ListObjects")),
                (2, ("logs.tail", "logs:FilterLogEvents")), (2, ("ecs.describe-services", "ecs:DescribeServices")),
                (1, ("ssm.get-parameter", "ssm:GetParameter")), (1, ("s3.cp", "s3:GetObject")),
                (1, ("cloudformation.describe-stacks", "cloudformation:DescribeStacks"))]
    actor, out = sso_session(place, d, start, person, role, CLI.format("sso.login"), ip, console=False)
    second = start + 10
    while len(out) < size:
        second += d.between(5, 120)
        command, api = d.weighted(commands)
        actor.agent = CLI.format(command)
        failed = d.chance(0.03)
        out.append(actor.call(d, second, api, error=True if failed else None))
    return out


def on_call(place, d, start, size, person="mei"):
    """The person on call looks at an alarm and reads the one secret that the runbook names."""
    actor, out = sso_session(place, d, start, person, "OnCall", CLI.format("cloudwatch.describe-alarms"), VPN, console=False)
    secret = place.secrets[0]
    steps = ["monitoring:DescribeAlarms", "logs:FilterLogEvents", "logs:FilterLogEvents", "rds:DescribeDBInstances",
             "ecs:DescribeServices", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "kms:Decrypt",
             "logs:FilterLogEvents", "ecs:UpdateService", "ecs:DescribeServices"]
    for second, api in zip(spread(d, start + 20, 25, len(steps)), steps):
        if api == "kms:Decrypt":
            inner = Actor(place, {**actor.identity, "invokedBy": "secretsmanager.amazonaws.com"},
                          "secretsmanager.amazonaws.com", "secretsmanager.amazonaws.com")
            out.append(inner.call(d, second, api, {"encryptionAlgorithm": "SYMMETRIC_DEFAULT", "encryptionContext": {
                "SecretARN": f"arn:aws:secretsmanager:{place.region}:{place.id}:secret:{secret}-{place.hex(6, secret)}"}}))
        elif api.startswith("secretsmanager:"):
            out.append(actor.call(d, second, api, {"secretId": secret}))
        else:
            out.append(actor.call(d, second, api))
    return out


def costs(place, d, start, size, person="sora"):
    """Finance reads the bill."""
    actor, out = sso_session(place, d, start, person, "Billing", d.pick(BROWSER), OFFICE, console=True)
    for second in spread(d, start + 10, 15, size):
        out.append(actor.call(d, second, d.pick(["ce:GetCostAndUsage", "ce:GetCostAndUsage", "ce:GetCostForecast",
                                                 "budgets:ViewBudget"])))
    return out


def deploy(place, d, start, size, repository="shop-api"):
    """A pipeline builds an image, pushes it and moves the service; a function now and then."""
    actor, out = pipeline_session(place, d, start, "ci-deploy", repository, ACTION.replace("api/sts", "api/ecr"))
    second = start + 15
    steps = ["sts:GetCallerIdentity", "ecr:GetAuthorizationToken"]
    for _ in range(max(1, size // 8)):
        steps += ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
                  "ecr:CompleteLayerUpload"]
    steps += ["ecr:PutImage", "ecs:DescribeTaskDefinition", "ecs:UpdateService"] + ["ecs:DescribeServices"] * (size // 6 + 1)
    for api in steps:
        second += d.between(1, 12)
        out.append(actor.call(d, second, api))
    if d.chance(0.3):
        name = d.pick(place.functions)
        arn = f"arn:aws:lambda:{place.region}:{place.id}:function:{name}"
        out.append(actor.call(d, second + 4, "lambda:UpdateFunctionCode20150331v2", {
            "functionName": name, "s3Bucket": place.buckets[3], "s3Key": f"{name}/{d.hex(12)}.zip", "publish": True,
            "dryRun": False}, {"functionName": name, "functionArn": arn, "runtime": "nodejs22.x", "version": "14",
                               "role": f"arn:aws:iam::{place.id}:role/{name}", "codeSize": d.between(10000, 900000)}))
    return out


REFRESH = ["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:GetRolePolicy",
           "s3:GetBucketVersioning", "s3:GetBucketPolicy", "s3:GetBucketAcl", "s3:GetBucketLogging", "s3:GetBucketTagging",
           "s3:GetBucketEncryption", "s3:GetBucketPublicAccessBlock", "ec2:DescribeVpcs", "ec2:DescribeSubnets",
           "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeInstances", "ec2:DescribeVolumes",
           "kms:DescribeKey", "kms:GetKeyRotationStatus", "dynamodb:DescribeTable", "sqs:GetQueueAttributes",
           "lambda:GetFunction20150331v2", "rds:DescribeDBInstances", "rds:ListTagsForResource"]


def terraform(place, d, start, size, builds=None):
    """Infrastructure as code: refreshes its state; `builds` names a worker that is new: a role that may read one
    table, its instance profile and an instance."""
    actor, out = pipeline_session(place, d, start, "terraform", "infrastructure", TERRAFORM.format("sts#1.33.14"))
    out.append(actor.call(d, start + 3, "sts:GetCallerIdentity"))
    second = start + 5
    for n in range(size):
        api = REFRESH[n % len(REFRESH)]
        actor.agent = TERRAFORM.format(api.split(":")[0] + "#1.40.0")
        second += d.below(3)
        missing = ("NoSuchBucketPolicy", "The bucket policy does not exist") \
            if api == "s3:GetBucketPolicy" and d.chance(0.5) else None
        out.append(actor.call(d, second, api, error=missing))
    if builds:
        out += terraform_builds(actor, d, second + 20, builds)
    return out


def terraform_builds(actor, d, second, name):
    place = actor.place
    document = json.dumps(policy(allow(["dynamodb:GetItem", "dynamodb:Query"],
                                       f"arn:aws:dynamodb:{place.region}:{place.id}:table/inventory")))
    logs = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
    instance = "i-" + place.hex(17, "terraform", name)
    launch = run_instances(place, d, [instance], "t3.small", place.image, place.subnets[1], second + 21, profile=name)
    rows = [(0, "iam:CreateRole", *create_role(place, name, "ec2.amazonaws.com", second, "reads the inventory")),
            (3, "iam:PutRolePolicy", {"roleName": name, "policyName": "access", "policyDocument": document}, None),
            (4, "iam:AttachRolePolicy", {"roleName": name, "policyArn": logs}, None),
            (6, "iam:CreateInstanceProfile", *create_instance_profile(place, name, second + 6)),
            (8, "iam:AddRoleToInstanceProfile", {"instanceProfileName": name, "roleName": name}, None),
            (21, "ec2:RunInstances", *launch)]
    out = [actor.call(d, second + after, api, request, response) for after, api, request, response in rows]
    out += instance_work(place, d, second + 60, 24, instance=instance, ip="52.69.14.201", role=name)
    return out


INSTANCE_CALLS = [(6, "s3:GetObject"), (4, "s3:PutObject"), (2, "s3:ListObjects"), (6, "dynamodb:Query"),
                  (5, "dynamodb:GetItem"), (4, "dynamodb:PutItem"), (3, "sqs:ReceiveMessage"), (2, "sqs:DeleteMessageBatch"),
                  (2, "kms:Decrypt"), (1, "kms:GenerateDataKey"), (2, "ssm:GetParametersByPath"), (1, "ssm:GetParameter")]
AGENT_CALLS = [(5, "ssm:UpdateInstanceInformation"), (3, "ssm:ListInstanceAssociations"), (1, "ssm:PutInventory")]


def instance_work(place, d, start, size, number=0, instance=None, ip=None, role="web-app", minutes=60, boot=False):
    """An instance with its role: EC2 hands it a key, the application and the SSM agent use it."""
    instance = instance or place.instances[number % len(place.instances)]
    ip = ip or place.addresses[number % len(place.addresses)]
    key = place.key("instance", instance, start)
    out = [service_assumes(place, d, start, "ec2", role, instance, key)]
    identity = session_identity(place, role, instance, key, start, ec2=True)
    app = Actor(place, identity, ip, BOTO if number % 2 else JAVA, endpoint="vpce-" + place.hex(17, "s3"))
    agent = Actor(place, identity, ip, SSM_AGENT)
    if boot:
        out.append(app.call(d, start + 50, "secretsmanager:GetSecretValue", {"secretId": place.secrets[0]}))
    for second in spread(d, start + 30, minutes - 1, size):
        if d.chance(0.2):
            out.append(agent.call(d, second, d.weighted(AGENT_CALLS)))
        elif d.chance(0.008):
            out.append(app.call(d, second, "dynamodb:Query", error=(
                "ThrottlingException", "Rate exceeded for table inventory, please try again")))
        else:
            out.append(app.call(d, second, d.weighted(INSTANCE_CALLS)))
    return out


def function_work(place, d, start, size, number=0, minutes=90):
    """A Lambda function: the service takes its role, the function works with it."""
    name = place.functions[number % len(place.functions)]
    key = place.key("function", name, start)
    out = [service_assumes(place, d, start, "lambda", name, name, key)]
    identity = session_identity(place, name, name, key, start)
    ip = f"3.112.{int(place.hex(2, 'fn', name), 16)}.{d.between(1, 250)}"
    actor = Actor(place, identity, ip, LAMBDA.format("dynamodb"))
    out.append(actor.call(d, start + 1, "logs:CreateLogStream", {
        "logGroupName": "/aws/lambda/" + name, "logStreamName": f"2026/03/03/[$LATEST]{d.hex(32)}"}))
    calls = [(4, "dynamodb:UpdateItem"), (4, "dynamodb:GetItem"), (3, "s3:GetObject"), (3, "s3:PutObject"),
             (2, "sqs:SendMessage"), (1, "ssm:GetParameter"), (1, "kms:Decrypt")]
    for second in spread(d, start + 2, minutes, size):
        out.append(actor.call(d, second, d.weighted(calls)))
    return out


def task_work(place, d, start, size, number=0, minutes=100):
    """A container task."""
    task, role = d.hex(32), "search-task"
    key = place.key("task", task)
    out = [service_assumes(place, d, start, "ecs-tasks", role, task, key)]
    identity = session_identity(place, role, task, key, start)
    actor = Actor(place, identity, f"18.176.{d.below(250)}.{d.between(1, 250)}", JAVA)
    calls = [(4, "sqs:ReceiveMessage"), (2, "sqs:DeleteMessageBatch"), (3, "dynamodb:BatchGetItem"), (2, "dynamodb:Query"),
             (3, "s3:GetObject"), (1, "s3:HeadObject"), (1, "ssm:GetParametersByPath")]
    for second in spread(d, start + 5, minutes, size):
        out.append(actor.call(d, second, d.weighted(calls)))
    return out


def loader(place, d, start, size, minutes=50):
    """A nightly job fills tables and buckets: writes, and little else."""
    role, session = "nightly-load", "GlueJobRunnerSession"
    key = place.key("loader", start)
    out = [service_assumes(place, d, start, "glue", role, session, key)]
    actor = Actor(place, session_identity(place, role, session, key, start), f"18.179.{d.below(250)}.{d.between(1, 250)}",
                  JAVA, endpoint="vpce-" + place.hex(17, "s3"))
    calls = [(5, "s3:PutObject"), (4, "s3:UploadPart"), (1, "s3:CompleteMultipartUpload"), (2, "s3:DeleteObject"),
             (5, "dynamodb:BatchWriteItem"), (4, "dynamodb:PutItem"), (3, "sqs:SendMessage"), (2, "lambda:Invoke"),
             (2, "logs:CreateLogStream"), (2, "s3:GetObject"), (1, "glue:GetTable")]
    for second in spread(d, start + 5, minutes, size):
        api, error = d.weighted(calls), None
        if api.startswith("dynamodb:") and d.chance(0.03):
            error = ("ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the "
                     "table was exceeded.")
        out.append(actor.call(d, second, api, error=error))
    return out


SCAN = ["s3:ListBuckets", "s3:GetBucketAcl", "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketEncryption", "s3:GetBucketVersioning", "s3:GetBucketLogging", "iam:ListUsers", "iam:ListRoles",
        "iam:GetAccountSummary", "iam:GetAccountPasswordPolicy", "iam:ListAccessKeys", "iam:ListMFADevices",
        "iam:GetCredentialReport", "iam:ListAttachedRolePolicies", "ec2:DescribeInstances", "ec2:DescribeSecurityGroups",
        "ec2:DescribeVolumes", "ec2:DescribeSnapshots", "ec2:DescribeImages", "ec2:DescribeVpcs",
        "ec2:DescribeNetworkInterfaces", "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBClusters",
        "redshift:DescribeClusters", "redshift:DescribeLoggingStatus", "kms:ListKeys", "kms:GetKeyRotationStatus",
        "kms:GetKeyPolicy", "lambda:ListFunctions20150331", "lambda:GetPolicy20150331v2", "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus", "guardduty:ListDetectors", "guardduty:GetDetector", "elb:DescribeLoadBalancers",
        "sns:ListTopics", "dynamodb:ListTables", "config:DescribeConfigurationRecorderStatus",
        "organizations:DescribeOrganization"]
SCAN_DENIED = {"kms:GetKeyPolicy", "organizations:DescribeOrganization"}


def posture_scan(place, d, start, size, home=None):
    """The security team's scanner: from its own account into this one; reads everything, and is always denied the
    same two calls."""
    home = home or place
    key = home.key("scanner", start)
    out = [service_assumes(home, d, start - 240, "lambda", "posture-scanner-run", "posture-scanner-run", key)]
    runner = Actor(home, session_identity(home, "posture-scanner-run", "posture-scanner-run", key, start - 240),
                   "3.114.20.9", LAMBDA.format("sts"))
    inside_key = place.key("scan", start)
    session = "posture-scanner"
    if home is place:
        arn = f"arn:aws:iam::{place.id}:role/posture-scanner"
        out.append(runner.call(d, start, "sts:AssumeRole", {"roleArn": arn, "roleSessionName": session},
                               assumed(place, d, "posture-scanner", session, inside_key, start),
                               resources=role_resource(place, "posture-scanner")))
    else:
        out += account_assumes(runner, place, d, start, "posture-scanner", session, inside_key,
                               external=place.hex(32, "scanner"))
    identity = session_identity(place, "posture-scanner", session, inside_key, start)
    actor = Actor(place, identity, runner.ip, LAMBDA.format("ec2"))
    for n, second in enumerate(spread(d, start + 2, 6, size)):
        api = SCAN[n % len(SCAN)]
        out.append(actor.call(d, second, api, error=True if api in SCAN_DENIED else None))
    return out


def vendor_monitor(place, d, start, size):
    """A monitoring vendor reads metrics from its own account; sometimes it asks too fast."""
    key = place.key("vendor", start)
    caller = Actor(None, account_identity(unique_id("AROA", VENDOR_ACCOUNT, "collector") + ":collector", VENDOR_ACCOUNT),
                   VENDOR_IP, BOTO)
    out = account_assumes(caller, place, d, start, "metrics-vendor", "collector", key, external=place.hex(32, "vendor"))
    identity = session_identity(place, "metrics-vendor", "collector", key, start)
    actor = Actor(place, identity, VENDOR_IP, BOTO)
    calls = [(6, "monitoring:GetMetricData"), (4, "monitoring:ListMetrics"), (2, "ec2:DescribeInstances"),
             (1, "ec2:DescribeVolumes"), (2, "tagging:GetResources"), (1, "elb:DescribeLoadBalancers")]
    for second in spread(d, start + 1, 3, size):
        api, error = d.weighted(calls), None
        if d.chance(0.03):
            error = ("Client.RequestLimitExceeded", "Request limit exceeded.") if api.startswith("ec2:") else \
                ("ThrottlingException", "Rate exceeded")
        out.append(actor.call(d, second, api, error=error))
    return out


def scale_out(place, d, start, size, boot=True):
    """Auto Scaling starts an instance by its service-linked role; it boots, works and is ended."""
    role, path = "AWSServiceRoleForAutoScaling", "/aws-service-role/autoscaling.amazonaws.com/"
    key = place.key("autoscaling", start)
    out = [service_assumes(place, d, start, "autoscaling", role, "AutoScaling", key, path)]
    identity = session_identity(place, role, "AutoScaling", key, start, path=path, invoked_by="autoscaling.amazonaws.com")
    actor = Actor(place, identity, "autoscaling.amazonaws.com", "autoscaling.amazonaws.com")
    instance = "i-" + place.hex(17, "scaled", start)
    launch = run_instances(place, d, [instance], "m7i.large", place.image, d.pick(place.subnets), start + 2,
                           profile="web-app", template="lt-" + place.hex(17, "web"))
    target = f"arn:aws:elasticloadbalancing:{place.region}:{place.id}:targetgroup/web/{place.hex(16, 'tg')}"
    out.append(actor.call(d, start + 2, "ec2:RunInstances", *launch))
    out.append(actor.call(d, start + 40, "elb:RegisterTargets", {"targetGroupArn": target, "targets": [{"id": instance}]}))
    out += [actor.call(d, start + 60 + 20 * n, api) for n, api in enumerate(["ec2:DescribeInstances",
                                                                             "elb:DescribeTargetHealth"])]
    out += instance_work(place, d, start + 15, size, instance=instance, role="web-app",
                         ip=f"54.150.{d.below(250)}.{d.between(1, 250)}", minutes=80, boot=boot)
    out.append(actor.call(d, start + 6000, "ec2:TerminateInstances", {"instancesSet": {"items": [
        {"instanceId": instance}]}}, {"requestId": d.uuid(), "instancesSet": {"items": [{
            "instanceId": instance, "currentState": {"code": 32, "name": "shutting-down"},
            "previousState": {"code": 16, "name": "running"}}]}}))
    return out


def backup(place, d, start, size):
    """AWS Backup takes the night's snapshots and lets the oldest go."""
    role = "AWSBackupDefaultServiceRole"
    key = place.key("backup", start)
    out = [service_assumes(place, d, start, "backup", role, "AWSBackup-" + role, key, "/service-role/")]
    identity = session_identity(place, role, "AWSBackup-" + role, key, start, path="/service-role/",
                                invoked_by="backup.amazonaws.com")
    actor = Actor(place, identity, "backup.amazonaws.com", "backup.amazonaws.com")
    database = "orders-" + place.alias
    snapshot = "awsbackup:job-" + d.uuid()
    for n in range(max(2, size // 3)):
        out += [actor.call(d, start + 5 + 9 * n, "ec2:DescribeVolumes"),
                actor.call(d, start + 7 + 9 * n, "ec2:CreateSnapshot")]
    out.append(actor.call(d, start + 60, "rds:CreateDBSnapshot", {
        "dBInstanceIdentifier": database, "dBSnapshotIdentifier": snapshot}, {
            "dBSnapshotIdentifier": snapshot, "dBInstanceIdentifier": database, "engine": "postgres",
            "status": "creating", "encrypted": True, "snapshotType": "manual", "allocatedStorage": 200}))
    out.append(actor.call(d, start + 90, "ec2:DeleteSnapshot"))
    for after, state in ((2, "BackupJobStarted"), (900, "BackupJobCompleted")):
        out.append(service_event(place, d, start + after, "backup", state, {
            "backupJobId": d.uuid(), "state": "COMPLETED" if after > 2 else "CREATED", "percentDone": after // 9,
            "backupVaultName": "Default", "resourceType": "RDS"}))
    return out


def config_recorder(place, d, start, size):
    """AWS Config looks at what exists."""
    role, path = "AWSServiceRoleForConfig", "/aws-service-role/config.amazonaws.com/"
    key = place.key("config", start)
    out = [service_assumes(place, d, start, "config", role, "AWSConfig-Describe", key, path)]
    identity = session_identity(place, role, "AWSConfig-Describe", key, start, path=path,
                                invoked_by="config.amazonaws.com")
    actor = Actor(place, identity, "config.amazonaws.com", "config.amazonaws.com")
    looks = ["ec2:DescribeInstances", "ec2:DescribeVolumes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups",
             "s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:GetBucketTagging", "iam:GetRole", "iam:ListRolePolicies",
             "iam:ListInstanceProfilesForRole", "lambda:ListFunctions20150331", "rds:DescribeDBInstances",
             "dynamodb:DescribeTable", "kms:DescribeKey", "sqs:GetQueueAttributes", "ec2:DescribeRouteTables"]
    for n, second in enumerate(spread(d, start + 1, 20, size)):
        out.append(actor.call(d, second, looks[(n * 7 + start) % len(looks)]))
    return out


def trail_delivery(place, d, start, size):
    """CloudTrail and Config put their objects into the log bucket."""
    trail = Actor(place, service_identity("cloudtrail"), "cloudtrail.amazonaws.com", "cloudtrail.amazonaws.com")
    out = []
    name = "example-shop-audit-logs"
    for second in spread(d, start, 60, size):
        api = d.weighted([(3, "s3:GetBucketAcl"), (1, "kms:GenerateDataKey")])
        request = {"bucketName": name, "Host": f"{name}.s3.{place.region}.amazonaws.com", "acl": ""} if api[:2] == "s3" \
            else {"keyId": place.key_arn, "keySpec": "AES_256", "encryptionContext": {
                "aws:cloudtrail:arn": f"arn:aws:cloudtrail:{place.region}:{place.id}:trail/{place.trail}"}}
        out.append(trail.call(d, second, api, request, shared=d.uuid()))
    return out


def service_notices(place, d, start, size):
    """Things that services do by themselves and log so."""
    kinds = [("kms", "RotateKey", {"keyId": place.key_arn, "rotationType": "AUTOMATIC"}),
             ("acm", "CertificateRenewed", {"domain": f"{place.alias}.example.com"}),
             ("autoscaling", "EC2 Instance Launch Successful", {"AutoScalingGroupName": "web"}),
             ("secretsmanager", "RotationSucceeded", {"additionalEventData": {"SecretId": place.secrets[1]}}),
             ("ecs", "SERVICE_STEADY_STATE", {"clusterArn": f"arn:aws:ecs:{place.region}:{place.id}:cluster/app"})]
    return [service_event(place, d, second, *d.pick(kinds)) for second in spread(d, start, 60, size)]


REPORTING_KEY_TAIL = "Q4XZ"


def reporting_user(place):
    """The IAM user that makes the morning reports, with a key that is older than the logs."""
    key = unique_id("AKIA", place.id, "reporting-svc", tail=REPORTING_KEY_TAIL)
    return user_identity(place, "reporting-svc", key)


def reports(place, d, start, size):
    """The cron job of reporting-svc on a machine in the office."""
    actor = Actor(place, reporting_user(place), OFFICE, BOTO.replace("amzn2023", "el9"))
    out, second = [], start
    for n in range(size):
        second += d.between(1, 20)
        api = ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryExecution",
               "athena:GetQueryResults", "s3:GetObject", "s3:PutObject"][n % 6]
        if api.startswith("s3:"):
            name = place.buckets[2]
            request = {"bucketName": name, "Host": f"{name}.s3.{place.region}.amazonaws.com",
                       "key": f"daily/2026/03/03/{d.hex(12)}.csv"}
            out.append(actor.call(d, second, api, request))
        else:
            out.append(actor.call(d, second, api))
    return out


def quiet_region(place, d, start, size):
    """A little work in the other region: a replica's health, a look from the console."""
    other = Actor(place, session_identity(place, "order-worker", "replica-check", place.key("replica", start), start),
                  "3.113.9.77", BOTO)
    created = service_assumes(place, d, start, "lambda", "order-worker", "replica-check", place.key("replica", start))
    apis = ["rds:DescribeDBInstances", "monitoring:DescribeAlarms", "s3:GetBucketLocation", "dynamodb:DescribeTable"]
    out = [created]
    for n, second in enumerate(spread(d, start + 2, 4, size)):
        request = {"dBInstanceIdentifier": "orders-replica"} if n % 4 == 0 else ...
        out.append(other.call(d, second, apis[n % 4], request, region="us-east-1"))
    return out


# --- the example's day --------------------------------------------------------------------------------------------

HOUR = 3600


def ordinary_day(company, seed, midnight, *, working=True, builds=("stock-reader", "price-reader")):
    """All records of the day, ordered by nothing in particular. Working hours are Tokyo's: 00:00 to 10:00 UTC. `builds`
    names what Terraform makes that day, in dev and in prod."""
    out = []

    def run(work, place, hour, size, **what):
        d = Dice(seed, work.__name__, place.alias, hour, sorted((k, str(v)) for k, v in what.items() if k != "home"))
        start = midnight + int(hour * HOUR) + d.below(300)
        out.extend(r for r in work(place, d, start, size, **what) if r["eventTime"] < stamp(midnight + 24 * HOUR))

    dev, prod, shared = company.dev, company.prod, company.shared
    for hour in range(24):
        for place in company.places:
            run(trail_delivery, place, hour, 2)
            if hour % 2 == 0:
                run(config_recorder, place, hour + 0.2, 9 if place is not shared else 5)
        for place in (dev, prod):
            if hour % 2 == 1:
                run(vendor_monitor, place, hour + 0.5, 7)
            if hour % 6 == 2:
                run(posture_scan, place, hour + 0.3, len(SCAN) + 4, home=shared)
                run(quiet_region, place, hour + 0.7, 6)
                run(service_notices, place, hour, 2)
        for number in range(6):
            if (hour + number) % 3 == 0:
                run(instance_work, prod, hour + 0.1 + number / 10, 18, number=number)
            if number < 3 and (hour + number) % 4 == 0:
                run(instance_work, dev, hour + 0.1 + number / 10, 14, number=number)
        if hour % 3 == 0:
            for number in range(4):
                run(function_work, prod, hour + 0.2 + number / 5, 8, number=number)
            run(task_work, prod, hour + 0.4, 14)
    if working:
        working_hours(run, company, builds)
    return out


def working_hours(run, company, builds):
    dev, prod, shared = company.dev, company.prod, company.shared
    for hour in range(10):
        run(reports, dev, hour + 0.08, 6)
    for hour, place, person, role in ((0.2, dev, "aiko", "Developer"), (0.9, prod, "aiko", "ReadOnly"),
                                      (1.4, dev, "kenji", "Developer"), (3.1, prod, "daichi", "Operator"),
                                      (4.2, dev, "yui", "Developer"), (5.5, shared, "rin", "SecurityAudit"),
                                      (7.1, prod, "aiko", "ReadOnly"), (12.6, prod, "mei", "ReadOnly")):
        run(person_console, place, hour, 34, person=person, role=role)
    for hour, place, person in ((0.6, dev, "kenji"), (2.2, dev, "yui"), (4.9, prod, "daichi"), (6.3, dev, "kenji"),
                                (8.4, dev, "aiko")):
        run(person_cli, place, hour, 22, person=person)
    run(on_call, prod, 12.9, 11)
    run(on_call, prod, 18.3, 11, person="daichi")
    run(costs, shared, 1.8, 12)
    for hour, place, repository in ((0.8, dev, "shop-api"), (1.6, dev, "shop-web"), (2.4, prod, "shop-api"),
                                    (4.4, dev, "search"), (5.1, prod, "shop-web"), (6.8, dev, "shop-api"),
                                    (8.1, dev, "shop-web"), (9.2, prod, "shop-api")):
        run(deploy, place, hour, 12, repository=repository)
    run(terraform, dev, 2.0, 40, builds=builds[0])
    run(terraform, prod, 3.4, 48)
    run(terraform, prod, 7.6, 40, builds=builds[1])
    run(terraform, shared, 8.8, 30)
    for hour in (3.0, 10.5, 13.2):
        run(scale_out, prod, hour, 22)
    for place in company.places:
        run(backup, place, 17.0, 9)


# --- the bench's mix: (weight, work, least size, most size, more) -------------------------------------------------

MIX = [(16, instance_work, 10, 45), (14, function_work, 8, 30), (38, loader, 12, 40), (6, task_work, 10, 40),
       (5, config_recorder, 10, 24), (4, vendor_monitor, 8, 30), (3, person_console, 25, 60), (4, person_cli, 10, 40),
       (7, deploy, 8, 40), (2, terraform, 40, 120), (1, posture_scan, 60, 120), (3, scale_out, 10, 40), (2, backup, 6, 20),
       (4, trail_delivery, 10, 30), (2, service_notices, 2, 6), (1, on_call, 8, 8), (1, costs, 6, 14),
       (2, quiet_region, 6, 14), (1, reports, 6, 18)]


def ordinary_session(place, d, start):
    """One session of the mix; instances, functions and people differ with the dice."""
    work, low, high = d.weighted([(row[0], row[1:]) for row in MIX])
    what = {}
    if work in (instance_work, function_work, task_work):
        what["number"] = d.below(10000)
    if work in (person_console, person_cli):
        what["person"] = d.pick(["aiko", "kenji", "yui", "daichi", "mei", "rin", "sora", "haru"])
    return work(place, d, start, d.between(low, high), **what)

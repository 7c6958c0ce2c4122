# SPDX-License-Identifier: Apache-2.0
"""Ten attacks, to be hidden in an ordinary month: what the rules and the weave have to find there.

In:   the company, dice, the second at which it begins.     Out: the attack's records, in order of time.
Law:  an attack is one intrusion: whoever does it, under however many names, it ought to become one alert that holds
      all of its records. Each begins with a credential of the month that got into other hands.
Add:  one function and one row of ATTACKS.
"""
import json

import attack
from cloudtrail import (Actor, allow, create_role, policy, run_instances, session_identity, spoken_time, stamp,
                        user_identity)
from company import REPORTING_KEY_TAIL, account_assumes, pipeline_session, reporting_user, role_resource, service_assumes, assumed
from dice import unique_id
from month import bucket_of, steps

TOR, CLOUD, RENTED = "185.220.101.34", "45.137.21.9", "146.70.124.77"
KALI = "aws-cli/2.15.30 Python/3.11.8 Linux/6.6.9-amd64 exe/x86_64.kali.2024 prompt/off"
BOTO_ELSEWHERE = "Boto3/1.26.165 Python/3.11.9 Linux/6.5.0-44-generic Botocore/1.29.165"
BROWSER_ELSEWHERE = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"
OUTSIDER = "999988887777"


def key_of_user(place, name, ip=TOR, agent=BOTO_ELSEWHERE):
    key = unique_id("AKIA", place.id, name, tail=REPORTING_KEY_TAIL) if name == "reporting-svc" else \
        place.key(name, prefix="AKIA")
    return Actor(place, user_identity(place, name, key), ip, agent)


def made_key(place, user, key, second):
    return {"accessKey": {"userName": user, "accessKeyId": key, "status": "Active", "createDate": spoken_time(second)}}


def leaked_key(company, d, start):
    """The example's: a role of its own, an instance that carries it, data shared out of two accounts."""
    names = attack.Names(company.dev)
    names.role, names.instance = "log-archiver-" + d.hex(4), "i-" + d.hex(17)
    first = attack.clock(0, "13:02:11")
    return attack.leaked_key_story(company, d, 0, names, at=lambda text: start + attack.clock(0, text) - first)


def coin_mine(company, d, start):
    """A build user's key starts large machines in regions that nobody uses, and asks for more of them."""
    place, user = company.dev, key_of_user(company.dev, "build-bot", CLOUD)
    out = steps(user, d, start, ["sts:GetCallerIdentity", "iam:ListUsers", ("iam:ListAttachedUserPolicies", {
        "userName": "build-bot"}), ("servicequotas:ListServiceQuotas", {"serviceCode": "ec2"})])
    for n, region in enumerate(("eu-north-1", "sa-east-1", "ca-central-1")):
        begin = start + 300 + 400 * n
        machines = ["i-" + d.hex(17) for _ in range(8)]
        run = run_instances(place, d, machines, "p4d.24xlarge", "ami-" + d.hex(17), "subnet-" + d.hex(17), begin + 90)
        refused = ("Client.VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of 0")
        out += steps(user, d, begin, [
            "ec2:DescribeRegions", ("ec2:CreateKeyPair", {"keyName": "x", "keyType": "rsa"}, {"keyName": "x"}),
            ("ec2:CreateSecurityGroup", {"groupName": "x"}, {"groupId": "sg-" + d.hex(17)}),
            ("ec2:RunInstances", run[0], refused if n == 0 else run[1]),
            ("servicequotas:RequestServiceQuotaIncrease", {"serviceCode": "ec2", "quotaCode": "L-417A185B",
                                                           "desiredValue": 512}, {})], pace=30, region=region)
    return out


def ransom(company, d, start):
    """Files are taken, encrypted under a key of their own (SSE-C), deleted, and a note is left."""
    place, user = company.prod, key_of_user(company.prod, "media-sync", RENTED, "S3 Browser/11.6.7 (https://s3browser.com)")
    name = place.buckets[0]
    out = steps(user, d, start, ["sts:GetCallerIdentity", "s3:ListBuckets", ("s3:GetBucketVersioning", bucket_of(
        place, name, versioning="")), ("s3:ListObjects", bucket_of(place, name, prefix=""))])
    out += steps(user, d, start + 200, [
        ("s3:PutBucketVersioning", bucket_of(place, name, versioning="", VersioningConfiguration={"Status": "Suspended"})),
        ("s3:PutBucketLifecycle", bucket_of(place, name, lifecycle="", LifecycleConfiguration={"Rule": {
            "ID": "x", "Status": "Enabled", "Expiration": {"Days": 1}}}))])
    objects = [f"daily/2026/{d.hex(12)}.parquet" for _ in range(60)]
    out += steps(user, d, start + 300, [("s3:GetObject", bucket_of(place, name, key=o)) for o in objects], pace=3)
    out += steps(user, d, start + 600, [("s3:CopyObject", bucket_of(place, name, key=o, **{
        "x-amz-server-side-encryption-customer-algorithm": "AES256", "x-amz-copy-source": f"{name}/{o}"}))
        for o in objects], pace=3)
    out += steps(user, d, start + 900, [("s3:DeleteObject", bucket_of(place, name, key=o)) for o in objects], pace=3)
    return out + steps(user, d, start + 1200, [("s3:PutObject", bucket_of(place, name, key="HOW_TO_RESTORE_FILES.txt"))])


def models_hijacked(company, d, start):
    """A leaked key is used to sell access to language models."""
    user = key_of_user(company.dev, "chat-demo", RENTED, "Python/3.11 aiohttp/3.9.3")
    model = {"modelId": "anthropic.claude-3-opus-20240229-v1:0"}
    return steps(user, d, start, [
        "sts:GetCallerIdentity", ("bedrock:ListFoundationModels", None),
        ("bedrock:InvokeModel", model, ("ValidationException", "max_tokens_to_sample: range: 1..1,000,000")),
        ("bedrock:GetModelInvocationLoggingConfiguration", None),
        ("bedrock:PutUseCaseForModelAccess", {"formData": "…"}, {}),
        ("bedrock:CreateFoundationModelAgreement", {"modelId": model["modelId"], "offerToken": "offer"}, {}),
        ("bedrock:PutFoundationModelEntitlement", {"modelId": model["modelId"]}, {}),
        ("bedrock:DeleteModelInvocationLoggingConfiguration", None, {})] + [("bedrock:InvokeModel", model)] * 80, pace=9)


def pipeline_token(company, d, start):
    """The token of a pipeline is taken out of a build and used elsewhere: secrets, then a user that stays."""
    place, name = company.prod, "ci-metrics"
    pipe, out = pipeline_session(place, d, start, "ci-deploy", "shop-web", BOTO_ELSEWHERE)
    thief = Actor(place, pipe.identity, CLOUD, BOTO_ELSEWHERE)
    key = place.key("pipeline-backdoor", d.hex(6), prefix="AKIA")
    out += steps(thief, d, start + 60, [
        "sts:GetCallerIdentity", ("iam:ListUsers", ..., True), ("secretsmanager:ListSecrets", None),
        ("secretsmanager:GetSecretValue", {"secretId": "prod/app/session"}),
        ("secretsmanager:GetSecretValue", {"secretId": "prod/app/mail"}),
        ("ssm:GetParameter", {"name": "/prod/shop/database", "withDecryption": True}),
        ("iam:CreateUser", {"userName": name}, {"user": {"userName": name, "userId": place.unique("AIDA", name),
                                                         "arn": f"arn:aws:iam::{place.id}:user/{name}"}}),
        ("iam:AttachUserPolicy", {"userName": name, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ("iam:CreateAccessKey", {"userName": name}, made_key(place, name, key, start + 300))])
    user = Actor(place, user_identity(place, name, key), TOR, BOTO_ELSEWHERE)
    return out + steps(user, d, start + 2000, [
        "sts:GetCallerIdentity", ("rds:DescribeDBSnapshots", None), ("rds:ModifyDBSnapshotAttribute", {
            "dBSnapshotIdentifier": "orders-prod-weekly", "attributeName": "restore", "valuesToAdd": [OUTSIDER]}, {})])


def function_backdoor(company, d, start):
    """A developer's stolen session makes a function with a strong role, opens a door to it, and works from inside."""
    place, name = company.dev, "health-ping"
    role = f"AWSReservedSSO_Developer_{place.hex(16, 'Developer')}"
    path = f"/aws-reserved/sso.amazonaws.com/{place.region}/"
    stolen = Actor(place, session_identity(place, role, "kenji@example.com", place.key("stolen", d.hex(6)), start - 3000,
                                           path=path, mfa="true"), RENTED, BOTO_ELSEWHERE)
    strong, arn = "deploy-admin", f"arn:aws:lambda:{place.region}:{place.id}:function:{name}"
    role_arn = f"arn:aws:iam::{place.id}:role/{strong}"
    made = {"functionName": name, "functionArn": arn, "role": role_arn}
    out = steps(stolen, d, start, [
        "sts:GetCallerIdentity", "iam:ListRoles", ("lambda:CreateFunction20150331", {**made, "runtime": "python3.12"}, made),
        ("lambda:AddPermission20150331v2", {"functionName": name, "statementId": "u", "principal": "*",
                                            "action": "lambda:InvokeFunctionUrl", "functionUrlAuthType": "NONE"}, {}),
        ("lambda:CreateFunctionUrlConfig", {"functionName": name, "authType": "NONE"},
         {"functionArn": arn, "authType": "NONE"})])
    key = place.key("inside", d.hex(6))
    out.append(service_assumes(place, d, start + 400, "lambda", strong, name, key))
    inside = Actor(place, session_identity(place, strong, name, key, start + 400), "3.112.60.7", BOTO_ELSEWHERE)
    user, made_for = "svc-status", place.key("function-backdoor", d.hex(6), prefix="AKIA")
    return out + steps(inside, d, start + 420, [
        ("secretsmanager:GetSecretValue", {"secretId": "dev/app/session"}),
        ("secretsmanager:GetSecretValue", {"secretId": "dev/app/mail"}),
        ("iam:CreateUser", {"userName": user}, {"user": {"userName": user, "userId": place.unique("AIDA", user),
                                                         "arn": f"arn:aws:iam::{place.id}:user/{user}"}}),
        ("iam:CreateAccessKey", {"userName": user}, made_key(place, user, made_for, start + 500))])


def phished(company, d, start):
    """A user's password was phished: in by the console, without MFA; another user gets a password and loses his device."""
    place = company.dev
    form = {"LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No", "MFAUsed": "No"}
    more = {"extra": form, "event_type": "AwsConsoleSignIn", "region": "us-east-1", "host": "signin.aws.amazon.com"}

    def comes_in(name, second):
        who = user_identity(place, name, place.key("console", name, second), mfa=(stamp(second), "false"))
        plain = {k: v for k, v in who.items() if k not in ("accessKeyId", "sessionContext")}
        login = Actor(place, plain, RENTED, BROWSER_ELSEWHERE).call(d, second, "signin:ConsoleLogin", None, **more)
        return Actor(place, who, RENTED, BROWSER_ELSEWHERE, console=True), [login]

    user, out = comes_in("gina", start)
    out += steps(user, d, start + 30, [
        "iam:ListUsers", ("iam:ListMFADevices", {"userName": "admin-hans"}), ("iam:DeactivateMFADevice", {
            "userName": "admin-hans", "serialNumber": f"arn:aws:iam::{place.id}:mfa/admin-hans"}),
        ("iam:UpdateLoginProfile", {"userName": "admin-hans", "password": "HIDDEN"}, {})])
    admin, came = comes_in("admin-hans", start + 400)
    return out + came + steps(admin, d, start + 430, [
        "iam:GetAccountSummary", ("cloudtrail:StopLogging", {"name": place.trail}),
        ("guardduty:DeleteDetector", {"detectorId": place.hex(32, "detector")}, {}),
        ("ec2:ModifySnapshotAttribute", {"snapshotId": "snap-" + d.hex(17), "attributeType": "CREATE_VOLUME_PERMISSION",
                                         "createVolumePermission": {"add": {"items": [{"userId": OUTSIDER}]}}})])


def machine_credentials(company, d, start):
    """A hole in the web shop gives away the machine's credentials: they are used from elsewhere, for all it may read."""
    place, instance = company.prod, company.prod.instances[3]
    key = place.key("stolen-machine", d.hex(6))
    out = [service_assumes(place, d, start - 600, "ec2", "web-app", instance, key)]
    who = session_identity(place, "web-app", instance, key, start - 600, ec2=True)
    thief, name = Actor(place, who, CLOUD, KALI), place.buckets[0]
    out = steps(thief, d, start, [
        "sts:GetCallerIdentity", "s3:ListBuckets", ("iam:ListRoles", ..., True), ("ec2:DescribeInstances", ..., True),
        ("ssm:DescribeParameters", ..., True), ("secretsmanager:ListSecrets", ..., True),
        ("rds:DescribeDBInstances", ..., True), ("secretsmanager:GetSecretValue", {"secretId": place.secrets[0]}),
        ("s3:ListObjects", bucket_of(place, name, prefix=""))])
    return out + steps(thief, d, start + 400, [("s3:GetObject", bucket_of(
        place, name, key=f"exports/2026/{d.hex(12)}.csv")) for _ in range(50)], pace=3)


def trust_opened(company, d, start):
    """An administrator's leaked key opens a role's trust to a foreign account, which then comes in by it."""
    place, user = company.prod, key_of_user(company.prod, "legacy-admin", TOR)
    role, key = "break-glass", company.prod.key("outsider", d.hex(6))
    trust = policy({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OUTSIDER}:root"}, "Action": "sts:AssumeRole"})
    out = steps(user, d, start, [
        "sts:GetCallerIdentity", "iam:ListRoles", ("iam:UpdateAssumeRolePolicy", {
            "roleName": role, "policyDocument": json.dumps(trust)}),
        ("iam:AttachRolePolicy", {"roleName": role, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ("iam:DeactivateMFADevice", {"userName": "legacy-admin", "serialNumber": f"arn:aws:iam::{place.id}:mfa/old"})])
    stranger = Actor(None, {"type": "AWSAccount", "principalId": "AIDAOUTSIDE7EXAMPLE00", "accountId": OUTSIDER}, CLOUD, KALI)
    out += account_assumes(stranger, place, d, start + 900, role, "x", key)
    inside = Actor(place, session_identity(place, role, "x", key, start + 900), CLOUD, KALI)
    return out + steps(inside, d, start + 920, [
        "sts:GetCallerIdentity", ("cloudtrail:DeleteTrail", {"name": place.trail}),
        ("rds:CreateDBSnapshot", {"dBInstanceIdentifier": "orders-prod", "dBSnapshotIdentifier": "z"}, {}),
        ("rds:ModifyDBSnapshotAttribute", {"dBSnapshotIdentifier": "z", "attributeName": "restore",
                                           "valuesToAdd": [OUTSIDER]}, {})])


def spam(company, d, start):
    """A key from a repository is used to send mail in the shop's name."""
    user = key_of_user(company.shared, "newsletter", CLOUD, "aws-sdk-php/3.62.3 GuzzleHttp/6.3.3 curl/7.58.0 PHP/7.2.10")
    return steps(user, d, start, [
        "sts:GetCallerIdentity", ("ses:GetSendQuota", None), ("ses:GetAccount", None), ("ses:ListIdentities", None),
        ("ses:PutAccountDetails", {"mailType": "MARKETING", "productionAccessEnabled": True}, {}),
        ("ses:CreateEmailIdentity", {"emailIdentity": "support@example-invoices.com"}, {}),
        ("ses:UpdateAccountSendingEnabled", {"enabled": True}, {})], pace=60) + \
        steps(user, d, start + 500, ["ses:SendEmail"] * 60, pace=5)


ATTACKS = {f.__name__.replace("_", "-"): f for f in (
    leaked_key, coin_mine, ransom, models_hijacked, pipeline_token, function_backdoor, phished, machine_credentials,
    trust_opened, spam)}

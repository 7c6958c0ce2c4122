# SPDX-License-Identifier: Apache-2.0
"""The attack of the example: a leaked key, a role of its own, an instance that carries it, data shared out.

In:   the company, dice, the second at which it begins.     Out: a list of records, in order of time.
The times are those of the picture; small_set() in example.py moves and thins them for the property tests.
"""
from dice import unique_id
from cloudtrail import (Actor, allow, create_instance_profile, create_role, policy, run_instances,
                        session_identity, spoken_time, stamp, user_identity)
from company import account_assumes, reporting_user, service_assumes

OUTSIDER = "999988887777"
TOR_EXIT = "185.220.101.34"
INSTANCE_IP = "54.199.71.20"
OTHER_TOOL = "Boto3/1.26.165 Python/3.11.9 Linux/6.5.0-44-generic Botocore/1.29.165"
ON_INSTANCE = "aws-cli/1.22.34 Python/3.10.12 Linux/6.1.128-136.201.amzn2023.x86_64 botocore/1.23.34"

# 14 calls to 11 services, all refused
LOOKS = ["ec2:DescribeInstances", "rds:DescribeDBInstances", "iam:ListUsers", "s3:ListBuckets", "kms:ListKeys",
         "iam:ListRoles", "lambda:ListFunctions20150331", "dynamodb:ListTables", "secretsmanager:ListSecrets",
         "ssm:DescribeParameters", "ec2:DescribeSnapshots", "organizations:ListAccounts", "cloudtrail:DescribeTrails",
         "iam:GetAccountSummary"]
# what the instance's role looks at; True: refused, by a policy of the organization
STOCKTAKING = [("rds:DescribeDBInstances", False), ("rds:DescribeDBClusters", False), ("rds:DescribeDBSnapshots", False),
               ("rds:DescribeDBSnapshots", False), ("rds:DescribeDBClusterSnapshots", True),
               ("rds:DescribeDBSubnetGroups", False), ("ec2:DescribeVolumes", False), ("ec2:DescribeSnapshots", False),
               ("ec2:DescribeSnapshots", False), ("ec2:DescribeInstances", False), ("ec2:DescribeImages", False),
               ("ec2:DescribeSecurityGroups", False), ("ec2:DescribeSubnets", False), ("ec2:DescribeVpcs", False),
               ("s3:ListBuckets", False), ("s3:GetBucketLocation", False), ("s3:GetBucketAcl", False),
               ("s3:GetBucketPolicy", True), ("s3:GetBucketPublicAccessBlock", False), ("s3:GetBucketLocation", False),
               ("redshift:DescribeClusters", False), ("redshift:DescribeClusterSnapshots", False),
               ("redshift:DescribeLoggingStatus", True), ("redshift:DescribeClusterSnapshots", False)]
SECRETS = ["prod/db/orders", "prod/db/customers", "prod/db/ledger", "prod/db/warehouse", "prod/db/search", "prod/stripe"]
SECRETS_REFUSED = ["prod/payroll/bank", "prod/payroll/salaries"]
BY_SCP = "explicit deny in a service control policy"


class Names:
    """What the attacker calls things; the example's are those of the picture."""

    def __init__(self, place):
        self.role = "ec2-log-archiver"
        self.instance = "i-0f3a91c2d4e5b6a78"
        self.image = "ami-0b77e1d4c2a95f310"
        self.volume_snapshot = "snap-0c41e77b90d2a8f15"
        self.database_snapshot = "orders-prod-0302"
        self.warehouse_snapshot = "dwh-weekly-0301"
        self.bucket = "finance-exports"
        self.subnet = "subnet-0aa11" + place.hex(12, "attack")
        self.outsider = OUTSIDER


def clock(midnight, text):
    hour, minute, second = map(int, text.split(":"))
    return midnight + hour * 3600 + minute * 60 + second


def between(first, last, count):
    """`count` seconds from first to last, both included, evenly."""
    return [first + (last - first) * n // (count - 1) for n in range(count)]


def leaked_key_story(company, d, midnight, names=None, at=None):
    """The whole story. `at` maps the picture's "HH:MM:SS" to seconds; without it, that very time of the day."""
    names = names or Names(company.dev)
    at = at or (lambda text: clock(midnight, text))
    user = Actor(company.dev, reporting_user(company.dev), TOR_EXIT, OTHER_TOOL)
    out = look_around(user, d, at) + make_branch(user, d, at, names)
    instance, handed = instance_role(company.dev, d, at, names)
    out += handed + take_stock(instance, d, at) + share_out(instance, d, at, names) + share_image(user, d, at, names)
    out += cross_over(instance, company.prod, d, at)
    return sorted(out, key=lambda r: r["eventTime"])


def look_around(user, d, at):
    out = [user.call(d, at("13:02:11"), "sts:GetCallerIdentity")]
    for second, api in zip(between(at("13:03:04"), at("13:05:40"), len(LOOKS)), LOOKS):
        out.append(user.call(d, second, api, error=True))
    return out


def make_branch(user, d, at, names):
    """A role that may do everything, an instance profile, an instance that carries it."""
    place, role = user.place, names.role
    begin, launch = at("13:07:02"), at("13:08:30")
    request, response = create_role(place, role, "ec2.amazonaws.com", begin, "archives instance logs")
    profile = create_instance_profile(place, role, at("13:08:05"))
    run = run_instances(place, d, [names.instance], "t3.micro", place.image, names.subnet, launch, profile=role)
    return [
        user.call(d, begin, "iam:CreateRole", request, response),
        user.call(d, at("13:07:49"), "iam:AttachRolePolicy", {
            "roleName": role, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, None),
        user.call(d, at("13:08:05"), "iam:CreateInstanceProfile", *profile),
        user.call(d, at("13:08:11"), "iam:AddRoleToInstanceProfile", {
            "instanceProfileName": role, "roleName": role}, None),
        user.call(d, launch, "ec2:RunInstances", *run)]


def instance_role(place, d, at, names):
    """The instance's actor, and the three keys that EC2 hands to it one after the other."""
    handed, identities = [], []
    for text in ("13:08:52", "13:41:07", "14:00:33"):
        second = at(text)
        key = place.key("attack", text, names.instance)
        handed.append(service_assumes(place, d, second, "ec2", names.role, names.instance, key))
        identities.append((second, session_identity(place, names.role, names.instance, key, second, ec2=True)))

    class Rotating(Actor):
        """Uses the key that is the newest at the time of the call."""

        def call(self, d, second, api, *args, **more):
            self.identity = [who for since, who in identities if since <= second][-1]
            return super().call(d, second, api, *args, **more)

    return Rotating(place, identities[0][1], INSTANCE_IP, ON_INSTANCE), handed


def take_stock(actor, d, at):
    out = []
    for second, (api, refused) in zip(between(at("13:11:05"), at("13:12:31"), len(STOCKTAKING)), STOCKTAKING):
        service, name = api.split(":")
        error = ("AccessDenied", f"User: {actor.arn} is not authorized to perform: {service}:{name} with an {BY_SCP}")
        out.append(actor.call(d, second, api, error=error if refused else None))
    return out


def share_out(actor, d, at, names):
    """RDS, EBS, S3, Redshift: each opened to the outsider's account."""
    to, place = names.outsider, actor.place
    arn = f"arn:aws:s3:::{names.bucket}"
    opened = policy(allow(["s3:GetObject", "s3:ListBucket"], [arn, arn + "/*"], Sid="partner",
                          Principal={"AWS": f"arn:aws:iam::{to}:root"}))
    return [
        actor.call(d, at("13:14:07"), "rds:ModifyDBSnapshotAttribute", {
            "dBSnapshotIdentifier": names.database_snapshot, "attributeName": "restore", "valuesToAdd": [to]}, {
                "dBSnapshotIdentifier": names.database_snapshot, "dBSnapshotAttributes": [
                    {"attributeName": "restore", "attributeValues": [to]}]}),
        actor.call(d, at("13:16:42"), "ec2:ModifySnapshotAttribute", {
            "snapshotId": names.volume_snapshot, "attributeType": "CREATE_VOLUME_PERMISSION",
            "createVolumePermission": {"add": {"items": [{"userId": to}]}}}),
        actor.call(d, at("13:59:36"), "s3:PutBucketPolicy", {
            "bucketName": names.bucket, "Host": f"{names.bucket}.s3.{place.region}.amazonaws.com", "policy": "",
            "bucketPolicy": opened}, None, resources=[{"accountId": place.id, "type": "AWS::S3::Bucket", "ARN": arn}]),
        actor.call(d, at("14:05:12"), "redshift:AuthorizeSnapshotAccess", {
            "snapshotIdentifier": names.warehouse_snapshot, "accountWithRestoreAccess": to}, {
                "snapshotIdentifier": names.warehouse_snapshot, "clusterIdentifier": "dwh", "status": "available",
                "snapshotType": "manual", "accountsWithRestoreAccess": [{"accountId": to}], "encrypted": True})]


def share_image(user, d, at, names):
    """Meanwhile the user makes an image of the instance and shares that."""
    return [
        user.call(d, at("13:58:10"), "ec2:CreateImage", {
            "instanceId": names.instance, "name": "log-archiver-base", "noReboot": True},
            {"requestId": d.uuid(), "imageId": names.image}),
        user.call(d, at("14:01:20"), "ec2:ModifyImageAttribute", {
            "imageId": names.image, "attributeType": "launchPermission",
            "launchPermission": {"add": {"items": [{"userId": names.outsider}]}}})]


def cross_over(actor, prod, d, at):
    """From the instance into the production account, and to its secrets."""
    second, role, session = at("14:09:03"), "prod-admin", "log-archive"
    key = unique_id("ASIA", prod.id, "prod-admin", tail="7KDM")
    actor.identity = actor.call(d, second, "sts:GetCallerIdentity")["userIdentity"]  # the key of that moment
    out = account_assumes(actor, prod, d, second, role, session, key)
    inside = Actor(prod, session_identity(prod, role, session, key, second), INSTANCE_IP, ON_INSTANCE)
    for page in range(3):
        request = {"maxResults": 12} if page == 0 else {"maxResults": 12, "nextToken": d.base64(40)}
        out.append(inside.call(d, at("14:11:25"), "secretsmanager:ListSecrets", request))
    for second, name in zip(between(at("14:12:40"), at("14:13:58"), len(SECRETS)), SECRETS):
        out.append(inside.call(d, second, "secretsmanager:GetSecretValue", {"secretId": name}))
    for name in SECRETS_REFUSED:
        out.append(inside.call(d, at("14:15:02"), "secretsmanager:GetSecretValue", {"secretId": name}, error=(
            "AccessDeniedException", "Access to KMS is not allowed")))
    return out


def backdoor_story(company, d, begin):
    """A second story, for the small sets: a person's stolen session makes a user with a key and a password; the key
    asks for a federation token, the password opens the console, the trail is stopped."""
    place, name = company.dev, d.pick(["svc-backup", "support-temp", "ci-fallback"])
    role, mail = f"AWSReservedSSO_Developer_{place.hex(16, 'Developer')}", "yui@example.com"
    path = f"/aws-reserved/sso.amazonaws.com/{place.region}/"
    stolen = Actor(place, session_identity(place, role, mail, place.key("stolen", d.hex(8)), begin - 1800, path=path),
                   TOR_EXIT, OTHER_TOOL)
    key = place.key("backdoor", d.hex(8), prefix="AKIA")
    user = Actor(place, user_identity(place, name, key), TOR_EXIT, OTHER_TOOL)
    token = place.key("federated", d.hex(8))
    arn = f"arn:aws:sts::{place.id}:federated-user/{name}"
    federated = Actor(place, {
        "type": "FederatedUser", "principalId": f"{place.id}:{name}", "arn": arn, "accountId": place.id,
        "accessKeyId": token, "sessionContext": {"sessionIssuer": {
            "type": "IAMUser", "principalId": place.unique("AIDA", name), "accountId": place.id, "userName": name,
            "arn": f"arn:aws:iam::{place.id}:user/{name}"},
            "attributes": {"creationDate": stamp(begin + 400), "mfaAuthenticated": "false"}}}, INSTANCE_IP, ON_INSTANCE)
    console = Actor(place, {k: v for k, v in user.identity.items() if k != "accessKeyId"}, TOR_EXIT, "Mozilla/5.0")
    made = {"path": "/", "userName": name, "userId": place.unique("AIDA", name), "createDate": spoken_time(begin + 30),
            "arn": f"arn:aws:iam::{place.id}:user/{name}"}
    out = [stolen.call(d, begin, "sts:GetCallerIdentity"),
           stolen.call(d, begin + 30, "iam:CreateUser", {"userName": name}, {"user": made}),
           stolen.call(d, begin + 60, "iam:AttachUserPolicy", {
               "userName": name, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, None),
           stolen.call(d, begin + 90, "iam:CreateAccessKey", {"userName": name}, {"accessKey": {
               "userName": name, "accessKeyId": key, "status": "Active", "createDate": spoken_time(begin + 90)}}),
           stolen.call(d, begin + 120, "iam:CreateLoginProfile", {"userName": name, "passwordResetRequired": False}, {
               "loginProfile": {"userName": name, "createDate": spoken_time(begin + 120), "passwordResetRequired": False}}),
           user.call(d, begin + 200, "sts:GetCallerIdentity")]
    out += [user.call(d, begin + 210 + n, api) for n, api in enumerate(d.some(LOOKS, 6))]
    out += [user.call(d, begin + 400, "sts:GetFederationToken", {"name": name, "durationSeconds": 3600}, {
                "credentials": {"accessKeyId": token, "expiration": spoken_time(begin + 4000)},
                "federatedUser": {"federatedUserId": f"{place.id}:{name}", "arn": arn}, "packedPolicySize": 4}),
            federated.call(d, begin + 460, "secretsmanager:ListSecrets"),
            federated.call(d, begin + 500, "secretsmanager:GetSecretValue"),
            console.call(d, begin + 700, "signin:ConsoleLogin", None, extra={
                "LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No", "MFAUsed": "No"},
                event_type="AwsConsoleSignIn", region="us-east-1"),
            user.call(d, begin + 900, "cloudtrail:StopLogging", {"name": place.trail}, None)]
    return out

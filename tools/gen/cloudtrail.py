# SPDX-License-Identifier: Apache-2.0
"""CloudTrail records as the services write them.

In:   who calls (an Actor), which API, when, and what differs from the API's usual shape.
Out:  a dict whose keys stand in CloudTrail's own order, ready for json.dumps.
Law:  same arguments and same dice, same record. Field names and shapes follow the CloudTrail user guide
      ("record contents", "userIdentity element") and the habits of each service.
Add:  a new API is one row in APIS.
"""
import time
from urllib.parse import quote
import json

GLOBAL = {"iam", "organizations", "ce", "health", "cloudfront", "route53", "support", "budgets"}
SOURCE = {"monitoring": "monitoring.amazonaws.com", "elb": "elasticloadbalancing.amazonaws.com"}
VERSION = {"ec2": "1.10", "s3": "1.11", "sts": "1.08", "iam": "1.10", "rds": "1.11", "kms": "1.11", "signin": "1.08",
           "lambda": "1.11", "ssm": "1.11", "dynamodb": "1.11", "redshift": "1.08", "organizations": "1.09"}
VERSION_OTHERS = "1.11"


def stamp(second):
    """Seconds since 1970 → eventTime."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def spoken_time(second):
    """The form in which STS and IAM responses hold times: "Mar 3, 2026, 1:08:30 PM"."""
    at = time.gmtime(second)
    hour = (at.tm_hour + 11) % 12 + 1
    return f"{time.strftime('%b', at)} {at.tm_mday}, {at.tm_year}, {hour}:{at.tm_min:02}:{at.tm_sec:02} " + \
        ("AM" if at.tm_hour < 12 else "PM")


class Actor:
    """Who calls, from where and with what: everything about a record that does not depend on the API."""

    def __init__(self, place, identity, ip, agent, *, arn=None, console=False, cipher="TLS_AES_128_GCM_SHA256",
                 endpoint=None):
        self.place = place        # the account it acts in (company.Place)
        self.identity = identity  # userIdentity
        self.ip = ip
        self.agent = agent
        self.arn = arn or identity.get("arn", "")
        self.console = console
        self.cipher = cipher
        self.endpoint = endpoint  # vpcEndpointId, for calls from inside a VPC
        self.is_service = ip.endswith(".amazonaws.com")

    def call(self, d, second, api, request=..., response=..., **more):
        """One record of `api` ("ec2:RunInstances"). `request`, `response` replace the API's own."""
        return record(self, d, second, api, request, response, **more)


def user_identity(place, name, key, *, mfa=None):
    who = {"type": "IAMUser", "principalId": place.unique("AIDA", name),
           "arn": f"arn:aws:iam::{place.id}:user/{name}", "accountId": place.id, "accessKeyId": key, "userName": name}
    if mfa is not None:
        who["sessionContext"] = {"attributes": {"creationDate": mfa[0], "mfaAuthenticated": mfa[1]}}
    return who


def session_identity(place, role, session, key, created, *, path="/", mfa="false", ec2=False, web=None, invoked_by=None):
    who = {"type": "AssumedRole", "principalId": f"{place.unique('AROA', role)}:{session}",
           "arn": f"arn:aws:sts::{place.id}:assumed-role/{role}/{session}", "accountId": place.id, "accessKeyId": key,
           "sessionContext": {
               "sessionIssuer": {"type": "Role", "principalId": place.unique("AROA", role),
                                 "arn": f"arn:aws:iam::{place.id}:role{path}{role}", "accountId": place.id,
                                 "userName": role}}}
    if web:
        who["sessionContext"]["webIdFederationData"] = {"federatedProvider": web, "attributes": {}}
    who["sessionContext"]["attributes"] = {"creationDate": stamp(created), "mfaAuthenticated": mfa}
    if ec2:
        who["sessionContext"]["ec2RoleDelivery"] = "2.0"
    if invoked_by:
        who["invokedBy"] = invoked_by
    return who


def service_identity(name):
    return {"type": "AWSService", "invokedBy": f"{name}.amazonaws.com"}


def account_identity(principal_id, account):
    """What the called account sees of a caller from another one."""
    return {"type": "AWSAccount", "principalId": principal_id, "accountId": account}


# --- what each API puts into its request and response -------------------------------------------------------------


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions, resources, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def trust(service):
    return json.dumps(policy({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}))


def create_role(place, role, trusted, second, description=None):
    """Request and response of iam:CreateRole."""
    document = trust(trusted)
    request = {"roleName": role, "assumeRolePolicyDocument": document}
    if description:
        request["description"] = description
    return request, {"role": {"path": "/", "roleName": role, "roleId": place.unique("AROA", role),
                              "arn": f"arn:aws:iam::{place.id}:role/{role}", "createDate": spoken_time(second),
                              "assumeRolePolicyDocument": quote(document, safe="")}}


def create_instance_profile(place, name, second):
    return {"instanceProfileName": name}, {"instanceProfile": {
        "path": "/", "instanceProfileName": name, "instanceProfileId": place.unique("AIPA", name),
        "arn": f"arn:aws:iam::{place.id}:instance-profile/{name}", "createDate": spoken_time(second), "roles": []}}


def run_instances(place, d, instances, kind, image, subnet, second, profile=None, template=None):
    """Request and response of ec2:RunInstances; `profile` is the instance profile's name."""
    request = {"instancesSet": {"items": [{"imageId": image, "minCount": len(instances), "maxCount": len(instances)}]},
               "instanceType": kind, "blockDeviceMapping": {}, "monitoring": {"enabled": False},
               "disableApiTermination": False, "disableApiStop": False, "clientToken": d.uuid(), "subnetId": subnet}
    if profile:
        request["iamInstanceProfile"] = {"name": profile}
    if template:
        request["launchTemplate"] = {"launchTemplateId": template, "version": "7"}
    items = []
    for instance in instances:
        address = f"10.20.{d.below(16)}.{d.between(4, 250)}"
        item = {"instanceId": instance, "imageId": image, "currentState": {"code": 0, "name": "pending"},
                "previousState": {"code": 0, "name": "pending"},
                "privateDnsName": f"ip-{address.replace('.', '-')}.{place.region}.compute.internal",
                "amiLaunchIndex": len(items), "instanceType": kind, "launchTime": second * 1000,
                "placement": {"availabilityZone": place.region + "a", "tenancy": "default"},
                "monitoring": {"state": "disabled"}, "subnetId": subnet, "vpcId": place.vpc,
                "privateIpAddress": address, "architecture": "x86_64", "rootDeviceType": "ebs",
                "rootDeviceName": "/dev/xvda", "virtualizationType": "hvm", "hypervisor": "xen", "ebsOptimized": False,
                "groupSet": {"items": [{"groupId": place.group, "groupName": "app"}]}}
        if profile:
            item["iamInstanceProfile"] = {"arn": f"arn:aws:iam::{place.id}:instance-profile/{profile}",
                                          "id": place.unique("AIPA", profile)}
        items.append(item)
    return request, {"requestId": d.uuid(), "reservationId": "r-" + d.hex(17), "ownerId": place.id, "groupSet": {},
                     "instancesSet": {"items": items}}


def assumed(place, d, role, session, key, second, hours=1):
    """responseElements of the AssumeRole family."""
    return {"credentials": {"accessKeyId": key, "sessionToken": "IQoJb3JpZ2luX2Vj" + d.base64(place.token_length) + "=",
                            "expiration": spoken_time(second + hours * 3600)},
            "assumedRoleUser": {"assumedRoleId": f"{place.unique('AROA', role)}:{session}",
                                "arn": f"arn:aws:sts::{place.id}:assumed-role/{role}/{session}"}}


def role_resource(place, role, path="/"):
    return [{"accountId": place.id, "type": "AWS::IAM::Role", "ARN": f"arn:aws:iam::{place.id}:role{path}{role}"}]


def bucket(p, d, **more):
    name = d.pick(p.buckets)
    return {"bucketName": name, "Host": f"{name}.s3.{p.region}.amazonaws.com", **more}


def s3_object(p, d):
    name = d.pick(p.buckets)
    key = f"{d.pick(p.prefixes)}/2026/03/03/{d.hex(12)}.{d.pick(['parquet', 'json', 'csv', 'jpg'])}"
    return {"bucketName": name, "Host": f"{name}.s3.{p.region}.amazonaws.com", "key": key}


def table(p, d, **more):
    return {"tableName": d.pick(p.tables), **more}


def table_key(p, d):
    return table(p, d, key={"id": "HIDDEN_DUE_TO_SECURITY_REASONS"})


def instance(p, d):
    return d.pick(p.instances)


def function(p, d):
    return {"functionName": d.pick(p.functions)}


def kms_context(p, d):
    name = d.pick(p.buckets)
    return {"encryptionContext": {"aws:s3:arn": f"arn:aws:s3:::{name}"}, "encryptionAlgorithm": "SYMMETRIC_DEFAULT"}


def agent_report(p, d):
    host = f"ip-10-20-{d.below(16)}-{d.between(4, 250)}"
    return {"instanceId": instance(p, d), "agentVersion": "3.3.1611.0", "agentStatus": "Active",
            "platformType": "Linux", "platformName": "Amazon Linux", "platformVersion": "2023",
            "iPAddress": host[3:].replace("-", "."), "computerName": f"{host}.{p.region}.compute.internal",
            "agentName": "amazon-ssm-agent", "availabilityZone": p.region + "a"}


def nothing(p, d):
    return None


def empty(*keys):
    """A request with these keys, each an empty set: how EC2 logs a Describe without filters."""
    return lambda p, d: {key: {} for key in keys}


def fixed(**values):
    return lambda p, d: values


ec2_ok = lambda p, d: {"requestId": d.uuid(), "_return": True}
cluster = lambda p, d: {"cluster": "app", "service": d.pick(p.services)}
role_name = lambda p, d: {"roleName": d.pick(p.roles)}
READ, WRITE, DATA_READ, DATA_WRITE = "r", "w", "dr", "dw"

# service:Name → (kind, request, response); names with a date are kept by that name
APIS = {
    "ec2:DescribeInstances": (READ, lambda p, d: d.pick([
        {"maxResults": 100, "instancesSet": {}, "filterSet": {}},
        {"instancesSet": {"items": [{"instanceId": instance(p, d)}]}, "filterSet": {}},
        {"instancesSet": {}, "filterSet": {"items": [{"name": "instance-state-name", "valueSet": {
            "items": [{"value": "running"}]}}]}}])),
    "ec2:DescribeInstanceStatus": (READ, lambda p, d: {"instancesSet": {}, "filterSet": {}, "includeAllInstances": True}),
    "ec2:DescribeVolumes": (READ, empty("volumeSet", "filterSet")),
    "ec2:DescribeSnapshots": (READ, lambda p, d: {"snapshotSet": {}, "ownersSet": {"items": [{"owner": "self"}]},
                                                  "sharedUsersSet": {}, "filterSet": {}}),
    "ec2:DescribeImages": (READ, lambda p, d: {"ownersSet": {"items": [{"owner": "self"}]}, "executableBySet": {},
                                               "imagesSet": {}, "filterSet": {}}),
    "ec2:DescribeSecurityGroups": (READ, empty("securityGroupSet", "securityGroupIdSet", "filterSet")),
    "ec2:DescribeSubnets": (READ, empty("subnetSet", "filterSet")),
    "ec2:DescribeVpcs": (READ, empty("vpcSet", "filterSet")),
    "ec2:DescribeRouteTables": (READ, empty("routeTableIdSet", "filterSet")),
    "ec2:DescribeNetworkInterfaces": (READ, empty("networkInterfaceIdSet", "filterSet")),
    "ec2:DescribeAddresses": (READ, empty("publicIpsSet", "allocationIdsSet", "filterSet")),
    "ec2:DescribeTags": (READ, empty("filterSet")),
    "ec2:DescribeRegions": (READ, empty("regionSet")),
    "ec2:DescribeAvailabilityZones": (READ, empty("availabilityZoneSet", "availabilityZoneIdSet")),
    "ec2:DescribeAccountAttributes": (READ, empty("accountAttributeNameSet", "filterSet")),
    "ec2:DescribeLaunchTemplates": (READ, lambda p, d: {"DescribeLaunchTemplatesRequest": ""}),
    "ec2:CreateTags": (WRITE, lambda p, d: {"resourcesSet": {"items": [{"resourceId": instance(p, d)}]}, "tagSet": {
        "items": [{"key": "Team", "value": d.pick(["shop", "data", "platform"])}]}}, ec2_ok),
    "ec2:CreateSnapshot": (WRITE, lambda p, d: {"volumeId": "vol-" + d.hex(17), "description": "AWS Backup"},
                           lambda p, d: {"requestId": d.uuid(), "snapshotId": "snap-" + d.hex(17), "status": "pending",
                                         "ownerId": p.id, "volumeSize": "100", "encrypted": True}),
    "ec2:DeleteSnapshot": (WRITE, lambda p, d: {"snapshotId": "snap-" + d.hex(17)}, ec2_ok),
    "ec2:TerminateInstances": (WRITE, nothing, nothing),
    "ec2:RunInstances": (WRITE, nothing, nothing),
    "ec2:CreateImage": (WRITE, nothing, nothing),
    "ec2:ModifyImageAttribute": (WRITE, nothing, ec2_ok),
    "ec2:ModifySnapshotAttribute": (WRITE, nothing, ec2_ok),
    "autoscaling:DescribeAutoScalingGroups": (READ, lambda p, d: {"autoScalingGroupNames": ["web"]}),
    "elb:DescribeTargetHealth": (READ, lambda p, d: {
        "targetGroupArn": f"arn:aws:elasticloadbalancing:{p.region}:{p.id}:targetgroup/web/{p.hex(16, 'tg')}"}),
    "elb:DescribeLoadBalancers": (READ, nothing),
    "elb:RegisterTargets": (WRITE, nothing, nothing),
    "s3:ListBuckets": (READ, lambda p, d: {"Host": f"s3.{p.region}.amazonaws.com"}),
    "s3:GetBucketLocation": (READ, lambda p, d: bucket(p, d, location="")),
    "s3:GetBucketAcl": (READ, lambda p, d: bucket(p, d, acl="")),
    "s3:GetBucketPolicy": (READ, lambda p, d: bucket(p, d, policy="")),
    "s3:GetBucketPolicyStatus": (READ, lambda p, d: bucket(p, d, policyStatus="")),
    "s3:GetBucketPublicAccessBlock": (READ, lambda p, d: bucket(p, d, publicAccessBlock="")),
    "s3:GetBucketEncryption": (READ, lambda p, d: bucket(p, d, encryption="")),
    "s3:GetBucketVersioning": (READ, lambda p, d: bucket(p, d, versioning="")),
    "s3:GetBucketLogging": (READ, lambda p, d: bucket(p, d, logging="")),
    "s3:GetBucketTagging": (READ, lambda p, d: bucket(p, d, tagging="")),
    "s3:PutBucketTagging": (WRITE, lambda p, d: bucket(p, d, tagging=""), nothing),
    "s3:PutBucketPolicy": (WRITE, nothing, nothing),
    "s3:ListObjects": (DATA_READ, lambda p, d: bucket(p, d, **{"list-type": "2", "prefix": d.pick(p.prefixes) + "/"})),
    "s3:GetObject": (DATA_READ, s3_object),
    "s3:HeadObject": (DATA_READ, s3_object),
    "s3:PutObject": (DATA_WRITE, s3_object, lambda p, d: {"x-amz-server-side-encryption": "AES256"}),
    "s3:DeleteObject": (DATA_WRITE, s3_object, nothing),
    "s3:UploadPart": (DATA_WRITE, lambda p, d: {**s3_object(p, d), "partNumber": str(d.between(1, 40)),
                                                "uploadId": d.base64(60)}, nothing),
    "s3:CompleteMultipartUpload": (DATA_WRITE, lambda p, d: {**s3_object(p, d), "uploadId": d.base64(60)}, nothing),
    "dynamodb:DescribeTable": (READ, table),
    "dynamodb:ListTables": (READ, nothing),
    "dynamodb:GetItem": (DATA_READ, table_key),
    "dynamodb:Query": (DATA_READ, lambda p, d: table(p, d, keyConditionExpression="#k = :v", limit=50,
                                                     expressionAttributeNames={"#k": "customer"})),
    "dynamodb:BatchGetItem": (DATA_READ, lambda p, d: {"requestItems": {d.pick(p.tables): {"keys": []}}}),
    "dynamodb:PutItem": (DATA_WRITE, table_key, nothing),
    "dynamodb:UpdateItem": (DATA_WRITE, table_key, nothing),
    "dynamodb:BatchWriteItem": (DATA_WRITE, lambda p, d: {"requestItems": {d.pick(p.tables): [
        {"putRequest": {}} for _ in range(d.between(1, 8))]}}, nothing),
    "sqs:ReceiveMessage": (DATA_READ, lambda p, d: {"queueUrl": p.queue(d), "waitTimeSeconds": 20, "maxNumberOfMessages": 10}),
    "sqs:DeleteMessageBatch": (DATA_WRITE, lambda p, d: {"queueUrl": p.queue(d)}, nothing),
    "sqs:SendMessage": (DATA_WRITE, lambda p, d: {"queueUrl": p.queue(d), "messageBody": "HIDDEN_DUE_TO_SECURITY_REASONS"},
                        lambda p, d: {"messageId": d.uuid(), "mD5OfMessageBody": "HIDDEN_DUE_TO_SECURITY_REASONS"}),
    "sqs:GetQueueAttributes": (READ, lambda p, d: {"queueUrl": p.queue(d), "attributeNames": ["All"]}),
    "sns:ListTopics": (READ, nothing),
    "ssm:UpdateInstanceInformation": (WRITE, agent_report, nothing),
    "ssm:ListInstanceAssociations": (READ, lambda p, d: {"instanceId": instance(p, d), "maxResults": 20}),
    "ssm:PutInventory": (WRITE, lambda p, d: {"instanceId": instance(p, d)}, nothing),
    "ssm:GetParameter": (READ, lambda p, d: {"name": d.pick(p.parameters), "withDecryption": False}),
    "ssm:GetParametersByPath": (READ, lambda p, d: {"path": d.pick(p.parameters).rsplit("/", 1)[0], "recursive": True,
                                                    "withDecryption": False}),
    "ssm:DescribeParameters": (READ, lambda p, d: {"maxResults": 50}),
    "ssm:DescribeInstanceInformation": (READ, lambda p, d: {"maxResults": 50}),
    "secretsmanager:GetSecretValue": (READ, lambda p, d: {"secretId": d.pick(p.secrets)}),
    "secretsmanager:DescribeSecret": (READ, lambda p, d: {"secretId": d.pick(p.secrets)}),
    "secretsmanager:ListSecrets": (READ, lambda p, d: {"maxResults": 100}),
    "kms:Decrypt": (READ, kms_context),
    "kms:GenerateDataKey": (READ, lambda p, d: {**kms_context(p, d), "keySpec": "AES_256", "keyId": p.key_arn}),
    "kms:ListKeys": (READ, nothing),
    "kms:ListAliases": (READ, nothing),
    "kms:DescribeKey": (READ, lambda p, d: {"keyId": p.key_arn}),
    "kms:GetKeyRotationStatus": (READ, lambda p, d: {"keyId": p.key_arn}),
    "kms:GetKeyPolicy": (READ, lambda p, d: {"keyId": p.key_arn, "policyName": "default"}),
    "rds:DescribeDBInstances": (READ, lambda p, d: {"maxRecords": 100}),
    "rds:DescribeDBClusters": (READ, lambda p, d: {"maxRecords": 100}),
    "rds:DescribeDBSnapshots": (READ, lambda p, d: {"includeShared": False, "includePublic": False, "maxRecords": 100}),
    "rds:DescribeDBClusterSnapshots": (READ, lambda p, d: {"maxRecords": 100}),
    "rds:DescribeDBSubnetGroups": (READ, nothing),
    "rds:ListTagsForResource": (READ, lambda p, d: {"resourceName": f"arn:aws:rds:{p.region}:{p.id}:db:orders"}),
    "rds:CreateDBSnapshot": (WRITE, nothing, nothing),
    "rds:ModifyDBSnapshotAttribute": (WRITE, nothing, nothing),
    "redshift:DescribeClusters": (READ, nothing),
    "redshift:DescribeClusterSnapshots": (READ, lambda p, d: {"maxRecords": 100}),
    "redshift:DescribeLoggingStatus": (READ, lambda p, d: {"clusterIdentifier": "dwh"}),
    "redshift:AuthorizeSnapshotAccess": (WRITE, nothing, nothing),
    "iam:ListUsers": (READ, nothing),
    "iam:ListRoles": (READ, lambda p, d: {"maxItems": 100}),
    "iam:ListPolicies": (READ, lambda p, d: {"scope": "Local", "onlyAttached": False}),
    "iam:ListAccountAliases": (READ, nothing),
    "iam:GetAccountSummary": (READ, nothing),
    "iam:GetAccountPasswordPolicy": (READ, nothing),
    "iam:GetAccountAuthorizationDetails": (READ, nothing),
    "iam:GetCredentialReport": (READ, nothing),
    "iam:GetRole": (READ, role_name),
    "iam:ListRolePolicies": (READ, role_name),
    "iam:ListAttachedRolePolicies": (READ, role_name),
    "iam:ListInstanceProfilesForRole": (READ, role_name),
    "iam:GetRolePolicy": (READ, lambda p, d: {"roleName": d.pick(p.roles), "policyName": "access"}),
    "iam:ListAccessKeys": (READ, lambda p, d: {"userName": "reporting-svc"}),
    "iam:ListMFADevices": (READ, lambda p, d: {"userName": "reporting-svc"}),
    "iam:CreateUser": (WRITE, nothing, nothing),
    "iam:CreateAccessKey": (WRITE, nothing, nothing),
    "iam:CreateLoginProfile": (WRITE, nothing, nothing),
    "iam:AttachUserPolicy": (WRITE, nothing, nothing),
    "iam:CreateRole": (WRITE, nothing, nothing),
    "iam:PutRolePolicy": (WRITE, nothing, nothing),
    "iam:AttachRolePolicy": (WRITE, nothing, nothing),
    "iam:TagRole": (WRITE, nothing, nothing),
    "iam:CreateInstanceProfile": (WRITE, nothing, nothing),
    "iam:AddRoleToInstanceProfile": (WRITE, nothing, nothing),
    "sts:GetCallerIdentity": (READ, nothing),
    "sts:AssumeRole": (READ, nothing, nothing),
    "sts:AssumeRoleWithSAML": (READ, nothing, nothing),
    "sts:AssumeRoleWithWebIdentity": (READ, nothing, nothing),
    "sts:GetFederationToken": (READ, nothing, nothing),
    "signin:ConsoleLogin": (WRITE, nothing, lambda p, d: {"ConsoleLogin": "Success"}),
    "lambda:ListFunctions20150331": (READ, nothing),
    "lambda:GetFunction20150331v2": (READ, function),
    "lambda:GetFunctionConfiguration20150331v2": (READ, function),
    "lambda:GetPolicy20150331v2": (READ, function),
    "lambda:UpdateFunctionCode20150331v2": (WRITE, nothing, nothing),
    "lambda:Invoke": (DATA_WRITE, lambda p, d: {**function(p, d), "invocationType": "Event"}, nothing),
    "lambda:PublishVersion20150331": (WRITE, function, nothing),
    "ecr:GetAuthorizationToken": (READ, nothing),
    "ecr:BatchCheckLayerAvailability": (READ, lambda p, d: {"repositoryName": d.pick(p.services)}),
    "ecr:InitiateLayerUpload": (WRITE, lambda p, d: {"repositoryName": d.pick(p.services)},
                                lambda p, d: {"uploadId": d.uuid(), "partSize": 10485760}),
    "ecr:UploadLayerPart": (WRITE, lambda p, d: {"repositoryName": d.pick(p.services), "partFirstByte": 0,
                                                 "partLastByte": d.between(10000, 9000000)}, nothing),
    "ecr:CompleteLayerUpload": (WRITE, lambda p, d: {"repositoryName": d.pick(p.services), "layerDigests": [
        "sha256:" + d.hex(64)]}, nothing),
    "ecr:PutImage": (WRITE, lambda p, d: {"repositoryName": d.pick(p.services), "imageTag": d.hex(7)}, nothing),
    "ecr:BatchGetImage": (READ, lambda p, d: {"repositoryName": d.pick(p.services), "imageIds": [{"imageTag": d.hex(7)}]}),
    "ecr:DescribeImages": (READ, lambda p, d: {"repositoryName": d.pick(p.services)}),
    "ecs:DescribeServices": (READ, lambda p, d: {"cluster": "app", "services": [d.pick(p.services)]}),
    "ecs:DescribeTasks": (READ, lambda p, d: {"cluster": "app", "tasks": [d.hex(32)]}),
    "ecs:ListTasks": (READ, lambda p, d: {"cluster": "app"}),
    "ecs:DescribeTaskDefinition": (READ, lambda p, d: {"taskDefinition": d.pick(p.services)}),
    "ecs:UpdateService": (WRITE, cluster, nothing),
    "cloudformation:DescribeStacks": (READ, lambda p, d: {"stackName": d.pick(p.services)}),
    "cloudformation:DescribeStackEvents": (READ, lambda p, d: {"stackName": d.pick(p.services)}),
    "cloudtrail:DescribeTrails": (READ, nothing),
    "cloudtrail:StopLogging": (WRITE, nothing, nothing),
    "cloudtrail:GetTrailStatus": (READ, lambda p, d: {"name": p.trail}),
    "cloudtrail:LookupEvents": (READ, lambda p, d: {"maxResults": 50}),
    "logs:DescribeLogGroups": (READ, lambda p, d: {"limit": 50}),
    "logs:FilterLogEvents": (READ, lambda p, d: {"logGroupName": "/app/" + d.pick(p.services)}),
    "logs:StartQuery": (READ, lambda p, d: {"logGroupNames": ["/app/" + d.pick(p.services)], "limit": 100}),
    "logs:GetQueryResults": (READ, lambda p, d: {"queryId": d.uuid()}),
    "logs:CreateLogStream": (WRITE, lambda p, d: {"logGroupName": "/app/" + d.pick(p.services), "logStreamName": d.uuid()},
                             nothing),
    "monitoring:DescribeAlarms": (READ, lambda p, d: {"maxRecords": 100}),
    "monitoring:GetMetricData": (DATA_READ, lambda p, d: {"scanBy": "TimestampDescending"}),
    "monitoring:ListMetrics": (READ, lambda p, d: {"namespace": d.pick(["AWS/EC2", "AWS/RDS", "AWS/SQS"])}),
    "tagging:GetResources": (READ, lambda p, d: {"resourcesPerPage": 100}),
    "health:DescribeEventAggregates": (READ, lambda p, d: {"aggregateField": "eventTypeCategory",
                                                           "filter": {"eventStatusCodes": ["open", "upcoming"]}}),
    "organizations:ListAccounts": (READ, nothing),
    "organizations:DescribeOrganization": (READ, nothing),
    "ce:GetCostAndUsage": (READ, lambda p, d: {"timePeriod": {"start": "2026-02-01", "end": "2026-03-03"},
                                               "granularity": "DAILY", "metrics": ["UnblendedCost"]}),
    "ce:GetCostForecast": (READ, lambda p, d: {"metric": "UNBLENDED_COST", "granularity": "MONTHLY"}),
    "budgets:ViewBudget": (READ, lambda p, d: {"accountId": p.id}),
    "athena:StartQueryExecution": (WRITE, lambda p, d: {"queryString": "HIDDEN_DUE_TO_SECURITY_REASONS",
                                                        "workGroup": "reports"},
                                   lambda p, d: {"queryExecutionId": d.uuid()}),
    "athena:GetQueryExecution": (READ, lambda p, d: {"queryExecutionId": d.uuid()}),
    "athena:GetQueryResults": (READ, lambda p, d: {"queryExecutionId": d.uuid()}),
    "glue:GetTable": (READ, lambda p, d: {"databaseName": "reports", "name": d.pick(p.tables)}),
    "config:DescribeConfigurationRecorderStatus": (READ, nothing),
    "guardduty:ListDetectors": (READ, nothing),
    "guardduty:GetDetector": (READ, lambda p, d: {"detectorId": p.hex(32, "detector")}),
    "securityhub:BatchImportFindings": (WRITE, nothing, nothing),
    "backup:StartBackupJob": (WRITE, nothing, lambda p, d: {"backupJobId": d.uuid()}),
    "ses:SendEmail": (DATA_WRITE, nothing, lambda p, d: {"messageId": d.hex(16)}),
}



def shape_of(api):
    """An API without a row of its own asks and answers what its caller says, and its verb tells what it does."""
    known = APIS.get(api)
    verb = api.split(":")[1]
    return known or (READ if verb.startswith(("Get", "List", "Describe", "Lookup", "Search")) else WRITE, nothing, nothing)


# errorCode and errorMessage, as the service spells "no"
DENIED_BY = {"ec2": "Client.UnauthorizedOperation", "lambda": "AccessDeniedException", "ssm": "AccessDeniedException",
             "dynamodb": "AccessDeniedException", "secretsmanager": "AccessDeniedException", "kms": "AccessDenied",
             "organizations": "AccessDeniedException", "cloudtrail": "AccessDenied", "guardduty": "AccessDeniedException",
             "ce": "AccessDeniedException", "ecs": "AccessDeniedException", "logs": "AccessDeniedException"}
KEEPS_REQUEST_WHEN_DENIED = {"ec2", "s3", "dynamodb", "secretsmanager"}


def denied(actor, api, because="no identity-based policy allows"):
    service, name = api.split(":")
    action = f"{service}:{name.split('2015')[0]}"
    text = f"User: {actor.arn} is not authorized to perform: {action} because {because} the {action} action"
    if service == "ec2":
        text = "You are not authorized to perform this operation. " + text
    return DENIED_BY.get(service, "AccessDenied"), text


def data_resources(place, service, request):
    """resources of a data event; None where the request names nothing."""
    if service == "s3" and request and "bucketName" in request:
        arn = f"arn:aws:s3:::{request['bucketName']}"
        whole = {"accountId": place.id, "type": "AWS::S3::Bucket", "ARN": arn}
        return [{"type": "AWS::S3::Object", "ARN": f"{arn}/{request['key']}"}, whole] if "key" in request else [whole]
    if service == "dynamodb" and request and "tableName" in request:
        return [{"accountId": place.id, "type": "AWS::DynamoDB::Table",
                 "ARN": f"arn:aws:dynamodb:{place.region}:{place.id}:table/{request['tableName']}"}]
    if service == "kms":
        return [{"accountId": place.id, "type": "AWS::KMS::Key", "ARN": place.key_arn}]
    return None


def s3_extra(d, actor):
    return {"SignatureVersion": "SigV4", "CipherSuite": actor.cipher, "bytesTransferredIn": 0,
            "AuthenticationMethod": "AuthHeader", "x-amz-id-2": d.base64(actor.place.host_id_length) + "=",
            "bytesTransferredOut": d.below(90000)}


def record(actor, d, second, api, request=..., response=..., *, error=None, region=None, resources=None, extra=None,
           shared=None, event_id=None, request_id=None, event_type="AwsApiCall", host=None, recipient=None):
    """One record. `error` is (code, message) or True for a plain denial; `recipient` is the account that logs it."""
    service, name = api.split(":")
    shape = shape_of(api)
    place = recipient or actor.place
    region = region or ("us-east-1" if service in GLOBAL else place.region)
    if error is True:
        error = denied(actor, api)
    if request is ...:
        request = shape[1](place, d)
        if error and "ccess" in error[0] and service not in KEEPS_REQUEST_WHEN_DENIED:
            request = None
    if response is ...:
        response = shape[2](place, d) if len(shape) > 2 else None
    out = {"eventVersion": VERSION.get(service, VERSION_OTHERS), "userIdentity": actor.identity,
           "eventTime": stamp(second), "eventSource": SOURCE.get(service, service + ".amazonaws.com"),
           "eventName": name, "awsRegion": region, "sourceIPAddress": actor.ip, "userAgent": actor.agent}
    if error:
        out["errorCode"], out["errorMessage"] = error
        response = None
    out["requestParameters"] = request
    out["responseElements"] = response
    data = shape[0] in (DATA_READ, DATA_WRITE)
    if service == "s3":
        extra = extra or s3_extra(d, actor)
    if extra:
        out["additionalEventData"] = extra
    if request_id is None:
        request_id = d.text(16) if service == "s3" else d.text(52, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") \
            if service == "dynamodb" else d.uuid()
    if event_type != "AwsConsoleSignIn":
        out["requestID"] = request_id
    out["eventID"] = event_id or d.uuid()
    out["readOnly"] = shape[0] in (READ, DATA_READ)
    resources = resources or data_resources(place, service, request)
    if resources:
        out["resources"] = resources
    out["eventType"] = event_type
    out["managementEvent"] = not data
    out["recipientAccountId"] = place.id
    if shared:
        out["sharedEventID"] = shared
    if actor.endpoint and service in ("s3", "dynamodb"):
        out["vpcEndpointId"] = actor.endpoint
    out["eventCategory"] = "Data" if data else "Management"
    if not actor.is_service:
        host = host or (f"{service}.amazonaws.com" if service in GLOBAL else request["Host"] if service == "s3" and
                        request and "Host" in request else f"{service}.{region}.amazonaws.com")
        out["tlsDetails"] = {"tlsVersion": "TLSv1.3", "cipherSuite": actor.cipher, "clientProvidedHostHeader": host}
    if actor.console:
        out["sessionCredentialFromConsole"] = "true"
    return out


def service_event(place, d, second, source, name, details, region=None):
    """An AwsServiceEvent: something that the service did by itself."""
    return {"eventVersion": "1.11", "userIdentity": {"accountId": place.id, "invokedBy": f"{source}.amazonaws.com"},
            "eventTime": stamp(second), "eventSource": f"{source}.amazonaws.com", "eventName": name,
            "awsRegion": region or place.region, "sourceIPAddress": f"{source}.amazonaws.com",
            "userAgent": f"{source}.amazonaws.com", "requestParameters": None, "responseElements": None,
            "eventID": d.uuid(), "readOnly": False, "eventType": "AwsServiceEvent", "managementEvent": True,
            "recipientAccountId": place.id, "serviceEventDetails": details, "eventCategory": "Management"}


def insight(place, d, second, state, source, name, shared, baseline, rate):
    """A record of a CloudTrail-Insight object."""
    return {"eventVersion": "1.11", "eventTime": stamp(second), "awsRegion": place.region, "eventID": d.uuid(),
            "eventType": "AwsCloudTrailInsight", "recipientAccountId": place.id, "sharedEventID": shared,
            "insightDetails": {"state": state, "eventSource": source, "eventName": name,
                               "insightType": "ApiCallRateInsight", "insightContext": {"statistics": {
                                   "baseline": {"average": baseline}, "insight": {"average": rate},
                                   "insightDuration": 5, "baselineDuration": 10080}}},
            "eventCategory": "Insight"}

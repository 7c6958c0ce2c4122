/* SPDX-License-Identifier: Apache-2.0 */
/* support/story_fixture.c: the reference story, from tables. The random ones are in story_random.c. */
#include "story_fixture.h"

#include "base/jsonw.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DAY INT64_C(1772496000000000) /* 2026-03-03T00:00:00Z */
#define AT(h, m, s) (DAY + ((h) * INT64_C(3600) + (m) * 60 + (s)) * US_PER_SECOND)

struct api {
    const char *source, *name, *resource, *error;
};

struct step_row {
    int actor, from, to; /* HHMMSS; to 0: the same */
    const char *tactic, *technique;
    enum level level;
    const char *title, *detail;
    unsigned count, failed;
    unsigned char hinge, apis;
    const char *rule, *rule_title, *resource, *resource_type;
    struct api api[6]; /* taken in turns */
};

static const struct step_row STEPS[] = {
    {0,
     130211,
     0,
     "discovery",
     "T1087",
     LEVEL_LOW,
     "Asked whose key it is",
     "sts:GetCallerIdentity",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0001-4e1a-9c53-6a1de7a0c001",
     "Identity asked from a Tor exit",
     "",
     "",
     {{"sts.amazonaws.com", "GetCallerIdentity", "", ""}}},
    {0,
     130304,
     130540,
     "discovery",
     "T1580",
     LEVEL_MEDIUM,
     "Tried to look into 11 services",
     "ec2 rds iam s3 kms +6",
     14,
     14,
     0,
     11,
     "b1a6b4f0-0002-4e1a-9c53-6a1de7a0c002",
     "Burst of denied calls",
     "",
     "",
     {{"ec2.amazonaws.com", "DescribeInstances", "", "Client.UnauthorizedOperation"},
      {"rds.amazonaws.com", "DescribeDBSnapshots", "", "AccessDenied"},
      {"iam.amazonaws.com", "ListUsers", "", "AccessDenied"},
      {"s3.amazonaws.com", "ListBuckets", "", "AccessDenied"},
      {"kms.amazonaws.com", "ListKeys", "", "AccessDenied"},
      {"lambda.amazonaws.com", "ListFunctions20150331", "", "AccessDenied"}}},
    {0,
     130702,
     0,
     "privilege-escalation",
     "T1136.003",
     LEVEL_HIGH,
     "Created the role ec2-log-archiver",
     "iam:CreateRole",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0003-4e1a-9c53-6a1de7a0c003",
     "Role trusted by EC2 created",
     "ec2-log-archiver",
     "AWS::IAM::Role",
     {{"iam.amazonaws.com", "CreateRole", "role/ec2-log-archiver", ""}}},
    {0,
     130749,
     0,
     "privilege-escalation",
     "T1098.003",
     LEVEL_HIGH,
     "Gave that role AdministratorAccess",
     "iam:AttachRolePolicy",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0004-4e1a-9c53-6a1de7a0c004",
     "Administrator policy attached",
     "AdministratorAccess",
     "AWS::IAM::Policy",
     {{"iam.amazonaws.com", "AttachRolePolicy", "policy/AdministratorAccess", ""}}},
    {0,
     130830,
     0,
     "execution",
     "T1578.002",
     LEVEL_INFORMATIONAL,
     "Launched i-0f3a91c2 with that role",
     "t3.micro · subnet-0aa11",
     1,
     0,
     1,
     1,
     "b1a6b4f0-0005-4e1a-9c53-6a1de7a0c005",
     "Instance launched by a tainted actor",
     "i-0f3a91c2",
     "AWS::EC2::Instance",
     {{"ec2.amazonaws.com", "RunInstances", "i-0f3a91c2", ""}}},
    {1,
     131105,
     131231,
     "discovery",
     "T1619",
     LEVEL_LOW,
     "Listed databases, volumes and buckets",
     "rds ec2 s3 redshift",
     24,
     3,
     0,
     9,
     "b1a6b4f0-0006-4e1a-9c53-6a1de7a0c006",
     "Data stores listed by an instance",
     "",
     "",
     {{"rds.amazonaws.com", "DescribeDBSnapshots", "", ""},
      {"ec2.amazonaws.com", "DescribeVolumes", "", ""},
      {"s3.amazonaws.com", "ListBuckets", "", ""},
      {"redshift.amazonaws.com", "DescribeClusterSnapshots", "", ""},
      {"rds.amazonaws.com", "DescribeDBInstances", "", ""},
      {"kms.amazonaws.com", "ListGrants", "", "AccessDenied"}}},
    {1,
     131407,
     0,
     "exfiltration",
     "T1537",
     LEVEL_HIGH,
     "Shared an RDS snapshot with 999988887777",
     "orders-prod-0302",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0007-4e1a-9c53-6a1de7a0c007",
     "RDS snapshot shared with another account",
     "orders-prod-0302",
     "AWS::RDS::DBSnapshot",
     {{"rds.amazonaws.com", "ModifyDBSnapshotAttribute", "orders-prod-0302", ""}}},
    {1,
     131642,
     0,
     "exfiltration",
     "T1537",
     LEVEL_HIGH,
     "Shared an EBS snapshot with 999988887777",
     "snap-0c41e77b90",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0008-4e1a-9c53-6a1de7a0c008",
     "EBS snapshot shared with another account",
     "snap-0c41e77b90",
     "AWS::EC2::Snapshot",
     {{"ec2.amazonaws.com", "ModifySnapshotAttribute", "snap-0c41e77b90", ""}}},
    {0,
     135810,
     0,
     "collection",
     "T1074.002",
     LEVEL_MEDIUM,
     "Made an image of i-0f3a91c2",
     "ami-0b77e1d4",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0009-4e1a-9c53-6a1de7a0c009",
     "Image made of an instance",
     "ami-0b77e1d4",
     "AWS::EC2::Image",
     {{"ec2.amazonaws.com", "CreateImage", "ami-0b77e1d4", ""}}},
    {1,
     135936,
     0,
     "exfiltration",
     "T1537",
     LEVEL_CRITICAL,
     "Opened a bucket to 999988887777",
     "finance-exports",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0010-4e1a-9c53-6a1de7a0c010",
     "Bucket opened to another account",
     "finance-exports",
     "AWS::S3::Bucket",
     {{"s3.amazonaws.com", "PutBucketPolicy", "finance-exports", ""}}},
    {0,
     140120,
     0,
     "exfiltration",
     "T1537",
     LEVEL_HIGH,
     "Shared that image with 999988887777",
     "ami-0b77e1d4",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0011-4e1a-9c53-6a1de7a0c011",
     "AMI shared with another account",
     "ami-0b77e1d4",
     "AWS::EC2::Image",
     {{"ec2.amazonaws.com", "ModifyImageAttribute", "ami-0b77e1d4", ""}}},
    {1,
     140512,
     0,
     "exfiltration",
     "T1537",
     LEVEL_HIGH,
     "Let 999988887777 restore a Redshift snapshot",
     "dwh-weekly-0301",
     1,
     0,
     0,
     1,
     "b1a6b4f0-0012-4e1a-9c53-6a1de7a0c012",
     "Redshift snapshot shared",
     "dwh-weekly-0301",
     "AWS::Redshift::ClusterSnapshot",
     {{"redshift.amazonaws.com", "AuthorizeSnapshotAccess", "dwh-weekly-0301", ""}}},
    {1,
     140903,
     0,
     "lateral-movement",
     "T1550.001",
     LEVEL_HIGH,
     "Became prod-admin in another account",
     "sts:AssumeRole",
     1,
     0,
     1,
     1,
     "b1a6b4f0-0013-4e1a-9c53-6a1de7a0c013",
     "Role in another account assumed",
     "prod-admin",
     "AWS::IAM::Role",
     {{"sts.amazonaws.com", "AssumeRole", "role/prod-admin in prod", ""}}},
    {2,
     141125,
     141131,
     "discovery",
     "T1555.006",
     LEVEL_LOW,
     "Listed all 31 secrets",
     "secretsmanager",
     3,
     0,
     0,
     1,
     "b1a6b4f0-0014-4e1a-9c53-6a1de7a0c014",
     "Secrets listed by a tainted actor",
     "",
     "",
     {{"secretsmanager.amazonaws.com", "ListSecrets", "", ""}}},
    {2,
     141240,
     141358,
     "credential-access",
     "T1555.006",
     LEVEL_HIGH,
     "Read 6 secrets",
     "prod/db/* prod/stripe",
     6,
     0,
     0,
     1,
     "b1a6b4f0-0015-4e1a-9c53-6a1de7a0c015",
     "Secrets read in bulk",
     "prod/db/orders",
     "AWS::SecretsManager::Secret",
     {{"secretsmanager.amazonaws.com", "GetSecretValue", "prod/db/orders", ""},
      {"secretsmanager.amazonaws.com", "GetSecretValue", "prod/stripe", ""}}},
    {2,
     141502,
     141503,
     "credential-access",
     "T1555.006",
     LEVEL_MEDIUM,
     "Tried 2 more, stopped by the KMS key policy",
     "prod/payroll/*",
     2,
     2,
     0,
     1,
     "b1a6b4f0-0015-4e1a-9c53-6a1de7a0c015",
     "Secrets read in bulk",
     "prod/payroll/key",
     "AWS::SecretsManager::Secret",
     {{"secretsmanager.amazonaws.com", "GetSecretValue", "prod/payroll/key", "AccessDenied"}}},
};

static const struct {
    const char *ip, *account, *user_agent, *arn, *key;
} WHO[] = {
    {"185.220.101.34", "111122223333", "aws-cli/2.15.30 Python/3.11.8 Linux/6.1",
     "arn:aws:iam::111122223333:user/reporting-svc", "AKIAIOSFODNN7EXQ4XZ"},
    {"54.199.71.20", "111122223333", "Boto3/1.34.51 Python/3.11.6",
     "arn:aws:sts::111122223333:assumed-role/ec2-log-archiver/i-0f3a91c2", "ASIAIOSFODNN7EXA1AA"},
    {"54.199.71.20", "444455556666", "Boto3/1.34.51 Python/3.11.6",
     "arn:aws:sts::444455556666:assumed-role/prod-admin/sync", "ASIAIOSFODNN7EX7KDM"},
};

static int64_t clock_us(int hhmmss) {
    return AT(hhmmss / 10000, hhmmss / 100 % 100, hhmmss % 100);
}

static const struct slice *list(struct arena *a, const char *const *items, size_t count) {
    struct slice *out = ARENA_ARRAY(a, struct slice, count);
    for (size_t i = 0; i < count; i++) out[i] = slice_cstr(items[i]);
    return out;
}

/* A record as CloudTrail writes it, on one line. */
static struct slice raw_record(struct arena *a, const struct story_event *ev, const char *arn, const char *key) {
    struct buf out;
    struct jsonw jw;
    buf_init(&out);
    jw_init(&jw, &out, 0, false);
    jw_object(&jw);
    jw_kcstr(&jw, "eventVersion", "1.09");
    jw_key(&jw, "userIdentity");
    jw_object(&jw);
    jw_kcstr(&jw, "type", slice_find(slice_cstr(arn), SLICE("assumed-role")) >= 0 ? "AssumedRole" : "IAMUser");
    jw_kcstr(&jw, "arn", arn);
    jw_kstring(&jw, "accountId", ev->account);
    jw_kcstr(&jw, "accessKeyId", key);
    jw_end_object(&jw);
    jw_ktime(&jw, "eventTime", ev->time / US_PER_SECOND * US_PER_SECOND);
    jw_kstring(&jw, "eventSource", ev->source);
    jw_kstring(&jw, "eventName", ev->name);
    jw_kstring(&jw, "awsRegion", ev->region);
    jw_kstring(&jw, "sourceIPAddress", ev->source_ip);
    jw_kstring(&jw, "userAgent", ev->user_agent);
    if (ev->error.len) jw_kstring(&jw, "errorCode", ev->error);
    jw_key(&jw, "requestParameters");
    if (ev->resource.len) {
        jw_object(&jw);
        jw_kstring(&jw, "resource", ev->resource);
        jw_kbool(&jw, "dryRun", false);
        jw_end_object(&jw);
    } else jw_null(&jw);
    jw_kstring(&jw, "eventID", ev->id);
    jw_kcstr(&jw, "eventType", "AwsApiCall");
    jw_end_object(&jw);
    struct slice raw = arena_dup(a, buf_slice(&out));
    buf_release(&out);
    return raw;
}

static const struct story_event *events_of(struct arena *a, const struct step_row *row, size_t step, int64_t from,
                                           int64_t to) {
    size_t kinds = 0;
    while (kinds < COUNT(row->api) && row->api[kinds].name) kinds++;
    struct story_event *events = ARENA_ARRAY(a, struct story_event, row->count);
    unsigned ok = row->count - row->failed;
    for (unsigned i = 0; i < row->count; i++) {
        const struct api *api = &row->api[i % kinds];
        bool failed = i >= ok;
        if (row->failed && ok && kinds > 1) api = failed ? &row->api[kinds - 1] : &row->api[i % (kinds - 1)];
        events[i] = (struct story_event){
            .id = arena_printf(a, "%08zx-%04x-4a5d-9e21-0c5d2e90c4%02zx", (step + 1) * 0x0511d2e9, i, step + 1),
            .time = row->count > 1 ? from + (to - from) / (row->count - 1) * i : from,
            .source = slice_cstr(api->source),
            .name = slice_cstr(api->name),
            .region = SLICE("ap-northeast-1"),
            .account = slice_cstr(WHO[row->actor].account),
            .source_ip = slice_cstr(WHO[row->actor].ip),
            .user_agent = slice_cstr(WHO[row->actor].user_agent),
            .error = slice_cstr(api->error),
            .resource = slice_cstr(api->resource),
            .rule = STORY_NONE,
        };
        events[i].raw = raw_record(a, &events[i], WHO[row->actor].arn, WHO[row->actor].key);
    }
    return events;
}

static void step_fill(struct arena *a, struct story_step *step, size_t index) {
    const struct step_row *row = &STEPS[index];
    int64_t from = clock_us(row->from) + (int64_t)((index * 137 + 204) % 1000) * 1000;
    int64_t to = row->to ? clock_us(row->to) : from;
    struct story_resource *resource = ARENA_NEW(a, struct story_resource);
    *resource = (struct story_resource){slice_cstr(row->resource), slice_cstr(row->resource_type),
                                        slice_cstr(WHO[row->actor].account)};
    *step = (struct story_step){
        .id = arena_printf(a, "%012zx", (index + 1) * 0x9e3779b97f & 0xffffffffffff),
        .actor = (uint32_t)row->actor,
        .tactic = slice_cstr(row->tactic),
        .technique = slice_cstr(row->technique),
        .level = row->level,
        .outcome = row->failed == 0            ? STEP_SUCCEEDED
                   : row->failed == row->count ? STEP_FAILED
                                               : STEP_MIXED,
        .title = slice_cstr(row->title),
        .detail = slice_cstr(row->detail),
        .from = from,
        .to = to,
        .count = row->count,
        .failed = row->failed,
        .rules = list(a, &row->rule, 1),
        .rule_titles = list(a, &row->rule_title, 1),
        .rule_count = 1,
        .events = events_of(a, row, index, from, to),
        .event_count = row->count,
        .resources = resource,
        .resource_count = row->resource[0] ? 1 : 0,
        .context = row->level == LEVEL_INFORMATIONAL,
        .hinge = row->hinge,
        .apis = row->apis,
    };
}

static struct story_address address(const char *ip, const char *country, const char *asn, const char *network,
                                    int64_t from, int64_t to, uint64_t count) {
    return (struct story_address){slice_cstr(ip), slice_cstr(country), slice_cstr(asn), slice_cstr(network), from, to,
                                  count};
}

static void actors_fill(struct arena *a, struct story_actor *actors) {
    struct story_credential *keys = ARENA_ARRAY(a, struct story_credential, 5);
    keys[0] = (struct story_credential){SLICE("AKIAIOSFODNN7EXQ4XZ"), AT(13, 2, 11), AT(14, 1, 20)};
    keys[1] = (struct story_credential){SLICE("ASIAIOSFODNN7EXA1AA"), AT(13, 11, 5), AT(13, 16, 42)};
    keys[2] = (struct story_credential){SLICE("ASIAIOSFODNN7EXB2BB"), AT(13, 59, 36), AT(14, 5, 12)};
    keys[3] = (struct story_credential){SLICE("ASIAIOSFODNN7EXC3CC"), AT(14, 9, 3), AT(14, 9, 3)};
    keys[4] = (struct story_credential){SLICE("ASIAIOSFODNN7EX7KDM"), AT(14, 11, 25), AT(14, 15, 3)};
    struct story_address *ips = ARENA_ARRAY(a, struct story_address, 3);
    ips[0] = address("185.220.101.34", "NL", "AS60729", "Tor exit", AT(13, 2, 11), AT(14, 1, 20), 20);
    ips[1] = address("54.199.71.20", "JP", "AS16509", "Amazon", AT(13, 11, 5), AT(14, 9, 3), 29);
    ips[2] = address("54.199.71.20", "JP", "AS16509", "Amazon", AT(14, 11, 25), AT(14, 15, 3), 11);
    static const char *const agents[] = {"aws-cli/2.15.30 Python/3.11.8 Linux/6.1", "Boto3/1.34.51 Python/3.11.6"};
    actors[0] = (struct story_actor){.id = SLICE("a1f0c2d3e4b5"),
                                     .kind = ACTOR_USER,
                                     .name = SLICE("reporting-svc"),
                                     .arn = SLICE("arn:aws:iam::111122223333:user/reporting-svc"),
                                     .account = SLICE("111122223333"),
                                     .account_name = SLICE("dev"),
                                     .credentials = keys,
                                     .credential_count = 1,
                                     .addresses = ips,
                                     .address_count = 1,
                                     .user_agents = list(a, agents, 1),
                                     .user_agent_count = 1,
                                     .parent = STORY_NONE,
                                     .via_step = STORY_NONE,
                                     .via_at = TIME_NONE,
                                     .origin = SLICE("Older than the logs"),
                                     .first_seen = AT(13, 2, 11),
                                     .last_seen = AT(14, 1, 20)};
    actors[1] = (struct story_actor){.id = SLICE("b2e1d3c4f5a6"),
                                     .kind = ACTOR_INSTANCE,
                                     .name = SLICE("i-0f3a91c2"),
                                     .session = SLICE("i-0f3a91c2"),
                                     .role = SLICE("ec2-log-archiver"),
                                     .arn = SLICE("arn:aws:sts::111122223333:assumed-role/ec2-log-archiver/i-0f3a91c2"),
                                     .account = SLICE("111122223333"),
                                     .account_name = SLICE("dev"),
                                     .credentials = keys + 1,
                                     .credential_count = 3,
                                     .addresses = ips + 1,
                                     .address_count = 1,
                                     .user_agents = list(a, agents + 1, 1),
                                     .user_agent_count = 1,
                                     .parent = 0,
                                     .via_step = 4,
                                     .via_kind = SLICE("launched"),
                                     .via_verb = SLICE("launched"),
                                     .via_label = SLICE("i-0f3a91c2 as ec2-log-archiver"),
                                     .via_event = SLICE("1959220d-0000-4a5d-9e21-0c5d2e90c405"),
                                     .via_at = AT(13, 8, 30),
                                     .via_confidence = CONFIDENCE_EXACT,
                                     .origin = SLICE("Launched in step 5"),
                                     .first_seen = AT(13, 11, 5),
                                     .last_seen = AT(14, 9, 3)};
    actors[2] = (struct story_actor){.id = SLICE("c3d2e4f5a6b7"),
                                     .kind = ACTOR_SESSION,
                                     .name = SLICE("prod-admin"),
                                     .session = SLICE("sync"),
                                     .role = SLICE("prod-admin"),
                                     .arn = SLICE("arn:aws:sts::444455556666:assumed-role/prod-admin/sync"),
                                     .account = SLICE("444455556666"),
                                     .account_name = SLICE("prod"),
                                     .credentials = keys + 4,
                                     .credential_count = 1,
                                     .addresses = ips + 2,
                                     .address_count = 1,
                                     .user_agents = list(a, agents + 1, 1),
                                     .user_agent_count = 1,
                                     .parent = 1,
                                     .via_step = 12,
                                     .via_kind = SLICE("assumed"),
                                     .via_verb = SLICE("assumed"),
                                     .via_label = SLICE("prod-admin (account 444455556666)"),
                                     .via_event = SLICE("41e3bdc5-0000-4a5d-9e21-0c5d2e90c40d"),
                                     .via_at = AT(14, 9, 3),
                                     .via_confidence = CONFIDENCE_EXACT,
                                     .origin = SLICE("Assumed in step 13"),
                                     .first_seen = AT(14, 11, 25),
                                     .last_seen = AT(14, 15, 3)};
}

/* "next" from each step to the following one of its actor, and the branches to the children's first steps. */
static void edges_fill(struct arena *a, struct story *st) {
    struct story_edge *edges = ARENA_ARRAY(a, struct story_edge, st->step_count * 2);
    for (uint32_t i = 0; i < st->step_count; i++) {
        for (uint32_t k = 0; k < st->actor_count; k++) {
            const struct story_actor *child = &st->actors[k];
            if (child->via_step != i) continue;
            uint32_t first = i + 1;
            while (st->steps[first].actor != k) first++;
            edges[st->edge_count++] = (struct story_edge){
                i,
                first,
                child->via_kind,
                arena_printf(a, "%.*s %.*s", SLICE_FMT(child->via_kind), SLICE_FMT(child->via_label)),
                child->via_event,
                child->via_confidence};
        }
        for (uint32_t j = i + 1; j < st->step_count; j++) {
            if (st->steps[j].actor != st->steps[i].actor) continue;
            edges[st->edge_count++] = (struct story_edge){i, j, SLICE("next"), SLICE(""), SLICE(""), CONFIDENCE_EXACT};
            break;
        }
    }
    st->edges = edges;
}

static const struct story_reason REASONS[] = {
    {30, {"data shared with an outside account, 5 times", 44}},
    {25, {"administrator rights on a role of its own making", 48}},
    {18, {"three actors deep, across two accounts", 38}},
    {12, {"first use of this key from this network (Tor)", 45}},
    {9, {"secrets read in prod, importance: high", 38}},
};

#define NOTE(kind, resource, title) \
    {{kind, sizeof(kind) - 1}, {resource, sizeof(resource) - 1}, {title, sizeof(title) - 1}}
static const struct story_note IMPACTS[] = {
    NOTE("exfiltration", "orders-prod-0302", "RDS snapshot orders-prod-0302 can be restored by 999988887777"),
    NOTE("exfiltration", "snap-0c41e77b90", "EBS snapshot snap-0c41e77b90 can be copied by 999988887777"),
    NOTE("exfiltration", "finance-exports", "bucket finance-exports can be read by 999988887777"),
    NOTE("exfiltration", "ami-0b77e1d4", "image ami-0b77e1d4 can be launched by 999988887777"),
    NOTE("exfiltration", "dwh-weekly-0301", "Redshift snapshot dwh-weekly-0301 can be restored by 999988887777"),
    NOTE("credential", "prod/db/*", "6 secrets were read"),
};
static const struct story_note BLIND_SPOTS[] = {
    NOTE("data-events", "finance-exports",
         "Data events are off for finance-exports: reads of its objects cannot be excluded."),
    NOTE("before-logs", "", "The key of reporting-svc is older than these logs: who issued it is unknown."),
};
static const struct {
    const char *title, *command, *why;
    bool reversible;
} RESPONSES[] = {
    {"Disable the key of reporting-svc",
     "aws iam update-access-key --user-name reporting-svc \\\n  --access-key-id AKIAIOSFODNN7EXQ4XZ --status Inactive",
     "It was used from a Tor exit; steps 1 to 5 were made with it.", true},
    {"Revoke the sessions of ec2-log-archiver",
     "aws iam put-role-policy --role-name ec2-log-archiver \\\n  --policy-name revoke-older-sessions --policy-document "
     "file://revoke.json",
     "Stopping the key does not end sessions that exist already.", true},
    {"Stop sharing the RDS snapshot orders-prod-0302",
     "aws rds modify-db-snapshot-attribute \\\n  --db-snapshot-identifier orders-prod-0302 \\\n  --attribute-name "
     "restore \\\n  --values-to-remove 999988887777",
     "Shared with an outside account in step 7.", true},
    {"Terminate the instance i-0f3a91c2", "aws ec2 terminate-instances --instance-ids i-0f3a91c2",
     "It carries out the steps of the second actor. Take a snapshot of its volumes first.", false},
};
static const char *const PARAGRAPHS[] = {
    "On 3 March 2026 at 13:02 UTC an access key of the IAM user reporting-svc was used from 185.220.101.34, a Tor "
    "exit. It asked "
    "whose key it is, then tried to look into 11 services and was denied 14 times.",
    "At 13:07 it created the role ec2-log-archiver, gave it AdministratorAccess and, at 13:08, launched the instance "
    "i-0f3a91c2 "
    "with it: the user became an instance with administrator rights.",
    "From 13:11 the instance listed databases, volumes and buckets, then shared an RDS snapshot, an EBS snapshot, the "
    "bucket "
    "finance-exports and a Redshift snapshot with account 999988887777. Meanwhile the user shared a machine image.",
    "At 14:09 the instance became prod-admin in account 444455556666, where it listed all 31 secrets and read six of "
    "them. Two more "
    "were protected by the policy of their KMS key.",
};

static void rest_fill(struct arena *a, struct story *st) {
    static const char *const accounts[] = {"111122223333", "444455556666"}, *const regions[] = {"ap-northeast-1"},
                             *const tactics[] = {"collection",          "credential-access", "discovery",
                                                 "execution",           "exfiltration",      "lateral-movement",
                                                 "privilege-escalation"},
                             *const techniques[] = {"T1074.002", "T1087",     "T1098.003", "T1136.003", "T1537",
                                                    "T1550.001", "T1555.006", "T1578.002", "T1580",     "T1619"};
    struct story_response *responses = ARENA_ARRAY(a, struct story_response, COUNT(RESPONSES));
    for (size_t i = 0; i < COUNT(RESPONSES); i++) {
        responses[i] = (struct story_response){.phase = i < 2 ? SLICE("contain") : SLICE("undo"),
                                               .title = slice_cstr(RESPONSES[i].title),
                                               .command = slice_cstr(RESPONSES[i].command),
                                               .why = slice_cstr(RESPONSES[i].why),
                                               .account = SLICE("111122223333"),
                                               .region = i ? SLICE("ap-northeast-1") : SLICE(""),
                                               .reversible = RESPONSES[i].reversible};
    }
    st->accounts = list(a, accounts, st->account_count = COUNT(accounts));
    st->regions = list(a, regions, st->region_count = COUNT(regions));
    st->tactics = list(a, tactics, st->tactic_count = COUNT(tactics));
    st->techniques = list(a, techniques, st->technique_count = COUNT(techniques));
    st->paragraphs = list(a, PARAGRAPHS, st->paragraph_count = COUNT(PARAGRAPHS));
    st->reasons = REASONS, st->reason_count = COUNT(REASONS);
    st->impacts = IMPACTS, st->impact_count = COUNT(IMPACTS);
    st->blind_spots = BLIND_SPOTS, st->blind_spot_count = COUNT(BLIND_SPOTS);
    st->responses = responses, st->response_count = COUNT(RESPONSES);
}

static void input_fill(struct arena *a, struct story_set *set) {
    static const char *const accounts[] = {"111122223333", "444455556666", "777788889999"},
                             *const regions[] = {"ap-northeast-1", "us-east-1"},
                             *const sources[] = {"ec2.amazonaws.com", "iam.amazonaws.com", "rds.amazonaws.com",
                                                 "s3.amazonaws.com", "sts.amazonaws.com"};
    static const struct input_problem failed[] = {
        {{"logs/cut.json.gz", 16}, {"unexpected end of the gzip stream", 33}, 40961}};
    static const struct digest_problem digest_problems[] = {
        {.path = {"AWSLogs/x/a.json.gz", 19},
         .fault = DIGEST_LOG_CHANGED,
         .error = {"was changed after its delivery", 30}},
        {.path = {"AWSLogs/y/d.json.gz", 19}, .fault = DIGEST_GAP, .error = {"the digest is not there", 23}}};
    set->input = (struct input_stats){.files = 212,
                                      .skipped_files = 3,
                                      .bytes = 7340032,
                                      .records = 4120,
                                      .events = 4080,
                                      .duplicates = 40,
                                      .failed_count = 1,
                                      .failed = failed,
                                      .failed_listed = 1,
                                      .from = AT(0, 0, 4),
                                      .to = AT(23, 59, 51),
                                      .accounts = list(a, accounts, 3),
                                      .regions = list(a, regions, 2),
                                      .sources = list(a, sources, 5),
                                      .account_count = 3,
                                      .region_count = 2,
                                      .source_count = 5,
                                      .digests = {.read = 24,
                                                  .verified_logs = 201,
                                                  .absent_logs = 1,
                                                  .signatures = 21,
                                                  .problem_count = 2,
                                                  .problems = digest_problems,
                                                  .listed = 2}};
    struct observation *seen = ARENA_ARRAY(a, struct observation, 2);
    seen[0] = (struct observation){LEVEL_MEDIUM,
                                   SLICE("Console login without MFA"),
                                   SLICE("ann (dev)"),
                                   AT(9, 1, 4),
                                   AT(9, 1, 4),
                                   1,
                                   12,
                                   list(a, (const char *const[]){"b1a6b4f0-0020"}, 1),
                                   1};
    seen[1] = (struct observation){LEVEL_LOW,
                                   SLICE("Denied calls"),
                                   SLICE("ci-deploy (shared)"),
                                   AT(11, 20, 0),
                                   AT(11, 24, 9),
                                   6,
                                   5,
                                   list(a, (const char *const[]){"b1a6b4f0-0002"}, 1),
                                   1};
    set->observations = seen, set->observation_count = 2;
}

void fixture_reference(struct story_set *set) {
    *set = (struct story_set){0};
    arena_init(&set->arena, 0);
    struct arena *a = &set->arena;
    struct story *st = ARENA_NEW(a, struct story);
    struct story_step *steps = ARENA_ARRAY(a, struct story_step, COUNT(STEPS));
    struct story_actor *actors = ARENA_ARRAY(a, struct story_actor, 3);
    for (size_t i = 0; i < COUNT(STEPS); i++) step_fill(a, &steps[i], i);
    actors_fill(a, actors);
    *st = (struct story){
        .id = SLICE("7f3c91be04d2"),
        .title = SLICE(
            "Leaked key of reporting-svc became administrator and shared five data stores with account 999988887777"),
        .summary = SLICE("Somebody at 185.220.101.34, a Tor exit, used a key of reporting-svc, was denied 14 times, "
                         "then created the role "
                         "ec2-log-archiver with AdministratorAccess and launched an instance with it. That instance "
                         "shared three snapshots "
                         "and a bucket with an outside account, became prod-admin and read six secrets; the user "
                         "shared a machine image."),
        .level = LEVEL_CRITICAL,
        .score = 94,
        .from = steps[0].from,
        .to = steps[COUNT(STEPS) - 1].to,
        .actors = actors,
        .actor_count = 3,
        .steps = steps,
        .step_count = COUNT(STEPS),
    };
    edges_fill(a, st);
    rest_fill(a, st);
    set->alerts = st, set->alert_count = 1;
    input_fill(a, set);
}

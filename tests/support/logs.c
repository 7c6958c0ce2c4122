/* SPDX-License-Identifier: Apache-2.0 */
/* tests/support/logs.c: see logs.h. */
#include "logs.h"

#include <criterion/criterion.h>

const char *const LOGS_RULES =
    "title: Probe\nid: r-probe\nlogsource: {product: aws, service: cloudtrail}\nlevel: low\ntags: [attack.discovery]\n"
    "detection: {s: {eventName: Probe}, condition: s}\nemaki: {step: Probed, many: 'Probed {n} times'}\n"
    "---\n"
    "title: Grab\nid: r-grab\nlogsource: {product: aws, service: cloudtrail}\nlevel: medium\n"
    "tags: [attack.credential-access, attack.t1552]\n"
    "detection: {s: {eventName: Grab}, condition: s}\n"
    "emaki: {step: 'Grabbed {requestParameters.thing}', many: 'Grabbed {n} things', resource: requestParameters.thing, "
    "impact: credential}\n"
    "---\n"
    "title: Share\nid: r-share\nlogsource: {product: aws, service: cloudtrail}\nlevel: high\n"
    "tags: [attack.exfiltration, attack.t1537]\n"
    "detection: {s: {eventName: Share}, condition: s}\n"
    "emaki: {step: 'Shared {requestParameters.thing} with {requestParameters.with}', resource: "
    "requestParameters.thing, "
    "target: requestParameters.with, impact: exfiltration}\n"
    "---\n"
    "title: Made an actor\nid: r-made\nlogsource: {product: aws, service: cloudtrail}\nlevel: informational\n"
    "tags: [attack.execution]\n"
    "detection: {s: {eventName: [AssumeRole, RunInstances, CreateAccessKey, CreateUser, CreateRole, "
    "UpdateAssumeRolePolicy]}, condition: s}\n"
    "---\n"
    "title: Looked\nid: r-look\nlogsource: {product: aws, service: cloudtrail}\nlevel: informational\n"
    "tags: [attack.discovery]\n"
    "detection: {s: {eventName|startswith: [List, Describe]}, condition: s}\n"
    "emaki: {step: Looked at a list, many: 'Looked at {n} lists'}\n";

void logs_init(struct logs *logs, const char *yaml) {
    *logs = (struct logs){0};
    struct ruleset_builder *builder = ruleset_builder_new();
    ruleset_builder_add(builder, SLICE("test.yml"), slice_cstr(yaml));
    logs->rules = ruleset_build(builder);
    size_t skipped;
    const struct rule_skipped *s = ruleset_skipped(logs->rules, &skipped);
    cr_assert_eq(skipped, 0, "%u:%u %.*s", skipped ? s->line : 0, skipped ? s->column : 0,
                 SLICE_FMT(skipped ? s->error : SLICE("")));
    logs->matcher = matcher_new(logs->rules);
    facts_init(&logs->facts, logs->rules, LANG_EN);
    arena_init(&logs->arena, 0);
}

void logs_release(struct logs *logs) {
    arena_release(&logs->set.arena);
    facts_release(&logs->facts);
    arena_release(&logs->arena);
    matcher_free(logs->matcher);
    ruleset_free(logs->rules);
}

static struct slice full_time(struct logs *logs, const char *clock) {
    int day = 3;
    if (clock[0] == '+') {
        day += clock[1] - '0';
        clock = strchr(clock, ' ') + 1;
    }
    return arena_printf(&logs->arena, "2026-03-%02dT%sZ", day, clock);
}

static struct slice identity(struct logs *logs, struct caller who) {
    const char *account = who.account ? who.account : "111122223333";
    struct arena *a = &logs->arena;
    struct slice key = who.key ? arena_printf(a, ",\"accessKeyId\":\"%s\"", who.key) : SLICE("");
    if (strcmp(who.type, "user") == 0)
        return arena_printf(a,
                            "{\"type\":\"IAMUser\",\"principalId\":\"AIDA%s\",\"arn\":\"arn:aws:iam::%s:user/%s\","
                            "\"accountId\":\"%s\",\"userName\":\"%s\"%.*s}",
                            who.name, account, who.name, account, who.name, SLICE_FMT(key));
    if (strcmp(who.type, "session") == 0 || strcmp(who.type, "instance") == 0) {
        struct slice created = full_time(logs, who.created ? who.created : "00:00:00");
        struct slice source =
            who.source_identity ? arena_printf(a, ",\"sourceIdentity\":\"%s\"", who.source_identity) : SLICE("");
        return arena_printf(a,
                            "{\"type\":\"AssumedRole\",\"principalId\":\"AROA%s:%s\",\"arn\":"
                            "\"arn:aws:sts::%s:assumed-role/%s/%s\",\"accountId\":\"%s\"%.*s,\"sessionContext\":{"
                            "\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA%s\",\"arn\":"
                            "\"arn:aws:iam::%s:role/%s\",\"accountId\":\"%s\",\"userName\":\"%s\"},"
                            "\"attributes\":{\"creationDate\":\"%.*s\",\"mfaAuthenticated\":\"false\"}%.*s}}",
                            who.name, who.session, account, who.name, who.session, account, SLICE_FMT(key), who.name,
                            account, who.name, account, who.name, SLICE_FMT(created), SLICE_FMT(source));
    }
    if (strcmp(who.type, "root") == 0)
        return arena_printf(
            a, "{\"type\":\"Root\",\"principalId\":\"%s\",\"arn\":\"arn:aws:iam::%s:root\",\"accountId\":\"%s\"%.*s}",
            account, account, account, SLICE_FMT(key));
    if (strcmp(who.type, "account") == 0)
        return arena_printf(a, "{\"type\":\"AWSAccount\",\"principalId\":\"%s\",\"accountId\":\"%s\"}", who.session,
                            account);
    return arena_printf(a, "{\"type\":\"AWSService\",\"invokedBy\":\"%s\"}", who.name);
}

struct slice logs_record(struct logs *logs, const char *clock, struct caller who, const char *api,
                         const char *members) {
    struct slice service = slice_before(slice_cstr(api), ':'), name = slice_after_last(slice_cstr(api), ':');
    struct slice time = full_time(logs, clock), caller = identity(logs, who);
    bool account = members && strstr(members, "\"recipientAccountId\"");
    return arena_printf(&logs->arena,
                        "{\"eventVersion\":\"1.09\",\"userIdentity\":%.*s,\"eventTime\":\"%.*s\",\"eventSource\":"
                        "\"%.*s.amazonaws.com\",\"eventName\":\"%.*s\",\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":"
                        "\"%s\",\"userAgent\":\"%s\",\"eventID\":\"00000000-0000-4000-8000-%012u\"%s%s%s%s}",
                        SLICE_FMT(caller), SLICE_FMT(time), SLICE_FMT(service), SLICE_FMT(name),
                        who.ip ? who.ip : "192.0.2.10", who.agent ? who.agent : "aws-cli/2", ++logs->next_id,
                        account ? "" : ",\"recipientAccountId\":\"",
                        account ? "" : (who.account ? who.account : "111122223333"), account ? "" : "\"",
                        members ? arena_printf(&logs->arena, ",%s", members).ptr : "");
}

void logs_add_json(struct logs *logs, struct slice json) {
    yyjson_doc *doc = yyjson_read(json.ptr, json.len, 0);
    cr_assert_not_null(doc, "%.*s", SLICE_FMT(json));
    struct event ev;
    struct err err = ERR_INIT;
    cr_assert(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", err.message);
    const uint32_t *rules;
    size_t count = matcher_match(logs->matcher, &ev, &rules);
    facts_add(&logs->facts, &ev, rules, count, 0);
    if (logs->detail) facts_add_detail(&logs->facts, &ev, rules, count, 0, true);
    yyjson_doc_free(doc);
}

void logs_add(struct logs *logs, const char *clock, struct caller who, const char *api, const char *members) {
    logs_add_json(logs, logs_record(logs, clock, who, api, members));
}

const struct story_set *logs_weave(struct logs *logs) {
    arena_release(&logs->set.arena);
    logs->set = (struct story_set){0};
    arena_init(&logs->set.arena, 0);
    weave(&logs->facts, &logs->world, &logs->set, NULL);
    return &logs->set;
}

const struct story_actor *logs_actor(const struct story *story, const char *name) {
    for (size_t i = 0; i < story->actor_count; i++)
        if (slice_eq(story->actors[i].name, slice_cstr(name)) || slice_eq(story->actors[i].session, slice_cstr(name)))
            return &story->actors[i];
    return NULL;
}

const struct story *logs_only_alert(struct logs *logs) {
    const struct story_set *set = logs_weave(logs);
    cr_assert_eq(set->alert_count, 1, "%zu alerts", set->alert_count);
    return &set->alerts[0];
}

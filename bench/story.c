/* SPDX-License-Identifier: Apache-2.0 */
/* bench/story.c: what the weave costs by the number of findings, and the picture by the number of steps.
 *
 * In:   nothing.     Out: a table on stdout; nothing passes or fails here.
 * Findings: 200 users, each with its own key and address, raise them in turns, all through a day. Steps: a user who
 * takes 59 roles, whose sessions act every eleven minutes, so that each act is a step of its own.
 * Times are the shortest of ROUNDS; memory is the peak of the process, largest last.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/mem.h"
#include "story/svg.h"
#include "story/weave.h"

enum { ROUNDS = 3, USERS = 200, LANES = 60 };
#define BEGIN (INT64_C(1772496000)) /* 3 March 2026, seconds */

static const char RULES[] =
    "title: Read\nid: r-read\nlogsource: {product: aws, service: cloudtrail}\nlevel: high\n"
    "tags: [attack.credential-access, attack.t1552]\ndetection: {s: {eventName: GetSecretValue}, condition: s}\n"
    "emaki: {step: 'Read {requestParameters.secretId}', resource: requestParameters.secretId}\n";

static double now_ms(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static double peak_mb(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_maxrss / 1000;
}

static struct ruleset *make_rules(void) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("bench.yml"), slice_cstr(RULES));
    return ruleset_build(b);
}

/* Adds one record; `rule` says whether it raises something. */
static void add(struct facts *facts, const char *json, size_t len, bool rule) {
    static const uint32_t first = 0;
    struct err err = ERR_INIT;
    struct event ev;
    yyjson_doc *doc = yyjson_read(json, len, 0);
    if (!doc || !event_decode(yyjson_doc_get_root(doc), &ev, &err)) {
        fprintf(stderr, "story: a record of its own making is broken: %s\n", err.message);
        exit(1);
    }
    facts_add(facts, &ev, &first, rule, 0);
    yyjson_doc_free(doc);
}

static void put_head(struct buf *out, size_t number, int64_t second, const char *source, const char *name) {
    buf_clear(out);
    buf_printf(out,
               "{\"eventTime\":\"%s\",\"eventSource\":\"%s.amazonaws.com\",\"eventName\":\"%s\",\"awsRegion\":"
               "\"us-east-1\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"00000000-0000-4000-8000-%012zx\",",
               time_rfc3339(second * US_PER_SECOND).text, source, name, number);
}

static void put_user(struct buf *out, size_t user) {
    buf_printf(out,
               "\"sourceIPAddress\":\"198.51.%zu.7\",\"userAgent\":\"tool/%zu\",\"userIdentity\":{\"type\":\"IAMUser\","
               "\"principalId\":\"AIDA%zu\",\"arn\":\"arn:aws:iam::111122223333:user/u%zu\",\"accountId\":"
               "\"111122223333\",\"userName\":\"u%zu\",\"accessKeyId\":\"AKIA%zu\"},",
               user, user, user, user, user, user);
}

static void put_session(struct buf *out, size_t role) {
    buf_printf(out,
               "\"sourceIPAddress\":\"203.0.113.9\",\"userAgent\":\"tool\",\"userIdentity\":{\"type\":\"AssumedRole\","
               "\"principalId\":\"AROA%zu:s\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/r%zu/s\",\"accountId\":"
               "\"111122223333\",\"accessKeyId\":\"ASIA%zu\",\"sessionContext\":{\"attributes\":{\"creationDate\":"
               "\"2026-03-03T00:00:01Z\"}}},",
               role, role, role);
}

static void put_secret(struct buf *out, size_t number) {
    buf_printf(out, "\"requestParameters\":{\"secretId\":\"prod/%zu\"}}", number % 1000);
}

static void make_findings(struct facts *facts, size_t count) {
    struct buf json;
    buf_init(&json);
    for (size_t i = 0; i < count; i++) {
        put_head(&json, i, BEGIN + (int64_t)(i * 86400 / count), "secretsmanager", "GetSecretValue");
        put_user(&json, i % USERS);
        put_secret(&json, i);
        add(facts, json.ptr, json.len, true);
    }
    buf_release(&json);
}

static void make_steps(struct facts *facts, size_t steps) {
    struct buf json;
    buf_init(&json);
    size_t number = 0;
    put_head(&json, number++, BEGIN, "secretsmanager", "GetSecretValue");
    put_user(&json, 1);
    put_secret(&json, 0);
    add(facts, json.ptr, json.len, true);
    for (size_t role = 1; role < LANES; role++) {
        put_head(&json, number++, BEGIN + (int64_t)role, "sts", "AssumeRole");
        put_user(&json, 1);
        buf_printf(&json,
                   "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111122223333:role/r%zu\"},\"responseElements\":{"
                   "\"credentials\":{\"accessKeyId\":\"ASIA%zu\"}}}",
                   role, role);
        add(facts, json.ptr, json.len, false);
    }
    for (size_t i = 0; number < steps; i++) {
        put_head(&json, number++, BEGIN + 60 + (int64_t)(i / (LANES - 1)) * 660 + (int64_t)(i % (LANES - 1)),
                 "secretsmanager", "GetSecretValue");
        put_session(&json, 1 + i % (LANES - 1));
        put_secret(&json, i);
        add(facts, json.ptr, json.len, true);
    }
    buf_release(&json);
}

static double weave_ms(const struct facts *facts, struct story_set *set) {
    static const struct world nobody;
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (round) arena_release(&set->arena);
        *set = (struct story_set){0};
        arena_init(&set->arena, 0);
        double begin = now_ms();
        weave(facts, &nobody, set, NULL);
        double spent = now_ms() - begin;
        if (!round || spent < best) best = spent;
    }
    return best;
}

static void measure_weave(const struct ruleset *rules, size_t count) {
    struct facts facts;
    struct story_set set;
    facts_init(&facts, rules, LANG_EN);
    make_findings(&facts, count);
    double before = peak_mb(), ms = weave_ms(&facts, &set);
    printf("weave  %9zu findings %7zu alerts %9.1f ms %8.1f MB, facts %.1f MB\n", facts.finding_count, set.alert_count,
           ms, peak_mb(), before);
    arena_release(&set.arena);
    facts_release(&facts);
}

static void measure_picture(const struct ruleset *rules, size_t steps) {
    struct facts facts;
    struct story_set set;
    double best = 0;
    size_t bytes = 0, lanes = 0;
    facts_init(&facts, rules, LANG_EN);
    make_steps(&facts, steps);
    double woven = weave_ms(&facts, &set);
    for (int round = 0; set.alert_count && round < ROUNDS; round++) {
        const struct svg_options options = {.theme = SVG_AUTO, .standalone = true};
        struct buf svg;
        buf_init(&svg);
        double begin = now_ms();
        story_svg(&set.alerts[0], &options, &svg);
        double spent = now_ms() - begin;
        if (!round || spent < best) best = spent;
        bytes = svg.len;
        lanes = set.alerts[0].actor_count;
        buf_release(&svg);
    }
    printf("draw   %9zu steps %10zu actors %9.1f ms, %zu bytes of SVG; woven in %.1f ms\n",
           set.alert_count ? set.alerts[0].step_count : 0, lanes, best, bytes, woven);
    arena_release(&set.arena);
    facts_release(&facts);
}

int main(void) {
    struct ruleset *rules = make_rules();
    measure_picture(rules, 100);
    measure_picture(rules, 500);
    measure_picture(rules, 2000);
    measure_weave(rules, 10000);
    measure_weave(rules, 100000);
    measure_weave(rules, 1000000);
    ruleset_free(rules);
    return 0;
}

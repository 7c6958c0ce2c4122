/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_rules.c: Sigma rules as text, and one event matched against whatever they became. */
#include <stdlib.h>

#include "detect/detect.h"
#include "fuzz/fuzz.h"

/* A record with something of every type in it. */
static const char RECORD[] =
    "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventSource\":\"iam.amazonaws.com\","
    "\"eventName\":\"CreateUser\",\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"203.0.113.7\","
    "\"userAgent\":\"aws-cli/2\",\"readOnly\":false,\"eventID\":\"e1\",\"recipientAccountId\":\"111122223333\","
    "\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"ann\",\"accessKeyId\":\"AKIA1\"},"
    "\"requestParameters\":{\"userName\":\"bob\",\"items\":[1,2.5,null,{\"a\":\"b\"}]},\"errorCode\":null}";

enum { HITS = 4 }; /* of each base rule, a minute apart: enough to make small correlations hold */

/* The hits of one rule that correlations count, judged as a set. */
static void correlate_one(const struct ruleset *rules, uint32_t rule, const struct event *ev) {
    struct corr_hit hits[HITS];
    struct slice keys[HITS];
    const struct corr_match *matches;
    struct arena arena;
    struct buf bytes;
    arena_init(&arena, ARENA_CHUNK);
    buf_init(&bytes);
    rule_corr_keys(rules, rule, ev, &bytes);
    for (uint32_t i = 0; i < HITS; i++) {
        hits[i] = (struct corr_hit){rule, ev->time + i * US_PER_MINUTE, {i, ev->key.lo}, i};
        keys[i] = buf_slice(&bytes);
    }
    size_t count = correlate(rules, hits, keys, HITS, &arena, &matches);
    for (size_t i = 0; i < count; i++)
        if (matches[i].from > matches[i].to || matches[i].hit_count == 0) abort();
    buf_release(&bytes);
    arena_release(&arena);
}

static void match_one(const struct ruleset *rules) {
    yyjson_doc *doc = yyjson_read(RECORD, sizeof RECORD - 1, 0);
    struct matcher *matcher = matcher_new(rules);
    struct err err = ERR_INIT;
    struct event ev;
    const uint32_t *hits;
    struct buf out;
    buf_init(&out);
    if (!event_decode(yyjson_doc_get_root(doc), &ev, &err)) abort();
    size_t count = matcher_match(matcher, &ev, &hits);
    ev.plain = false; /* the long way, to the same end */
    if (matcher_match(matcher, &ev, &hits) != count) abort();
    for (size_t i = 0; i < count; i++) {
        rule_render(ruleset_info(rules, hits[i])->words[LANG_EN].step, &ev, &out);
        if (ruleset_info(rules, hits[i])->correlation_base) correlate_one(rules, hits[i], &ev);
    }
    buf_release(&out);
    matcher_free(matcher);
    yyjson_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ruleset_builder *builder = ruleset_builder_new();
    ruleset_builder_add(builder, SLICE("rules/a.yml"), (struct slice){(const char *)data, size});
    struct ruleset *rules = ruleset_build(builder);
    match_one(rules);
    ruleset_free(rules);
    return 0;
}

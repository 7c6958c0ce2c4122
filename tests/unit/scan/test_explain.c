/* SPDX-License-Identifier: Apache-2.0 */
/* An event explained: what it is, what matched, what did not and why; nothing of a log reaches a terminal raw. */
#include <criterion/criterion.h>
#include <string.h>

#include "scan/explain.h"

#define RULE(id, source, name, more)                                                                  \
    "id: " id "\ntitle: rule " id "\nlogsource: {product: aws}\ndetection: {s: {eventSource: " source \
    ", eventName: " name "}, " more "}\n---\n"
#define RULES                                                                                \
    RULE("one", "iam.x", "ListUsers", "condition: s")                                        \
    RULE("two", "iam.x", "ListUsers", "t: {a: 1}, u: {b: 2}, condition: s and (t or not u)") \
    RULE("far", "s3.x", "ListUsers", "condition: s")                                         \
    "title: f\nlogsource: {product: aws}\nfilter: {rules: [one], s: {muted: 1}, condition: not s}\n"

static struct buf explained(const char *more) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("f"), SLICE(RULES));
    struct ruleset *rs = ruleset_build(b);
    struct matcher *m = matcher_new(rs);
    struct buf json, out;
    struct err err = ERR_INIT;
    struct event ev;
    const uint32_t *rules;
    buf_init(&json);
    buf_init(&out);
    buf_printf(&json, "{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventSource\":\"iam.x\",\"eventID\":\"e1\",%s}", more);
    yyjson_doc *doc = yyjson_read(json.ptr, json.len, 0);
    cr_assert(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", err.message);
    size_t count = matcher_match(m, &ev, &rules);
    explain_event(m, rs, &ev, rules, count, &out);
    buf_release(&json);
    yyjson_doc_free(doc);
    matcher_free(m);
    ruleset_free(rs);
    return out;
}

static void expect(const char *more, const char *const *parts, const char *absent) {
    struct buf out = explained(more);
    for (; *parts; parts++) cr_expect(strstr(out.ptr, *parts) != NULL, "no %s in\n%s", *parts, out.ptr);
    if (absent) cr_expect_null(strstr(out.ptr, absent), "%s", out.ptr);
    buf_release(&out);
}
#define PARTS(...) ((const char *const[]){__VA_ARGS__, NULL})

Test(explain, what_matched_and_what_did_not) {
    expect("\"eventName\":\"ListUsers\",\"b\":2,\"errorCode\":\"AccessDenied\"",
           PARTS("Event e1\n", "2026-03-03T13:02:11Z  iam.x ListUsers", "; failed: AccessDenied\n",
                 "Matched:\n  one       medium         rule one\n", "  two       medium         rule two\n",
                 "            holds     s\n            does not  t\n            holds     u\n",
                 "            condition s and (t or not u)\n"),
           "rule far");
}

Test(explain, what_is_muted) {
    expect("\"eventName\":\"ListUsers\",\"muted\":1,\"a\":1", PARTS("rule one (muted by a filter)\n", "rule two\n"),
           "did not match");
}

Test(explain, nothing_asks) {
    expect("\"eventName\":\"Other\"", PARTS("Matched no rule.\n", "No rule asks for this API by name.\n"),
           "did not match");
}

Test(explain, hostile_text_is_made_safe) {
    expect("\"eventName\":\"\\u001b[2J\"", PARTS("Matched no rule."), "\x1b");
}

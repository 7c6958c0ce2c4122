/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of rules, tested: what holds, what fails and with which words. */
#include <criterion/criterion.h>

#include "detect/rule_test.h"

#define RULES                                                                                                        \
    "id: a\nname: alpha\ntitle: A\nlogsource: {product: aws}\ndetection: {s: {eventName: A}, condition: s}\nlevel: " \
    "low\n"                                                                                                          \
    "emaki: {step: 'Did {requestParameters.x}', resource: requestParameters.x}\n---\n"                               \
    "id: z\ntitle: Z\ncorrelation: {type: event_count, rules: [a], timespan: 1m, condition: {gte: 3}}\nlevel: high\n"

#define EVENT(name, more)                                                                                             \
    "{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventSource\":\"s\",\"eventName\":\"" name "\",\"eventID\":\"e\"" more \
    "}"
#define X ",\"requestParameters\":{\"x\":\"y\"}"

static struct ruleset *rules;
static struct rule_tester *tester;

static void begin(void) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("f"), SLICE(RULES));
    rules = ruleset_build(b);
    tester = rule_tester_new(rules);
}

static void end(void) {
    rule_tester_free(tester);
    ruleset_free(rules);
}

TestSuite(rule_test, .init = begin, .fini = end);

static void expect(const char *line, const char *error) {
    struct err err = ERR_INIT;
    bool ok = rule_tester_run(tester, slice_cstr(line), &err);
    cr_expect_eq(ok, error == NULL, "%s: %s", line, err.message);
    if (error) cr_expect(strstr(err.message, error) != NULL, "%s: %s", line, err.message);
}

Test(rule_test, of_one_event) {
    expect("{\"rule\":\"a\",\"match\":true,\"event\":" EVENT("A", X) "}", NULL);
    expect("{\"rule\":\"alpha\",\"match\":false,\"event\":" EVENT("B", "") "}", NULL);
    expect("{\"rule\":\"a\",\"match\":false,\"event\":" EVENT("A", X) "}", "matches: A");
    expect("{\"rule\":\"A\",\"match\":true,\"event\":" EVENT("B", "") "}", "does not match: A");
    const struct rule_proof *proofs = rule_tester_proofs(tester);
    cr_expect(proofs[0].hits == 1 && proofs[0].misses == 1 && proofs[0].resource);
    cr_expect(proofs[1].hits == 0 && proofs[1].misses == 0);
}

Test(rule_test, words_with_a_hole_fail) {
    expect("{\"rule\":\"a\",\"match\":true,\"event\":" EVENT("A", "") "}", "the words have a hole: Did ?");
}

Test(rule_test, of_a_correlation) {
    expect("{\"rule\":\"z\",\"match\":true,\"events\":[" EVENT("A", "") "],\"repeat\":3}", NULL);
    expect("{\"rule\":\"z\",\"match\":false,\"events\":[" EVENT("A", "") "],\"repeat\":2}", NULL);
    expect("{\"rule\":\"z\",\"match\":true,\"events\":[" EVENT("A", "") "," EVENT("B", "") "]}", "does not match: Z");
}

Test(rule_test, what_is_no_test) {
    expect("nonsense", "not JSON");
    expect("{}", "a test has \"rule\", \"match\"");
    expect("{\"rule\":\"a\",\"match\":1}", "a test has");
    expect("{\"rule\":\"nobody\",\"match\":true,\"event\":{}}", "no rule is called nobody");
    expect("{\"rule\":\"a\",\"match\":true}", "needs an event or events");
    expect("{\"rule\":\"a\",\"match\":true,\"event\":{\"eventName\":\"A\"}}", "the record has no eventTime");
}

Test(rule_test, repetition_has_a_limit) {
    expect("{\"rule\":\"z\",\"match\":true,\"events\":[" EVENT("A", "") "],\"repeat\":10000}", NULL);
    expect("{\"rule\":\"z\",\"match\":true,\"events\":[" EVENT("A", "") "],\"repeat\":10001}", "RULE_TEST_REPEAT_MAX");
}

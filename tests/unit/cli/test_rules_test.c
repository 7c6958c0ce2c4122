/* SPDX-License-Identifier: Apache-2.0 */
/* `emaki rules test`: tests beside rules; what fails has a file and a line. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>

#include "told.h"

TestSuite(rules_test, .init = told_begin, .fini = told_end);

static void put(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

#define EVENT(name)                                                                                                 \
    "\"event\":{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"" name \
    "\",\"eventID\":\"e\"}}\n"
#define RULE "title: Users\nid: one\nlogsource: {product: aws}\ndetection: {s: {eventName: ListUsers}, condition: s}\n"

static void put_rules(void) {
    cr_assert(mkdir("mine", 0700) == 0);
    put("mine/a.yml", RULE);
}

Test(rules_test, all_hold) {
    put_rules();
    put("mine/a.jsonl", "{\"rule\":\"one\",\"match\":true," EVENT(
                            "ListUsers") "\n{\"rule\":\"Users\",\"match\":false," EVENT("ListRoles"));
    told_expect(TOLD("rules", "test", "mine"), EXIT_DONE, "2 tests of 1 rule: all hold\n", "");
    told_expect(TOLD("rules", "test", "mine", "--strict"), EXIT_DONE, "2 tests of 1 rule: all hold\n", "");
}

Test(rules_test, one_fails) {
    put_rules();
    put("mine/a.jsonl",
        "{\"rule\":\"one\",\"match\":true," EVENT("ListUsers") "{\"rule\":\"one\",\"match\":true," EVENT("ListRoles"));
    told_expect(
        TOLD("rules", "test", "mine"), EXIT_CANNOT,
        "mine/a.jsonl:2: does not match: Users\n2 tests of 1 rule: 1 failed; 1 rule without a test of each kind\n", "");
}

Test(rules_test, rules_without_tests) {
    put_rules();
    told_expect(TOLD("rules", "test", "mine"), EXIT_DONE, "none to run; they are *.jsonl files beside the rules", "");
    told_expect(TOLD("rules", "test", "mine", "--strict"), EXIT_CANNOT,
                "mine/a.yml:1: no test that must match: Users\n", "");
    put("mine/a.jsonl", "{\"rule\":\"one\",\"match\":true," EVENT("ListUsers"));
    told_expect(TOLD("rules", "test", "mine", "--strict"), EXIT_CANNOT, "no look-alike that must not match: Users\n",
                "");
}

Test(rules_test, a_rule_that_does_not_load_fails) {
    put_rules();
    put("mine/b.yml", "title: t\n");
    told_expect(TOLD("rules", "test", "mine"), EXIT_CANNOT, NULL, "rule skipped: mine/b.yml:1:1: ");
}

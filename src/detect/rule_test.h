/* SPDX-License-Identifier: Apache-2.0 */
/* detect/rule_test.h: tests of rules: events that a rule must match, and look-alikes that it must not.
 *
 * In:   a rule set, and tests as JSON, one a line:
 *         {"rule": id, "match": true|false, "event": {…}}                  one CloudTrail record
 *         {"rule": id, "match": true|false, "events": […], "repeat": n}    several, n times over (default: once)
 *       The list form is for correlations; of another rule one match among the events is a match. `rule` is an id, a
 *       name or a title. The n-th repetition is an event of its own, n seconds later.
 * Out:  whether a test holds, or why not; by rule, how many tests of each kind held.
 * A test that must match fails, too, when the words of the step have a hole, as a mistyped path in a template leaves.
 * One thread.
 */
#ifndef EMAKI_DETECT_RULE_TEST_H
#define EMAKI_DETECT_RULE_TEST_H

#include "detect/detect.h"

struct rule_proof {
    uint32_t hits, misses; /* tests that held: must match, must not match */
    bool resource;         /* some event that matched has the resource that the rule names, or it names none */
};

struct rule_tester;
struct rule_tester *rule_tester_new(const struct ruleset *rs); /* borrows it */
void rule_tester_free(struct rule_tester *t);
/* Runs one line. */
bool rule_tester_run(struct rule_tester *t, struct slice line, struct err *err);
/* By index of rule; valid until the tester is freed. */
const struct rule_proof *rule_tester_proofs(const struct rule_tester *t);

#endif

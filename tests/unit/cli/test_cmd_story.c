/* SPDX-License-Identifier: Apache-2.0 */
/* emaki story: the alert that is asked for, and what is said when there is none. */
#include <criterion/criterion.h>

#include "told.h"

#define MINE "--no-builtin-rules", "--rules", "rule.yml"

TestSuite(cmd_story, .init = told_begin, .fini = told_end);

Test(cmd_story, one_alert_in_every_format) {
    told_expect(TOLD("story", MINE, "loud.json"), EXIT_DONE, "Found", "");
    told_expect(TOLD("story", MINE, "loud.json", "--json", "--alert", "1"), EXIT_DONE, "\"steps\": [", "");
    told_expect(TOLD("story", MINE, "loud.json", "--format", "svg"), EXIT_DONE, "<svg xmlns=", "");
    told_expect(TOLD("story", MINE, "loud.json", "--format", "html"), EXIT_DONE, "<!doctype html>", "");
}

Test(cmd_story, an_alert_that_is_not_there) {
    told_expect(TOLD("story", MINE, "loud.json", "--alert", "2"), EXIT_CANNOT, "", "no alert 2: there is one alert");
    told_expect(TOLD("story", MINE, "quiet.json"), EXIT_CANNOT, "", "no alert, so no story. Read 2 events from 1 file");
    told_expect(TOLD("story", MINE, "rule.yml"), EXIT_CANNOT, "", "no alert, so no story. No CloudTrail records");
}

Test(cmd_story, broken_input_is_named_and_the_story_told) {
    told_expect(TOLD("story", MINE, "loud.json", "broken.json"), EXIT_PARTLY, "Found", "broken.json: at byte ");
    told_expect(TOLD("story", MINE, "loud.json", "-o", "no/such/folder"), EXIT_CANNOT, "", "cannot write");
}

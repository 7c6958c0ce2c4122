/* SPDX-License-Identifier: Apache-2.0 */
/* emaki scan: statuses in their order of gravity, what --min-level hides, the picture, what is said where. */
#include <criterion/criterion.h>

#include "told.h"

#define MINE "--no-builtin-rules", "--rules", "rule.yml"

TestSuite(cmd_scan, .init = told_begin, .fini = told_end);

Test(cmd_scan, statuses) {
    told_expect(TOLD("scan", MINE, "quiet.json"), EXIT_DONE, "No alerts.", "");
    told_expect(TOLD("scan", MINE, "loud.json"), EXIT_DONE, "Found", "");
    told_expect(TOLD("scan", MINE, "loud.json", "broken.json"), EXIT_PARTLY, "Found", "broken.json: at byte ");
    told_expect(TOLD("scan", MINE, "loud.json", "--fail-on", "low"), EXIT_FOUND, "Found", "");
    told_expect(TOLD("scan", MINE, "quiet.json", "--fail-on", "low"), EXIT_DONE, NULL, "");
    told_expect(TOLD("scan", MINE, "loud.json", "broken.json", "--fail-on", "low"), EXIT_FOUND, NULL, "broken.json");
    told_expect(TOLD("scan", MINE, "loud.json", "--fail-on", "low", "-o", "no/such/folder"), EXIT_CANNOT, "",
                "cannot write no/such/folder");
}

Test(cmd_scan, what_min_level_hides_fail_on_still_sees) {
    told_expect(TOLD("scan", MINE, "loud.json", "--min-level", "critical", "--fail-on", "low", "--json"), EXIT_FOUND,
                NULL, "");
}

Test(cmd_scan, nothing_read_is_said_once) {
    told_expect(TOLD("scan", MINE, "rule.yml"), EXIT_DONE, "No CloudTrail records in 1 file: 1 is not a log.", "");
    told_expect(TOLD("scan", MINE, "rule.yml", "--json"), EXIT_DONE, "\"events\": 0",
                "No CloudTrail records in 1 file");
    told_expect(TOLD("scan", MINE, "quiet.json", "--json"), EXIT_DONE, "\"events\": 2", "");
}

Test(cmd_scan, formats) {
    told_expect(TOLD("scan", MINE, "loud.json", "--format", "svg"), EXIT_DONE, "<svg xmlns=", "");
    told_expect(TOLD("scan", MINE, "quiet.json", "--format", "svg"), EXIT_DONE, "", "no alert, so no picture");
    told_expect(TOLD("scan", MINE, "loud.json", "--format", "html"), EXIT_DONE, "<!doctype html>", "");
    told_expect(TOLD("scan", MINE, "loud.json", "--format", "matches"), EXIT_DONE,
                "00000000-0000-4000-8000-000000000001\te3\n", "");
}

Test(cmd_scan, stats_go_to_standard_error) {
    told_expect(TOLD("scan", MINE, "quiet.json", "--stats"), EXIT_DONE, "No alerts.", "2 events, ");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `emaki rules`: its commands by name, list and check. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "told.h"

TestSuite(cmd_rules, .init = told_begin, .fini = told_end);

static void put(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

Test(cmd_rules, commands_by_name) {
    told_expect(TOLD("rules"), EXIT_CANNOT, "", "rules needs one of list, show, check, test, coverage");
    told_expect(TOLD("rules", "lits"), EXIT_CANNOT, "", "did you mean list?");
    told_expect(TOLD("rules", "check"), EXIT_CANNOT, "", "rules check needs a PATH");
    told_expect(TOLD("rules", "list", "--format", "html"), EXIT_CANNOT, "", "does not write");
}

Test(cmd_rules, list_takes_words_and_options) {
    told_expect(TOLD("rules", "list", "--tactic", "exfiltration", "--min-level", "critical"), EXIT_DONE,
                "RDS snapshot made public", "");
    struct told told = TOLD("rules", "list", "SNAPSHOT", "public");
    cr_expect_null(strstr(told.out.ptr, "Snapshot made\n"), "all words must be there");
    told_expect(told, EXIT_DONE, "EBS snapshot made public", "");
    told_expect(TOLD("rules", "list", "--technique", "t1562"), EXIT_DONE, "T1562.008", "");
    told_expect(TOLD("rules", "list", "--technique", "T156"), EXIT_DONE, "", "no rule is like that");
    told_expect(TOLD("rules", "list", "--no-builtin-rules", "--rules", "rule.yml"), EXIT_DONE, "1 rule: 1 critical\n",
                "");
    told_expect(TOLD("rules", "list", "--rules", "rule.yml", "--json", "--no-builtin-rules"), EXIT_DONE,
                "\"path\": \"rule.yml\"", "");
}

Test(cmd_rules, check_says_what_is_wrong_and_where) {
    told_expect(TOLD("rules", "check", "rule.yml"), EXIT_DONE, "1 rule good, 0 errors, 0 warnings\n", "");
    put("bad.yml", "title: t\nlogsource: {product: aws}\ndetection: {s: {a|contain: 1}, condition: s}\n");
    told_expect(TOLD("rules", "check", "bad.yml"), EXIT_CANNOT,
                "bad.yml:3:17: error: unknown modifier \"contain\": did you mean \"contains\"?\n"
                "0 rules good, 1 error, 0 warnings\n",
                "");
    put("odd.yml", "title: t\nlogsource: {product: aws}\ndetection: {s: {a: 1}, t: {b: 2}, condition: s}\n---\n"
                   "title: u\nlogsource: {product: okta}\n");
    told_expect(TOLD("rules", "check", "odd.yml"), EXIT_CANNOT,
                "odd.yml:3:24: warning: search \"t\" is in no condition\n"
                "1 rule good, 0 errors, 1 warning; 1 for other logs than CloudTrail passed over\n",
                "");
    told_expect(TOLD("rules", "check", "gone"), EXIT_CANNOT, "", "gone: No such file");
    put("empty.yml", "# nothing\n");
    told_expect(TOLD("rules", "check", "empty.yml"), EXIT_CANNOT, "", "there are no rules");
}

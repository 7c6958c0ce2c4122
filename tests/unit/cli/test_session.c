/* SPDX-License-Identifier: Apache-2.0 */
/* What scan and story share: paths, configuration, rules; everything that keeps a scan from starting is explained. */
#include <criterion/criterion.h>
#include <unistd.h>

#include "cli/session.h"
#include "told.h"

TestSuite(session, .init = told_begin, .fini = told_end);

static void put(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

Test(session, paths) {
    told_expect(TOLD("scan"), EXIT_CANNOT, "", "needs a PATH");
    told_expect(TOLD("scan", "gone"), EXIT_CANNOT, "", "emaki: gone: no such file or folder\n");
    told_expect(TOLD("scan", "", "gone"), EXIT_CANNOT, "", "emaki: \"\": no such file or folder\n");
    told_expect(TOLD("scan", "gone", "quiet.json"), EXIT_PARTLY, "No alerts.", "gone: at byte 0: ");
}

Test(session, configuration) {
    put("bad.yml", "gap: 3d\nnetwroks: {}\n");
    told_expect(TOLD("scan", "--config", "bad.yml", "quiet.json"), EXIT_CANNOT, "", "emaki: bad.yml:2:1: unknown key");
    told_expect(TOLD("scan", "--config", "gone.yml", "quiet.json"), EXIT_CANNOT, "", "gone.yml: No such file");
    put("list.yml", "networks:\n  malicious: list.txt\n");
    told_expect(TOLD("scan", "--config", "list.yml", "quiet.json"), EXIT_CANNOT, "", "list.yml:2:14: ");
    put("list.txt", "192.0.2.1\nnonsense\n");
    told_expect(TOLD("scan", "--config", "list.yml", "quiet.json"), EXIT_CANNOT, "", "list.txt:2:1: ");
    unlink("list.txt");
    put("emaki.yml", "gap: never\n");
    told_expect(TOLD("scan", "quiet.json"), EXIT_CANNOT, "", "emaki.yml:1:6: ");
    told_expect(TOLD("scan", "--config", "rule.yml", "quiet.json"), EXIT_CANNOT, "", "rule.yml:1:1: ");
}

Test(session, rules) {
    told_expect(TOLD("scan", "--no-builtin-rules", "quiet.json"), EXIT_CANNOT, "",
                "no rules to look for anything with");
    told_expect(TOLD("scan", "--rules", "gone", "quiet.json"), EXIT_CANNOT, "", "rules: gone: No such file");
    put("wrong.yml", "title: t\nlogsource: {product: aws}\ndetection: {s: {a: 1}, condition: t}\n");
    told_expect(TOLD("scan", "--rules", "wrong.yml", "quiet.json"), EXIT_DONE, "No alerts.",
                "emaki: rule skipped: wrong.yml:3:35: ");
    put("wrong.yml", "title: t\nlogsource: {product: okta}\n---\ntitle: u\nlogsource: {product: windows}\n");
    told_expect(TOLD("scan", "--rules", "wrong.yml", "quiet.json"), EXIT_DONE, "No alerts.",
                "emaki: 2 rules for other logs than CloudTrail passed over\n");
}

/* A file of `count` rules that are all wrong. */
static void put_wrong_rules(size_t count) {
    FILE *file = fopen("wrong.yml", "w");
    cr_assert(file);
    for (size_t i = 0; i < count; i++) fputs("title: t\n---\n", file);
    fclose(file);
}

Test(session, only_so_many_skipped_rules_are_named) {
    put_wrong_rules(20);
    struct told told = TOLD("scan", "--rules", "wrong.yml", "quiet.json");
    cr_expect_null(strstr(told.err.ptr, "more rules"));
    told_expect(told, EXIT_DONE, NULL, "wrong.yml:39:1: ");
    put_wrong_rules(23);
    told_expect(TOLD("scan", "--rules", "wrong.yml", "quiet.json"), EXIT_DONE, NULL,
                "emaki: 3 more like that; emaki rules check names them\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `emaki rules show`: of the pack, of a file, of a correlation; by parts of an id. */
#include <criterion/criterion.h>
#include <string.h>

#include "told.h"

TestSuite(rules_show, .init = told_begin, .fini = told_end);

Test(rules_show, a_rule_of_the_pack) {
    struct told told = TOLD("rules", "show", "27be48c6");
    cr_expect(strstr(told.out.ptr, "for rds.amazonaws.com modifydbsnapshotattribute\n"), "%s", told.out.ptr);
    cr_expect(strstr(told.out.ptr, "cost        4 fields, 5 comparisons, 1 pattern\n"), "%s", told.out.ptr);
    cr_expect(strstr(told.out.ptr, "condition: selection and not public\n"), "the rule itself: %s", told.out.ptr);
    told_expect(told, EXIT_DONE, "rules/exfiltration/rds_snapshot_shared.yml:1\n", "");
    told_expect(TOLD("rules", "show", "RDS snapshot made public"), EXIT_DONE, "level       critical", "");
}

Test(rules_show, a_rule_of_a_file_as_it_is_written) {
    told_expect(TOLD("rules", "show", "--rules", "rule.yml", "--no-builtin-rules", ""), EXIT_CANNOT, "",
                "is called \"\"");
    struct told list = TOLD("rules", "list", "--rules", "rule.yml", "--no-builtin-rules");
    char id[9] = {0};
    memcpy(id, list.out.ptr, 8);
    told_expect(list, EXIT_DONE, NULL, "");
    told_expect(TOLD("rules", "show", "--rules", "rule.yml", id), EXIT_DONE, "logsource:", "");
}

Test(rules_show, a_correlation_names_what_it_counts) {
    told_expect(TOLD("rules", "show", "Many different calls denied in a row"), EXIT_DONE, "counts      ", "");
}

Test(rules_show, names_that_lead_nowhere) {
    told_expect(TOLD("rules", "show"), EXIT_CANNOT, "", "rules show needs an ID");
    told_expect(TOLD("rules", "show", "nobody"), EXIT_CANNOT, "", "is called \"nobody\"");
    struct told both = TOLD("rules", "show", "27be48c6", "nobody");
    told_expect(both, EXIT_CANNOT, "RDS snapshot shared", "is called \"nobody\"");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `emaki rules coverage`: the matrix, the catalogue, the Navigator's layer. */
#include <criterion/criterion.h>
#include <string.h>
#include <yyjson.h>

#include "told.h"

TestSuite(rules_coverage, .init = told_begin, .fini = told_end);

Test(rules_coverage, the_pack_covers_its_catalogue) {
    struct told told = TOLD("rules", "coverage");
    cr_expect_null(strstr(told.out.ptr, "not loaded"), "%s", told.out.ptr);
    cr_expect(strstr(told.out.ptr, "rds-share-snapshot: RDS snapshot"), "%s", told.out.ptr);
    cr_expect(strstr(told.out.ptr, "T1537       Transfer Data to Cloud Account"));
    told_expect(told, EXIT_DONE, "techniques of the matrix have rules.", "");
}

Test(rules_coverage, without_rules_nothing_is_covered) {
    told_expect(TOLD("rules", "coverage", "--no-builtin-rules", "--rules", "rule.yml"), EXIT_DONE, "not loaded", "");
}

Test(rules_coverage, as_json) {
    struct told told = TOLD("rules", "coverage", "--json");
    yyjson_doc *doc = yyjson_read(told.out.ptr, told.out.len, 0);
    yyjson_val *root = yyjson_doc_get_root(doc), *line;
    cr_assert(yyjson_arr_size(yyjson_obj_get(root, "techniques")) > 50);
    yyjson_arr_iter iter = yyjson_arr_iter_with(yyjson_obj_get(root, "catalogue"));
    size_t lines = 0;
    while ((line = yyjson_arr_iter_next(&iter))) {
        bool reason = yyjson_get_len(yyjson_obj_get(line, "reason")) > 0;
        cr_expect(reason || yyjson_arr_size(yyjson_obj_get(line, "rules")) > 0, "%s",
                  yyjson_get_str(yyjson_obj_get(line, "what")));
        lines++;
    }
    cr_expect(lines > 130);
    yyjson_doc_free(doc);
    told_expect(told, EXIT_DONE, NULL, "");
}

Test(rules_coverage, as_a_layer_of_the_navigator) {
    struct told told = TOLD("rules", "coverage", "--format", "navigator");
    yyjson_doc *doc = yyjson_read(told.out.ptr, told.out.len, 0);
    yyjson_val *root = yyjson_doc_get_root(doc), *first = yyjson_arr_get_first(yyjson_obj_get(root, "techniques"));
    cr_assert(yyjson_equals_str(yyjson_obj_get(root, "domain"), "enterprise-attack"));
    cr_expect(yyjson_obj_get(yyjson_obj_get(root, "versions"), "layer"));
    cr_expect(yyjson_get_str(yyjson_obj_get(first, "techniqueID"))[0] == 'T' &&
              yyjson_get_int(yyjson_obj_get(first, "score")) > 0);
    yyjson_doc_free(doc);
    told_expect(told, EXIT_DONE, NULL, "");
}

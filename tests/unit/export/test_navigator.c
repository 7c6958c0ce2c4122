/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(navigator, a_technique_once_with_its_gravest_step) {
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        struct buf out = exported_all(export_navigator, seed);
        yyjson_doc *doc = exported_json(&out);
        yyjson_val *list = yyjson_obj_get(yyjson_doc_get_root(doc), "techniques"), *one, *two;
        size_t i, k, count;
        yyjson_arr_foreach(list, i, count, one) {
            cr_assert_leq(yyjson_get_int(yyjson_obj_get(one, "score")), 4);
            for (k = 0; k < i; k++) {
                two = yyjson_arr_get(list, k);
                cr_assert_not(yyjson_equals(yyjson_obj_get(one, "techniqueID"), yyjson_obj_get(two, "techniqueID")) &&
                              yyjson_equals(yyjson_obj_get(one, "tactic"), yyjson_obj_get(two, "tactic")));
            }
        }
        if (!seed) cr_assert_gt(count, 3);
        yyjson_doc_free(doc);
        buf_release(&out);
    }
}

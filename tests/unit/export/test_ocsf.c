/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(ocsf, a_finding_a_line) {
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        struct buf out = exported_all(export_ocsf, seed);
        cr_assert_eq(out.ptr[out.len - 1], '\n');
        cr_assert_eq(slice_find(buf_slice(&out), SLICE("\n")), (ptrdiff_t)out.len - 1, "one line");
        yyjson_doc *doc = exported_json(&out);
        yyjson_val *root = yyjson_doc_get_root(doc);
        cr_assert_eq(yyjson_get_int(yyjson_obj_get(root, "type_uid")), 200401);
        cr_assert_not_null(yyjson_ptr_get(root, "/finding_info/attacks"));
        cr_assert_not_null(yyjson_ptr_get(root, "/metadata/product/vendor_name"));
        yyjson_doc_free(doc);
        buf_release(&out);
    }
}

Test(ocsf, a_sub_technique_stands_under_its_technique) {
    struct story_step step = {.technique = SLICE("T1078.004"), .tactic = SLICE("initial-access")};
    struct story_actor actor = {0};
    struct story st = {.steps = &step, .step_count = 1, .actors = &actor, .actor_count = 1, .level = LEVEL_HIGH};
    struct buf out;
    buf_init(&out);
    export_ocsf(&(struct export_input){&st, 1, NULL, "0"}, &out);
    exported_has(&out, "\"technique\":{\"name\":\"Valid Accounts\",\"uid\":\"T1078\"},"
                       "\"sub_technique\":{\"name\":\"Cloud Accounts\",\"uid\":\"T1078.004\"}");
    exported_has(&out, "\"severity_id\":4,\"severity\":\"High\"");
    buf_release(&out);
}

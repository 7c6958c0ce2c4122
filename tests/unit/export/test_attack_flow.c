/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

/* Every reference leads to an object of the bundle, and every id stands once. */
static void check_bundle(const struct buf *out) {
    yyjson_doc *doc = exported_json(out);
    yyjson_val *objects = yyjson_obj_get(yyjson_doc_get_root(doc), "objects"), *object, *value, *ref;
    const char *const lists[] = {"object_refs", "effect_refs", "asset_refs", "start_refs"};
    size_t i, count, k, refs;
    const char *ids[4096];
    size_t id_count = 0;
    yyjson_arr_foreach(objects, i, count, object) {
        const char *id = yyjson_get_str(yyjson_obj_get(object, "id"));
        cr_assert_not_null(id);
        for (k = 0; k < id_count; k++) cr_assert_str_neq(ids[k], id);
        cr_assert_lt(id_count, 4096);
        ids[id_count++] = id;
    }
    yyjson_arr_foreach(objects, i, count, object) {
        for (size_t l = 0; l < 4; l++) {
            value = yyjson_obj_get(object, lists[l]);
            if (value) cr_assert_gt(yyjson_arr_size(value), 0, "%s must not be empty", lists[l]);
            yyjson_arr_foreach(value, k, refs, ref) {
                bool found = false;
                for (size_t n = 0; n < id_count && !found; n++) found = strcmp(ids[n], yyjson_get_str(ref)) == 0;
                cr_assert(found, "%s", yyjson_get_str(ref));
            }
        }
    }
    yyjson_doc_free(doc);
}

Test(attack_flow, actions_lead_to_one_another) {
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        struct buf out = exported_one(export_attack_flow, seed);
        check_bundle(&out);
        exported_has(&out, "\"type\": \"attack-flow\"");
        exported_has(&out, "\"start_refs\"");
        buf_release(&out);
    }
}

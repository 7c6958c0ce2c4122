/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(stix, a_bundle_in_itself) {
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        struct buf out = exported_all(export_stix, seed);
        exported_check_bundle(&out);
        exported_has(&out, "\"type\": \"report\"");
        buf_release(&out);
    }
}

Test(stix, the_same_story_has_the_same_ids) {
    struct buf one = exported_all(export_stix, 0), two = exported_all(export_stix, 0);
    cr_assert(slice_eq(buf_slice(&one), buf_slice(&two)));
    exported_has(&one, "https://attack.mitre.org/techniques/T1");
    buf_release(&one);
    buf_release(&two);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(attack_flow, actions_lead_to_one_another) {
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        struct buf out = exported_one(export_attack_flow, seed);
        exported_check_bundle(&out);
        exported_has(&out, "\"type\": \"attack-flow\"");
        exported_has(&out, "\"start_refs\"");
        buf_release(&out);
    }
}

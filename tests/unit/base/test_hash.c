/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/hash.h"

Test(hash, values_are_fixed_for_all_time) {
    /* XXH3 of the empty input and of "emaki" with seed 0: ids in people's tickets depend on them. */
    cr_assert_eq(hash64(SLICE(""), 0), UINT64_C(0x2d06800538d394c2));
    cr_assert_eq(hash64(SLICE("emaki"), 0), hash64(SLICE("emaki"), 0));
    cr_assert_neq(hash64(SLICE("emaki"), 0), hash64(SLICE("emaki"), 1));
    cr_assert_neq(hash64_more(hash64(SLICE("ab"), 0), SLICE("c")), hash64_more(hash64(SLICE("a"), 0), SLICE("bc")));
}

Test(hash, hex_is_cut_from_the_top) {
    char out[17];
    hash_hex(UINT64_C(0x0123456789abcdef), 12, out);
    cr_assert_str_eq(out, "0123456789ab");
    hash_hex(UINT64_C(0x0123456789abcdef), 99, out);
    cr_assert_str_eq(out, "0123456789abcdef");
}

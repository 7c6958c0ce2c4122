/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/uuid.h"

Test(uuid, comes_back_byte_for_byte) {
    struct slice text = SLICE("0f3a91c2-d4e5-46a7-8b90-00ffeeddccba");
    struct uuid uuid;
    char out[UUID_TEXT];
    cr_assert(uuid_parse(text, &uuid));
    cr_assert_eq(uuid.hi, UINT64_C(0x0f3a91c2d4e546a7));
    cr_assert_eq(uuid.lo, UINT64_C(0x8b9000ffeeddccba));
    uuid_print(uuid, out);
    cr_assert(slice_eq(text, slice_from(out, sizeof out)));
}

Test(uuid, refuses_what_it_could_not_write_back) {
    const char *const others[] = {"",
                                  "0f3a91c2-d4e5-46a7-8b90-00ffeeddccb",
                                  "0f3a91c2-d4e5-46a7-8b90-00ffeeddccbaa",
                                  "0F3a91c2-d4e5-46a7-8b90-00ffeeddccba",
                                  "0f3a91c2-d4e5-46a7-8b90-00ffeeddccbg",
                                  "0f3a91c2d-4e5-46a7-8b90-00ffeeddccba",
                                  "0f3a91c2-d4e5-46a7-8b9000ffeeddccbaff",
                                  "-f3a91c2-d4e5-46a7-8b90-00ffeeddccba"};
    struct uuid uuid;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_not(uuid_parse(slice_cstr(others[i]), &uuid), "%s", others[i]);
}

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

/* Any letter in any place: taken just when it is written back. */
Test(uuid, every_letter_is_looked_at) {
    char text[UUID_TEXT + 1] = "0123abcd-ef45-6789-abcd-ef0123456789", again[UUID_TEXT];
    for (size_t i = 0; i < UUID_TEXT; i++)
        for (int c = 0; c < 256; c++) {
            struct uuid uuid;
            char kept = text[i];
            text[i] = (char)c;
            bool dash = kept == '-', hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            bool taken = uuid_parse(slice_from(text, UUID_TEXT), &uuid);
            cr_assert_eq(taken, dash ? c == '-' : hex, "byte %d at %zu", c, i);
            if (taken) uuid_print(uuid, again);
            cr_assert(!taken || memcmp(again, text, UUID_TEXT) == 0, "byte %d at %zu", c, i);
            text[i] = kept;
        }
}

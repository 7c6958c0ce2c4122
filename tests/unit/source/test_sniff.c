/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "source/sniff.h"

static const struct {
    struct slice bytes;
    enum sniffed kind;
} CASES[] = {
    {{"", 0}, SNIFF_PLAIN},
    {{"{\"Records\":[]}", 14}, SNIFF_PLAIN},
    {{"\x1f\x8b\x08", 3}, SNIFF_GZIP},
    {{"\x1f\x8b", 2}, SNIFF_PLAIN},
    {{"\x1f\x8b\x07", 3}, SNIFF_PLAIN},
    {{"\x28\xb5\x2f\xfd", 4}, SNIFF_ZSTD},
    {{"\x28\xb5\x2f", 3}, SNIFF_PLAIN},
    {{"\x50\x2a\x4d\x18", 4}, SNIFF_ZSTD},
    {{"\x5f\x2a\x4d\x18", 4}, SNIFF_ZSTD},
    {{"\x60\x2a\x4d\x18", 4}, SNIFF_PLAIN},
    {{"\x4f\x2a\x4d\x18", 4}, SNIFF_PLAIN},
    {{"PK\3\4", 4}, SNIFF_ZIP},
    {{"PK\5\6", 4}, SNIFF_ZIP},
    {{"PK\7\x08PK\3\4", 8}, SNIFF_ZIP},
    {{"PK00PK\3\4", 8}, SNIFF_ZIP},
    {{"PK\1\2", 4}, SNIFF_PLAIN},
};

Test(sniff, table) {
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_expect_eq(sniff(CASES[i].bytes), CASES[i].kind, "case %zu", i);
    }
}

Test(sniff, tar_is_told_at_257) {
    char block[SNIFF_BYTES] = {'a'};
    memcpy(block + 257, "ustar", 5);
    cr_expect_eq(sniff(slice_from(block, sizeof block)), SNIFF_TAR);
    cr_expect_eq(sniff(slice_from(block, 262)), SNIFF_TAR);
    cr_expect_eq(sniff(slice_from(block, 261)), SNIFF_PLAIN);
    block[258] = 'S';
    cr_expect_eq(sniff(slice_from(block, sizeof block)), SNIFF_PLAIN);
}

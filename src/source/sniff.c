/* SPDX-License-Identifier: Apache-2.0 */
/* source/sniff.c: the table of magic bytes. */
#include "source/sniff.h"

/* RFC 1952 2.3.1 (with method 8, deflate, the only one); RFC 8878 3.1.1 and 3.1.2; APPNOTE.TXT 4.3.7, 4.3.16 and 8.5.3;
 * POSIX pax, ustar interchange format: "ustar" at 257, where GNU tar has a blank behind it. */
static const struct magic {
    enum sniffed kind;
    size_t at;
    struct slice bytes;
} MAGIC[] = {
    {SNIFF_GZIP, 0, {"\x1f\x8b\x08", 3}},  {SNIFF_ZSTD, 0, {"\x28\xb5\x2f\xfd", 4}},
    {SNIFF_ZSTD, 1, {"\x2a\x4d\x18", 3}},                                 /* a skippable frame: 0x184D2A50 to …5F */
    {SNIFF_ZIP, 0, {"PK\3\4", 4}},         {SNIFF_ZIP, 0, {"PK\5\6", 4}}, /* an empty archive */
    {SNIFF_ZIP, 0, {"PK\7\x08PK\3\4", 8}},                                /* one of several volumes, or made as if */
    {SNIFF_ZIP, 0, {"PK00PK\3\4", 8}},     {SNIFF_TAR, 257, {"ustar", 5}},
};

enum sniffed sniff(struct slice head) {
    for (size_t i = 0; i < sizeof MAGIC / sizeof *MAGIC; i++) {
        const struct magic *m = &MAGIC[i];
        if (head.len < m->at + m->bytes.len || memcmp(head.ptr + m->at, m->bytes.ptr, m->bytes.len) != 0) continue;
        if (m->kind == SNIFF_ZSTD && m->at == 1 && ((unsigned char)head.ptr[0] & 0xf0u) != 0x50) continue;
        return m->kind;
    }
    return SNIFF_PLAIN;
}

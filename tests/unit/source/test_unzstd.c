/* SPDX-License-Identifier: Apache-2.0 */
/* zstd that is damaged, cut, too wide; large zstd; cut at every byte. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/mem.h"
#include "collect.h"

#define A "{\"Records\":[{\"eventID\":\"a\"}]}\n"
#define CUT "the zstd data is cut off here: what comes before was read; fetch the file again\n"

static const struct {
    const char *name, *expect;
} DAMAGE[] = {
    {"cut.json.zst", "!cut.json.zst@20: " CUT "[cut.json.zst]{\"Records\":[{\"eventI[end]\n"},
    {"damaged.json.zst",
     "!damaged.json.zst@30: the zstd data is damaged here (Unsupported frame parameter): what comes before "
     "was read; fetch the file again\n[damaged.json.zst]" A "[end]\n"},
    {"garbage.json.zst",
     "!garbage.json.zst@30: there are bytes behind the end of the zstd data that are not zstd: left out\n"
     "[garbage.json.zst]" A "[end]\n"},
    {"window27.json.zst", "[window27.json.zst]" A "[end]\n"},
    {"window28.json.zst", "!window28.json.zst@0: the zstd data wants a window of more than 128 MiB (limit "
                          "FRAME_WINDOW_LOG_MAX): decompress it first\n"},
};

Test(unzstd, damage) {
    for (size_t i = 0; i < sizeof DAMAGE / sizeof *DAMAGE; i++) expect_file(DAMAGE[i].name, DAMAGE[i].expect);
}

/* One frame with a checksum; `sized`: it says its length. */
static void zstd_put(struct buf *out, const char *bytes, size_t len, bool sized) {
    ZSTD_CCtx *ctx = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(ctx, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(ctx, ZSTD_c_contentSizeFlag, sized);
    size_t bound = ZSTD_compressBound(len);
    size_t made = ZSTD_compress2(ctx, buf_reserve(out, bound), bound, bytes, len);
    cr_assert(!ZSTD_isError(made));
    out->len += made;
    ZSTD_freeCCtx(ctx);
}

static char *noise(size_t len) {
    char *bytes = mem_alloc(len + 1);
    uint32_t x = 1;
    for (size_t i = 0; i < len; i++) {
        x = x * 1664525u + 1013904223u;
        bytes[i] = (char)('a' + (x >> 29));
    }
    return bytes;
}

Test(unzstd, cut_at_every_byte_gives_a_beginning_and_one_problem) {
    struct buf zst;
    char *text = noise(300);
    buf_init(&zst);
    zstd_put(&zst, text, 300, true);
    for (size_t n = 4; n < zst.len; n++) {
        struct collect c;
        collect_init(&c);
        cr_expect(collect_memory(&c, slice_from(zst.ptr, n)));
        cr_expect_eq(c.problems, 1, "cut at %zu: %s", n, c.text.ptr);
        collect_release(&c);
    }
    free(text);
    buf_release(&zst);
}

Test(unzstd, a_wrong_checksum_is_said) {
    struct buf zst;
    struct collect c;
    buf_init(&zst);
    collect_init(&c);
    zstd_put(&zst, A, strlen(A), true);
    zst.ptr[zst.len - 1] ^= 1;
    cr_expect(collect_memory(&c, buf_slice(&zst)));
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("the checksum of the zstd data does not match")) > 0, "%s",
              c.text.ptr);
    collect_release(&c);
    buf_release(&zst);
}

Test(unzstd, small_is_whole_and_large_comes_in_pieces) {
    const struct {
        size_t len;
        bool sized, whole;
    } cases[] = {{100, false, true}, {3u << 20, true, true}, {3u << 20, false, true}, {20u << 20, true, false}};
    for (size_t i = 0; i < 4; i++) {
        struct buf zst;
        struct collect c;
        char *text = noise(cases[i].len);
        buf_init(&zst);
        collect_init(&c);
        zstd_put(&zst, text, cases[i].len, cases[i].sized);
        cr_expect(collect_memory(&c, buf_slice(&zst)));
        cr_expect_eq(c.wholes, cases[i].whole ? 1 : 0, "case %zu", i);
        cr_expect_eq(c.bytes, cases[i].len);
        cr_expect_eq(memcmp(c.text.ptr + 3, text, cases[i].len), 0);
        cr_expect_eq(c.problems, 0);
        free(text);
        collect_release(&c);
        buf_release(&zst);
    }
}

Test(unzstd, a_bomb_stops) {
    struct buf zst;
    struct collect c;
    char *zeros = mem_zalloc(WHOLE_BYTES_MAX, 1);
    buf_init(&zst);
    collect_init(&c);
    c.quiet = true;
    for (int i = 0; i < 12; i++) zstd_put(&zst, zeros, WHOLE_BYTES_MAX, true);
    cr_expect(collect_memory(&c, buf_slice(&zst)));
    cr_expect_leq(c.bytes, INFLATE_FREE_BYTES + PIECE_BYTES);
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("INFLATE_RATIO_MAX")) > 0);
    collect_release(&c);
    buf_release(&zst);
    free(zeros);
}

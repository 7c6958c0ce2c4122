/* SPDX-License-Identifier: Apache-2.0 */
/* gzip that is damaged, cut, followed by something; large gzip; cut at every byte. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"
#include "collect.h"

#define A "{\"Records\":[{\"eventID\":\"a\"}]}\n"
#define B "{\"Records\":[{\"eventID\":\"b\"}]}\n"
#define CUT "the gzip data is cut off here: what comes before was read; fetch the file again\n"
#define BEHIND "there are bytes behind the end of the gzip data that are not gzip: left out\n"
#define WRONG "of the gzip data does not match: the bytes before may be wrong, they were read; fetch the file again\n"

static const struct {
    const char *name, *expect;
} DAMAGE[] = {
    {"padded.json.gz", "[padded.json.gz]" A "[end]\n"},
    {"cut.json.gz", "!cut.json.gz@54: " CUT "[cut.json.gz]" A "{\"Records\":[{\"eventID\":\"[end]\n"},
    {"cut-trailer.json.gz", "!cut-trailer.json.gz@30: " CUT "[cut-trailer.json.gz]" A "[end]\n"},
    {"cut-second.json.gz", "!cut-second.json.gz@30: " CUT "[cut-second.json.gz]" A "[end]\n"},
    {"crc.json.gz", "!crc.json.gz@30: the checksum " WRONG "[crc.json.gz]" A B "[end]\n"},
    {"length.json.gz", "!length.json.gz@30: the length " WRONG "[length.json.gz]" A B "[end]\n"},
    {"damaged.json.gz",
     "!damaged.json.gz@0: the gzip data is damaged here (invalid block type): what comes before was read; "
     "fetch the file again\n"},
    {"garbage.json.gz", "!garbage.json.gz@30: " BEHIND "[garbage.json.gz]" A "[end]\n"},
    {"almost.json.gz", "!almost.json.gz@30: " BEHIND "[almost.json.gz]" A "[end]\n"},
    {"layers4.gz",
     "!layers4.gz@0: is compressed more than 3 times over (limit COMPRESSION_DEPTH_MAX): decompress it first\n"},
};

Test(gunzip, damage) {
    for (size_t i = 0; i < sizeof DAMAGE / sizeof *DAMAGE; i++) expect_file(DAMAGE[i].name, DAMAGE[i].expect);
}

/* Numbers in words of a small generator: compresses about 3:1. */
static char *noise(size_t len) {
    char *bytes = mem_alloc(len + 1);
    uint32_t x = 1;
    for (size_t i = 0; i < len; i++) {
        x = x * 1664525u + 1013904223u;
        bytes[i] = (char)('a' + (x >> 29));
    }
    return bytes;
}

/* One gzip member; level 0 stores. */
static void gzip_put(struct buf *out, const char *bytes, size_t len, int level) {
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t bound = deflateBound(&z, len);
    z.next_out = (Bytef *)buf_reserve(out, bound);
    z.avail_out = (uInt)bound;
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)len;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += z.total_out;
    deflateEnd(&z);
}

Test(gunzip, cut_at_every_byte_gives_a_beginning_and_one_problem) {
    struct buf gz;
    char *text = noise(300);
    buf_init(&gz);
    gzip_put(&gz, text, 300, 6);
    for (size_t n = 3; n < gz.len; n++) {
        struct collect c;
        collect_init(&c);
        cr_expect(collect_memory(&c, slice_from(gz.ptr, n)));
        cr_expect_eq(c.problems, 1, "cut at %zu: %s", n, c.text.ptr);
        ptrdiff_t at = slice_find(buf_slice(&c.text), SLICE("[m]"));
        cr_expect(c.bytes == 0 ? at < 0 : at > 0 && memcmp(c.text.ptr + at + 3, text, c.bytes) == 0, "cut at %zu", n);
        collect_release(&c);
    }
    free(text);
    buf_release(&gz);
}

/* At WHOLE_RAW_MAX and WHOLE_BYTES_MAX a member is whole, one byte beyond it comes in pieces: the same bytes. */
static void expect_way(size_t len, int level, bool whole) {
    struct buf gz;
    struct collect c;
    char *text = noise(len);
    buf_init(&gz);
    collect_init(&c);
    gzip_put(&gz, text, len, level);
    cr_expect(collect_memory(&c, buf_slice(&gz)));
    cr_expect_eq(c.bytes, len);
    cr_expect_eq(c.problems, 0, "%s", c.problems ? c.text.ptr : "");
    cr_expect_eq(c.wholes, whole ? 1 : 0, "%zu bytes, %zu on disk", len, gz.len);
    cr_expect_leq(c.largest, PIECE_BYTES);
    cr_expect_eq(memcmp(c.text.ptr + 3, text, len), 0);
    free(text);
    collect_release(&c);
    buf_release(&gz);
}

Test(gunzip, large_members_come_in_pieces) {
    expect_way(WHOLE_RAW_MAX / 2, 6, true);
    expect_way(WHOLE_RAW_MAX + 100, 0, false);
    expect_way(2 * WHOLE_RAW_MAX, 1, true);
    expect_way(5 * WHOLE_RAW_MAX, 1, false);
}

Test(gunzip, whole_bytes_at_the_limit_and_beyond) {
    for (size_t extra = 0; extra < 2; extra++) {
        struct buf gz;
        struct collect c;
        char *zeros = mem_zalloc(WHOLE_BYTES_MAX + extra, 1);
        buf_init(&gz);
        collect_init(&c);
        c.quiet = true;
        gzip_put(&gz, zeros, WHOLE_BYTES_MAX + extra, 9);
        cr_expect(collect_memory(&c, buf_slice(&gz)));
        cr_expect_eq(c.bytes, WHOLE_BYTES_MAX + extra);
        cr_expect_eq(c.wholes, 1 - extra);
        cr_expect_str_eq(c.text.ptr, "[m][end]\n");
        collect_release(&c);
        buf_release(&gz);
        free(zeros);
    }
}

Test(gunzip, a_bomb_stops_and_says_why) {
    struct buf gz;
    struct collect c;
    char *zeros = mem_zalloc(WHOLE_BYTES_MAX, 1);
    buf_init(&gz);
    collect_init(&c);
    c.quiet = true;
    for (int i = 0; i < 12; i++) gzip_put(&gz, zeros, WHOLE_BYTES_MAX, 9); /* 384 MiB in 0.4 */
    cr_expect(collect_memory(&c, buf_slice(&gz)));
    cr_expect_leq(c.bytes, INFLATE_FREE_BYTES + PIECE_BYTES);
    cr_expect_geq(c.bytes, INFLATE_FREE_BYTES - PIECE_BYTES);
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("INFLATE_RATIO_MAX")) > 0, "%s", c.text.ptr);
    cr_expect(slice_ends(buf_slice(&c.text), SLICE("[end]\n")));
    collect_release(&c);
    buf_release(&gz);
    free(zeros);
}

Test(gunzip, what_is_not_wanted_is_not_read) {
    struct buf gz;
    struct collect c;
    char *text = noise(5 * WHOLE_RAW_MAX);
    buf_init(&gz);
    collect_init(&c);
    c.quiet = true;
    c.stop_after = 2;
    gzip_put(&gz, text, 5 * WHOLE_RAW_MAX, 1);
    cr_expect(collect_memory(&c, buf_slice(&gz)));
    cr_expect_eq(c.pieces, 2);
    cr_expect_str_eq(c.text.ptr, "[m][end]\n");
    free(text);
    collect_release(&c);
    buf_release(&gz);
}

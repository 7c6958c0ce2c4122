/* SPDX-License-Identifier: Apache-2.0 */
/* tar and zip: names, damage, encryption, methods, depth, sparse members, long names, many errors. */
#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "collect.h"

#define A "{\"Records\":[{\"eventID\":\"a\"}]}\n"
#define B "{\"Records\":[{\"eventID\":\"b\"}]}\n"
#define UP "has \"..\" in its name, as if to leave the archive: read under this name; nothing is unpacked\n"

static const struct {
    const char *name, *expect;
} CASES[] = {
    {"names.tar", "[names.tar!abs/a.json]" A "[end]\n!names.tar!up/b.json@0: " UP "[names.tar!up/b.json]" B "[end]\n"},
    {"up.zip", "!up.zip!etc/a.json@0: " UP "[up.zip!etc/a.json]" A "[end]\n"},
    {"crc.zip",
     "!crc.zip!a.json@30: the archive is cut off or damaged here (ZIP bad CRC: 0x7f54e25 should be 0x0): fetch it "
     "again\n[crc.zip!a.json]" A "[end]\n[crc.zip!b.json]" B "[end]\n"},
    {"encrypted.zip",
     "!encrypted.zip!secret.json@0: is encrypted: decrypt it first\n[encrypted.zip!b.json]" B "[end]\n"},
    {"method.zip",
     "!method.zip!lzma.json@0: is packed by a method that is not read here (ZIP 2.0 (lzma)): unpack it first\n"
     "[method.zip!b.json]" B "[end]\n"},
    {"checksum.tar",
     "!checksum.tar@0: the archive is cut off or damaged here (Unrecognized archive format): fetch it again\n"},
    {"no-end.tar",
     "[no-end.tar!a.json]" A "[end]\n!no-end.tar@1024: the archive ends without its end mark, it may be cut off: "
     "what is there was read; fetch it again\n"},
    {"nest3.tar",
     "!nest3.tar!in2!in1@0: is an archive inside 2 others (limit ARCHIVE_DEPTH_MAX): unpack the outer one first\n"},
};

Test(archive, cases) {
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) expect_file(CASES[i].name, CASES[i].expect);
}

Test(archive, what_comes_before_a_cut_is_read) {
    const char *names[] = {"cut.tar", "cut.zip"};
    for (size_t i = 0; i < 2; i++) {
        struct collect c;
        struct buf path;
        collect_init(&c);
        cr_expect(collect_path(&c, data_path(&path, names[i])));
        cr_expect_eq(c.members, 2, "%s", c.text.ptr);
        cr_expect_eq(c.problems, 1, "%s", c.text.ptr);
        cr_expect_gt(c.bytes, strlen(A), "of the second member too");
        collect_release(&c);
        buf_release(&path);
    }
}

static void read_file(struct buf *out, const char *name) {
    struct buf path;
    FILE *file = fopen(data_path(&path, name), "rb");
    cr_assert_not_null(file);
    buf_init(out);
    out->len = fread(buf_reserve(out, 1u << 20), 1, 1u << 20, file);
    fclose(file);
    buf_release(&path);
}

/* Cut anywhere: no crash, and never silence where a member is missing. */
Test(archive, cut_at_every_byte) {
    const char *names[] = {"two.zip", "two.tar"};
    for (size_t i = 0; i < 2; i++) {
        struct buf file;
        read_file(&file, names[i]);
        const size_t end = i == 0 ? (size_t)slice_find(buf_slice(&file), SLICE("PK\1\2")) : 4 * 512 + 100;
        for (size_t n = i == 0 ? 4 : 512; n < end; n++) {
            struct collect c;
            char *copy = mem_alloc(n); /* so that a sanitizer sees a read behind it */
            memcpy(copy, file.ptr, n);
            collect_init(&c);
            cr_expect(collect_memory(&c, slice_from(copy, n)));
            cr_expect_eq(c.problems, 1, "%s cut at %zu: %s", names[i], n, c.text.ptr);
            collect_release(&c);
            free(copy);
        }
        buf_release(&file);
    }
}

/* Every single byte turned over: nothing to expect but that it ends well (the sanitizers look). */
Test(archive, every_byte_flipped) {
    const char *names[] = {"two.zip", "two.tar.gz", "pax.tar"};
    for (size_t i = 0; i < 3; i++) {
        struct buf file;
        read_file(&file, names[i]);
        for (size_t at = 0; at < file.len; at++) {
            struct collect c;
            collect_init(&c);
            file.ptr[at] = (char)~file.ptr[at];
            cr_expect(collect_memory(&c, buf_slice(&file)));
            cr_expect_lt(c.bytes, 65536u);
            file.ptr[at] = (char)~file.ptr[at];
            collect_release(&c);
        }
        buf_release(&file);
    }
}

Test(archive, long_names) {
    struct collect c;
    struct buf path;
    collect_init(&c);
    cr_expect(collect_path(&c, data_path(&path, "gnu.tar")));
    buf_release(&path);
    cr_expect(collect_path(&c, data_path(&path, "pax.tar")));
    cr_expect_eq(c.problems, 0, "%s", c.text.ptr);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("nnnn]{")) > 0);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("\xc3\xa9/a.json]{")) > 0, "%s", c.text.ptr);
    collect_release(&c);
    buf_release(&path);
}

/* A pax archive with one member, made by the library itself: name of `name_len` bytes, `size` zeros as one hole. */
static void make_tar(struct buf *out, size_t name_len, int64_t size) {
    struct archive *a = archive_write_new();
    struct archive_entry *e = archive_entry_new();
    char *name = mem_zalloc(name_len + 1, 1);
    size_t used = 0;
    memset(name, 'n', name_len);
    archive_write_set_format_pax(a);
    archive_write_add_filter_none(a);
    archive_write_open_memory(a, buf_reserve(out, 1u << 20), 1u << 20, &used);
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_size(e, size);
    if (size > 0) archive_entry_sparse_add_entry(e, size - 1, 1);
    cr_assert_eq(archive_write_header(a, e), ARCHIVE_OK);
    if (size > 0) archive_write_data(a, "z", 1);
    archive_entry_free(e);
    archive_write_close(a);
    archive_write_free(a);
    out->len += used;
    free(name);
}

Test(archive, labels_are_cut_at_their_limit) {
    for (size_t extra = 0; extra < 2; extra++) {
        struct buf tar;
        struct collect c;
        buf_init(&tar);
        collect_init(&c);
        make_tar(&tar, MEMBER_LABEL_MAX + extra, 0);
        cr_expect(collect_memory(&c, buf_slice(&tar)));
        cr_expect_eq(c.text.len, strlen("[m!") + MEMBER_LABEL_MAX + strlen("][end]\n"));
        collect_release(&c);
        buf_release(&tar);
    }
}

Test(archive, a_hole_of_a_terabyte_is_a_bomb) {
    struct buf tar;
    struct collect c;
    buf_init(&tar);
    collect_init(&c);
    c.quiet = true;
    make_tar(&tar, 8, INT64_C(1) << 40);
    cr_expect(collect_memory(&c, buf_slice(&tar)));
    cr_expect_leq(c.bytes, INFLATE_FREE_BYTES + PIECE_BYTES);
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("INFLATE_RATIO_MAX")) > 0, "%s", c.text.ptr);
    collect_release(&c);
    buf_release(&tar);
}

/* A tar of one member, `blocks` that are no headers, and one more member. */
static void expect_behind_damage(size_t blocks, uint64_t members, uint64_t problems) {
    struct buf file, tar;
    struct collect c;
    read_file(&file, "no-end.tar"); /* a header and a block of data */
    buf_init(&tar);
    collect_init(&c);
    buf_put(&tar, buf_slice(&file));
    buf_putn(&tar, 'j', blocks * 512);
    buf_put(&tar, buf_slice(&file));
    buf_putn(&tar, 0, 1024);
    cr_expect(collect_memory(&c, buf_slice(&tar)));
    cr_expect_eq(c.members, members, "%zu blocks: %s", blocks, c.text.ptr);
    cr_expect_eq(c.problems, problems, "%zu blocks: %s", blocks, c.text.ptr);
    collect_release(&c);
    buf_release(&tar);
    buf_release(&file);
}

Test(archive, what_comes_behind_damage_is_sought_within_a_limit) {
    expect_behind_damage(0, 2, 0);
    expect_behind_damage(1, 2, 1);
    expect_behind_damage(ARCHIVE_ERRORS_MAX, 2, 1);
    expect_behind_damage(ARCHIVE_ERRORS_MAX + 1, 1, 2);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_source.c: one file of any bytes: gzip, zstd, tar, zip, or none of them.
 *
 * The contract of source.h is checked: begin and end come in pairs, pieces and wholes between them, the padding is
 * zero. The bytes lie in a file in memory, which is used again from input to input.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "source/source.h"

struct watch {
    bool open;
    uint64_t bytes;
};

static void expect(bool holds) {
    if (!holds) abort();
}

static void on_begin(void *ctx, struct slice path) {
    struct watch *watch = ctx;
    expect(!watch->open && path.len > 0);
    watch->open = true;
}

static bool on_whole(void *ctx, char *bytes, size_t len) {
    struct watch *watch = ctx;
    expect(watch->open);
    for (size_t i = 0; i < SOURCE_PADDING; i++) expect(bytes[len + i] == 0);
    for (size_t i = 0; i < len; i++) bytes[i] = ' '; /* it is ours to change */
    watch->bytes += len;
    return true;
}

static bool on_piece(void *ctx, const char *bytes, size_t len) {
    struct watch *watch = ctx;
    expect(watch->open && len > 0 && len <= PIECE_BYTES);
    watch->bytes += len;
    return watch->bytes < PIECE_BYTES * 8u;
}

static void on_end(void *ctx) {
    struct watch *watch = ctx;
    expect(watch->open);
    watch->open = false;
}

static void on_problem(void *ctx, struct slice path, uint64_t offset, const char *reason) {
    expect(path.len > 0 && reason[0]);
}

static void put_file(int fd, const uint8_t *data, size_t size) {
    expect(ftruncate(fd, 0) == 0);
    for (size_t at = 0; at < size;) {
        ssize_t put = pwrite(fd, data + at, size - at, (off_t)at);
        expect(put > 0);
        at += (size_t)put;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static int fd = -1;
    static char path[64];
    if (fd < 0) {
        fd = memfd_create("fuzz", 0);
        expect(fd >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    put_file(fd, data, size);
    struct watch watch = {0};
    const char *paths[] = {path};
    struct source *source = source_open(paths, 1, false, (struct source_problem_sink){&watch, on_problem});
    struct source_reader *reader = source_reader_new();
    struct source_sink sink = {&watch, on_begin, on_whole, on_piece, on_end, on_problem, NULL};
    for (size_t i = 0; i < source_count(source); i++) expect(source_read(source, i, reader, &sink, NULL));
    expect(!watch.open);
    source_reader_free(reader);
    source_free(source);
    return 0;
}

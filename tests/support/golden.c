/* SPDX-License-Identifier: Apache-2.0 */
/* support/golden.c: see golden.h. GOLDEN_FOLDER comes from the build. */
#include "golden.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

static bool read_file(const char *path, struct buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t n = 1; n > 0;) {
        n = fread(buf_reserve(out, 65536), 1, 65536, file);
        out->len += n;
    }
    fclose(file);
    return true;
}

static bool write_file(const char *path, struct slice text) {
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    bool ok = fwrite(text.ptr, 1, text.len, file) == text.len;
    return fclose(file) == 0 && ok;
}

static void say_difference(const char *path, struct slice want, struct slice got) {
    for (size_t number = 1; want.len || got.len; number++) {
        struct slice a = slice_before(want, '\n'), b = slice_before(got, '\n');
        if (!slice_eq(a, b)) {
            fprintf(stderr, "%s:%zu\n want %.*s\n got  %.*s\n", path, number, SLICE_FMT(a), SLICE_FMT(b));
            return;
        }
        want = slice_sub(want, a.len + 1, want.len);
        got = slice_sub(got, b.len + 1, got.len);
    }
    fprintf(stderr, "%s: the end differs\n", path);
}

bool golden_equal(const char *name, struct slice got) {
    struct buf path, want;
    buf_init(&path);
    buf_init(&want);
    buf_printf(&path, "%s/%s", GOLDEN_FOLDER, name);
    bool same = getenv("EMAKI_GOLDEN_UPDATE") && write_file(path.ptr, got);
    if (!same && !read_file(path.ptr, &want)) fprintf(stderr, "%s: cannot be read\n", path.ptr);
    else if (!same) {
        same = slice_eq(buf_slice(&want), got);
        if (!same) say_difference(path.ptr, buf_slice(&want), got);
    }
    buf_release(&path);
    buf_release(&want);
    return same;
}

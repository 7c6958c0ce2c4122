/* SPDX-License-Identifier: Apache-2.0 */
/* folder.c: see folder.h. */
#include "folder.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void folder_init(struct folder *f) {
    const char *base = getenv("TMPDIR");
    buf_init(&f->path);
    buf_init(&f->name);
    buf_printf(&f->path, "%s/emaki-test-XXXXXX", base && *base ? base : "/tmp");
    cr_assert_not_null(mkdtemp(f->path.ptr));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at) {
    return remove(path);
}

void folder_release(struct folder *f) {
    nftw(f->path.ptr, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    buf_release(&f->path);
    buf_release(&f->name);
}

const char *folder_path(struct folder *f, const char *name) {
    buf_clear(&f->name);
    buf_printf(&f->name, "%s/%s", f->path.ptr, name);
    return f->name.ptr;
}

void folder_file(struct folder *f, const char *name, const char *bytes, size_t len) {
    FILE *file = fopen(folder_path(f, name), "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, len, file), len);
    cr_assert_eq(fclose(file), 0);
}

void folder_dir(struct folder *f, const char *name) {
    cr_assert_eq(mkdir(folder_path(f, name), 0700), 0);
}

void folder_link(struct folder *f, const char *name, const char *target) {
    cr_assert_eq(symlink(target, folder_path(f, name)), 0);
}

void folder_strip(const struct folder *f, struct slice text, struct buf *out) {
    for (ptrdiff_t at; (at = slice_find(text, buf_slice(&f->path))) >= 0;) {
        buf_put(out, slice_sub(text, 0, (size_t)at));
        text = slice_sub(text, (size_t)at + f->path.len, text.len);
        if (slice_starts(text, SLICE("/"))) text = slice_sub(text, 1, text.len);
    }
    buf_put(out, text);
}

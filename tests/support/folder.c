/* SPDX-License-Identifier: Apache-2.0 */
/* tests/support/folder.c: see folder.h. */
#include "folder.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void folder_init(struct folder *folder) {
    snprintf(folder->path, sizeof folder->path, "/tmp/emaki-test-XXXXXX");
    cr_assert_not_null(mkdtemp(folder->path));
}

void folder_release(struct folder *folder) {
    DIR *dir = opendir(folder->path);
    for (struct dirent *e; (e = readdir(dir));) unlinkat(dirfd(dir), e->d_name, 0);
    closedir(dir);
    rmdir(folder->path);
}

void folder_put(const struct folder *folder, const char *name, struct slice bytes) {
    char path[192];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    cr_assert_geq(fd, 0);
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        cr_assert_gt(n, 0);
        done += (size_t)n;
    }
    close(fd);
}

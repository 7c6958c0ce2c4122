/* SPDX-License-Identifier: Apache-2.0 */
/* Folders → the list: order, links, loops, odd kinds, depth, number. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "collect.h"
#include "folder.h"
#include "source/list.h"

/* The list as text: paths one a line, then the problems. */
static void expect_list(struct folder *f, const char *const *paths, size_t count, size_t max, const char *expect) {
    struct collect c;
    struct buf list, text;
    collect_init(&c);
    buf_init(&list);
    buf_init(&text);
    struct source *s = source_open_bounded(paths, count, false, max, collect_problems(&c));
    for (size_t i = 0; i < source_count(s); i++) {
        const struct source_object *o = source_object(s, i);
        buf_printf(&list, "%.*s %llu\n", SLICE_FMT(o->path), (unsigned long long)o->bytes);
    }
    buf_put(&list, buf_slice(&c.text));
    folder_strip(f, buf_slice(&list), &text);
    cr_expect_str_eq(text.ptr, expect, "got:\n%swant:\n%s", text.ptr, expect);
    source_free(s);
    buf_release(&text);
    buf_release(&list);
    collect_release(&c);
}

static void expect_folder(struct folder *f, const char *expect) {
    const char *path = f->path.ptr;
    expect_list(f, &path, 1, SOURCE_OBJECTS_MAX, expect);
}

Test(walk, sorted_by_bytes_with_sizes) {
    struct folder f;
    folder_init(&f);
    folder_file(&f, "b.json", "12", 2);
    folder_dir(&f, "a");
    folder_file(&f, "a/z", "1", 1);
    folder_file(&f, "a-", "", 0);
    folder_file(&f, "\xff\n", "123", 3);
    folder_dir(&f, "empty");
    expect_folder(&f, "a- 0\na/z 1\nb.json 2\n\xff\n 3\n");
    folder_release(&f);
}

Test(walk, a_path_that_comes_twice_is_there_once) {
    struct folder f;
    folder_init(&f);
    folder_file(&f, "a", "1", 1);
    char *file = strdup(folder_path(&f, "a")), *slash = strdup(folder_path(&f, ""));
    const char *paths[] = {file, f.path.ptr, slash, file, "-", "-"};
    expect_list(&f, paths, 6, SOURCE_OBJECTS_MAX, "- 0\na 1\n");
    free(file);
    free(slash);
    folder_release(&f);
}

Test(walk, links_to_files_are_followed) {
    struct folder f;
    folder_init(&f);
    folder_file(&f, "a", "1", 1);
    folder_link(&f, "l", "a");
    folder_link(&f, "nothing", "gone");
    folder_link(&f, "self", "self");
    expect_folder(&f, "a 1\nl 1\n!nothing@0: the symbolic link cannot be followed: No such file or directory\n"
                      "!self@0: the symbolic link cannot be followed: the symbolic link leads back to itself\n");
    folder_release(&f);
}

Test(walk, a_loop_is_said_and_left) {
    struct folder f;
    folder_init(&f);
    folder_dir(&f, "a");
    folder_dir(&f, "a/b");
    folder_file(&f, "a/b/x", "1", 1);
    folder_link(&f, "a/b/up", "../../a");
    expect_folder(&f, "a/b/x 1\n!a/b/up@0: is a symbolic link to a folder that it lies in, a loop: not followed\n");
    folder_release(&f);
}

/* Each folder is walked once, however many links lead to it; else these would be 6! paths. */
Test(walk, links_do_not_multiply) {
    struct folder f;
    struct buf name, target;
    folder_init(&f);
    buf_init(&name);
    buf_init(&target);
    for (int i = 0; i < 6; i++) {
        char letter[] = {(char)('a' + i), 0};
        folder_dir(&f, letter);
    }
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            buf_clear(&name);
            buf_clear(&target);
            buf_printf(&name, "%c/%c", 'a' + i, 'a' + j);
            buf_printf(&target, "../%c", 'a' + j);
            if (i != j) folder_link(&f, name.ptr, target.ptr);
        }
    }
    folder_file(&f, "f/x", "1", 1);
    expect_folder(&f, "f/x 1\n");
    buf_release(&name);
    buf_release(&target);
    folder_release(&f);
}

Test(walk, a_link_to_a_folder_elsewhere_is_followed_once) {
    struct folder f, other;
    struct buf back;
    folder_init(&f);
    folder_init(&other);
    buf_init(&back);
    folder_file(&other, "x", "1", 1);
    folder_link(&other, "back", f.path.ptr);
    folder_link(&f, "l1", other.path.ptr);
    folder_link(&f, "l2", other.path.ptr);
    expect_folder(&f, "l1/x 1\n");
    buf_release(&back);
    folder_release(&other);
    folder_release(&f);
}

Test(walk, odd_kinds_are_said) {
    struct folder f;
    folder_init(&f);
    cr_assert_eq(mkfifo(folder_path(&f, "fifo"), 0600), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = folder_path(&f, "socket");
    cr_assert_lt(strlen(path), sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    char *named = strdup(path), *fifo = strdup(folder_path(&f, "fifo"));
    const char *paths[] = {named, "/dev/null", fifo};
    expect_list(
        &f, paths, 3, SOURCE_OBJECTS_MAX,
        "fifo 0\n!socket@0: is a socket, not a file: left out\n!/dev/null@0: is a device, not a file: left out\n");
    remove(named);
    expect_folder(&f, "!fifo@0: is a pipe in a folder: left out; name it on the command line to read it\n");
    close(fd);
    free(named);
    free(fifo);
    folder_release(&f);
}

Test(walk, what_is_not_there_is_said) {
    struct folder f;
    folder_init(&f);
    char *gone = strdup(folder_path(&f, "gone"));
    const char *paths[] = {gone, ""};
    expect_list(&f, paths, 2, SOURCE_OBJECTS_MAX,
                "!gone@0: cannot be read: No such file or directory\n!@0: cannot be read: No such file or directory\n");
    free(gone);
    folder_release(&f);
}

Test(walk, a_locked_folder_is_said) {
    if (geteuid() == 0) cr_skip_test("root may read everything");
    struct folder f;
    folder_init(&f);
    folder_dir(&f, "locked");
    folder_file(&f, "z", "", 0);
    chmod(folder_path(&f, "locked"), 0);
    expect_folder(&f, "z 0\n!locked@0: the folder cannot be opened: Permission denied\n");
    chmod(folder_path(&f, "locked"), 0700);
    folder_release(&f);
}

/* `depth` folders one in the other, with a file in the last. */
static void nest(struct folder *f, struct buf *path, unsigned depth) {
    for (unsigned i = 0; i < depth; i++) {
        buf_puts(path, i ? "/d" : "d");
        folder_dir(f, path->ptr);
    }
    size_t len = path->len;
    buf_puts(path, "/x");
    folder_file(f, path->ptr, "1", 1);
    path->len = len;
    path->ptr[len] = 0;
}

Test(walk, depth_at_the_limit_and_beyond) {
    for (unsigned extra = 0; extra < 2; extra++) {
        struct folder f;
        struct buf path, expect;
        folder_init(&f);
        buf_init(&path);
        buf_init(&expect);
        nest(&f, &path, DIRECTORY_DEPTH_MAX + extra);
        buf_printf(
            &expect,
            extra
                ? "!%s@0: lies too deep (limit DIRECTORY_DEPTH_MAX): name this folder on the command line to read it\n"
                : "%s/x 1\n",
            path.ptr);
        expect_folder(&f, expect.ptr);
        buf_release(&expect);
        buf_release(&path);
        folder_release(&f);
    }
}

Test(walk, number_at_the_limit_and_beyond) {
    struct folder f;
    folder_init(&f);
    folder_file(&f, "a", "", 0);
    folder_file(&f, "b", "", 0);
    folder_file(&f, "c", "", 0);
    char *a = strdup(folder_path(&f, "a")), *b = strdup(folder_path(&f, "b")), *c = strdup(folder_path(&f, "c"));
    const char *paths[] = {a, b, c};
    expect_list(&f, paths, 3, 3, "a 0\nb 0\nc 0\n");
    expect_list(&f, paths, 3, 2,
                "a 0\nb 0\n!c@0: there are too many files (limit SOURCE_OBJECTS_MAX): this and what "
                "comes after it is left out; scan in parts\n");
    free(a);
    free(b);
    free(c);
    folder_release(&f);
}

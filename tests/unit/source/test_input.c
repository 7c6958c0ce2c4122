/* SPDX-License-Identifier: Apache-2.0 */
/* Files that change while they are read, or are no files any more. */
#include "source/input.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "collect.h"
#include "folder.h"

#define LEN (6u << 20)

struct changing {
    struct folder folder;
    char *path;
    off_t to;
};

static void change_size(struct collect *c) {
    struct changing *f = c->user;
    cr_assert_eq(truncate(f->path, f->to), 0);
}

/* A file of LEN bytes whose size becomes `to` when the first piece is there. */
static void read_changing(struct collect *c, off_t to) {
    struct changing f = {.to = to};
    char *bytes = mem_zalloc(LEN, 1);
    collect_init(c);
    folder_init(&f.folder);
    folder_file(&f.folder, "a", bytes, LEN);
    f.path = strdup(folder_path(&f.folder, "a"));
    c->quiet = true;
    c->user = &f;
    c->on_piece = change_size;
    cr_expect(collect_path(c, f.path));
    free(f.path);
    free(bytes);
    folder_release(&f.folder);
}

Test(input, a_file_that_shrinks) {
    struct collect c;
    read_changing(&c, 5u << 20);
    cr_expect_eq(c.bytes, 5u << 20);
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("@5242880: the file shrank while it was read")) > 0, "%s",
              c.text.ptr);
    cr_expect(slice_ends(buf_slice(&c.text), SLICE("[end]\n")));
    collect_release(&c);
}

Test(input, a_file_that_grows) {
    struct collect c;
    read_changing(&c, LEN + 1);
    cr_expect_eq(c.bytes, LEN);
    cr_expect_eq(c.problems, 1);
    cr_expect(slice_find(buf_slice(&c.text), SLICE("@6291456: the file grew while it was read")) > 0, "%s", c.text.ptr);
    collect_release(&c);
}

Test(input, a_file_that_stays) {
    struct collect c;
    read_changing(&c, LEN);
    cr_expect_eq(c.bytes, LEN);
    cr_expect_eq(c.problems, 0, "%s", c.text.ptr);
    collect_release(&c);
}

/* What stood in the list is gone, or something else, when its turn comes. */
static void expect_replaced(void (*replace)(const char *path), const char *reason) {
    struct folder f;
    struct collect c;
    folder_init(&f);
    collect_init(&c);
    folder_file(&f, "a", "1", 1);
    const char *path = folder_path(&f, "a");
    struct source *s = source_open(&path, 1, false, collect_problems(&c));
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(&c);
    cr_assert_eq(unlink(path), 0);
    replace(path);
    cr_expect(source_read(s, 0, r, &sink, NULL));
    cr_expect_eq(c.members, 0);
    cr_expect(slice_find(buf_slice(&c.text), slice_cstr(reason)) > 0, "%s", c.text.ptr);
    source_reader_free(r);
    source_free(s);
    collect_release(&c);
    folder_release(&f);
}

static void by_nothing(const char *path) {
}
static void by_folder(const char *path) {
    cr_assert_eq(mkdir(path, 0700), 0);
}
static void by_fifo(const char *path) {
    cr_assert_eq(mkfifo(path, 0600), 0);
}
static void by_locked(const char *path) {
    close(open(path, O_CREAT | O_WRONLY, 0));
}

Test(input, gone_or_something_else) {
    expect_replaced(by_nothing, "a@0: cannot be opened: No such file or directory\n");
    expect_replaced(by_folder, "a@0: is a folder now, it was a file when the list was made: read it again\n");
    expect_replaced(by_fifo, "a@0: is a pipe: name it on the command line to read it\n");
}

Test(input, locked) {
    if (geteuid() == 0) cr_skip_test("root may read everything");
    expect_replaced(by_locked, "a@0: cannot be opened: Permission denied\n");
}

/* /proc says that its files have no bytes. */
Test(input, a_file_that_says_no_size) {
    struct collect c;
    collect_init(&c);
    cr_expect(collect_path(&c, "/proc/self/status"));
    cr_expect_gt(c.bytes, 100u);
    cr_expect_eq(c.problems, 0, "%s", c.text.ptr);
    collect_release(&c);
}

Test(input, temporary_is_private_and_gone) {
    struct stat st;
    int fd = input_temporary();
    cr_assert_geq(fd, 0);
    cr_assert_eq(fstat(fd, &st), 0);
    cr_expect_eq(st.st_nlink, 0);
    cr_expect_eq(st.st_mode & 077, 0u);
    close(fd);
}

Test(input, errors_have_words) {
    cr_expect_str_eq(input_error(2), "No such file or directory");
    cr_expect_str_eq(input_error(99999), "unknown error");
}

Test(input, memory_then_more) {
    struct memory_pull tail, head;
    char out[8];
    size_t len;
    memory_pull_init(&tail, "cd", 2, NULL, PULL_END);
    memory_pull_init(&head, "ab", 2, &tail.pull, PULL_END);
    cr_expect_eq(pull_fill(&head.pull, out, sizeof out, &len), PULL_END);
    cr_expect_eq(len, 4);
    cr_expect_eq(memcmp(out, "abcd", 4), 0);
}

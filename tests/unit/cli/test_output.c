/* SPDX-License-Identifier: Apache-2.0 */
/* Results reach a file whole or not at all; a reader that went away is no error. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/output.h"

static char root[] = "/tmp/emaki-output-XXXXXX";

static void setup(void) {
    cr_assert_not_null(mkdtemp(root));
    cr_assert_eq(chdir(root), 0);
}

static void teardown(void) {
    pid_t child = fork();
    if (child == 0) execlp("rm", "rm", "-rf", root, NULL), _exit(1);
    waitpid(child, NULL, 0);
}

TestSuite(output, .init = setup, .fini = teardown);

static void expect_file(const char *path, const char *want) {
    char text[64] = {0};
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    cr_expect_eq(len, strlen(want));
    cr_expect_str_eq(text, want);
}

Test(output, a_file_is_made_and_replaced) {
    struct err err = ERR_INIT;
    struct stat st;
    umask(027);
    cr_assert(output_write("out", SLICE("first"), &err), "%s", err.message);
    expect_file("out", "first");
    cr_assert_eq(stat("out", &st), 0);
    cr_expect_eq(st.st_mode & 0777, 0640);
    cr_assert_eq(chmod("out", 0604), 0);
    cr_assert(output_write("out", SLICE("second"), &err));
    expect_file("out", "second");
    cr_assert_eq(stat("out", &st), 0);
    cr_expect_eq(st.st_mode & 0777, 0604);
    cr_expect_eq(st.st_nlink, 1);
}

Test(output, a_link_stays_a_link) {
    struct err err = ERR_INIT;
    struct stat st;
    cr_assert(output_write("real", SLICE("a"), &err));
    cr_assert_eq(symlink("real", "link"), 0);
    cr_assert(output_write("link", SLICE("b"), &err));
    expect_file("real", "b");
    cr_assert_eq(lstat("link", &st), 0);
    cr_expect(S_ISLNK(st.st_mode));
}

Test(output, what_cannot_be_written_is_named_and_leaves_nothing) {
    struct err err = ERR_INIT;
    cr_assert_eq(mkdir("folder", 0700), 0);
    cr_expect_not(output_write("folder", SLICE("x"), &err));
    cr_expect_str_eq(err.message, "cannot write folder: Is a directory");
    cr_expect_not(output_write("missing/out", SLICE("x"), &err));
    cr_expect_str_eq(err.message, "cannot write missing/out: No such file or directory");
    cr_expect_not(output_write("/dev/full", SLICE("x"), &err));
    cr_expect_eq(err.code, ERR_IO);
}

Test(output, a_device_is_written_straight) {
    struct err err = ERR_INIT;
    struct stat st;
    cr_assert(output_write("/dev/null", SLICE("x"), &err), "%s", err.message);
    cr_assert_eq(stat("/dev/null", &st), 0);
    cr_expect(S_ISCHR(st.st_mode));
}

Test(output, a_closed_pipe_is_quiet) {
    int ends[2];
    struct err err = ERR_INIT;
    signal(SIGPIPE, SIG_IGN);
    cr_assert_eq(pipe(ends), 0);
    close(ends[0]);
    int saved = dup(STDOUT_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    bool ok = output_write(NULL, SLICE("x"), &err);
    dup2(saved, STDOUT_FILENO);
    cr_expect(ok, "%s", err.message);
}

Test(output, messages_cannot_drive_a_terminal) {
    int ends[2];
    char text[64] = {0};
    cr_assert_eq(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    output_say("%s: bad", "a\x1b[2Jb");
    dup2(saved, STDERR_FILENO);
    cr_assert_gt(read(ends[0], text, sizeof text - 1), 0);
    cr_expect_str_eq(text, "emaki: a␛[2Jb: bad\n");
}

Test(output, columns_of_no_terminal) {
    int fd = open("/dev/null", O_RDONLY);
    cr_expect_eq(output_columns(fd), 0);
    close(fd);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading objects: many with one reader, twice, from standard input and pipes, kept and not, cancelled. */
#include "source/source.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "collect.h"
#include "folder.h"

static const char A[] = "{\"Records\":[{\"eventID\":\"a\"}]}\n";

/* The text of reading object 0 `times` times. */
static void read_first(struct collect *c, const char *path, bool keep, int times) {
    struct source *s = source_open(&path, 1, keep, collect_problems(c));
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(c);
    cr_assert_eq(source_count(s), 1);
    for (int i = 0; i < times; i++) cr_expect(source_read(s, 0, r, &sink, NULL));
    source_reader_free(r);
    source_free(s);
}

/* Standard input becomes a pipe that gives `bytes`, which fit into it. */
static void feed_stdin(const char *bytes, size_t len) {
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], bytes, len), (ssize_t)len);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
}

Test(source, standard_input) {
    struct collect c;
    collect_init(&c);
    feed_stdin(A, strlen(A));
    read_first(&c, "-", false, 1);
    cr_expect_str_eq(c.text.ptr, "[-]{\"Records\":[{\"eventID\":\"a\"}]}\n[end]\n");
    cr_expect_eq(c.disk, strlen(A));
    collect_release(&c);
}

Test(source, standard_input_of_any_format) {
    struct collect c;
    struct buf path, bytes;
    collect_init(&c);
    FILE *file = fopen(data_path(&path, "two.tar.gz"), "rb");
    buf_init(&bytes);
    bytes.len = fread(buf_reserve(&bytes, 4096), 1, 4096, file);
    fclose(file);
    feed_stdin(bytes.ptr, bytes.len);
    read_first(&c, "-", false, 1);
    cr_expect_eq(c.members, 2);
    cr_expect_eq(c.problems, 0, "%s", c.text.ptr);
    collect_release(&c);
    buf_release(&path);
    buf_release(&bytes);
}

Test(source, standard_input_twice_when_kept) {
    struct collect c;
    collect_init(&c);
    feed_stdin("12", 2);
    read_first(&c, "-", true, 3);
    cr_expect_str_eq(c.text.ptr, "[-]12[end]\n[-]12[end]\n[-]12[end]\n");
    collect_release(&c);
}

Test(source, standard_input_twice_when_not_kept) {
    struct collect c;
    collect_init(&c);
    feed_stdin("12", 2);
    read_first(&c, "-", false, 2);
    cr_expect_str_eq(c.text.ptr,
                     "[-]12[end]\n!-@0: the pipe cannot be read a second time, because no copy of it was kept\n");
    collect_release(&c);
}

Test(source, standard_input_that_is_empty_or_closed) {
    struct collect c;
    collect_init(&c);
    feed_stdin("", 0);
    read_first(&c, "-", true, 2);
    cr_expect_str_eq(c.text.ptr, "[-][end]\n[-][end]\n");
    buf_clear(&c.text);
    close(STDIN_FILENO);
    read_first(&c, "-", true, 1);
    cr_expect_str_eq(c.text.ptr, "!-@0: cannot be read: Bad file descriptor\n");
    collect_release(&c);
}

/* "emaki scan - < file": from where the file stands, as often as one likes, without a copy. */
Test(source, standard_input_that_is_a_file) {
    struct folder f;
    struct collect c;
    folder_init(&f);
    collect_init(&c);
    folder_file(&f, "a", "skip12", 6);
    int fd = open(folder_path(&f, "a"), O_RDONLY);
    lseek(fd, 4, SEEK_SET);
    dup2(fd, STDIN_FILENO);
    close(fd);
    read_first(&c, "-", false, 2);
    cr_expect_str_eq(c.text.ptr, "[-]12[end]\n[-]12[end]\n");
    collect_release(&c);
    folder_release(&f);
}

Test(source, a_copy_that_cannot_be_kept_is_said) {
    struct collect c;
    collect_init(&c);
    setenv("TMPDIR", "/nonexistent", 1);
    feed_stdin("12", 2);
    read_first(&c, "-", true, 2);
    cr_expect_str_eq(c.text.ptr,
                     "!-@0: no copy of the pipe can be kept in the temporary folder (No such file or directory): set "
                     "TMPDIR to another\n[-]12[end]\n!-@0: the pipe cannot be read a second time, because no copy "
                     "of it was kept\n");
    collect_release(&c);
}

static void *write_fifo(void *path) {
    int fd = open(path, O_WRONLY);
    cr_expect_eq(write(fd, "12", 2), 2);
    close(fd);
    return NULL;
}

Test(source, a_named_fifo_waits_for_its_writer) {
    struct folder f;
    struct collect c;
    pthread_t writer;
    folder_init(&f);
    collect_init(&c);
    cr_assert_eq(mkfifo(folder_path(&f, "fifo"), 0600), 0);
    char *path = strdup(folder_path(&f, "fifo"));
    pthread_create(&writer, NULL, write_fifo, path);
    read_first(&c, path, true, 2);
    pthread_join(writer, NULL);
    cr_expect(slice_ends(buf_slice(&c.text), SLICE("/fifo]12[end]\n")), "%s", c.text.ptr);
    cr_expect_eq(c.members, 2);
    cr_expect_eq(c.problems, 0);
    free(path);
    collect_release(&c);
    folder_release(&f);
}

Test(source, all_of_a_folder_with_one_reader) {
    struct collect c;
    collect_init(&c);
    c.quiet = true;
    cr_expect(collect_path(&c, TEST_DATA));
    uint64_t members = c.members, problems = c.problems;
    cr_expect_gt(members, 30);
    cr_expect_gt(problems, 10);
    cr_expect(collect_path(&c, TEST_DATA));
    cr_expect_eq(c.members, 2 * members);
    cr_expect_eq(c.problems, 2 * problems);
    collect_release(&c);
}

/* Progress adds up to what lies on disk, also where only a part had to be read. */
Test(source, progress_adds_up) {
    const char *names[] = {"plain.json", "one.json.gz", "damaged.json.gz", "two.tar", "two.zip", "empty.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct collect c;
        struct buf path;
        struct stat st;
        collect_init(&c);
        cr_expect(collect_path(&c, data_path(&path, names[i])));
        cr_assert_eq(stat(path.ptr, &st), 0);
        cr_expect_eq(c.disk, (uint64_t)st.st_size, "%s", names[i]);
        collect_release(&c);
        buf_release(&path);
    }
}

static void cancel_now(struct collect *c) {
    atomic_store((atomic_bool *)c->user, true);
}

Test(source, cancel_stops_at_once) {
    struct folder f;
    struct collect c;
    atomic_bool cancel = false;
    size_t len = 16u << 20;
    char *bytes = mem_zalloc(len, 1);
    folder_init(&f);
    collect_init(&c);
    c.quiet = true;
    c.on_piece = cancel_now;
    c.user = &cancel;
    folder_file(&f, "a", bytes, len);
    const char *path = folder_path(&f, "a");
    struct source *s = source_open(&path, 1, false, collect_problems(&c));
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(&c);
    cr_expect_not(source_read(s, 0, r, &sink, &cancel));
    cr_expect_eq(c.pieces, 1);
    cr_expect(slice_ends(buf_slice(&c.text), SLICE("/a][end]\n")), "%s", c.text.ptr);
    cr_expect_not(source_read(s, 0, r, &sink, &cancel));
    cr_expect_eq(c.members, 1);
    source_reader_free(r);
    source_free(s);
    free(bytes);
    collect_release(&c);
    folder_release(&f);
}

/* A pipe that nobody writes to must not hold Ctrl-C: its writer's end stays open here. */
Test(source, cancel_while_a_pipe_is_silent, .timeout = 20) {
    struct collect c;
    atomic_bool cancel = false;
    int ends[2];
    collect_init(&c);
    cr_assert_eq(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    const char *path = "-";
    struct source *s = source_open(&path, 1, true, collect_problems(&c));
    struct source_reader *r = source_reader_new();
    struct source_sink sink = collect_sink(&c);
    pthread_t other;
    c.user = &cancel;
    pthread_create(&other, NULL, (void *(*)(void *))(void (*)(void))cancel_now, &c);
    cr_expect_not(source_read(s, 0, r, &sink, &cancel));
    pthread_join(other, NULL);
    cr_expect_str_eq(c.text.ptr, "");
    source_reader_free(r);
    source_free(s);
    close(ends[0]);
    close(ends[1]);
    collect_release(&c);
}

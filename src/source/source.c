/* SPDX-License-Identifier: Apache-2.0 */
/* source/source.c: the list of objects, and the reading of one of them. See source.h. */
#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/input.h"
#include "source/list.h"
#include "source/reader.h"

struct sorted {
    struct source_object object;
    bool pipe;
};

static int by_path(const void *a, const void *b) {
    return slice_cmp(((const struct sorted *)a)->object.path, ((const struct sorted *)b)->object.path);
}

void list_finish(struct source *s) {
    struct sorted *all = mem_zalloc(s->len + 1, sizeof *all);
    for (size_t i = 0; i < s->len; i++) all[i].object = s->objects[i];
    for (size_t i = 0; i < s->pipe_count; i++) all[s->pipes[i]].pipe = true;
    qsort(all, s->len, sizeof *all, by_path);
    size_t kept = 0, pipes = 0;
    for (size_t i = 0; i < s->len; i++) {
        if (kept > 0 && slice_eq(all[i].object.path, s->objects[kept - 1].path)) continue;
        if (all[i].pipe) s->pipes[pipes++] = kept;
        s->objects[kept++] = all[i].object;
    }
    s->len = kept;
    s->pipe_count = pipes;
    free(all);
    if (pipes > 0) s->kept = mem_alloc(pipes * sizeof *s->kept);
    for (size_t i = 0; i < pipes; i++) s->kept[i] = (struct kept){-1, KEPT_NOT_READ};
}

struct kept *list_kept(struct source *s, size_t index) {
    for (size_t i = 0; i < s->pipe_count; i++) {
        if (s->pipes[i] == index) return &s->kept[i];
    }
    return NULL;
}

struct source *source_open_bounded(const char *const *paths, size_t count, bool keep, size_t objects_max,
                                   struct source_problem_sink problems) {
    struct source *s = mem_zalloc(1, sizeof *s);
    arena_init(&s->text, 0);
    s->keep = keep;
    for (size_t i = 0; i < count; i++) list_add_path(s, paths[i], objects_max, problems);
    list_finish(s);
    return s;
}

struct source *source_open(const char *const *paths, size_t count, bool keep_stdin,
                           struct source_problem_sink problems) {
    return source_open_bounded(paths, count, keep_stdin, SOURCE_OBJECTS_MAX, problems);
}

void source_free(struct source *s) {
    if (!s) return;
    for (size_t i = 0; i < s->pipe_count; i++) {
        if (s->kept[i].fd >= 0) close(s->kept[i].fd);
    }
    arena_release(&s->text);
    free(s->objects);
    free(s->pipes);
    free(s->kept);
    free(s);
}

size_t source_count(const struct source *s) {
    return s->len;
}

const struct source_object *source_object(const struct source *s, size_t index) {
    return &s->objects[index];
}

/* Opens what a pipe gives: itself the first time, then the copy. */
static bool open_pipe(struct source *s, struct kept *kept, struct input *in, struct job *job) {
    if (kept->state == KEPT_READ && kept->fd >= 0) {
        if (lseek(kept->fd, 0, SEEK_SET) == 0) return input_adopt(in, job, kept->fd, false, false);
        kept->state = KEPT_LOST;
    }
    bool is_stdin = slice_eq(job->label, SLICE("-"));
    if (kept->state == KEPT_NOT_READ || kept->state == KEPT_READ) {
        bool first = kept->state == KEPT_NOT_READ;
        bool open = is_stdin ? input_adopt(in, job, STDIN_FILENO, false, true) : input_open(in, job, job->label, true);
        if (!open) return false;
        if (!in->piped) return true; /* a file stands behind it, which can be read as often as one likes */
        if (first) {
            kept->state = KEPT_READ;
            if (s->keep) kept->fd = input_temporary();
            if (kept->fd >= 0) in->keep = &kept->fd;
            else if (s->keep)
                job_problem(job, 0,
                            "no copy of the pipe can be kept in the temporary folder (%s): set TMPDIR to another",
                            input_error(errno));
            return true;
        }
        input_close(in);
    }
    job_problem(job, 0, "the pipe cannot be read a second time, because no copy of it was kept");
    return false;
}

bool source_read(struct source *s, size_t index, struct source_reader *r, const struct source_sink *sink,
                 const atomic_bool *cancel) {
    const struct source_object *object = &s->objects[index];
    struct job job = {.reader = r, .sink = sink, .cancel = cancel, .label = object->path};
    struct input in;
    struct kept *kept = s->pipe_count > 0 ? list_kept(s, index) : NULL;
    if (job_stopped(&job)) return false;
    if (kept ? open_pipe(s, kept, &in, &job) : input_open(&in, &job, object->path, false)) {
        reader_member(&job, &in.pull, (struct nesting){0, 0});
        input_close(&in);
    }
    if (!job.cancelled && object->bytes > job.disk) job_disk(&job, object->bytes - job.disk);
    return !job.cancelled;
}

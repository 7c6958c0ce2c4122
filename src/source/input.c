/* SPDX-License-Identifier: Apache-2.0 */
/* source/input.c: see input.h. */
#include "source/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNKNOWN UINT64_MAX
#define WAIT_MS 100 /* how long a silent pipe may keep us from looking at `cancel` */
#define READ_MAX (1024u * 1024u)

const char *input_error(int error) {
    const char *text = strerrordesc_np(error);
    return text ? text : "unknown error";
}

static ptrdiff_t finish(struct input *in, int last) {
    in->ended = true;
    in->last = last;
    return last;
}

/* Reading goes on without a copy when the disk is full. */
static void keep_bytes(struct input *in, const char *bytes, size_t len) {
    while (len > 0 && in->keep && *in->keep >= 0) {
        ssize_t put = write(*in->keep, bytes, len);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) {
            job_problem(in->job, in->pos,
                        "no copy of the pipe can be kept in the temporary folder (%s): set TMPDIR to a larger one",
                        input_error(errno));
            close(*in->keep);
            *in->keep = -1;
            return;
        }
        bytes += put;
        len -= (size_t)put;
    }
}

/* Waits in short steps, because a signal may reach any thread but this one. */
static bool wait_for_bytes(struct input *in) {
    for (;;) {
        if (job_stopped(in->job)) return false;
        struct pollfd p = {.fd = in->fd, .events = POLLIN};
        int ready = poll(&p, 1, WAIT_MS);
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    }
}

static ssize_t read_some(struct input *in, char *out, size_t cap) {
    for (;;) {
        if (in->piped && !wait_for_bytes(in)) return -1;
        ssize_t got = in->piped ? read(in->fd, out, cap) : pread(in->fd, out, cap, (off_t)(in->start + in->pos));
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        return got;
    }
}

/* Called with one byte more asked for than there should be, so that growth shows without another system call. */
static ptrdiff_t check_size(struct input *in, size_t got, size_t asked) {
    uint64_t left = in->size - in->pos;
    if (got > left) {
        job_problem(
            in->job, in->size,
            "the file grew while it was read: what it was at the start was read; read it again when it is complete");
        finish(in, PULL_END);
        return (ptrdiff_t)left;
    }
    if (got == left && got < asked) finish(in, PULL_END);
    if (got == 0 && left > 0) {
        job_problem(in->job, in->pos, "the file shrank while it was read: what was left was read; read it again");
        return finish(in, PULL_BROKEN);
    }
    return (ptrdiff_t)got;
}

static ptrdiff_t input_read(struct pull *p, char *out, size_t cap) {
    struct input *in = (struct input *)p;
    if (in->ended) return in->last;
    if (job_stopped(in->job)) return finish(in, PULL_BROKEN);
    size_t asked = cap < READ_MAX ? cap : READ_MAX;
    if (in->size != UNKNOWN && in->size - in->pos < asked) asked = (size_t)(in->size - in->pos) + 1;
    ssize_t raw = read_some(in, out, asked);
    if (raw < 0) {
        if (!in->job->cancelled) job_problem(in->job, in->pos, "cannot be read: %s", input_error(errno));
        return finish(in, PULL_BROKEN);
    }
    ptrdiff_t got = in->size == UNKNOWN ? raw : check_size(in, (size_t)raw, asked);
    if (got <= 0) return in->ended ? in->last : finish(in, PULL_END);
    keep_bytes(in, out, (size_t)got);
    in->pos += (uint64_t)got;
    job_disk(in->job, (uint64_t)got);
    return got;
}

static const char *odd_kind(mode_t mode) {
    if (S_ISDIR(mode)) return "is a folder now, it was a file when the list was made: read it again";
    if (S_ISFIFO(mode)) return "is a pipe: name it on the command line to read it";
    if (S_ISSOCK(mode)) return "is a socket, not a file: left out";
    return "is a device, not a file: left out";
}

static bool refuse(struct input *in, const char *reason, const char *detail) {
    job_problem(in->job, 0, "%s%s", reason, detail);
    input_close(in);
    return false;
}

bool input_adopt(struct input *in, struct job *job, int fd, bool owned, bool pipe_ok) {
    *in = (struct input){.pull.read = input_read, .job = job, .fd = fd, .owned = owned, .size = UNKNOWN};
    struct stat st;
    if (fstat(fd, &st) != 0) return refuse(in, "cannot be read: ", input_error(errno));
    if (S_ISREG(st.st_mode)) {
        off_t at = owned ? 0 : lseek(fd, 0, SEEK_CUR);
        in->start = at > 0 ? (uint64_t)at : 0;
        uint64_t size = (uint64_t)st.st_size;
        if (size > 0) in->size = size > in->start ? size - in->start : 0;
        if (size > WHOLE_RAW_MAX) posix_fadvise(fd, at, 0, POSIX_FADV_SEQUENTIAL);
        return true;
    }
    if (!pipe_ok || S_ISDIR(st.st_mode)) return refuse(in, odd_kind(st.st_mode), "");
    in->piped = true;
    return true;
}

/* O_NONBLOCK: a FIFO that took the place of a file must not hold us; on files it means nothing. */
bool input_open(struct input *in, struct job *job, struct slice path, bool pipe_ok) {
    *in = (struct input){.job = job, .fd = -1};
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) return refuse(in, "cannot be opened: ", input_error(errno));
    return input_adopt(in, job, fd, true, pipe_ok);
}

void input_close(struct input *in) {
    if (in->owned && in->fd >= 0) close(in->fd);
    in->fd = -1;
}

int input_temporary(void) {
    const char *folder = secure_getenv("TMPDIR");
    if (!folder || !*folder) folder = "/tmp";
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    struct buf path; /* a file system without O_TMPFILE */
    buf_init(&path);
    buf_printf(&path, "%s/emaki-XXXXXX", folder);
    fd = mkostemp(path.ptr, O_CLOEXEC);
    if (fd >= 0) unlink(path.ptr);
    buf_release(&path);
    return fd;
}

static ptrdiff_t memory_read(struct pull *p, char *out, size_t cap) {
    struct memory_pull *m = (struct memory_pull *)p;
    if (m->len == 0) return m->under ? m->under->read(m->under, out, cap) : m->last;
    size_t n = m->len < cap ? m->len : cap;
    memcpy(out, m->bytes, n);
    m->bytes += n;
    m->len -= n;
    return (ptrdiff_t)n;
}

void memory_pull_init(struct memory_pull *m, const char *bytes, size_t len, struct pull *under, int last) {
    *m = (struct memory_pull){.pull.read = memory_read, .bytes = bytes, .len = len, .under = under, .last = last};
}

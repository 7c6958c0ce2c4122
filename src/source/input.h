/* SPDX-License-Identifier: Apache-2.0 */
/* source/input.h: the lowest layer: the bytes of a file, a pipe, or of memory.
 *
 * A file is read with pread up to the size that it had when it was opened (never mapped, so that it may shrink or grow
 * meanwhile: both are reported). A pipe is read to its end; what it gives can be kept in a file on the way.
 */
#ifndef EMAKI_SOURCE_INPUT_H
#define EMAKI_SOURCE_INPUT_H

#include "source/job.h"

struct input {
    struct pull pull; /* first: the pull is the object */
    struct job *job;
    int fd;
    bool owned;     /* the fd is closed by input_close */
    bool piped;     /* read in order, its size is not known */
    bool ended;     /* `last` says how */
    int last;       /* PULL_END or PULL_BROKEN */
    uint64_t start; /* of the object in the file: standard input may stand somewhere */
    uint64_t size,
        pos;   /* from `start`; size is unknown (UINT64_MAX) for pipes, and for files that say 0, as in /proc */
    int *keep; /* where to copy a pipe to, NULL: nowhere; set to -1 when that failed */
};

/* Opens `path` (with a NUL behind it) for `job`. False, and reported, when it cannot be. `pipe_ok`: it may be a FIFO.
 */
bool input_open(struct input *in, struct job *job, struct slice path, bool pipe_ok);
/* Reads a descriptor that is open: a file from where it stands, anything else as a pipe. */
bool input_adopt(struct input *in, struct job *job, int fd, bool owned, bool pipe_ok);
void input_close(struct input *in);
/* An unlinked temporary file in TMPDIR or /tmp, or -1 with errno. */
int input_temporary(void);
/* "No such file or directory"; never NULL. */
const char *input_error(int error);

/* Bytes in memory and then, unless NULL, what `under` gives. */
struct memory_pull {
    struct pull pull;
    const char *bytes;
    size_t len;
    struct pull *under;
    int last; /* said at the end, where there is no `under` */
};
void memory_pull_init(struct memory_pull *m, const char *bytes, size_t len, struct pull *under, int last);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* source/source.h: where log objects come from: files, folders, archives, standard input.
 *
 * In:   paths as the user named them.     Out: the bytes of each member, decompressed, in order.
 * Law:  what a file is, its bytes say (gzip, zstd, tar, zip; all else is handed out as it is), never its name. The list
 *       of objects is sorted by path, and one object's bytes always come in the same order.
 *       What cannot be read is reported with path, offset and reason, and the rest is read. Nothing is ever written to
 *       disk but the copy of a pipe; names inside archives are labels only.
 * Own:  paths in struct source_object live until source_free(). What a callback is given dies when it returns.
 *       A reader holds at most about 80 MiB (WHOLE_*, FRAME_WINDOW_LOG_MAX in base/limits.h), and the window that a
 * zstd frame asks for, and uses its buffers again for the next object. Threads: a struct source may be read by many
 * threads at once, each with a reader of its own and on different objects.
 */
#ifndef EMAKI_SOURCE_SOURCE_H
#define EMAKI_SOURCE_SOURCE_H

#include <stdatomic.h>

#include "base/err.h"

/* One thing to read: a file, a pipe, or standard input ("-"). Members of archives come out while reading. */
struct source_object {
    struct slice path; /* raw bytes, as named or found */
    uint64_t bytes;    /* on disk when the list was made; 0 where unknown (standard input, FIFO) */
};

/* Hears of paths that cannot be read while the list is made. `offset` is 0. */
struct source_problem_sink {
    void *ctx;
    void (*problem)(void *ctx, struct slice path, uint64_t offset, const char *reason);
};

struct source; /* the list of objects of one scan */

/* Walks `paths`: files, folders with all that is in them, "-". The list is sorted by the bytes of the paths; a path
 * that comes twice is there once. Symbolic links to files are followed; to folders too, unless they lead back to a
 * folder above (reported) or to one that is walked anyway. A FIFO that is named is read like standard input; one that
 * is found in a folder, sockets and devices are reported and left. `keep_stdin`: what a pipe gives is kept in an
 * unlinked temporary file while it is read for the first time, so that source_read() works a second time. */
struct source *source_open(const char *const *paths, size_t count, bool keep_stdin,
                           struct source_problem_sink problems);
void source_free(struct source *s);
size_t source_count(const struct source *s);
const struct source_object *source_object(const struct source *s, size_t index);

struct source_reader; /* one a thread: buffers and decompressors, used again from object to object */

struct source_reader *source_reader_new(void);
void source_reader_free(struct source_reader *r);

/* What comes out. For each member: begin, then one `whole` or any number of `piece`, then end. A problem may come at
 * any time, also for what never begins (a file that is gone, an encrypted member). */
struct source_sink {
    void *ctx;
    /* A member starts: "dir/a.json.gz", "logs.zip!AWSLogs/x.json.gz". */
    void (*begin)(void *ctx, struct slice path);
    /* All of a small member (WHOLE_BYTES_MAX) at once; writable, and SOURCE_PADDING zero bytes stand behind it. An
     * empty file is a whole of 0 bytes. The result is not needed: there is nothing left to stop. May be NULL: then
     * everything comes in pieces. */
    bool (*whole)(void *ctx, char *bytes, size_t len);
    /* The next 1 to PIECE_BYTES bytes of a large or damaged one. False: the rest of this member is not wanted. */
    bool (*piece)(void *ctx, const char *bytes, size_t len);
    /* Always after begin, also when the member turned out to be damaged. */
    void (*end)(void *ctx);
    /* `offset` counts decompressed bytes of the member (0 where unknown); `reason` is one sentence with the way out. */
    void (*problem)(void *ctx, struct slice path, uint64_t offset, const char *reason);
    /* So many more bytes on disk of the object are done. May be NULL. */
    void (*progress)(void *ctx, uint64_t bytes_on_disk);
};

#define SOURCE_PADDING 64

/* Reads one object to its end. Returns false only when `cancel` became true (looked at every MiB at least; may be
 * NULL); problems go to the sink. May be called again for the same object. */
bool source_read(struct source *s, size_t index, struct source_reader *r, const struct source_sink *sink,
                 const atomic_bool *cancel);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/progress.h: the line on a terminal that says how far the reading is.
 *
 * A thread of its own looks at the pipeline's counters ten times a second; the line is cleared at the end, so nothing
 * of it stays. Where standard error is no terminal there is neither thread nor line.
 */
#ifndef EMAKI_CLI_PROGRESS_H
#define EMAKI_CLI_PROGRESS_H

#include "base/buf.h"
#include "scan/pipeline.h"

struct progress;

/* `counters` must outlive it. */
struct progress *progress_start(const struct pipeline_progress *counters);
/* Ends the thread and clears the line. NULL is fine. */
void progress_end(struct progress *progress);

/* What the counters say at one moment. */
struct progress_moment {
    uint64_t files, files_total, bytes, bytes_total, events;
    int64_t elapsed; /* µs since the start */
};
struct progress_moment progress_look(const struct pipeline_progress *counters, int64_t elapsed);
/* "12 of 126 files · 184 MB/s · 120,345 events/s · 3 s left"; the pure part. */
void progress_text(const struct progress_moment *moment, struct buf *out);
/* Microseconds of a clock that only goes forward. */
int64_t progress_clock(void);

#endif

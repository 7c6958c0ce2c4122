/* SPDX-License-Identifier: Apache-2.0 */
/* source/inflate.h: gzip and zstd, piece by piece and in bounded memory: for what is large, or damaged.
 *
 * What was decompressed before a cut or an error is handed out. Several gzip members or zstd frames are one stream.
 */
#ifndef EMAKI_SOURCE_INFLATE_H
#define EMAKI_SOURCE_INFLATE_H

#include "source/job.h"

/* Both give a pull that reads `under`; to be freed with the other one before `under` goes. */
struct pull *gunzip_new(struct job *job, struct pull *under);
void gunzip_free(struct pull *p);
/* `window_log`: the largest window that is allocated for it. */
struct pull *unzstd_new(struct job *job, struct pull *under, unsigned window_log);
void unzstd_free(struct pull *p);

#endif

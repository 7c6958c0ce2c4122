/* SPDX-License-Identifier: Apache-2.0 */
/* base/limits.h: every bound that input could push against, by name, in one place.
 *
 * Each has a test at it and one beyond it. A message that refuses input names the limit.
 */
#ifndef EMAKI_BASE_LIMITS_H
#define EMAKI_BASE_LIMITS_H

/* base */
#define ARENA_CHUNK (64u * 1024u)
#define ERR_MESSAGE_MAX 256

/* event: one CloudTrail record. AWS cuts records at 256 KB (user guide, "record contents"); we allow far more. */
#define RECORD_BYTES_MAX (16u * 1024u * 1024u)
#define RECORD_DEPTH_MAX 128

/* story: what one story shows of itself */
#define STEP_EVENTS_MAX 1000   /* events listed a step (INTERFACES: "all of them up to 1 000") */
#define INPUT_PROBLEMS_MAX 100 /* problems listed one by one; beyond it they are counted */
#define TEXT_RAILS_MAX 12      /* rails side by side in a terminal; lanes beyond share the last one */

/* source: what files, folders and archives may ask of us */
#define SOURCE_OBJECTS_MAX (8u * 1024u * 1024u)
#define DIRECTORY_DEPTH_MAX 64 /* folders inside folders; an S3 mirror has about ten */
#define ARCHIVE_DEPTH_MAX 2    /* an archive inside an archive is read, one inside that is not */
#define COMPRESSION_DEPTH_MAX 3
#define MEMBER_LABEL_MAX 4096 /* bytes of a name inside an archive that are shown */
#define ARCHIVE_ERRORS_MAX 16 /* damaged headers in a row before the rest of an archive is given up */
/* One member is handed out at once when it has at most so many bytes, on disk and decompressed; else in pieces. */
#define WHOLE_RAW_MAX (4u * 1024u * 1024u)
#define WHOLE_BYTES_MAX (32u * 1024u * 1024u)
#define PIECE_BYTES (256u * 1024u)
/* Decompression bombs are told by their ratio, not by their size: logs of many GB are legitimate. Deflate codes a run
 * of one byte at 1032:1, but a text that repeats every 32 bytes or more at 344:1 at best (258 bytes in 6 bits); real
 * CloudTrail is at 10:1 to 30:1. So nothing that holds records, be they all the same, reaches the ratio. */
#define INFLATE_FREE_BYTES (256u * 1024u * 1024u) /* the ratio is not looked at before */
#define INFLATE_RATIO_MAX 500u
#define FRAME_WINDOW_LOG_MAX 27 /* 128 MiB: what the zstd tool accepts by itself, so "zstd --long" too */

/* scan: what the user's own files may be */
#define CONFIG_BYTES_MAX (1024u * 1024u)
#define ADDRESS_LIST_BYTES_MAX (64u * 1024u * 1024u) /* about 4 million addresses */
#define RULE_FILE_BYTES_MAX (4u * 1024u * 1024u)
#define RULES_DEPTH_MAX 32 /* folders in folders */

#endif

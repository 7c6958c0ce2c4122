/* SPDX-License-Identifier: Apache-2.0 */
/* event/digest.h: what a digest file of CloudTrail says: which logs were delivered, what was in them, which digest came
 * before (user guide, "CloudTrail digest file structure").
 *
 * In:   the decompressed bytes of one digest.     Out: its fields as plain values.
 * Law:  nothing is believed here and no path is followed: names are texts. What a digest lacks to be verified makes it
 *       no digest.
 * Own:  all strings live in the caller's arena.
 */
#ifndef EMAKI_EVENT_DIGEST_H
#define EMAKI_EVENT_DIGEST_H

#include "base/arena.h"
#include "base/err.h"

#define DIGEST_HASH_BYTES 32 /* SHA-256, the only algorithm there is */

/* One log file: "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/03" and its name in there. */
struct digest_log {
    struct slice folder, name;
    uint8_t hash[DIGEST_HASH_BYTES]; /* of the decompressed bytes */
    int64_t from, to;                /* of its events; TIME_NONE where it does not say */
};

struct digest {
    struct slice account, bucket, object; /* where it says that it lies */
    struct slice end_text;                /* as it is signed */
    int64_t start, end;
    struct slice previous_object, previous_signature; /* "" in the first digest of a trail */
    uint8_t previous_hash[DIGEST_HASH_BYTES];         /* of the decompressed bytes of the previous digest */
    struct slice fingerprint, algorithm;              /* of the signature, which is not in the digest itself */
    struct digest_log *logs;
    size_t log_count;
};

/* False with ERR_FOREIGN for JSON that is something else, ERR_FORMAT or ERR_LIMIT for a digest that cannot be used. */
bool digest_parse(struct slice text, struct arena *arena, struct digest *out, struct err *err);

/* The name at the end of a path or of a label inside an archive ("a.zip!dir/x.json.gz"), without .json and what it is
 * compressed with: a mirror may keep its files decompressed. Names of logs and digests are unique in CloudTrail. */
struct slice digest_file_key(struct slice path);
/* "111122223333_CloudTrail_us-east-1_20260303" of a log's key: its folder, however little of the path is there. Empty
 * where the name is not CloudTrail's. */
struct slice digest_day_key(struct slice file_key);
/* "us-east-1" of the key of a log or a digest, or "". */
struct slice digest_region(struct slice file_key);
/* The key of a digest without its time: one chain. *backfill: of late logs; these do not follow one another. */
struct slice digest_chain_key(struct slice file_key, bool *backfill);
/* Whether a file has the name of a digest; and whether it has, or lies where CloudTrail puts them. */
bool digest_named(struct slice path);
bool digest_path(struct slice path);
/* Twice as many hexadecimal digits as `count`. */
bool digest_hex(struct slice text, uint8_t *out, size_t count);

#endif

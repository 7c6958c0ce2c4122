/* SPDX-License-Identifier: Apache-2.0 */
/* event/records.h: finds the records in a stream of bytes, whatever shape the bytes have.
 *
 * In:   the decompressed bytes of one log object, pushed in pieces of any size.
 * Out:  each CloudTrail record, one at a time, through a callback, with its offset; what could not be read, with
 *       offset and reason, through another.
 * Shapes, told by their bytes (DESIGN: what a file is, its bytes say): {"Records":[…]}, a bare array, JSON lines, a
 * single event, lookup-events ({"Events":[{"CloudTrailEvent":"…"}]}), EventBridge envelopes ("detail"), CloudTrail Lake
 * exports, Elastic (`_source`) and Splunk (`result._raw`) exports. Digest and Insight files are recognised as such.
 * Law:  the records found do not depend on how the bytes were cut into pieces.
 * Own:  memory is bounded by RECORD_BYTES_MAX and reused; a record dies when its callback returns.
 */
#ifndef EMAKI_EVENT_RECORDS_H
#define EMAKI_EVENT_RECORDS_H

#include <yyjson.h>

#include "base/err.h"

enum records_kind { RECORDS_UNKNOWN, RECORDS_CLOUDTRAIL, RECORDS_DIGEST, RECORDS_INSIGHT, RECORDS_NOT_A_LOG };

struct records_sink {
    void *ctx;
    /* One record. Returns false to stop reading (cancelled). */
    bool (*record)(void *ctx, yyjson_val *record, uint64_t offset);
    /* One thing that could not be read at `offset`; reading goes on behind it where that is possible. */
    void (*malformed)(void *ctx, uint64_t offset, const char *reason);
};

struct records; /* opaque; one an object at a time, reusable */

struct records *records_new(void);
void records_free(struct records *r);
/* Starts a new object. */
void records_begin(struct records *r, struct records_sink sink);
/* Pushes bytes. Returns false when the sink stopped or the object is known not to hold records (then skip the rest). */
bool records_push(struct records *r, const char *bytes, size_t len);
/* A whole object in memory at once: the fast path. `bytes` is parsed in place, may be changed, and must have
 * YYJSON_PADDING_SIZE writable bytes behind `len`. */
bool records_whole(struct records *r, char *bytes, size_t len);
/* The end of the object: what is cut off there is reported as malformed. Tells what the object was. */
enum records_kind records_end(struct records *r);

#endif

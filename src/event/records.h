/* SPDX-License-Identifier: Apache-2.0 */
/* event/records.h: finds the records in a stream of bytes, whatever shape the bytes have.
 *
 * In:   the decompressed bytes of one log object, pushed in pieces of any size.
 * Out:  each CloudTrail record, one at a time, through a callback, with its offset; what could not be read, with
 *       offset and reason, through another.
 * Shapes, told by their bytes (DESIGN: what a file is, its bytes say): {"Records":[…]}, a bare array, JSON lines, a
 * single event, lookup-events ({"Events":[{"CloudTrailEvent":"…"}]}), EventBridge envelopes ("detail"), CloudTrail Lake
 * exports, Elastic (`_source`) and Splunk (`result._raw`) exports. Digest and Insight files are recognised as such.
 * What stands around the records is read leniently (missing or trailing commas, several values behind one another); a
 * record itself is RFC 8259, or it is reported.
 * Law:  the records found do not depend on how the bytes were cut into pieces.
 * Own:  memory is bounded by RECORD_BYTES_MAX and reused; a record dies when its callback returns.
 */
#ifndef EMAKI_EVENT_RECORDS_H
#define EMAKI_EVENT_RECORDS_H

#include <yyjson.h>

#include "base/err.h"

enum records_kind {
    RECORDS_UNKNOWN,    /* nothing but blanks */
    RECORDS_CLOUDTRAIL, /* at least one record, or so like a log that what is broken in it is worth saying */
    RECORDS_DIGEST,
    RECORDS_INSIGHT, /* Insight records alone */
    RECORDS_NOT_A_LOG,
};

struct records_sink {
    void *ctx;
    /* One record; `offset` is where its text begins (that of its envelope, if it has one), counted from the start of
     * the decompressed object. Returns false to stop reading (cancelled). Insight records come too, and their category
     * says so. */
    bool (*record)(void *ctx, yyjson_val *record, uint64_t offset);
    /* One thing that could not be read at `offset`; reading goes on behind it where that is possible. `reason` dies
     * with the call. */
    void (*malformed)(void *ctx, uint64_t offset, const char *reason);
};

struct records; /* opaque; one an object at a time, reusable */

struct records *records_new(void);
void records_free(struct records *r);
/* Starts a new object. */
void records_begin(struct records *r, struct records_sink sink);
/* Pushes bytes, all at once or in pieces; they stay as they are. Returns false when the sink stopped or the object is
 * known not to hold records (then skip the rest). */
bool records_push(struct records *r, const char *bytes, size_t len);
/* The end of the object: what is cut off there is reported as malformed. Tells what the object was. Of what is no log
 * the problems that were reported mean nothing: drop them. */
enum records_kind records_end(struct records *r);

/* For one large object on several threads: from now on to the end of the object the records are only found, and their
 * text is handed to `span` (which may keep a copy, and returns false to stop). Whoever has the text parses it with
 * records_parse(), on another thread with another struct records, and gets the same records and problems. */
void records_split(struct records *r, bool (*span)(void *ctx, struct slice text, uint64_t offset));
/* Parses one text that `span` was given. It is destroyed; YYJSON_PADDING_SIZE writable bytes stand behind it. Returns
 * false when the sink stopped. */
bool records_parse(struct records *r, char *text, size_t len, uint64_t offset);
/* Whether the object is certain to be RECORDS_CLOUDTRAIL, whatever comes: do not split one before. Who only finds the
 * texts does not learn what the object is, nor that it is to be given up. */
bool records_certain(const struct records *r);

#endif

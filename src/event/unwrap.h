/* SPDX-License-Identifier: Apache-2.0 */
/* event/unwrap.h: from a parsed value to the CloudTrail records in it.
 *
 * In:   an element of a list, a line, a whole document.     Out: its records: the value itself, or what an envelope
 * holds: EventBridge's `detail`, `CloudTrailEvent` of lookup-events, `_source` of Elastic, `result` and `_raw` of
 * Splunk, `eventData` and `eventJson` of CloudTrail Lake, `message` of CloudWatch Logs; lists of any of these; rows of
 * query results. Add:  an envelope is one row of ENVELOPES (unwrap.c).
 */
#ifndef EMAKI_EVENT_UNWRAP_H
#define EMAKI_EVENT_UNWRAP_H

#include <yyjson.h>

#include "base/err.h"

struct unwrap {
    void *ctx;
    bool (*record)(void *ctx, yyjson_val *record); /* false: stop */
    void (*malformed)(void *ctx, const char *reason);
    void (*foreign)(void *ctx, yyjson_val *object); /* an object that is no record and holds none */
};

/* Returns false when `record` did. */
bool unwrap_value(const struct unwrap *u, yyjson_val *value);
/* Whether it is certainly a record, by its first member alone: what nearly all are. */
static inline bool unwrap_is_plain(yyjson_val *value) {
    yyjson_val *key = value + 1;
    return yyjson_is_obj(value) && unsafe_yyjson_get_len(value) && unsafe_yyjson_get_len(key) == 12 &&
           memcmp(unsafe_yyjson_get_str(key), "eventVersion", 12) == 0 && yyjson_is_str(key + 1) &&
           memcmp(unsafe_yyjson_get_str(key + 1), "1.", 2) == 0;
}
bool unwrap_is_insight(yyjson_val *record);
bool unwrap_is_digest(yyjson_val *object);
/* How a value that cannot be a record is called in a message, by its first byte. */
const char *unwrap_type_name(char first);

#endif

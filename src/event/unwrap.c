/* SPDX-License-Identifier: Apache-2.0 */
/* event/unwrap.c: see unwrap.h. The recursion is bounded by ENVELOPES_DEEP. */
#include "event/unwrap.h"

#include "event/lake.h"
#include "event/parse.h"

enum { ENVELOPES_DEEP = 8 };

/* Members that hold a record, or another envelope, as an object or as JSON in a string. */
static const char *const ENVELOPES[] = {
    "detail",          /* EventBridge */
    "CloudTrailEvent", /* aws cloudtrail lookup-events */
    "_source",         /* Elastic, OpenSearch */
    "result",          /* Splunk, a line of an export */
    "_raw",            /* Splunk, the event as it was */
    "eventData",       /* CloudTrail Lake, integrations */
    "eventJson",       /* CloudTrail Lake, SELECT eventJson */
    "message",         /* CloudWatch Logs */
    "Message",         /* SNS */
    "event",           /* Filebeat: event.original */
    "original",
    "hits", /* Elastic, the outer one of hits.hits */
};
/* Members that hold a list of records or envelopes. */
static const char *const LISTS[] = {"Records", "Events", "events", "logEvents", "results", "hits", "QueryResultRows"};

static const char *const RECORD_KEYS[] = {"eventVersion", "eventID",      "eventTime", "eventName",
                                          "eventSource",  "userIdentity", "awsRegion"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool unwrap_at(const struct unwrap *u, yyjson_val *value, unsigned depth);

/* Two keys of a record are enough, so that one that lacks something is reported and not taken for something else. S3,
 * DynamoDB and Kinesis notify in records of the same look, whose source is "aws:s3" and the like. */
static bool is_record(yyjson_val *object) {
    size_t found = 0;
    yyjson_val *source = yyjson_obj_get(object, "eventSource");
    if (yyjson_is_str(source) && strncmp(yyjson_get_str(source), "aws:", 4) == 0) return false;
    for (size_t i = 0; i < COUNT(RECORD_KEYS); i++) found += yyjson_obj_get(object, RECORD_KEYS[i]) != NULL;
    return found >= 2;
}

bool unwrap_is_insight(yyjson_val *record) {
    return yyjson_equals_str(yyjson_obj_get(record, "eventCategory"), "Insight") ||
           yyjson_equals_str(yyjson_obj_get(record, "eventType"), "AwsCloudTrailInsight");
}

bool unwrap_is_digest(yyjson_val *object) {
    return yyjson_obj_get(object, "digestS3Object") || yyjson_obj_get(object, "digestStartTime");
}

const char *unwrap_type_name(char first) {
    switch (first) {
    case '"': return "a string";
    case '[': return "an array";
    case 't':
    case 'f': return "true or false";
    case 'n': return "null";
    default: return (first >= '0' && first <= '9') || first == '-' ? "a number" : NULL;
    }
}

static bool unwrap_text(const struct unwrap *u, yyjson_val *value, unsigned depth) {
    struct err err = ERR_INIT;
    yyjson_read_err found;
    /* The text is read, not changed: without YYJSON_READ_INSITU the parser takes a copy. */
    yyjson_doc *doc =
        yyjson_read_opts((char *)(uintptr_t)yyjson_get_str(value), yyjson_get_len(value), 0, NULL, &found);
    bool go_on = true;
    if (!doc) parse_error(&found, &err);
    if (!doc || !parse_depth(doc, &err)) u->malformed(u->ctx, err.message);
    else go_on = unwrap_at(u, yyjson_doc_get_root(doc), depth);
    yyjson_doc_free(doc);
    return go_on;
}

static yyjson_val *find_envelope(yyjson_val *object) {
    for (size_t i = 0; i < COUNT(ENVELOPES); i++) {
        yyjson_val *v = yyjson_obj_get(object, ENVELOPES[i]);
        if (yyjson_is_obj(v) || (yyjson_is_str(v) && yyjson_get_str(v)[0] == '{')) return v;
    }
    for (size_t i = 0; i < COUNT(LISTS); i++) {
        yyjson_val *v = yyjson_obj_get(object, LISTS[i]);
        if (yyjson_is_arr(v)) return v;
    }
    return NULL;
}

static bool unwrap_object(const struct unwrap *u, yyjson_val *object, unsigned depth) {
    if (is_record(object)) return u->record(u->ctx, object);
    yyjson_val *inner = depth < ENVELOPES_DEEP ? find_envelope(object) : NULL;
    if (yyjson_is_str(inner)) return unwrap_text(u, inner, depth + 1);
    if (inner) return unwrap_at(u, inner, depth + 1);
    u->foreign(u->ctx, object);
    return true;
}

static bool unwrap_row(const struct unwrap *u, yyjson_val *row, unsigned depth) {
    yyjson_doc *doc = lake_row_object(row);
    bool go_on = unwrap_object(u, yyjson_doc_get_root(doc), depth);
    yyjson_doc_free(doc);
    return go_on;
}

static bool unwrap_at(const struct unwrap *u, yyjson_val *value, unsigned depth) {
    size_t at, count;
    yyjson_val *element;
    if (yyjson_is_obj(value)) return unwrap_object(u, value, depth);
    if (!yyjson_is_arr(value) || depth >= ENVELOPES_DEEP) {
        u->malformed(u->ctx, "a plain value where a record should be");
        return true;
    }
    if (lake_is_row(value)) return unwrap_row(u, value, depth + 1);
    yyjson_arr_foreach(value, at, count, element) {
        if (!unwrap_at(u, element, depth + 1)) return false;
    }
    return true;
}

bool unwrap_value(const struct unwrap *u, yyjson_val *value) {
    return unwrap_at(u, value, 0);
}

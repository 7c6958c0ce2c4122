/* SPDX-License-Identifier: Apache-2.0 */
/* event/walk.c: see walk.h. A new wrapper is one name in LIST_KEYS, a new envelope one in RECORD_KEYS (and its row in
 * unwrap.c). */
#include "event/walk.h"

enum { WRAPPERS_DEEP = 4 };

static const char *const LIST_KEYS[] = {"Records", "Events", "events",         "logEvents",
                                        "results", "hits",   "QueryResultRows"};

static const char *const RECORD_KEYS[] = {
    "eventVersion",     "userIdentity",
    "eventTime",        "eventSource",
    "eventName",        "awsRegion",
    "eventID",          "eventType",
    "sourceIPAddress",  "userAgent",
    "errorCode",        "errorMessage",
    "readOnly",         "requestParameters",
    "responseElements", "additionalEventData",
    "requestID",        "recipientAccountId",
    "detail-type",      "detail",
    "CloudTrailEvent",  "EventId",
    "_source",          "_raw",
    "result",           "eventData",
    "eventJson",        "digestStartTime",
    "@timestamp",
};

void walk_begin(struct walk *w) {
    *w = (struct walk){.part = WANT_KEY};
}

static bool key_is(const struct walk *w, const char *name) {
    return strlen(name) == w->key_len && memcmp(w->key, name, w->key_len) == 0;
}

static bool key_among(const struct walk *w, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (key_is(w, names[i])) return true;
    }
    return false;
}

#define AMONG(w, names) key_among(w, names, sizeof(names) / sizeof *(names))

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static enum walk_result take_key_byte(struct walk *w, char c) {
    if (c == '\n') return WALK_ODD;
    if (c == '"' && !w->escaped) {
        w->part = WANT_COLON;
        return !w->listed && AMONG(w, RECORD_KEYS) ? WALK_RECORD : WALK_MORE;
    }
    w->escaped = c == '\\' && !w->escaped;
    if (w->key_len < sizeof w->key) w->key[w->key_len++] = c;
    return WALK_MORE;
}

static enum walk_result take_value_start(struct walk *w, char c) {
    if (c == '[' && AMONG(w, LIST_KEYS)) {
        w->part = WANT_COMMA;
        w->listed = true;
        w->log = key_is(w, "Records");
        return WALK_LIST;
    }
    if (c == '{' && key_is(w, "hits") && w->wrappers < WRAPPERS_DEEP) {
        w->part = WANT_KEY;
        w->wrappers++;
    } else if (c == '{' || c == '[') {
        w->part = IN_NESTED;
        span_begin(&w->nested, c, !w->listed);
        if (!w->listed) span_retrace(&w->nested);
        size_t used;
        span_scan(&w->nested, &c, 1, &used);
    } else if (c == '"') {
        w->part = IN_TEXT;
    } else {
        w->part = IN_WORD;
        return c == ',' || c == '}' || c == ']' || c == ':' ? WALK_ODD : WALK_MORE;
    }
    return WALK_MORE;
}

static enum walk_result take_comma(struct walk *w, char c) {
    if (c == ',') {
        w->part = WANT_KEY;
        return WALK_MORE;
    }
    if (c != '}') return WALK_ODD;
    w->part = WANT_COMMA;
    if (!w->wrappers) return WALK_END;
    w->wrappers--;
    return WALK_MORE;
}

static enum walk_result take_text_byte(struct walk *w, char c) {
    if (c == '\n') return WALK_ODD;
    if (c == '"' && !w->escaped) w->part = WANT_COMMA;
    w->escaped = c == '\\' && !w->escaped;
    return WALK_MORE;
}

static enum walk_result take_byte(struct walk *w, char c) {
    if (w->part == IN_KEY) return take_key_byte(w, c);
    if (w->part == IN_TEXT) return take_text_byte(w, c);
    if (w->part == IN_WORD) {
        if (c == ',' || c == '}') return take_comma(w, c);
        if (c == '"' || c == '{' || c == '[' || c == ']' || c == ':') return WALK_ODD;
        if (is_blank(c)) w->part = WANT_COMMA;
        return WALK_MORE;
    }
    if (is_blank(c)) return WALK_MORE;
    switch (w->part) {
    case WANT_KEY:
        if (c == '}') return take_comma(w, c);
        w->part = IN_KEY;
        w->key_len = 0;
        return c == '"' ? WALK_MORE : WALK_ODD;
    case WANT_COLON: w->part = WANT_VALUE; return c == ':' ? WALK_MORE : WALK_ODD;
    case WANT_VALUE: return take_value_start(w, c);
    default: return take_comma(w, c);
    }
}

enum walk_result walk_scan(struct walk *w, const char *bytes, size_t len, size_t *used) {
    for (size_t at = 0; at < len;) {
        if (w->part == IN_NESTED) {
            size_t part;
            enum span_result inner = span_scan(&w->nested, bytes + at, len - at, &part);
            at += part;
            *used = at;
            if (inner == SPAN_CUT) return WALK_ODD;
            if (inner == SPAN_DONE) w->part = WANT_COMMA;
            continue;
        }
        enum walk_result result = take_byte(w, bytes[at]);
        if (result == WALK_MORE) {
            at++;
            continue;
        }
        *used = result == WALK_ODD ? at : at + 1;
        return result;
    }
    *used = len;
    return WALK_MORE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* event/records.c: the text around the records. See records.h.
 *
 *              ┌──────────── "{": walk its members ──▶ IN_WALK ── a list begins ──▶ BETWEEN, in the list
 *   BETWEEN ───┤                                         └─ it is a record ──┐         │ "]": back to the walk
 *   (values)   ├── "{" in a list, "[" in a list ──────────────────────────▶ record    ▼
 *              └── anything else ──▶ IN_STRING, IN_JUNK: reported, skipped
 *
 * A record is tried in place first (parser_ahead). Only when that fails is its end looked for (IN_SPAN); a record that
 * a piece does not hold to its end is carried over to the next one. Both ways give the same record or the same reason.
 * Decisions hang on positions, never on where a piece ends: that is the law's proof.
 */
#include "event/records.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "event/parse.h"
#include "event/span.h"
#include "event/unwrap.h"
#include "event/walk.h"

enum { JUNK_KEPT = 4, LOOK_BYTES = 4096 };

struct records {
    struct records_sink sink;
    bool (*on_span)(void *ctx, struct slice text, uint64_t offset);
    struct parser parser;

    uint64_t base; /* where the current piece begins in the object */
    enum { BETWEEN, IN_WALK, IN_SPAN, IN_STRING, IN_JUNK } state;
    uint64_t start;  /* of the value that is open */
    bool in_list;    /* else at the top level */
    bool in_wrapper; /* the list is a member of the object that `walk` walks */
    bool certain;    /* the object that begins now is a record: no walk */
    bool over;       /* the object that is walked is larger than a record, and no list was found yet */
    bool escaped;    /* in IN_STRING */
    struct walk walk;
    struct span span;
    struct buf carry;    /* the open value's text in earlier pieces; empty once it is too large to be a record */
    struct buf replayed; /* what was carried, while it is read again */
    unsigned char junk[JUNK_KEPT];
    size_t junk_len;

    /* What is known of the object so far. */
    uint64_t records, problems, foreign, junk_bytes;
    bool looks; /* like CloudTrail, though perhaps no record could be read */
    bool digest;
    bool other; /* than Insight records */
    bool any;   /* anything but blanks */
    bool part;  /* of an object that is read on several threads: only the whole of it could be given up */
    bool stop;
};

struct records *records_new(void) {
    struct records *r = mem_zalloc(1, sizeof *r);
    parser_init(&r->parser);
    buf_init(&r->carry);
    buf_init(&r->replayed);
    return r;
}

void records_free(struct records *r) {
    if (!r) return;
    parser_release(&r->parser);
    buf_release(&r->carry);
    buf_release(&r->replayed);
    free(r);
}

void records_begin(struct records *r, struct records_sink sink) {
    struct records fresh = {.sink = sink, .parser = r->parser, .carry = r->carry, .replayed = r->replayed};
    *r = fresh;
    parser_forget(&r->parser);
    buf_clear(&r->carry);
}

void records_split(struct records *r, bool (*span)(void *ctx, struct slice text, uint64_t offset)) {
    r->on_span = span;
    r->part = true;
}

bool records_certain(const struct records *r) {
    return r->other;
}

/* Problems */

static void report(struct records *r, uint64_t offset, const char *reason) {
    r->sink.malformed(r->sink.ctx, offset, reason);
    r->problems++;
    if (r->records || r->part) return;
    if (r->foreign >= RECORDS_FOREIGN_MAX || (!r->looks && r->problems >= RECORDS_FOREIGN_MAX)) r->stop = true;
}

static void report_limit(struct records *r) {
    report(r, r->start, "a record larger than 16 MiB (RECORD_BYTES_MAX)");
}

/* A broken value that names CloudTrail's fields was meant to be a record. */
static bool looks_like_records(const char *text, size_t len) {
    static const char *const names[] = {"\"eventVersion", "\"eventName", "\"eventSource"};
    struct slice head = {text, len < LOOK_BYTES ? len : LOOK_BYTES};
    for (size_t i = 0; i < 3; i++) {
        if (slice_find(head, slice_cstr(names[i])) >= 0) return true;
    }
    return false;
}

static void look_at(struct records *r, const char *text, size_t len) {
    if (!r->looks) r->looks = looks_like_records(text, len);
}

/* The same for the open value, of which the carried text and bytes[first, end) are known. */
static void look_at_open(struct records *r, const char *bytes, size_t end) {
    if (r->start >= r->base) {
        size_t first = (size_t)(r->start - r->base);
        look_at(r, bytes + first, end - first);
        return;
    }
    if (r->carry.len && r->carry.len < LOOK_BYTES)
        buf_put(&r->carry, slice_from(bytes, end < LOOK_BYTES ? end : LOOK_BYTES));
    look_at(r, r->carry.ptr, r->carry.len);
}

static void report_value(struct records *r, uint64_t offset, unsigned char first) {
    char reason[ERR_MESSAGE_MAX];
    const char *type = unwrap_type_name((char)first);
    if (type && (r->in_list || first != '"')) snprintf(reason, sizeof reason, "%s where a record should be", type);
    else if (first >= 0x20 && first < 0x7f) snprintf(reason, sizeof reason, "text that is not JSON");
    else snprintf(reason, sizeof reason, "byte 0x%02x where a record should be", first);
    report(r, offset, reason);
}

/* Records */

static bool take_record(void *ctx, yyjson_val *record) {
    struct records *r = ctx;
    r->records++;
    if (!r->other) r->other = !unwrap_is_insight(record);
    if (!r->sink.record(r->sink.ctx, record, r->start)) r->stop = true;
    return !r->stop;
}

static void take_malformed(void *ctx, const char *reason) {
    struct records *r = ctx;
    report(r, r->start, reason);
}

static void take_foreign(void *ctx, yyjson_val *object) {
    struct records *r = ctx;
    if (unwrap_is_digest(object)) {
        r->digest = true;
        return;
    }
    r->foreign++;
    report(r, r->start, "not a CloudTrail record: two of eventVersion, eventTime, eventName, … are needed");
}

static void take_document(struct records *r) {
    const struct unwrap unwrap = {r, take_record, take_malformed, take_foreign};
    struct err err = ERR_INIT;
    yyjson_val *root = yyjson_doc_get_root(r->parser.doc);
    if (!parse_depth(r->parser.doc, &err)) report(r, r->start, err.message);
    else if (unwrap_is_plain(root)) take_record(r, root);
    else unwrap_value(&unwrap, root);
}

bool records_parse(struct records *r, char *text, size_t len, uint64_t offset) {
    struct err err = ERR_INIT;
    r->start = offset;
    r->part = true;
    if (parser_in_place(&r->parser, text, len, &err)) take_document(r);
    else report(r, offset, err.message);
    return !r->stop;
}

static void parse_span(struct records *r, const char *text, size_t len) {
    struct err err = ERR_INIT;
    bool carried = text == r->carry.ptr, ok;
    bool looks = r->looks || looks_like_records(text, len); /* asked now: parsing in place destroys the text */
    if (carried) {
        buf_reserve(&r->carry, YYJSON_PADDING_SIZE);
        ok = parser_in_place(&r->parser, r->carry.ptr, len, &err);
    } else {
        ok = parser_exact(&r->parser, text, len, &err);
    }
    if (ok) {
        take_document(r);
    } else {
        r->looks = looks;
        report(r, r->start, err.message);
    }
}

/* The open value's first byte in this piece. */
static size_t first_in_piece(const struct records *r) {
    return r->start > r->base ? (size_t)(r->start - r->base) : 0;
}

static void end_span(struct records *r, const char *bytes, size_t at, bool cut) {
    bool large = r->base + at - r->start > RECORD_BYTES_MAX, carried = r->start < r->base;
    r->state = BETWEEN;
    if (large || cut) {
        look_at_open(r, bytes, at);
        if (large) report_limit(r);
        else report(r, r->start, "cut: the line ends inside the record");
        return;
    }
    if (carried) buf_put(&r->carry, slice_from(bytes, at));
    struct slice text = carried ? buf_slice(&r->carry) : slice_from(bytes + first_in_piece(r), at - first_in_piece(r));
    if (!r->on_span) parse_span(r, text.ptr, text.len);
    else if (!r->on_span(r->sink.ctx, text, r->start)) r->stop = true;
}

/* Follows an open value through this piece. */
static size_t scan_span(struct records *r, const char *bytes, size_t at, size_t len) {
    size_t used, ignored;
    enum span_result result = span_scan(&r->span, bytes + at, len - at, &used);
    at += used;
    if (result == SPAN_MORE) return at;
    if (result != SPAN_RETRACE) {
        end_span(r, bytes, at, result == SPAN_CUT);
        return at;
    }
    if (r->base + at - r->start >
        RECORD_BYTES_MAX) { /* no record anyway: end it at the next line that looks like one */
        r->span.traced = r->span.broken = true;
        return at;
    }
    span_retrace(&r->span);
    if (r->start < r->base) span_scan(&r->span, r->carry.ptr, r->carry.len, &ignored);
    return first_in_piece(r);
}

static size_t begin_span(struct records *r, const char *bytes, size_t at, size_t len) {
    r->start = r->base + at;
    r->certain = false;
    size_t used = r->on_span ? 0 : parser_ahead(&r->parser, bytes + at, len - at);
    if (used) {
        take_document(r);
        return at + used;
    }
    span_begin(&r->span, bytes[at], !r->in_list);
    buf_clear(&r->carry);
    r->state = IN_SPAN;
    return at;
}

/* Objects at the top level */

static void process(struct records *r, const char *bytes, size_t len);

/* The object that was walked is a record: reads it again from its start. */
static size_t restart_as_record(struct records *r) {
    r->state = BETWEEN;
    r->certain = true;
    if (r->start >= r->base) return (size_t)(r->start - r->base);
    struct buf text = r->carry;
    uint64_t base = r->base;
    r->carry = r->replayed;
    r->replayed = text;
    r->base = r->start;
    parser_forget(&r->parser);
    process(r, text.ptr, text.len);
    parser_forget(&r->parser);
    r->base = base;
    return 0;
}

/* The walk ends without a list, or where no JSON is. */
static size_t end_walk(struct records *r, size_t at, bool odd) {
    if (!r->walk.listed && !r->over) return restart_as_record(r);
    r->state = BETWEEN;
    r->in_wrapper = false;
    if (r->over) report_limit(r);
    else if (odd) report(r, r->base + at, "unexpected text behind a list of records");
    return at;
}

static size_t begin_list(struct records *r, size_t at) {
    r->state = BETWEEN;
    r->in_list = r->in_wrapper = true;
    r->over = false;
    r->looks |= r->walk.log;
    buf_clear(&r->carry);
    return at;
}

static size_t scan_walk(struct records *r, const char *bytes, size_t at, size_t len) {
    size_t used, end = len;
    if (!r->walk.listed && !r->over) {
        uint64_t room = r->start + RECORD_BYTES_MAX - r->base;
        if (at >= room) {
            look_at_open(r, bytes, at);
            r->over = true;
            buf_clear(&r->carry);
        } else if (end > room) {
            end = (size_t)room;
        }
    }
    enum walk_result result = walk_scan(&r->walk, bytes + at, end - at, &used);
    at += used;
    switch (result) {
    case WALK_RECORD: return r->over ? at : restart_as_record(r);
    case WALK_LIST: return begin_list(r, at);
    case WALK_END: return end_walk(r, at, false);
    case WALK_ODD: return end_walk(r, at, true);
    default: return at;
    }
}

/* What is no record */

static void flush_junk(struct records *r) {
    const unsigned char *j = r->junk;
    bool wide =
        r->junk_len == JUNK_KEPT && r->start == 0 && ((j[0] == 0xff && j[1] == 0xfe) || (j[0] == 0xfe && j[1] == 0xff));
    if (!r->junk_len) return;
    r->junk_len = 0;
    if (!wide) {
        report_value(r, r->start, j[0]);
        return;
    }
    r->looks = j[2] == '{' || j[3] == '{' || j[2] == '[' || j[3] == '[';
    r->stop = true;
    report(r, 0, "text in UTF-16: convert it to UTF-8 first");
}

static bool ends_junk(const struct records *r, char c) {
    return c == '\n' || (r->in_list && c && strchr(",]}{[\" \t\r", c));
}

static void count_junk(struct records *r) {
    if (++r->junk_bytes > RECORDS_JUNK_MAX && !r->records && !r->looks && !r->part) r->stop = true;
}

/* `junk_len` counts up to JUNK_KEPT while the reason is still open, and is 0 once it is given. */
static size_t skip_junk(struct records *r, const char *bytes, size_t at, size_t len) {
    for (; at < len && !r->stop; at++) {
        if (ends_junk(r, bytes[at])) {
            flush_junk(r);
            r->state = BETWEEN;
            return at;
        }
        if (r->junk_len && r->junk_len < JUNK_KEPT) r->junk[r->junk_len++] = (unsigned char)bytes[at];
        if (r->junk_len == JUNK_KEPT) flush_junk(r);
        count_junk(r);
    }
    return at;
}

static size_t skip_string(struct records *r, const char *bytes, size_t at, size_t len) {
    for (; at < len; at++) {
        char c = bytes[at];
        if ((c == '"' && !r->escaped) || c == '\n') {
            r->state = BETWEEN;
            return at + 1;
        }
        r->escaped = c == '\\' && !r->escaped;
    }
    return at;
}

static size_t begin_other(struct records *r, char c, size_t at) {
    r->start = r->base + at;
    if (c && strchr("]}:,", c)) {
        report_value(r, r->start, (unsigned char)c);
    } else if (c == '"' && r->in_list) {
        report_value(r, r->start, '"');
        r->escaped = false;
        r->state = IN_STRING;
    } else {
        r->junk[0] = (unsigned char)c;
        r->junk_len = 1;
        r->state = IN_JUNK;
        count_junk(r);
    }
    return at + 1;
}

/* Between values */

static bool is_blank(const struct records *r, char c) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',') return true;
    return !r->in_list && (c == '\xef' || c == '\xbb' || c == '\xbf'); /* a byte order mark, at any file's start */
}

static size_t end_list(struct records *r, size_t at) {
    r->in_list = false;
    if (r->in_wrapper) r->state = IN_WALK;
    return at + 1;
}

static size_t begin_value(struct records *r, const char *bytes, size_t at, size_t len) {
    while (at < len && is_blank(r, bytes[at])) at++;
    if (at == len) return at;
    char c = bytes[at];
    r->any = true;
    if (c == '{' && !r->in_list && !r->certain) {
        r->start = r->base + at;
        r->state = IN_WALK;
        r->over = false;
        buf_clear(&r->carry);
        walk_begin(&r->walk);
        return at + 1;
    }
    if (c == '{' || (c == '[' && r->in_list)) return begin_span(r, bytes, at, len);
    if (c == '[') {
        r->in_list = true;
        return at + 1;
    }
    return c == ']' && r->in_list ? end_list(r, at) : begin_other(r, c, at);
}

/* The piece ends inside a value: keeps its text, until it is larger than a record may be. */
static void carry_over(struct records *r, const char *bytes, size_t len) {
    bool wanted = r->state == IN_SPAN || (r->state == IN_WALK && !r->walk.listed && !r->over);
    if (!wanted || r->stop) return;
    size_t first = first_in_piece(r);
    if (r->base + len - r->start <= RECORD_BYTES_MAX) {
        buf_put(&r->carry, slice_from(bytes + first, len - first));
    } else if (r->start >= r->base || r->carry.len) {
        look_at_open(r, bytes, len);
        buf_clear(&r->carry);
    }
}

static void process(struct records *r, const char *bytes, size_t len) {
    size_t at = 0;
    while (at < len && !r->stop) {
        switch (r->state) {
        case BETWEEN: at = begin_value(r, bytes, at, len); break;
        case IN_WALK: at = scan_walk(r, bytes, at, len); break;
        case IN_SPAN: at = scan_span(r, bytes, at, len); break;
        case IN_STRING: at = skip_string(r, bytes, at, len); break;
        case IN_JUNK: at = skip_junk(r, bytes, at, len); break;
        }
    }
    carry_over(r, bytes, len);
}

bool records_push(struct records *r, const char *bytes, size_t len) {
    if (r->stop) return false;
    parser_forget(&r->parser);
    process(r, bytes, len);
    r->base += len;
    return !r->stop;
}

static void report_cut(struct records *r) {
    bool open = r->state == IN_SPAN || (r->state == IN_WALK && !r->walk.listed);
    if (r->state == IN_JUNK) flush_junk(r);
    if (open) {
        look_at(r, r->carry.ptr, r->carry.len);
        if (r->base - r->start > RECORD_BYTES_MAX) report_limit(r);
        else report(r, r->start, "cut: the text ends inside the record");
    } else if (r->in_list || r->state == IN_WALK) {
        report(r, r->base, "cut: the text ends before its list of records is closed");
    }
}

enum records_kind records_end(struct records *r) {
    if (!r->stop) report_cut(r);
    if (r->records) return r->other ? RECORDS_CLOUDTRAIL : RECORDS_INSIGHT;
    if (r->digest) return RECORDS_DIGEST;
    if (!r->any) return RECORDS_UNKNOWN;
    return r->looks && !r->foreign ? RECORDS_CLOUDTRAIL : RECORDS_NOT_A_LOG;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_records.c: bytes → records → events.
 *
 * The law is checked too: the records and their offsets do not depend on how the bytes were cut, nor on whether the
 * texts of the records are parsed where they are found or elsewhere. The first byte says where to cut.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "event/event.h"
#include "event/records.h"
#include "fuzz/fuzz.h"

struct tally {
    uint64_t records, malformed, hash;
    enum records_kind kind;
    struct records *parser; /* of the spans, where reading is split */
};

static bool take_record(void *ctx, yyjson_val *record, uint64_t offset) {
    struct tally *tally = ctx;
    struct event ev;
    struct err err = ERR_INIT;
    tally->records++;
    tally->hash = tally->hash * 31 + offset;
    if (event_decode(record, &ev, &err)) tally->hash = tally->hash * 31 + (ev.key.lo ^ ev.key.hi);
    return true;
}

static void take_malformed(void *ctx, uint64_t offset, const char *reason) {
    struct tally *tally = ctx;
    if (!reason[0]) abort(); /* whoever reads it could not act on it */
    tally->malformed++;
    tally->hash = tally->hash * 31 + offset + hash64(slice_cstr(reason), 0);
}

static bool take_span(void *ctx, struct slice text, uint64_t offset) {
    struct tally *tally = ctx;
    char *copy = mem_zalloc(text.len + YYJSON_PADDING_SIZE, 1);
    memcpy(copy, text.ptr, text.len);
    bool go_on = records_parse(tally->parser, copy, text.len, offset);
    free(copy);
    return go_on;
}

static struct tally read_all(struct slice bytes, size_t piece, bool split) {
    struct tally tally = {0};
    struct records_sink sink = {.ctx = &tally, .record = take_record, .malformed = take_malformed};
    struct records *reader = records_new();
    tally.parser = records_new();
    records_begin(reader, sink);
    if (split) {
        records_begin(tally.parser, sink);
        records_split(reader, take_span);
    }
    for (size_t at = 0; at < bytes.len; at += piece)
        if (!records_push(reader, bytes.ptr + at, bytes.len - at < piece ? bytes.len - at : piece)) break;
    tally.kind = records_end(reader);
    if (split) records_end(tally.parser);
    records_free(tally.parser);
    records_free(reader);
    return tally;
}

static bool same(const struct tally *a, const struct tally *b) {
    if (a->kind != b->kind || a->records != b->records) return false;
    if (a->kind == RECORDS_NOT_A_LOG) return true; /* the problems of what is no log mean nothing */
    return a->malformed == b->malformed && a->hash == b->hash;
}

/* Who only finds the texts does not learn what the object was, nor where to give up: that is for sound logs. */
static bool same_apart(const struct tally *whole, const struct tally *apart) {
    if (whole->kind != RECORDS_CLOUDTRAIL || whole->malformed) return true;
    return whole->records == apart->records && whole->hash == apart->hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    struct slice bytes = {(const char *)data + 1, size - 1};
    struct tally whole = read_all(bytes, size, false);
    struct tally pieces = read_all(bytes, 1u + data[0], false);
    struct tally apart = read_all(bytes, 1u + data[0] * 16u, true);
    if (!same(&whole, &pieces) || !same_apart(&whole, &apart)) abort();
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_records.c: bytes → records → events.
 *
 * The law is checked too: the records do not depend on how the bytes were cut. The first byte says where to cut; the
 * rest is read whole, and again in pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "event/event.h"
#include "event/records.h"
#include "fuzz/fuzz.h"

struct seen_records {
    uint64_t records, events, keys;
};

static bool take_record(void *ctx, yyjson_val *record, uint64_t offset) {
    struct seen_records *seen = ctx;
    struct event ev;
    struct err err = ERR_INIT;
    seen->records++;
    if (!event_decode(record, &ev, &err)) return true;
    seen->events++;
    seen->keys ^= ev.key.lo + ev.key.hi;
    return true;
}

static void take_malformed(void *ctx, uint64_t offset, const char *reason) {
    if (!reason[0]) abort(); /* whoever reads it could not act on it */
}

static struct records_sink sink_for(struct seen_records *seen) {
    return (struct records_sink){.ctx = seen, .record = take_record, .malformed = take_malformed};
}

static struct seen_records read_whole(struct records *reader, const char *bytes, size_t size) {
    struct seen_records seen = {0};
    char *copy = mem_zalloc(size + YYJSON_PADDING_SIZE, 1);
    memcpy(copy, bytes, size);
    records_begin(reader, sink_for(&seen));
    records_whole(reader, copy, size);
    records_end(reader);
    free(copy);
    return seen;
}

static struct seen_records read_pieces(struct records *reader, const char *bytes, size_t size, size_t piece) {
    struct seen_records seen = {0};
    records_begin(reader, sink_for(&seen));
    for (size_t at = 0; at < size; at += piece)
        if (!records_push(reader, bytes + at, size - at < piece ? size - at : piece)) break;
    records_end(reader);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    const char *bytes = (const char *)data + 1;
    struct records *reader = records_new();
    struct seen_records whole = read_whole(reader, bytes, size - 1);
    struct seen_records big = read_pieces(reader, bytes, size - 1, size);
    struct seen_records small = read_pieces(reader, bytes, size - 1, 1u + data[0]);
    records_free(reader);
    if (memcmp(&big, &small, sizeof big) != 0) abort();
    (void)whole;
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_digest.c: digests, the judging of a chain of them, and files of keys. The bytes are digests with a
 * zero byte between. */
#include <stdlib.h>

#include "base/mem.h"
#include "fuzz/fuzz.h"
#include "scan/named.h"

static size_t parse_all(struct slice rest, struct arena *arena, struct chain_digest *list, size_t max) {
    size_t count = 0;
    while (rest.len && count < max) {
        struct slice text = slice_before(rest, '\0');
        struct err err = ERR_INIT;
        struct chain_digest *d = &list[count];
        *d = (struct chain_digest){.path = SLICE("x")};
        if (digest_parse(text, arena, &d->digest, &err)) {
            d->logs = ARENA_ARRAY(arena, struct chain_log, d->digest.log_count);
            count++;
        }
        rest = slice_sub(rest, text.len + 1, rest.len);
    }
    return count;
}

static void judge(struct chain_digest *list, size_t count, const struct seal_keys *keys, struct arena *arena) {
    struct digest_stats stats;
    count = chain_sort(list, count);
    struct named *named = named_new(list, count);
    named_file(named, SLICE("a/1_CloudTrail_us-east-1_20260303T1300Z_a.json.gz"));
    if (count && list[0].digest.log_count) named_hash(named, list[0].digest.logs[0].name, list[0].digest.logs[0].hash);
    struct chain_input in = {.digests = list, .count = count, .keys = keys, .day_known = named_day_known, .ctx = named};
    chain_verify(&in, arena, &stats);
    for (size_t i = 0; i < stats.listed; i++)
        if (!stats.problems[i].path.len || stats.problems[i].to < stats.problems[i].from) abort();
    named_free(named);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice text = {(const char *)data, size};
    struct chain_digest list[16];
    struct arena arena;
    struct err err = ERR_INIT;
    struct seal_keys *keys = seal_keys_new();
    arena_init(&arena, 0);
    seal_keys_add(keys, text, &err);
    judge(list, parse_all(text, &arena, list, sizeof list / sizeof *list), keys, &arena);
    seal_keys_free(keys);
    arena_release(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/textset.c: a fixed set of texts by hash. */
#include "detect/rule.h"

static uint64_t hash_of(struct slice text) {
    uint64_t hash = hash64(text, 0);
    return hash ? hash : 1;
}

void text_set_build(struct text_set *set, const struct slice *texts, size_t count, struct arena *arena) {
    size_t slots = 16;
    while (slots < count * 2) slots *= 2;
    struct slice *kept = ARENA_ARRAY(arena, struct slice, slots);
    uint64_t *hashes = ARENA_ARRAY(arena, uint64_t, slots);
    for (size_t t = 0; t < count; t++) {
        uint64_t hash = hash_of(texts[t]);
        size_t i = hash & (slots - 1);
        while (hashes[i] && !slice_eq(kept[i], texts[t])) i = (i + 1) & (slots - 1);
        hashes[i] = hash;
        kept[i] = texts[t];
    }
    *set = (struct text_set){kept, hashes, slots};
}

bool text_set_holds(const struct text_set *set, struct slice text, uint64_t hash) {
    if (hash == 0) hash = 1;
    for (size_t i = hash & (set->slots - 1); set->hashes[i]; i = (i + 1) & (set->slots - 1))
        if (set->hashes[i] == hash && slice_eq(set->texts[i], text)) return true;
    return false;
}

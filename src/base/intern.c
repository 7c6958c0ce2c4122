/* SPDX-License-Identifier: Apache-2.0 */
/* base/intern.c: open addressing over ids, linear probing, at most 3/4 full. See intern.h. */
#include "base/intern.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 256 };

void intern_init(struct intern *in) {
    *in = (struct intern){0};
    arena_init(&in->text, 0);
    in->slot_count = FIRST_SLOTS;
    in->slots = mem_zalloc(in->slot_count, sizeof *in->slots);
    struct intern_entry nothing = {"", 0, 0};
    VEC_PUSH(in->entries, in->len, in->cap, nothing);
}

void intern_release(struct intern *in) {
    arena_release(&in->text);
    free(in->entries);
    free(in->slots);
    *in = (struct intern){0};
}

static void grow_slots(struct intern *in) {
    uint32_t count = in->slot_count * 2;
    uint32_t *slots = mem_zalloc(count, sizeof *slots);
    for (uint32_t id = 1; id < in->len; id++) {
        uint32_t at = in->entries[id].hash & (count - 1);
        while (slots[at]) at = (at + 1) & (count - 1);
        slots[at] = id;
    }
    free(in->slots);
    in->slots = slots;
    in->slot_count = count;
}

/* Text is packed without the arena's alignment: millions of short strings live here. */
static const char *keep_text(struct intern *in, struct slice s) {
    return arena_bytes(&in->text, s);
}

uint32_t intern_id(struct intern *in, struct slice s) {
    if (s.len == 0) return 0;
    if (s.len > UINT32_MAX) s.len = UINT32_MAX;
    uint32_t hash = (uint32_t)hash64(s, 0);
    uint32_t at = hash & (in->slot_count - 1);
    for (; in->slots[at]; at = (at + 1) & (in->slot_count - 1)) {
        const struct intern_entry *e = &in->entries[in->slots[at]];
        if (e->hash == hash && e->len == s.len && memcmp(e->ptr, s.ptr, s.len) == 0) return in->slots[at];
    }
    uint32_t id = in->len;
    struct intern_entry entry = {keep_text(in, s), (uint32_t)s.len, hash};
    VEC_PUSH(in->entries, in->len, in->cap, entry);
    in->slots[at] = id;
    if (in->len > in->slot_count / 4 * 3) grow_slots(in);
    return id;
}

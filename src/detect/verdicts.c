/* SPDX-License-Identifier: Apache-2.0 */
/* detect/verdicts.c: see verdicts.h. A slot is a length, a text, and two bits an item. */
#include "detect/verdicts.h"

#include <stdlib.h>

#include "base/mem.h"

struct slot {
    uint16_t len; /* 0: free */
    char text[VERDICT_TEXT_MAX];
};

void verdicts_init(struct verdicts *v, uint32_t items) {
    size_t stride = sizeof(struct slot) + items / 4 + 1;
    *v = (struct verdicts){.stride = (stride + 7) / 8 * 8, .items = items};
}

void verdicts_release(struct verdicts *v) {
    free(v->slots);
    *v = (struct verdicts){0};
}

uint8_t *verdicts_on(struct verdicts *v, struct slice text) {
    if (!v->slots) v->slots = mem_zalloc(VERDICT_SLOTS, v->stride);
    const unsigned char *c = (const unsigned char *)text.ptr;
    size_t mixed = text.len * 31 + c[text.len / 2] * 7u + c[text.len - 1] * 3u + c[text.len - text.len / 4 - 1] * 13u;
    struct slot *slot = (struct slot *)(void *)(v->slots + mixed % VERDICT_SLOTS * v->stride);
    uint8_t *verdicts = (uint8_t *)(slot + 1);
    if (slice_eq(slice_from(slot->text, slot->len), text)) return verdicts;
    memset(verdicts, 0, v->stride - sizeof *slot);
    memcpy(slot->text, text.ptr, text.len);
    slot->len = (uint16_t)text.len;
    return verdicts;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/verdicts.h: what the items about one field said of its texts lately. Internal to the module.
 *
 * Users, programs and addresses come again and again, and many rules ask about them. So for each such field a few texts
 * are remembered, each with two bits an item: whether it was asked, and what it said. A text is looked up once an
 * event, whatever the number of items; an item that was asked before costs a bit. Law:  the text itself is compared, so
 * a clash costs time, never truth. Own:  VERDICT_SLOTS texts a field; a newer text takes the place of an older one. One
 * thread.
 */
#ifndef EMAKI_DETECT_VERDICTS_H
#define EMAKI_DETECT_VERDICTS_H

#include "base/slice.h"

#define VERDICT_SLOTS 128u
#define VERDICT_TEXT_MAX 256u

struct verdicts {
    char *slots; /* NULL before the first text */
    size_t stride;
    uint32_t items;
};

/* For items numbered below `items`. */
void verdicts_init(struct verdicts *v, uint32_t items);
void verdicts_release(struct verdicts *v);
/* The verdicts on a text of 1 to VERDICT_TEXT_MAX bytes, valid until another text is asked for. */
uint8_t *verdicts_on(struct verdicts *v, struct slice text);

static inline bool verdict_known(const uint8_t *verdicts, uint32_t item) {
    return verdicts[item / 4] >> (item % 4 * 2) & 1;
}
static inline bool verdict_holds(const uint8_t *verdicts, uint32_t item) {
    return verdicts[item / 4] >> (item % 4 * 2 + 1) & 1;
}
/* To be said once an item and text. */
static inline void verdict_set(uint8_t *verdicts, uint32_t item, bool holds) {
    verdicts[item / 4] |= (uint8_t)((holds ? 3u : 1u) << item % 4 * 2);
}

/* A sieve holds the items of many rules, each of which needs its own to hold. It lets a text through when one of them
 * holds, or was not asked yet. Made of verdict_set(sieve, item, false). */
static inline size_t sieve_bytes(uint32_t items) {
    return items / 4 + 1;
}
static inline bool sieve_passes(const uint8_t *sieve, const uint8_t *verdicts, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        uint8_t both = (uint8_t)(sieve[i] | sieve[i] << 1);
        if ((verdicts[i] & both) != sieve[i]) return true;
    }
    return false;
}

#endif

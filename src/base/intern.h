/* SPDX-License-Identifier: Apache-2.0 */
/* base/intern.h: strings as small numbers.
 *
 * Each distinct string is kept once and named by a 32-bit id. Id 0 is the empty string, always.
 * Ids depend on the order of arrival: never let one reach an output or an order; compare the strings.
 * One thread at a time.
 */
#ifndef EMAKI_BASE_INTERN_H
#define EMAKI_BASE_INTERN_H

#include "base/arena.h"

struct intern {
    struct arena text;
    struct intern_entry *entries; /* by id */
    uint32_t len, cap;
    uint32_t *slots; /* open addressing, id or 0 */
    uint32_t slot_count;
};

struct intern_entry {
    const char *ptr;
    uint32_t len;
    uint32_t hash;
};

void intern_init(struct intern *in);
void intern_release(struct intern *in);
/* The id of `s`, adding it when new. Strings are cut at UINT32_MAX bytes. */
uint32_t intern_id(struct intern *in, struct slice s);
/* The string of an id that intern_id gave; valid until release. */
static inline struct slice intern_str(const struct intern *in, uint32_t id) {
    return (struct slice){in->entries[id].ptr, in->entries[id].len};
}

#endif

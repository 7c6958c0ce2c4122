/* SPDX-License-Identifier: Apache-2.0 */
/* base/uuid.h: UUIDs as AWS writes them, in 16 bytes instead of 36 (RFC 9562, section 4, in lower case).
 *
 * Law: what uuid_parse() takes, uuid_print() writes back byte for byte; anything else it refuses.
 */
#ifndef EMAKI_BASE_UUID_H
#define EMAKI_BASE_UUID_H

#include "base/slice.h"

#define UUID_TEXT 36

struct uuid {
    uint64_t hi, lo;
};

bool uuid_parse(struct slice s, struct uuid *out);
/* Writes UUID_TEXT bytes, no NUL. */
void uuid_print(struct uuid uuid, char *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* base/err.h: the one way to say that something failed.
 *
 * A function that can fail returns bool (or NULL) and takes `struct err *err` last, never NULL. On failure it
 * fills `err` once and leaves its other outputs untouched. Libraries never print and never exit.
 */
#ifndef EMAKI_BASE_ERR_H
#define EMAKI_BASE_ERR_H

#include "base/limits.h"
#include "base/slice.h"

enum err_code {
    ERR_NONE,
    ERR_USAGE,     /* the caller asked for something that cannot be */
    ERR_IO,        /* the system said no: message holds strerror */
    ERR_FORMAT,    /* input is not what it should be */
    ERR_LIMIT,     /* input met a bound of limits.h; the message names it */
    ERR_FOREIGN,   /* input is as it should be, and not for us */
    ERR_CANCELLED, /* somebody pressed Ctrl-C */
};

struct err {
    enum err_code code;
    uint64_t offset;       /* bytes from the start of the (decompressed) input, where known */
    uint32_t line, column; /* 1-based, 0 where unknown; for texts such as YAML */
    char message[ERR_MESSAGE_MAX];
};

#define ERR_INIT ((struct err){0})

/* Sets code and message (cut to ERR_MESSAGE_MAX); position stays as it was. Returns false, to be returned. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif

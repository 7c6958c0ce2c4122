/* SPDX-License-Identifier: Apache-2.0 */
/* base/buf.h: the one type for output that grows.
 *
 * Invariant: `ptr` is never NULL after buf_init and ptr[len] is always NUL, so a buf prints as a C string.
 */
#ifndef EMAKI_BASE_BUF_H
#define EMAKI_BASE_BUF_H

#include "base/slice.h"

struct buf {
    char *ptr;
    size_t len, cap;
};

void buf_init(struct buf *buf);
void buf_release(struct buf *buf);
/* Empties it; memory is kept. */
void buf_clear(struct buf *buf);
/* Room for `extra` more bytes behind len; returns where they go. */
char *buf_reserve(struct buf *buf, size_t extra);
void buf_put(struct buf *buf, struct slice s);
void buf_puts(struct buf *buf, const char *s);
void buf_putc(struct buf *buf, char c);
void buf_putn(struct buf *buf, char c, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number with a comma at every three digits: 14,782. */
void buf_put_grouped(struct buf *buf, uint64_t n);

static inline struct slice buf_slice(const struct buf *buf) {
    return (struct slice){buf->ptr, buf->len};
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* base/buf.c: see buf.h. */
#include "base/buf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void buf_init(struct buf *buf) {
    buf->cap = 64;
    buf->ptr = mem_alloc(buf->cap);
    buf->len = 0;
    buf->ptr[0] = '\0';
}

void buf_release(struct buf *buf) {
    free(buf->ptr);
    *buf = (struct buf){0};
}

void buf_clear(struct buf *buf) {
    buf->len = 0;
    if (buf->ptr) buf->ptr[0] = '\0';
}

char *buf_reserve(struct buf *buf, size_t extra) {
    if (extra >= SIZE_MAX / 2 - buf->len) mem_exhausted(extra);
    size_t need = buf->len + extra + 1;
    if (need > buf->cap) {
        size_t cap = buf->cap ? buf->cap : 64;
        while (cap < need) cap *= 2;
        buf->ptr = mem_realloc(buf->ptr, cap, 1);
        buf->cap = cap;
    }
    return buf->ptr + buf->len;
}

void buf_put(struct buf *buf, struct slice s) {
    char *to = buf_reserve(buf, s.len);
    if (s.len) memcpy(to, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *s) {
    buf_put(buf, slice_cstr(s));
}

void buf_putc(struct buf *buf, char c) {
    buf_put(buf, slice_from(&c, 1));
}

void buf_putn(struct buf *buf, char c, size_t count) {
    memset(buf_reserve(buf, count), c, count);
    buf->len += count;
    buf->ptr[buf->len] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        vsnprintf(buf_reserve(buf, (size_t)len), (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void buf_put_grouped(struct buf *buf, uint64_t n) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) buf_putc(buf, ',');
        buf_putc(buf, digits[i]);
    }
}

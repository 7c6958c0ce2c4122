/* SPDX-License-Identifier: Apache-2.0 */
/* base/arena.h: memory that dies together.
 *
 * An arena hands out pieces of chunks and frees them all at once. Pointers stay valid until
 * arena_reset() or arena_release(); nothing is freed alone. One thread at a time.
 */
#ifndef EMAKI_BASE_ARENA_H
#define EMAKI_BASE_ARENA_H

#include "base/slice.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *head; /* the chunk that is being filled; older ones hang behind it */
    size_t chunk_size;        /* bytes of a new chunk; larger requests get a chunk of their own */
};

/* chunk_size 0 means ARENA_CHUNK of limits.h. Allocates nothing yet. */
void arena_init(struct arena *arena, size_t chunk_size);
/* Frees everything; the arena is as after init. Safe on a zeroed arena. */
void arena_release(struct arena *arena);
/* Forgets everything but keeps one chunk for reuse. */
void arena_reset(struct arena *arena);
/* `size` bytes, aligned for any type, uninitialised. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count * size` zeroed bytes. */
void *arena_zalloc(struct arena *arena, size_t count, size_t size);
/* A copy of `s`, with a NUL behind it that is not counted. */
struct slice arena_dup(struct arena *arena, struct slice s);
/* A copy of the bytes of `s`, unaligned and without a NUL: for many short strings. */
const char *arena_bytes(struct arena *arena, struct slice s);
struct slice arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type) ((type *)arena_zalloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_zalloc((arena), (count), sizeof(type)))

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* base/arena.c: chunks in a list, filled from the front. See arena.h. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, size;
    alignas(max_align_t) char data[];
};

void arena_init(struct arena *arena, size_t chunk_size) {
    arena->head = NULL;
    arena->chunk_size = chunk_size ? chunk_size : ARENA_CHUNK;
}

static void free_chunks(struct arena_chunk *chunk) {
    while (chunk) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_release(struct arena *arena) {
    free_chunks(arena->head);
    arena->head = NULL;
}

void arena_reset(struct arena *arena) {
    if (!arena->head) return;
    free_chunks(arena->head->next);
    arena->head->next = NULL;
    arena->head->used = 0;
    if (arena->head->size > arena->chunk_size) arena_release(arena);
}

static struct arena_chunk *add_chunk(struct arena *arena, size_t size) {
    size_t want = size > arena->chunk_size ? size : arena->chunk_size;
    if (want > SIZE_MAX - sizeof(struct arena_chunk)) mem_exhausted(want);
    struct arena_chunk *chunk = mem_alloc(sizeof *chunk + want);
    chunk->used = 0;
    chunk->size = want;
    chunk->next = arena->head;
    arena->head = chunk;
    return chunk;
}

/* `size` bytes from an offset that is a multiple of `align` (a power of two). */
static void *take(struct arena *arena, size_t size, size_t align) {
    struct arena_chunk *chunk = arena->head;
    size_t at = chunk ? (chunk->used + align - 1) & ~(align - 1) : 0;
    if (!chunk || at > chunk->size || chunk->size - at < size) {
        chunk = add_chunk(arena, size);
        at = 0;
    }
    chunk->used = at + size;
    return chunk->data + at;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return take(arena, size, alignof(max_align_t));
}

const char *arena_bytes(struct arena *arena, struct slice s) {
    char *copy = take(arena, s.len, 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    return copy;
}

void *arena_zalloc(struct arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) mem_exhausted(SIZE_MAX);
    void *piece = arena_alloc(arena, count * size);
    memset(piece, 0, count * size);
    return piece;
}

struct slice arena_dup(struct arena *arena, struct slice s) {
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (struct slice){copy, s.len};
}

struct slice arena_printf(struct arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = len > 0 ? (size_t)len : 0;
    char *text = arena_alloc(arena, size + 1);
    vsnprintf(text, size + 1, format, again);
    va_end(again);
    return (struct slice){text, size};
}

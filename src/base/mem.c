/* SPDX-License-Identifier: Apache-2.0 */
/* base/mem.c: see mem.h for the policy. */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

_Noreturn void mem_exhausted(size_t size) {
    fprintf(stderr, "emaki: out of memory (%zu bytes)\n", size);
    _exit(1);
}

void *mem_alloc(size_t size) {
    void *ptr = malloc(size ? size : 1);
    if (!ptr) mem_exhausted(size);
    return ptr;
}

void *mem_zalloc(size_t count, size_t size) {
    void *ptr = calloc(count ? count : 1, size ? size : 1);
    if (!ptr) mem_exhausted(count);
    return ptr;
}

void *mem_realloc(void *ptr, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) mem_exhausted(SIZE_MAX);
    size_t bytes = count * size;
    void *grown = realloc(ptr, bytes ? bytes : 1);
    if (!grown) mem_exhausted(count * size);
    return grown;
}

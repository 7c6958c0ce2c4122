/* SPDX-License-Identifier: Apache-2.0 */
/* base/mem.h: allocation that does not fail, and the growth of arrays.
 *
 * Policy: every size that input can push is bounded by a name in base/limits.h, so running out of
 * memory means that the machine is out, not that somebody sent a clever file. Then the process says
 * so on stderr and ends with status 1; no caller carries an error path that no test could reach.
 */
#ifndef EMAKI_BASE_MEM_H
#define EMAKI_BASE_MEM_H

#include <stddef.h>

/* Like malloc/calloc/realloc, never NULL. Sizes are checked for overflow. Free with free(). */
void *mem_alloc(size_t size);
void *mem_zalloc(size_t count, size_t size);
void *mem_realloc(void *ptr, size_t count, size_t size);
/* Ends the process: "emaki: out of memory (SIZE bytes)". */
_Noreturn void mem_exhausted(size_t size);

/* Makes room for one more element in the growable array `ptr` of `len` elements and capacity `cap`
 * (both lvalues); doubles. The array is owned by its holder and freed with free(). */
#define VEC_RESERVE(ptr, len, cap)                                     \
    do {                                                               \
        if ((len) == (cap)) {                                          \
            (cap) = (cap) ? 2 * (cap) : 16;                            \
            (ptr) = mem_realloc((ptr), (size_t)(cap), sizeof(*(ptr))); \
        }                                                              \
    } while (0)
#define VEC_PUSH(ptr, len, cap, value) \
    do {                               \
        VEC_RESERVE(ptr, len, cap);    \
        (ptr)[(len)++] = (value);      \
    } while (0)

#endif

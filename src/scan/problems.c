/* SPDX-License-Identifier: Apache-2.0 */
/* scan/problems.c: insertion into a short sorted list. See problems.h. */
#include "scan/problems.h"

#include <stdlib.h>

#include "base/mem.h"

static struct slice keep(struct slice s) {
    char *copy = mem_alloc(s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return slice_from(copy, s.len);
}

static void drop(struct pipeline_problem *p) {
    free((char *)(uintptr_t)p->path.ptr);
    free((char *)(uintptr_t)p->error.ptr);
}

static int order(struct slice path, uint64_t offset, struct slice error, const struct pipeline_problem *b) {
    int by_path = slice_cmp(path, b->path);
    if (by_path) return by_path;
    if (offset != b->offset) return offset < b->offset ? -1 : 1;
    return slice_cmp(error, b->error);
}

void problems_add(struct pipeline_problems *p, struct slice path, uint64_t offset, struct slice error) {
    size_t at = p->listed;
    p->count++;
    while (at && order(path, offset, error, &p->list[at - 1]) < 0) at--;
    if (at == INPUT_PROBLEMS_MAX) return;
    if (p->listed == INPUT_PROBLEMS_MAX) drop(&p->list[--p->listed]);
    memmove(&p->list[at + 1], &p->list[at], (p->listed - at) * sizeof p->list[0]);
    p->list[at] = (struct pipeline_problem){keep(path), keep(error), offset};
    p->listed++;
}

void problems_move(struct pipeline_problems *into, struct pipeline_problems *from) {
    uint64_t unlisted = from->count - from->listed;
    for (size_t i = 0; i < from->listed; i++)
        problems_add(into, from->list[i].path, from->list[i].offset, from->list[i].error);
    into->count += unlisted;
    problems_clear(from);
}

void problems_clear(struct pipeline_problems *p) {
    for (size_t i = 0; i < p->listed; i++) drop(&p->list[i]);
    p->listed = 0;
    p->count = 0;
}

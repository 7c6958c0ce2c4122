/* SPDX-License-Identifier: Apache-2.0 */
/* source/list.h: the list of objects, and the walk that fills it. */
#ifndef EMAKI_SOURCE_LIST_H
#define EMAKI_SOURCE_LIST_H

#include "base/arena.h"
#include "source/source.h"

enum kept_state { KEPT_NOT_READ, KEPT_READ, KEPT_LOST };

/* A pipe: it can be read once, and then from the copy. */
struct kept {
    int fd; /* the copy, or -1 */
    enum kept_state state;
};

struct source {
    struct arena text;
    struct source_object *objects; /* sorted by path */
    size_t len, cap;
    struct kept *kept; /* of the objects that pipe_of names; NULL when there are none */
    size_t *pipes;     /* indexes of objects that are pipes, ascending; kept[i] belongs to pipes[i] */
    size_t pipe_count, pipe_cap;
    bool keep;
};

/* Adds what `path` stands for. At most `objects_max` objects are in the list then. */
void list_add_path(struct source *s, const char *path, size_t objects_max, struct source_problem_sink problems);
/* Sorts, drops what is there twice, and finds the pipes. Once, after the last path. */
void list_finish(struct source *s);
/* The pipe's state, NULL for a file. */
struct kept *list_kept(struct source *s, size_t index);
/* source_open() with another bound than SOURCE_OBJECTS_MAX. */
struct source *source_open_bounded(const char *const *paths, size_t count, bool keep, size_t objects_max,
                                   struct source_problem_sink problems);

#endif

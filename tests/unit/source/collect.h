/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h: a sink that writes down what it is told, as text to be compared.
 *
 * "[path]" begins a member, "[end]" ends it, its bytes stand between; "!path@offset: reason" is a problem. Bytes are
 * left out when `quiet`, and counted in `bytes` always.
 */
#ifndef EMAKI_TEST_COLLECT_H
#define EMAKI_TEST_COLLECT_H

#include "base/buf.h"
#include "source/reader.h"

struct collect {
    struct buf text;
    uint64_t bytes, disk, pieces, wholes, members, problems, largest;
    bool quiet;
    uint64_t stop_after; /* refuse pieces from this many on; 0: never */
    void (*on_piece)(struct collect *c);
    void *user;
    bool padding_wrong;
};

void collect_init(struct collect *c);
void collect_release(struct collect *c);
struct source_sink collect_sink(struct collect *c);
struct source_problem_sink collect_problems(struct collect *c);
/* Reads one path (or all that it leads to) with a reader of its own; the text is in c. False when cancelled. */
bool collect_path(struct collect *c, const char *path);
bool collect_memory(struct collect *c, struct slice bytes);
/* The committed file of that name. */
const char *data_path(struct buf *path, const char *name);
/* Fails the test unless the text of reading the committed file is `expect`; paths are shown without their folder. */
void expect_file(const char *name, const char *expect);

#endif

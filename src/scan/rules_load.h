/* SPDX-License-Identifier: Apache-2.0 */
/* scan/rules_load.h: rules from the disk and from the binary, into a rule set's builder.
 *
 * A folder is read with all that is below it, in order of path; files that do not end in .yml or .yaml are passed over,
 * and so are links to folders, so that no loop is followed. What a rule says wrong is the builder's business.
 */
#ifndef EMAKI_SCAN_RULES_LOAD_H
#define EMAKI_SCAN_RULES_LOAD_H

#include "base/buf.h"
#include "detect/detect.h"

/* The pack of the binary. Returns the number of files. */
size_t rules_load_builtin(struct ruleset_builder *builder);
/* A file, or a folder with at least one rule file below it. False, with the path at fault in the message, when
 * something cannot be read; the builder may then hold some of the files. */
bool rules_load_path(struct ruleset_builder *builder, const char *path, struct err *err);

/* Hands the text of every file below `path` (or of `path` itself) whose name ends so to `visit`, in order of path. */
bool files_each(const char *path, const char *ending, void (*visit)(void *ctx, struct slice path, struct slice text),
                void *ctx, struct err *err);

/* The whole of a regular file of at most `limit` bytes (its name goes to the message), appended to `out`. */
bool file_read_all(const char *path, size_t limit, const char *limit_name, struct buf *out, struct err *err);

#endif

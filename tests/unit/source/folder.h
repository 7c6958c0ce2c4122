/* SPDX-License-Identifier: Apache-2.0 */
/* folder.h: a temporary folder for one test, removed with all that is in it. */
#ifndef EMAKI_TEST_FOLDER_H
#define EMAKI_TEST_FOLDER_H

#include "base/buf.h"

struct folder {
    struct buf path; /* ends without a slash */
    struct buf name; /* what folder_path() gave last */
};

void folder_init(struct folder *f);
void folder_release(struct folder *f);
/* The path of `name` in it; until the next call. */
const char *folder_path(struct folder *f, const char *name);
void folder_file(struct folder *f, const char *name, const char *bytes, size_t len);
void folder_dir(struct folder *f, const char *name);
void folder_link(struct folder *f, const char *name, const char *target);
/* `text` with every path of the folder cut off: "[…/a.json]" becomes "[a.json]". */
void folder_strip(const struct folder *f, struct slice text, struct buf *out);

#endif

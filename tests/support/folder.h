/* SPDX-License-Identifier: Apache-2.0 */
/* tests/support/folder.h: a temporary folder with files in it, gone at the end. */
#ifndef EMAKI_TESTS_FOLDER_H
#define EMAKI_TESTS_FOLDER_H

#include "base/slice.h"

struct folder {
    char path[64];
};

void folder_init(struct folder *folder);
void folder_release(struct folder *folder);
/* Writes a file of these bytes; `name` has no slash. */
void folder_put(const struct folder *folder, const char *name, struct slice bytes);

#endif

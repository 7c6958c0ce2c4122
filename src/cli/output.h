/* SPDX-License-Identifier: Apache-2.0 */
/* cli/output.h: results to standard output or to a file, messages to standard error. */
#ifndef EMAKI_CLI_OUTPUT_H
#define EMAKI_CLI_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"

/* Writes all of `text`. `path` NULL is standard output; a reader that went away is no error. A file is written beside
 * its name and renamed, so it is the whole new one or the old one; what is no regular file is written straight. */
bool output_write(const char *path, struct slice text, struct err *err);

/* "emaki: MESSAGE\n" on standard error, made safe for a terminal. */
void output_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Columns of the terminal at `fd`, 0 when it is none. */
unsigned output_columns(int fd);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/manual.h: help, man page and completions, all made from the command table. */
#ifndef EMAKI_CLI_MANUAL_H
#define EMAKI_CLI_MANUAL_H

#include "base/buf.h"
#include "cli/args.h"

/* `emaki --help`. */
void manual_overview(struct buf *out);
/* `emaki COMMAND --help`. */
void manual_help(const struct command *command, struct buf *out);
/* troff, for docs/emaki.1. */
void manual_man(struct buf *out);
/* A completion script for "bash", "zsh" or "fish"; false for any other shell. */
bool manual_completion(struct slice shell, struct buf *out);

#endif

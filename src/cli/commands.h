/* SPDX-License-Identifier: Apache-2.0 */
/* cli/commands.h: one function a command; the table that names them is COMMANDS in commands.c. */
#ifndef EMAKI_CLI_COMMANDS_H
#define EMAKI_CLI_COMMANDS_H

#include "cli/args.h"

/* The exit statuses, in this order of gravity where several hold: 1, 3, 2, 0. */
enum { EXIT_DONE = 0, EXIT_CANNOT = 1, EXIT_PARTLY = 2, EXIT_FOUND = 3 };

int cmd_scan(const struct command *command, struct args *args);
int cmd_story(const struct command *command, struct args *args);
int cmd_rules(const struct command *command, struct args *args);
int cmd_help(const struct command *command, struct args *args);
/* Says that there is no such command, and which was probably meant. */
int cmd_unknown(struct slice name);

/* The whole program but for its name: the words behind it. Returns the exit status. */
int emaki_main(int argc, char **argv);

#endif

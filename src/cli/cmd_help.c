/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_help.c: `emaki help [COMMAND]`; also "man" and "completion SHELL", from which the build makes its files. */
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/output.h"
#include "detect/suggest.h"

enum { NAMES_MAX = 32 };

int cmd_unknown(struct slice topic) {
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (; count < COMMAND_COUNT && count < NAMES_MAX; count++) names[count] = COMMANDS[count].name;
    const char *near = suggest(topic, names, count);
    if (near) output_say("no command \"%.*s\"; did you mean %s?", SLICE_FMT(topic), near);
    else output_say("no command \"%.*s\"; emaki help lists them", SLICE_FMT(topic));
    return EXIT_CANNOT;
}

static bool put_topic(const struct args *args, struct buf *out) {
    struct slice topic = args->paths.len ? args->paths.items[0] : (struct slice){0};
    const struct command *command = command_find(topic);
    if (args->paths.len == 0) manual_overview(out);
    else if (slice_eq(topic, SLICE("man"))) manual_man(out);
    else if (slice_eq(topic, SLICE("completion")) && args->paths.len == 2)
        return manual_completion(args->paths.items[1], out);
    else if (command) manual_help(command, out);
    else return false;
    return true;
}

int cmd_help(const struct command *self, struct args *args) {
    struct err err = ERR_INIT;
    struct buf out;
    buf_init(&out);
    int status = put_topic(args, &out) ? EXIT_DONE : cmd_unknown(args->paths.items[args->paths.len - 1]);
    if (!output_write(NULL, buf_slice(&out), &err)) output_say("%s", err.message), status = EXIT_CANNOT;
    buf_release(&out);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_help.c: `emaki help [COMMAND]`; also "man" and "completion SHELL", from which the build makes its files. */
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/output.h"
#include "detect/suggest.h"

enum { NAMES_MAX = 32 };

int cmd_unknown(struct slice topic) {
    const char *names[NAMES_MAX] = {"--help", "--version"};
    size_t count = 2;
    for (size_t i = 0; i < COMMAND_COUNT && count < NAMES_MAX; i++) names[count++] = COMMANDS[i].name;
    const char *near = suggest(topic, names, count);
    bool option = slice_starts(topic, SLICE("-"));
    const char *what = option ? "option" : "command";
    if (near) output_say("no %s \"%.*s\"; did you mean %s?", what, SLICE_FMT(topic), near);
    else if (option) output_say("the command comes before %.*s; for example: emaki scan AWSLogs/", SLICE_FMT(topic));
    else output_say("no command \"%.*s\"; emaki help lists them", SLICE_FMT(topic));
    return EXIT_CANNOT;
}

static int say_shells(void) {
    output_say("help completion needs one of bash, zsh, fish; for example: emaki help completion bash");
    return EXIT_CANNOT;
}

static int put_topic(const struct args *args, struct buf *out) {
    struct slice topic = args->paths.len ? args->paths.items[0] : (struct slice){0};
    const struct command *command = command_find(topic);
    if (args->paths.len == 0) manual_overview(out);
    else if (slice_eq(topic, SLICE("man"))) manual_man(out);
    else if (slice_eq(topic, SLICE("completion"))) {
        bool made = args->paths.len == 2 && manual_completion(args->paths.items[1], out);
        return made ? EXIT_DONE : say_shells();
    } else if (command) manual_help(command, out);
    else return cmd_unknown(topic);
    return EXIT_DONE;
}

int cmd_help(const struct command *self, struct args *args) {
    struct err err = ERR_INIT;
    struct buf out;
    buf_init(&out);
    int status = put_topic(args, &out);
    if (!output_write(NULL, buf_slice(&out), &err)) output_say("%s", err.message), status = EXIT_CANNOT;
    buf_release(&out);
    return status;
}

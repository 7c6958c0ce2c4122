/* SPDX-License-Identifier: Apache-2.0 */
/* The tables themselves: what help, man page and completions rely on. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include "cli/commands.h"

Test(commands, are_found_by_name) {
    cr_expect_str_eq(command_find(SLICE("scan"))->name, "scan");
    cr_expect_str_eq(command_find(SLICE("story"))->name, "story");
    cr_expect_null(command_find(SLICE("sca")));
    cr_expect_null(command_find(SLICE("")));
}

static void check_row(const struct option_row *row) {
    cr_expect(row->take && row->help && row->help[0], "--%s", row->name);
    cr_expect_neq(row->help[strlen(row->help) - 1], '.', "--%s: help is no sentence", row->name);
    cr_expect(row->arg || !row->values, "--%s: values without an argument", row->name);
    cr_expect_null(strpbrk(row->help, "'\""), "--%s: quotes", row->name);
}

/* No command has two options of one name or letter. */
Test(commands, options_are_whole_and_unique) {
    for (size_t c = 0; c < COMMAND_COUNT; c++) {
        const struct option_row *seen[64];
        size_t count = 0;
        cr_expect(COMMANDS[c].run && COMMANDS[c].summary && COMMANDS[c].operands);
        for (size_t g = 0; COMMANDS[c].options && COMMANDS[c].options[g]; g++)
            for (const struct option_row *row = COMMANDS[c].options[g]; row->name; row++) {
                check_row(row);
                for (size_t i = 0; i < count; i++) {
                    cr_expect_str_neq(seen[i]->name, row->name);
                    cr_expect(!row->letter || seen[i]->letter != row->letter, "-%c", row->letter);
                }
                cr_assert_lt(count, 64);
                seen[count++] = row;
            }
    }
}

static int run(const char *const *words) {
    char *argv[8];
    int argc = 0;
    cr_redirect_stdout();
    cr_redirect_stderr();
    for (; words[argc]; argc++) argv[argc] = (char *)words[argc];
    return emaki_main(argc, argv);
}

Test(commands, usage_errors_end_with_one) {
    cr_expect_eq(run((const char *const[]){NULL}), EXIT_CANNOT);
    cr_expect_eq(run((const char *const[]){"scna", NULL}), EXIT_CANNOT);
    cr_expect_eq(run((const char *const[]){"scan", NULL}), EXIT_CANNOT);
    cr_expect_eq(run((const char *const[]){"scan", "--nope", NULL}), EXIT_CANNOT);
    cr_expect_eq(run((const char *const[]){"help", "nope", NULL}), EXIT_CANNOT);
    cr_expect_eq(run((const char *const[]){"help", "completion", "tcsh", NULL}), EXIT_CANNOT);
}

Test(commands, help_and_version_end_with_zero) {
    cr_expect_eq(run((const char *const[]){"--version", NULL}), EXIT_DONE);
    cr_expect_eq(run((const char *const[]){"--help", NULL}), EXIT_DONE);
    cr_expect_eq(run((const char *const[]){"help", "scan", NULL}), EXIT_DONE);
    cr_expect_eq(run((const char *const[]){"scan", "--help", NULL}), EXIT_DONE);
}

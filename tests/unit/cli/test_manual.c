/* SPDX-License-Identifier: Apache-2.0 */
/* Help and man page name every command and option, from the tables alone. */
#include <criterion/criterion.h>

#include "base/text.h"
#include "cli/manual.h"

/* Calls `expect` with every option of every command that has some. */
static void each_option(void (*expect)(const struct command *command, const struct option_row *row, const char *text),
                        const char *(*text_of)(const struct command *command)) {
    for (size_t c = 0; c < COMMAND_COUNT; c++)
        for (size_t g = 0; COMMANDS[c].options && COMMANDS[c].options[g]; g++)
            for (const struct option_row *row = COMMANDS[c].options[g]; row->name; row++)
                expect(&COMMANDS[c], row, text_of(&COMMANDS[c]));
}

static struct buf made;

static void setup(void) {
    buf_init(&made);
}

static void teardown(void) {
    buf_release(&made);
}

TestSuite(manual, .init = setup, .fini = teardown);

static const char *help_of(const struct command *command) {
    buf_clear(&made);
    manual_help(command, &made);
    return made.ptr;
}

static void expect_help(const struct command *command, const struct option_row *row, const char *text) {
    struct buf term;
    buf_init(&term);
    buf_printf(&term, "--%s%s%s", row->name, row->arg ? "=" : "", row->arg ? row->arg : "");
    cr_expect(strstr(text, term.ptr), "%s lacks %s", command->name, term.ptr);
    buf_release(&term);
}

Test(manual, help_has_every_option) {
    each_option(expect_help, help_of);
}

Test(manual, help_keeps_to_80_columns) {
    for (size_t c = 0; c < COMMAND_COUNT; c++) {
        help_of(&COMMANDS[c]);
        for (struct slice rest = buf_slice(&made); rest.len;) {
            struct slice line = slice_before(rest, '\n');
            cr_expect_leq(text_columns(line), 80, "%.*s", SLICE_FMT(line));
            rest = slice_sub(rest, line.len + 1, rest.len);
        }
    }
}

Test(manual, overview_has_every_command_and_status) {
    manual_overview(&made);
    for (size_t c = 0; c < COMMAND_COUNT; c++) cr_expect(strstr(made.ptr, COMMANDS[c].name));
    cr_expect(strstr(made.ptr, "\n  3 ") && strstr(made.ptr, "--fail-on"));
}

static const char *man(const struct command *command) {
    buf_clear(&made);
    manual_man(&made);
    return made.ptr;
}

/* --no-builtin-rules as troff writes it. */
static void expect_man(const struct command *command, const struct option_row *row, const char *text) {
    struct buf term;
    buf_init(&term);
    buf_puts(&term, "\\fB\\-\\-");
    for (const char *c = row->name; *c; c++) *c == '-' ? buf_puts(&term, "\\-") : buf_putc(&term, *c);
    buf_puts(&term, "\\fR");
    cr_expect(strstr(text, term.ptr), "the man page lacks %s", term.ptr);
    buf_release(&term);
}

Test(manual, man_page_has_every_option) {
    each_option(expect_man, man);
    cr_expect(slice_starts(buf_slice(&made), SLICE(".TH EMAKI 1 ")));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Completion scripts: every command and option, and the values that each takes. */
#include <criterion/criterion.h>

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

TestSuite(completion, .init = setup, .fini = teardown);

static const char *bash(const struct command *command) {
    buf_clear(&made);
    cr_assert(manual_completion(SLICE("bash"), &made));
    return made.ptr;
}

static void expect_long(const struct command *command, const struct option_row *row, const char *text) {
    struct buf term;
    buf_init(&term);
    buf_printf(&term, "--%s", row->name);
    cr_expect(strstr(text, term.ptr), "no %s", term.ptr);
    buf_release(&term);
}

static const char *zsh(const struct command *command) {
    buf_clear(&made);
    cr_assert(manual_completion(SLICE("zsh"), &made));
    return made.ptr;
}

static const char *fish(const struct command *command) {
    buf_clear(&made);
    cr_assert(manual_completion(SLICE("fish"), &made));
    return made.ptr;
}

static void expect_fish(const struct command *command, const struct option_row *row, const char *text) {
    struct buf term;
    buf_init(&term);
    buf_printf(&term, "from %s' -l %s ", command->name, row->name);
    cr_expect(strstr(text, term.ptr), "no %s", term.ptr);
    buf_release(&term);
}

Test(completion, have_every_option) {
    each_option(expect_long, bash);
    each_option(expect_long, zsh);
    each_option(expect_fish, fish);
}

Test(completion, commands_are_offered) {
    static const char *const names[] = {"scan", "story", "help"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_expect(strstr(bash(NULL), names[i]) && strstr(zsh(NULL), names[i]) && strstr(fish(NULL), names[i]));
}

Test(completion, formats_are_those_of_the_command) {
    cr_expect(strstr(bash(NULL),
                     "scan:--format) COMPREPLY=($(compgen -W 'text json html svg png pdf matches markdown csv ocsf "
                     "stix navigator mermaid dot attack-flow' -- \"$word\"))"));
    cr_expect(strstr(bash(NULL),
                     "story:--format) COMPREPLY=($(compgen -W 'text json html svg png pdf markdown csv ocsf stix "
                     "navigator mermaid dot attack-flow' -- \"$word\"))"));
}

Test(completion, files_and_folders_are_told_apart) {
    cr_expect(strstr(bash(NULL), "scan:--config) COMPREPLY=($(compgen -f -- \"$word\")); return;;"));
    cr_expect(strstr(bash(NULL), "scan:--output|scan:-o) COMPREPLY=($(compgen -f -- \"$word\")); return;;"));
    cr_expect(strstr(bash(NULL), "scan:--rules) COMPREPLY=($(compgen -d -- \"$word\")); return;;"));
    cr_expect(strstr(bash(NULL), "scan:--threads) return;;"), "a number is not completed by files");
    cr_expect(strstr(zsh(NULL), ":DIR:_files -/'") &&
              strstr(fish(NULL), "-l rules -x -a '(__fish_complete_directories)'"));
}

Test(completion, offer_values) {
    cr_expect(strstr(bash(NULL),
                     "scan:--fail-on) COMPREPLY=($(compgen -W 'low medium high critical' -- \"$word\")); return;;"));
    cr_expect(strstr(zsh(NULL), ":WHEN:(auto always never)'"));
    cr_expect(strstr(fish(NULL), "-l color -x -a 'auto always never'"));
    cr_expect_not(manual_completion(SLICE("tcsh"), &made));
}

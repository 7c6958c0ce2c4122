/* SPDX-License-Identifier: Apache-2.0 */
/* cli/manual.c: help and man page. Completions are in completion.c. See manual.h. */
#include "cli/manual.h"

#include <string.h>

#include "base/text.h"
#include "story/text_line.h"

enum { WIDTH = 80, COLUMN = 26 };

static const char EXIT_STATUS[][2][96] = {
    {"0", "done, with alerts or without"},
    {"1", "could not do it: a wrong option, a path that is not there, no place to write"},
    {"2", "done, but some input could not be read; each is named on standard error and in the JSON"},
    {"3", "with --fail-on, an alert of that level or above was found"},
    {"130", "stopped by Ctrl-C; what was read until then was told"},
};

/* Text wrapped to WIDTH, every line `indent` blanks in; the cursor stands at `used`. */
static void put_wrapped(struct buf *out, size_t used, size_t indent, const char *text) {
    struct slice rest = slice_cstr(text);
    while (rest.len) {
        if (used < indent) buf_putn(out, ' ', indent - used);
        buf_put(out, wrap_next(&rest, WIDTH - indent));
        buf_putc(out, '\n');
        used = 0;
    }
}

/* A term and what it means, in two columns; a long term has a line of its own. */
static void put_term(struct buf *out, const char *term, const char *meaning) {
    size_t used = 2 + text_columns(slice_cstr(term));
    buf_printf(out, "  %s", term);
    if (used + 2 > COLUMN) buf_putc(out, '\n'), used = 0;
    put_wrapped(out, used, COLUMN, meaning);
}

/* A summary as a sentence of its own. */
static void put_sentence(struct buf *out, const char *summary) {
    buf_putc(out, summary[0] >= 'a' && summary[0] <= 'z' ? (char)(summary[0] - 'a' + 'A') : summary[0]);
    buf_printf(out, "%s.\n", summary + 1);
}

static void put_option(struct buf *out, const struct option_row *row) {
    struct buf term;
    buf_init(&term);
    if (row->letter) buf_printf(&term, "-%c, ", row->letter);
    else buf_puts(&term, "    ");
    buf_printf(&term, "--%s%s%s", row->name, row->arg ? "=" : "", row->arg ? row->arg : "");
    put_term(out, term.ptr, row->help);
    buf_release(&term);
}

static void put_paragraphs(struct buf *out, const char *text) {
    for (struct slice rest = slice_cstr(text); rest.len;) {
        struct slice line = slice_before(rest, '\n');
        struct buf one;
        buf_init(&one);
        buf_put(&one, line);
        put_wrapped(out, 0, 0, one.ptr);
        if (!one.len) buf_putc(out, '\n');
        buf_release(&one);
        rest = slice_sub(rest, line.len + 1, rest.len);
    }
}

static void put_formats(const struct command *command, struct buf *out) {
    if (command->format_count == 0) return;
    struct buf names;
    buf_init(&names);
    for (size_t i = 0; i < command->format_count; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", format_name(command->formats[i]));
    buf_puts(out, "\nFormats: ");
    put_wrapped(out, strlen("Formats: "), strlen("Formats: "), names.ptr);
    buf_release(&names);
}

static void put_examples(struct buf *out, const char *examples) {
    buf_puts(out, "\nExamples:\n");
    for (struct slice rest = slice_cstr(examples); rest.len;) {
        struct slice line = slice_before(rest, '\n'), words = slice_before(line, '\t');
        buf_puts(out, "  ");
        buf_put(out, words);
        struct slice what = slice_sub(line, words.len + 1, line.len);
        if (what.len) buf_puts(out, "\n      "), buf_put(out, what);
        buf_putc(out, '\n');
        rest = slice_sub(rest, line.len + 1, rest.len);
    }
}

void manual_help(const struct command *command, struct buf *out) {
    buf_printf(out, "Usage: emaki %s%s %s\n", command->name, command->options ? " [OPTION…]" : "", command->operands);
    put_sentence(out, command->summary);
    if (command->about) buf_putc(out, '\n'), put_paragraphs(out, command->about);
    put_formats(command, out);
    if (command->examples) put_examples(out, command->examples);
    for (size_t g = 0; command->options && command->options[g]; g++) {
        if (g == 0) buf_puts(out, "\nOptions:\n");
        for (const struct option_row *row = command->options[g]; row->name; row++) put_option(out, row);
    }
}

void manual_overview(struct buf *out) {
    buf_puts(out, "Usage: emaki COMMAND [OPTION…] [PATH…]\n"
                  "CloudTrail logs in, the story of an attack out: who did what, with which\n"
                  "credential, and where it branched.\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        struct buf term;
        buf_init(&term);
        buf_printf(&term, "%s %s", COMMANDS[i].name, COMMANDS[i].operands);
        put_term(out, term.ptr, COMMANDS[i].summary);
        buf_release(&term);
    }
    buf_puts(out, "\nExit status:\n");
    for (size_t i = 0; i < sizeof EXIT_STATUS / sizeof EXIT_STATUS[0]; i++)
        put_term(out, EXIT_STATUS[i][0], EXIT_STATUS[i][1]);
    buf_puts(out, "\nemaki help COMMAND, or emaki COMMAND --help, says more.\n");
}

/* --- man --- */

/* troff text: a backslash and a dash are escaped, a point or quote at the start of a line is shielded. */
static void put_troff(struct buf *out, struct slice text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (i == 0 && (c == '.' || c == '\'')) buf_puts(out, "\\&");
        if (c == '\\') buf_puts(out, "\\e");
        else if (c == '-') buf_puts(out, "\\-");
        else buf_putc(out, c);
    }
}

static void put_troff_line(struct buf *out, const char *text) {
    put_troff(out, slice_cstr(text));
    buf_putc(out, '\n');
}

static void put_man_option(struct buf *out, const struct option_row *row) {
    buf_puts(out, ".TP\n");
    if (row->letter) buf_printf(out, "\\fB\\-%c\\fR, ", row->letter);
    buf_puts(out, "\\fB\\-\\-");
    put_troff(out, slice_cstr(row->name));
    buf_puts(out, "\\fR");
    if (row->arg) buf_printf(out, "=\\fI%s\\fR", row->arg);
    buf_putc(out, '\n');
    put_troff_line(out, row->help);
}

static void put_man_paragraphs(struct buf *out, const char *text) {
    for (struct slice rest = slice_cstr(text); rest.len;) {
        struct slice line = slice_before(rest, '\n');
        buf_puts(out, line.len ? "" : ".PP\n");
        put_troff(out, line);
        buf_puts(out, line.len ? "\n" : "");
        rest = slice_sub(rest, line.len + 1, rest.len);
    }
}

static void put_man_command(struct buf *out, const struct command *command) {
    buf_printf(out, ".SS emaki %s %s\n", command->name, command->operands);
    put_sentence(out, command->summary);
    if (command->about) buf_puts(out, ".PP\n"), put_man_paragraphs(out, command->about);
    if (command->format_count) {
        buf_puts(out, ".PP\nFormats:\n");
        for (size_t i = 0; i < command->format_count; i++)
            buf_printf(out, "%s%s\n", format_name(command->formats[i]), i + 1 < command->format_count ? "," : ".");
    }
    for (size_t g = 0; command->options && command->options[g]; g++)
        for (const struct option_row *row = command->options[g]; row->name; row++) put_man_option(out, row);
}

static void put_man_examples(struct buf *out) {
    buf_puts(out, ".SH EXAMPLES\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!COMMANDS[i].examples) continue;
        for (struct slice rest = slice_cstr(COMMANDS[i].examples); rest.len;) {
            struct slice line = slice_before(rest, '\n'), words = slice_before(line, '\t');
            buf_puts(out, ".TP\n.B ");
            put_troff(out, words);
            buf_putc(out, '\n');
            put_troff(out, slice_sub(line, words.len + 1, line.len));
            buf_putc(out, '\n');
            rest = slice_sub(rest, line.len + 1, rest.len);
        }
    }
}

void manual_man(struct buf *out) {
    buf_puts(out, ".TH EMAKI 1 \"\" \"emaki " EMAKI_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\nemaki \\- tell the story of an attack from CloudTrail logs\n"
                  ".SH SYNOPSIS\n.B emaki\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n"
                  ".SH DESCRIPTION\nReads CloudTrail logs and shows who did what, with which credential, and where the "
                  "attack branched.\n.SH COMMANDS\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) put_man_command(out, &COMMANDS[i]);
    buf_puts(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof EXIT_STATUS / sizeof EXIT_STATUS[0]; i++) {
        buf_printf(out, ".TP\n.B %s\n", EXIT_STATUS[i][0]);
        put_troff_line(out, EXIT_STATUS[i][1]);
    }
    buf_puts(out, ".SH FILES\n.TP\n.I emaki.yml\nin the working folder: read when \\-\\-config is not given.\n"
                  ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nwhen set and not empty, no colours unless "
                  "\\-\\-color=always.\n");
    put_man_examples(out);
}

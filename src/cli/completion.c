/* SPDX-License-Identifier: Apache-2.0 */
/* cli/completion.c: completion scripts for three shells, from the command table. See manual.h. */
#include <string.h>

#include "cli/manual.h"

enum target { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_FOLDER, COMPLETE_WORDS };

/* What may stand behind an option; the words are appended to `words`, blanks between. */
static enum target option_target(const struct command *command, const struct option_row *row, struct buf *words) {
    buf_clear(words);
    if (!row->arg || !row->values) return COMPLETE_NOTHING;
    if (strcmp(row->values, "<file>") == 0) return COMPLETE_FILE;
    if (strcmp(row->values, "<folder>") == 0) return COMPLETE_FOLDER;
    if (strcmp(row->values, "<format>") != 0) buf_puts(words, row->values);
    else
        for (size_t i = 0; i < command->format_count; i++)
            buf_printf(words, "%s%s", i ? " " : "", format_name(command->formats[i]));
    return COMPLETE_WORDS;
}

static void put_command_names(struct buf *out) {
    for (size_t i = 0; i < COMMAND_COUNT; i++) buf_printf(out, "%s%s", i ? " " : "", COMMANDS[i].name);
}

/* --- bash --- */

static void put_bash_values(struct buf *out, const struct command *command) {
    struct buf words;
    buf_init(&words);
    for (size_t g = 0; command->options && command->options[g]; g++)
        for (const struct option_row *row = command->options[g]; row->name; row++) {
            enum target target = option_target(command, row, &words);
            if (!row->arg) continue;
            buf_printf(out, "        %s:--%s", command->name, row->name);
            if (row->letter) buf_printf(out, "|%s:-%c", command->name, row->letter);
            buf_puts(out, ") ");
            if (target == COMPLETE_FILE) buf_puts(out, "COMPREPLY=($(compgen -f -- \"$word\")); ");
            else if (target == COMPLETE_FOLDER) buf_puts(out, "COMPREPLY=($(compgen -d -- \"$word\")); ");
            else if (target == COMPLETE_WORDS)
                buf_printf(out, "COMPREPLY=($(compgen -W '%s' -- \"$word\")); ", words.ptr);
            buf_puts(out, "return;;\n");
        }
    buf_release(&words);
}

static void put_bash_options(struct buf *out, const struct command *command) {
    if (!command->options) return;
    buf_printf(out, "        %s) options='", command->name);
    const char *join = "";
    for (size_t g = 0; command->options && command->options[g]; g++)
        for (const struct option_row *row = command->options[g]; row->name; row++) {
            buf_printf(out, "%s--%s", join, row->name);
            join = " ";
        }
    buf_puts(out, "';;\n");
}

static void put_bash(struct buf *out) {
    buf_puts(out, "# bash completion for emaki\n_emaki() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
                  "command=${COMP_WORDS[1]} options=\n"
                  "    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W '");
    put_command_names(out);
    buf_puts(out, " --help --version' -- \"$word\"))\n        return\n    fi\n"
                  "    if [ \"$word\" = = ]; then word=; "
                  "elif [ \"$before\" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                  "    case $command:$before in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) put_bash_values(out, &COMMANDS[i]);
    buf_puts(out, "    esac\n    case $command in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) put_bash_options(out, &COMMANDS[i]);
    buf_puts(out, "        help) COMPREPLY=($(compgen -W '");
    put_command_names(out);
    buf_puts(out, "' -- \"$word\")); return;;\n    esac\n"
                  "    case $word in\n        -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\"));;\n"
                  "        *) COMPREPLY=($(compgen -f -- \"$word\"));;\n    esac\n}\n"
                  "complete -o filenames -F _emaki emaki\n");
}

/* --- zsh --- */

/* Text inside single quotes within [...]: quotes, brackets and colons are escaped. */
static void put_zsh_text(struct buf *out, const char *text) {
    for (; *text; text++) {
        if (*text == '\'') buf_puts(out, "'\\''");
        else if (strchr("[]:\\", *text)) buf_printf(out, "\\%c", *text);
        else buf_putc(out, *text);
    }
}

static void put_zsh_option(struct buf *out, const struct command *command, const struct option_row *row,
                           struct buf *words) {
    enum target target = option_target(command, row, words);
    if (row->letter)
        buf_printf(out, "        '(-%c --%s)'{-%c%s,--%s%s}'[", row->letter, row->name, row->letter,
                   row->arg ? "+" : "", row->name, row->arg ? "=" : "");
    else buf_printf(out, "        '*--%s%s[", row->name, row->arg ? "=" : "");
    put_zsh_text(out, row->help);
    buf_putc(out, ']');
    if (row->arg) buf_printf(out, ":%s:", row->arg);
    if (target == COMPLETE_FILE) buf_puts(out, "_files");
    else if (target == COMPLETE_FOLDER) buf_puts(out, "_files -/");
    else if (target == COMPLETE_WORDS) buf_printf(out, "(%s)", words->ptr);
    buf_puts(out, "' \\\n");
}

static void put_zsh(struct buf *out) {
    struct buf words;
    buf_init(&words);
    buf_puts(out, "#compdef emaki\n_emaki() {\n    if (( CURRENT == 2 )); then\n        local -a commands=(\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        buf_printf(out, "            '%s:", COMMANDS[i].name);
        put_zsh_text(out, COMMANDS[i].summary);
        buf_puts(out, "'\n");
    }
    buf_puts(out, "        )\n        _describe command commands\n        return\n    fi\n"
                  "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!COMMANDS[i].options) continue;
        buf_printf(out, "    %s) _arguments -s \\\n", COMMANDS[i].name);
        for (size_t g = 0; COMMANDS[i].options[g]; g++)
            for (const struct option_row *row = COMMANDS[i].options[g]; row->name; row++)
                put_zsh_option(out, &COMMANDS[i], row, &words);
        buf_puts(out, "        '*:path:_files';;\n");
    }
    buf_puts(out, "    help) _arguments '1:command:(");
    put_command_names(out);
    buf_puts(out, ")';;\n    esac\n}\n_emaki \"$@\"\n");
    buf_release(&words);
}

/* --- fish --- */

static void put_fish_text(struct buf *out, const char *text) {
    buf_putc(out, '\'');
    for (; *text; text++) {
        if (strchr("'\\", *text)) buf_putc(out, '\\');
        buf_putc(out, *text);
    }
    buf_putc(out, '\'');
}

static void put_fish_option(struct buf *out, const struct command *command, const struct option_row *row,
                            struct buf *words) {
    enum target target = option_target(command, row, words);
    buf_printf(out, "complete -c emaki -n '__fish_seen_subcommand_from %s' -l %s", command->name, row->name);
    if (row->letter) buf_printf(out, " -s %c", row->letter);
    if (row->arg && target == COMPLETE_NOTHING) buf_puts(out, " -x");
    else if (target == COMPLETE_FILE) buf_puts(out, " -r -F");
    else if (target == COMPLETE_FOLDER) buf_puts(out, " -x -a '(__fish_complete_directories)'");
    else if (target == COMPLETE_WORDS) buf_printf(out, " -x -a '%s'", words->ptr);
    buf_puts(out, " -d ");
    put_fish_text(out, row->help);
    buf_putc(out, '\n');
}

static void put_fish(struct buf *out) {
    struct buf words;
    buf_init(&words);
    buf_puts(out, "# fish completion for emaki\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        buf_printf(out, "complete -c emaki -n __fish_use_subcommand -f -a %s -d ", COMMANDS[i].name);
        put_fish_text(out, COMMANDS[i].summary);
        buf_putc(out, '\n');
        for (size_t g = 0; COMMANDS[i].options && COMMANDS[i].options[g]; g++)
            for (const struct option_row *row = COMMANDS[i].options[g]; row->name; row++)
                put_fish_option(out, &COMMANDS[i], row, &words);
    }
    buf_puts(out, "complete -c emaki -n '__fish_seen_subcommand_from help' -f -a '");
    put_command_names(out);
    buf_puts(out, "'\n");
    buf_release(&words);
}

bool manual_completion(struct slice shell, struct buf *out) {
    static const struct {
        const char *shell;
        void (*put)(struct buf *out);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (!slice_eq(shell, slice_cstr(shells[i].shell))) continue;
        shells[i].put(out);
        return true;
    }
    return false;
}

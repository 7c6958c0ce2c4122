/* SPDX-License-Identifier: Apache-2.0 */
/* cli/args.c: walks the words of a command line by the option tables. See args.h. */
#include "cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/timefmt.h"
#include "detect/suggest.h"

enum { NAMES_MAX = 64 };

void args_init(struct args *args) {
    *args = (struct args){.from = TIME_NONE, .to = TIME_NONE};
    arena_init(&args->arena, 0);
}

void args_release(struct args *args) {
    free(args->paths.items);
    free(args->rules.items);
    free(args->filters.items);
    free(args->geoips.items);
    free(args->digest_keys.items);
    free(args->accounts.items);
    free(args->regions.items);
    arena_release(&args->arena);
    *args = (struct args){0};
}

/* Walks the rows of all groups; NULL behind the last. A command without options of its own has --help all the same. */
static const struct option_row *next_row(const struct command *command, size_t *group, size_t *row) {
    static const struct option_row *const bare[] = {OPTIONS_HELP, NULL};
    const struct option_row *const *options = command->options ? command->options : bare;
    for (; options[*group]; (*group)++, *row = 0)
        if (options[*group][*row].name) return &options[*group][(*row)++];
    return NULL;
}

static const struct option_row *find_name(const struct command *command, struct slice name) {
    size_t group = 0, at = 0;
    for (const struct option_row *row; (row = next_row(command, &group, &at));)
        if (slice_eq(name, slice_cstr(row->name))) return row;
    return NULL;
}

static const struct option_row *find_letter(const struct command *command, char letter) {
    size_t group = 0, at = 0;
    for (const struct option_row *row; (row = next_row(command, &group, &at));)
        if (row->letter == letter) return row;
    return NULL;
}

static bool unknown_option(const struct command *command, struct slice name, struct err *err) {
    const char *names[NAMES_MAX];
    size_t count = 0, group = 0, at = 0;
    for (const struct option_row *row; count < NAMES_MAX && (row = next_row(command, &group, &at));)
        names[count++] = row->name;
    const char *near = suggest(name, names, count);
    struct slice shown = slice_sub(name, 0, 60);
    if (near) return err_set(err, ERR_USAGE, "no option --%.*s; did you mean --%s?", SLICE_FMT(shown), near);
    return err_set(err, ERR_USAGE, "no option --%.*s", SLICE_FMT(shown));
}

struct walk {
    const struct command *command;
    int argc, at;
    char **argv;
    struct args *args;
    struct err *err;
};

/* Gives the option its value: what stands behind "=" or the letter, else the next word. */
static bool take_option(struct walk *w, const struct option_row *row, const char *value) {
    if (!row->arg) {
        if (value) return err_set(w->err, ERR_USAGE, "--%s takes no value", row->name);
        return row->take(w->args, NULL, w->err);
    }
    if (!value) {
        if (w->at + 1 >= w->argc) return err_set(w->err, ERR_USAGE, "--%s needs a value: %s", row->name, row->arg);
        value = w->argv[++w->at];
    }
    return row->take(w->args, value, w->err);
}

static bool take_long(struct walk *w, const char *word) {
    struct slice name = slice_before(slice_cstr(word), '=');
    const struct option_row *row = find_name(w->command, name);
    if (!row) return unknown_option(w->command, name, w->err);
    return take_option(w, row, word[name.len] == '=' ? word + name.len + 1 : NULL);
}

/* "-oFILE", "-o FILE", and letters without a value together. */
static bool take_letters(struct walk *w, const char *letters) {
    for (; *letters; letters++) {
        const struct option_row *row = find_letter(w->command, *letters);
        if (!row) return err_set(w->err, ERR_USAGE, "no option -%c", *letters);
        if (row->arg) return take_option(w, row, letters[1] ? letters + 1 : NULL);
        if (!take_option(w, row, NULL)) return false;
    }
    return true;
}

static bool take_word(struct walk *w, bool *only_operands) {
    char *word = w->argv[w->at];
    if (*only_operands || word[0] != '-' || word[1] == '\0') {
        VEC_PUSH(w->args->paths.items, w->args->paths.len, w->args->paths.cap, slice_cstr(word));
        return true;
    }
    if (strcmp(word, "--") == 0) return *only_operands = true;
    return word[1] == '-' ? take_long(w, word + 2) : take_letters(w, word + 1);
}

/* What the command makes of --format's word; the error names what it writes. */
static bool resolve_format(const struct command *command, struct args *args, struct err *err) {
    const char *word = args->format_word;
    struct buf names;
    if (!word) return true;
    buf_init(&names);
    bool found = false;
    for (size_t i = 0; !found && i < command->format_count; i++) {
        const char *name = format_name(command->formats[i]);
        found = strcmp(word, name) == 0;
        if (found) args->format = command->formats[i];
        buf_printf(&names, "%s%s", i ? ", " : "", name);
    }
    if (!found)
        err_set(err, ERR_USAGE, "--format: %s does not write \"%.60s\"; it writes %s", command->name, word, names.ptr);
    buf_release(&names);
    return found;
}

static bool check_times(const struct args *args, struct err *err) {
    if (args->from == TIME_NONE || args->to == TIME_NONE || args->from <= args->to) return true;
    return err_set(err, ERR_USAGE, "--from is later than --to, so no event can be between them");
}

bool args_parse(const struct command *command, int argc, char **argv, struct args *out, struct err *err) {
    struct args args;
    bool only_operands = false, ok = true;
    args_init(&args);
    struct walk w = {.command = command, .argc = argc, .argv = argv, .args = &args, .err = err};
    for (; ok && w.at < argc; w.at++) ok = take_word(&w, &only_operands);
    ok = ok && (args.help || (resolve_format(command, &args, err) && check_times(&args, err)));
    if (ok) *out = args;
    else args_release(&args);
    return ok;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/args.h: the command line as values, and the tables that it, the help, the man page and the completions come from.
 *
 * One row an option: name, letter, argument, values, help and the function that takes it. A command is a row of
 * COMMANDS that names its options; nothing else knows what an option is called.
 */
#ifndef EMAKI_CLI_ARGS_H
#define EMAKI_CLI_ARGS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "detect/detect.h"

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_HTML,
    FORMAT_SVG,
    FORMAT_MATCHES,
    FORMAT_NAVIGATOR,
    FORMAT_CSV,
    FORMAT_MARKDOWN,
    FORMAT_MERMAID,
    FORMAT_DOT,
    FORMAT_OCSF,
    FORMAT_STIX,
    FORMAT_ATTACK_FLOW,
    FORMAT_PNG,
    FORMAT_PDF,
    FORMATS
};
enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct words {
    struct slice *items; /* NUL behind each */
    size_t len, cap;
};

struct args {
    struct arena arena;
    struct words paths, rules, filters, geoips, digest_keys, accounts, regions;
    const char *config, *output;
    const char *tactic, *technique; /* NULL: any */
    const char *explain;            /* an event's ID */
    const char *format_word;        /* as given; format is what it means to the command */
    enum lang lang;
    bool has_lang;
    int64_t from, to, gap; /* TIME_NONE: open; gap 0: not said */
    unsigned threads;      /* 0: as many as there are cores */
    unsigned alert;        /* 1-based; 0: not said */
    enum format format;
    enum when color;
    enum level min_level, fail_on;
    bool has_min_level, has_fail_on, no_builtin_rules, strict, stats, help;
};

struct option_row {
    const char *name;   /* without its dashes */
    char letter;        /* 0 for none */
    const char *arg;    /* "DIR"; NULL for none */
    const char *values; /* what completion offers: words with blanks between, "<file>", "<folder>"; NULL for nothing */
    const char *help;
    bool (*take)(struct args *args, const char *value, struct err *err);
};

struct command {
    const char *name, *operands;             /* "PATH…" */
    const char *summary;                     /* one line */
    const char *about;                       /* paragraphs; NULL for none */
    const char *examples;                    /* lines of "command<TAB>what it does"; NULL for none */
    const struct option_row *const *options; /* groups, NULL behind the last; a group ends in a row without a name */
    const enum format *formats;              /* that --format takes; NULL for none */
    size_t format_count;
    int (*run)(const struct command *command, struct args *args);
};

extern const struct command COMMANDS[];
extern const size_t COMMAND_COUNT;
const struct command *command_find(struct slice name);

const char *format_name(enum format format);

void args_init(struct args *args);
void args_release(struct args *args);
/* Takes the words behind the command's name. Options and operands may be mixed; "--" ends the options. */
bool args_parse(const struct command *command, int argc, char **argv, struct args *out, struct err *err);

/* The groups of options. */
extern const struct option_row OPTIONS_READING[], OPTIONS_RULES[], OPTIONS_RESULT[], OPTIONS_STORY[], OPTIONS_LIST[],
    OPTIONS_EXPLAIN[], OPTIONS_GENERAL[], OPTIONS_HELP[];

#endif

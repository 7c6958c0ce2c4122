/* SPDX-License-Identifier: Apache-2.0 */
/* cli/commands.c: the table of commands, and the way from the first word to one of them. */
#include "cli/commands.h"

#include <string.h>

#include "cli/manual.h"
#include "cli/output.h"

static const enum format SCAN_FORMATS[] = {FORMAT_TEXT,    FORMAT_JSON, FORMAT_HTML,       FORMAT_SVG,
                                           FORMAT_PNG,     FORMAT_PDF,  FORMAT_MATCHES,    FORMAT_MARKDOWN,
                                           FORMAT_CSV,     FORMAT_OCSF, FORMAT_STIX,       FORMAT_NAVIGATOR,
                                           FORMAT_MERMAID, FORMAT_DOT,  FORMAT_ATTACK_FLOW};
static const enum format STORY_FORMATS[] = {
    FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML, FORMAT_SVG,       FORMAT_PNG,     FORMAT_PDF, FORMAT_MARKDOWN,
    FORMAT_CSV,  FORMAT_OCSF, FORMAT_STIX, FORMAT_NAVIGATOR, FORMAT_MERMAID, FORMAT_DOT, FORMAT_ATTACK_FLOW};
static const enum format RULES_FORMATS[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_NAVIGATOR};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct option_row *const SCAN_OPTIONS[] = {
    OPTIONS_RESULT, OPTIONS_EXPLAIN, OPTIONS_RULES, OPTIONS_READING, OPTIONS_GENERAL, OPTIONS_HELP, NULL};
static const struct option_row *const STORY_OPTIONS[] = {OPTIONS_STORY,   OPTIONS_RULES, OPTIONS_READING,
                                                         OPTIONS_GENERAL, OPTIONS_HELP,  NULL};
static const struct option_row *const RULES_OPTIONS[] = {OPTIONS_LIST, OPTIONS_RULES, OPTIONS_HELP, NULL};

#define ABOUT_PATHS                                                                                            \
    "PATH is a file, a folder with all below it, an archive (zip, tar, gzip, zstd), or - for standard input. " \
    "What a file is, its bytes say, not its name; files that are no logs are passed over."

const struct command COMMANDS[] = {
    {.name = "scan",
     .operands = "PATH…",
     .summary = "reads CloudTrail logs and tells the story of each attack in them",
     .about = ABOUT_PATHS "\n\nThe format matches is \"rule id TAB event ID\", one a line, sorted: every rule that "
                          "matched every event. The format svg is the picture of the gravest alert.",
     .examples = "emaki scan AWSLogs/\twhat happened in a folder of logs, as text\n"
                 "emaki scan AWSLogs/ --format html -o story.html\tthe same as one page to look at and hand on\n"
                 "emaki scan logs.tar.gz --rules my-rules/ --json\twith rules of your own, for programs\n"
                 "aws cloudtrail lookup-events | emaki scan - --fail-on high\tin a pipeline: status 3 when it is "
                 "serious",
     .options = SCAN_OPTIONS,
     .formats = SCAN_FORMATS,
     .format_count = COUNT(SCAN_FORMATS),
     .run = cmd_scan},
    {.name = "story",
     .operands = "PATH…",
     .summary = "tells the story of one alert",
     .about = ABOUT_PATHS,
     .examples = "emaki story AWSLogs/ --format svg -o story.svg\tthe picture of the gravest alert\n"
                 "emaki story AWSLogs/ --alert 2\tthe story of the second, as text",
     .options = STORY_OPTIONS,
     .formats = STORY_FORMATS,
     .format_count = COUNT(STORY_FORMATS),
     .run = cmd_story},
    {.name = "rules",
     .operands = "list|show|check|test|coverage [ARG…]",
     .summary = "lists, explains, checks and tests detection rules",
     .about = "list [WORD…] names the rules, those with all the words in title, file or description. "
              "show ID… says what a rule looks at and what that costs, and prints it. "
              "check PATH… says what is wrong with rules, by file, line and column: status 1 when something is. "
              "test PATH… runs the tests beside them, *.jsonl files with a line for each: "
              "{\"rule\": ID, \"match\": true or false, \"event\": {…}}. "
              "coverage shows the ATT&CK matrix and the catalogue of known attacks, with the rules that see each.",
     .examples = "emaki rules list snapshot --min-level high\twhat watches over snapshots\n"
                 "emaki rules check my-rules/\tin the CI of a rule repository\n"
                 "emaki rules test my-rules/ --strict\tand that every rule is proved\n"
                 "emaki rules coverage --format navigator -o layer.json\ta layer for the ATT&CK Navigator",
     .options = RULES_OPTIONS,
     .formats = RULES_FORMATS,
     .format_count = COUNT(RULES_FORMATS),
     .run = cmd_rules},
    {.name = "help", .operands = "[COMMAND]", .summary = "says how a command is used", .run = cmd_help},
};
const size_t COMMAND_COUNT = COUNT(COMMANDS);

const struct command *command_find(struct slice name) {
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (slice_eq(name, slice_cstr(COMMANDS[i].name))) return &COMMANDS[i];
    return NULL;
}

static int run_command(const struct command *command, int argc, char **argv) {
    struct args args;
    struct err err = ERR_INIT;
    if (!args_parse(command, argc, argv, &args, &err)) {
        output_say("%s", err.message);
        output_say("see: emaki %s --help", command->name);
        return EXIT_CANNOT;
    }
    int status;
    if (args.help) {
        struct buf out;
        buf_init(&out);
        manual_help(command, &out);
        status = output_write(NULL, buf_slice(&out), &err) ? EXIT_DONE : EXIT_CANNOT;
        buf_release(&out);
    } else status = command->run(command, &args);
    args_release(&args);
    return status;
}

static int say_version(void) {
    struct err err = ERR_INIT;
    return output_write(NULL, SLICE("emaki " EMAKI_VERSION "\n"), &err) ? EXIT_DONE : EXIT_CANNOT;
}

int emaki_main(int argc, char **argv) {
    if (argc == 0) {
        output_say("no command; for example: emaki scan AWSLogs/");
        output_say("see: emaki help");
        return EXIT_CANNOT;
    }
    struct slice word = slice_cstr(argv[0]);
    if (slice_eq(word, SLICE("--version")) || slice_eq(word, SLICE("-V"))) return say_version();
    if (slice_eq(word, SLICE("--help")) || slice_eq(word, SLICE("-h")))
        return run_command(command_find(SLICE("help")), 0, argv);
    const struct command *command = command_find(word);
    return command ? run_command(command, argc - 1, argv + 1) : cmd_unknown(word);
}

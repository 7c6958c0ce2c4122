/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_rules.c: `emaki rules list|show|check|test|coverage`: the rule pack and the user's rules. */
#include "cli/cmd_rules.h"

#include <string.h>

#include "base/jsonw.h"
#include "base/text.h"
#include "cli/output.h"
#include "detect/describe.h"
#include "detect/suggest.h"

/* --- list --- */

static bool holds_text(struct slice text, struct slice word) {
    for (size_t i = 0; word.len && i + word.len <= text.len; i++)
        if (slice_eq_fold(slice_sub(text, i, i + word.len), word)) return true;
    return word.len == 0;
}

static bool is_technique(struct slice technique, struct slice wanted) {
    if (technique.len < wanted.len || !slice_eq_fold(slice_sub(technique, 0, wanted.len), wanted)) return false;
    return technique.len == wanted.len || technique.ptr[wanted.len] == '.';
}

/* What the options and all the words ask for. */
static bool is_listed(const struct rules_job *job, const struct rule_info *info) {
    const struct args *args = job->args;
    if (info->copy || (args->has_min_level && info->level < args->min_level)) return false;
    if (args->tactic && !slice_eq_fold(info->tactic, slice_cstr(args->tactic))) return false;
    if (args->technique && !is_technique(info->technique, slice_cstr(args->technique))) return false;
    for (size_t i = 0; i < job->words.len; i++) {
        struct slice word = job->words.items[i];
        if (!holds_text(info->title, word) && !holds_text(info->path, word) && !holds_text(info->description, word))
            return false;
    }
    return true;
}

static void list_json_rule(struct jsonw *jw, const struct ruleset *rules, uint32_t rule) {
    const struct rule_info *info = ruleset_info(rules, rule);
    jw_object(jw);
    jw_kstring(jw, "id", info->id);
    jw_kstring(jw, "title", info->title);
    jw_kstring(jw, "description", info->description);
    jw_kcstr(jw, "level", level_name(info->level));
    jw_kstring(jw, "tactic", info->tactic);
    jw_kstring(jw, "technique", info->technique);
    jw_kstrings(jw, "tags", info->tags, info->tag_count);
    jw_kbool(jw, "correlation", info->correlation);
    jw_kstring(jw, "path", info->path);
    jw_kint(jw, "line", rule_line(rules, rule));
    jw_end_object(jw);
}

static void list_text_rule(struct buf *out, const struct rule_info *info) {
    struct slice id = slice_sub(info->id, 0, 8);
    buf_printf(out, "%-8.*s  %-13s  %-20.*s  %-9.*s  ", SLICE_FMT(id), level_name(info->level), SLICE_FMT(info->tactic),
               SLICE_FMT(info->technique));
    term_put(out, info->title);
    buf_putc(out, '\n');
}

static int rules_list(struct rules_job *job) {
    bool json = job->args->format == FORMAT_JSON;
    unsigned listed = 0, by_level[LEVEL_CRITICAL + 1] = {0};
    struct jsonw jw;
    jw_init(&jw, job->out, 2, false);
    if (json) jw_array(&jw);
    for (uint32_t i = 0; i < ruleset_count(job->rules); i++) {
        const struct rule_info *info = ruleset_info(job->rules, i);
        if (!is_listed(job, info)) continue;
        listed++;
        by_level[info->level]++;
        if (json) list_json_rule(&jw, job->rules, i);
        else list_text_rule(job->out, info);
    }
    if (json) jw_end_array(&jw);
    if (json) buf_putc(job->out, '\n');
    if (json || !listed) return json ? EXIT_DONE : (output_say("no rule is like that"), EXIT_DONE);
    buf_printf(job->out, "%u rule%s:", listed, listed == 1 ? "" : "s");
    const char *join = " ";
    for (int level = LEVEL_CRITICAL; level >= LEVEL_INFORMATIONAL; level--) {
        if (!by_level[level]) continue;
        buf_printf(job->out, "%s%u %s", join, by_level[level], level_name((enum level)level));
        join = ", ";
    }
    buf_puts(job->out, "\n");
    return EXIT_DONE;
}

/* --- check --- */

static unsigned put_documents(struct buf *out, const char *kind, const struct rule_skipped *items, size_t count,
                              const struct words *paths, unsigned *foreign) {
    unsigned said = 0;
    for (size_t i = 0; i < count; i++) {
        bool ours = false;
        for (size_t p = 0; p < paths->len; p++) ours = ours || slice_starts(items[i].path, paths->items[p]);
        if (!ours) continue;
        if (items[i].foreign) {
            ++*foreign;
            continue;
        }
        term_put(out, items[i].path);
        buf_printf(out, ":%u:%u: %s: ", items[i].line, items[i].column, kind);
        term_put(out, items[i].error);
        buf_putc(out, '\n');
        said++;
    }
    return said;
}

static int rules_check(struct rules_job *job) {
    size_t skipped, warned, good = 0;
    unsigned foreign = 0;
    const struct rule_skipped *bad = ruleset_skipped(job->rules, &skipped);
    const struct rule_skipped *odd = ruleset_warnings(job->rules, &warned);
    unsigned wrong = put_documents(job->out, "error", bad, skipped, &job->words, &foreign);
    unsigned doubtful = put_documents(job->out, "warning", odd, warned, &job->words, &foreign);
    for (uint32_t i = 0; i < ruleset_count(job->rules); i++) {
        const struct rule_info *info = ruleset_info(job->rules, i);
        for (size_t p = 0; p < job->words.len && !info->copy; p++)
            if (slice_starts(info->path, job->words.items[p])) {
                good++;
                break;
            }
    }
    if (!good && !wrong && !foreign)
        return output_say("there are no rules: no .yml or .yaml file with one"), EXIT_CANNOT;
    buf_printf(job->out, "%zu rule%s good, %u error%s, %u warning%s", good, good == 1 ? "" : "s", wrong,
               wrong == 1 ? "" : "s", doubtful, doubtful == 1 ? "" : "s");
    if (foreign) buf_printf(job->out, "; %u for other logs than CloudTrail passed over", foreign);
    buf_putc(job->out, '\n');
    return wrong || doubtful ? EXIT_CANNOT : EXIT_DONE;
}

/* --- the table --- */

static const struct subcommand {
    const char *name;
    bool loads; /* its operands are paths of rules */
    int (*run)(struct rules_job *job);
} SUBCOMMANDS[] = {
    {"list", false, rules_list}, {"show", false, rules_show},         {"check", true, rules_check},
    {"test", true, rules_test},  {"coverage", false, rules_coverage},
};
#define SUBCOMMAND_COUNT (sizeof SUBCOMMANDS / sizeof *SUBCOMMANDS)

static const struct subcommand *find_subcommand(const struct args *args) {
    const char *names[SUBCOMMAND_COUNT];
    struct slice word = args->paths.len ? args->paths.items[0] : SLICE("");
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        names[i] = SUBCOMMANDS[i].name;
        if (slice_eq(word, slice_cstr(names[i]))) return &SUBCOMMANDS[i];
    }
    const char *near = suggest(word, names, SUBCOMMAND_COUNT);
    if (near) output_say("rules: no command \"%.*s\"; did you mean %s?", SLICE_FMT(word), near);
    else output_say("rules needs one of list, show, check, test, coverage; see: emaki rules --help");
    return NULL;
}

static bool check_words(const struct subcommand *sub, const struct rules_job *job) {
    if (!sub->loads || job->words.len) return true;
    output_say("rules %s needs a PATH: a rule file or a folder of rules", sub->name);
    return false;
}

int cmd_rules(const struct command *command, struct args *args) {
    const struct subcommand *sub = find_subcommand(args);
    struct session session;
    struct err err = ERR_INIT;
    struct buf out;
    if (!sub) return EXIT_CANNOT;
    struct rules_job job = {.args = args, .words = {args->paths.items + 1, args->paths.len - 1, 0}, .out = &out};
    if (!check_words(sub, &job) || !session_load(args, sub->loads ? &job.words : NULL, &session)) return EXIT_CANNOT;
    if (!sub->loads) session_say_rules(session.rules);
    job.rules = session.rules;
    buf_init(&out);
    int status = sub->run(&job);
    if (!output_write(args->output, buf_slice(&out), &err)) output_say("%s", err.message), status = EXIT_CANNOT;
    buf_release(&out);
    session_release(&session);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/rules_show.c: `emaki rules show ID…`: what a rule says, for which calls it is looked at, what that costs. */
#include "base/text.h"
#include "cli/cmd_rules.h"
#include "cli/output.h"
#include "detect/describe.h"
#include "detect/yaml_pack.h"
#include "detect/yaml_print.h"
#include "scan/rules_builtin.h"
#include "scan/rules_load.h"

enum { CALLS_SHOWN = 12 };

static void put_row(struct buf *out, const char *key, struct slice value) {
    if (slice_empty(value)) return;
    buf_printf(out, "  %-12s", key);
    term_put(out, value);
    buf_putc(out, '\n');
}

static void put_call(struct buf *out, const struct rule_call *call) {
    if (slice_empty(call->source)) buf_printf(out, "%.*s of any service", SLICE_FMT(call->name));
    else if (slice_empty(call->name)) buf_printf(out, "any call of %.*s", SLICE_FMT(call->source));
    else buf_printf(out, "%.*s %.*s", SLICE_FMT(call->source), SLICE_FMT(call->name));
}

static void put_calls(struct buf *out, const struct ruleset *rules, uint32_t rule) {
    const struct rule_call *calls;
    struct arena arena;
    arena_init(&arena, 0);
    size_t count = rule_calls(rules, rule, &arena, &calls);
    buf_puts(out, "  looked at   ");
    if (count == 0) buf_puts(out, "for every event");
    for (size_t i = 0; i < count && i < CALLS_SHOWN; i++) {
        buf_puts(out, i ? "\n              " : "for ");
        if (i) buf_puts(out, "    ");
        put_call(out, &calls[i]);
    }
    if (count > CALLS_SHOWN) buf_printf(out, "\n                  and %zu more", count - CALLS_SHOWN);
    buf_putc(out, '\n');
    arena_release(&arena);
}

static void put_plural(struct buf *out, const char *join, uint32_t n, const char *one, const char *many) {
    if (n) buf_printf(out, "%s%u %s", join, n, n == 1 ? one : many);
}

static void put_cost(struct buf *out, const struct ruleset *rules, uint32_t rule) {
    struct rule_cost cost = rule_cost(rules, rule);
    buf_puts(out, "  cost        ");
    put_plural(out, "", cost.fields, "field", "fields");
    put_plural(out, cost.fields ? ", " : "", cost.comparisons, "comparison", "comparisons");
    put_plural(out, ", ", cost.regexes, "pattern", "patterns");
    put_plural(out, cost.fields ? ", " : "", cost.keywords, "search of the whole event", "searches of the whole event");
    buf_putc(out, '\n');
}

static void put_bases(struct buf *out, const struct ruleset *rules, uint32_t rule) {
    const uint32_t *bases;
    size_t count = rule_bases(rules, rule, &bases);
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = ruleset_info(rules, bases[i]);
        buf_puts(out, i ? "              " : "  counts      ");
        term_put(out, info->title);
        buf_printf(out, " (%.*s)\n", SLICE_FMT(slice_sub(info->id, 0, 8)));
    }
}

/* --- the rule itself --- */

static bool print_builtin(const struct rule_info *info, uint32_t line, struct buf *out) {
    bool found = false;
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < RULES_BUILTIN_COUNT && !found; i++) {
        if (!slice_eq(RULES_BUILTIN[i].path, info->path)) continue;
        struct slice packed = RULES_BUILTIN[i].packed;
        for (struct ynode *root; !found && packed.len && (root = yaml_unpack(&packed, &arena));) {
            found = root->line == line;
            if (found) yaml_print(root, out);
        }
    }
    arena_release(&arena);
    return found;
}

static void print_file(const struct rule_info *info, uint32_t line, struct buf *out) {
    struct err err = ERR_INIT;
    struct buf yaml;
    struct arena arena;
    struct slice text;
    uint32_t before;
    buf_init(&yaml);
    arena_init(&arena, 0);
    bool ok = file_read_all(info->path.ptr, RULE_FILE_BYTES_MAX, "RULE_FILE_BYTES_MAX", &yaml, &err);
    struct ydoc_cursor cursor = {.rest = buf_slice(&yaml)};
    while (ok && yaml_next(&cursor, &text, &before)) {
        const struct ynode *root = yaml_parse(text, before, &arena, &err);
        if (!root || root->line != line) continue;
        struct buf clean;
        buf_init(&clean);
        for (struct slice rest = text; rest.len;) { /* as it is written, but for what a terminal must not get */
            struct slice row = slice_before(rest, '\n');
            term_put(out, row);
            buf_putc(out, '\n');
            rest = slice_sub(rest, row.len + 1, rest.len);
        }
        buf_release(&clean);
        break;
    }
    arena_release(&arena);
    buf_release(&yaml);
}

static void show_rule(struct rules_job *job, uint32_t rule) {
    const struct rule_info *info = ruleset_info(job->rules, rule);
    struct buf place;
    buf_init(&place);
    buf_printf(&place, "%.*s:%u", SLICE_FMT(info->path), rule_line(job->rules, rule));
    term_put(job->out, info->title);
    buf_putc(job->out, '\n');
    put_row(job->out, "id", info->id);
    put_row(job->out, "level", slice_cstr(level_name(info->level)));
    put_row(job->out, "tactic", info->tactic);
    put_row(job->out, "technique", info->technique);
    put_row(job->out, "file", buf_slice(&place));
    if (info->correlation) put_bases(job->out, job->rules, rule);
    else put_calls(job->out, job->rules, rule), put_cost(job->out, job->rules, rule);
    buf_putc(job->out, '\n');
    if (!print_builtin(info, rule_line(job->rules, rule), job->out))
        print_file(info, rule_line(job->rules, rule), job->out);
    buf_release(&place);
}

int rules_show(struct rules_job *job) {
    int status = EXIT_DONE;
    if (job->words.len == 0) {
        output_say("rules show needs an ID: all of it, its beginning, or a rule's name or title");
        return EXIT_CANNOT;
    }
    for (size_t i = 0; i < job->words.len; i++) {
        uint32_t rule;
        struct slice word = job->words.items[i];
        if (rule_by_name(job->rules, word, &rule)) {
            if (i) buf_putc(job->out, '\n');
            show_rule(job, rule);
        } else {
            output_say("no rule, or more than one, is called \"%.*s\"; emaki rules list names them", SLICE_FMT(word));
            status = EXIT_CANNOT;
        }
    }
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/rules_test.c: `emaki rules test PATH…`: runs the tests (*.jsonl, detect/rule_test.h) that lie beside rules. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "cli/cmd_rules.h"
#include "cli/output.h"
#include "detect/describe.h"
#include "detect/rule_test.h"
#include "scan/rules_load.h"

struct testing {
    struct rules_job *job;
    struct rule_tester *tester;
    size_t files, tests, failed;
};

static void run_file(void *ctx, struct slice path, struct slice text) {
    struct testing *t = ctx;
    uint32_t number = 0;
    t->files++;
    while (text.len) {
        struct slice line = slice_before(text, '\n');
        struct err err = ERR_INIT;
        text = slice_sub(text, line.len + 1, text.len);
        number++;
        if (slice_empty(slice_trim(line))) continue;
        t->tests++;
        if (rule_tester_run(t->tester, line, &err)) continue;
        t->failed++;
        term_put(t->job->out, path);
        buf_printf(t->job->out, ":%u: ", number);
        term_put(t->job->out, slice_cstr(err.message));
        buf_putc(t->job->out, '\n');
    }
}

static bool is_under(struct slice path, const struct words *folders) {
    for (size_t i = 0; i < folders->len; i++)
        if (slice_starts(path, folders->items[i])) return true;
    return false;
}

/* Rules of the paths given that lack a test. */
static size_t say_untested(struct testing *t, size_t *rules) {
    const struct rule_proof *proofs = rule_tester_proofs(t->tester);
    size_t lacking = 0;
    *rules = 0;
    for (uint32_t i = 0; i < ruleset_count(t->job->rules); i++) {
        const struct rule_info *info = ruleset_info(t->job->rules, i);
        if (info->copy || !is_under(info->path, &t->job->words)) continue;
        ++*rules;
        const char *what = !proofs[i].hits       ? "no test that must match"
                           : !proofs[i].misses   ? "no look-alike that must not match"
                           : !proofs[i].resource ? "no event that matches has the resource it names"
                                                 : NULL;
        if (!what) continue;
        lacking++;
        if (!t->job->args->strict) continue;
        term_put(t->job->out, info->path);
        buf_printf(t->job->out, ":%u: %s: ", rule_line(t->job->rules, i), what);
        term_put(t->job->out, info->title);
        buf_putc(t->job->out, '\n');
    }
    return lacking;
}

int rules_test(struct rules_job *job) {
    struct testing t = {.job = job, .tester = rule_tester_new(job->rules)};
    struct err err = ERR_INIT;
    size_t rules, skipped;
    bool ok = true;
    session_say_rules(job->rules);
    ruleset_skipped(job->rules, &skipped);
    for (size_t i = 0; ok && i < job->words.len; i++)
        ok = files_each(job->words.items[i].ptr, ".jsonl", run_file, &t, &err);
    if (!ok) output_say("%s", err.message);
    size_t lacking = say_untested(&t, &rules);
    buf_printf(job->out, "%zu test%s of %zu rule%s: ", t.tests, t.tests == 1 ? "" : "s", rules, rules == 1 ? "" : "s");
    if (t.failed) buf_printf(job->out, "%zu failed", t.failed);
    else buf_puts(job->out, t.tests ? "all hold" : "none to run; they are *.jsonl files beside the rules");
    if (lacking) buf_printf(job->out, "; %zu rule%s without a test of each kind", lacking, lacking == 1 ? "" : "s");
    buf_putc(job->out, '\n');
    rule_tester_free(t.tester);
    return !ok || t.failed || skipped || (job->args->strict && lacking) ? EXIT_CANNOT : EXIT_DONE;
}

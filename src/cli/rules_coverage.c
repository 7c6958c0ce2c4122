/* SPDX-License-Identifier: Apache-2.0 */
/* cli/rules_coverage.c: `emaki rules coverage`: the ATT&CK cloud matrix and the catalogue of known attacks, each with
 * the rules that see it; as text, JSON, or a layer for the ATT&CK Navigator (layer format 4.5).
 *
 * The catalogue (rules/catalogue.txt) has a group a line "= NAME", and below it "what: rule, rule", a rule being named
 * by its path without "rules/" and ".yml"; a line without rules says why, in parentheses.
 */
#include <inttypes.h>
#include <string.h>

#include "base/jsonw.h"
#include "base/text.h"
#include "cli/cmd_rules.h"
#include "cli/output.h"
#include "detect/attack_matrix.h"
#include "export/export.h"
#include "scan/rules_builtin.h"

struct sight {
    unsigned rules;
    enum level highest;
};

static bool has_technique(const struct rule_info *info, const char *id) {
    struct buf tag;
    buf_init(&tag);
    buf_printf(&tag, "attack.%s", id);
    bool found = false;
    for (size_t i = 0; i < info->tag_count && !found; i++) {
        struct slice have = info->tags[i];
        bool below = have.len > tag.len && have.ptr[tag.len] == '.'; /* a sub-technique counts for its technique */
        found = (have.len == tag.len || below) && slice_eq_fold(slice_sub(have, 0, tag.len), buf_slice(&tag));
    }
    buf_release(&tag);
    return found;
}

/* Rules of this technique, in whatever tactic: a rule names its technique once, the matrix may have it in several. */
static struct sight sight_of(const struct ruleset *rules, const struct attack_technique *technique) {
    struct sight sight = {0, LEVEL_INFORMATIONAL};
    for (uint32_t i = 0; i < ruleset_count(rules); i++) {
        const struct rule_info *info = ruleset_info(rules, i);
        if (info->copy || !has_technique(info, technique->id)) continue;
        sight.rules++;
        if (info->level > sight.highest) sight.highest = info->level;
    }
    return sight;
}

/* --- text --- */

static void put_matrix(struct buf *out, const struct ruleset *rules) {
    const char *tactic = "";
    unsigned seen = 0;
    for (size_t i = 0; i < ATTACK_MATRIX_COUNT; i++) {
        const struct attack_technique *t = &ATTACK_MATRIX[i];
        struct sight sight = sight_of(rules, t);
        if (strcmp(t->tactic, tactic) != 0) buf_printf(out, "%s%s\n", i ? "\n" : "", tactic = t->tactic);
        bool sub = strchr(t->id, '.') != NULL;
        buf_printf(out, "  %s%-*s %-47s", sub ? "  " : "", sub ? 9 : 11, t->id, t->name);
        if (sight.rules)
            buf_printf(out, "%3u rule%s up to %s\n", sight.rules, sight.rules == 1 ? ", " : "s,",
                       level_name(sight.highest));
        else buf_puts(out, "  -\n");
        seen += sight.rules > 0;
    }
    buf_printf(out, "\n%u of %zu techniques of the matrix have rules.\n", seen, ATTACK_MATRIX_COUNT);
}

/* --- the catalogue --- */

struct catalogue_line {
    struct slice group, what, rules; /* rules: "a/b, c/d", or a reason in parentheses */
};

/* The next line; false at the end. `group` is kept between calls. */
static bool catalogue_next(struct slice *rest, struct catalogue_line *line) {
    while (rest->len) {
        struct slice row = slice_before(*rest, '\n');
        *rest = slice_sub(*rest, row.len + 1, rest->len);
        row = slice_trim(row);
        if (slice_empty(row) || row.ptr[0] == '#') continue;
        if (row.ptr[0] == '=') {
            line->group = slice_trim(slice_sub(row, 1, row.len));
            continue;
        }
        int64_t colon = slice_find(row, SLICE(": "));
        line->what = slice_sub(row, 0, colon < 0 ? row.len : (size_t)colon);
        line->rules = colon < 0 ? SLICE("") : slice_trim(slice_sub(row, (size_t)colon + 1, row.len));
        return true;
    }
    return false;
}

static const struct rule_info *rule_of_path(const struct ruleset *rules, struct slice name) {
    struct buf path;
    buf_init(&path);
    buf_printf(&path, "rules/%.*s.yml", SLICE_FMT(name));
    const struct rule_info *found = NULL;
    for (uint32_t i = 0; i < ruleset_count(rules) && !found; i++)
        if (slice_ends(ruleset_info(rules, i)->path, buf_slice(&path))) found = ruleset_info(rules, i);
    buf_release(&path);
    return found;
}

struct tally_of {
    unsigned covered, explained, missing;
};

/* Each rule of the line that is loaded; how many are not. */
static unsigned each_rule(const struct ruleset *rules, struct slice names, struct buf *out, struct jsonw *jw) {
    unsigned missing = 0, count = 0;
    while (names.len) {
        struct slice part = slice_before(names, ',');
        const struct rule_info *info = rule_of_path(rules, slice_trim(part));
        names = slice_sub(names, part.len + 1, names.len);
        missing += !info;
        if (info && jw) jw_string(jw, info->id);
        if (info && out) {
            buf_puts(out, count++ ? ", " : "");
            term_put(out, info->title);
        }
    }
    return missing;
}

static void put_catalogue(struct buf *out, const struct ruleset *rules) {
    struct catalogue_line line = {0};
    struct slice rest = RULES_CATALOGUE, group = {0};
    struct tally_of t = {0};
    while (catalogue_next(&rest, &line)) {
        if (!slice_eq(group, line.group)) buf_printf(out, "\n%.*s\n", SLICE_FMT(line.group));
        group = line.group;
        buf_printf(out, "  %.*s: ", SLICE_FMT(line.what));
        if (slice_starts(line.rules, SLICE("("))) {
            buf_printf(out, "%.*s\n", SLICE_FMT(line.rules));
            t.explained++;
            continue;
        }
        unsigned missing = each_rule(rules, line.rules, out, NULL);
        if (missing) buf_printf(out, "%s%u rule%s not loaded", missing ? " " : "", missing, missing == 1 ? "" : "s");
        buf_putc(out, '\n');
        t.covered += !missing;
        t.missing += missing > 0;
    }
    buf_printf(out, "\nOf the catalogue %u are covered, %u are said why not", t.covered, t.explained);
    if (t.missing) buf_printf(out, ", %u lack a rule that is not loaded", t.missing);
    buf_puts(out, ".\n");
}

/* --- JSON --- */

static void put_json(struct buf *out, const struct ruleset *rules) {
    struct catalogue_line line = {0};
    struct slice rest = RULES_CATALOGUE;
    struct jsonw jw;
    jw_init(&jw, out, 2, false);
    jw_object(&jw);
    jw_key(&jw, "techniques");
    jw_array(&jw);
    for (size_t i = 0; i < ATTACK_MATRIX_COUNT; i++) {
        struct sight sight = sight_of(rules, &ATTACK_MATRIX[i]);
        jw_object(&jw);
        jw_kcstr(&jw, "tactic", ATTACK_MATRIX[i].tactic);
        jw_kcstr(&jw, "id", ATTACK_MATRIX[i].id);
        jw_kcstr(&jw, "name", ATTACK_MATRIX[i].name);
        jw_kint(&jw, "rules", sight.rules);
        jw_end_object(&jw);
    }
    jw_end_array(&jw);
    jw_key(&jw, "catalogue");
    jw_array(&jw);
    while (catalogue_next(&rest, &line)) {
        bool reason = slice_starts(line.rules, SLICE("("));
        jw_object(&jw);
        jw_kstring(&jw, "group", line.group);
        jw_kstring(&jw, "what", line.what);
        jw_key(&jw, "rules");
        jw_array(&jw);
        unsigned missing = reason ? 0 : each_rule(rules, line.rules, NULL, &jw);
        jw_end_array(&jw);
        jw_kint(&jw, "not_loaded", missing);
        jw_kstring(&jw, "reason", reason ? line.rules : SLICE(""));
        jw_end_object(&jw);
    }
    jw_end_array(&jw);
    jw_end_object(&jw);
    buf_putc(out, '\n');
}

static void put_navigator(struct buf *out, const struct ruleset *rules) {
    struct jsonw jw;
    jw_init(&jw, out, 2, false);
    export_layer_begin(&jw, SLICE("emaki: rules"), SLICE("How many rules see each technique in CloudTrail."));
    jw_key(&jw, "techniques");
    jw_array(&jw);
    unsigned most = 1;
    for (size_t i = 0; i < ATTACK_MATRIX_COUNT; i++) {
        struct sight sight = sight_of(rules, &ATTACK_MATRIX[i]);
        if (sight.rules > most) most = sight.rules;
        if (!sight.rules) continue;
        jw_object(&jw);
        jw_kcstr(&jw, "techniqueID", ATTACK_MATRIX[i].id);
        jw_kcstr(&jw, "tactic", ATTACK_MATRIX[i].tactic);
        jw_kint(&jw, "score", sight.rules);
        jw_kcstr(&jw, "comment", level_name(sight.highest));
        jw_kbool(&jw, "showSubtechniques", true);
        jw_end_object(&jw);
    }
    jw_end_array(&jw);
    jw_key(&jw, "gradient");
    jw_object(&jw);
    jw_kstrings(&jw, "colors", (const struct slice[]){SLICE("#e8f0fe"), SLICE("#1a4fd6")}, 2);
    jw_kint(&jw, "minValue", 0);
    jw_kint(&jw, "maxValue", most);
    jw_end_object(&jw);
    jw_end_object(&jw);
    buf_putc(out, '\n');
}

int rules_coverage(struct rules_job *job) {
    if (job->args->format == FORMAT_NAVIGATOR) put_navigator(job->out, job->rules);
    else if (job->args->format == FORMAT_JSON) put_json(job->out, job->rules);
    else put_matrix(job->out, job->rules), put_catalogue(job->out, job->rules);
    return EXIT_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tests/rules/test_rules.c RULES TESTS: runs the rule pack against its tests.
 *
 * In:  two folders: *.yml below RULES, *.jsonl below TESTS. A line of a test file is
 *        {"rule": id, "match": true|false, "event": {...}}                         one event
 *        {"rule": id, "match": true|false, "events": [...], "repeat": n}           several, n times over (default once)
 *      The list form is for correlations; for other rules one match among the events is a match.
 * Out: TAP, one case for the loading, one a test file, one a rule. A file fails when a line's verdict is not as it
 *      says, or when the title of a step that matched has a hole, as a mistyped path leaves one. A rule fails when no
 *      line matches it or none must not, or when the resource it names is in none of its matching events.
 */
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "detect/detect.h"

#define REPEAT_MAX 10000 /* a test file is ours, but a slip should not run for hours */

struct proof {
    unsigned hits, misses;
    bool resource;
};

struct bench {
    struct ruleset *rules;
    struct matcher *matcher;
    struct proof *proofs; /* by rule */
    unsigned cases, failed;
    /* of the line at hand */
    struct arena arena;
    struct corr_hit *hits;
    struct slice *keys;
    size_t hit_count, hit_cap, key_count, key_cap;
    const char *file;
    unsigned line, wrong;
};

/* --- TAP --- */

static void tap_case(struct bench *b, bool ok, struct slice name) {
    b->cases++;
    b->failed += !ok;
    printf("%sok %u - %.*s\n", ok ? "" : "not ", b->cases, SLICE_FMT(name));
}

static void complain(struct bench *b, const char *what, struct slice about) {
    b->wrong++;
    printf("# %s:%u: %s: %.*s\n", b->file, b->line, what, SLICE_FMT(about));
}

/* --- files --- */

static bool file_read(const char *path, struct buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got;
    buf_clear(out);
    do {
        got = fread(buf_reserve(out, 65536), 1, 65536, file);
        out->len += got;
    } while (got > 0);
    bool ok = !ferror(file);
    fclose(file);
    return ok;
}

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Calls `visit` for each file below `folder` whose name ends so, in the order of names. */
static bool walk(struct bench *b, char *folder, struct slice ending,
                 void (*visit)(struct bench *, const char *, void *), void *ctx) {
    char *roots[] = {folder, NULL};
    FTS *fts = fts_open(roots, FTS_LOGICAL | FTS_NOSTAT, by_name);
    size_t found = 0;
    for (FTSENT *entry; fts && (entry = fts_read(fts));) {
        if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP) continue;
        if (!slice_ends(slice_from(entry->fts_name, entry->fts_namelen), ending)) continue;
        visit(b, entry->fts_path, ctx);
        found++;
    }
    if (fts) fts_close(fts);
    return found > 0;
}

static void load_rule(struct bench *b, const char *path, void *ctx) {
    struct buf text;
    buf_init(&text);
    if (!file_read(path, &text)) complain(b, "cannot be read", slice_cstr(path));
    ruleset_builder_add(ctx, slice_cstr(path), buf_slice(&text));
    buf_release(&text);
}

static bool rules_load(struct bench *b, char *folder) {
    struct ruleset_builder *builder = ruleset_builder_new();
    bool found = walk(b, folder, SLICE(".yml"), load_rule, builder);
    b->rules = ruleset_build(builder);
    b->matcher = matcher_new(b->rules);
    b->proofs = mem_zalloc(ruleset_count(b->rules) + 1, sizeof *b->proofs);
    size_t skipped;
    const struct rule_skipped *list = ruleset_skipped(b->rules, &skipped);
    for (size_t i = 0; i < skipped; i++)
        printf("# %.*s:%u:%u: %.*s\n", SLICE_FMT(list[i].path), list[i].line, list[i].column, SLICE_FMT(list[i].error));
    return found && skipped == 0 && b->wrong == 0;
}

/* --- one line --- */

static bool rule_find(const struct bench *b, struct slice id, uint32_t *out) {
    for (uint32_t i = 0; i < ruleset_count(b->rules); i++)
        if (slice_eq(ruleset_info(b->rules, i)->id, id)) {
            *out = i;
            return true;
        }
    return false;
}

/* Fills a template; whether every path of it was there. */
static bool renders(struct slice template, const struct event *ev, struct buf *out) {
    buf_clear(out);
    rule_render(template, ev, out);
    return slice_find(buf_slice(out), SLICE("?")) < 0;
}

static bool has_resource(const struct rule_info *info, const struct event *ev) {
    struct buf template, out;
    buf_init(&template);
    buf_init(&out);
    buf_printf(&template, "{%.*s}", SLICE_FMT(info->resource));
    bool there = renders(buf_slice(&template), ev, &out);
    buf_release(&template);
    buf_release(&out);
    return there;
}

/* What a story would say of this event. */
static void judge_words(struct bench *b, uint32_t rule, const struct event *ev) {
    const struct rule_info *info = ruleset_info(b->rules, rule);
    bool attempt = ev->outcome == EVENT_FAILED && !slice_empty(info->attempt);
    const struct slice spoken[] = {attempt ? info->attempt : info->step, info->many, info->detail};
    struct buf out;
    buf_init(&out);
    for (size_t i = 0; i < sizeof spoken / sizeof spoken[0]; i++)
        if (!renders(spoken[i], ev, &out)) complain(b, "the words have a hole", buf_slice(&out));
    buf_release(&out);
    if (slice_empty(info->resource) || has_resource(info, ev)) b->proofs[rule].resource = true;
}

static void keep_hit(struct bench *b, uint32_t rule, const struct event *ev, uint64_t ref) {
    struct buf keys;
    buf_init(&keys);
    rule_corr_keys(b->rules, rule, ev, &keys);
    struct corr_hit hit = {.rule = rule, .time = ev->time, .event = ev->key, .ref = ref};
    VEC_PUSH(b->hits, b->hit_count, b->hit_cap, hit);
    VEC_PUSH(b->keys, b->key_count, b->key_cap, arena_dup(&b->arena, buf_slice(&keys)));
    buf_release(&keys);
}

/* Whether `rule` matches the record; hits of base rules are kept. The n-th repetition is an event of its own, n seconds
 * later. */
static bool match_record(struct bench *b, uint32_t rule, yyjson_val *record, uint64_t repetition, bool judge) {
    struct event ev;
    struct err err = ERR_INIT;
    if (!event_decode(record, &ev, &err)) {
        complain(b, "no event", slice_cstr(err.message));
        return false;
    }
    ev.time += (int64_t)repetition * US_PER_SECOND;
    ev.key.lo ^= repetition * 0x9E3779B97F4A7C15u;
    const uint32_t *matched;
    size_t count = matcher_match(b->matcher, &ev, &matched);
    bool hit = false;
    for (size_t i = 0; i < count; i++) {
        hit |= matched[i] == rule;
        if (ruleset_info(b->rules, matched[i])->correlation_base) keep_hit(b, matched[i], &ev, repetition);
    }
    bool correlation = ruleset_info(b->rules, rule)->correlation;
    if (judge && repetition == 0 && (hit || correlation)) judge_words(b, rule, &ev);
    return hit;
}

static bool correlated(struct bench *b, uint32_t rule) {
    const struct corr_match *matches;
    size_t count = correlate(b->rules, b->hits, b->keys, b->hit_count, &b->arena, &matches);
    for (size_t i = 0; i < count; i++)
        if (matches[i].rule == rule) return true;
    return false;
}

static bool match_test(struct bench *b, uint32_t rule, yyjson_val *test, bool judge) {
    yyjson_val *one = yyjson_obj_get(test, "event"), *many = yyjson_obj_get(test, "events"), *record;
    uint64_t repeat = yyjson_get_uint(yyjson_obj_get(test, "repeat"));
    bool hit = one && match_record(b, rule, one, 0, judge);
    for (uint64_t n = 0; n < (repeat && repeat <= REPEAT_MAX ? repeat : 1); n++) {
        yyjson_arr_iter iter = yyjson_arr_iter_with(many);
        while ((record = yyjson_arr_iter_next(&iter))) hit |= match_record(b, rule, record, n, judge);
    }
    return ruleset_info(b->rules, rule)->correlation ? correlated(b, rule) : hit;
}

static void run_line(struct bench *b, yyjson_val *test) {
    yyjson_val *id = yyjson_obj_get(test, "rule"), *match = yyjson_obj_get(test, "match");
    struct slice wanted = slice_from(yyjson_get_str(id), yyjson_get_len(id));
    uint32_t rule;
    if (!yyjson_is_bool(match) || !rule_find(b, wanted, &rule)) {
        complain(b, "not a test, or of no rule", wanted);
        return;
    }
    b->hit_count = b->key_count = 0;
    arena_reset(&b->arena);
    bool expected = yyjson_get_bool(match);
    if (match_test(b, rule, test, expected) != expected)
        complain(b, expected ? "does not match" : "matches", ruleset_info(b->rules, rule)->title);
    else if (expected) b->proofs[rule].hits++;
    else b->proofs[rule].misses++;
}

static void run_file(struct bench *b, const char *path, void *ctx) {
    struct buf text;
    buf_init(&text);
    b->file = path;
    b->line = b->wrong = 0;
    if (!file_read(path, &text)) complain(b, "cannot be read", slice_cstr(path));
    struct slice rest = buf_slice(&text);
    while (rest.len > 0) {
        struct slice line = slice_before(rest, '\n');
        rest = slice_sub(rest, line.len + 1, rest.len);
        b->line++;
        yyjson_doc *doc = yyjson_read(line.ptr, line.len, YYJSON_READ_NOFLAG);
        if (doc) run_line(b, yyjson_doc_get_root(doc));
        else complain(b, "not JSON", line);
        yyjson_doc_free(doc);
    }
    tap_case(b, b->wrong == 0 && b->line > 0, slice_cstr(path));
    buf_release(&text);
}

/* --- every rule has its tests --- */

static void judge_rules(struct bench *b) {
    for (uint32_t i = 0; i < ruleset_count(b->rules); i++) {
        const struct rule_info *info = ruleset_info(b->rules, i);
        const struct proof *p = &b->proofs[i];
        tap_case(b, p->hits && p->misses && p->resource, info->title);
        if (!p->hits) printf("# %.*s: no event that matches\n", SLICE_FMT(info->path));
        if (!p->misses) printf("# %.*s: no look-alike that does not match\n", SLICE_FMT(info->path));
        if (p->hits && !p->resource) printf("# %.*s: no event has its resource\n", SLICE_FMT(info->path));
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: test_rules RULES TESTS\n", stderr);
        return 1;
    }
    struct bench b = {.file = argv[1]};
    arena_init(&b.arena, 0);
    tap_case(&b, rules_load(&b, argv[1]), SLICE("all rules load"));
    bool found = walk(&b, argv[2], SLICE(".jsonl"), run_file, NULL);
    tap_case(&b, found, SLICE("there are tests"));
    judge_rules(&b);
    printf("1..%u\n", b.cases);
    matcher_free(b.matcher);
    ruleset_free(b.rules);
    arena_release(&b.arena);
    free(b.proofs);
    free(b.hits);
    free(b.keys);
    return b.failed > 0;
}

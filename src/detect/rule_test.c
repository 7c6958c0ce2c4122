/* SPDX-License-Identifier: Apache-2.0 */
/* detect/rule_test.c: see rule_test.h. */
#include "detect/rule_test.h"

#include <stdlib.h>

#include "base/mem.h"
#include "detect/corr_keys.h"

struct rule_tester {
    const struct ruleset *rs;
    struct matcher *matcher;
    struct rule_proof *proofs; /* by rule */
    /* of the test at hand */
    struct arena arena;
    struct corr_hit *hits;
    struct slice *keys;
    size_t hit_count, hit_cap, key_count, key_cap;
    uint32_t rule;
    bool judge; /* the words of what matches are looked at */
    bool resource;
    struct err *err;
};

struct rule_tester *rule_tester_new(const struct ruleset *rs) {
    struct rule_tester *t = mem_zalloc(1, sizeof *t);
    t->rs = rs;
    t->matcher = matcher_new(rs);
    t->proofs = mem_zalloc(ruleset_count(rs) + 1, sizeof *t->proofs);
    arena_init(&t->arena, 0);
    return t;
}

void rule_tester_free(struct rule_tester *t) {
    if (!t) return;
    matcher_free(t->matcher);
    arena_release(&t->arena);
    free(t->proofs);
    free(t->hits);
    free(t->keys);
    free(t);
}

const struct rule_proof *rule_tester_proofs(const struct rule_tester *t) {
    return t->proofs;
}

static bool rule_find(const struct ruleset *rs, struct slice ref, uint32_t *out) {
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        if (rs->rules[i]->origin || !rule_answers_to(rs->rules[i], ref)) continue;
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

static bool has_resource(struct rule_tester *t, const struct rule_info *info, const struct event *ev) {
    struct slice value;
    return slice_empty(info->resource) || rule_values(info->resource, ev, &t->arena, &value, 1) > 0;
}

/* What a story would say of this event. */
static bool judge_words(struct rule_tester *t, const struct event *ev) {
    const struct rule_info *info = ruleset_info(t->rs, t->rule);
    struct buf out;
    buf_init(&out);
    bool ok = true;
    for (enum lang lang = LANG_EN; ok && lang < LANGS; lang++) {
        const struct rule_words *words = &info->words[lang];
        bool attempt = ev->outcome == EVENT_FAILED && !slice_empty(words->attempt);
        const struct slice spoken[] = {attempt ? words->attempt : words->step, words->many, info->detail};
        for (size_t i = 0; ok && i < sizeof spoken / sizeof spoken[0]; i++)
            if (!renders(spoken[i], ev, &out))
                ok = err_set(t->err, ERR_FORMAT, "the words have a hole: %.*s", SLICE_FMT(buf_slice(&out)));
    }
    buf_release(&out);
    if (has_resource(t, info, ev)) t->resource = true;
    return ok;
}

static void keep_hit(struct rule_tester *t, uint32_t rule, const struct event *ev) {
    struct buf keys;
    buf_init(&keys);
    rule_corr_keys(t->rs, rule, ev, &keys);
    struct corr_hit hit = {.rule = rule, .time = ev->time, .event = ev->key};
    VEC_PUSH(t->hits, t->hit_count, t->hit_cap, hit);
    VEC_PUSH(t->keys, t->key_count, t->key_cap, arena_dup(&t->arena, buf_slice(&keys)));
    buf_release(&keys);
}

/* Whether the rule matches the record; hits of base rules are kept. */
static bool match_record(struct rule_tester *t, yyjson_val *record, uint64_t repetition, bool *hit) {
    struct event ev;
    if (!event_decode(record, &ev, t->err)) return false;
    ev.time += (int64_t)repetition * US_PER_SECOND;
    ev.key.lo ^= repetition * UINT64_C(0x9E3779B97F4A7C15);
    const uint32_t *matched;
    size_t count = matcher_match(t->matcher, &ev, &matched);
    bool here = false;
    for (size_t i = 0; i < count; i++) {
        here |= matched[i] == t->rule;
        if (ruleset_info(t->rs, matched[i])->correlation_base) keep_hit(t, matched[i], &ev);
    }
    *hit |= here;
    bool spoken = here || ruleset_info(t->rs, t->rule)->correlation;
    return !t->judge || repetition || !spoken || judge_words(t, &ev);
}

static bool correlated(struct rule_tester *t) {
    const struct corr_match *matches;
    size_t count = correlate(t->rs, t->hits, t->keys, t->hit_count, &t->arena, &matches);
    for (size_t i = 0; i < count; i++)
        if (matches[i].rule == t->rule) return true;
    return false;
}

static bool match_records(struct rule_tester *t, yyjson_val *test, bool *hit) {
    yyjson_val *one = yyjson_obj_get(test, "event"), *many = yyjson_obj_get(test, "events"), *record;
    uint64_t repeat = yyjson_get_uint(yyjson_obj_get(test, "repeat"));
    if (!one && !yyjson_arr_size(many)) return err_set(t->err, ERR_FORMAT, "a test needs an event or events");
    if (repeat > RULE_TEST_REPEAT_MAX)
        return err_set(t->err, ERR_LIMIT, "repeat is over %u (RULE_TEST_REPEAT_MAX)", RULE_TEST_REPEAT_MAX);
    if (one && !match_record(t, one, 0, hit)) return false;
    for (uint64_t n = 0; n < (repeat ? repeat : 1); n++) {
        yyjson_arr_iter iter = yyjson_arr_iter_with(many);
        while ((record = yyjson_arr_iter_next(&iter)))
            if (!match_record(t, record, n, hit)) return false;
    }
    if (ruleset_info(t->rs, t->rule)->correlation) *hit = correlated(t);
    return true;
}

static bool run_test(struct rule_tester *t, yyjson_val *test) {
    yyjson_val *id = yyjson_obj_get(test, "rule"), *match = yyjson_obj_get(test, "match");
    struct slice ref = slice_from(yyjson_get_str(id), yyjson_get_len(id));
    bool hit = false;
    if (!yyjson_is_bool(match) || !yyjson_is_str(id))
        return err_set(t->err, ERR_FORMAT, "a test has \"rule\", \"match\" and \"event\" or \"events\"");
    if (!rule_find(t->rs, ref, &t->rule)) return err_set(t->err, ERR_FORMAT, "no rule is called %.*s", SLICE_FMT(ref));
    t->judge = yyjson_get_bool(match);
    t->resource = false;
    t->hit_count = t->key_count = 0;
    arena_reset(&t->arena);
    if (!match_records(t, test, &hit)) return false;
    struct slice title = ruleset_info(t->rs, t->rule)->title;
    if (hit != t->judge)
        return err_set(t->err, ERR_FORMAT, "%s: %.*s", hit ? "matches" : "does not match", SLICE_FMT(title));
    struct rule_proof *proof = &t->proofs[t->rule];
    if (hit) proof->hits++, proof->resource |= t->resource;
    else proof->misses++;
    return true;
}

bool rule_tester_run(struct rule_tester *t, struct slice line, struct err *err) {
    yyjson_read_err found;
    t->err = err;
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)line.ptr, line.len, 0, NULL, &found);
    if (!doc) return err_set(err, ERR_FORMAT, "not JSON: %s at byte %zu", found.msg, found.pos);
    bool ok = run_test(t, yyjson_doc_get_root(doc));
    yyjson_doc_free(doc);
    return ok;
}

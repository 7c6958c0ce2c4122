/* SPDX-License-Identifier: Apache-2.0 */
/* scan/scan.c: wires source → event → detect → lineage → story over threads. See scan.h. */
#include "scan/scan.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "scan/digests.h"
#include "scan/explain.h"
#include "scan/geoip.h"
#include "story/weave.h"

/* Behind each explanation; no clean text has it. */
#define EXPLANATION_END "\f"

/* --- one worker --- */

struct scan_worker {
    const struct scan_job *job;
    struct matcher *matcher;
    struct facts facts;
    struct buf matches;
    /* of the event at hand, see look */
    const uint32_t *rules;
    size_t rule_count;
    bool wanted;
};

struct scan_job {
    const struct scan_options *options;
    const struct actor_set *wanted; /* NULL in the first pass */
    struct facts *facts;            /* where the workers' facts go */
    struct buf *matches;
    struct digests *digests;     /* NULL when nobody tells of them, and in the second pass */
    struct digest_stats verdict; /* on them */
    bool first;                  /* no worker has handed over yet */
};

static void *worker_new(void *ctx, unsigned index) {
    struct scan_job *job = ctx;
    struct scan_worker *worker = mem_zalloc(1, sizeof *worker);
    worker->job = job;
    worker->matcher = matcher_new(job->options->rules);
    bool all = job->wanted || job->options->want_matches || job->options->explain.len;
    if (!all) matcher_ask(worker->matcher, facts_ask);
    facts_init(&worker->facts, job->options->rules, job->options->lang);
    if (job->wanted) facts_set_common(&worker->facts, job->facts);
    buf_init(&worker->matches);
    return worker;
}

/* The first worker's facts are taken as they are, the others' are added to them. */
static void worker_free(void *ctx, void *opaque) {
    struct scan_job *job = ctx;
    struct scan_worker *worker = opaque;
    if (job->first && !job->wanted) {
        facts_release(job->facts);
        *job->facts = worker->facts;
    } else {
        facts_merge(job->facts, &worker->facts);
    }
    job->first = false;
    buf_put(job->matches, buf_slice(&worker->matches));
    buf_release(&worker->matches);
    matcher_free(worker->matcher);
    free(worker);
}

/* --- which events --- */

static bool listed(struct slice s, const struct slice *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (slice_eq(list[i], s)) return true;
    return count == 0;
}

static bool asked_for(const struct scan_options *o, const struct event *ev) {
    if (o->from != TIME_NONE && ev->time < o->from) return false;
    if (o->to != TIME_NONE && ev->time > o->to) return false;
    return listed(ev->account, o->accounts, o->account_count) && listed(ev->region, o->regions, o->region_count);
}

static void write_matches(struct scan_worker *w, const struct event *ev, const uint32_t *rules, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = ruleset_info(w->job->options->rules, rules[i]);
        if (info->copy) continue; /* a filter says that it did not match, or a correlation has it for itself */
        buf_put(&w->matches, info->id);
        buf_putc(&w->matches, '\t');
        buf_put(&w->matches, ev->id);
        buf_putc(&w->matches, '\n');
    }
}

/* Matching an event that turns out to be a duplicate is lost work, but there are few of them. */
static bool first_look(void *opaque, const struct event *ev) {
    struct scan_worker *w = opaque;
    w->wanted = asked_for(w->job->options, ev);
    if (w->wanted) w->rule_count = matcher_match(w->matcher, ev, &w->rules);
    return true;
}

static void first_pass(void *opaque, const struct event *ev, uint32_t object, uint64_t offset) {
    struct scan_worker *w = opaque;
    if (!w->wanted) return;
    const struct scan_options *o = w->job->options;
    if (o->explain.len) {
        if (!slice_eq(o->explain, ev->id)) return;
        explain_event(w->matcher, o->rules, ev, w->rules, w->rule_count, &w->matches);
        buf_puts(&w->matches, EXPLANATION_END);
        return;
    }
    facts_add(&w->facts, ev, w->rules, w->rule_count, object);
    if (o->want_matches) write_matches(w, ev, w->rules, w->rule_count);
}

static bool second_look(void *opaque, const struct event *ev) {
    struct scan_worker *w = opaque;
    if (!asked_for(w->job->options, ev) || !facts_wants(&w->facts, ev, w->job->wanted)) return false;
    w->rule_count = matcher_match(w->matcher, ev, &w->rules);
    return true;
}

static void second_pass(void *opaque, const struct event *ev, uint32_t object, uint64_t offset) {
    struct scan_worker *w = opaque;
    facts_add_detail(&w->facts, ev, w->rules, w->rule_count, object, w->job->options->want_raw);
}

/* --- the passes --- */

static unsigned thread_count(const struct scan_options *o) {
    long cores = o->threads ? (long)o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (unsigned)cores;
}

static bool run_pass(struct source *source, struct scan_job *job, const uint8_t *only, struct pipeline_result *out,
                     struct err *err) {
    const struct scan_options *o = job->options;
    struct pipeline_options pipeline = {.threads = thread_count(o),
                                        .dedupe = true,
                                        .only = only,
                                        .cancel = o->cancel,
                                        .progress = only ? NULL : o->progress,
                                        .watch = job->digests ? digests_watch(job->digests) : NULL};
    struct pipeline_ops ops = {worker_new, only ? second_look : first_look, only ? second_pass : first_pass,
                               worker_free};
    job->first = true;
    return pipeline_run(source, &pipeline, &ops, job, out, err);
}

/* One byte an object: does an actor of the alerts act in it? */
static uint8_t *objects_of(const struct facts *facts, const struct actor_set *wanted, size_t object_count) {
    uint8_t *only = mem_zalloc(object_count, 1);
    for (size_t i = 0; i < facts->presence_count; i++) {
        uint8_t *object = &only[facts->presence[i].object];
        for (uint32_t k = facts->presence[i].from; !*object && k < facts_presence_end(facts, i); k++)
            *object = actor_set_find(wanted, facts->lineage.actors[facts->present[k]].key) != NULL;
    }
    return only;
}

/* --- what the configuration says, for the weave --- */

static struct slice network_name(const void *ctx, struct slice ip) {
    const struct config_network *network = config_network(ctx, ip);
    /* A list of malicious addresses names no network of the company's. */
    return network && !network->malicious ? network->name : (struct slice){0};
}

static void world_of(const struct scan_options *o, const struct digest_stats *verdict, struct arena *arena,
                     struct world *world) {
    const struct config *c = o->config;
    struct world_account *accounts = ARENA_ARRAY(arena, struct world_account, c->account_count);
    struct slice *trusted = ARENA_ARRAY(arena, struct slice, c->trusted_count);
    for (size_t i = 0; i < c->account_count; i++)
        accounts[i] = (struct world_account){c->accounts[i].id, c->accounts[i].name,
                                             (int)c->accounts[i].importance - (int)IMPORTANCE_NORMAL};
    for (size_t i = 0; i < c->trusted_count; i++) trusted[i] = c->trusted[i].id;
    *world = (struct world){.accounts = accounts,
                            .account_count = c->account_count,
                            .trusted = trusted,
                            .trusted_count = c->trusted_count,
                            .network = network_name,
                            .network_ctx = c,
                            .place = o->geoip ? geoip_place : NULL,
                            .place_ctx = o->geoip,
                            .digest_problems = verdict->problems,
                            .digest_problem_count = verdict->listed,
                            .gap = o->gap ? o->gap : c->gap};
}

/* --- the result --- */

static int line_order(const void *left, const void *right) {
    return slice_cmp(*(const struct slice *)left, *(const struct slice *)right);
}

/* Sorts the parts of `text`, which end in `end`, by bytes, and drops repeats. They become lines. */
static void sort_parts(struct buf *text, char end) {
    struct slice *lines = NULL, rest = buf_slice(text);
    size_t count = 0, cap = 0;
    while (rest.len) {
        struct slice line = slice_before(rest, end);
        rest = slice_sub(rest, line.len + 1, rest.len);
        VEC_PUSH(lines, count, cap, line);
    }
    if (count) qsort(lines, count, sizeof *lines, line_order);
    struct buf sorted;
    buf_init(&sorted);
    for (size_t i = 0; i < count; i++) {
        if (i && slice_eq(lines[i], lines[i - 1])) continue;
        buf_put(&sorted, lines[i]);
        buf_putc(&sorted, '\n');
    }
    free(lines);
    buf_release(text);
    *text = sorted;
}

static const struct input_problem *keep_problems(struct arena *arena, const struct pipeline_problems *problems,
                                                 size_t *count) {
    struct input_problem *list = ARENA_ARRAY(arena, struct input_problem, problems->listed);
    for (size_t i = 0; i < problems->listed; i++)
        list[i] = (struct input_problem){arena_dup(arena, problems->list[i].path),
                                         arena_dup(arena, problems->list[i].error), problems->list[i].offset};
    *count = problems->listed;
    return list;
}

static void fill_input(const struct pipeline_result *read, const struct digest_stats *verdict, struct story_set *set) {
    struct input_stats *in = &set->input;
    in->digests = *verdict;
    in->files = read->files;
    in->skipped_files = read->skipped_files;
    in->bytes = read->bytes;
    in->records = read->records;
    in->events = read->events;
    in->duplicates = read->duplicates;
    in->failed_count = read->failed.count;
    in->malformed_count = read->malformed.count;
    in->failed = keep_problems(&set->arena, &read->failed, &in->failed_listed);
    in->malformed = keep_problems(&set->arena, &read->malformed, &in->malformed_listed);
}

/* Reads again what the alerts' actors did, and weaves anew. */
static bool add_detail(struct source *source, struct scan_job *job, const struct world *world, struct actor_set *wanted,
                       struct story_set *set, struct err *err) {
    uint8_t *only = objects_of(job->facts, wanted, source_count(source));
    struct pipeline_result again = {0};
    struct buf unused;
    buf_init(&unused);
    struct scan_job detail = {.options = job->options, .wanted = wanted, .facts = job->facts, .matches = &unused};
    bool ok = run_pass(source, &detail, only, &again, err);
    pipeline_result_release(&again);
    buf_release(&unused);
    free(only);
    if (!ok) return false;
    facts_cut_crowds(job->facts);
    arena_release(&set->arena);
    *set = (struct story_set){0};
    arena_init(&set->arena, 0);
    weave(job->facts, world, set, NULL);
    return true;
}

static void weave_result(struct source *source, struct scan_job *job, struct scan_result *out) {
    struct actor_set wanted = {0};
    struct arena arena;
    struct world world;
    struct err err = ERR_INIT;
    arena_init(&arena, 0);
    world_of(job->options, &job->verdict, &arena, &world);
    weave(job->facts, &world, &out->set, &wanted);
    bool cancelled = job->options->cancel && atomic_load(job->options->cancel);
    /* Failing here loses context, not findings: the first weave stands. */
    if (wanted.count && !cancelled) add_detail(source, job, &world, &wanted, &out->set, &err);
    free(wanted.list);
    arena_release(&arena);
}

/* The first pass, and what the digests say of the files that it read. */
static bool read_input(struct source *source, struct scan_job *job, bool stories, struct arena *told,
                       struct pipeline_result *read, struct err *err) {
    const struct scan_options *o = job->options;
    if (stories) job->digests = digests_new(source, thread_count(o), o->cancel);
    if (stories) digests_find(job->digests);
    bool ok = run_pass(source, job, NULL, read, err);
    if (ok && stories && !read->cancelled) {
        digests_finish(job->digests, &read->failed);
        digests_judge(job->digests, o->digest_keys, told, &job->verdict);
    }
    digests_free(job->digests);
    job->digests = NULL;
    return ok;
}

bool scan_run(const struct scan_options *options, struct scan_result *out, struct err *err) {
    struct pipeline_result read = {0};
    struct scan_result result = {0};
    struct scan_job job = {.options = options, .facts = &result.facts, .matches = &result.matches};
    facts_init(&result.facts, options->rules, options->lang);
    buf_init(&result.matches);
    arena_init(&result.set.arena, 0);
    arena_init(&result.told, 0);
    bool stories = !options->want_matches && !options->explain.len;
    struct source *source = source_open(options->paths, options->path_count, stories, pipeline_problem_sink(&read));
    bool ok = read_input(source, &job, stories, &result.told, &read, err);
    if (ok && stories) weave_result(source, &job, &result);
    if (ok) {
        fill_input(&read, &job.verdict, &result.set);
        result.set.rules = options->rules;
        sort_parts(&result.matches, options->explain.len ? EXPLANATION_END[0] : '\n');
        result.cancelled = read.cancelled;
        *out = result;
    } else {
        scan_result_release(&result);
    }
    pipeline_result_release(&read);
    source_free(source);
    return ok;
}

void scan_result_release(struct scan_result *result) {
    facts_release(&result->facts);
    buf_release(&result->matches);
    arena_release(&result->set.arena);
    arena_release(&result->told);
    *result = (struct scan_result){0};
}

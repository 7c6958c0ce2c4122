/* SPDX-License-Identifier: Apache-2.0 */
/* story/items.c: findings → items: an event in evidence with all that it raised, once, whatever was kept of it.
 *
 * In:   the set of facts.    Out: w->items, sorted by time, then event key.
 * Findings of correlations are added to those of single rules; those of common rules (common.h) are left out; sharing
 * with accounts of one's own weighs nothing. Of an event that both passes kept, and of two copies of one call in two
 * accounts' logs (sharedEventID), one stays. Order: content alone (time, then hashes of keys).
 */
#include <stdlib.h>

#include "base/mem.h"
#include "story/draft.h"
#include "story/words.h"

/* --- findings of correlations --- */

struct promoted {
    struct fact_finding *findings;
    size_t count, cap;
};

static void collect_hits(const struct facts *f, struct corr_hit *hits, struct slice *keys, size_t *count) {
    for (size_t i = 0; i < f->finding_count; i++) {
        const struct fact_finding *n = &f->findings[i];
        if (!ruleset_info(f->rules, n->rule)->correlation_base) continue;
        const struct fact_event *e = &f->events[n->event];
        hits[*count] = (struct corr_hit){.rule = n->rule, .time = e->time, .event = e->key, .ref = n->event};
        keys[(*count)++] = facts_text(f, n->keys);
    }
}

/* Every event that a correlation counts gets a finding of the correlation: that is how it becomes a step. */
static void promote_hits(struct weaver *w, struct promoted *out) {
    const struct facts *f = w->facts;
    struct corr_hit *hits = mem_zalloc(f->finding_count, sizeof *hits);
    struct slice *keys = mem_zalloc(f->finding_count, sizeof *keys);
    size_t count = 0;
    collect_hits(f, hits, keys, &count);
    const struct corr_match *matches;
    size_t match_count = correlate(f->rules, hits, keys, count, &w->scratch, &matches);
    for (size_t i = 0; i < match_count; i++)
        for (size_t k = 0; k < matches[i].hit_count; k++) {
            const struct corr_hit *hit = &hits[matches[i].hits[k]];
            struct fact_finding finding = {.event = (uint32_t)hit->ref, .rule = matches[i].rule};
            VEC_PUSH(out->findings, out->count, out->cap, finding);
        }
    free(hits);
    free(keys);
}

/* --- items --- */

/* Accounts of ours (logged in, or configured) and trusted ones. */
static void collect_known_accounts(struct weaver *w) {
    const struct facts *f = w->facts;
    uint32_t limit = f->mark_cap < f->lineage.text.len ? f->mark_cap : f->lineage.text.len;
    size_t logged = 0;
    for (uint32_t i = 1; i < limit; i++) logged += (f->marks[i] & FACT_ACCOUNT) != 0;
    w->known = ARENA_ARRAY(&w->scratch, struct slice, logged + w->world->account_count + w->world->trusted_count);
    for (uint32_t i = 1; i < limit; i++)
        if (f->marks[i] & FACT_ACCOUNT) w->known[w->known_count++] = facts_text(f, i);
    for (size_t i = 0; i < w->world->account_count; i++) w->known[w->known_count++] = w->world->accounts[i].id;
    for (size_t i = 0; i < w->world->trusted_count; i++) w->known[w->known_count++] = w->world->trusted[i];
}

static bool is_known_account(const struct weaver *w, struct slice id) {
    for (size_t i = 0; i < w->known_count; i++)
        if (slice_eq(w->known[i], id)) return true;
    return false;
}

/* Whether all that something was shared with are accounts of ours or trusted ones: "*" and "all" are everybody, and
 * what names no account (a service, an organisation) says nothing either way. */
static bool stays_in_the_house(const struct weaver *w, struct slice targets) {
    bool any = false;
    while (targets.len) {
        struct slice target = slice_before(targets, '\n'), account;
        targets = slice_sub(targets, target.len + 1, targets.len);
        if (slice_find(target, SLICE("*")) >= 0 || slice_eq_fold(target, SLICE("all"))) return false;
        while (account_next(&target, &account)) {
            if (!is_known_account(w, account)) return false;
            any = true;
        }
    }
    return any;
}

/* What a finding weighs here. A base rule that does not speak for itself raises nothing, and neither does sharing with
 * ourselves. */
static enum level finding_level(const struct weaver *w, const struct fact_finding *n) {
    const struct rule_info *info = ruleset_info(w->facts->rules, n->rule);
    if (info->silent || (n->target && stays_in_the_house(w, facts_text(w->facts, n->target))))
        return LEVEL_INFORMATIONAL;
    return info->level;
}

static bool same_key(struct hash128 a, struct hash128 b) {
    return hash128_cmp(a, b) == 0;
}

/* In one event first what the step is called after: a rule that has words for a step before one that has not, a rule
 * about the deed before one about the caller (whose tool it is says nothing of what was done), then the gravest, then
 * the lower rule number (rules are ordered by id).
 */
static int by_words(const void *left, const void *right, void *ctx) {
    const struct fact_finding *a = left, *b = right;
    const struct weaver *w = ctx;
    bool words_a = w_words(w, a->rule)->step.len > 0, words_b = w_words(w, b->rule)->step.len > 0;
    if (words_a != words_b) return words_a ? -1 : 1;
    bool caller_a = w_rule(w, a->rule)->any_call, caller_b = w_rule(w, b->rule)->any_call;
    if (caller_a != caller_b) return caller_a ? 1 : -1;
    int level = (int)finding_level(w, b) - (int)finding_level(w, a);
    if (level) return level;
    return a->rule < b->rule ? -1 : a->rule > b->rule;
}

/* What is sorted instead of the things themselves, which lie all over memory: a million of them are compared twenty
 * times each. */
struct sort_key {
    int64_t time; /* 0 where the time is not asked */
    struct hash128 key;
    uint32_t at;
};

static int by_sort_key(const void *left, const void *right) {
    const struct sort_key *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (hash128_cmp(a->key, b->key) != 0) return hash128_cmp(a->key, b->key);
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Findings by event. An event that both passes kept is there twice and comes together here: its key counts. */
static struct fact_finding *sort_findings(struct weaver *w, const struct fact_finding *all, size_t count) {
    const struct fact_event *events = w->facts->events;
    struct sort_key *keys = mem_zalloc(count, sizeof *keys);
    struct fact_finding *sorted = ARENA_ARRAY(&w->scratch, struct fact_finding, count);
    for (size_t i = 0; i < count; i++) keys[i] = (struct sort_key){0, events[all[i].event].key, (uint32_t)i};
    if (count) qsort(keys, count, sizeof *keys, by_sort_key);
    for (size_t i = 0; i < count; i++) sorted[i] = all[keys[i].at];
    free(keys);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && same_key(events[sorted[to].event].key, events[sorted[from].event].key); to++)
            continue;
        if (to - from > 1) qsort_r(sorted + from, to - from, sizeof *sorted, by_words, w);
    }
    return sorted;
}

static void sort_items(struct weaver *w) {
    struct sort_key *keys = mem_zalloc(w->item_count, sizeof *keys);
    struct item *sorted = ARENA_ARRAY(&w->scratch, struct item, w->item_count);
    for (size_t i = 0; i < w->item_count; i++)
        keys[i] = (struct sort_key){w->items[i].event->time, w->items[i].event->key, (uint32_t)i};
    if (w->item_count) qsort(keys, w->item_count, sizeof *keys, by_sort_key);
    for (size_t i = 0; i < w->item_count; i++) sorted[i] = w->items[keys[i].at];
    w->items = sorted;
    free(keys);
}

int item_by_time(const void *left, const void *right) {
    const struct fact_event *a = ((const struct item *)left)->event, *b = ((const struct item *)right)->event;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return hash128_cmp(a->key, b->key);
}

/* One rule once an event: it may come from both passes, and a correlation through several windows. */
static size_t drop_repeats(const struct weaver *w, struct fact_finding *findings, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept && findings[i].rule == findings[kept - 1].rule &&
                     same_key(w->facts->events[findings[i].event].key, w->facts->events[findings[kept - 1].event].key);
        if (!again) findings[kept++] = findings[i];
    }
    return kept;
}

/* The record of an event to tell from: the one with its raw text. */
static const struct fact_event *fullest(const struct weaver *w, const struct fact_finding *findings, size_t count) {
    const struct fact_event *best = &w->facts->events[findings[0].event];
    for (size_t i = 1; i < count; i++) {
        const struct fact_event *e = &w->facts->events[findings[i].event];
        if (facts_raw(w->facts, e).len > facts_raw(w->facts, best).len) best = e;
    }
    return best;
}

static enum level gravest_level(const struct weaver *w, const struct fact_finding *findings, size_t count) {
    enum level level = LEVEL_INFORMATIONAL;
    for (size_t i = 0; i < count; i++)
        if (finding_level(w, &findings[i]) > level) level = finding_level(w, &findings[i]);
    return level;
}

/* What nearly all actors of a kind do is no finding: see common.h. */
static bool is_common(const struct weaver *w, const struct fact_finding *n) {
    const struct rule_info *info = w_rule(w, n->rule);
    if (info->correlation_base || !common_possible(info->level)) return false;
    enum actor_kind kind = w->facts->lineage.actors[w->facts->events[n->event].actor].kind;
    return common_to_kind(&w->facts->common, n->rule, kind, w->of_kind[kind]);
}

/* All findings, those of correlations with them, without the common ones. */
static struct fact_finding *collect_findings(struct weaver *w, size_t *count) {
    const struct facts *f = w->facts;
    struct promoted promoted = {0};
    promote_hits(w, &promoted);
    struct fact_finding *all = ARENA_ARRAY(&w->scratch, struct fact_finding, f->finding_count + promoted.count);
    size_t kept = 0;
    for (size_t i = 0; i < f->finding_count; i++)
        if (!is_common(w, &f->findings[i])) all[kept++] = f->findings[i];
    if (promoted.count) memcpy(all + kept, promoted.findings, promoted.count * sizeof *all);
    *count = kept + promoted.count;
    free(promoted.findings);
    return all;
}

static void collect_items(struct weaver *w) {
    const struct facts *f = w->facts;
    size_t total;
    for (uint32_t i = 0; i < f->lineage.actor_count; i++) w->of_kind[f->lineage.actors[i].kind]++;
    struct fact_finding *all = collect_findings(w, &total);
    all = sort_findings(w, all, total);
    const struct fact_event **tellers = ARENA_ARRAY(&w->scratch, const struct fact_event *, total);
    size_t events = 0;
    for (size_t from = 0, to; from < total; from = to) {
        for (to = from + 1; to < total && same_key(f->events[all[to].event].key, f->events[all[from].event].key); to++)
            continue;
        tellers[events++] = fullest(w, all + from, to - from);
    }
    total = drop_repeats(w, all, total);
    w->items = ARENA_ARRAY(&w->scratch, struct item, events);
    for (size_t from = 0, to; from < total; from = to) {
        for (to = from + 1; to < total && same_key(f->events[all[to].event].key, f->events[all[from].event].key); to++)
            continue;
        w->items[w->item_count] = (struct item){.event = tellers[w->item_count],
                                                .findings = all + from,
                                                .finding_count = (uint32_t)(to - from),
                                                .rule = all[from].rule,
                                                .level = gravest_level(w, all + from, to - from)};
        w->item_count++;
    }
    sort_items(w);
}

/* --- copies of one call in two accounts' logs (sharedEventID) --- */

/* Copies side by side, the caller's own first, then by key. */
static int by_shared(const void *left, const void *right) {
    const struct item *a = *(const struct item *const *)left, *b = *(const struct item *const *)right;
    if (a->event->shared != b->event->shared) return a->event->shared < b->event->shared ? -1 : 1;
    if (a->event->own_copy != b->event->own_copy) return a->event->own_copy ? -1 : 1;
    return item_by_time(a, b);
}

/* Keeps the best copy of each shared call. Numbers of strings only bring copies together here; which one stays is
 * decided by content. */
static void drop_copies(struct weaver *w) {
    struct item **shared = ARENA_ARRAY(&w->scratch, struct item *, w->item_count);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < w->item_count; i++)
        if (w->items[i].event->shared) shared[count++] = &w->items[i];
    if (count) qsort(shared, count, sizeof *shared, by_shared);
    for (size_t i = 1; i < count; i++)
        if (shared[i]->event->shared == shared[i - 1]->event->shared) shared[i]->finding_count = 0;
    for (size_t i = 0; i < w->item_count; i++)
        if (w->items[i].finding_count) w->items[kept++] = w->items[i];
    w->item_count = kept;
}

void make_items(struct weaver *w) {
    collect_known_accounts(w);
    collect_items(w);
    drop_copies(w);
}

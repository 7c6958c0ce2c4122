/* SPDX-License-Identifier: Apache-2.0 */
/* detect/correlate.c: correlations over the set of hits.
 *
 * Every type asks one question of a window: how many distinct things are in it? Events (event_count), values
 * (value_count) or rules (temporal); temporal_ordered asks besides whether the rules come in their order. A window is
 * `timespan` long, both ends included, and starts at a hit. Windows that hold and share hits become one match.
 * An event without a group-by field belongs to the group of those without it; an absent value is not counted, of a list
 * each element is.
 * Law:  the hits are sorted by content first, so their order of arrival is gone; one event counts once.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/corr_keys.h"

/* One hit as one correlation sees it. */
struct entry {
    struct slice group;
    const struct corr_hit *hit;
    uint32_t index;      /* of the hit */
    struct slice texts;  /* what value_count counts, for corr_keys_next */
    size_t first, count; /* what is counted, as numbers: where in work.values, and how many */
};

struct window {
    size_t from, end; /* entries [from, end) */
};

struct found {
    struct corr_match match;
    const struct corr_hit *hits;
};

struct work {
    const struct ruleset *rs;
    const struct corr *corr;
    uint32_t rule;
    struct entry *entries;
    size_t len, cap;
    uint32_t *values; /* the entries' */
    size_t value_len, value_cap;
    uint32_t *counts; /* by value: how many in the window */
    int64_t *ordered; /* by entry: when a sequence that starts there is complete, INT64_MAX: never */
    struct arena *arena;
    struct found *found;
    size_t found_count, found_cap;
};

#define ORDER(a, b)                                \
    do {                                           \
        if ((a) != (b)) return (a) < (b) ? -1 : 1; \
    } while (0)

static int by_event(const struct corr_hit *x, const struct corr_hit *y) {
    ORDER(x->time, y->time);
    ORDER(x->event.hi, y->event.hi);
    ORDER(x->event.lo, y->event.lo);
    ORDER(x->rule, y->rule);
    ORDER(x->ref, y->ref);
    return 0;
}

static int by_group(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = slice_cmp(x->group, y->group);
    if (order == 0) order = by_event(x->hit, y->hit);
    if (order) return order;
    ORDER(x->index, y->index);
    return 0;
}

static bool same_event(const struct entry *a, const struct entry *b) {
    return a->hit->event.hi == b->hit->event.hi && a->hit->event.lo == b->hit->event.lo;
}

static bool concerns(const struct corr *corr, uint32_t rule) {
    for (size_t i = 0; i < corr->ref_count; i++)
        if (corr->rules[i] == rule) return true;
    return false;
}

/* The hits of the correlation's rules, by group and time, each event once a rule. */
static void gather(struct work *w, const struct corr_hit *hits, const struct slice *keys, size_t count) {
    w->len = 0;
    for (size_t i = 0; i < count; i++) {
        if (!concerns(w->corr, hits[i].rule)) continue;
        struct entry e = {.hit = &hits[i], .index = (uint32_t)i};
        corr_keys_read(w->rs, hits[i].rule, w->rule, keys[i], &e.group, &e.texts);
        VEC_PUSH(w->entries, w->len, w->cap, e);
    }
    if (w->len) qsort(w->entries, w->len, sizeof *w->entries, by_group);
    size_t kept = 0;
    for (size_t i = 0; i < w->len; i++) {
        const struct entry *e = &w->entries[i], *last = kept ? &w->entries[kept - 1] : NULL;
        bool again = last && same_event(e, last) && e->hit->rule == last->hit->rule && slice_eq(e->group, last->group);
        if (!again) w->entries[kept++] = *e;
    }
    w->len = kept;
}

static void add_value(struct work *w, struct entry *e, uint32_t value) {
    VEC_PUSH(w->values, w->value_len, w->value_cap, value);
    e->count++;
}

/* Numbers for what is counted; returns how many there are at most. */
static size_t number_values(struct work *w) {
    struct intern values;
    intern_init(&values);
    uint32_t events = 0;
    w->value_len = 0;
    for (size_t i = 0; i < w->len; i++) {
        struct entry *e = &w->entries[i];
        struct slice texts = e->texts, text;
        bool next = i == 0 || !same_event(e, e - 1);
        if (next) events++;
        e->first = w->value_len;
        switch (w->corr->type) {
        case CORR_EVENT_COUNT: add_value(w, e, events); break;
        case CORR_VALUE_COUNT:
            while (corr_keys_next(&texts, &text)) add_value(w, e, intern_id(&values, text));
            break;
        case CORR_TEMPORAL:
        case CORR_TEMPORAL_ORDERED: add_value(w, e, e->hit->rule); break;
        }
    }
    size_t most = values.len > events ? values.len : events;
    intern_release(&values);
    return (most > w->rs->rule_count ? most : w->rs->rule_count) + 1;
}

static bool within(uint64_t n, struct corr_bound bound) {
    switch (bound.cmp) {
    case CMP_EQ: return n == bound.count;
    case CMP_GT: return n > bound.count;
    case CMP_GTE: return n >= bound.count;
    case CMP_LT: return n < bound.count;
    case CMP_LTE: return n <= bound.count;
    }
    return false;
}

static uint64_t distinct_rules(const struct corr *corr) {
    uint64_t n = 0;
    for (size_t i = 0; i < corr->ref_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || corr->rules[k] == corr->rules[i];
        n += !again;
    }
    return n;
}

static bool count_holds(const struct work *w, uint64_t distinct) {
    if (w->corr->bound_count == 0) return distinct == distinct_rules(w->corr);
    for (size_t i = 0; i < w->corr->bound_count; i++)
        if (!within(distinct, w->corr->bounds[i])) return false;
    return true;
}

/* Fills `ordered` for the entries of one group, from the last time to the first: at each time, the rules from the last
 * to the first, so that hits of one second may stand in any order. */
static void find_sequences(struct work *w, size_t from, size_t end) {
    int64_t complete[CORR_RULES_MAX]; /* by position: earliest end of the sequence from that rule on */
    const struct corr *corr = w->corr;
    for (size_t k = 0; k < corr->ref_count; k++) complete[k] = INT64_MAX;
    for (size_t i = end; i > from;) {
        size_t first = i - 1;
        int64_t time = w->entries[first].hit->time;
        while (first > from && w->entries[first - 1].hit->time == time) first--;
        for (size_t k = corr->ref_count; k-- > 0;)
            for (size_t e = first; e < i; e++)
                if (w->entries[e].hit->rule == corr->rules[k])
                    complete[k] = k + 1 == corr->ref_count ? time : complete[k + 1];
        bool starts = false;
        for (size_t e = first; e < i; e++) starts = starts || w->entries[e].hit->rule == corr->rules[0];
        for (size_t e = first; e < i; e++) w->ordered[e] = starts ? complete[0] : INT64_MAX;
        i = first;
    }
}

static void emit(struct work *w, struct window window) {
    size_t count = window.end - window.from;
    uint32_t *hits = ARENA_ARRAY(w->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) hits[i] = w->entries[window.from + i].index;
    struct found f = {
        .match = {w->rule, w->entries[window.from].hit->time, w->entries[window.end - 1].hit->time, hits, count}};
    VEC_PUSH(w->found, w->found_count, w->found_cap, f);
}

/* Adds or removes one entry of the window; returns the change of the number of distinct values. */
static int64_t count_entry(struct work *w, const struct entry *e, bool add) {
    int64_t change = 0;
    for (size_t i = e->first; i < e->first + e->count; i++) {
        uint32_t *count = &w->counts[w->values[i]];
        if (add) change += (*count)++ == 0;
        else change -= --*count == 0;
    }
    return change;
}

static bool window_holds(const struct work *w, size_t from, int64_t distinct) {
    int64_t limit = w->entries[from].hit->time + w->corr->timespan;
    if (w->corr->type == CORR_TEMPORAL_ORDERED && w->ordered[from] > limit) return false;
    return count_holds(w, (uint64_t)distinct);
}

/* Entries [from, end) are one group. */
static void slide(struct work *w, size_t from, size_t end) {
    struct window open = {0, 0}; /* a match that may still grow; end 0: none */
    int64_t distinct = 0;
    if (w->corr->type == CORR_TEMPORAL_ORDERED) find_sequences(w, from, end);
    for (size_t i = from, j = from; i < end; i++) {
        int64_t time = w->entries[i].hit->time;
        while (j < end && w->entries[j].hit->time - time <= w->corr->timespan)
            distinct += count_entry(w, &w->entries[j++], true);
        bool starts = i == from || w->entries[i - 1].hit->time != time;
        if (starts && window_holds(w, i, distinct)) {
            bool joins = open.end > i;
            if (!joins && open.end) emit(w, open);
            open = (struct window){joins ? open.from : i, j};
        }
        distinct += count_entry(w, &w->entries[i], false);
    }
    if (open.end) emit(w, open);
}

static void evaluate(struct work *w, const struct corr_hit *hits, const struct slice *keys, size_t count) {
    gather(w, hits, keys, count);
    if (w->len == 0) return;
    w->counts = mem_zalloc(number_values(w), sizeof *w->counts);
    w->ordered = mem_zalloc(w->len, sizeof *w->ordered);
    for (size_t from = 0, end = 0; from < w->len; from = end) {
        while (end < w->len && slice_eq(w->entries[end].group, w->entries[from].group)) end++;
        slide(w, from, end);
    }
    free(w->counts);
    free(w->ordered);
}

static int by_match(const void *a, const void *b) {
    const struct found *x = a, *y = b;
    ORDER(x->match.rule, y->match.rule);
    ORDER(x->match.from, y->match.from);
    ORDER(x->match.to, y->match.to);
    size_t common = x->match.hit_count < y->match.hit_count ? x->match.hit_count : y->match.hit_count;
    for (size_t i = 0; i < common; i++) {
        int order = by_event(&x->hits[x->match.hits[i]], &y->hits[y->match.hits[i]]);
        if (order) return order;
    }
    ORDER(x->match.hit_count, y->match.hit_count);
    return 0;
}

size_t correlate(const struct ruleset *rs, const struct corr_hit *hits, const struct slice *keys, size_t count,
                 struct arena *arena, const struct corr_match **matches) {
    struct work w = {.rs = rs, .arena = arena};
    for (size_t r = 0; r < rs->rule_count; r++) {
        w.rule = (uint32_t)r;
        w.corr = rs->rules[r]->corr;
        if (w.corr) evaluate(&w, hits, keys, count);
    }
    for (size_t i = 0; i < w.found_count; i++) w.found[i].hits = hits;
    if (w.found_count) qsort(w.found, w.found_count, sizeof *w.found, by_match);
    struct corr_match *out = ARENA_ARRAY(arena, struct corr_match, w.found_count);
    for (size_t i = 0; i < w.found_count; i++) out[i] = w.found[i].match;
    free(w.entries);
    free(w.values);
    free(w.found);
    *matches = out;
    return w.found_count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/correlate.c: correlations over the set of hits.
 *
 * Every type asks one question of a window: how many distinct events (event_count), values (value_count) or rules
 * (temporal) are in it, or what do its values come to (value_sum and the others; corr_tally.h)? temporal_ordered asks
 * besides whether the rules come in their order. A window is `timespan` long, both ends included, and starts at a hit.
 * Windows that hold and share hits become one match. An event without a group-by field belongs to the group of those
 * without it; an absent value is not counted, of a list each element is.
 *
 * A correlation of correlations sees hits of the inner one. Each event of an inner match stands for the match, with its
 * own fields, from the moment on at which that held first: "three failed logins" at 0, 1, 2 and 30 s hold at 2 s, so a
 * login at 10 s comes behind them. However many events stand for a match, it is one where matches are counted.
 *
 * Law:  the hits are sorted by content first, so their order of arrival is gone; one event counts once.
 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "detect/corr_keys.h"
#include "detect/corr_tally.h"

/* One hit as one correlation sees it. */
struct entry {
    struct slice group;
    const struct corr_hit *hit;
    uint32_t origin;     /* the given hit that it is, or that stands for a match */
    uint32_t match;      /* the match it stands for: its index in work.found; NO_MATCH */
    struct slice texts;  /* the counted values, for corr_keys_next */
    size_t first, count; /* the same as numbers: where in work.values, and how many */
};
#define NO_MATCH UINT32_MAX

struct window {
    size_t from, end; /* entries [from, end) */
};

struct found {
    struct corr_match match;
    const struct corr_hit *hits;
    int64_t moment; /* when it held first */
};

/* A hit of an inner correlation. */
struct stand_in {
    struct corr_hit hit;
    uint32_t origin, match;
};

struct work {
    const struct ruleset *rs;
    const struct corr_hit *hits;
    const struct slice *keys;
    size_t hit_count;
    /* of the correlation at hand */
    const struct corr *corr;
    uint32_t rule;
    struct entry *entries;
    size_t len, cap;
    uint32_t *values; /* the entries' */
    size_t value_len, value_cap;
    double *numbers; /* ascending, where values are calculated with */
    size_t number_cap;
    struct tally tally, replay;
    int64_t *ordered; /* by entry: when a sequence that starts there is complete, INT64_MAX: never */
    /* of all */
    struct arena *arena;
    struct found *found;
    size_t found_count, found_cap;
    struct stand_in *stand_ins;
    size_t stand_in_count, stand_in_cap;
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

static int by_pointed_event(const void *a, const void *b) {
    return by_event(*(const struct corr_hit *const *)a, *(const struct corr_hit *const *)b);
}

static int by_group(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = slice_cmp(x->group, y->group);
    if (order == 0) order = by_event(x->hit, y->hit);
    if (order) return order;
    ORDER(x->origin, y->origin);
    ORDER(x->match, y->match);
    return 0;
}

static bool equal_keys(struct hash128 a, struct hash128 b) {
    return hash128_cmp(a, b) == 0;
}

static bool same_origin(const struct work *w, const struct entry *a, const struct entry *b) {
    return equal_keys(w->hits[a->origin].event, w->hits[b->origin].event);
}

static bool concerns(const struct corr *corr, uint32_t rule) {
    for (size_t i = 0; i < corr->ref_count; i++)
        if (corr->rules[i] == rule) return true;
    return false;
}

static void add_entry(struct work *w, const struct corr_hit *hit, uint32_t origin, uint32_t match) {
    if (!concerns(w->corr, hit->rule)) return;
    struct entry e = {.hit = hit, .origin = origin, .match = match};
    corr_keys_read(w->rs, w->hits[origin].rule, w->rule, w->keys[origin], &e.group, &e.texts);
    VEC_PUSH(w->entries, w->len, w->cap, e);
}

/* The hits of the correlation's rules, by group and time, each event once a rule. */
static void gather(struct work *w) {
    w->len = 0;
    for (size_t i = 0; i < w->hit_count; i++) add_entry(w, &w->hits[i], (uint32_t)i, NO_MATCH);
    for (size_t i = 0; i < w->stand_in_count; i++)
        add_entry(w, &w->stand_ins[i].hit, w->stand_ins[i].origin, w->stand_ins[i].match);
    if (w->len) qsort(w->entries, w->len, sizeof *w->entries, by_group);
    size_t kept = 0;
    for (size_t i = 0; i < w->len; i++) {
        const struct entry *e = &w->entries[i], *last = kept ? &w->entries[kept - 1] : NULL;
        bool again = last && equal_keys(e->hit->event, last->hit->event) && same_origin(w, e, last) &&
                     e->hit->rule == last->hit->rule && slice_eq(e->group, last->group);
        if (!again) w->entries[kept++] = *e;
    }
    w->len = kept;
}

/* --- what is counted, as numbers --- */

static void add_value(struct work *w, struct entry *e, uint32_t value) {
    VEC_PUSH(w->values, w->value_len, w->value_cap, value);
    e->count++;
}

/* Events, values or rules; returns how many there are at most. */
static size_t name_values(struct work *w) {
    struct intern values;
    intern_init(&values);
    for (size_t i = 0; i < w->len; i++) {
        struct entry *e = &w->entries[i];
        struct slice texts = e->texts, text;
        e->first = w->value_len;
        switch (w->corr->type) {
        case CORR_EVENT_COUNT:
            add_value(w, e, intern_id(&values, slice_from((const char *)&e->hit->event, sizeof e->hit->event)));
            break;
        case CORR_VALUE_COUNT:
            while (corr_keys_next(&texts, &text)) add_value(w, e, intern_id(&values, text));
            break;
        default: add_value(w, e, e->hit->rule); break;
        }
    }
    size_t count = values.len > w->rs->rule_count ? values.len : w->rs->rule_count;
    intern_release(&values);
    return count;
}

static int by_number(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The next of an entry's values that is a number. */
static bool next_number(struct slice *texts, double *out) {
    struct slice text;
    struct number n;
    while (corr_keys_next(texts, &text)) {
        if (!number_parse(text, &n) || !isfinite(n.d)) continue;
        *out = n.d;
        return true;
    }
    return false;
}

/* One event that several of the rules found has its values once. */
static struct slice texts_of(const struct work *w, size_t i) {
    const struct entry *e = &w->entries[i];
    bool again = i && slice_eq(e->group, e[-1].group) && same_origin(w, e, e - 1);
    return again ? (struct slice){0} : e->texts;
}

/* Numbers are named by their rank; returns how many different ones there are. */
static size_t rank_values(struct work *w) {
    double n;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < w->len; i++)
        for (struct slice texts = texts_of(w, i); next_number(&texts, &n);)
            VEC_PUSH(w->numbers, count, w->number_cap, n);
    if (count) qsort(w->numbers, count, sizeof *w->numbers, by_number);
    for (size_t i = 0; i < count; i++)
        if (!kept || w->numbers[i] > w->numbers[kept - 1]) w->numbers[kept++] = w->numbers[i];
    for (size_t i = 0; i < w->len; i++) {
        struct entry *e = &w->entries[i];
        e->first = w->value_len;
        for (struct slice texts = texts_of(w, i); next_number(&texts, &n);) {
            const double *at = bsearch(&n, w->numbers, kept, sizeof *w->numbers, by_number);
            add_value(w, e, (uint32_t)(at - w->numbers));
        }
    }
    return kept;
}

/* --- windows --- */

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

static void count_entry(struct tally *t, const struct work *w, const struct entry *e, bool add) {
    for (size_t i = e->first; i < e->first + e->count; i++)
        if (add) tally_add(t, w->values[i]);
        else tally_remove(t, w->values[i]);
}

static int by_index(const void *a, const void *b) {
    ORDER(*(const uint32_t *)a, *(const uint32_t *)b);
    return 0;
}

/* The given hits in a window, where some entries stand for matches: each once, by time and event. */
static size_t flatten(struct work *w, struct window window, uint32_t **out) {
    uint32_t *indexes = NULL, *kept;
    size_t len = 0, cap = 0, count = 0;
    for (size_t i = window.from; i < window.end; i++) {
        const struct entry *e = &w->entries[i];
        const struct corr_match *inner = e->match == NO_MATCH ? NULL : &w->found[e->match].match;
        for (size_t k = 0; k < (inner ? inner->hit_count : 1); k++)
            VEC_PUSH(indexes, len, cap, inner ? inner->hits[k] : e->origin);
    }
    qsort(indexes, len, sizeof *indexes, by_index);
    for (size_t i = 0; i < len; i++)
        if (i == 0 || indexes[i] != indexes[i - 1]) indexes[count++] = indexes[i];
    const struct corr_hit **hits = mem_alloc(count * sizeof *hits);
    for (size_t i = 0; i < count; i++) hits[i] = &w->hits[indexes[i]];
    qsort(hits, count, sizeof *hits, by_pointed_event);
    *out = kept = ARENA_ARRAY(w->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) kept[i] = (uint32_t)(hits[i] - w->hits);
    free(hits);
    free(indexes);
    return count;
}

static size_t evidence(struct work *w, struct window window, uint32_t **out) {
    bool plain = true;
    for (size_t i = window.from; i < window.end; i++) plain = plain && w->entries[i].match == NO_MATCH;
    if (!plain) return flatten(w, window, out);
    size_t count = window.end - window.from;
    *out = ARENA_ARRAY(w->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) (*out)[i] = w->entries[window.from + i].origin;
    return count;
}

static void emit(struct work *w, struct window window, int64_t moment) {
    uint32_t *hits;
    size_t count = evidence(w, window, &hits);
    struct found f = {.match = {w->rule, w->hits[hits[0]].time, w->hits[hits[count - 1]].time, hits, count},
                      .moment = moment};
    VEC_PUSH(w->found, w->found_count, w->found_cap, f);
}

/* When the window, which holds, held first as it filled. */
static int64_t moment_of(struct work *w, struct window window) {
    int64_t time = 0;
    size_t i = window.from;
    if (w->rs->use_counts[w->rule] == 0) return 0; /* nobody asks */
    if (w->corr->type == CORR_TEMPORAL_ORDERED) return w->ordered[window.from];
    for (bool holds = false; i < window.end && !holds; holds = tally_holds(&w->replay)) {
        time = w->entries[i].hit->time;
        for (; i < window.end && w->entries[i].hit->time == time; i++) count_entry(&w->replay, w, &w->entries[i], true);
    }
    while (i-- > window.from) count_entry(&w->replay, w, &w->entries[i], false);
    return time;
}

static bool window_holds(const struct work *w, size_t from) {
    int64_t limit = w->entries[from].hit->time + w->corr->timespan;
    if (w->corr->type == CORR_TEMPORAL_ORDERED && w->ordered[from] > limit) return false;
    return tally_holds(&w->tally);
}

/* Entries [from, end) are one group. */
static void slide(struct work *w, size_t from, size_t end) {
    struct window open = {0, 0}; /* a match that may still grow; end 0: none */
    int64_t moment = 0;
    if (w->corr->type == CORR_TEMPORAL_ORDERED) find_sequences(w, from, end);
    for (size_t i = from, j = from; i < end; i++) {
        int64_t time = w->entries[i].hit->time;
        while (j < end && w->entries[j].hit->time - time <= w->corr->timespan)
            count_entry(&w->tally, w, &w->entries[j++], true);
        bool starts = i == from || w->entries[i - 1].hit->time != time;
        if (starts && window_holds(w, i)) {
            bool joins = open.end > i;
            if (!joins && open.end) emit(w, open, moment);
            if (!joins) moment = moment_of(w, (struct window){i, j});
            open = (struct window){joins ? open.from : i, j};
        }
        count_entry(&w->tally, w, &w->entries[i], false);
    }
    if (open.end) emit(w, open, moment);
}

/* --- chains --- */

/* What counts as one event where matches are counted. */
static struct hash128 key_of_match(const struct work *w, const struct corr_match *match) {
    struct hash128 first = w->hits[match->hits[0]].event, last = w->hits[match->hits[match->hit_count - 1]].event;
    const uint64_t parts[] = {first.hi, first.lo, last.hi, last.lo, match->hit_count, (uint64_t)match->from};
    return hash128(slice_from((const char *)parts, sizeof parts));
}

/* For the correlations that refer to this one. */
static void add_stand_ins(struct work *w, size_t first) {
    if (w->rs->use_counts[w->rule] == 0) return;
    for (size_t i = first; i < w->found_count; i++) {
        const struct found *f = &w->found[i];
        struct hash128 key = key_of_match(w, &f->match);
        for (size_t k = 0; k < f->match.hit_count; k++) {
            uint32_t origin = f->match.hits[k];
            int64_t own = w->hits[origin].time;
            struct corr_hit hit = {.rule = w->rule, .time = own > f->moment ? own : f->moment, .event = key};
            struct stand_in s = {hit, origin, (uint32_t)i};
            VEC_PUSH(w->stand_ins, w->stand_in_count, w->stand_in_cap, s);
        }
    }
}

static void evaluate(struct work *w) {
    size_t first = w->found_count;
    bool calculates = w->corr->type > CORR_VALUE_COUNT;
    gather(w);
    if (w->len == 0) return;
    w->value_len = 0;
    size_t values = calculates ? rank_values(w) : name_values(w);
    tally_init(&w->tally, w->corr, values, calculates ? w->numbers : NULL);
    tally_init(&w->replay, w->corr, values, calculates ? w->numbers : NULL);
    w->ordered = mem_zalloc(w->len, sizeof *w->ordered);
    for (size_t from = 0, end = 0; from < w->len; from = end) {
        while (end < w->len && slice_eq(w->entries[end].group, w->entries[from].group)) end++;
        slide(w, from, end);
    }
    add_stand_ins(w, first);
    tally_release(&w->tally);
    tally_release(&w->replay);
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
    struct work w = {.rs = rs, .hits = hits, .keys = keys, .hit_count = count, .arena = arena};
    for (unsigned depth = 0; depth < CORR_CHAIN_MAX; depth++)
        for (size_t r = 0; r < rs->rule_count; r++) {
            w.rule = (uint32_t)r;
            w.corr = rs->rules[r]->corr;
            if (w.corr && w.corr->depth == depth) evaluate(&w);
        }
    for (size_t i = 0; i < w.found_count; i++) w.found[i].hits = hits;
    if (w.found_count) qsort(w.found, w.found_count, sizeof *w.found, by_match);
    struct corr_match *out = ARENA_ARRAY(arena, struct corr_match, w.found_count);
    size_t kept = 0;
    for (size_t i = 0; i < w.found_count; i++)
        if (!rs->rules[w.found[i].match.rule]->info.silent) out[kept++] = w.found[i].match;
    free(w.entries);
    free(w.values);
    free(w.numbers);
    free(w.found);
    free(w.stand_ins);
    *matches = out;
    return kept;
}

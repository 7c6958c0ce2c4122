/* SPDX-License-Identifier: Apache-2.0 */
/* story/blind.c: what the logs cannot show about a story, said rather than left to be guessed. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "story/signs.h"
#include "story/times.h"

enum { CROWDS_TOLD = 8, DIGESTS_TOLD = 8, SILENT_PLACES_MAX = 8 };

static void add_note(struct weaver *w, struct story_note *notes, size_t *count, const char *kind, struct slice title) {
    notes[(*count)++] = (struct story_note){slice_cstr(kind), (struct slice){0}, title};
}

/* No object-level record anywhere: then reads of objects leave no trace. */
static bool touches_s3(const struct story *s) {
    for (size_t i = 0; i < s->step_count; i++)
        for (size_t k = 0; k < s->steps[i].event_count; k++)
            if (slice_eq(s->steps[i].events[k].source, SLICE("s3.amazonaws.com"))) return true;
    return false;
}

static bool stops_the_trail(const struct story_step *step) {
    if (step->outcome == STEP_FAILED) return false;
    for (size_t k = 0; k < step->event_count; k++) {
        const struct story_event *e = &step->events[k];
        if (slice_eq(e->source, SLICE("cloudtrail.amazonaws.com")) && !e->error.len &&
            (slice_eq(e->name, SLICE("StopLogging")) || slice_eq(e->name, SLICE("DeleteTrail"))))
            return true;
    }
    return false;
}

static bool is_in(const struct weaver *w, const struct part *part, uint32_t actor) {
    for (size_t i = 0; i < part->node_count; i++)
        if (w->nodes[part->nodes[i]].actor == actor) return true;
    return false;
}

static int by_title(const void *left, const void *right) {
    return slice_cmp(((const struct story_note *)left)->title, ((const struct story_note *)right)->title);
}

void find_full_crowds(struct weaver *w) {
    const struct crowds *crowds = &w->facts->crowds;
    size_t count = 0;
    for (size_t i = 0; i < crowds->cap; i++) count += crowds->slots[i].total > CONTEXT_KEPT_MAX;
    w->full = ARENA_ARRAY(&w->scratch, const struct crowd *, count);
    for (size_t i = 0; i < crowds->cap; i++)
        if (crowds->slots[i].total > CONTEXT_KEPT_MAX) w->full[w->full_count++] = &crowds->slots[i];
}

/* Crowds of which not all is kept: at most CROWDS_TOLD of them, by their words. */
static void note_crowds(struct weaver *w, const struct part *part, struct story_note *notes, size_t *count) {
    struct story_note *all = ARENA_ARRAY(&w->scratch, struct story_note, w->full_count);
    size_t found = 0;
    for (size_t i = 0; i < w->full_count; i++) {
        const struct crowd *c = w->full[i];
        if (!is_in(w, part, c->actor)) continue;
        struct slice name = actor_name(&w->facts->lineage, &w->facts->lineage.actors[c->actor]);
        add_note(w, all, &found, "too_many",
                 W_SAY(w, BLIND_CROWD, w_number(w, c->total), w_words(w, c->rule)->title, name,
                       w_number(w, CONTEXT_KEPT_MAX)));
    }
    if (found) qsort(all, found, sizeof *all, by_title);
    for (size_t i = 0; i < found && i < CROWDS_TOLD; i++) notes[(*count)++] = all[i];
}

/* --- gaps: hours without a single event of an account in a region that has some in nearly every hour --- */

enum { GAP_AROUND_HOURS = 12, GAP_SPAN_HOURS = 24 * 15, GAP_DENSE_PERCENT = 80 };

struct pair {
    struct slice account, region;
};

struct silent_places {
    struct pair pairs[SILENT_PLACES_MAX];
    size_t count;
};

static size_t places_of(const struct story *s, struct pair *pairs) {
    size_t count = 0;
    for (size_t i = 0; i < s->step_count; i++)
        for (size_t k = 0; k < s->steps[i].event_count; k++) {
            const struct story_event *e = &s->steps[i].events[k];
            size_t n = 0;
            while (n < count && !(slice_eq(pairs[n].account, e->account) && slice_eq(pairs[n].region, e->region))) n++;
            if (n == count && count < GAP_PLACES_MAX) pairs[count++] = (struct pair){e->account, e->region};
        }
    return count;
}

/* Marks the hours from `first` on, `count` of them, in which the pair has events; how many those are. */
static size_t hours_with_logs(const struct weaver *w, const struct pair *pair, uint32_t first, size_t count,
                              uint8_t *with) {
    size_t marked = 0;
    memset(with, 0, count);
    for (size_t i = 0; i < w->facts->hours.count; i++) {
        const struct place_row *row = &w->facts->hours.rows[i];
        if (row->source < first || row->source - first >= count || with[row->source - first]) continue;
        if (!slice_eq(w_text(w, row->account), pair->account) || !slice_eq(w_text(w, row->region), pair->region))
            continue;
        with[row->source - first] = 1;
        marked++;
    }
    return marked;
}

static void note_gap(struct weaver *w, const struct pair *pair, uint32_t from, uint32_t to, struct story_note *notes,
                     size_t *count) {
    struct time_text begin = time_rfc3339(from * US_PER_HOUR), end = time_rfc3339(to * US_PER_HOUR);
    add_note(w, notes, count, "gap",
             W_SAY(w, BLIND_GAP, pair->account, pair->region, slice_cstr(begin.text), slice_cstr(end.text)));
}

/* The first gap of one place, within the story or the hour around it. At the edges the logs may just end. */
static void note_gap_of(struct weaver *w, const struct story *s, const struct pair *pair, struct story_note *notes,
                        size_t *count) {
    uint8_t with[GAP_SPAN_HOURS];
    uint32_t begin = lineage_minute(s->from) / 60, end = lineage_minute(s->to) / 60;
    uint32_t oldest = lineage_minute(w->facts->from) / 60, newest = lineage_minute(w->facts->to) / 60;
    uint32_t first = begin > oldest + GAP_AROUND_HOURS ? begin - GAP_AROUND_HOURS : oldest;
    uint32_t last = end + GAP_AROUND_HOURS < newest ? end + GAP_AROUND_HOURS : newest;
    if (last - first >= GAP_SPAN_HOURS) last = first + GAP_SPAN_HOURS - 1;
    const size_t span = last - first + 1;
    if (hours_with_logs(w, pair, first, span, with) * 100 < span * GAP_DENSE_PERCENT) return;
    for (uint32_t h = begin > first ? begin - 1 : first; h <= last && h <= end + 1; h++) {
        uint32_t to = h;
        while (to <= last && !with[to - first]) to++;
        if (to == h || to > last || h == first) continue;
        note_gap(w, pair, h, to, notes, count);
        return;
    }
}

static void note_gaps(struct weaver *w, const struct story *s, struct story_note *notes, size_t *count) {
    struct pair pairs[GAP_PLACES_MAX];
    size_t pair_count = w->facts->from == TIME_NONE ? 0 : places_of(s, pairs);
    for (size_t p = 0; p < pair_count; p++) note_gap_of(w, s, &pairs[p], notes, count);
}

/* --- places that send no logs: named by the story's ARNs, but no event comes from there --- */

static bool sends_logs(const struct weaver *w, struct slice account, struct slice region) {
    for (size_t i = 0; i < w->facts->places.count; i++) {
        const struct place_row *row = &w->facts->places.rows[i];
        if (slice_eq(w_text(w, row->account), account) && (!region.len || slice_eq(w_text(w, row->region), region)))
            return true;
    }
    return false;
}

static void note_place(struct weaver *w, const struct pair *pair, struct silent_places *seen, struct story_note *notes,
                       size_t *count) {
    for (size_t i = 0; i < seen->count; i++)
        if (slice_eq(seen->pairs[i].account, pair->account) && slice_eq(seen->pairs[i].region, pair->region)) return;
    if (seen->count == SILENT_PLACES_MAX) return;
    seen->pairs[seen->count++] = *pair;
    add_note(w, notes, count, pair->region.len ? "region_without_logs" : "account_without_logs",
             pair->region.len ? W_SAY(w, BLIND_NO_REGION, pair->account, pair->region)
                              : W_SAY(w, BLIND_NO_ACCOUNT, pair->account));
}

/* "arn:aws:rds:eu-north-1:111122223333:snapshot:x" of an account that sends logs, but none of that region. */
static void look_at_resource(struct weaver *w, const struct story_event *e, struct silent_places *seen,
                             struct story_note *notes, size_t *count) {
    if (e->error.len || !slice_starts(e->resource, SLICE("arn:"))) return;
    struct pair pair = {slice_before(slice_behind(e->resource, ':', 4), ':'),
                        slice_before(slice_behind(e->resource, ':', 3), ':')};
    if (pair.account.len != 12 || !pair.region.len || !sends_logs(w, pair.account, (struct slice){0})) return;
    if (!sends_logs(w, pair.account, pair.region)) note_place(w, &pair, seen, notes, count);
}

static int by_account(const void *left, const void *right, void *ctx) {
    const struct link *a = *(const struct link *const *)left, *b = *(const struct link *const *)right;
    int order = slice_cmp(w_text(ctx, a->account), w_text(ctx, b->account));
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

void find_far_links(struct weaver *w) {
    const struct lineage *l = &w->facts->lineage;
    size_t cap = 0;
    for (uint32_t i = 0; i < l->link_count; i++) {
        const struct link *link = &l->links[i];
        if (link->kind != LINK_ASSUMED || link->parent == NO_ACTOR || !link->account) continue;
        if (!sends_logs(w, w_text(w, link->account), (struct slice){0})) VEC_PUSH(w->far, w->far_count, cap, link);
    }
    if (w->far_count) qsort_r(w->far, w->far_count, sizeof *w->far, by_account, w);
}

static void note_silent_places(struct weaver *w, const struct part *part, const struct story *s,
                               struct story_note *notes, size_t *count) {
    struct silent_places seen = {.count = 0};
    for (size_t i = 0; i < w->far_count; i++) {
        const struct link *link = w->far[i];
        const struct pair pair = {w_text(w, link->account), {0}};
        if (link->at >= s->from && link->at <= s->to + CONTEXT_REACH && is_in(w, part, link->parent))
            note_place(w, &pair, &seen, notes, count);
    }
    for (size_t i = 0; i < s->step_count; i++)
        for (size_t k = 0; k < s->steps[i].event_count; k++)
            look_at_resource(w, &s->steps[i].events[k], &seen, notes, count);
}

/* Of people and their keys: what runs in AWS comes and goes. */
static bool has_lasting_actor(const struct story *s) {
    for (size_t i = 0; i < s->actor_count; i++)
        if (!s->actors[i].untainted && (s->actors[i].kind == ACTOR_USER || s->actors[i].kind == ACTOR_ROOT))
            return true;
    return false;
}

static void note_short_history(struct weaver *w, const struct part *part, const struct story *s,
                               struct story_note *notes, size_t *count) {
    if (w->facts->from == TIME_NONE || part->from - w->facts->from >= SIGN_HISTORY || !has_lasting_actor(s)) return;
    const int64_t before = part->from - w->facts->from;
    struct time_text length = length_words(w->facts->lang, before);
    add_note(w, notes, count, "short_history",
             before < US_PER_MINUTE ? W_WORDS(w, BLIND_NO_HISTORY) : W_SAY(w, BLIND_SHORT, slice_cstr(length.text)));
}

/* --- digests: what was taken from the logs after they were written --- */

static bool lists(const struct slice *list, size_t count, struct slice s) {
    for (size_t i = 0; i < count; i++)
        if (slice_eq(list[i], s)) return true;
    return false;
}

/* Of an account and a region of the story, within it or the hour around it. */
static bool concerns(const struct story *s, const struct digest_problem *p) {
    return p->from <= s->to + US_PER_HOUR && p->to >= s->from - US_PER_HOUR &&
           lists(s->accounts, s->account_count, p->account) && lists(s->regions, s->region_count, p->region);
}

static struct slice digest_words(struct weaver *w, const struct digest_problem *p) {
    static const enum phrase says[DIGEST_FAULTS] = {
        [DIGEST_LOG_CHANGED] = SAY_DIGEST_LOG_CHANGED,
        [DIGEST_LOG_MISSING] = SAY_DIGEST_LOG_MISSING,
        [DIGEST_CHANGED] = SAY_DIGEST_CHANGED,
        [DIGEST_BAD_SIGNATURE] = SAY_DIGEST_BAD_SIGNATURE,
    };
    const struct time_text from = time_rfc3339(p->from), to = time_rfc3339(p->to);
    if (p->fault == DIGEST_GAP) return W_SAY(w, DIGEST_GAP, slice_cstr(from.text), slice_cstr(to.text));
    return phrase_make(w->arena, w->facts->lang, says[p->fault], PHRASE_VALUES(slice_after_last(p->path, '/')));
}

static void note_digests(struct weaver *w, const struct story *s, struct story_note *notes, size_t *count) {
    size_t told = 0, more = 0;
    for (size_t i = 0; i < w->world->digest_problem_count; i++) {
        const struct digest_problem *p = &w->world->digest_problems[i];
        if (p->fault == DIGEST_UNVERIFIED || !concerns(s, p)) continue;
        if (told == DIGESTS_TOLD) more++;
        else told++, add_note(w, notes, count, "digest_broken", digest_words(w, p));
    }
    if (more) add_note(w, notes, count, "digest_broken", W_SAY(w, DIGEST_MORE, w_number(w, more)));
}

static struct slice issuer_words(struct weaver *w, const struct story_actor *a) {
    if (a->source_identity.len) return W_SAY(w, BLIND_BEHALF, a->name, a->source_identity);
    return a->kind == ACTOR_USER ? W_SAY(w, BLIND_USER, a->name) : W_SAY(w, BLIND_ISSUER, a->name);
}

void story_blind_spots(struct weaver *w, const struct part *part, struct story *story) {
    const size_t most = story->actor_count + story->step_count + 2 + CROWDS_TOLD + GAP_PLACES_MAX + DIGESTS_TOLD + 1 +
                        SILENT_PLACES_MAX;
    struct story_note *notes = ARENA_ARRAY(w->arena, struct story_note, most);
    size_t count = 0;
    if (!w->facts->data_events && touches_s3(story))
        add_note(w, notes, &count, "no_data_events", W_WORDS(w, BLIND_NO_DATA));
    for (size_t i = 0; i < story->step_count; i++)
        if (stops_the_trail(&story->steps[i]))
            add_note(w, notes, &count, "logging_stopped",
                     W_SAY(w, BLIND_STOPPED, slice_cstr(time_clock(story->steps[i].from).text)));
    for (size_t i = 0; i < story->actor_count; i++) {
        const struct story_actor *a = &story->actors[i];
        if (a->parent != STORY_NONE || a->kind == ACTOR_ROOT || a->kind == ACTOR_ANONYMOUS) continue;
        add_note(w, notes, &count, "unknown_issuer", issuer_words(w, a));
    }
    note_short_history(w, part, story, notes, &count);
    note_silent_places(w, part, story, notes, &count);
    note_gaps(w, story, notes, &count);
    note_digests(w, story, notes, &count);
    note_crowds(w, part, notes, &count);
    story->blind_spots = notes;
    story->blind_spot_count = count;
}

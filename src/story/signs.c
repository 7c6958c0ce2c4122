/* SPDX-License-Identifier: Apache-2.0 */
/* story/signs.c: see signs.h.
 *
 * Worked example.  AKIA…Q4XZ  203.0.113.9     1 Mar 09:00 – 3 Mar 18:40   (office)
 *                  AKIA…Q4XZ  185.220.101.34  3 Mar 13:02 – 3 Mar 14:20
 * The second began while the first went on: shared_credential at 3 Mar 13:02, "AKIA…Q4XZ was used from 185.220.101.34
 * while 203.0.113.9 (office) went on using it". Two addresses of one /16 are taken for one network, and so are two that
 * the configuration names: people move between the office and the VPN.
 */
#include "story/signs_parts.h"

#include <stdlib.h>

#include "base/limits.h"

void index_sightings(struct weaver *w) {
    const struct lineage *l = &w->facts->lineage;
    w->sighting_from = ARENA_ARRAY(&w->scratch, uint32_t, l->actor_count + 2);
    w->sighting_items = ARENA_ARRAY(&w->scratch, uint32_t, l->sighting_count);
    for (uint32_t i = 0; i < l->sighting_count; i++) w->sighting_from[l->sightings[i].actor + 2]++;
    for (uint32_t a = 2; a < l->actor_count + 2; a++) w->sighting_from[a] += w->sighting_from[a - 1];
    for (uint32_t i = 0; i < l->sighting_count; i++)
        w->sighting_items[w->sighting_from[l->sightings[i].actor + 1]++] = i;
}

/* There is room: see story_signs(). */
void add_sign(struct seeker *s, struct story_sign sign) {
    if (s->count < s->cap) s->signs[s->count++] = sign;
}

/* --- addresses --- */

bool is_public(const struct sighting *s) {
    static const struct {
        uint32_t net;
        unsigned bits;
    } inside[] = {{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
                  {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0a80000, 16}, {0xe0000000, 3}};
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        if ((s->address ^ inside[i].net) >> (32 - inside[i].bits) == 0) return false;
    return s->ipv4;
}

static struct slice address_text(struct arena *arena, uint32_t a) {
    return arena_printf(arena, "%u.%u.%u.%u", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255);
}

struct slice network_of(struct weaver *w, uint32_t address) {
    if (!w->world->network) return (struct slice){0};
    return w->world->network(w->world->network_ctx, address_text(&w->scratch, address));
}

/* "203.0.113.9 (office)" */
struct slice place_text(struct weaver *w, uint32_t address) {
    struct slice text = address_text(&w->scratch, address), network = network_of(w, address);
    return network.len ? W_PART(w, PLACE_NAMED, text, network) : text;
}

static bool other_network(struct weaver *w, const struct sighting *a, const struct sighting *b) {
    if (a->address >> 16 == b->address >> 16) return false;
    return !network_of(w, a->address).len || !network_of(w, b->address).len;
}

static bool at_once(const struct sighting *a, const struct sighting *b) {
    return a->first <= b->last && b->first <= a->last;
}

/* --- an actor's sightings --- */

static void collect_sightings(struct seeker *s, uint32_t actor) {
    const struct weaver *w = s->w;
    s->seen_count = 0;
    for (uint32_t k = w->sighting_from[actor]; k < w->sighting_from[actor + 1]; k++) {
        const struct sighting *seen = &w->facts->lineage.sightings[w->sighting_items[k]];
        if (s->seen_count < SIGHTINGS_LOOKED_MAX) s->seen[s->seen_count] = *seen;
        s->seen_count++;
    }
    if (s->seen_count > SIGHTINGS_LOOKED_MAX) s->seen_count = 0; /* which ones would depend on the order of arrival */
}

/* The keys of an instance rotate: one that is there calls from one address with all of them. */
static void merge_credentials(struct seeker *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->seen_count; i++) {
        const struct sighting one = s->seen[i];
        size_t k = 0;
        while (k < kept && (s->seen[k].address != one.address || s->seen[k].ipv4 != one.ipv4)) k++;
        if (k == kept) s->seen[kept++] = one;
        if (one.first < s->seen[k].first) s->seen[k].first = one.first;
        if (one.last > s->seen[k].last) s->seen[k].last = one.last;
    }
    s->seen_count = kept;
}

/* The credential as the evidence names it; a part of a sentence. */
struct slice credential_name(struct seeker *s, const struct story_actor *a, uint64_t credential) {
    for (size_t i = 0; i < a->credential_count; i++)
        if (credential_hash(a->credentials[i].id) == credential) return a->credentials[i].id;
    return W_PART(s->w, A_CREDENTIAL_OF, a->name);
}

/* Two that were used at once, in two networks. */
struct pair {
    const struct sighting *one, *two; /* `two` began later, or at once from the greater address */
};

static bool begins_before(const struct sighting *a, const struct sighting *b) {
    return a->first != b->first ? a->first < b->first : a->address < b->address;
}

static bool earlier_pair(const struct pair *a, const struct pair *b) {
    if (!b->two) return true;
    if (a->two->first != b->two->first) return a->two->first < b->two->first;
    if (a->two->address != b->two->address) return a->two->address < b->two->address;
    return a->one->address < b->one->address;
}

static struct pair first_pair(struct seeker *s, bool one_credential) {
    struct pair best = {0};
    for (size_t i = 0; i < s->seen_count; i++)
        for (size_t k = 0; k < s->seen_count; k++) {
            const struct pair pair = {&s->seen[i], &s->seen[k]};
            if (i == k || !begins_before(pair.one, pair.two) || !at_once(pair.one, pair.two)) continue;
            if (one_credential && (!pair.one->credential || pair.one->credential != pair.two->credential)) continue;
            if (!is_public(pair.one) || !is_public(pair.two) || !earlier_pair(&pair, &best)) continue;
            if (other_network(s->w, pair.one, pair.two)) best = pair;
        }
    return best;
}

static void seek_two_places(struct seeker *s, uint32_t index) {
    const struct story_actor *a = &s->story->actors[index];
    const bool instance = a->kind == ACTOR_INSTANCE;
    /* What runs elsewhere, people in a console: addresses change all the time. */
    if (a->kind == ACTOR_FUNCTION || a->kind == ACTOR_WORKLOAD || a->kind == ACTOR_ACCOUNT ||
        a->kind == ACTOR_ANONYMOUS)
        return;
    if (instance) merge_credentials(s);
    const struct pair pair = first_pair(s, !instance);
    if (!pair.two) return;
    struct slice one = place_text(s->w, pair.one->address), two = place_text(s->w, pair.two->address);
    struct slice title = instance ? W_SAY(s->w, SIGN_OUTSIDE, a->name, two, one)
                                  : W_SAY(s->w, SIGN_SHARED, credential_name(s, a, pair.one->credential), two, one);
    add_sign(s, (struct story_sign){.kind = instance ? SLICE("used_outside") : SLICE("shared_credential"),
                                    .actor = index,
                                    .at = time_of(pair.two->first),
                                    .title = title,
                                    .points = instance ? 12 : 6});
}

/* Within the story, or the hour before it in which it may have begun. */
bool in_story(const struct seeker *s, uint32_t minute) {
    return time_of(minute) >= s->part->from - CONTEXT_REACH && time_of(minute) <= s->part->to;
}

/* The last use of a credential before `minute`; false when there is none. */
static bool last_use_before(const struct seeker *s, uint64_t credential, uint32_t minute, uint32_t *last) {
    bool any = false;
    for (size_t i = 0; i < s->seen_count; i++) {
        if (s->seen[i].credential != credential || s->seen[i].first >= minute) continue;
        if (!any || s->seen[i].last > *last) *last = s->seen[i].last;
        any = true;
    }
    return any;
}

static void seek_awakening(struct seeker *s, uint32_t index) {
    const struct story_actor *a = &s->story->actors[index];
    for (size_t c = 0; c < a->credential_count; c++) {
        const uint64_t credential = credential_hash(a->credentials[c].id);
        uint32_t woke = UINT32_MAX, slept = 0;
        for (size_t i = 0; i < s->seen_count; i++) {
            uint32_t first = s->seen[i].first, last = 0;
            if (s->seen[i].credential != credential || first >= woke || !in_story(s, first)) continue;
            if (!last_use_before(s, credential, first, &last) || last > first) continue;
            if (time_of(first - last) >= SIGN_ASLEEP) woke = first, slept = first - last;
        }
        if (woke == UINT32_MAX) continue;
        add_sign(s, (struct story_sign){
                        .kind = SLICE("woke"),
                        .actor = index,
                        .at = time_of(woke),
                        .title = W_SAY(s->w, SIGN_WOKE, a->credentials[c].id, w_number(s->w, slept / (24 * 60))),
                        .points = 5,
                    });
    }
}

unsigned days_before(const struct seeker *s, int64_t since) {
    return (unsigned)((s->part->from - since) / US_PER_DAY);
}

/* --- an account's places --- */

/* When the account first used the region, or the service; "" stands for any. */
static uint32_t first_use(const struct weaver *w, struct slice account, struct slice region, struct slice source) {
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < w->facts->places.count; i++) {
        const struct place_row *row = &w->facts->places.rows[i];
        if (row->first >= first || !slice_eq(w_text(w, row->account), account)) continue;
        if (region.len && !slice_eq(w_text(w, row->region), region)) continue;
        if (!source.len || slice_eq(w_text(w, row->source), source)) first = row->first;
    }
    return first;
}

/* Whether an event was a part of an account's first minute in a place. */
static bool is_of(const struct weaver *w, const struct story_event *e, const struct place_row *row) {
    return lineage_minute(e->time) == row->first && slice_eq(e->region, w_text(w, row->region)) &&
           slice_eq(e->source, w_text(w, row->source)) && slice_eq(e->account, w_text(w, row->account));
}

/* The step that did it: context would not count. */
static const struct story_step *step_of(const struct seeker *s, const struct place_row *row) {
    for (size_t i = 0; i < s->story->step_count; i++)
        for (size_t k = 0; !s->story->steps[i].context && k < s->story->steps[i].event_count; k++)
            if (is_of(s->w, &s->story->steps[i].events[k], row)) return &s->story->steps[i];
    return NULL;
}

static void add_new_place(struct seeker *s, const struct place_row *row, bool region) {
    struct weaver *w = s->w;
    const struct story_step *step = step_of(s, row);
    struct slice name = region ? w_text(w, row->region) : slice_before(w_text(w, row->source), '.');
    if (!step || !name.len) return;
    struct slice days = w_number(w, days_before(s, w->facts->from));
    add_sign(s, (struct story_sign){
                    .kind = region ? SLICE("new_region") : SLICE("new_service"),
                    .actor = step->actor,
                    .at = time_of(row->first),
                    .title = region ? W_SAY(w, SIGN_REGION, w_text(w, row->account), name, days)
                                    : W_SAY(w, SIGN_SERVICE, w_text(w, row->account), name, days),
                    .points = region ? 4 : 3,
                });
}

static int by_title(const void *left, const void *right) {
    return slice_cmp(((const struct story_sign *)left)->title, ((const struct story_sign *)right)->title);
}

/* Rows come in the order of arrival, and two of one minute say the same: sorted by their words, each once. */
static void seek_new_places(struct seeker *s) {
    const struct weaver *w = s->w;
    if (w->facts->from == TIME_NONE || s->part->from - w->facts->from < SIGN_HISTORY) return;
    const size_t before = s->count;
    for (size_t i = 0; i < w->facts->places.count; i++) {
        const struct place_row *row = &w->facts->places.rows[i];
        if (!in_story(s, row->first)) continue;
        struct slice account = w_text(w, row->account), none = {0};
        if (first_use(w, account, w_text(w, row->region), none) == row->first) add_new_place(s, row, true);
        if (first_use(w, account, none, w_text(w, row->source)) == row->first) add_new_place(s, row, false);
    }
    qsort(s->signs + before, s->count - before, sizeof *s->signs, by_title);
    size_t kept = before;
    for (size_t i = before; i < s->count; i++)
        if (i == before || by_title(&s->signs[i], &s->signs[kept - 1]) != 0) s->signs[kept++] = s->signs[i];
    s->count = kept;
}

void story_signs(struct weaver *w, const struct part *part, const struct cast *cast, struct story *story) {
    struct seeker s = {.w = w, .part = part, .story = story, .cap = 2 * w->facts->places.count};
    for (size_t i = 0; i < story->actor_count; i++)
        s.cap += story->actors[i].credential_count + 3 + story->tactic_count;
    s.signs = ARENA_ARRAY(&w->scratch, struct story_sign, s.cap);
    for (uint32_t i = 0; i < story->actor_count; i++) {
        if (story->actors[i].untainted) continue;
        collect_sightings(&s, cast->actors[i]);
        seek_awakening(&s, i);
        seek_new_address(&s, i);
        seek_new_calls(&s, i, cast->actors[i]);
        seek_travel(&s, i);
        seek_two_places(&s, i); /* the last, for it merges what was seen */
    }
    seek_new_places(&s);
    story->sign_count = s.count < SIGNS_MAX ? s.count : SIGNS_MAX;
    struct story_sign *kept = ARENA_ARRAY(w->arena, struct story_sign, story->sign_count);
    for (size_t i = 0; i < story->sign_count; i++) kept[i] = s.signs[i];
    story->signs = kept;
}

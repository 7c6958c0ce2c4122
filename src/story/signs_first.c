/* SPDX-License-Identifier: Apache-2.0 */
/* story/signs_first.c: what an actor did for the first time, and journeys that nobody makes. See signs.h.
 *
 * "For the first time" is told of whom the logs know for SIGN_HISTORY before the story, and of roles by all of their
 * sessions. By tactic these are the families that GuardDuty calls AnomalousBehavior (GuardDuty user guide, "IAM finding
 * types").
 *
 * Worked example. role deploy: ecs:UpdateService since 3 Feb, each day; on 3 Mar iam:CreateUser and iam:CreateAccessKey
 * (rules of Persistence): new_calls, "deploy called iam:CreateUser and iam:CreateAccessKey for the first time in 28
 * days (Persistence)".
 */
#include <math.h>

#include "story/signs_parts.h"
#include "story/times.h"
#include "story/words.h"

enum { CALLS_NAMED = 3, TRAVEL_LEAST_KM = 500, TRAVEL_KM_PER_HOUR = 1000, EARTH_KM = 6371 };

/* --- an actor's addresses, countries, operators --- */

static struct world_place place_of(struct weaver *w, uint32_t address) {
    struct world_place place = {0};
    struct slice ip =
        arena_printf(&w->scratch, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
    if (w->world->place) w->world->place(w->world->place_ctx, ip, &place);
    place.country = place.country.len ? arena_dup(&w->scratch, place.country) : place.country;
    place.asn = place.asn.len ? arena_dup(&w->scratch, place.asn) : place.asn;
    return place;
}

/* The first public address outside the company's own networks that is new to the actor. */
static const struct sighting *first_new_address(struct seeker *s) {
    const struct sighting *found = NULL;
    for (size_t i = 0; i < s->seen_count; i++) {
        const struct sighting *one = &s->seen[i];
        bool before = false;
        for (size_t k = 0; k < s->seen_count && !before; k++)
            before = s->seen[k].address >> 16 == one->address >> 16 && s->seen[k].first < one->first;
        if (before || !is_public(one) || !in_story(s, one->first) || network_of(s->w, one->address).len) continue;
        if (!found || one->first < found->first || (one->first == found->first && one->address < found->address))
            found = one;
    }
    return found;
}

struct newness {
    bool country, asn;
};

/* What of the place is new to the actor: nothing is claimed where an earlier address is of no known place. */
static struct newness newness_of(struct seeker *s, const struct sighting *one, const struct world_place *place) {
    struct newness new = {place->country.len > 0, place->asn.len > 0};
    for (size_t k = 0; k < s->seen_count && (new.country || new.asn); k++) {
        if (s->seen[k].first >= one->first || !is_public(&s->seen[k])) continue;
        const struct world_place other = place_of(s->w, s->seen[k].address);
        if (!other.country.len || slice_eq(other.country, place->country)) new.country = false;
        if (!other.asn.len || slice_eq(other.asn, place->asn)) new.asn = false;
    }
    return new;
}

/* One of the three: a new country says more than a new operator, and that more than a new address. Only of who has a
 * past: everybody is new some day. */
void seek_new_address(struct seeker *s, uint32_t index) {
    const struct story_actor *a = &s->story->actors[index];
    if ((a->kind != ACTOR_USER && a->kind != ACTOR_ROOT) || s->part->from - a->first_seen < SIGN_HISTORY) return;
    const struct sighting *found = first_new_address(s);
    if (!found) return;
    struct weaver *w = s->w;
    const struct world_place place = place_of(w, found->address);
    const struct newness new = newness_of(s, found, &place);
    const struct slice where = place_text(w, found->address), days = w_number(w, days_before(s, a->first_seen));
    struct story_sign sign = {SLICE("new_address"), index, time_of(found->first), {0}, 4};
    if (new.country) {
        sign.kind = SLICE("new_country");
        sign.title = W_SAY(w, SIGN_COUNTRY, a->name, where, days, place.country);
        sign.points = 6;
    } else if (new.asn) {
        sign.kind = SLICE("new_network");
        sign.title = W_SAY(w, SIGN_OPERATOR, a->name, where, days, place.asn);
        sign.points = 5;
    } else {
        sign.title = W_SAY(w, SIGN_ADDRESS, a->name, where, days);
    }
    add_sign(s, sign);
}

/* --- an actor's calls --- */

struct fresh {
    struct slice names[CALLS_NAMED];
    size_t count; /* of different ones */
    uint64_t apis[32];
    int64_t at;
};

/* "iam:CreateUser", once each. */
static void note_fresh(struct seeker *s, struct fresh *f, const struct story_event *e, uint64_t api) {
    for (size_t i = 0; i < f->count; i++)
        if (f->apis[i] == api) return;
    if (f->count == sizeof f->apis / sizeof f->apis[0]) return;
    if (!f->count || e->time < f->at) f->at = e->time;
    struct slice service = event_service(e->source), name = event_api_name(e->name);
    if (f->count < CALLS_NAMED)
        f->names[f->count] = arena_printf(&s->w->scratch, "%.*s:%.*s", SLICE_FMT(service), SLICE_FMT(name));
    f->apis[f->count++] = api;
}

static void look_at_step(struct seeker *s, const struct story_step *step, uint32_t actor, struct fresh *f) {
    const struct facts *facts = s->w->facts;
    for (size_t k = 0; k < step->event_count; k++) {
        const struct story_event *e = &step->events[k];
        const uint64_t api = call_api(e->source, e->name);
        uint32_t first = calls_first(&facts->calls, call_of(&facts->lineage.actors[actor], actor, api));
        if (first != CALL_NONE && in_story(s, first)) note_fresh(s, f, e, api);
    }
}

static void tell_fresh(struct seeker *s, uint32_t index, struct slice tactic, const struct fresh *f, int64_t since) {
    const struct story_actor *a = &s->story->actors[index];
    struct weaver *w = s->w;
    struct slice names[32];
    struct buf list;
    buf_init(&list);
    for (size_t i = 0; i < f->count; i++) names[i] = i < CALLS_NAMED ? f->names[i] : (struct slice){0};
    words_list(&list, w->facts->lang, names, f->count, CALLS_NAMED);
    struct slice family = slice_cstr(tactic_title(w->facts->lang, tactic)), days = w_number(w, days_before(s, since));
    add_sign(s, (struct story_sign){
                    .kind = SLICE("new_calls"),
                    .actor = index,
                    .at = f->at,
                    .title = W_SAY(w, SIGN_CALLS, a->name, buf_slice(&list), days, family),
                    .points = 3,
                });
    buf_release(&list);
}

/* Of each tactic of the story, the APIs that the principal had never called before; context would not count. */
void seek_new_calls(struct seeker *s, uint32_t index, uint32_t actor) {
    const struct facts *facts = s->w->facts;
    const struct story *story = s->story;
    uint32_t since = calls_first(&facts->calls, call_of(&facts->lineage.actors[actor], actor, 0));
    if (since == CALL_NONE || s->part->from - time_of(since) < SIGN_HISTORY) return;
    for (size_t t = 0; t < story->tactic_count; t++) {
        struct fresh fresh = {0};
        for (size_t i = 0; i < story->step_count; i++) {
            const struct story_step *step = &story->steps[i];
            bool of_it = !step->context && step->actor == index && slice_eq(step->tactic, story->tactics[t]);
            if (of_it) look_at_step(s, step, actor, &fresh);
        }
        if (fresh.count) tell_fresh(s, index, story->tactics[t], &fresh, time_of(since));
    }
}

/* --- travel --- */

/* The great circle between two places (haversine formula), in tens of kilometres: told as such, so that the last bits
 * of the arithmetic never show. */
static int distance_km(const struct world_place *a, const struct world_place *b) {
    const double turn = 3.14159265358979323846 / 18000;
    double lat = (b->latitude - a->latitude) * turn / 2, lon = (b->longitude - a->longitude) * turn / 2;
    double h = sin(lat) * sin(lat) + cos(a->latitude * turn) * cos(b->latitude * turn) * sin(lon) * sin(lon);
    return (int)(2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1)) / 10 + 0.5) * 10;
}

/* Whether the way from `one` to `two`, which began later and not while `one` went on, takes longer than there was. */
static int too_far(struct seeker *s, const struct sighting *one, const struct sighting *two) {
    if (one->last >= two->first || one->credential != two->credential || !one->credential) return 0;
    if (!is_public(one) || !is_public(two) || one->address >> 16 == two->address >> 16) return 0;
    if (network_of(s->w, one->address).len || network_of(s->w, two->address).len) return 0;
    const struct world_place a = place_of(s->w, one->address), b = place_of(s->w, two->address);
    int km = a.located && b.located ? distance_km(&a, &b) : 0;
    int64_t minutes = two->first - one->last;
    return km >= TRAVEL_LEAST_KM && (int64_t)km * 60 > minutes * TRAVEL_KM_PER_HOUR ? km : 0;
}

static bool sooner(const struct sighting *a, const struct sighting *b) {
    return a->first != b->first ? a->first < b->first : a->address < b->address;
}

/* People travel; what runs in AWS is where it is. */
void seek_travel(struct seeker *s, uint32_t index) {
    const struct story_actor *a = &s->story->actors[index];
    const struct sighting *from = NULL, *to = NULL;
    bool person =
        a->kind == ACTOR_USER || a->kind == ACTOR_ROOT || a->kind == ACTOR_SESSION || a->kind == ACTOR_FEDERATED;
    int best = 0;
    for (size_t i = 0; person && s->w->world->place && i < s->seen_count; i++)
        for (size_t k = 0; k < s->seen_count; k++) {
            const struct sighting *one = &s->seen[i], *two = &s->seen[k];
            if (!in_story(s, two->first) || (to && (sooner(to, two) || (to == two && sooner(from, one))))) continue;
            int km = too_far(s, one, two);
            if (km) from = one, to = two, best = km;
        }
    if (!to) return;
    struct weaver *w = s->w;
    struct time_text between = length_words(w->facts->lang, time_of(to->first - from->last));
    add_sign(s, (struct story_sign){
                    .kind = SLICE("impossible_travel"),
                    .actor = index,
                    .at = time_of(to->first),
                    .title = W_SAY(w, SIGN_TRAVEL, credential_name(s, a, to->credential), place_text(w, from->address),
                                   slice_cstr(between.text), place_text(w, to->address), NUMBER(best)),
                    .points = 8,
                });
}

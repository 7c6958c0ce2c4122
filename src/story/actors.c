/* SPDX-License-Identifier: Apache-2.0 */
/* story/actors.c: the heads of the lanes: who an actor is, with which credentials and from where it acted in the story,
 * and how it came to be. In: lanes and drafts. Out: struct story_actor. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "story/steps.h"

/* --- what the steps of a lane show: (string, first, last, count) by first appearance --- */

struct seen {
    uint32_t id;
    int64_t from, to;
    uint64_t count;
};

struct seen_list {
    struct seen *list;
    size_t count, cap;
};

static void seen_note(struct seen_list *l, uint32_t id, int64_t time) {
    if (!id) return;
    for (size_t i = 0; i < l->count; i++) {
        struct seen *s = &l->list[i];
        if (s->id != id) continue;
        s->count++;
        if (time < s->from) s->from = time;
        if (time > s->to) s->to = time;
        return;
    }
    struct seen fresh = {id, time, time, 1};
    if (l->count < ACTOR_PLACES_MAX) VEC_PUSH(l->list, l->count, l->cap, fresh);
}

static int by_first(const void *left, const void *right, void *ctx) {
    const struct weaver *w = ctx;
    const struct seen *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return slice_cmp(w_text(w, a->id), w_text(w, b->id));
}

static void seen_sort(struct weaver *w, struct seen_list *l) {
    if (l->count) qsort_r(l->list, l->count, sizeof *l->list, by_first, w);
}

static void fill_credentials(struct weaver *w, struct seen_list *l, struct story_actor *out) {
    struct story_credential *list = ARENA_ARRAY(w->arena, struct story_credential, l->count);
    seen_sort(w, l);
    for (size_t i = 0; i < l->count; i++)
        list[i] = (struct story_credential){w_keep(w, w_text(w, l->list[i].id)), l->list[i].from, l->list[i].to};
    out->credentials = list;
    out->credential_count = l->count;
}

static void fill_addresses(struct weaver *w, struct seen_list *l, struct story_actor *out) {
    struct story_address *list = ARENA_ARRAY(w->arena, struct story_address, l->count);
    seen_sort(w, l);
    for (size_t i = 0; i < l->count; i++) {
        const struct seen *s = &l->list[i];
        struct slice ip = w_keep(w, w_text(w, s->id)), network = {0};
        if (w->world->network) network = w_keep(w, w->world->network(w->world->network_ctx, ip));
        struct world_place place = {0};
        if (w->world->place) w->world->place(w->world->place_ctx, ip, &place);
        list[i] = (struct story_address){.ip = ip,
                                         .country = w_keep(w, place.country),
                                         .asn = w_keep(w, place.asn),
                                         .network = network,
                                         .from = s->from,
                                         .to = s->to,
                                         .count = s->count};
    }
    out->addresses = list;
    out->address_count = l->count;
}

static void fill_agents(struct weaver *w, struct seen_list *l, struct story_actor *out) {
    struct slice *list = ARENA_ARRAY(w->arena, struct slice, l->count);
    seen_sort(w, l);
    for (size_t i = 0; i < l->count; i++) list[i] = w_keep(w, w_text(w, l->list[i].id));
    out->user_agents = list;
    out->user_agent_count = l->count;
}

static void fill_evidence(struct maker *m, uint32_t lane, struct story_actor *out) {
    struct seen_list credentials = {0}, addresses = {0}, agents = {0};
    for (size_t i = 0; i < m->count; i++) {
        if (m->drafts[i].lane != lane) continue;
        for (size_t k = 0; k < m->drafts[i].count; k++) {
            const struct fact_event *e = m->drafts[i].items[k]->event;
            seen_note(&credentials, e->credential, e->time);
            seen_note(&addresses, e->ip, e->time);
            seen_note(&agents, e->agent, e->time);
        }
    }
    fill_credentials(m->w, &credentials, out);
    fill_addresses(m->w, &addresses, out);
    fill_agents(m->w, &agents, out);
    free(credentials.list);
    free(addresses.list);
    free(agents.list);
}

/* --- how it came to be --- */

uint32_t step_with(const struct maker *m, struct hash128 event, uint32_t lane) {
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; m->drafts[i].lane == lane && k < m->drafts[i].count; k++) {
            struct hash128 key = m->drafts[i].items[k]->event->key;
            if (hash128_cmp(key, event) == 0) return (uint32_t)i;
        }
    return STORY_NONE;
}

static const enum phrase NO_ISSUER[ACTOR_KINDS] = {
    [ACTOR_USER] = SAY_CAME_USER,           [ACTOR_ROOT] = SAY_CAME_ROOT,       [ACTOR_ACCOUNT] = SAY_CAME_ACCOUNT,
    [ACTOR_ANONYMOUS] = SAY_CAME_ANONYMOUS, [ACTOR_SERVICE] = SAY_CAME_SERVICE, [ACTOR_INSTANCE] = SAY_CAME_INSTANCE,
    [ACTOR_SESSION] = SAY_CAME_ELSE,        [ACTOR_FEDERATED] = SAY_CAME_ELSE,  [ACTOR_FUNCTION] = SAY_CAME_ELSE,
    [ACTOR_WORKLOAD] = SAY_CAME_ELSE,
};

static struct slice capital(struct weaver *w, struct slice word) {
    if (!word.len || word.ptr[0] < 'a' || word.ptr[0] > 'z') return word;
    return arena_printf(&w->scratch, "%c%.*s", word.ptr[0] - ('a' - 'A'), SLICE_FMT(slice_sub(word, 1, word.len)));
}

static struct slice sureness(struct weaver *w, const struct story_actor *a) {
    return slice_cstr(confidence_word(w->facts->lang, a->via_confidence));
}

/* One line for the head. */
static struct slice origin_line(struct weaver *w, const struct story_actor *a) {
    const bool behalf = slice_eq(a->via_kind, slice_cstr(link_kind_info(LINK_ON_BEHALF)->name));
    if (behalf) return W_SAY(w, CAME_BEHALF_OF, a->source_identity, sureness(w, a));
    if (a->parent == STORY_NONE && a->source_identity.len) return W_SAY(w, CAME_BEHALF, a->source_identity);
    if (a->parent == STORY_NONE) return phrase(w->facts->lang, NO_ISSUER[a->kind]);
    if (a->via_step == STORY_NONE) return W_WORDS(w, CAME_INFERRED);
    return W_SAY(w, CAME_STEP, capital(w, a->via_verb), w_number(w, a->via_step + 1));
}

static void fill_via(struct maker *m, const struct lane *lane, struct story_actor *out) {
    struct weaver *w = m->w;
    if (!lane->via) return;
    out->via_kind = slice_cstr(link_kind_info(lane->via->kind)->name);
    out->via_verb = slice_cstr(link_verb(w->facts->lang, lane->via->kind));
    out->via_at = lane->via->at;
    out->via_confidence = lane->via->confidence;
    if (!lane->via->link) return;
    out->via_step = step_with(m, lane->via->link->event, lane->parent);
    out->via_label = w_label(w, lane->via->link);
    out->via_deed = w_deed(w, lane->via->kind, out->via_label);
    out->via_event = lineage_event_id_text(&w->facts->lineage, lane->via->link->event_id, w->arena);
}

static struct slice account_name(struct weaver *w, struct slice account) {
    for (size_t i = 0; i < w->world->account_count; i++)
        if (slice_eq(w->world->accounts[i].id, account)) return w_keep(w, w->world->accounts[i].name);
    return (struct slice){0};
}

/* The actor, with the ARN that another's link tells of it where its own events were not kept (SwitchRole). */
static struct actor with_arn(const struct maker *m, uint32_t index) {
    const struct lineage *l = &m->w->facts->lineage;
    struct actor actor = l->actors[m->lanes.lanes[index].actor];
    for (size_t i = 0; i < m->lanes.count && !actor.arn; i++) {
        const struct lane *child = &m->lanes.lanes[i];
        if (child->parent == index && child->via && child->via->link) actor.arn = child->via->link->parent_arn;
    }
    return actor;
}

void lane_to_actor(struct maker *m, uint32_t index, struct story_actor *out) {
    struct weaver *w = m->w;
    const struct lane *lane = &m->lanes.lanes[index];
    const struct lineage *l = &w->facts->lineage;
    const struct actor actor = with_arn(m, index), *a = &actor;
    char id[13];
    hash_hex(a->key.hi, 12, id);
    *out = (struct story_actor){
        .id = arena_dup(w->arena, slice_cstr(id)),
        .kind = a->kind,
        .name = w_keep(w, actor_name(l, a)),
        .session = w_keep(w, actor_session(l, a)),
        .role = a->kind == ACTOR_SESSION ? (struct slice){0} : w_keep(w, actor_role(l, a)),
        .arn = w_keep(w, w_text(w, a->arn)),
        .account = w_keep(w, w_text(w, a->account)),
        .account_name = account_name(w, w_text(w, a->account)),
        .source_identity = w_keep(w, w_text(w, a->source_identity)),
        .parent = lane->parent,
        .via_step = STORY_NONE,
        .via_at = TIME_NONE,
        .untainted = lane->untainted,
        .first_seen = a->first,
        .last_seen = a->last,
    };
    fill_evidence(m, index, out);
    fill_via(m, lane, out);
    out->origin = origin_line(w, out);
}

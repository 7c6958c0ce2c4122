/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/lineage.c: three tables with open addressing. See lineage.h. */
#include "lineage/lineage.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_SLOTS = 256 };

void lineage_init(struct lineage *l) {
    *l = (struct lineage){0};
    intern_init(&l->text);
    intern_id(&l->text, SLICE("console"));
    buf_init(&l->scratch);
    arena_init(&l->links_scratch, 0);
    l->by_key.count = l->by_sighting.count = FIRST_SLOTS;
    l->by_key.slots = mem_zalloc(FIRST_SLOTS, sizeof(uint32_t));
    l->by_sighting.slots = mem_zalloc(FIRST_SLOTS, sizeof(uint32_t));
    l->memo = mem_zalloc(MEMO_SLOTS, sizeof *l->memo);
}

void lineage_release(struct lineage *l) {
    intern_release(&l->text);
    buf_release(&l->scratch);
    arena_release(&l->links_scratch);
    free(l->actors);
    free(l->sightings);
    free(l->links);
    free(l->by_key.slots);
    free(l->by_sighting.slots);
    free(l->memo);
    *l = (struct lineage){0};
}

/* --- slots --- */

static uint32_t sighting_hash(const struct sighting *s) {
    uint64_t h = s->actor * UINT64_C(0x9e3779b97f4a7c15) ^ s->credential;
    h ^= s->address * UINT64_C(0x165667b19e3779f9);
    return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

static void slots_put(struct lineage_slots *s, uint32_t hash, uint32_t index) {
    uint32_t at = hash & (s->count - 1);
    while (s->slots[at]) at = (at + 1) & (s->count - 1);
    s->slots[at] = index + 1;
}

static bool slots_grow(struct lineage_slots *s, uint32_t used) {
    if (used < s->count / 4 * 3) return false;
    free(s->slots);
    s->count *= 2;
    s->slots = mem_zalloc(s->count, sizeof *s->slots);
    return true;
}

/* --- actors --- */

uint32_t lineage_find(const struct lineage *l, struct hash128 key) {
    uint32_t mask = l->by_key.count - 1;
    for (uint32_t at = (uint32_t)key.lo & mask; l->by_key.slots[at]; at = (at + 1) & mask) {
        uint32_t index = l->by_key.slots[at] - 1;
        if (l->actors[index].key.lo == key.lo && l->actors[index].key.hi == key.hi) return index;
    }
    return NO_ACTOR;
}

static uint32_t add_actor(struct lineage *l, const struct actor *actor) {
    uint32_t index = l->actor_count;
    VEC_PUSH(l->actors, l->actor_count, l->actor_cap, *actor);
    slots_put(&l->by_key, (uint32_t)actor->key.lo, index);
    if (slots_grow(&l->by_key, l->actor_count))
        for (uint32_t i = 0; i < l->actor_count; i++) slots_put(&l->by_key, (uint32_t)l->actors[i].key.lo, i);
    return index;
}

/* What depends on which event came first must not: of two values the smaller string wins, none loses to any. */
static uint32_t steady(const struct lineage *l, uint32_t a, uint32_t b) {
    if (!a || !b) return a ? a : b;
    return a == b || slice_cmp(lineage_text(l, a), lineage_text(l, b)) <= 0 ? a : b;
}

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a == 0 || (b && b < a) ? b : a;
}

static void update_actor(struct lineage *l, uint32_t index, const struct actor *more) {
    struct actor *a = &l->actors[index];
    if (more->first < a->first) a->first = more->first;
    if (more->last > a->last) a->last = more->last;
    if (more->created != TIME_NONE && (a->created == TIME_NONE || more->created < a->created))
        a->created = more->created;
    a->principal = smaller(a->principal, more->principal);
    a->entity = smaller(a->entity, more->entity);
    a->arn = steady(l, a->arn, more->arn);
    a->name = steady(l, a->name, more->name);
    a->account = steady(l, a->account, more->account);
    a->role_arn = steady(l, a->role_arn, more->role_arn);
    a->source_identity = steady(l, a->source_identity, more->source_identity);
}

/* --- sightings --- */

static void widen_sighting(struct sighting *s, uint32_t first, uint32_t last) {
    if (first < s->first) s->first = first;
    if (last > s->last) s->last = last & INT32_MAX;
}

static uint32_t add_sighting(struct lineage *l, const struct sighting *sighting) {
    uint32_t mask = l->by_sighting.count - 1, hash = sighting_hash(sighting);
    for (uint32_t at = hash & mask; l->by_sighting.slots[at]; at = (at + 1) & mask) {
        const uint32_t index = l->by_sighting.slots[at] - 1;
        struct sighting *s = &l->sightings[index];
        if (s->actor != sighting->actor || s->credential != sighting->credential || s->address != sighting->address)
            continue;
        widen_sighting(s, sighting->first, sighting->last);
        return index;
    }
    VEC_PUSH(l->sightings, l->sighting_count, l->sighting_cap, *sighting);
    slots_put(&l->by_sighting, hash, l->sighting_count - 1);
    if (slots_grow(&l->by_sighting, l->sighting_count))
        for (uint32_t i = 0; i < l->sighting_count; i++) slots_put(&l->by_sighting, sighting_hash(&l->sightings[i]), i);
    return l->sighting_count - 1;
}

/* --- seeing --- */

static bool is_session(enum actor_kind kind) {
    return kind == ACTOR_SESSION || kind == ACTOR_INSTANCE || kind == ACTOR_FUNCTION || kind == ACTOR_WORKLOAD;
}

/* Whether an ARN alone tells the name, so that it need not be kept a second time: the role's of a session, since that
 * of the session itself may not be kept. */
static bool name_in_arn(const struct actor_view *v) {
    if (v->kind == ACTOR_SESSION) return v->role_arn.len && slice_eq(arn_name(v->role_arn), v->name);
    return v->arn.len && v->kind == ACTOR_USER && slice_eq(arn_name(v->arn), v->name);
}

/* Whether `actor` already says all that this event says of it: true for all but a few events. */
static bool tells_nothing_new(const struct lineage *l, const struct actor *a, const struct actor_view *view) {
    const bool earlier = view->created != TIME_NONE && (a->created == TIME_NONE || view->created < a->created);
    return a->principal == view->principal && a->entity == arn_entity(view->arn) && !earlier &&
           slice_eq(lineage_text(l, a->role_arn), view->role_arn) &&
           slice_eq(lineage_text(l, a->source_identity), view->source_identity);
}

static uint32_t see_view(struct lineage *l, const struct actor_view *view, int64_t time) {
    uint32_t index = lineage_find(l, view->key);
    if (index != NO_ACTOR && tells_nothing_new(l, &l->actors[index], view)) return index;
    struct actor actor = {
        .key = view->key,
        .principal = view->principal,
        .entity = arn_entity(view->arn),
        .created = view->created,
        .first = time,
        .last = time,
        .arn = is_session(view->kind) ? 0 : intern_id(&l->text, view->arn),
        .name = name_in_arn(view) ? 0 : intern_id(&l->text, view->name),
        .account = intern_id(&l->text, view->account),
        .role_arn = intern_id(&l->text, view->role_arn),
        .source_identity = intern_id(&l->text, view->source_identity),
        .kind = view->kind,
        .runner = view->runner,
    };
    if (index == NO_ACTOR) return add_actor(l, &actor);
    update_actor(l, index, &actor);
    return index;
}

bool ipv4_number(struct slice ip, uint32_t *number) {
    size_t at = 0;
    *number = 0;
    for (unsigned part = 0; part < 4; part++) {
        size_t begin = at;
        uint32_t value = 0;
        for (; at < ip.len && at < begin + 3 && ip.ptr[at] >= '0' && ip.ptr[at] <= '9'; at++)
            value = value * 10 + (uint32_t)(ip.ptr[at] - '0');
        bool odd = at == begin || value > 255 || (ip.ptr[begin] == '0' && at > begin + 1);
        bool ends = part == 3 ? at == ip.len : at < ip.len && ip.ptr[at] == '.';
        if (odd || !ends) return false;
        *number = *number << 8 | value;
        at++;
    }
    return true;
}

uint32_t address_number(struct slice ip) {
    uint32_t number;
    return ipv4_number(ip, &number) ? number : (uint32_t)hash64(ip, 0);
}

uint32_t lineage_minute(int64_t time) {
    int64_t minutes = time / US_PER_MINUTE;
    return minutes < 0 ? 0 : minutes > INT32_MAX ? INT32_MAX : (uint32_t)minutes;
}

static uint32_t note_sighting(struct lineage *l, const struct event *ev, uint32_t actor, struct slice credential) {
    uint32_t minute = lineage_minute(ev->time), number;
    struct sighting sighting = {.credential = credential_hash(credential),
                                .actor = actor,
                                .address = address_number(ev->source_ip),
                                .first = minute,
                                .last = minute & INT32_MAX,
                                .ipv4 = ipv4_number(ev->source_ip, &number)};
    return add_sighting(l, &sighting);
}

uint32_t lineage_see(struct lineage *l, const struct event *ev) {
    struct memo_slot *slot = memo_slot(l->memo, ev);
    uint32_t index;
    if (slot && memo_knows(slot, ev)) {
        index = slot->actor - 1;
        if (memo_knows_ip(slot, ev->source_ip)) {
            const uint32_t minute = lineage_minute(ev->time);
            widen_sighting(&l->sightings[slot->sighting], minute, minute);
        } else {
            slot->sighting = note_sighting(l, ev, index, actor_credential(ev));
        }
    } else {
        struct actor_view view;
        actor_identify(ev, &l->scratch, &view);
        index = see_view(l, &view, ev->time);
        uint32_t sighting = note_sighting(l, ev, index, view.credential);
        if (slot) memo_keep(slot, ev, index), slot->sighting = sighting;
    }
    if (slot) memo_keep_ip(slot, ev->source_ip);
    struct actor *a = &l->actors[index];
    if (ev->time < a->first) a->first = ev->time;
    if (ev->time > a->last) a->last = ev->time;
    return index;
}

void lineage_tell(struct lineage *l, const struct event *ev, uint32_t actor) {
    struct actor *a = &l->actors[actor];
    if (a->arn && slice_eq(lineage_text(l, a->arn), ev->who.arn)) return;
    if (is_session(a->kind)) a->arn = steady(l, a->arn, intern_id(&l->text, ev->who.arn));
}

uint32_t lineage_credential(struct lineage *l, const struct event *ev) {
    return intern_id(&l->text, actor_credential(ev));
}

/* --- IDs of events --- */

struct event_id lineage_event_id(struct lineage *l, struct slice id) {
    struct event_id out;
    if (!uuid_parse(id, &out.uuid) || !out.uuid.hi) out.uuid = (struct uuid){0, intern_id(&l->text, id)};
    return out;
}

struct slice lineage_event_id_text(const struct lineage *l, struct event_id id, struct arena *arena) {
    char text[UUID_TEXT];
    if (!id.uuid.hi && !id.uuid.lo) return (struct slice){0};
    if (!id.uuid.hi) return arena_dup(arena, lineage_text(l, (uint32_t)id.uuid.lo));
    uuid_print(id.uuid, text);
    return arena_dup(arena, slice_from(text, sizeof text));
}

struct event_id lineage_event_id_map(struct event_id id, const uint32_t *text_map) {
    if (!id.uuid.hi) id.uuid.lo = text_map[id.uuid.lo];
    return id;
}

/* --- links --- */

struct link_context {
    struct lineage *l;
    const struct event *ev;
    uint32_t actor, object;
};

static void keep_link(void *ctx, const struct link_view *view) {
    struct link_context *c = ctx;
    struct intern *text = &c->l->text;
    const struct link_child *child = &view->child;
    lineage_tell(c->l, c->ev, c->actor);
    struct link link = {
        .kind = view->kind,
        .parent = child->self ? NO_ACTOR : c->actor,
        .self = child->self ? c->actor : NO_ACTOR,
        .parent_arn = intern_id(text, view->parent_arn),
        .access_key = intern_id(text, child->access_key),
        .workload = intern_id(text, child->workload),
        .user_arn = intern_id(text, child->user_arn),
        .role_arn = intern_id(text, child->role_arn),
        .account = intern_id(text, child->account),
        .label = intern_id(text, view->label),
        .with = intern_id(text, view->with),
        .form = (uint8_t)view->form,
        .credential = lineage_credential(c->l, c->ev),
        .principal = child->principal,
        .at = c->ev->time,
        .event = c->ev->key,
        .event_id = lineage_event_id(c->l, c->ev->id),
        .source = intern_id(text, c->ev->source),
        .name = intern_id(text, c->ev->name),
        .region = intern_id(text, c->ev->region),
        .object = c->object,
        .address = address_number(c->ev->source_ip),
        .source_identity = intern_id(text, child->source_identity),
        .runner = (uint8_t)child->runner,
        .console = child->console,
    };
    VEC_PUSH(c->l->links, c->l->link_count, c->l->link_cap, link);
}

void lineage_link(struct lineage *l, const struct event *ev, uint32_t actor, uint32_t object) {
    /* What a service does for its own roles is its business: an instance's role is assumed by ec2 every hour. */
    if (l->actors[actor].kind == ACTOR_SERVICE) return;
    struct link_context context = {l, ev, actor, object};
    struct link_sink sink = {&context, keep_link};
    link_extract(ev, &l->links_scratch, &sink);
    arena_reset(&l->links_scratch);
}

/* --- merging --- */

static uint32_t renumber(const uint32_t *map, uint32_t id) {
    return id == NO_ACTOR ? NO_ACTOR : map[id];
}

static void merge_link(struct lineage *into, struct link link, const uint32_t *actors, const uint32_t *text) {
    link.parent = renumber(actors, link.parent);
    link.self = renumber(actors, link.self);
    uint32_t *const ids[] = {&link.parent_arn, &link.access_key, &link.workload,       &link.user_arn,   &link.role_arn,
                             &link.account,    &link.label,      &link.with,           &link.credential, &link.source,
                             &link.name,       &link.region,     &link.source_identity};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) *ids[i] = text[*ids[i]];
    link.event_id = lineage_event_id_map(link.event_id, text);
    VEC_PUSH(into->links, into->link_count, into->link_cap, link);
}

static void merge_actors(struct lineage *into, struct lineage *from, uint32_t *actor_map, const uint32_t *text_map) {
    for (uint32_t i = 0; i < from->actor_count; i++) {
        struct actor actor = from->actors[i];
        actor.arn = text_map[actor.arn];
        actor.name = text_map[actor.name];
        actor.account = text_map[actor.account];
        actor.role_arn = text_map[actor.role_arn];
        actor.source_identity = text_map[actor.source_identity];
        actor_map[i] = lineage_find(into, actor.key);
        if (actor_map[i] == NO_ACTOR) actor_map[i] = add_actor(into, &actor);
        else update_actor(into, actor_map[i], &actor);
    }
}

/* Each table is freed as soon as it is taken over, so that the peak is little more than the two sets. */
void lineage_merge(struct lineage *into, struct lineage *from, uint32_t *actor_map, uint32_t *text_map) {
    free(from->memo);
    free(from->by_key.slots);
    free(from->by_sighting.slots);
    for (uint32_t i = 0; i < from->text.len; i++) text_map[i] = intern_id(&into->text, intern_str(&from->text, i));
    intern_release(&from->text);
    merge_actors(into, from, actor_map, text_map);
    free(from->actors);
    for (uint32_t i = 0; i < from->sighting_count; i++) {
        struct sighting s = from->sightings[i];
        s.actor = actor_map[s.actor];
        add_sighting(into, &s);
    }
    free(from->sightings);
    for (uint32_t i = 0; i < from->link_count; i++) merge_link(into, from->links[i], actor_map, text_map);
    free(from->links);
    buf_release(&from->scratch);
    arena_release(&from->links_scratch);
    *from = (struct lineage){0};
}

/* --- names --- */

struct slice actor_name(const struct lineage *l, const struct actor *a) {
    if (a->name) return lineage_text(l, a->name);
    return a->kind == ACTOR_SESSION ? actor_role(l, a) : arn_name(lineage_text(l, a->arn));
}

struct slice actor_session(const struct lineage *l, const struct actor *a) {
    struct slice account, role, session;
    if (a->kind != ACTOR_SESSION || !arn_session_parts(lineage_text(l, a->arn), &account, &role, &session))
        return (struct slice){0};
    return session;
}

struct slice actor_role(const struct lineage *l, const struct actor *a) {
    return arn_name(lineage_text(l, a->role_arn));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/person.c: see person.h. */
#include "story/person.h"

#include <stdlib.h>

/* Who could be meant by a source identity; sorted by name, then key. */
struct named {
    struct slice name;
    uint32_t actor;
};

struct people {
    struct weaver *w;
    struct named *list;
    size_t count;
};

static const struct actor *actor_at(const struct weaver *w, uint32_t actor) {
    return &w->facts->lineage.actors[actor];
}

static int by_name(const void *left, const void *right, void *ctx) {
    const struct named *a = left, *b = right;
    const int order = slice_cmp(a->name, b->name);
    return order ? order : hash128_cmp(actor_at(ctx, a->actor)->key, actor_at(ctx, b->actor)->key);
}

/* Sessions are called after their session name, as far as that is kept: of those in evidence, and who made others. */
static struct slice called(const struct weaver *w, const struct actor *a) {
    const struct lineage *l = &w->facts->lineage;
    if (a->kind == ACTOR_USER || a->kind == ACTOR_FEDERATED) return actor_name(l, a);
    return a->kind == ACTOR_SESSION ? actor_session(l, a) : (struct slice){0};
}

static struct people people_of(struct weaver *w) {
    const struct lineage *l = &w->facts->lineage;
    struct people people = {w, ARENA_ARRAY(&w->scratch, struct named, l->actor_count), 0};
    for (uint32_t i = 0; i < l->actor_count; i++) {
        struct slice name = called(w, &l->actors[i]);
        if (name.len) people.list[people.count++] = (struct named){name, i};
    }
    if (people.count) qsort_r(people.list, people.count, sizeof *people.list, by_name, w);
    return people;
}

static size_t find_name(const struct people *people, struct slice name) {
    size_t low = 0, high = people->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(people->list[middle].name, name) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

static int64_t began(const struct actor *a) {
    return a->created != TIME_NONE ? a->created : a->first;
}

/* Whether `a` could have begun what began at `at`. A user always could. */
static bool fits(const struct actor *a, int64_t at) {
    if (a->kind == ACTOR_USER) return true;
    return began(a) < at && began(a) + SESSION_LASTS >= at;
}

/* The one that is called so and fits: a session or a sign-in that was alive, else a user. */
static uint32_t only_one(const struct people *people, uint32_t child) {
    const struct actor *c = actor_at(people->w, child);
    const struct slice name = w_text(people->w, c->source_identity);
    uint32_t found[2] = {NO_ACTOR, NO_ACTOR};
    size_t count[2] = {0, 0};
    for (size_t i = find_name(people, name); i < people->count && slice_eq(people->list[i].name, name); i++) {
        const uint32_t actor = people->list[i].actor;
        const int user = actor_at(people->w, actor)->kind == ACTOR_USER;
        if (actor == child || !fits(actor_at(people->w, actor), began(c))) continue;
        found[user] = actor;
        count[user]++;
    }
    const int user = count[0] == 0;
    return count[user] == 1 ? found[user] : NO_ACTOR;
}

static void tie_on_behalf(struct weaver *w, uint32_t parent, uint32_t child,
                          void (*unite)(struct weaver *, uint32_t, uint32_t)) {
    const bool carries = w->nodes[parent].own != NEVER && w->nodes[child].own != NEVER;
    w->ties[w->tie_count++] = (struct tie){.parent = parent,
                                           .child = child,
                                           .at = began(actor_at(w, child)),
                                           .kind = LINK_ON_BEHALF,
                                           .confidence = CONFIDENCE_INFERRED,
                                           .carries = carries};
    if (carries) unite(w, parent, child);
}

/* Sessions with a source identity that nobody is known to have issued. */
static size_t orphans(struct weaver *w, uint32_t *list) {
    const struct lineage *l = &w->facts->lineage;
    uint8_t *issued = ARENA_ARRAY(&w->scratch, uint8_t, l->actor_count);
    size_t count = 0;
    for (size_t i = 0; i < w->tie_count; i++) {
        const struct tie *tie = &w->ties[i];
        if (link_kind_info(tie->kind)->flow == FLOW_CREDENTIAL || tie->kind == LINK_ON_BEHALF)
            issued[w->nodes[tie->child].actor] = 1;
    }
    for (uint32_t i = 0; i < l->actor_count; i++)
        if (l->actors[i].source_identity && l->actors[i].kind == ACTOR_SESSION && !issued[i]) list[count++] = i;
    return count;
}

void person_ties(struct weaver *w, void (*unite)(struct weaver *, uint32_t, uint32_t)) {
    uint32_t *list = ARENA_ARRAY(&w->scratch, uint32_t, w->facts->lineage.actor_count);
    const size_t count = orphans(w, list);
    if (!count) return;
    const struct people people = people_of(w);
    for (size_t i = 0; i < count; i++) {
        const uint32_t parent = only_one(&people, list[i]);
        if (parent != NO_ACTOR) tie_on_behalf(w, parent, list[i], unite);
    }
}

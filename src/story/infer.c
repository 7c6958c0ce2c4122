/* SPDX-License-Identifier: Apache-2.0 */
/* story/infer.c: see infer.h. */
#include "story/infer.h"

#include <stdlib.h>

#include "base/mem.h"

/* Digits and dots, or hexadecimal digits and colons: CloudTrail writes an address, a service's host name, or "AWS
 * Internal" (user guide, "sourceIPAddress"), and no host name looks like that. */
static bool is_address(struct slice s) {
    bool colon = slice_find(s, SLICE(":")) >= 0, dot = slice_find(s, SLICE(".")) >= 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = ascii_lower(s.ptr[i]);
        bool digit = c >= '0' && c <= '9', hex = c >= 'a' && c <= 'f';
        if (!digit && c != '.' && !(colon && (hex || c == ':'))) return false;
    }
    return colon || dot;
}

/* --- addresses where an untainted actor was seen --- */

/* Of those that somebody's suspicious step came from; sorted by number. */
struct place {
    uint32_t address; /* address_number() */
    bool shared;
};
struct places {
    struct place *list;
    size_t count;
};

static int by_address(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

static struct place *find_place(const struct places *places, uint32_t address) {
    const struct place wanted = {.address = address};
    return places->count ? bsearch(&wanted, places->list, places->count, sizeof wanted, by_address) : NULL;
}

static void share(struct weaver *w, struct places *places) {
    const struct lineage *l = &w->facts->lineage;
    uint8_t *tainted = ARENA_ARRAY(&w->scratch, uint8_t, l->actor_count);
    for (uint32_t n = 0; n < w->node_count; n++)
        if (w->nodes[n].taint != NEVER) tainted[w->nodes[n].actor] = 1;
    for (uint32_t i = 0; places->count && i < l->sighting_count; i++) {
        const struct sighting *s = &l->sightings[i];
        if (tainted[s->actor] || l->actors[s->actor].kind == ACTOR_SERVICE) continue;
        struct place *place = find_place(places, s->address);
        if (place) place->shared = true;
    }
}

static struct places places_of(struct weaver *w, struct item *const *items, size_t count) {
    struct places places = {ARENA_ARRAY(&w->scratch, struct place, count), 0};
    for (size_t i = 0; i < count; i++) places.list[i].address = address_number(w_text(w, items[i]->event->ip));
    if (count) qsort(places.list, count, sizeof *places.list, by_address);
    for (size_t i = 0; i < count; i++)
        if (!i || places.list[i].address != places.list[i - 1].address) places.list[places.count++] = places.list[i];
    share(w, &places);
    return places;
}

/* --- who acts from one --- */

/* An item by where it came from: the places of its address and its tool among those of all items, as texts. */
struct placed {
    uint32_t address, tool;
    struct item *item; /* items are sorted by time and key */
};

static int by_place(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    if (a->tool != b->tool) return a->tool < b->tool ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static int by_text(const void *left, const void *right, void *ctx) {
    return slice_cmp(w_text(ctx, *(const uint32_t *)left), w_text(ctx, *(const uint32_t *)right));
}

/* Gives each text of an item its rank, in `ranks` by the text's number: a text is compared once, not with each item. */
static void rank_texts(struct weaver *w, struct item *const *items, size_t count, uint32_t *ranks) {
    uint32_t *texts = ARENA_ARRAY(&w->scratch, uint32_t, 2 * count);
    size_t distinct = 0;
    for (size_t i = 0; i < 2 * count; i++) {
        uint32_t text = i % 2 ? items[i / 2]->event->agent : items[i / 2]->event->ip;
        if (!ranks[text]++) texts[distinct++] = text;
    }
    if (distinct) qsort_r(texts, distinct, sizeof *texts, by_text, w);
    for (size_t i = 0; i < distinct; i++) ranks[texts[i]] = (uint32_t)i;
}

/* By address, tool, then time and event: content alone. */
static void sort_by_place(struct weaver *w, struct item **items, size_t count) {
    struct placed *placed = ARENA_ARRAY(&w->scratch, struct placed, count);
    uint32_t *ranks = ARENA_ARRAY(&w->scratch, uint32_t, w->facts->lineage.text.len);
    rank_texts(w, items, count, ranks);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){ranks[items[i]->event->ip], ranks[items[i]->event->agent], items[i]};
    if (count) qsort(placed, count, sizeof *placed, by_place);
    for (size_t i = 0; i < count; i++) items[i] = placed[i].item;
}

/* An address, and of no network that the company named. */
static bool unnamed(const struct weaver *w, uint32_t ip) {
    struct slice address = w_text(w, ip);
    if (!is_address(address)) return false;
    return !w->world->network || !w->world->network(w->world->network_ctx, address).len;
}

/* Whether items[0..count), all of one address, are of more groups than one attacker would have. */
static bool crowded(struct weaver *w, struct item *const *items, size_t count,
                    uint32_t (*group_of)(struct weaver *, uint32_t)) {
    uint32_t groups[INFER_GROUPS_MAX];
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t group = group_of(w, items[i]->node);
        size_t k = 0;
        while (k < known && groups[k] != group) k++;
        if (k < known) continue;
        if (known == INFER_GROUPS_MAX) return true;
        groups[known++] = group;
    }
    return false;
}

/* Ties neighbours of one address and tool. */
static void tie_address(struct weaver *w, struct item *const *items, size_t count,
                        void (*unite)(struct weaver *, uint32_t, uint32_t),
                        uint32_t (*group_of)(struct weaver *, uint32_t)) {
    for (size_t i = 1; i < count; i++) {
        const struct item *a = items[i - 1], *b = items[i];
        if (a->event->agent != b->event->agent || b->event->time - a->event->time > INFER_WITHIN) continue;
        if (group_of(w, a->node) == group_of(w, b->node)) continue;
        w->ties[w->tie_count++] = (struct tie){.parent = a->node,
                                               .child = b->node,
                                               .at = b->event->time,
                                               .kind = LINK_INFERRED,
                                               .confidence = CONFIDENCE_INFERRED,
                                               .carries = true};
        unite(w, a->node, b->node);
    }
}

void infer_ties(struct weaver *w, void (*unite)(struct weaver *, uint32_t, uint32_t),
                uint32_t (*group_of)(struct weaver *, uint32_t)) {
    struct item **items = ARENA_ARRAY(&w->scratch, struct item *, w->item_count);
    size_t count = 0;
    for (size_t i = 0; i < w->item_count; i++) {
        struct item *item = &w->items[i];
        if (item->level >= LEVEL_LOW && w->nodes[item->node].own != NEVER && unnamed(w, item->event->ip))
            items[count++] = item;
    }
    const struct places places = places_of(w, items, count);
    size_t lonely = 0;
    for (size_t i = 0; i < count; i++)
        if (!find_place(&places, address_number(w_text(w, items[i]->event->ip)))->shared) items[lonely++] = items[i];
    count = lonely;
    sort_by_place(w, items, count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && items[to]->event->ip == items[from]->event->ip; to++) continue;
        if (!crowded(w, items + from, to - from, group_of)) tie_address(w, items + from, to - from, unite, group_of);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/behalf.c: see behalf.h. */
#include "lineage/behalf.h"

#include <stdlib.h>

#include "base/mem.h"

/* A chain that is longer was made to be long. */
enum { CHAIN_MAX = 64 };

struct chains {
    const struct lineage *l;
    uint32_t *issuer;    /* by actor: who issued its credential, or NO_ACTOR */
    uint8_t *issued;     /* by actor: somebody did, maybe itself */
    const uint32_t *set; /* links that bear a source identity: by its number, then time and event */
    size_t set_count;
};

static int by_word(const void *left, const void *right, void *ctx) {
    const struct lineage *l = ctx;
    const struct link *a = &l->links[*(const uint32_t *)left], *b = &l->links[*(const uint32_t *)right];
    if (a->source_identity != b->source_identity) return a->source_identity < b->source_identity ? -1 : 1;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return hash128_cmp(a->event, b->event);
}

size_t behalf_most(const struct lineage *l) {
    size_t most = 0;
    for (uint32_t i = 0; i < l->actor_count; i++)
        most += l->actors[i].source_identity && l->actors[i].kind == ACTOR_SESSION;
    return most;
}

/* The first of several who issued one credential stands for them: joins are ordered by content. */
static void note_issuers(struct chains *c, const struct join *joins, size_t count) {
    for (uint32_t i = 0; i < c->l->actor_count; i++) c->issuer[i] = NO_ACTOR;
    for (size_t i = 0; i < count; i++) {
        const struct join *j = &joins[i];
        if (link_kind_info(c->l->links[j->link].kind)->flow != FLOW_CREDENTIAL) continue;
        /* The called account's copy knows of the caller no more than its account. */
        const bool plain = c->l->actors[j->parent].kind != ACTOR_ACCOUNT;
        if (c->issuer[j->child] == NO_ACTOR && plain) c->issuer[j->child] = j->parent;
        c->issued[j->child] = 1;
    }
}

/* Who began the chain that `actor` stands in, as far as the logs know. */
static uint32_t root_of(const struct chains *c, uint32_t actor) {
    for (int i = 0; i < CHAIN_MAX && c->issuer[actor] != NO_ACTOR; i++) actor = c->issuer[actor];
    return actor;
}

/* The first link of the word, at or after `from`. */
static size_t find_word(const struct chains *c, uint32_t word, int64_t from) {
    size_t low = 0, high = c->set_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct link *link = &c->l->links[c->set[middle]];
        if (link->source_identity < word || (link->source_identity == word && link->at < from)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The last call that said the word before the session began, if all that did are of one chain. A caller of which the
 * log shows no more than its account counts where nobody else is known. */
static uint32_t last_of_one_chain(const struct chains *c, uint32_t actor, int64_t began) {
    const struct lineage *l = c->l;
    const uint32_t word = l->actors[actor].source_identity;
    uint32_t best[2] = {NO_ACTOR, NO_ACTOR}, root[2] = {NO_ACTOR, NO_ACTOR};
    bool torn[2] = {false, false};
    for (size_t i = find_word(c, word, began - BEHALF_WITHIN); i < c->set_count; i++) {
        const struct link *link = &l->links[c->set[i]];
        if (link->source_identity != word || link->at > began + JOIN_SKEW) break;
        if (link->parent == NO_ACTOR || link->parent == actor) continue;
        const int rank = l->actors[link->parent].kind == ACTOR_ACCOUNT;
        const uint32_t from = root_of(c, link->parent);
        torn[rank] |= root[rank] != NO_ACTOR && root[rank] != from;
        root[rank] = from;
        best[rank] = c->set[i];
    }
    const int known = best[0] == NO_ACTOR;
    return torn[known] ? NO_ACTOR : best[known];
}

static size_t join_sessions(const struct chains *c, struct join *out) {
    size_t count = 0;
    for (uint32_t i = 0; i < c->l->actor_count; i++) {
        const struct actor *a = &c->l->actors[i];
        if (!a->source_identity || a->kind != ACTOR_SESSION || c->issued[i]) continue;
        const uint32_t link = last_of_one_chain(c, i, a->created != TIME_NONE ? a->created : a->first);
        if (link == NO_ACTOR) continue;
        out[count++] = (struct join){
            .link = link, .parent = c->l->links[link].parent, .child = i, .confidence = CONFIDENCE_STRONG};
    }
    return count;
}

size_t behalf_join(const struct lineage *l, const struct join *joins, size_t join_count, struct join *out) {
    uint32_t *set = mem_zalloc(l->link_count + 1, sizeof *set);
    struct chains c = {.l = l, .set = set};
    for (uint32_t i = 0; i < l->link_count; i++)
        if (l->links[i].source_identity) set[c.set_count++] = i;
    size_t count = 0;
    if (c.set_count) {
        qsort_r(set, c.set_count, sizeof *set, by_word, (void *)(uintptr_t)l);
        c.issuer = mem_zalloc(l->actor_count, sizeof *c.issuer);
        c.issued = mem_zalloc(l->actor_count, 1);
        note_issuers(&c, joins, join_count);
        count = join_sessions(&c, out);
    }
    free(c.issuer);
    free(c.issued);
    free(set);
    return count;
}

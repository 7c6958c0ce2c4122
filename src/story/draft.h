/* SPDX-License-Identifier: Apache-2.0 */
/* story/draft.h: what the parts of the weave pass to one another. Internal to the module.
 *
 *   items.c   facts → items                           (what is evidence)
 *   weave.c   items → nodes, taint, parts             (who belongs to one story)
 *   steps.c   a part → lanes, steps, edges            (what happened, in order)
 *   score.c   a story → score with reasons, impact    (how grave)
 *   tell.c    a story → title, summary, narrative     (in words)
 *   respond.c a story → what to do
 */
#ifndef EMAKI_STORY_DRAFT_H
#define EMAKI_STORY_DRAFT_H

#include "lineage/join.h"
#include "story/phrases.h"
#include "story/weave.h"

#define NEVER INT64_MAX
/* A story of fewer points is an observation. */
#define SCORE_ALERT 15
/* How far around something grave what is not grave by itself still belongs to it. */
#define CONTEXT_REACH US_PER_HOUR

/* One event in evidence with all that it raised. Items are sorted by time, then event key. */
struct item {
    const struct fact_event *event;
    const struct fact_finding *findings; /* its own, sorted: see by_words() in items.c */
    uint32_t finding_count;
    uint32_t node;
    uint32_t rule;           /* of the first finding: what the step is called after; STORY_NONE for a mere link */
    enum level level;        /* LEVEL_INFORMATIONAL: context */
    const struct link *link; /* the link that this event proves and that reached a child in the story, or NULL */
};

/* Who can belong to a story: an actor, or an actor as far as it uses one credential that somebody else gave it. */
struct node {
    uint32_t actor;
    uint32_t credential; /* 0: all the actor does that no other node of it claims */
    bool console;        /* the credential is the console, since a password was set */
    int64_t own;         /* first finding ≥ low of its own, NEVER when none */
    int64_t taint;       /* own, or the time of the link that tainted it; NEVER when untainted */
};

/* A join between nodes. */
struct tie {
    const struct join *join; /* NULL for an inferred one */
    const struct link *link; /* NULL for an inferred one */
    uint32_t parent, child;  /* nodes */
    int64_t at;
    enum link_kind kind;
    enum confidence confidence;
    bool carries; /* the parent was tainted before: the child belongs to the parent's story */
};

struct weaver {
    const struct facts *facts;
    const struct world *world;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* dies with the weave; while a story is told, with the story */
    struct arena brief;   /* what `scratch` is then, kept for the next */
    const struct join *joins;
    size_t join_count;
    struct slice *known; /* accounts that are no outsiders */
    size_t known_count;
    uint32_t of_kind[ACTOR_KINDS]; /* actors in all */
    struct item *items;
    size_t item_count;
    struct node *nodes;
    uint32_t node_count;              /* one an actor, by its number; then one a credential that somebody else gave */
    uint32_t *node_from, *node_items; /* see index_items() */
    struct tie *ties;                 /* by time */
    size_t tie_count;
    uint32_t *child_from, *child_ties;        /* see index_ties() */
    uint32_t *sighting_from, *sighting_items; /* see index_sightings() */
    uint32_t *group;                          /* union-find over nodes */
    const struct crowd **full;                /* crowds of which not all is kept */
    size_t full_count;
    const struct link **far; /* roles assumed in accounts that send no logs; freed behind the last story */
    size_t far_count;
};

/* A story in the making: the tainted nodes of one component within one window of time. */
struct part {
    const uint32_t *nodes; /* sorted by first item, then actor key */
    size_t node_count;
    int64_t from, to; /* first and last finding ≥ low */
    int64_t end;      /* when the silence after it is long enough to end the story */
};

static inline struct slice w_text(const struct weaver *w, uint32_t id) {
    return facts_text(w->facts, id);
}
static inline const struct actor *w_actor(const struct weaver *w, uint32_t node) {
    return &w->facts->lineage.actors[w->nodes[node].actor];
}
static inline const struct rule_info *w_rule(const struct weaver *w, uint32_t rule) {
    return ruleset_info(w->facts->rules, rule);
}
/* What the rule says, in the language of the story. */
static inline const struct rule_words *w_words(const struct weaver *w, uint32_t rule) {
    return &w_rule(w, rule)->words[w->facts->lang];
}
/* The string in the result's arena. */
static inline struct slice w_keep(struct weaver *w, struct slice s) {
    return s.len ? arena_dup(w->arena, s) : (struct slice){0};
}

/* A phrase in the story's language, in the result's arena. */
#define W_SAY(w, name, ...) phrase_make((w)->arena, (w)->facts->lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))
/* A part of a sentence, in scratch memory. */
#define W_PART(w, name, ...) phrase_make(&(w)->scratch, (w)->facts->lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))
/* One that has no values. */
#define W_WORDS(w, name) phrase((w)->facts->lang, SAY_##name)
/* "12,345", in scratch memory: a value of a phrase. */
struct slice w_number(struct weaver *w, uint64_t n);
/* The label of a link, in the result's arena. */
static inline struct slice w_label(struct weaver *w, const struct link *link) {
    return link_label(w->arena, w->facts->lang, (enum label_form)link->form, w_text(w, link->label),
                      w_text(w, link->with));
}
/* "launched i-0f3a91c2 as x", the same. */
static inline struct slice w_deed(struct weaver *w, enum link_kind kind, struct slice label) {
    if (!label.len) return slice_cstr(link_verb(w->facts->lang, kind));
    struct slice deed = link_deed(w->arena, w->facts->lang, kind, label);
    return w->facts->lang == LANG_EN ? deed_in_sentence(deed, w->arena) : deed;
}

/* items.c: fills items, known, of_kind. */
void make_items(struct weaver *w);
/* For qsort over struct item: by time, then key of the event. */
int item_by_time(const void *left, const void *right);
/* Who is in a story, besides what the story itself says of it. In the weaver's scratch. */
struct cast {
    uint32_t *actors; /* the lineage's number of each of the story's actors */
    /* Those that are untainted, with the time in which their acts tell how the story began. */
    struct actor_span *ancestors;
    size_t ancestor_count;
};
/* part.c: fills actors, steps, edges, and what follows from them (from, to, accounts, regions, tactics, techniques,
 * id). */
void part_to_story(struct weaver *w, const struct part *part, struct story *story, struct cast *cast);
/* score.c: fills score, reasons, level, impacts. */
void story_score(struct weaver *w, struct story *story);
/* blind.c: fills blind_spots; before the first story, the crowds that they tell of. */
void find_full_crowds(struct weaver *w);
void find_far_links(struct weaver *w);
void story_blind_spots(struct weaver *w, const struct part *part, struct story *story);
/* tell.c: fills title, summary, paragraphs. */
void story_tell(struct weaver *w, struct story *story);
/* respond.c: fills responses. */
void story_respond(struct weaver *w, struct story *story);

#endif

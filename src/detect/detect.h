/* SPDX-License-Identifier: Apache-2.0 */
/* detect/detect.h: Sigma: load → parse → compile → match.
 *
 * In:   rules as YAML text; then one event at a time.
 * Out:  the rules that match it; and, over the set of all hits, the correlations that hold.
 * Law:  matching depends on the rule set and the event alone. Correlations depend on the set of hits by event time,
 *       never on the order in which they came.
 * Own:  a compiled rule set is immutable and may be shared by threads; each thread has a matcher of its own.
 * No I/O here: the caller reads the files and hands over their text.
 * Source: Sigma specification 2.1 (rules, modifiers, correlation rules).
 */
#ifndef EMAKI_DETECT_DETECT_H
#define EMAKI_DETECT_DETECT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "event/event.h"

enum level { LEVEL_INFORMATIONAL, LEVEL_LOW, LEVEL_MEDIUM, LEVEL_HIGH, LEVEL_CRITICAL };
const char *level_name(enum level level);
bool level_parse(struct slice s, enum level *out);

/* What a rule says of what it found, in one language: templates that hold {dotted.path}, {one.path|or.another},
 * {account:path}, {name:path} and {n} (the count of merged events). Japanese ones end in a noun that "shimashita" may
 * follow, so that they are a heading and part of a sentence. */
struct rule_words {
    struct slice title;   /* of the rule */
    struct slice step;    /* title of a step that succeeded: "Shared RDS snapshot {requestParameters.…}" */
    struct slice attempt; /* title when it failed; without it the step's title is put as "Tried: …" */
    struct slice many;    /* title when several were merged: "Read {n} secrets" */
};

/* What a rule says about itself. Strings live as long as the rule set. */
struct rule_info {
    struct slice path; /* where it came from, for messages */
    struct slice id, title, description;
    enum level level;       /* medium where the rule names none; informational for such a base of a correlation */
    struct slice tactic;    /* first attack.<tactic> tag, "exfiltration", "defense-evasion"; "" when none */
    struct slice technique; /* first attack.tNNNN[.NNN] tag in upper case, "T1537"; "" when none */
    const struct slice *tags;
    size_t tag_count;
    bool correlation;      /* matches a set of hits rather than an event */
    bool correlation_base; /* some correlation refers to it: its hits are to be kept */
    bool copy;             /* made of the rule of this id for a filter, whether muted or for a correlation's use */
    bool muted;            /* stands for what a filter took from the rule of this id: see detect/filter.c */
    bool any_call;         /* asks for no API: it is about the caller, or the way of calling */
    bool silent;           /* base of correlations none of which says `generate: true`, and level informational */
    /* The `emaki:` block; empty where absent. Where a language has no words of its own, it has the English ones, and
     * every language has a title. `resource` and `target` may list several paths, one a line: the first that the event
     * has counts (see rule_values). */
    struct rule_words words[LANGS];
    struct slice detail;        /* template of the mono line under the title; without it the API or the resource */
    struct slice resource;      /* dotted path of the resource acted on */
    struct slice resource_type; /* "AWS::RDS::DBSnapshot" */
    struct slice target;        /* dotted path of the accounts or principals it was shared with */
    struct slice impact;        /* exfiltration, destruction, credential, cost, or "" */
};

struct ruleset;
struct ruleset_builder;

struct ruleset_builder *ruleset_builder_new(void);
void ruleset_builder_free(struct ruleset_builder *b);
/* Parses every document of one YAML text. A document that is no good is skipped and named in the list of skipped;
 * the others are taken. */
void ruleset_builder_add(struct ruleset_builder *b, struct slice path, struct slice yaml);
/* The same of documents that yaml_pack() wrote (detect/yaml_pack.h). */
void ruleset_builder_add_packed(struct ruleset_builder *b, struct slice path, struct slice packed);

/* What "%name%" stands for in values under `expand`, in documents that are added from now on; none: a value that needs
 * it never matches. Copied; a later one takes the place of an earlier. "malicious" is there from the start, empty. */
void ruleset_builder_placeholder(struct ruleset_builder *b, struct slice name, const struct slice *values,
                                 size_t count);
/* Mutes a rule by id, name or title, as a filter does that lets nothing pass. The place goes to a warning when no rule
 * answers to it. */
void ruleset_builder_mute(struct ruleset_builder *b, struct slice rule, struct slice path, uint32_t line,
                          uint32_t column);

struct rule_skipped {
    struct slice path;
    uint32_t line, column; /* 1-based */
    struct slice error;
    bool foreign; /* nothing is wrong with it: it is for other logs */
};

/* Resolves references, compiles. Takes everything from the builder. Rules are ordered by id then path, so that the
 * order of loading never shows. */
struct ruleset *ruleset_build(struct ruleset_builder *b);
void ruleset_free(struct ruleset *rs);
/* One more than the highest index of a rule: the rules that were loaded, and the copies that filters made of them. */
size_t ruleset_count(const struct ruleset *rs);
size_t ruleset_loaded(const struct ruleset *rs); /* without these copies */
size_t ruleset_filters(const struct ruleset *rs);
const struct rule_info *ruleset_info(const struct ruleset *rs, uint32_t rule);
/* Documents that are no good, by place. */
const struct rule_skipped *ruleset_skipped(const struct ruleset *rs, size_t *count);
/* What is odd in documents that were taken. */
const struct rule_skipped *ruleset_warnings(const struct ruleset *rs, size_t *count);

struct matcher;
struct matcher *matcher_new(const struct ruleset *rs);
void matcher_free(struct matcher *m);
/* From now on only the rules that `asked` says; to be said before the first event. */
void matcher_ask(struct matcher *m, bool (*asked)(const struct rule_info *rule));
/* The rules that match `ev`, ascending, valid until the next call. */
size_t matcher_match(struct matcher *m, const struct event *ev, const uint32_t **rules);

/* Fills `template` with the event's values: {path} becomes the value (a list is joined with ", ", at most three and
 * "+n more"; an object is its JSON), {a|b} the first of the paths that has one, {account:path} of ARNs the account
 * alone, {name:path} what stands last in them, {n} stays for later. What is missing becomes "?". */
void rule_render(struct slice template, const struct event *ev, struct buf *out);

/* The texts (strings, numbers, booleans) at `paths` of rule_info.resource or .target: the values at the first path that
 * has any, at most `max`, in document order. They live in `arena`. */
size_t rule_values(struct slice paths, const struct event *ev, struct arena *arena, struct slice *out, size_t max);

/* --- correlations over the set of hits --- */

/* One hit of a rule that is `correlation_base`, reduced to what correlations need. */
struct corr_hit {
    uint32_t rule;
    int64_t time;
    struct hash128 event; /* event.key */
    uint64_t ref;         /* the caller's: handed back */
};

/* Called for each hit of a base rule: appends to `keys` the values that correlations on it group by and count, so that
 * the hit can be judged later without its event. `keys` is opaque to the caller, who stores the bytes with the hit. */
void rule_corr_keys(const struct ruleset *rs, uint32_t rule, const struct event *ev, struct buf *keys);

struct corr_match {
    uint32_t rule; /* the correlation's index */
    int64_t from, to;
    const uint32_t *hits; /* indexes into the hits given, by time then event key: its evidence */
    size_t hit_count;
};

/* Evaluates every correlation over the hits (any order; `keys[i]` are the bytes of rule_corr_keys for hits[i]).
 * Overlapping windows of one group become one match. Matches are ordered by rule, time, evidence; they live in `arena`.
 */
size_t correlate(const struct ruleset *rs, const struct corr_hit *hits, const struct slice *keys, size_t count,
                 struct arena *arena, const struct corr_match **matches);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* scan/scan.h: log objects in, stories out: the one pipeline that every command and daemon shares.
 *
 * Two passes. The first reads everything once and keeps what raises something, links and actors: memory does not grow
 * with what is ordinary. Then the weave says which actors the alerts are about, and the second reads again only the
 * objects in which they act, for their context and, when asked for, their raw records. Without an alert there is no
 * second pass.
 *
 * Law: the result depends on the events, the rules and the options; not on the order of objects, on how records lie in
 *      them, or on the number of threads. (Counts of files, bytes and duplicates say what was read, and so may differ.)
 * Own: the result owns all it holds but the rule set and the paths.
 */
#ifndef EMAKI_SCAN_SCAN_H
#define EMAKI_SCAN_SCAN_H

#include <stdatomic.h>

#include "scan/config.h"
#include "scan/pipeline.h"
#include "story/facts.h"
#include "story/story.h"

struct scan_options {
    const char *const *paths;
    size_t path_count;
    const struct ruleset *rules;
    const struct config *config;            /* never NULL */
    const struct geoip *geoip;              /* NULL without one */
    const struct seal_keys *digest_keys;    /* NULL: the signatures of digests are not looked at */
    int64_t from, to;                       /* event times, both included; TIME_NONE: open */
    const struct slice *accounts, *regions; /* only these recipientAccountId, awsRegion; none given: all */
    size_t account_count, region_count;
    enum lang lang;                     /* of the story */
    int64_t gap;                        /* silence that ends a story, µs; 0: the configuration's, else 3 days */
    unsigned threads;                   /* 0: one a core */
    bool want_raw;                      /* the raw records of the events in evidence */
    bool want_matches;                  /* `matches` instead of stories */
    struct slice explain;               /* an event's ID: explanations of it instead of stories; empty: none */
    const atomic_bool *cancel;          /* may be NULL */
    struct pipeline_progress *progress; /* may be NULL */
};

struct scan_result {
    struct story_set set;
    struct buf matches; /* "rule id TAB event ID\n", sorted and unique; or what explains the event */
    struct facts facts; /* raw records of the set point into it */
    struct arena told;  /* what the set says of digests */
    bool cancelled;
};

/* Returns false only when nothing could be done; `out` is then untouched. */
bool scan_run(const struct scan_options *options, struct scan_result *out, struct err *err);
void scan_result_release(struct scan_result *result);

#endif

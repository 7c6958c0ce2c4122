/* SPDX-License-Identifier: Apache-2.0 */
/* story/world.h: what the weave is told about the company from outside the logs: accounts, trust, networks, the gap.
 *
 * Plain values, borrowed for the time of a weave. A zeroed world is one that nobody told anything about.
 */
#ifndef EMAKI_STORY_WORLD_H
#define EMAKI_STORY_WORLD_H

#include "base/timefmt.h"

struct world_account {
    struct slice id, name;
    int importance; /* -1 low, 0 normal, 1 high */
};

/* Where an address is: "NL", "AS14061 DigitalOcean"; empty where nothing is known. */
struct world_place {
    struct slice country, asn;
    bool located;
    int latitude, longitude; /* in hundredths of a degree, where `located` */
};

struct digest_problem;

struct world {
    const struct world_account *accounts; /* own ones that the configuration names */
    const struct slice *trusted;          /* accounts of vendors */
    size_t account_count, trusted_count;
    /* The name of the network that holds an address, "" when it is in none. NULL when nothing is known. */
    struct slice (*network)(const void *ctx, struct slice ip);
    const void *network_ctx;
    /* NULL without a file of places. The texts live until the next call. */
    void (*place)(const void *ctx, struct slice ip, struct world_place *out);
    const void *place_ctx;
    const struct digest_problem *digest_problems; /* what is known to be missing or changed in the logs: story.h */
    size_t digest_problem_count;
    int64_t gap; /* silence that ends a story, µs; 0 means STORY_GAP */
};

#define STORY_GAP (3 * US_PER_DAY)

#endif

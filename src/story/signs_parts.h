/* SPDX-License-Identifier: Apache-2.0 */
/* story/signs_parts.h: what signs.c (credentials, places of accounts) and signs_first.c (what is new for an actor, and
 * travel) share. Nobody else includes it. */
#ifndef EMAKI_STORY_SIGNS_PARTS_H
#define EMAKI_STORY_SIGNS_PARTS_H

#include "base/limits.h"
#include "story/signs.h"

struct seeker {
    struct weaver *w;
    const struct part *part;
    struct story *story;
    struct story_sign *signs;
    size_t count, cap;
    struct sighting seen[SIGHTINGS_LOOKED_MAX]; /* of the actor at hand */
    size_t seen_count;
};

static inline int64_t time_of(uint32_t minute) {
    return (int64_t)minute * US_PER_MINUTE;
}

void add_sign(struct seeker *s, struct story_sign sign);
bool is_public(const struct sighting *s);
/* The name that the configuration gives to the network of an address, or "". */
struct slice network_of(struct weaver *w, uint32_t address);
/* "203.0.113.9 (office)", in scratch memory. */
struct slice place_text(struct weaver *w, uint32_t address);
/* The credential as the evidence names it; a part of a sentence. */
struct slice credential_name(struct seeker *s, const struct story_actor *a, uint64_t credential);
/* Within the story, or the hour before it in which it may have begun. */
bool in_story(const struct seeker *s, uint32_t minute);
/* Whole days from `since` to the story. */
unsigned days_before(const struct seeker *s, int64_t since);

void seek_new_address(struct seeker *s, uint32_t index);
void seek_new_calls(struct seeker *s, uint32_t index, uint32_t actor);
void seek_travel(struct seeker *s, uint32_t index);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* support/story_fixture.h: stories for the tests of everything that draws or writes stories.
 *
 * Out:  a story_set that owns all of it by its arena (end it with arena_release(&set->arena)); `rules` is NULL.
 * Law:  the same arguments give the same set, on every machine.
 */
#ifndef EMAKI_TESTS_STORY_FIXTURE_H
#define EMAKI_TESTS_STORY_FIXTURE_H

#include "story/story.h"

/* One alert: a leaked key, 3 actors, 16 steps, 2 branches, 60 events with their records. Two observations. */
void fixture_reference(struct story_set *set);

/* One valid story of `steps` steps and at most `lanes` actors, made from `seed`: strings are plain, long, CJK, empty,
 * or hostile (markup, control characters, bidirectional overrides, broken UTF-8). steps >= 1, lanes >= 1. */
void fixture_random(struct story_set *set, uint64_t seed, size_t steps, size_t lanes);

/* The hostile strings that fixture_random uses, so that a test can look for them in outputs. */
const char *const *fixture_hostile(size_t *count);

#endif

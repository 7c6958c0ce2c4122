/* SPDX-License-Identifier: Apache-2.0 */
/* story/words.h: the words on a step's card, from the rules' templates. Internal to the module. */
#ifndef EMAKI_STORY_WORDS_H
#define EMAKI_STORY_WORDS_H

#include "story/draft.h"

struct step_items {
    const struct item *const *items;
    size_t count, failed;
    bool look; /* a look-around: discovery that is context, by whatever rules */
};

/* Fills title, detail and apis; needs step->resources. */
void words_for_step(struct weaver *w, const struct step_items *of, struct story_step *step);

/* "rds, ec2 and s3", at most `most` of them and "n more"; lists "a and b" when there are two. */
void words_list(struct buf *out, enum lang lang, const struct slice *items, size_t count, size_t most);
/* The next run of exactly 12 digits in `text`: an account number. Moves `text` behind it. */
bool account_next(struct slice *text, struct slice *account);
/* `template` with {n} replaced. */
void words_counted(struct buf *out, struct slice template, uint64_t n);

#endif

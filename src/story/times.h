/* SPDX-License-Identifier: Apache-2.0 */
/* story/times.h: dates, lengths of time and numbers as a story writes them, in its language. Pure. */
#ifndef EMAKI_STORY_TIMES_H
#define EMAKI_STORY_TIMES_H

#include "base/lang.h"
#include "base/timefmt.h"

/* "3 Mar 2026", "2026年3月3日"; TIME_NONE as time_date() has it. */
struct time_text date_words(enum lang lang, int64_t us);
/* The same without the year. */
struct time_text day_words(enum lang lang, int64_t us);
/* "41 min", "2 d 4 h", rounded down to its two leading units. */
struct time_text length_words(enum lang lang, int64_t us);
/* "12,345" */
struct time_text number_words(uint64_t n);

/* A value of a phrase; good until the end of the expression that it stands in. */
#define NUMBER(n) slice_cstr(number_words((uint64_t)(n)).text)
#define PHRASE_TIME(words) slice_cstr((words).text)

#endif

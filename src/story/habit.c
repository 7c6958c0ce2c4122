/* SPDX-License-Identifier: Apache-2.0 */
/* story/habit.c: see habit.h. */
#include "story/habit.h"

#include <stdlib.h>

struct trial {
    struct slice name, account;
    uint32_t rule;
    int64_t day;
    size_t alert;
};

/* The one kind of call that the story tried, or false when it is more than that. */
static bool only_tried(const struct story *s, struct trial *trial) {
    const struct story_step *first = NULL;
    for (size_t i = 0; i < s->step_count; i++) {
        const struct story_step *step = &s->steps[i];
        if (step->context) continue;
        if (step->outcome != STEP_FAILED || (first && (step->rule != first->rule || step->actor != first->actor)))
            return false;
        if (!first) first = step;
    }
    if (!first) return false;
    trial->name = s->actors[first->actor].name;
    trial->account = s->actors[first->actor].account;
    trial->rule = first->rule;
    trial->day = first->from / US_PER_DAY;
    return true;
}

static int by_habit(const struct trial *a, const struct trial *b) {
    int order = slice_cmp(a->name, b->name);
    if (!order) order = slice_cmp(a->account, b->account);
    return order ? order : (a->rule > b->rule) - (a->rule < b->rule);
}

static int by_habit_then_day(const void *left, const void *right) {
    const struct trial *a = left, *b = right;
    int order = by_habit(a, b);
    return order ? order : (a->day > b->day) - (a->day < b->day);
}

void habit_find(struct weaver *w, const struct story *alerts, size_t count, uint8_t *habit) {
    struct trial *trials = ARENA_ARRAY(&w->scratch, struct trial, count);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        trials[found].alert = i;
        if (alerts[i].level <= LEVEL_LOW && only_tried(&alerts[i], &trials[found])) found++;
    }
    if (found) qsort(trials, found, sizeof *trials, by_habit_then_day);
    for (size_t from = 0, to; from < found; from = to) {
        size_t days = 1;
        for (to = from + 1; to < found && by_habit(&trials[from], &trials[to]) == 0; to++)
            days += trials[to].day != trials[to - 1].day;
        for (size_t i = from; i < to && days >= HABIT_DAYS; i++) habit[trials[i].alert] = 1;
    }
}

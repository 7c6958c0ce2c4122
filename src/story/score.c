/* SPDX-License-Identifier: Apache-2.0 */
/* story/score.c: how grave a story is, and why: points that add up, each with its reason in words.
 *
 * In:   a story's steps and actors.   Out: score (0..100), reasons, level, impacts.
 * Law:  context never counts, so that what pass 2 adds to a story cannot raise its score; score = sum of the reasons.
 *       It can lower it: to destroy what the story itself made is no loss.
 *
 *   the gravest step                  70 critical, 50 high, 28 medium, 8 low; half of it when it only was tried
 *   often                             4 when the gravest step is OFTEN calls or more, and more than low
 *   what was lost                     15 data out or destroyed, 8 credentials taken, 8 costs; at most 20
 *   breadth                           2 for each tactic beyond the second; at most 8
 *   depth                             5 for each actor made by another one of the story, 3 when it crosses accounts; at
 *                                     most 13; not for one low rule that matches again and again
 *   signs                             what signs.c found, each with its points; at most 20
 *   importance of the accounts        5 when one is important; nothing is ever taken off
 *
 * A story of one medium finding is an alert (28); one of a single low finding (8) is not, four kinds of low (14) are
 * not yet, five are (16). SCORE_ALERT of draft.h is the threshold.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "story/draft.h"
#include "story/words.h"

enum { REASONS_MAX = 24, SCORE_MAX = 100, CRITICAL_FROM = 80, HIGH_FROM = 50, MEDIUM_FROM = 28, OFTEN = 10 };

struct judge {
    struct weaver *w;
    struct story *story;
    struct story_reason *reasons;
    size_t count;
    int score;
    struct slice *impacts; /* of each step, "" for none */
};

static void give(struct judge *j, int points, struct slice reason) {
    if (points > SCORE_MAX - j->score) points = SCORE_MAX - j->score;
    if (points <= 0 || j->count == REASONS_MAX) return;
    j->reasons[j->count++] = (struct story_reason){points, reason};
    j->score += points;
}

static int level_points(const struct story_step *step, const int points[5]) {
    int full = points[step->level];
    return step->outcome == STEP_FAILED ? full / 2 : full;
}

/* --- the gravest step --- */

static const struct story_step *gravest(const struct story *s, const int points[5]) {
    const struct story_step *best = NULL;
    for (size_t i = 0; i < s->step_count; i++) {
        const struct story_step *step = &s->steps[i];
        if (step->context) continue;
        if (!best || level_points(step, points) > level_points(best, points)) best = step;
    }
    return best;
}

static const struct story_step *score_gravest(struct judge *j) {
    static const int POINTS[5] = {0, 8, 28, 50, 70};
    const struct story_step *step = gravest(j->story, POINTS);
    if (!step) return NULL;
    const struct story_actor *actor = &j->story->actors[step->actor];
    give(j, level_points(step, POINTS),
         W_SAY(j->w, WHY_GRAVEST, slice_cstr(level_word(j->w->facts->lang, step->level)), step->title, actor->name));
    if (step->count >= OFTEN && step->level > LEVEL_LOW)
        give(j, 4, W_SAY(j->w, WHY_OFTEN, w_number(j->w, step->count)));
    return step;
}

/* --- other kinds --- */

static bool kind_seen_before(const struct story *s, size_t index, uint32_t top_rule) {
    uint32_t rule = s->steps[index].rule;
    if (rule == top_rule) return true;
    for (size_t i = 0; i < index; i++)
        if (!s->steps[i].context && s->steps[i].rule == rule) return true;
    return false;
}

static void score_kinds(struct judge *j, const struct story_step *top) {
    static const int POINTS[5] = {0, 2, 3, 5, 5};
    int points = 0;
    size_t kinds = 0;
    for (size_t i = 0; i < j->story->step_count; i++) {
        const struct story_step *step = &j->story->steps[i];
        if (step->context || kind_seen_before(j->story, i, top->rule)) continue;
        int own = level_points(step, POINTS);
        points += own ? own : 1;
        kinds++;
    }
    if (points > 15) points = 15;
    if (kinds) give(j, points, W_SAY(j->w, WHY_KINDS, w_number(j->w, kinds)));
}

/* --- impact --- */

static const struct {
    struct slice impact;
    int points;
    enum phrase reason;
} IMPACTS[] = {
    {{"exfiltration", 12}, 15, SAY_WHY_EXFILTRATION},
    {{"destruction", 11}, 15, SAY_WHY_DESTRUCTION},
    {{"credential", 10}, 8, SAY_WHY_CREDENTIAL},
    {{"cost", 4}, 8, SAY_WHY_COST},
};
enum { IMPACT_KINDS = sizeof IMPACTS / sizeof IMPACTS[0] };

static bool makes_things(const struct story_step *step) {
    static const struct slice verbs[] = {{"Create", 6}, {"Run", 3}, {"Restore", 7}, {"Copy", 4}, {"Import", 6}};
    if (step->outcome == STEP_FAILED || !step->event_count) return false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (slice_starts(step->events[0].name, verbs[i])) return true;
    return false;
}

static bool names(const struct story_step *step, struct slice resource) {
    for (size_t i = 0; i < step->resource_count; i++)
        if (slice_eq(step->resources[i].id, resource)) return true;
    return false;
}

/* Everything that the step names was made by a step before it: a test is cleared away, a load test ends. */
static bool of_own_making(const struct story *s, const struct story_step *step) {
    for (size_t r = 0; r < step->resource_count; r++) {
        bool made = false;
        for (const struct story_step *k = s->steps; k < step && !made; k++)
            made = makes_things(k) && k->to <= step->from && names(k, step->resources[r].id);
        if (!made) return false;
    }
    return step->resource_count > 0;
}

static struct slice step_impact(const struct judge *j, const struct story_step *step) {
    uint32_t rule = step->rule;
    if (step->context || step->outcome == STEP_FAILED || rule == STORY_NONE) return (struct slice){0};
    struct slice impact = w_rule(j->w, rule)->impact;
    bool destroys = slice_eq(impact, SLICE("destruction"));
    return destroys && of_own_making(j->story, step) ? (struct slice){0} : impact;
}

static void find_impacts(struct judge *j) {
    j->impacts = ARENA_ARRAY(&j->w->scratch, struct slice, j->story->step_count);
    for (size_t i = 0; i < j->story->step_count; i++) j->impacts[i] = step_impact(j, &j->story->steps[i]);
}

static void list_impacts(struct judge *j) {
    struct story *s = j->story;
    struct story_note *notes = ARENA_ARRAY(j->w->arena, struct story_note, s->step_count);
    for (size_t i = 0; i < s->step_count; i++) {
        struct slice impact = j->impacts[i];
        if (!impact.len) continue;
        struct slice resource = s->steps[i].resource_count ? s->steps[i].resources[0].id : (struct slice){0};
        notes[s->impact_count++] = (struct story_note){w_keep(j->w, impact), resource, s->steps[i].title};
    }
    s->impacts = notes;
}

static void score_impact(struct judge *j) {
    int left = 20;
    for (size_t k = 0; k < IMPACT_KINDS; k++) {
        uint64_t times = 0;
        for (size_t i = 0; i < j->story->step_count; i++)
            if (slice_eq(j->impacts[i], IMPACTS[k].impact)) times++;
        int points = IMPACTS[k].points < left ? IMPACTS[k].points : left;
        if (!times) continue;
        struct slice reason = phrase(j->w->facts->lang, IMPACTS[k].reason);
        if (times > 1) reason = W_SAY(j->w, WHY_IN_STEPS, reason, w_number(j->w, times));
        give(j, points, reason);
        left -= points;
    }
}

/* --- breadth, depth, importance --- */

static void score_breadth(struct judge *j) {
    size_t tactics = j->story->tactic_count;
    if (tactics < 3) return;
    int points = (int)(tactics - 2) * 2;
    give(j, points > 8 ? 8 : points, W_SAY(j->w, WHY_TACTICS, w_number(j->w, tactics)));
}

/* Actors with a grave step that another actor of the story made. One low rule that matches all along a chain is not
 * the graver for it. */
static void score_depth(struct judge *j, const struct story_step *top) {
    const struct story *s = j->story;
    uint8_t *grave = mem_zalloc(s->actor_count, 1);
    for (size_t i = 0; i < s->step_count; i++) {
        const struct story_step *step = &s->steps[i];
        bool again = step->level <= LEVEL_LOW && top->level <= LEVEL_LOW && step->rule == top->rule;
        if (!step->context && !again) grave[step->actor] = 1;
    }
    int made = 0;
    bool crosses = false;
    for (size_t i = 0; i < s->actor_count; i++) {
        uint32_t parent = s->actors[i].parent;
        if (!grave[i] || parent == STORY_NONE || s->actors[parent].untainted) continue;
        made++;
        crosses |= !slice_eq(s->actors[i].account, s->actors[parent].account);
    }
    free(grave);
    if (!made) return;
    int points = made >= 2 ? 10 : 5;
    struct slice times = w_number(j->w, (uint64_t)made);
    give(j, points + (crosses ? 3 : 0), crosses ? W_SAY(j->w, WHY_DEPTH_ACROSS, times) : W_SAY(j->w, WHY_DEPTH, times));
}

static void score_importance(struct judge *j) {
    for (size_t i = 0; i < j->w->world->account_count; i++) {
        const struct world_account *account = &j->w->world->accounts[i];
        if (account->importance <= 0) continue;
        for (size_t k = 0; k < j->story->account_count; k++)
            if (slice_eq(account->id, j->story->accounts[k])) {
                struct slice name = account->name.len ? account->name : account->id;
                give(j, 5, W_SAY(j->w, WHY_IMPORTANT, name));
                return;
            }
    }
}

static void score_signs(struct judge *j) {
    int left = 20;
    for (size_t i = 0; i < j->story->sign_count && left > 0; i++) {
        const struct story_sign *sign = &j->story->signs[i];
        int points = sign->points < left ? sign->points : left;
        give(j, points, sign->title);
        left -= points;
    }
}

static enum level level_of_score(int score) {
    if (score >= CRITICAL_FROM) return LEVEL_CRITICAL;
    if (score >= HIGH_FROM) return LEVEL_HIGH;
    return score >= MEDIUM_FROM ? LEVEL_MEDIUM : LEVEL_LOW;
}

void story_score(struct weaver *w, struct story *story) {
    struct judge j = {.w = w, .story = story, .reasons = ARENA_ARRAY(w->arena, struct story_reason, REASONS_MAX)};
    find_impacts(&j);
    const struct story_step *top = score_gravest(&j);
    if (top) {
        score_impact(&j);
        score_depth(&j, top);
        score_importance(&j);
        score_breadth(&j);
        score_kinds(&j, top);
        score_signs(&j);
    }
    list_impacts(&j);
    story->score = j.score;
    story->reasons = j.reasons;
    story->reason_count = j.count;
    story->level = level_of_score(j.score);
}

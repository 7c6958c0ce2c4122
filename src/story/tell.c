/* SPDX-License-Identifier: Apache-2.0 */
/* story/tell.c: the story in words: a title that is a sentence, a summary, a paragraph a chapter.
 *
 * In:   a scored story.   Out: title, summary, paragraphs.
 * Law:  every word comes from a template or the evidence; nothing is claimed that no event shows.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "story/draft.h"
#include "story/times.h"
#include "story/words.h"

/* --- the parts of a sentence --- */

/* "reporting-svc", "a session of prod-admin", "instance i-0f3a91c2". */
static struct slice who(struct weaver *w, const struct story_actor *a) {
    switch (a->kind) {
    case ACTOR_SESSION: return W_PART(w, WHO_SESSION, a->name);
    case ACTOR_INSTANCE: return W_PART(w, WHO_INSTANCE, a->name);
    case ACTOR_FUNCTION: return W_PART(w, WHO_FUNCTION, a->name);
    case ACTOR_ROOT: return W_PART(w, WHO_ROOT, a->account);
    case ACTOR_ACCOUNT: return W_PART(w, WHO_ACCOUNT, a->name);
    case ACTOR_ANONYMOUS: return W_WORDS(w, WHO_ANONYMOUS);
    default: return W_PART(w, WHO_NAMED, a->name);
    }
}

/* The beginning of a sentence; what is a name stays as it is written. */
static struct slice capitalised(struct weaver *w, const struct story_actor *a, struct slice text) {
    bool phrase = a->kind == ACTOR_SESSION || a->kind == ACTOR_INSTANCE || a->kind == ACTOR_FUNCTION ||
                  a->kind == ACTOR_ROOT || a->kind == ACTOR_ACCOUNT || a->kind == ACTOR_ANONYMOUS;
    if (!phrase || !text.len || text.ptr[0] < 'a' || text.ptr[0] > 'z') return text;
    return arena_printf(&w->scratch, "%c%.*s", text.ptr[0] - ('a' - 'A'), SLICE_FMT(slice_sub(text, 1, text.len)));
}

/* What was done, as a sentence has it. Japanese puts its verb behind `body`, and what is in brackets behind that. */
struct deed {
    struct slice body, tail;
};

/* A rule without words for a step has but a heading: "AWS VPC Flow Logs Deleted". */
static bool is_heading(struct weaver *w, const struct story_step *step) {
    if (!step->event_count || step->events[0].rule == STORY_NONE) return false;
    const struct rule_words *words = w_words(w, step->events[0].rule);
    return !words->step.len && slice_eq(step->title, words->title);
}

static bool is_ascii_end(struct slice s) {
    return !s.len || (unsigned char)s.ptr[s.len - 1] < 0x80;
}

static struct deed deed_of(struct weaver *w, const struct story_step *step) {
    const struct slice open = SLICE("（"), close = SLICE("）");
    const bool english = w->facts->lang == LANG_EN;
    struct deed deed = {english ? deed_in_sentence(step->title, &w->scratch) : step->title, {0}};
    if (slice_ends(step->title, close) && slice_find(step->title, open) > 0) {
        size_t at = step->title.len;
        while (!slice_starts(slice_sub(step->title, at, step->title.len), open)) at--;
        deed = (struct deed){slice_sub(step->title, 0, at), slice_sub(step->title, at, step->title.len)};
    }
    if (is_heading(w, step) || (!english && is_ascii_end(deed.body)))
        deed = (struct deed){W_PART(w, TITLE_MATCHED, step->title), {0}};
    return deed;
}

static struct slice date_text(struct weaver *w, int64_t at) {
    return arena_dup(&w->scratch, slice_cstr(date_words(w->facts->lang, at).text));
}

static struct slice clock_text(struct weaver *w, struct time_text text) {
    return arena_dup(&w->scratch, slice_cstr(text.text));
}

/* --- title --- */

static int weight(const struct story_step *step) {
    if (step->context) return -1;
    return (int)step->level * 4 + (step->outcome == STEP_FAILED ? 0 : 2);
}

static bool is_loss(const struct story_step *step) {
    enum family f = tactic_family(step->tactic);
    return !step->context && step->outcome != STEP_FAILED &&
           (f == FAMILY_TAKE || f == FAMILY_BREAK || f == FAMILY_CRED);
}

/* The gravest step among those that lost something, or among the others; the first of equals. */
static const struct story_step *heaviest(const struct story *s, bool loss) {
    const struct story_step *best = NULL;
    for (size_t i = 0; i < s->step_count; i++)
        if (is_loss(&s->steps[i]) == loss && weight(&s->steps[i]) > (best ? weight(best) : -1)) best = &s->steps[i];
    return best;
}

/* Steps that put data out, each with an account in its title: "shared 5 resources with account 999988887777". */
static bool shared_with_one(struct weaver *w, const struct story *s, const struct story_step *loss,
                            struct slice *deed) {
    struct slice first = {0};
    uint64_t resources = 0;
    size_t steps = 0;
    for (size_t i = 0; i < s->step_count; i++) {
        const struct story_step *step = &s->steps[i];
        struct slice text = step->title, account;
        if (!is_loss(step) || !slice_eq(step->tactic, loss->tactic) || !account_next(&text, &account)) continue;
        if (first.len && !slice_eq(first, account)) return false;
        first = account;
        resources += step->resource_count ? step->resource_count : 1;
        steps++;
    }
    if (steps < 2) return false;
    *deed = W_PART(w, TITLE_SHARED, w_number(w, resources), first);
    return true;
}

/* The last deed of a title: nothing of it is cut off. */
static struct slice whole(struct weaver *w, struct deed deed) {
    return deed.tail.len ? arena_printf(&w->scratch, "%.*s%.*s", SLICE_FMT(deed.body), SLICE_FMT(deed.tail))
                         : deed.body;
}

static void make_title(struct weaver *w, struct story *s) {
    const struct story_step *act = heaviest(s, false), *loss = heaviest(s, true);
    const struct story_step *first = act ? act : loss;
    if (act && loss && weight(act) < LEVEL_MEDIUM * 4) first = loss;
    const struct story_actor *subject = &s->actors[first ? first->actor : 0];
    struct slice lost = {0}, name = capitalised(w, subject, who(w, subject));
    if (loss && !shared_with_one(w, s, loss, &lost)) lost = whole(w, deed_of(w, loss));
    if (!first) s->title = w_keep(w, name);
    else if (first == loss) s->title = W_SAY(w, TITLE_ONE, name, lost);
    else if (!loss) s->title = W_SAY(w, TITLE_ONE, name, whole(w, deed_of(w, first)));
    else if (first->actor == loss->actor) s->title = W_SAY(w, TITLE_TWO, name, deed_of(w, first).body, lost);
    else s->title = W_SAY(w, TITLE_TWO_ACTORS, name, deed_of(w, first).body, who(w, &s->actors[loss->actor]), lost);
}

/* --- summary --- */

static void count_calls(const struct story *s, uint64_t *calls, uint64_t *failed) {
    *calls = *failed = 0;
    for (size_t i = 0; i < s->step_count; i++) {
        *calls += s->steps[i].count;
        *failed += s->steps[i].failed;
    }
}

static struct slice addresses_text(struct weaver *w, const struct story_actor *a) {
    struct slice ips[3];
    struct buf out;
    size_t shown = a->address_count < 3 ? a->address_count : 3;
    for (size_t i = 0; i < shown; i++) ips[i] = a->addresses[i].ip;
    buf_init(&out);
    words_list(&out, w->facts->lang, ips, shown, 3);
    struct slice text = arena_dup(&w->scratch, buf_slice(&out));
    buf_release(&out);
    return a->address_count > shown ? W_PART(w, MORE_ADDRESSES, text, w_number(w, a->address_count - shown)) : text;
}

/* "reporting-svc in prod, from 203.0.113.9" */
static struct slice who_and_where(struct weaver *w, const struct story_actor *a) {
    struct slice text = who(w, a);
    if (a->account_name.len) text = W_PART(w, WHO_IN, text, a->account_name);
    else if (a->account.len) text = W_PART(w, WHO_IN_ACCOUNT, text, a->account);
    return a->address_count ? W_PART(w, WHO_FROM, text, addresses_text(w, a)) : text;
}

static struct slice span_text(struct weaver *w, int64_t from, int64_t to) {
    struct slice day = date_text(w, from), begin = clock_text(w, time_clock_short(from));
    struct slice end = clock_text(w, time_clock_short(to));
    if (from / US_PER_MINUTE == to / US_PER_MINUTE) return W_PART(w, ON_MINUTE, day, begin);
    if (from / US_PER_DAY == to / US_PER_DAY) return W_PART(w, ON_DAY, day, begin, end);
    return W_PART(w, ON_DAYS, day, begin, date_text(w, to), end);
}

/* The first actor that is suspicious itself: ancestors stand before it. */
static const struct story_actor *protagonist(const struct story *s) {
    for (size_t i = 0; i < s->actor_count; i++)
        if (!s->actors[i].untainted) return &s->actors[i];
    return &s->actors[0];
}

/* "reporting-svc launched i-0f3a91c2 as log-archiver; …": at most three. */
static void put_branches(struct weaver *w, struct buf *out, const struct story *s) {
    size_t told = 0, branches = 0;
    struct buf list;
    buf_init(&list);
    for (size_t i = 0; i < s->actor_count; i++)
        branches += s->actors[i].parent != STORY_NONE && !s->actors[s->actors[i].parent].untainted;
    for (size_t i = 0; i < s->actor_count && told < 3; i++) {
        const struct story_actor *a = &s->actors[i], *from;
        if (a->parent == STORY_NONE || s->actors[a->parent].untainted || !a->via_deed.len) continue;
        from = &s->actors[a->parent];
        struct slice name = told ? who(w, from) : capitalised(w, from, who(w, from));
        if (told++) buf_put(&list, W_WORDS(w, BRANCH_NEXT));
        buf_put(&list, W_PART(w, BRANCH, name, a->via_deed));
    }
    struct slice more = w_number(w, branches - told);
    if (told)
        buf_put(out, branches > told ? W_PART(w, BRANCHES_MORE, buf_slice(&list), more)
                                     : W_PART(w, BRANCHES, buf_slice(&list)));
    buf_release(&list);
}

/* Whether anybody came from a suspicious actor: ancestors are told of apart. */
static bool has_children(const struct story *s) {
    for (size_t i = 0; i < s->actor_count; i++)
        if (s->actors[i].parent != STORY_NONE && !s->actors[s->actors[i].parent].untainted) return true;
    return false;
}

static void make_summary(struct weaver *w, struct story *s) {
    struct buf out;
    uint64_t calls, failed;
    buf_init(&out);
    count_calls(s, &calls, &failed);
    struct slice when = span_text(w, s->from, s->to), name = who_and_where(w, protagonist(s));
    struct slice n = w_number(w, calls), bad = w_number(w, failed);
    if (has_children(s))
        buf_put(&out, failed ? W_PART(w, MADE_CALLS_ALL_FAILED, when, name, n, bad)
                             : W_PART(w, MADE_CALLS_ALL, when, name, n));
    else
        buf_put(&out, failed ? W_PART(w, MADE_CALLS_FAILED, when, name, n, bad) : W_PART(w, MADE_CALLS, when, name, n));
    put_branches(w, &out, s);
    s->summary = w_keep(w, buf_slice(&out));
    buf_release(&out);
}

/* --- narrative --- */

static void put_part(struct weaver *w, struct buf *list, struct slice part) {
    if (list->len) buf_put(list, W_WORDS(w, LIST_COMMA));
    buf_put(list, part);
}

/* " (3 calls, 1 denied, until 13:10:00)", or nothing. */
static struct slice brackets(struct weaver *w, const struct story_step *step) {
    struct buf list;
    buf_init(&list);
    if (step->count > 1) put_part(w, &list, W_PART(w, TELL_CALLS, w_number(w, step->count)));
    if (step->failed && step->failed < step->count)
        put_part(w, &list, W_PART(w, TELL_SOME_DENIED, w_number(w, step->failed)));
    else if (step->outcome == STEP_FAILED) put_part(w, &list, W_WORDS(w, TELL_DENIED));
    if (step->to - step->from >= US_PER_MINUTE)
        put_part(w, &list, W_PART(w, TELL_UNTIL, clock_text(w, time_clock(step->to))));
    struct slice text = list.len ? W_PART(w, IN_BRACKETS, buf_slice(&list)) : (struct slice){0};
    buf_release(&list);
    return text;
}

/* A sentence a step. `before` is the one before it in its chapter, or NULL: what follows soon is told as that, so that
 * it reads as a story; what began while the step before went on has its own time. */
static void put_step(struct weaver *w, struct buf *out, const struct story *s, const struct story_step *step,
                     const struct story_step *before) {
    const struct deed deed = deed_of(w, step);
    const struct slice body = deed.body, who_did = who(w, &s->actors[step->actor]);
    const struct slice rest = arena_printf(&w->scratch, "%.*s%.*s", SLICE_FMT(deed.tail), SLICE_FMT(brackets(w, step)));
    const struct slice at = clock_text(w, time_clock(step->from));
    const bool same = before && before->actor == step->actor;
    const int64_t later = before ? step->from - before->from : US_PER_HOUR;
    const struct slice minutes = w_number(w, (uint64_t)(later / US_PER_MINUTE));
    if (later >= US_PER_HOUR || step->from < before->to)
        buf_put(out, same ? W_PART(w, TELL_AT_SAME, at, body, rest) : W_PART(w, TELL_AT, at, who_did, body, rest));
    else if (later < US_PER_MINUTE)
        buf_put(out, same ? W_PART(w, TELL_SOON_SAME, body, rest) : W_PART(w, TELL_SOON, who_did, body, rest));
    else
        buf_put(out, same ? W_PART(w, TELL_LATER_SAME, minutes, body, rest)
                          : W_PART(w, TELL_LATER, minutes, who_did, body, rest));
}

/* A chapter is a run of steps of one tactic. */
static void make_paragraphs(struct weaver *w, struct story *s) {
    struct slice *paragraphs = ARENA_ARRAY(w->arena, struct slice, s->step_count);
    struct buf out;
    buf_init(&out);
    for (size_t from = 0, to; from < s->step_count; from = to) {
        for (to = from + 1; to < s->step_count && slice_eq(s->steps[to].tactic, s->steps[from].tactic); to++) continue;
        buf_clear(&out);
        buf_put(&out, W_PART(w, CHAPTER, slice_cstr(tactic_title(w->facts->lang, s->steps[from].tactic))));
        for (size_t i = from; i < to; i++) put_step(w, &out, s, &s->steps[i], i == from ? NULL : &s->steps[i - 1]);
        paragraphs[s->paragraph_count++] = w_keep(w, buf_slice(&out));
    }
    s->paragraphs = paragraphs;
    buf_release(&out);
}

void story_tell(struct weaver *w, struct story *story) {
    make_title(w, story);
    make_summary(w, story);
    make_paragraphs(w, story);
}

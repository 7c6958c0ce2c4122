/* SPDX-License-Identifier: Apache-2.0 */
/* story/tell.c: the story in words: a title that is a sentence, a summary, a paragraph a chapter.
 *
 * In:   a scored story.   Out: title, summary, paragraphs.
 * Law:  every word comes from a template or the evidence; nothing is claimed that no event shows.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "story/draft.h"
#include "story/words.h"

/* --- the parts of a sentence --- */

/* "reporting-svc", "a session of prod-admin", "instance i-0f3a91c2". */
static void put_actor(struct buf *out, const struct story_actor *a) {
    switch (a->kind) {
    case ACTOR_SESSION: buf_printf(out, "a session of %.*s", SLICE_FMT(a->name)); break;
    case ACTOR_INSTANCE: buf_printf(out, "instance %.*s", SLICE_FMT(a->name)); break;
    case ACTOR_FUNCTION: buf_printf(out, "function %.*s", SLICE_FMT(a->name)); break;
    case ACTOR_ROOT: buf_printf(out, "the root user of %.*s", SLICE_FMT(a->account)); break;
    case ACTOR_ACCOUNT: buf_printf(out, "account %.*s", SLICE_FMT(a->name)); break;
    case ACTOR_ANONYMOUS: buf_puts(out, "an anonymous caller"); break;
    default: buf_put(out, a->name); break;
    }
}

/* The title as part of a sentence: its first letter small, unless it begins with an abbreviation. */
static void put_clause(struct buf *out, struct slice title) {
    bool word =
        title.len > 1 && title.ptr[0] >= 'A' && title.ptr[0] <= 'Z' && title.ptr[1] >= 'a' && title.ptr[1] <= 'z';
    if (word) buf_putc(out, ascii_lower(title.ptr[0]));
    buf_put(out, word ? slice_sub(title, 1, title.len) : title);
}

/* The beginning of a sentence; what is a name stays as it is written. */
static void capitalise(struct buf *text, size_t at, const struct story_actor *a) {
    bool phrase = a->kind == ACTOR_SESSION || a->kind == ACTOR_INSTANCE || a->kind == ACTOR_FUNCTION ||
                  a->kind == ACTOR_ROOT || a->kind == ACTOR_ACCOUNT || a->kind == ACTOR_ANONYMOUS;
    if (phrase && at < text->len && text->ptr[at] >= 'a' && text->ptr[at] <= 'z')
        text->ptr[at] = (char)(text->ptr[at] - ('a' - 'A'));
}

/* --- title --- */

/* A rule without words for a step has but a heading: "AWS VPC Flow Logs Deleted". */
static void put_deed(struct weaver *w, struct buf *out, const struct story_step *step) {
    bool heading =
        step->event_count && step->events[0].rule != STORY_NONE && !w_words(w, step->events[0].rule)->step.len;
    if (heading && out->len && out->ptr[out->len - 1] == ' ') out->len--;
    if (heading) buf_puts(out, ": ");
    if (heading) buf_put(out, step->title);
    else put_clause(out, step->title);
}

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
static bool put_sharing(struct buf *out, const struct story *s, const struct story_step *loss) {
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
    buf_printf(out, "shared %llu data stores with account %.*s", (unsigned long long)resources, SLICE_FMT(first));
    return true;
}

static void make_title(struct weaver *w, struct story *s) {
    struct buf out;
    buf_init(&out);
    const struct story_step *act = heaviest(s, false), *loss = heaviest(s, true);
    const struct story_step *first = act ? act : loss;
    if (act && loss && weight(act) < LEVEL_MEDIUM * 4) first = loss;
    const struct story_actor *subject = &s->actors[first ? first->actor : 0];
    put_actor(&out, subject);
    capitalise(&out, 0, subject);
    buf_putc(&out, ' ');
    if (first && first != loss) put_deed(w, &out, first);
    if (loss) {
        if (first != loss) {
            buf_puts(&out, first->actor == loss->actor ? " and " : ", and ");
            if (first->actor != loss->actor) put_actor(&out, &s->actors[loss->actor]), buf_putc(&out, ' ');
        }
        size_t before = out.len;
        if (!put_sharing(&out, s, loss)) {
            out.len = before;
            put_deed(w, &out, loss);
        }
    }
    s->title = w_keep(w, buf_slice(&out));
    buf_release(&out);
}

/* --- summary --- */

static void count_calls(const struct story *s, uint64_t *calls, uint64_t *failed) {
    *calls = *failed = 0;
    for (size_t i = 0; i < s->step_count; i++) {
        *calls += s->steps[i].count;
        *failed += s->steps[i].failed;
    }
}

static void put_addresses(struct buf *out, const struct story_actor *a) {
    struct slice ips[3];
    size_t shown = a->address_count < 3 ? a->address_count : 3;
    for (size_t i = 0; i < shown; i++) ips[i] = a->addresses[i].ip;
    if (!shown) return;
    buf_puts(out, ", from ");
    words_list(out, ips, shown, 3);
    if (a->address_count > shown) buf_printf(out, " and %zu more addresses", a->address_count - shown);
}

static void put_span(struct buf *out, int64_t from, int64_t to) {
    bool one_day = from / US_PER_DAY == to / US_PER_DAY, one_minute = from / US_PER_MINUTE == to / US_PER_MINUTE;
    buf_printf(out, "On %s %s ", time_date(from).text, one_minute ? "at" : "from");
    if (!one_minute) buf_printf(out, "%s to ", time_clock_short(from).text);
    if (one_day) buf_printf(out, "%s UTC", time_clock_short(to).text);
    else buf_printf(out, "%s, %s UTC", time_date(to).text, time_clock_short(to).text);
}

/* The first actor that is suspicious itself: ancestors stand before it. */
static const struct story_actor *protagonist(const struct story *s) {
    for (size_t i = 0; i < s->actor_count; i++)
        if (!s->actors[i].untainted) return &s->actors[i];
    return &s->actors[0];
}

static void put_branches(struct buf *out, const struct story *s) {
    size_t told = 0, branches = 0;
    for (size_t i = 0; i < s->actor_count; i++)
        branches += s->actors[i].parent != STORY_NONE && !s->actors[s->actors[i].parent].untainted;
    for (size_t i = 0; i < s->actor_count && told < 3; i++) {
        const struct story_actor *a = &s->actors[i];
        if (a->parent == STORY_NONE || s->actors[a->parent].untainted || !a->via_label.len) continue;
        buf_puts(out, told++ ? "; " : " ");
        size_t at = out->len;
        put_actor(out, &s->actors[a->parent]);
        if (told == 1) capitalise(out, at, &s->actors[a->parent]);
        buf_printf(out, " %.*s %.*s", SLICE_FMT(a->via_kind), SLICE_FMT(a->via_label));
    }
    if (branches > told && told) buf_printf(out, "; and %zu more branches", branches - told);
    if (told) buf_putc(out, '.');
}

static void make_summary(struct weaver *w, struct story *s) {
    struct buf out;
    uint64_t calls, failed;
    buf_init(&out);
    count_calls(s, &calls, &failed);
    const struct story_actor *who = protagonist(s);
    put_span(&out, s->from, s->to);
    buf_puts(&out, ", ");
    put_actor(&out, who);
    if (who->account_name.len) buf_printf(&out, " in %.*s", SLICE_FMT(who->account_name));
    else if (who->account.len) buf_printf(&out, " in account %.*s", SLICE_FMT(who->account));
    put_addresses(&out, who);
    buf_printf(&out, "%s made ", s->actor_count > 1 ? ", and who came from it," : "");
    buf_put_grouped(&out, calls);
    buf_printf(&out, " call%s of note", calls == 1 ? "" : "s");
    if (failed) buf_printf(&out, ", %llu of them denied or failed", (unsigned long long)failed);
    buf_putc(&out, '.');
    put_branches(&out, s);
    s->summary = w_keep(w, buf_slice(&out));
    buf_release(&out);
}

/* --- narrative --- */

static void put_step(struct buf *out, const struct story *s, const struct story_step *step, bool new_actor) {
    buf_printf(out, " At %s ", time_clock(step->from).text);
    if (new_actor) put_actor(out, &s->actors[step->actor]);
    else buf_puts(out, "it");
    buf_putc(out, ' ');
    put_clause(out, step->title);
    if (step->count > 1) {
        buf_puts(out, " (");
        buf_put_grouped(out, step->count);
        buf_puts(out, " calls");
        if (step->failed && step->failed < step->count)
            buf_printf(out, ", %llu denied", (unsigned long long)step->failed);
        if (step->to - step->from >= US_PER_MINUTE) buf_printf(out, ", until %s", time_clock(step->to).text);
        buf_putc(out, ')');
    } else if (step->outcome == STEP_FAILED) {
        buf_puts(out, " (denied)");
    }
    buf_putc(out, '.');
}

/* A chapter is a run of steps of one tactic. */
static void make_paragraphs(struct weaver *w, struct story *s) {
    struct slice *paragraphs = ARENA_ARRAY(w->arena, struct slice, s->step_count);
    struct buf out;
    buf_init(&out);
    for (size_t from = 0, to; from < s->step_count; from = to) {
        for (to = from + 1; to < s->step_count && slice_eq(s->steps[to].tactic, s->steps[from].tactic); to++) continue;
        buf_clear(&out);
        buf_printf(&out, "%s.", tactic_title(s->steps[from].tactic));
        for (size_t i = from; i < to; i++)
            put_step(&out, s, &s->steps[i], i == from || s->steps[i].actor != s->steps[i - 1].actor);
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

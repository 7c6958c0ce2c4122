/* SPDX-License-Identifier: Apache-2.0 */
/* export/markdown.c: a report that can be put into a ticket: GitHub-flavoured Markdown (GFM 0.29).
 *
 * Each mark of a log's text that could mean something gets a backslash (GFM 2.4); what means something only at the
 * beginning of a line, there; and "://" and "www." are broken, since they make links (GFM 6.9). Commands stand in
 * fenced blocks whose fence is longer than any run of backticks in them.
 */
#include "export/parts.h"
#include "story/phrases.h"
#include "story/times.h"

#define EVENT_IDS_MAX 20 /* listed of one step; the table of events has them all */

#define MARKS "\\`*_{}[]<>#|~&!$@"

/* "- x", "+ x", "= x", "12. x", "12) x" begin lists and headings: where the mark stands, else the length of `s`. */
static size_t leading_mark(struct slice s) {
    size_t at = 0;
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9') at++;
    bool number = at && at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ')');
    bool sign = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+' || s.ptr[0] == '=');
    return number || sign ? at : s.len;
}

/* Where a link would begin: at the colon, or at the dot. */
static bool makes_link(struct slice s, size_t at) {
    if (s.ptr[at] == ':') return slice_starts(slice_sub(s, at, s.len), SLICE("://"));
    return s.ptr[at] == '.' && at >= 3 && slice_eq_fold(slice_sub(s, at - 3, at), SLICE("www"));
}

static void put_text(struct buf *out, struct slice s) {
    const size_t mark = leading_mark(s);
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (i != mark && !makes_link(s, i)) continue;
        plain_put(out, slice_sub(s, from, i), MARKS, '\\');
        buf_putc(out, '\\');
        from = i;
    }
    plain_put(out, slice_sub(s, from, s.len), MARKS, '\\');
}

/* Phrases are ours: their marks mean what they say. What comes from a log is put by put_text, values and all. */
#define PUT(out, lang, name, ...) phrase_put(out, lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))

static void put_heading(struct buf *out, enum lang lang, enum phrase words) {
    buf_puts(out, "\n### ");
    put_text(out, phrase(lang, words));
    buf_puts(out, "\n\n");
}

/* "| actor | kind |": the columns' names stand in the table in this order. */
static void put_columns(struct buf *out, enum lang lang, enum phrase first, enum phrase last) {
    for (enum phrase p = first; p <= last; p++) {
        buf_puts(out, "| ");
        buf_put(out, phrase(lang, p));
        buf_putc(out, ' ');
    }
    buf_puts(out, "|\n");
}

static void put_times(struct buf *out, int64_t from, int64_t to) {
    buf_puts(out, time_clock(from).text);
    if (to != from) buf_printf(out, " – %s", time_clock(to).text);
}

static void put_facts(const struct story *st, struct buf *out) {
    PUT(out, st->lang, MD_FACTS, slice_cstr(level_word(st->lang, st->level)), NUMBER(st->score),
        PHRASE_TIME(time_rfc3339(st->from)), PHRASE_TIME(time_rfc3339(st->to)));
    buf_puts(out, "\n\n");
    put_text(out, st->summary);
    buf_putc(out, '\n');
    put_heading(out, st->lang, SAY_MD_WHY);
    for (size_t i = 0; i < st->reason_count; i++) {
        buf_printf(out, "* +%d ", st->reasons[i].points);
        put_text(out, st->reasons[i].reason);
        buf_putc(out, '\n');
    }
}

static void put_paragraphs(const struct story *st, struct buf *out) {
    if (st->paragraph_count) put_heading(out, st->lang, SAY_MD_WHAT);
    for (size_t i = 0; i < st->paragraph_count; i++) {
        put_text(out, st->paragraphs[i]);
        buf_puts(out, "\n\n");
    }
}

static void put_origin(const struct story *st, const struct story_actor *who, struct buf *out) {
    if (who->parent == STORY_NONE) {
        put_text(out, who->origin);
        return;
    }
    struct slice verb = who->via_verb, parent = st->actors[who->parent].name;
    struct buf words;
    buf_init(&words);
    if (who->via_step == STORY_NONE) PUT(&words, st->lang, MD_BY, verb, parent);
    else PUT(&words, st->lang, MD_BY_STEP, verb, parent, NUMBER(who->via_step + 1));
    put_text(out, buf_slice(&words));
    buf_release(&words);
    buf_printf(out, " \\(%s\\)", confidence_word(st->lang, who->via_confidence));
}

static void put_actors(const struct story *st, struct buf *out) {
    put_heading(out, st->lang, SAY_MD_WHO);
    put_columns(out, st->lang, SAY_MD_ACTOR, SAY_MD_ORIGIN);
    buf_puts(out, "|---|---|---|---|---|---|\n");
    for (size_t a = 0; a < st->actor_count; a++) {
        const struct story_actor *who = &st->actors[a];
        buf_puts(out, "| ");
        put_text(out, who->name);
        buf_printf(out, " | %s | ", actor_kind_title(st->lang, who->kind));
        put_text(out, who->account);
        buf_puts(out, " | ");
        for (size_t i = 0; i < who->credential_count; i++) {
            buf_puts(out, i ? ", " : "");
            put_text(out, who->credentials[i].id);
        }
        buf_puts(out, " | ");
        for (size_t i = 0; i < who->address_count; i++) {
            buf_puts(out, i ? ", " : "");
            put_text(out, who->addresses[i].ip);
        }
        buf_puts(out, " | ");
        put_origin(st, who, out);
        buf_puts(out, " |\n");
    }
}

static void put_steps(const struct story *st, struct buf *out) {
    put_heading(out, st->lang, SAY_MD_STEPS);
    put_columns(out, st->lang, SAY_MD_NUMBER, SAY_MD_CALLS);
    buf_puts(out, "|--:|---|---|---|---|---|---|---|--:|\n");
    for (size_t i = 0; i < st->step_count; i++) {
        const struct story_step *step = &st->steps[i];
        buf_printf(out, "| %zu | ", i + 1);
        put_times(out, step->from, step->to);
        buf_puts(out, " | ");
        put_text(out, st->actors[step->actor].name);
        buf_puts(out, " | ");
        put_text(out, step->title);
        buf_printf(out, " | %s | ", tactic_title(st->lang, step->tactic));
        put_text(out, step->technique);
        buf_printf(out, " | %s | %s | %llu |\n", level_word(st->lang, step->level),
                   outcome_word(st->lang, step->outcome), (unsigned long long)step->count);
    }
}

static void put_notes(enum lang lang, enum phrase title, const struct story_note *notes, size_t count,
                      struct buf *out) {
    if (count) put_heading(out, lang, title);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "* ");
        put_text(out, notes[i].title);
        if (notes[i].resource.len) {
            buf_puts(out, ": ");
            put_text(out, notes[i].resource);
        }
        buf_putc(out, '\n');
    }
}

static size_t longest_fence(struct slice s) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < s.len; i++) {
        run = s.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

static void put_command(const struct story_response *r, struct buf *out) {
    size_t fence = longest_fence(r->command) + 1;
    if (fence < 3) fence = 3;
    buf_putn(out, '`', fence);
    buf_puts(out, "sh\n");
    plain_put(out, r->command, "", 0);
    buf_putc(out, '\n');
    buf_putn(out, '`', fence);
    buf_puts(out, "\n\n");
}

static void put_responses(const struct story *st, struct buf *out) {
    if (st->response_count) put_heading(out, st->lang, SAY_MD_DO);
    for (size_t i = 0; i < st->response_count; i++) {
        const struct story_response *r = &st->responses[i];
        buf_printf(out, "%zu\\. **", i + 1);
        put_text(out, r->title);
        buf_puts(out, "** ");
        put_text(out, r->why);
        if (r->account.len) buf_put(out, phrase(st->lang, SAY_PAGE_IN)), put_text(out, r->account);
        if (r->region.len) buf_puts(out, ", "), put_text(out, r->region);
        buf_printf(out, " \\(%s\\)\n\n", phrase(st->lang, r->reversible ? SAY_TEXT_UNDONE : SAY_TEXT_NOT_UNDONE).ptr);
        put_command(r, out);
    }
}

static void put_evidence(const struct story *st, struct buf *out) {
    put_heading(out, st->lang, SAY_MD_EVIDENCE);
    for (size_t i = 0; i < st->step_count; i++) {
        const struct story_step *step = &st->steps[i];
        buf_puts(out, "* ");
        PUT(out, st->lang, MD_STEP, NUMBER(i + 1));
        for (size_t k = 0; k < step->event_count && k < EVENT_IDS_MAX; k++) {
            buf_puts(out, k ? ", " : "");
            put_text(out, step->events[k].id);
        }
        if (step->count > EVENT_IDS_MAX) PUT(out, st->lang, LIST_MORE, NUMBER(step->count - EVENT_IDS_MAX));
        buf_putc(out, '\n');
    }
}

void export_markdown(const struct export_input *in, struct buf *out) {
    for (size_t a = 0; a < in->count; a++) {
        const struct story *st = &in->alerts[a];
        buf_printf(out, "%s## ", a ? "\n" : "");
        put_text(out, st->title);
        buf_puts(out, "\n\n");
        put_facts(st, out);
        put_paragraphs(st, out);
        put_actors(st, out);
        put_steps(st, out);
        put_notes(st->lang, SAY_MD_LOST, st->impacts, st->impact_count, out);
        put_notes(st->lang, SAY_PAGE_BLIND, st->blind_spots, st->blind_spot_count, out);
        put_responses(st, out);
        put_evidence(st, out);
    }
    if (!in->count) buf_printf(out, "%s\n", phrase(in->lang, SAY_MD_NO_ALERT).ptr);
}

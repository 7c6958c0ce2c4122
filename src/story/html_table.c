/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_table.c: the events in evidence, grouped by step. The first rows of a step stand; the script folds the
 * others, so that without it all are there. */
#include <inttypes.h>

#include "story/html_parts.h"

#define ROWS_STANDING 3 /* of each step, before the rest folds */
#define ROWS_LEAST 4    /* a step lists at least these, however many steps there are */

struct html_share html_share(const struct story *st) {
    size_t steps = st->step_count ? st->step_count : 1;
    struct html_share share = {PAGE_ROWS_MAX / steps, PAGE_RAW_MAX / steps};
    if (share.rows < ROWS_LEAST) share.rows = ROWS_LEAST;
    if (share.rows > PAGE_STEP_ROWS_MAX) share.rows = PAGE_STEP_ROWS_MAX;
    if (share.raw < 1) share.raw = 1;
    if (share.raw > share.rows) share.raw = share.rows;
    return share;
}

/* The gap that lies before this step in the picture, or NULL. */
static const struct layout_gap *gap_before(const struct layout *l, uint32_t step) {
    uint32_t card = l->card_of_step[step];
    if (card == STORY_NONE || l->cards[card].steps[0] != step) return NULL;
    if (card > 0 && l->cards[card - 1].x == l->cards[card].x) return NULL;
    for (size_t g = 0; g < l->gap_count; g++) {
        if (l->gaps[g].x == l->cards[card].x) return &l->gaps[g];
    }
    return NULL;
}

static void put_step_cell(struct html_alert *a, uint32_t index, bool first) {
    const struct story_step *step = &a->st->steps[index];
    struct buf *out = a->page->out;
    buf_printf(out, "<td class=\"stp t-%s\">", family_name(tactic_family(step->tactic)));
    if (first) buf_printf(out, "<b>%u</b>%s", index + 1, tactic_title(a->st->lang, step->tactic));
    buf_puts(out, "</td>");
}

static void put_outcome(struct html_alert *a, const struct story_event *ev) {
    struct buf *out = a->page->out;
    if (ev->error.len == 0) {
        buf_puts(out, "<span class=\"okk\">");
        html_icon(out, " s12", icon_markup(ICON_CHECK));
        html_say(a->page, SAY_PAGE_OK);
        buf_puts(out, "</span>");
        return;
    }
    buf_puts(out, "<span class=\"den\">");
    html_icon(out, " s11", icon_markup(ICON_CROSS));
    xml_put(out, ev->error);
    buf_puts(out, "</span>");
}

static void put_row(struct html_alert *a, uint32_t index, size_t e) {
    const struct story_step *step = &a->st->steps[index];
    const struct story_event *ev = &step->events[e];
    const struct story_actor *who = &a->st->actors[step->actor];
    struct buf *out = a->page->out;
    struct civil time = time_civil(ev->time);
    buf_printf(out, "<tr%s data-step=\"%u\">", step->hinge && e == 0 ? " class=\"hingerow\"" : "", index + 1);
    put_step_cell(a, index, e == 0);
    buf_printf(out, "<td class=\"m nw\"><time datetime=\"%s\">%s.%03d</time></td><td class=\"nw\">",
               time_rfc3339(ev->time).text, time_clock(ev->time).text, time.micro / 1000);
    html_icon(out, " s13", icon_kind(who->kind));
    html_text(a->page, who->name);
    buf_puts(out, "</td><td class=\"m cut\">");
    html_call(a->page, ev);
    if (step->hinge && e == 0)
        buf_printf(out, " <span class=\"br\">%s</span>", phrase(a->page->lang, SAY_PAGE_BRANCH).ptr);
    buf_puts(out, "</td><td class=\"cut\">");
    put_outcome(a, ev);
    buf_puts(out, "</td><td class=\"m cut\">");
    if (ev->resource.len) xml_put(out, ev->resource);
    else buf_puts(out, "<span class=\"faint\">–</span>");
    buf_puts(out, "</td><td class=\"m cut\">");
    xml_put(out, ev->source_ip);
    buf_puts(out, "</td><td class=\"cut\">");
    if (step->rule_count) html_text(a->page, step->rule_titles[0]);
    if (step->rule_count > 1) buf_printf(out, " <span class=\"faint\">+%zu</span>", step->rule_count - 1);
    buf_puts(out, "</td></tr>");
}

static void put_fold_row(struct html_alert *a, uint32_t index, size_t standing, size_t listed) {
    const struct story_step *step = &a->st->steps[index];
    struct buf *out = a->page->out;
    size_t more = listed - standing, failed = 0;
    uint64_t unlisted = step->count > listed ? step->count - listed : 0;
    for (size_t e = standing; e < listed; e++) failed += step->events[e].error.len > 0;
    buf_printf(out, "<tbody class=\"foldrow%s\"><tr>", unlisted ? "" : " js");
    put_step_cell(a, index, false);
    buf_puts(out, "<td colspan=\"7\">");
    if (more) {
        buf_puts(out, "<button class=\"btn quiet sm js\" data-do=\"rows\" aria-expanded=\"false\">");
        html_count(a->page, failed == more ? SAY_PAGE_MORE_FAILED : SAY_PAGE_MORE, more);
        if (failed && failed < more) HTML_SAY(a->page, PAGE_MORE_SPLIT, NUMBER(more - failed), NUMBER(failed));
        buf_puts(out, "</button>");
    }
    if (unlisted) {
        buf_puts(out, "<span class=\"muted sm\"> ");
        html_count(a->page, SAY_PAGE_COUNTED, unlisted);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</td></tr></tbody>");
}

static void put_step(struct html_alert *a, uint32_t index, size_t share) {
    const struct story_step *step = &a->st->steps[index];
    struct buf *out = a->page->out;
    size_t listed = step->event_count < share ? step->event_count : share;
    size_t standing = listed <= ROWS_STANDING + 1 ? listed : ROWS_STANDING;
    const struct layout_gap *gap = gap_before(&a->layout, index);
    if (gap) {
        struct slice length = arena_printf(a->page->arena, "+%s", length_words(a->page->lang, gap->length).text);
        buf_puts(out, "<tbody class=\"gapr\"><tr><td colspan=\"8\"><span>");
        HTML_SAY(a->page, DRAW_GAP, length);
        buf_puts(out, "</span></td></tr></tbody>");
    }
    buf_printf(out, "<tbody class=\"grp\" id=\"row-%zu-%u\">", a->number, index + 1);
    for (size_t e = 0; e < standing; e++) put_row(a, index, e);
    buf_puts(out, "</tbody>");
    if (listed > standing || step->count > listed) put_fold_row(a, index, standing, listed);
    if (listed == standing) return;
    buf_puts(out, "<tbody class=\"more\">");
    for (size_t e = standing; e < listed; e++) put_row(a, index, e);
    buf_puts(out, "</tbody>");
}

static void put_bar(struct html_alert *a) {
    struct buf *out = a->page->out;
    uint64_t events = 0;
    for (size_t i = 0; i < a->st->step_count; i++) events += a->st->steps[i].event_count;
    buf_puts(out, "<div class=\"bar\"><label class=\"search js\">");
    html_icon(out, "", icon_markup(ICON_SEARCH));
    buf_printf(out,
               "<input type=\"search\" placeholder=\"%s\" aria-label=\"%s\"><kbd>/</kbd></label>"
               "<span class=\"sp\"></span><span class=\"muted sm\">",
               phrase(a->page->lang, SAY_PAGE_FILTER).ptr, phrase(a->page->lang, SAY_PAGE_FILTER_EVENTS).ptr);
    html_count(a->page, SAY_PAGE_EVIDENCE, events);
    if (a->st->region_count == 1) {
        html_say(a->page, SAY_PAGE_ALL_IN);
        xml_put(out, a->st->regions[0]);
    }
    buf_puts(out, "</span><span class=\"muted sm js hits\" role=\"status\"></span></div>");
}

void html_table(struct html_alert *a) {
    struct buf *out = a->page->out;
    struct html_share share = html_share(a->st);
    static const enum phrase columns[] = {SAY_PAGE_STEP,        SAY_PAGE_COL_TIME,    SAY_PAGE_COL_ACTOR,
                                          SAY_PAGE_COL_CALL,    SAY_PAGE_COL_OUTCOME, SAY_PAGE_COL_RESOURCE,
                                          SAY_PAGE_COL_ADDRESS, SAY_PAGE_COL_RULE};
    const enum lang lang = a->page->lang;
    buf_printf(out, "<section class=\"view\" id=\"view-%zu-1\" aria-label=\"%s\"><h2 class=\"nojs\">%s</h2>", a->number,
               phrase(lang, SAY_PAGE_TABLE).ptr, phrase(lang, SAY_PAGE_EVENTS).ptr);
    put_bar(a);
    buf_printf(out,
               "<div class=\"panel scrollx\" role=\"region\" aria-label=\"%s\" tabindex=\"0\"><table "
               "class=\"events\"><caption class=\"sr\">%s</caption><thead><tr>",
               phrase(lang, SAY_PAGE_EVENTS_REGION).ptr, phrase(lang, SAY_PAGE_EVENTS_CAPTION).ptr);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        buf_printf(out, "<th>%s</th>", phrase(lang, columns[i]).ptr);
    buf_puts(out, "</tr></thead>");
    for (uint32_t i = 0; i < a->st->step_count; i++) put_step(a, i, share.rows);
    buf_puts(out, "</table></div></section>\n");
}

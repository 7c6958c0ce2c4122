/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_alert.c: one alert: what happened in a sentence, why it scores what it scores, the picture, the words. */
#include <inttypes.h>

#include "story/html_parts.h"

static void put_fact(struct buf *out, const char *name) {
    buf_printf(out, "<div><dt>%s</dt><dd>", name);
}

static void put_accounts(struct html_alert *a) {
    const struct story *st = a->st;
    struct html_page *page = a->page;
    for (size_t i = 0; i < st->account_count && i < 4; i++) {
        struct slice name = st->accounts[i];
        for (size_t k = 0; k < st->actor_count; k++) {
            if (slice_eq(st->actors[k].account, name) && st->actors[k].account_name.len) {
                name = st->actors[k].account_name;
                break;
            }
        }
        if (i) buf_puts(page->out, ", ");
        html_text(page, name);
    }
    if (st->account_count > 4) buf_printf(page->out, " +%zu", st->account_count - 4);
    if (st->account_count == 0) buf_puts(page->out, "unknown");
}

/* "5 exfiltration, 1 credential": impacts come sorted by nothing in particular, kinds are few. */
static void put_impacts(struct html_alert *a) {
    const struct story *st = a->st;
    bool any = false;
    for (size_t i = 0; i < st->impact_count; i++) {
        size_t count = 0, before = 0;
        for (size_t j = 0; j < st->impact_count; j++) {
            bool same = slice_eq(st->impacts[i].kind, st->impacts[j].kind);
            count += same;
            before += same && j < i;
        }
        if (before) continue;
        buf_printf(a->page->out, "%s%zu × ", any ? ", " : "", count);
        html_text(a->page, st->impacts[i].kind);
        any = true;
    }
    if (!any) buf_puts(a->page->out, "none proven");
}

static void put_facts(struct html_alert *a) {
    struct buf *out = a->page->out;
    const struct story *st = a->st;
    uint64_t calls = 0;
    for (size_t i = 0; i < st->step_count; i++) calls += st->steps[i].count;
    buf_puts(out, "<dl class=\"facts\">");
    put_fact(out, "Severity");
    html_level(out, st->level);
    buf_puts(out, "</dd></div>");
    put_fact(out, "When");
    html_span(out, st->from, st->to);
    buf_puts(out, "</dd></div>");
    put_fact(out, "Who");
    html_count(out, st->actor_count, "actor", "actors");
    buf_puts(out, ", ");
    html_count(out, calls, "call", "calls");
    buf_puts(out, "</dd></div>");
    put_fact(out, "Where");
    put_accounts(a);
    buf_puts(out, "</dd></div>");
    put_fact(out, "Impact");
    put_impacts(a);
    buf_puts(out, "</dd></div></dl>");
}

static void put_reasons(struct html_alert *a) {
    static const char *const classes[] = {"low", "low", "medium", "high", "critical"};
    struct buf *out = a->page->out;
    const struct story *st = a->st;
    buf_printf(out, "<div class=\"why\"><div class=\"big %s\">%d<small>of 100</small></div><ol aria-label=\"Why %d\">",
               classes[st->level], st->score, st->score);
    for (size_t i = 0; i < st->reason_count; i++) {
        int points = st->reasons[i].points, width = points < 0 ? 0 : points > 36 ? 36 : points;
        buf_printf(out,
                   "<li><b>%+d</b><svg width=\"36\" height=\"6\" aria-hidden=\"true\"><rect width=\"%d\" height=\"6\" "
                   "rx=\"3\"/></svg><span>",
                   points, width);
        html_text(a->page, st->reasons[i].reason);
        buf_puts(out, "</span></li>");
    }
    buf_puts(out, "</ol></div>");
}

static void put_summary(struct html_alert *a) {
    struct buf *out = a->page->out;
    buf_puts(out, "<div class=\"sum\"><div><div class=\"crumb\">Alert ");
    xml_put(out, a->st->id);
    buf_puts(out, "</div><h1>");
    html_text(a->page, a->st->title);
    buf_puts(out, "</h1><p>");
    html_text(a->page, a->st->summary);
    buf_puts(out, "</p>");
    put_facts(a);
    buf_puts(out, "</div>");
    put_reasons(a);
    buf_puts(out, "</div>\n");
}

/* "pic" is for the picture alone. */
static void put_tools(struct buf *out) {
    buf_puts(out, "</div><div class=\"tools\" role=\"toolbar\" aria-label=\"Story\"><button class=\"btn pic\" "
                  "data-do=\"replay\">");
    html_icon(out, "", icon_markup(ICON_PLAY));
    buf_puts(out, "Replay</button><button class=\"btn pic\" data-do=\"fit\">");
    html_icon(out, "", icon_markup(ICON_FIT));
    buf_puts(out, "Fit</button><span class=\"seg pic\"><button class=\"btn\" data-do=\"out\" aria-label=\"Zoom "
                  "out\">−</button><button class=\"btn zoom\" data-do=\"full\" aria-label=\"100 %, back to 100 %\">100 "
                  "%</button><button class=\"btn\" data-do=\"in\" aria-label=\"Zoom in\">+</button></span><button "
                  "class=\"btn\" data-do=\"link\">");
    html_icon(out, "", icon_markup(ICON_LINK));
    buf_puts(out, "<span>Copy link</span></button></div>");
}

static void put_tabs(struct html_alert *a) {
    static const char *const tabs[] = {"Story", "Table", "Narrative", "Response"};
    struct buf *out = a->page->out;
    buf_puts(out, "<div class=\"tabs js\"><div role=\"tablist\" aria-label=\"Views\">");
    for (size_t i = 0; i < 4; i++) {
        buf_printf(
            out,
            "<button role=\"tab\" id=\"tab-%zu-%zu\" aria-controls=\"view-%zu-%zu\" aria-selected=\"%s\">%s</button>",
            a->number, i, a->number, i, i ? "false" : "true", tabs[i]);
    }
    put_tools(out);
    buf_puts(out, "</div>\n");
}

static void put_keys_line(struct buf *out) {
    static const char *const keys[][3] = {{"←", "→", "step"},          {"↑", "↓", "lane"},  {"b", "", "next branch"},
                                          {"o", "", "path to origin"}, {"r", "", "replay"}, {"f", "", "fit"},
                                          {"?", "", "all keys"}};
    buf_puts(out, "<span class=\"keys\">");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        buf_printf(out, "<span><kbd>%s</kbd>", keys[i][0]);
        if (keys[i][1][0]) buf_printf(out, "<kbd>%s</kbd>", keys[i][1]);
        buf_printf(out, "%s</span>", keys[i][2]);
    }
    buf_puts(out, "</span>");
}

static void put_picture(struct html_alert *a) {
    struct buf *out = a->page->out;
    buf_printf(out,
               "<section class=\"view\" id=\"view-%zu-0\" aria-label=\"Story\"><div class=\"stage\"><div "
               "class=\"left\"><div class=\"pane\"><div class=\"scroll\" "
               "role=\"region\" aria-label=\"Attack story, scrolls sideways\" tabindex=\"0\">",
               a->number);
    struct svg_options options = {.id_prefix = a->prefix};
    story_svg(a->st, &options, out);
    buf_puts(out, "</div></div><div class=\"mini js\"><div class=\"over\">");
    story_glyph(a->st, &a->layout, out);
    buf_puts(out, "</div>");
    put_keys_line(out);
    buf_puts(out, "</div></div><aside class=\"drawer\" hidden aria-label=\"Step\"></aside></div>");
    html_bands(a);
    buf_puts(out, "</section>\n");
}

static void put_blind_spots(struct html_alert *a) {
    struct buf *out = a->page->out;
    if (a->st->blind_spot_count == 0) return;
    buf_puts(out, "<section class=\"blind\"><h2>What the logs cannot show</h2><ul>");
    for (size_t i = 0; i < a->st->blind_spot_count; i++) {
        buf_puts(out, "<li>");
        html_text(a->page, a->st->blind_spots[i].title);
        buf_puts(out, "</li>");
    }
    buf_puts(out, "</ul></section>\n");
}

void html_alert(struct html_page *page, const struct story *st, size_t number) {
    struct html_alert a = {.page = page, .st = st, .number = number};
    if (number > 1) snprintf(a.prefix, sizeof a.prefix, "n%zu-", number);
    layout_story(st, page->arena, &a.layout);
    buf_printf(page->out, "<article class=\"alert\" id=\"alert-%zu\" data-alert=\"%zu\">\n", number, number - 1);
    put_summary(&a);
    put_tabs(&a);
    put_picture(&a);
    html_table(&a);
    html_narrative(&a);
    html_response(&a);
    put_blind_spots(&a);
    buf_puts(page->out, "</article>\n");
}

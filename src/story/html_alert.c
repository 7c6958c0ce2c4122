/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_alert.c: one alert: what happened in a sentence, why it scores what it scores, the picture, the words. */
#include <inttypes.h>

#include "story/html_parts.h"

static void put_fact(struct html_alert *a, enum phrase name) {
    buf_printf(a->page->out, "<div><dt>%s</dt><dd>", phrase(a->page->lang, name).ptr);
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
        if (i) html_say(page, SAY_LIST_COMMA);
        html_text(page, name);
    }
    if (st->account_count > 4) buf_printf(page->out, " +%zu", st->account_count - 4);
    if (st->account_count == 0) html_say(page, SAY_PAGE_UNKNOWN);
}

static struct slice impact_word(enum lang lang, struct slice kind) {
    for (enum phrase p = SAY_IMPACT_EXFILTRATION; p <= SAY_IMPACT_COST; p++)
        if (slice_eq(kind, phrase(LANG_EN, p))) return phrase(lang, p);
    return kind;
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
        if (any) html_say(a->page, SAY_LIST_COMMA);
        buf_printf(a->page->out, "%zu × ", count);
        html_text(a->page, impact_word(a->page->lang, st->impacts[i].kind));
        any = true;
    }
    if (!any) html_say(a->page, SAY_PAGE_NONE_PROVEN);
}

static void put_facts(struct html_alert *a) {
    struct buf *out = a->page->out;
    const struct story *st = a->st;
    uint64_t calls = 0;
    for (size_t i = 0; i < st->step_count; i++) calls += st->steps[i].count;
    buf_puts(out, "<dl class=\"facts\">");
    put_fact(a, SAY_PAGE_SEVERITY);
    html_level(a->page, st->level);
    buf_puts(out, "</dd></div>");
    put_fact(a, SAY_PAGE_WHEN);
    html_span(a->page, st->from, st->to);
    buf_puts(out, "</dd></div>");
    put_fact(a, SAY_PAGE_WHO);
    html_count(a->page, SAY_N_ACTORS, st->actor_count);
    html_say(a->page, SAY_LIST_COMMA);
    html_count(a->page, SAY_N_CALLS, calls);
    buf_puts(out, "</dd></div>");
    put_fact(a, SAY_PAGE_WHERE);
    put_accounts(a);
    buf_puts(out, "</dd></div>");
    put_fact(a, SAY_PAGE_IMPACT);
    put_impacts(a);
    buf_puts(out, "</dd></div></dl>");
}

static void put_reasons(struct html_alert *a) {
    static const char *const classes[] = {"low", "low", "medium", "high", "critical"};
    struct buf *out = a->page->out;
    const struct story *st = a->st;
    buf_printf(out, "<div class=\"why\"><div class=\"big %s\">%d<small>%s</small></div><ol aria-label=\"",
               classes[st->level], st->score, phrase(a->page->lang, SAY_PAGE_OF_100).ptr);
    html_count(a->page, SAY_PAGE_WHY, (uint64_t)st->score);
    buf_puts(out, "\">");
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
    buf_printf(out, "<div class=\"sum\"><div><div class=\"crumb\">%s ", phrase(a->page->lang, SAY_PAGE_ALERT).ptr);
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
static void put_tools(struct html_page *page) {
    struct buf *out = page->out;
    const enum lang lang = page->lang;
    buf_printf(out,
               "</div><div class=\"tools\" role=\"toolbar\" aria-label=\"%s\"><button class=\"btn pic\" "
               "data-do=\"replay\">",
               phrase(lang, SAY_PAGE_STORY).ptr);
    html_icon(out, "", icon_markup(ICON_PLAY));
    buf_printf(out, "%s</button><button class=\"btn pic\" data-do=\"fit\">", phrase(lang, SAY_PAGE_REPLAY).ptr);
    html_icon(out, "", icon_markup(ICON_FIT));
    buf_printf(out,
               "%s</button><span class=\"seg pic\"><button class=\"btn\" data-do=\"out\" aria-label=\"%s\">−</button>"
               "<button class=\"btn zoom\" data-do=\"full\" aria-label=\"%s\">100 %%</button><button class=\"btn\" "
               "data-do=\"in\" aria-label=\"%s\">+</button></span><button class=\"btn\" data-do=\"link\">",
               phrase(lang, SAY_PAGE_FIT).ptr, phrase(lang, SAY_PAGE_ZOOM_OUT).ptr,
               phrase(lang, SAY_PAGE_ZOOM_FULL).ptr, phrase(lang, SAY_PAGE_ZOOM_IN).ptr);
    html_icon(out, "", icon_markup(ICON_LINK));
    buf_printf(out, "<span>%s</span></button></div>", phrase(lang, SAY_PAGE_COPY_LINK).ptr);
}

static void put_tabs(struct html_alert *a) {
    static const enum phrase tabs[] = {SAY_PAGE_STORY, SAY_PAGE_TABLE, SAY_PAGE_NARRATIVE, SAY_PAGE_RESPONSE};
    struct buf *out = a->page->out;
    buf_printf(out, "<div class=\"tabs js\"><div role=\"tablist\" aria-label=\"%s\">",
               phrase(a->page->lang, SAY_PAGE_VIEWS).ptr);
    for (size_t i = 0; i < 4; i++) {
        buf_printf(
            out,
            "<button role=\"tab\" id=\"tab-%zu-%zu\" aria-controls=\"view-%zu-%zu\" aria-selected=\"%s\">%s</button>",
            a->number, i, a->number, i, i ? "false" : "true", phrase(a->page->lang, tabs[i]).ptr);
    }
    put_tools(a->page);
    buf_puts(out, "</div>\n");
}

static void put_keys_line(struct html_page *page) {
    static const char *const keys[][2] = {{"←", "→"}, {"↑", "↓"}, {"b", ""}, {"o", ""},
                                          {"r", ""},  {"f", ""},  {"?", ""}};
    struct buf *out = page->out;
    buf_puts(out, "<span class=\"keys\">");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        buf_printf(out, "<span><kbd>%s</kbd>", keys[i][0]);
        if (keys[i][1][0]) buf_printf(out, "<kbd>%s</kbd>", keys[i][1]);
        buf_printf(out, "%s</span>", phrase(page->lang, SAY_HINT_STEP + (enum phrase)i).ptr);
    }
    buf_puts(out, "</span>");
}

static void put_picture(struct html_alert *a) {
    struct buf *out = a->page->out;
    buf_printf(out,
               "<section class=\"view\" id=\"view-%zu-0\" aria-label=\"%s\"><div class=\"stage\"><div "
               "class=\"left\"><div class=\"pane\"><div class=\"scroll\" "
               "role=\"region\" aria-label=\"%s\" tabindex=\"0\">",
               a->number, phrase(a->page->lang, SAY_PAGE_STORY).ptr, phrase(a->page->lang, SAY_PAGE_PICTURE).ptr);
    struct svg_options options = {.id_prefix = a->prefix};
    story_svg(a->st, &options, out);
    buf_puts(out, "</div></div><div class=\"mini js\"><div class=\"over\">");
    story_glyph(a->st, &a->layout, out);
    buf_puts(out, "</div>");
    put_keys_line(a->page);
    buf_printf(out, "</div></div><aside class=\"drawer\" hidden aria-label=\"%s\"></aside></div>",
               phrase(a->page->lang, SAY_PAGE_STEP).ptr);
    html_bands(a);
    buf_puts(out, "</section>\n");
}

static void put_blind_spots(struct html_alert *a) {
    struct buf *out = a->page->out;
    if (a->st->blind_spot_count == 0) return;
    buf_printf(out, "<section class=\"blind\"><h2>%s</h2><ul>", phrase(a->page->lang, SAY_PAGE_BLIND).ptr);
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

/* SPDX-License-Identifier: Apache-2.0 */
/* story/html.c: the page around the alerts: head, list of alerts, observations, what was read. */
#include "story/html.h"

#include <inttypes.h>

#include "story/html_parts.h"
#include "story/page.h"

static const char *const LEVEL_CLASSES[] = {"low", "low", "medium", "high", "critical"};

void html_text(struct html_page *page, struct slice text) {
    xml_put(page->out, text_group_accounts(page->arena, text));
}

void html_say(struct html_page *page, enum phrase words) {
    buf_put(page->out, phrase(page->lang, words));
}

void html_phrase(struct html_page *page, enum phrase words, const struct slice *values, size_t count) {
    phrase_put_xml(page->out, page->lang, words, values, count);
}

void html_count(struct html_page *page, enum phrase words, uint64_t n) {
    html_phrase(page, words, PHRASE_VALUES(NUMBER(n)));
}

void html_span(struct html_page *page, int64_t from, int64_t to) {
    struct buf *out = page->out;
    const char *join = page->lang == LANG_EN ? "," : "";
    struct time_text day = date_words(page->lang, from), end = date_words(page->lang, to);
    buf_printf(out, "%s%s %s", day.text, join, time_clock_short(from).text);
    if (strcmp(day.text, end.text) != 0) buf_printf(out, " – %s%s %s", end.text, join, time_clock_short(to).text);
    else if (from / US_PER_MINUTE != to / US_PER_MINUTE) buf_printf(out, " – %s", time_clock_short(to).text);
    buf_puts(out, " UTC");
}

void html_icon(struct buf *out, const char *classes, const char *markup) {
    buf_printf(out, "<svg class=\"i%s\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">%s</svg>", classes, markup);
}

void html_level(struct html_page *page, enum level level) {
    buf_printf(page->out, "<span class=\"sev %s\"><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">%s</svg>%s</span>",
               LEVEL_CLASSES[level], icon_level(level),
               phrase(page->lang, SAY_PAGE_LEVEL_INFORMATIONAL + (enum phrase)level).ptr);
}

void html_call(struct html_page *page, const struct story_event *ev) {
    xml_put(page->out, slice_before(ev->source, '.'));
    buf_putc(page->out, ':');
    xml_put(page->out, ev->name);
}

/* --- head --- */

static const char LOGO[] = "<svg viewBox=\"0 0 28 28\" aria-hidden=\"true\"><rect class=\"lg-p\" x=\"1\" y=\"3\" "
                           "width=\"5\" height=\"22\" rx=\"2.5\"/><rect class=\"lg-p\" "
                           "x=\"22\" y=\"3\" width=\"5\" height=\"22\" rx=\"2.5\"/><rect class=\"lg-s\" x=\"6\" "
                           "y=\"5.5\" width=\"16\" height=\"17\"/><path class=\"lg-r\" "
                           "d=\"M6 10.5h16\"/><path class=\"lg-b\" d=\"M11 10.5v4.5q0 3 3 3h8\"/><circle "
                           "class=\"lg-c\" cx=\"11\" cy=\"10.5\" r=\"2.6\"/></svg>";

static void put_head(struct html_page *page) {
    struct buf *out = page->out;
    const struct story_set *set = page->set;
    buf_printf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", lang_code(page->lang));
    buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    buf_printf(out, "%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n", PAGE_CSS_SHA256,
               PAGE_JS_SHA256);
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"referrer\" "
                  "content=\"no-referrer\">\n"
                  "<title>");
    if (set->alert_count == 1) html_text(page, set->alerts[0].title);
    else html_count(page, SAY_N_ALERTS, set->alert_count);
    buf_printf(out, " · emaki</title>\n<style>%s</style>\n</head>\n<body>\n", PAGE_CSS);
}

/* "5,321 events in 3 accounts" */
static void put_events(struct html_page *page) {
    const struct input_stats *in = &page->set->input;
    struct slice events = phrase_make(page->arena, page->lang, SAY_N_EVENTS, PHRASE_VALUES(NUMBER(in->events)));
    struct slice accounts =
        phrase_make(page->arena, page->lang, SAY_N_ACCOUNTS, PHRASE_VALUES(NUMBER(in->account_count)));
    if (in->account_count) HTML_SAY(page, PAGE_EVENTS_IN, events, accounts);
    else buf_put(page->out, events);
}

static void put_top(struct html_page *page) {
    struct buf *out = page->out;
    const struct input_stats *in = &page->set->input;
    buf_printf(out,
               "<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"top\"><span "
               "class=\"brand\">%semaki</span>",
               phrase(page->lang, SAY_PAGE_SKIP).ptr, LOGO);
    buf_puts(out, "<span class=\"env\">");
    html_count(page, SAY_N_ALERTS, page->set->alert_count);
    buf_puts(out, "</span><span class=\"env\">");
    put_events(page);
    if (in->events) {
        html_say(page, SAY_LIST_COMMA);
        html_span(page, in->from, in->to);
    }
    buf_printf(out,
               "</span><span class=\"sp\"></span><button class=\"btn quiet js\" data-do=\"theme\" aria-label=\"%s\">",
               phrase(page->lang, SAY_PAGE_THEME).ptr);
    html_icon(out, "", icon_markup(ICON_THEME));
    buf_puts(out, "</button><button class=\"btn quiet js\" data-do=\"keys\">");
    html_icon(out, "", icon_markup(ICON_KEYS));
    html_say(page, SAY_PAGE_KEYS);
    buf_puts(out, "</button></header>\n");
}

/* --- the list of alerts --- */

static void put_list(struct html_page *page) {
    struct buf *out = page->out;
    buf_printf(out, "<nav class=\"alerts panel\" aria-label=\"%s\">", phrase(page->lang, SAY_PAGE_ALERTS).ptr);
    for (size_t i = 0; i < page->set->alert_count; i++) {
        const struct story *st = &page->set->alerts[i];
        struct layout layout;
        layout_story(st, page->arena, &layout);
        buf_printf(out, "<a href=\"#alert-%zu\">", i + 1);
        html_level(page, st->level);
        buf_printf(out, "<b class=\"score\">%d</b><span class=\"what\"><b>", st->score);
        html_text(page, st->title);
        buf_puts(out, "</b><span class=\"muted sm\">");
        html_span(page, st->from, st->to);
        buf_puts(out, " · ");
        HTML_SAY(page, PAGE_SIZE, NUMBER(st->step_count), NUMBER(st->actor_count));
        buf_puts(out, "</span></span>");
        story_glyph(st, &layout, out);
        buf_puts(out, "</a>");
    }
    buf_puts(out, "</nav>\n");
}

static void put_nothing(struct html_page *page) {
    struct buf *out = page->out;
    buf_printf(out, "<section class=\"empty panel\"><h1>%s</h1><p>", phrase(page->lang, SAY_PAGE_NOTHING).ptr);
    if (page->set->input.events == 0) html_say(page, SAY_PAGE_NO_EVENT);
    else html_count(page, SAY_PAGE_NO_ALERT, page->set->input.events);
    buf_puts(out, "</p></section>\n");
}

/* --- below the alerts --- */

static void put_observations(struct html_page *page) {
    struct buf *out = page->out;
    if (page->set->observation_count == 0) return;
    static const enum phrase columns[] = {SAY_PAGE_COL_LEVEL, SAY_PAGE_COL_WHAT,  SAY_PAGE_COL_WHO,
                                          SAY_PAGE_COL_WHEN,  SAY_PAGE_COL_CALLS, SAY_PAGE_COL_SCORE};
    buf_printf(out,
               "<section class=\"below\"><h2>%s</h2><div class=\"panel scrollx\" role=\"region\" aria-label=\"%s\" "
               "tabindex=\"0\"><table><thead><tr>",
               phrase(page->lang, SAY_PAGE_OBSERVATIONS).ptr, phrase(page->lang, SAY_PAGE_OBSERVATIONS_REGION).ptr);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        buf_printf(out, "<th%s>%s</th>", i < 4 ? "" : " class=\"num\"", phrase(page->lang, columns[i]).ptr);
    buf_puts(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < page->set->observation_count && i < PAGE_ROWS_MAX; i++) {
        const struct observation *seen = &page->set->observations[i];
        buf_puts(out, "<tr><td>");
        html_level(page, seen->level);
        buf_puts(out, "</td><td>");
        html_text(page, seen->title);
        buf_puts(out, "</td><td>");
        html_text(page, seen->actor);
        buf_puts(out, "</td><td class=\"nw\">");
        html_span(page, seen->from, seen->to);
        buf_printf(out, "</td><td class=\"num\">%" PRIu64 "</td><td class=\"num\">%d</td></tr>", seen->count,
                   seen->score);
    }
    buf_puts(out, "</tbody></table></div></section>\n");
}

static void put_problems(struct html_page *page, enum phrase what, const struct input_problem *problems, size_t listed,
                         uint64_t count) {
    struct buf *out = page->out;
    if (count == 0) return;
    buf_puts(out, "<details><summary>");
    html_count(page, what, count);
    buf_puts(out, "</summary><ul>");
    for (size_t i = 0; i < listed; i++) {
        buf_puts(out, "<li><code>");
        xml_put(out, problems[i].path);
        buf_puts(out, "</code>");
        html_count(page, SAY_PAGE_AT_BYTE, problems[i].offset);
        xml_put(out, problems[i].error);
        buf_puts(out, "</li>");
    }
    buf_puts(out, "</ul></details>");
}

static void put_foot(struct html_page *page, const struct html_options *options) {
    struct buf *out = page->out;
    const struct input_stats *in = &page->set->input;
    buf_puts(out, "<footer><p>");
    html_count(page, SAY_N_FILES, in->files);
    html_say(page, SAY_LIST_COMMA);
    html_count(page, SAY_N_RECORDS, in->records);
    html_say(page, SAY_LIST_COMMA);
    html_count(page, SAY_N_DUPLICATES, in->duplicates);
    if (in->skipped_files) {
        html_say(page, SAY_LIST_COMMA);
        html_count(page, SAY_PAGE_NO_LOGS, in->skipped_files);
    }
    HTML_SAY(page, PAGE_MADE_BY, slice_cstr(options->version ? options->version : ""));
    buf_puts(out, "</p>");
    put_problems(page, SAY_PAGE_BAD_FILES, in->failed, in->failed_listed, in->failed_count);
    put_problems(page, SAY_PAGE_BAD_RECORDS, in->malformed, in->malformed_listed, in->malformed_count);
    buf_puts(out, "</footer>\n");
}

static void put_keys(struct html_page *page) {
    static const char *const keys[] = {"← →", "↑ ↓", "b B", "o", "Enter", "Esc", "r", "f", "0", "+ −", "t", "/", "?"};
    const char *title = phrase(page->lang, SAY_PAGE_KEYS).ptr;
    buf_printf(page->out, "<dialog class=\"keyhelp\" aria-label=\"%s\"><h2>%s</h2><dl class=\"dl\">", title, title);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        buf_printf(page->out, "<dt><kbd>%s</kbd></dt><dd>%s</dd>", keys[i],
                   phrase(page->lang, SAY_KEY_STEP + (enum phrase)i).ptr);
    }
    buf_printf(page->out, "</dl><button class=\"btn\" data-do=\"close-keys\">%s</button></dialog>\n",
               phrase(page->lang, SAY_PAGE_CLOSE).ptr);
}

void story_html(const struct story_set *set, const struct html_options *options, struct buf *out) {
    struct arena arena;
    arena_init(&arena, 0);
    struct html_page page = {set, &arena, out, set->lang};
    put_head(&page);
    put_top(&page);
    buf_puts(out, "<main id=\"main\">\n");
    if (set->alert_count == 0) put_nothing(&page);
    if (set->alert_count > 1) put_list(&page);
    for (size_t i = 0; i < set->alert_count; i++) html_alert(&page, &set->alerts[i], i + 1);
    put_observations(&page);
    buf_puts(out, "</main>\n");
    put_foot(&page, options);
    put_keys(&page);
    html_data(&page);
    buf_printf(out, "<script>%s</script>\n</body>\n</html>\n", PAGE_JS);
    arena_release(&arena);
}

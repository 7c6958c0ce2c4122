/* SPDX-License-Identifier: Apache-2.0 */
/* story/html.c: the page around the alerts: head, list of alerts, observations, what was read. */
#include "story/html.h"

#include <inttypes.h>

#include "story/html_parts.h"
#include "story/page.h"

static const char *const LEVEL_WORDS[] = {"Informational", "Low", "Medium", "High", "Critical"};
static const char *const LEVEL_CLASSES[] = {"low", "low", "medium", "high", "critical"};

void html_text(struct html_page *page, struct slice text) {
    xml_put(page->out, text_group_accounts(page->arena, text));
}

void html_count(struct buf *out, uint64_t n, const char *one, const char *many) {
    buf_put_grouped(out, n);
    buf_printf(out, " %s", n == 1 ? one : many);
}

void html_span(struct buf *out, int64_t from, int64_t to) {
    struct time_text day = time_date(from), end = time_date(to);
    buf_printf(out, "%s, %s", day.text, time_clock_short(from).text);
    if (strcmp(day.text, end.text) != 0) buf_printf(out, " – %s, %s", end.text, time_clock_short(to).text);
    else if (from / US_PER_MINUTE != to / US_PER_MINUTE) buf_printf(out, " – %s", time_clock_short(to).text);
    buf_puts(out, " UTC");
}

void html_icon(struct buf *out, const char *classes, const char *markup) {
    buf_printf(out, "<svg class=\"i%s\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">%s</svg>", classes, markup);
}

void html_level(struct buf *out, enum level level) {
    buf_printf(out, "<span class=\"sev %s\"><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">%s</svg>%s</span>",
               LEVEL_CLASSES[level], icon_level(level), LEVEL_WORDS[level]);
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
    buf_puts(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    buf_printf(out, "%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n", PAGE_CSS_SHA256,
               PAGE_JS_SHA256);
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"referrer\" "
                  "content=\"no-referrer\">\n"
                  "<title>");
    if (set->alert_count == 1) html_text(page, set->alerts[0].title);
    else html_count(out, set->alert_count, "alert", "alerts");
    buf_printf(out, " · emaki</title>\n<style>%s</style>\n</head>\n<body>\n", PAGE_CSS);
}

static void put_top(struct html_page *page) {
    struct buf *out = page->out;
    const struct input_stats *in = &page->set->input;
    buf_printf(out,
               "<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"top\"><span "
               "class=\"brand\">%semaki</span>",
               LOGO);
    buf_puts(out, "<span class=\"env\">");
    html_count(out, page->set->alert_count, "alert", "alerts");
    buf_puts(out, "</span><span class=\"env\">");
    html_count(out, in->events, "event", "events");
    if (in->account_count) {
        buf_puts(out, " in ");
        html_count(out, in->account_count, "account", "accounts");
    }
    if (in->events) {
        buf_puts(out, ", ");
        html_span(out, in->from, in->to);
    }
    buf_puts(out, "</span><span class=\"sp\"></span><button class=\"btn quiet js\" data-do=\"theme\" "
                  "aria-label=\"Light or dark\">");
    html_icon(out, "", icon_markup(ICON_THEME));
    buf_puts(out, "</button><button class=\"btn quiet js\" data-do=\"keys\">");
    html_icon(out, "", icon_markup(ICON_KEYS));
    buf_puts(out, "Keys</button></header>\n");
}

/* --- the list of alerts --- */

static void put_list(struct html_page *page) {
    struct buf *out = page->out;
    buf_puts(out, "<nav class=\"alerts panel\" aria-label=\"Alerts\">");
    for (size_t i = 0; i < page->set->alert_count; i++) {
        const struct story *st = &page->set->alerts[i];
        struct layout layout;
        layout_story(st, page->arena, &layout);
        buf_printf(out, "<a href=\"#alert-%zu\">", i + 1);
        html_level(out, st->level);
        buf_printf(out, "<b class=\"score\">%d</b><span class=\"what\"><b>", st->score);
        html_text(page, st->title);
        buf_puts(out, "</b><span class=\"muted sm\">");
        html_span(out, st->from, st->to);
        buf_printf(out, " · %zu step%s · %zu actor%s</span></span>", st->step_count, st->step_count == 1 ? "" : "s",
                   st->actor_count, st->actor_count == 1 ? "" : "s");
        story_glyph(st, &layout, out);
        buf_puts(out, "</a>");
    }
    buf_puts(out, "</nav>\n");
}

static void put_nothing(struct html_page *page) {
    struct buf *out = page->out;
    buf_puts(out, "<section class=\"empty panel\"><h1>No attack story in these logs</h1><p>");
    if (page->set->input.events == 0) buf_puts(out, "No CloudTrail event was found in what was read.");
    else {
        html_count(out, page->set->input.events, "event was", "events were");
        buf_puts(out, " read, and nothing in them adds up to an alert.");
    }
    buf_puts(out, "</p></section>\n");
}

/* --- below the alerts --- */

static void put_observations(struct html_page *page) {
    struct buf *out = page->out;
    if (page->set->observation_count == 0) return;
    buf_puts(out, "<section class=\"below\"><h2>Observations below the alert threshold</h2><div class=\"panel "
                  "scrollx\" role=\"region\" aria-label=\"Observations, scrolls sideways\" "
                  "tabindex=\"0\"><table><thead><tr><th>Level"
                  "</th><th>What</th><th>Who</th><th>When, UTC</th><th class=\"num\">Calls</th><th "
                  "class=\"num\">Score</th></tr></thead><tbody>");
    for (size_t i = 0; i < page->set->observation_count && i < PAGE_ROWS_MAX; i++) {
        const struct observation *seen = &page->set->observations[i];
        buf_puts(out, "<tr><td>");
        html_level(out, seen->level);
        buf_puts(out, "</td><td>");
        html_text(page, seen->title);
        buf_puts(out, "</td><td>");
        html_text(page, seen->actor);
        buf_puts(out, "</td><td class=\"nw\">");
        html_span(out, seen->from, seen->to);
        buf_printf(out, "</td><td class=\"num\">%" PRIu64 "</td><td class=\"num\">%d</td></tr>", seen->count,
                   seen->score);
    }
    buf_puts(out, "</tbody></table></div></section>\n");
}

static void put_problems(struct html_page *page, const char *what, const struct input_problem *problems, size_t listed,
                         uint64_t count) {
    struct buf *out = page->out;
    if (count == 0) return;
    buf_puts(out, "<details><summary>");
    html_count(out, count, what, what);
    buf_puts(out, " could not be read</summary><ul>");
    for (size_t i = 0; i < listed; i++) {
        buf_puts(out, "<li><code>");
        xml_put(out, problems[i].path);
        buf_printf(out, "</code> at byte %" PRIu64 ": ", problems[i].offset);
        xml_put(out, problems[i].error);
        buf_puts(out, "</li>");
    }
    buf_puts(out, "</ul></details>");
}

static void put_foot(struct html_page *page, const struct html_options *options) {
    struct buf *out = page->out;
    const struct input_stats *in = &page->set->input;
    buf_puts(out, "<footer><p>");
    html_count(out, in->files, "file", "files");
    buf_puts(out, ", ");
    html_count(out, in->records, "record", "records");
    buf_puts(out, ", ");
    html_count(out, in->duplicates, "duplicate", "duplicates");
    buf_puts(out, in->skipped_files ? ", " : "");
    if (in->skipped_files) html_count(out, in->skipped_files, "file that is no log", "files that are no logs");
    buf_printf(out, ". Times are UTC. Made by emaki %s.</p>", options->version ? options->version : "");
    put_problems(page, "file", in->failed, in->failed_listed, in->failed_count);
    put_problems(page, "record", in->malformed, in->malformed_listed, in->malformed_count);
    buf_puts(out, "</footer>\n");
}

static void put_keys(struct html_page *page) {
    static const char *const keys[][2] = {
        {"← →", "step by time"},
        {"↑ ↓", "lane"},
        {"b B", "next, previous branch"},
        {"o", "keep the path to the origin"},
        {"Enter", "open a step"},
        {"Esc", "close, stop, show all"},
        {"r", "replay, and pause"},
        {"f", "fit"},
        {"0", "100 %"},
        {"+ −", "zoom"},
        {"t", "story and table"},
        {"/", "filter the table"},
        {"?", "these keys"},
    };
    buf_puts(page->out, "<dialog class=\"keyhelp\" aria-label=\"Keys\"><h2>Keys</h2><dl class=\"dl\">");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        buf_printf(page->out, "<dt><kbd>%s</kbd></dt><dd>%s</dd>", keys[i][0], keys[i][1]);
    }
    buf_puts(page->out, "</dl><button class=\"btn\" data-do=\"close-keys\">Close</button></dialog>\n");
}

void story_html(const struct story_set *set, const struct html_options *options, struct buf *out) {
    struct arena arena;
    arena_init(&arena, 0);
    struct html_page page = {set, &arena, out};
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

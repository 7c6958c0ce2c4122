/* SPDX-License-Identifier: Apache-2.0 */
/* cli/render.c: see render.h. */
#include "cli/render.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/print.h"
#include "export/export.h"
#include "story/html.h"
#include "story/json.h"
#include "story/svg.h"

static const struct svg_options PICTURE = {.theme = SVG_AUTO, .standalone = true};
static const struct html_options PAGE = {.version = EMAKI_VERSION};

/* The formats of other tools, which take any number of stories. */
static bool render_export(enum format format, const struct story_set *set, size_t first, size_t count,
                          struct buf *out) {
    const struct export_input in = {
        .alerts = set->alerts + first,
        .count = count,
        .rules = set->rules,
        .version = EMAKI_VERSION,
        .lang = set->lang,
    };
    switch (format) {
    case FORMAT_CSV: export_csv(&in, out); break;
    case FORMAT_MARKDOWN: export_markdown(&in, out); break;
    case FORMAT_NAVIGATOR: export_navigator(&in, out); break;
    case FORMAT_OCSF: export_ocsf(&in, out); break;
    case FORMAT_STIX: export_stix(&in, out); break;
    default: return false;
    }
    return true;
}

bool render_shows_one(enum format format) {
    static const enum format one[] = {FORMAT_SVG,     FORMAT_PNG, FORMAT_PDF,
                                      FORMAT_MERMAID, FORMAT_DOT, FORMAT_ATTACK_FLOW};
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++)
        if (format == one[i]) return true;
    return false;
}

void render_scan(enum format format, const struct story_set *set, const struct text_options *text, struct buf *out) {
    switch (format) {
    case FORMAT_TEXT: text_scan(set, text, out); break;
    case FORMAT_JSON: json_scan(set, EMAKI_VERSION, out); break;
    case FORMAT_HTML: story_html(set, &PAGE, out); break;
    default: render_export(format, set, 0, set->alert_count, out); break;
    }
}

/* The set with one alert alone, as a page shows it. */
static void render_page(const struct story_set *set, size_t alert, struct buf *out) {
    struct story_set one = *set;
    one.alerts = &set->alerts[alert];
    one.alert_count = 1;
    one.observations = NULL;
    one.observation_count = 0;
    story_html(&one, &PAGE, out);
}

bool render_story(enum format format, const struct story_set *set, size_t alert, const struct text_options *text,
                  struct buf *out, struct err *err) {
    const struct story *st = &set->alerts[alert];
    switch (format) {
    case FORMAT_TEXT: text_story(st, text, out); break;
    case FORMAT_JSON: json_story(st, out); break;
    case FORMAT_HTML: render_page(set, alert, out); break;
    case FORMAT_SVG: story_svg(st, &PICTURE, out); break;
    case FORMAT_PNG: return print_png(st, out, err);
    case FORMAT_PDF: return print_pdf(st, out, err);
    case FORMAT_MERMAID: export_mermaid(st, out); break;
    case FORMAT_DOT: export_dot(st, out); break;
    case FORMAT_ATTACK_FLOW: export_attack_flow(st, out); break;
    default: render_export(format, set, alert, 1, out); break;
    }
    return true;
}

bool render_is_binary(enum format format) {
    return format == FORMAT_PNG || format == FORMAT_PDF;
}

static bool wants_color(enum when when, bool terminal) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (when != WHEN_AUTO) return when == WHEN_ALWAYS;
    return terminal && !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
}

struct text_options render_text_options(const struct args *args) {
    unsigned columns = args->output ? 0 : output_columns(STDOUT_FILENO);
    return (struct text_options){.width = columns, .color = wants_color(args->color, columns > 0)};
}

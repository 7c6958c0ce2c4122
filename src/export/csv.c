/* SPDX-License-Identifier: Apache-2.0 */
/* export/csv.c: the table of events (RFC 4180: CRLF, quotes doubled). One row an event in evidence, by alert, then
 * step.
 *
 * Spreadsheets calculate a cell that begins with = + - @, a tab or a line end (OWASP, "CSV Injection"): an apostrophe
 * in front makes it text. Only cells of log text can begin so.
 */
#include <string.h>

#include "export/parts.h"

static void put_cell(struct buf *out, struct slice s, bool last) {
    uint32_t code;
    bool quoted = memchr(s.ptr ? s.ptr : "", ',', s.len) || memchr(s.ptr ? s.ptr : "", '"', s.len);
    if (quoted) buf_putc(out, '"');
    if (s.len && strchr("=+-@\t\r\n", s.ptr[0])) buf_putc(out, '\'');
    while (plain_next(&s, &code)) {
        if (code == '"') buf_putc(out, '"');
        utf8_put(out, code);
    }
    if (quoted) buf_putc(out, '"');
    buf_puts(out, last ? "\r\n" : ",");
}

static void put_number(struct buf *out, size_t n) {
    buf_printf(out, "%zu,", n);
}

static void put_row(const struct export_input *in, const struct story *st, size_t index, const struct story_event *e,
                    struct buf *out) {
    const struct story_step *step = &st->steps[index];
    const struct story_actor *who = &st->actors[step->actor];
    const struct time_text time = time_rfc3339(e->time);
    const bool named = in->rules && e->rule != STORY_NONE;
    const struct slice cells[] = {
        slice_cstr(time.text),
        slice_cstr(actor_kind_name(who->kind)),
        who->name,
        step->title,
        step->tactic,
        step->technique,
        slice_cstr(level_name(step->level)),
        slice_cstr(e->error.len ? "failed" : "succeeded"),
        e->source,
        e->name,
        e->region,
        e->account,
        e->source_ip,
        e->user_agent,
        e->error,
        e->resource,
        named ? ruleset_info(in->rules, e->rule)->title : (struct slice){0},
        e->id,
    };
    const size_t count = sizeof cells / sizeof cells[0];
    put_cell(out, st->id, false);
    put_number(out, index + 1);
    for (size_t i = 0; i < count; i++) put_cell(out, cells[i], i + 1 == count);
}

void export_csv(const struct export_input *in, struct buf *out) {
    buf_puts(out,
             "alert,step,time,actor_kind,actor,title,tactic,technique,level,outcome,event_source,event_name,region,"
             "account,source_ip,user_agent,error,resource,rule,event_id\r\n");
    for (size_t a = 0; a < in->count; a++)
        for (size_t i = 0; i < in->alerts[a].step_count; i++)
            for (size_t k = 0; k < in->alerts[a].steps[i].event_count; k++)
                put_row(in, &in->alerts[a], i, &in->alerts[a].steps[i].events[k], out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_scan.c: `emaki scan`: reads log objects, writes alerts with their stories. */
#include <unistd.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/render.h"
#include "cli/session.h"

/* Status 3 counts every alert, whatever --min-level shows. */
static bool any_alert_of(const struct story_set *set, enum level level) {
    for (size_t i = 0; i < set->alert_count; i++)
        if (set->alerts[i].level >= level) return true;
    return false;
}

/* Leaves out what is below --min-level; order is kept. */
static void keep_level(struct story_set *set, enum level level) {
    struct story *alerts = ARENA_ARRAY(&set->arena, struct story, set->alert_count);
    struct observation *observations = ARENA_ARRAY(&set->arena, struct observation, set->observation_count);
    size_t alert_count = 0, observation_count = 0;
    for (size_t i = 0; i < set->alert_count; i++)
        if (set->alerts[i].level >= level) alerts[alert_count++] = set->alerts[i];
    for (size_t i = 0; i < set->observation_count; i++)
        if (set->observations[i].level >= level) observations[observation_count++] = set->observations[i];
    set->alerts = alerts, set->alert_count = alert_count;
    set->observations = observations, set->observation_count = observation_count;
}

/* Text says for itself what was read; the other formats leave it to standard error when nothing was. */
static void say_nothing_read(const struct story_set *set, const struct args *args) {
    struct text_options plain = {.width = TEXT_WIDTH_MAX};
    struct buf line;
    if (args->format == FORMAT_TEXT || set->input.records || set->input.events) return;
    buf_init(&line);
    text_input(set, &plain, &line);
    struct slice text = slice_trim(buf_slice(&line));
    output_say("%.*s", SLICE_FMT(text));
    buf_release(&line);
}

/* A picture or a graph shows one story: the gravest. False when there is none to show. */
static bool render_picture(const struct story_set *set, enum format format, struct buf *out, struct err *err) {
    if (set->alert_count == 0) return err_set(err, ERR_USAGE, "no alert, so no picture");
    if (set->alert_count > 1)
        output_say("the picture shows the gravest of %zu alerts; emaki story --alert N draws the others",
                   set->alert_count);
    return render_story(format, set, 0, NULL, out, err);
}

static bool write_result(struct session *session, const struct args *args) {
    struct text_options text = render_text_options(args);
    struct err err = ERR_INIT;
    struct buf out;
    bool ok = true, something = true;
    buf_init(&out);
    bool lines = args->format == FORMAT_MATCHES || args->explain;
    if (lines) buf_put(&out, buf_slice(&session->result.matches));
    else if (render_shows_one(args->format)) something = render_picture(&session->result.set, args->format, &out, &err);
    else render_scan(args->format, &session->result.set, &text, &out);
    if (something) ok = output_write(args->output, buf_slice(&out), &err);
    if (!something || !ok) output_say("%s", err.message);
    buf_release(&out);
    return ok && (something || err.code == ERR_USAGE); /* that there is no alert is no failure */
}

/* Nothing is woven then, so there is nothing to count, either. */
static int explain(struct session *session, const struct args *args, int status) {
    bool found = session->result.matches.len > 0;
    if (!found) output_say("no event has the ID %s", args->explain);
    if (!write_result(session, args) || !found) status = EXIT_CANNOT;
    return status;
}

int cmd_scan(const struct command *command, struct args *args) {
    struct session session;
    int status = session_run(command, args, &session);
    if (status != EXIT_DONE && status != EXIT_PARTLY) return status;
    if (args->explain) {
        status = explain(&session, args, status);
        session_release(&session);
        return status;
    }
    if (args->has_fail_on && any_alert_of(&session.result.set, args->fail_on)) status = EXIT_FOUND;
    if (args->has_min_level) keep_level(&session.result.set, args->min_level);
    say_nothing_read(&session.result.set, args);
    if (!write_result(&session, args)) status = EXIT_CANNOT;
    session_say_stats(&session, args);
    session_release(&session);
    return status;
}

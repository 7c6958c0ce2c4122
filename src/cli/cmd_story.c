/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_story.c: `emaki story`: one alert's story, through the same pipeline as scan. */
#include <unistd.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/render.h"
#include "cli/session.h"

static void say_no_story(const struct story_set *set, size_t wanted) {
    struct text_options plain = {.width = TEXT_WIDTH_MAX};
    struct buf line;
    buf_init(&line);
    text_input(set, &plain, &line);
    struct slice text = slice_trim(buf_slice(&line));
    if (set->alert_count == 0) output_say("no alert, so no story. %.*s", SLICE_FMT(text));
    else if (set->alert_count == 1) output_say("no alert %zu: there is one alert", wanted);
    else output_say("no alert %zu: there are %zu alerts", wanted, set->alert_count);
    buf_release(&line);
}

static bool write_story(const struct story_set *set, size_t alert, const struct args *args) {
    struct text_options text = render_text_options(args);
    struct err err = ERR_INIT;
    struct buf out;
    buf_init(&out);
    bool ok =
        render_story(args->format, set, alert, &text, &out, &err) && output_write(args->output, buf_slice(&out), &err);
    if (!ok) output_say("%s", err.message);
    buf_release(&out);
    return ok;
}

int cmd_story(const struct command *command, struct args *args) {
    struct session session;
    size_t wanted = args->alert ? args->alert : 1;
    int status = session_run(command, args, &session);
    if (status != EXIT_DONE && status != EXIT_PARTLY) return status;
    const struct story_set *set = &session.result.set;
    if (wanted > set->alert_count) say_no_story(set, wanted), status = EXIT_CANNOT;
    else if (!write_story(set, wanted - 1, args)) status = EXIT_CANNOT;
    session_say_stats(&session, args);
    session_release(&session);
    return status;
}

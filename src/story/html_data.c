/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_data.c: what the script shows and goes by, as JSON in a block that is never executed. Keys are short; the
 * script knows them. */
#include <inttypes.h>

#include "base/jsonw.h"
#include "story/html_parts.h"

static void put_event(struct jsonw *jw, const struct story_event *ev, bool with_raw) {
    struct civil time = time_civil(ev->time);
    char clock[64];
    snprintf(clock, sizeof clock, "%s.%03d", time_clock(ev->time).text, time.micro / 1000);
    jw_object(jw);
    jw_kstring(jw, "id", ev->id);
    jw_kcstr(jw, "time", clock);
    jw_kstring(jw, "service", slice_before(ev->source, '.'));
    jw_kstring(jw, "name", ev->name);
    jw_kstring(jw, "region", ev->region);
    jw_kstring(jw, "ip", ev->source_ip);
    jw_kstring(jw, "agent", ev->user_agent);
    jw_kstring(jw, "error", ev->error);
    jw_kstring(jw, "resource", ev->resource);
    if (with_raw && ev->raw.len) jw_kstring(jw, "raw", ev->raw);
    jw_end_object(jw);
}

static void put_step(struct html_page *page, struct jsonw *jw, const struct story_step *step, size_t raw) {
    jw_object(jw);
    jw_kstring(jw, "id", step->id);
    jw_kint(jw, "at", step->from / US_PER_SECOND);
    jw_kstring(jw, "tag", step->tactic);
    jw_kstring(jw, "title", text_group_accounts(page->arena, step->title));
    jw_kint(jw, "actor", step->actor);
    jw_kcstr(jw, "family", family_name(tactic_family(step->tactic)));
    jw_kcstr(jw, "tactic", tactic_title(page->lang, step->tactic));
    jw_kstring(jw, "technique", step->technique);
    jw_kcstr(jw, "level", level_word(page->lang, step->level));
    jw_kcstr(jw, "outcome", step_outcome_name(step->outcome));
    jw_kcstr(jw, "day", date_words(page->lang, step->from).text);
    jw_kcstr(jw, "from", time_clock(step->from).text);
    jw_kcstr(jw, "to", time_clock(step->to).text);
    jw_kint(jw, "count", (int64_t)step->count);
    jw_kint(jw, "failed", (int64_t)step->failed);
    jw_kstrings(jw, "rules", step->rule_titles, step->rule_count);
    jw_key(jw, "resources");
    jw_array(jw);
    for (size_t i = 0; i < step->resource_count && i < PAGE_STEP_ROWS_MAX; i++) jw_string(jw, step->resources[i].id);
    jw_end_array(jw);
    jw_key(jw, "events");
    jw_array(jw);
    for (size_t e = 0; e < step->event_count && e < raw; e++) put_event(jw, &step->events[e], true);
    jw_end_array(jw);
    jw_end_object(jw);
}

static void put_actor(struct html_page *page, struct jsonw *jw, const struct story_actor *who) {
    jw_object(jw);
    jw_kstring(jw, "id", who->id);
    jw_kstring(jw, "name", who->name);
    jw_kcstr(jw, "kind", actor_kind_title(page->lang, who->kind));
    jw_kint(jw, "parent", who->parent == STORY_NONE ? -1 : (int64_t)who->parent);
    jw_kint(jw, "step", who->via_step == STORY_NONE ? 0 : (int64_t)who->via_step + 1);
    jw_kstring(jw, "via", who->via_verb);
    jw_kcstr(jw, "sure", confidence_word(page->lang, who->via_confidence));
    jw_end_object(jw);
}

static void put_alert(struct html_page *page, struct jsonw *jw, const struct story *st) {
    struct html_share share = html_share(st);
    jw_object(jw);
    jw_kstring(jw, "id", st->id);
    jw_key(jw, "actors");
    jw_array(jw);
    for (size_t k = 0; k < st->actor_count; k++) put_actor(page, jw, &st->actors[k]);
    jw_end_array(jw);
    jw_key(jw, "steps");
    jw_array(jw);
    for (size_t i = 0; i < st->step_count; i++) put_step(page, jw, &st->steps[i], share.raw);
    jw_end_array(jw);
    jw_end_object(jw);
}

/* The phrases of the script: those whose names begin so. */
static void put_words(struct html_page *page, struct jsonw *jw) {
    static const char *const names[PHRASES] = {
#define PHRASE(name, en, ja) #name,
#include "story/phrases.def"
#undef PHRASE
    };
    jw_object(jw);
    for (enum phrase p = 0; p < PHRASES; p++)
        if (strncmp(names[p], "JS_", 3) == 0) jw_kstring(jw, names[p] + 3, phrase(page->lang, p));
    jw_end_object(jw);
}

void html_data(struct html_page *page) {
    struct jsonw jw;
    buf_puts(page->out, "<script type=\"application/json\" id=\"emaki-data\">");
    jw_init(&jw, page->out, 0, true);
    jw_object(&jw);
    jw_key(&jw, "words");
    put_words(page, &jw);
    jw_key(&jw, "alerts");
    jw_array(&jw);
    for (size_t i = 0; i < page->set->alert_count; i++) put_alert(page, &jw, &page->set->alerts[i]);
    jw_end_array(&jw);
    jw_end_object(&jw);
    buf_puts(page->out, "</script>\n");
}

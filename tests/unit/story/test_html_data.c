/* SPDX-License-Identifier: Apache-2.0 */
/* The data of the drawer: JSON that no log can end early, with records as far as the share goes. */
#include <criterion/criterion.h>
#include <yyjson.h>

#include "sketch.h"

static void put_data(struct html_alert *a) {
    html_data(a->page);
}

/* The JSON between the tags. */
static yyjson_doc *data_of(struct sketch *s) {
    struct buf out = sketch_html(s, put_data);
    const char *from = strchr(out.ptr, '>') + 1, *to = strchr(from, '<');
    cr_expect(to && strcmp(to, "</script>\n") == 0, "the block ends where it ought: %s", out.ptr);
    yyjson_doc *doc = yyjson_read(from, (size_t)(to - from), 0);
    cr_assert(doc, "%s", out.ptr);
    buf_release(&out);
    return doc;
}

static struct sketch *one_event(const char *raw) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    struct story_event *event = ARENA_NEW(&s->arena, struct story_event);
    *event = (struct story_event){.id = SLICE("e"),
                                  .time = SKETCH_START + 7000,
                                  .source = SLICE("s3.amazonaws.com"),
                                  .name = SLICE("N"),
                                  .raw = slice_cstr(raw)};
    s->steps[0].events = event, s->steps[0].event_count = 1;
    return s;
}

static const char *text_at(yyjson_doc *doc, const char *pointer) {
    return yyjson_get_str(yyjson_doc_ptr_get(doc, pointer));
}

Test(html_data, what_the_drawer_shows) {
    struct sketch *s = one_event("{\"a\":\"</script><script>\"}");
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, 0), 1, LEVEL_LOW, "discovery");
    yyjson_doc *doc = data_of(s);
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/0/events/0/raw"), "{\"a\":\"</script><script>\"}");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/0/events/0/time"), "13:00:00.007");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/0/events/0/service"), "s3");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/0/level"), "high");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/1/level"), "low");
    cr_expect_str_eq(text_at(doc, "/alerts/0/actors/1/via"), "issued key");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/1/tag"), "discovery", "the filter goes by it");
    cr_expect_eq(yyjson_get_sint(yyjson_doc_ptr_get(doc, "/alerts/0/steps/1/at")), SKETCH_START / 1000000 + 60,
                 "so does replay");
    cr_expect_eq(yyjson_get_int(yyjson_doc_ptr_get(doc, "/alerts/0/actors/0/parent")), -1);
    cr_expect_eq(yyjson_get_int(yyjson_doc_ptr_get(doc, "/alerts/0/actors/1/step")), 1, "steps count from 1");
    yyjson_doc_free(doc);
    sketch_free(s);
}

/* Links into the page name these. */
Test(html_data, alert_actors_and_steps_have_their_ids) {
    struct sketch *s = one_event("");
    s->st.id = SLICE("a1"), s->actors[0].id = SLICE("b\"2"), s->steps[0].id = SLICE("c3");
    yyjson_doc *doc = data_of(s);
    cr_expect_str_eq(text_at(doc, "/alerts/0/id"), "a1");
    cr_expect_str_eq(text_at(doc, "/alerts/0/actors/0/id"), "b\"2");
    cr_expect_str_eq(text_at(doc, "/alerts/0/steps/0/id"), "c3");
    yyjson_doc_free(doc);
    sketch_free(s);
}

Test(html_data, an_event_without_its_record_has_none) {
    struct sketch *s = one_event("");
    yyjson_doc *doc = data_of(s);
    cr_expect(yyjson_doc_ptr_get(doc, "/alerts/0/steps/0/events/0/id"));
    cr_expect_null(yyjson_doc_ptr_get(doc, "/alerts/0/steps/0/events/0/raw"));
    yyjson_doc_free(doc);
    sketch_free(s);
}

Test(html_data, no_more_than_the_share_of_a_step) {
    struct sketch *s = one_event("{}");
    struct story_event *events = ARENA_ARRAY(&s->arena, struct story_event, PAGE_STEP_ROWS_MAX + 1);
    for (size_t i = 0; i <= PAGE_STEP_ROWS_MAX; i++) events[i] = s->steps[0].events[0];
    s->steps[0].events = events, s->steps[0].event_count = PAGE_STEP_ROWS_MAX + 1;
    yyjson_doc *doc = data_of(s);
    cr_expect_eq(yyjson_arr_size(yyjson_doc_ptr_get(doc, "/alerts/0/steps/0/events")), PAGE_STEP_ROWS_MAX);
    yyjson_doc_free(doc);
    sketch_free(s);
}

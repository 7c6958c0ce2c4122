/* SPDX-License-Identifier: Apache-2.0 */
/* The scan's JSON: golden, validity, and the shapes that depend on counts. */
#include <criterion/criterion.h>
#include <yyjson.h>

#include "golden.h"
#include "story/json.h"
#include "story_fixture.h"

static yyjson_doc *parse(const struct buf *text) {
    yyjson_read_err err;
    yyjson_doc *doc = yyjson_read_opts(text->ptr, text->len, 0, NULL, &err);
    cr_assert_not_null(doc, "at %zu: %s", err.pos, err.msg);
    return doc;
}

Test(json, golden) {
    struct story_set set;
    struct buf out;
    buf_init(&out);
    fixture_reference(&set);
    json_scan(&set, "0.0.0-test", &out);
    cr_expect(golden_equal("scan.json", buf_slice(&out)));
    buf_release(&out);
    arena_release(&set.arena);
}

Test(json, hostile_stories_are_json) {
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct story_set set;
        struct buf out;
        buf_init(&out);
        fixture_random(&set, seed, 1 + seed * 3, 1 + seed % 9);
        json_scan(&set, "0", &out);
        yyjson_doc *doc = parse(&out);
        yyjson_val *alerts = yyjson_obj_get(yyjson_doc_get_root(doc), "alerts");
        cr_expect_eq(yyjson_arr_size(alerts), set.alert_count);
        yyjson_val *steps = yyjson_obj_get(yyjson_arr_get(alerts, 0), "steps");
        cr_expect_eq(yyjson_arr_size(steps), set.alerts[0].step_count);
        yyjson_doc_free(doc);
        buf_release(&out);
        arena_release(&set.arena);
    }
}

/* input.malformed_records of a set with `count` broken records. */
static yyjson_val *malformed(uint64_t count, struct buf *out, yyjson_doc **doc) {
    static struct input_problem problems[INPUT_PROBLEMS_MAX];
    struct story_set set = {
        .input = {.malformed = problems, .malformed_count = count, .from = TIME_NONE, .to = TIME_NONE}};
    set.input.malformed_listed = count < INPUT_PROBLEMS_MAX ? (size_t)count : INPUT_PROBLEMS_MAX;
    buf_clear(out);
    json_scan(&set, "0", out);
    *doc = parse(out);
    return yyjson_obj_get(yyjson_obj_get(yyjson_doc_get_root(*doc), "input"), "malformed_records");
}

/* input.digests of a set with `count` things that do not fit, their paths hostile. */
static yyjson_val *digests_of(uint64_t count, struct buf *out, yyjson_doc **doc) {
    static struct digest_problem problems[INPUT_PROBLEMS_MAX + 1];
    for (size_t i = 0; i <= INPUT_PROBLEMS_MAX; i++)
        problems[i] = (struct digest_problem){SLICE("\"\n\x1b</script>\xff"), DIGEST_CHANGED, SLICE("`=cmd()|")};
    struct story_set set = {
        .input = {.from = TIME_NONE, .to = TIME_NONE, .digests = {.read = 7, .problems = problems}}};
    set.input.digests.problem_count = set.input.digests.listed = count;
    buf_clear(out);
    json_scan(&set, "0", out);
    *doc = parse(out);
    return yyjson_obj_get(yyjson_obj_get(yyjson_doc_get_root(*doc), "input"), "digests");
}

Test(json, many_problems_of_digests_are_cut_and_counted) {
    struct buf out;
    yyjson_doc *doc;
    buf_init(&out);
    yyjson_val *digests = digests_of(INPUT_PROBLEMS_MAX, &out, &doc);
    yyjson_val *first = yyjson_arr_get(yyjson_obj_get(digests, "problems"), 0);
    cr_expect_eq(yyjson_arr_size(yyjson_obj_get(digests, "problems")), INPUT_PROBLEMS_MAX);
    cr_expect_null(yyjson_obj_get(digests, "problem_count"));
    cr_expect_str_eq(yyjson_get_str(yyjson_obj_get(first, "path")), "\"\n\x1b</script>\xef\xbf\xbd");
    cr_expect_str_eq(yyjson_get_str(yyjson_obj_get(first, "kind")), "digest_changed");
    yyjson_doc_free(doc);
    digests = digests_of(INPUT_PROBLEMS_MAX + 1, &out, &doc);
    cr_expect_eq(yyjson_arr_size(yyjson_obj_get(digests, "problems")), INPUT_PROBLEMS_MAX);
    cr_expect_eq(yyjson_get_uint(yyjson_obj_get(digests, "problem_count")), INPUT_PROBLEMS_MAX + 1);
    yyjson_doc_free(doc);
    buf_release(&out);
}

Test(json, many_broken_records_are_a_count) {
    struct buf out;
    yyjson_doc *doc;
    buf_init(&out);
    cr_expect_eq(yyjson_arr_size(malformed(INPUT_PROBLEMS_MAX, &out, &doc)), INPUT_PROBLEMS_MAX);
    yyjson_doc_free(doc);
    yyjson_val *count = malformed(INPUT_PROBLEMS_MAX + 1, &out, &doc);
    cr_expect(yyjson_is_uint(count));
    cr_expect_eq(yyjson_get_uint(count), INPUT_PROBLEMS_MAX + 1);
    yyjson_doc_free(doc);
    buf_release(&out);
}

Test(json, problems_have_path_offset_and_reason) {
    struct input_problem problem = {.path = SLICE("a.json.gz"), .error = SLICE("cut off"), .offset = 4096};
    struct story_set set = {
        .input = {.failed = &problem, .failed_count = 3, .failed_listed = 1, .from = TIME_NONE, .to = TIME_NONE}};
    struct buf out;
    buf_init(&out);
    json_scan(&set, "0", &out);
    yyjson_doc *doc = parse(&out);
    yyjson_val *input = yyjson_obj_get(yyjson_doc_get_root(doc), "input");
    yyjson_val *failed = yyjson_arr_get(yyjson_obj_get(input, "failed_files"), 0);
    cr_expect_str_eq(yyjson_get_str(yyjson_obj_get(failed, "path")), "a.json.gz");
    cr_expect_eq(yyjson_get_uint(yyjson_obj_get(failed, "offset")), 4096);
    cr_expect_str_eq(yyjson_get_str(yyjson_obj_get(failed, "error")), "cut off");
    cr_expect_eq(yyjson_get_uint(yyjson_obj_get(input, "failed_files_count")), 3);
    cr_expect(yyjson_is_null(yyjson_obj_get(input, "from")));
    yyjson_doc_free(doc);
    buf_release(&out);
}

Test(json, a_story_alone_is_the_alert_of_the_scan) {
    struct story_set set;
    struct buf all, one;
    buf_init(&all);
    buf_init(&one);
    fixture_reference(&set);
    json_scan(&set, "0", &all);
    json_story(&set.alerts[0], &one);
    yyjson_doc *scan = parse(&all), *story = parse(&one);
    yyjson_val *alert = yyjson_arr_get(yyjson_obj_get(yyjson_doc_get_root(scan), "alerts"), 0);
    cr_expect(yyjson_equals(alert, yyjson_doc_get_root(story)));
    yyjson_doc_free(scan);
    yyjson_doc_free(story);
    buf_release(&all);
    buf_release(&one);
    arena_release(&set.arena);
}

Test(json, truncated_events_say_so) {
    struct story_step step = {.id = SLICE("s"), .events_truncated = true};
    struct story_actor actor = {.id = SLICE("a"), .parent = STORY_NONE};
    struct story story = {.actors = &actor, .actor_count = 1, .steps = &step, .step_count = 1};
    struct buf out;
    buf_init(&out);
    json_story(&story, &out);
    cr_expect(strstr(out.ptr, "\"events_truncated\": true"));
    step.events_truncated = false;
    buf_clear(&out);
    json_story(&story, &out);
    cr_expect_null(strstr(out.ptr, "events_truncated"));
    buf_release(&out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The table: how many events each step lists, which rows stand, what the fold says. */
#include <criterion/criterion.h>

#include "sketch.h"

static void expect_share(size_t steps, size_t rows, size_t raw) {
    const struct story st = {.step_count = steps};
    struct html_share share = html_share(&st);
    cr_expect(share.rows == rows && share.raw == raw, "%zu steps: %zu and %zu", steps, share.rows, share.raw);
}

Test(html_table, a_share_for_each_step) {
    expect_share(0, PAGE_STEP_ROWS_MAX, PAGE_STEP_ROWS_MAX);
    expect_share(1, PAGE_STEP_ROWS_MAX, PAGE_STEP_ROWS_MAX);
    expect_share(PAGE_ROWS_MAX / PAGE_STEP_ROWS_MAX, PAGE_STEP_ROWS_MAX, 25);
    expect_share(PAGE_ROWS_MAX / PAGE_STEP_ROWS_MAX + 1, 98, 24);
    expect_share(PAGE_RAW_MAX, 4, 1);
    expect_share(10 * PAGE_ROWS_MAX, 4, 1);
}

/* One step of `count` calls, `listed` in evidence, of these from the back `failed`. */
static struct buf table(uint64_t count, size_t listed, size_t failed) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    struct story_event *events = ARENA_ARRAY(&s->arena, struct story_event, listed);
    for (size_t i = 0; i < listed; i++)
        events[i] = (struct story_event){.id = SLICE("e"),
                                         .time = SKETCH_START,
                                         .source = SLICE("s3.amazonaws.com"),
                                         .name = SLICE("Get<b>"),
                                         .rule = STORY_NONE,
                                         .error = i + failed >= listed ? SLICE("AccessDenied") : SLICE("")};
    s->steps[0].events = events, s->steps[0].event_count = listed, s->steps[0].count = count;
    struct buf out = sketch_html(s, html_table);
    sketch_free(s);
    return out;
}

static void expect_rows(uint64_t count, size_t listed, size_t failed, size_t rows, const char *words) {
    struct buf out = table(count, listed, failed);
    cr_expect_eq(sketch_count(&out, "<tr data-step=\"1\">"), rows);
    if (words) sketch_expect(&out, words);
    else cr_expect_null(strstr(out.ptr, "foldrow"));
    cr_expect_null(strstr(out.ptr, "<b>\""), "markup of a log");
    sketch_expect(&out, "s3:Get&lt;b&gt;");
    buf_release(&out);
}

Test(html_table, three_rows_stand_and_the_rest_folds) {
    expect_rows(4, 4, 0, 4, NULL);
    expect_rows(5, 5, 0, 5, "<tbody class=\"foldrow js\">");
    expect_rows(5, 5, 0, 5, ">2 more calls</button>");
    expect_rows(5, 5, 2, 5, ">2 more failed calls</button>");
    expect_rows(6, 6, 1, 6, ">3 more calls: 2 succeeded, 1 failed</button>");
    expect_rows(1000, 4, 0, 4, "996 calls are counted, not listed here");
    expect_rows(PAGE_STEP_ROWS_MAX + 1, PAGE_STEP_ROWS_MAX + 1, 0, PAGE_STEP_ROWS_MAX,
                "1 call is counted, not listed here");
}

Test(html_table, outcome_and_what_is_not_there) {
    struct buf out = table(2, 2, 1);
    cr_expect_eq(sketch_count(&out, "class=\"okk\""), 1);
    cr_expect_eq(sketch_count(&out, "class=\"den\""), 1);
    sketch_expect(&out, "AccessDenied</span>");
    cr_expect_eq(sketch_count(&out, "<span class=\"faint\">–</span>"), 2, "no resource");
    sketch_expect(&out, "<time datetime=\"2026-03-03T13:00:00Z\">13:00:00.000</time>");
    buf_release(&out);
}

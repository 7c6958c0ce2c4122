/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/html*.c: the reference page byte for byte; hostile text stays text; limits. test_page.py looks at the
 * golden page as a browser would. */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "golden.h"
#include "story/html.h"
#include "story/page.h"
#include "story_fixture.h"

static void write_page(const struct story_set *set, struct buf *out) {
    struct html_options options = {.version = "0.0.0"};
    buf_init(out);
    story_html(set, &options, out);
}

static size_t count_of(const char *text, const char *word) {
    size_t count = 0;
    for (const char *p = text; (p = strstr(p, word)); p++) count++;
    return count;
}

Test(html, reference_page) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    write_page(&set, &out);
    cr_assert(golden_equal("story.html", buf_slice(&out)));
    cr_assert_not_null(strstr(out.ptr, PAGE_CSS_SHA256));
    cr_assert_eq(count_of(out.ptr, "<tr data-step=\"2\">"), 14, "every event has its row");
    buf_release(&out);
    arena_release(&set.arena);
}

Test(html, hostile_text_stays_text) {
    static const char *const never[] = {"<img", "<svg/onload",  "<script>alert", "\x1b",
                                        "\x07", "\xe2\x80\xae", "\xff",          "\xc3 "};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct story_set set;
        struct buf out;
        fixture_random(&set, seed, 1 + seed % 40, 1 + seed % 9);
        write_page(&set, &out);
        cr_assert_eq(strlen(out.ptr), out.len, "no NUL");
        const char *data = strstr(out.ptr, "id=\"emaki-data\"");
        cr_assert_eq(strchr(data, '<'), strstr(data, "</script>"), "the data block holds no markup");
        out.ptr[data - out.ptr] = '\0'; /* JSON holds direction marks as they are; the script replaces them */
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
            cr_assert_null(strstr(out.ptr, never[i]), "seed %llu: %s", (unsigned long long)seed, never[i]);
        }
        cr_assert_eq(count_of(out.ptr, "<script"), 1);
        cr_assert_eq(count_of(out.ptr, "</script"), 0);
        buf_release(&out);
        arena_release(&set.arena);
    }
}

Test(html, several_alerts_have_a_list) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    struct story two[2] = {set.alerts[0], set.alerts[0]};
    two[1].id = SLICE("0123456789ab");
    set.alerts = two, set.alert_count = 2;
    write_page(&set, &out);
    cr_assert_eq(count_of(out.ptr, "<article class=\"alert\""), 2);
    cr_assert_not_null(strstr(out.ptr, "href=\"#alert-2\""));
    cr_assert_eq(count_of(out.ptr, " id=\"step-s05\""), 1);
    cr_assert_eq(count_of(out.ptr, " id=\"n2-step-s05\""), 1);
    buf_release(&out);
    arena_release(&set.arena);
}

Test(html, no_alert_is_said) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    set.alert_count = 0;
    write_page(&set, &out);
    cr_assert_not_null(strstr(out.ptr, "No attack story in these logs"));
    buf_release(&out);
    set.input.events = 0;
    write_page(&set, &out);
    cr_assert_not_null(strstr(out.ptr, "No CloudTrail event was found"));
    buf_release(&out);
    arena_release(&set.arena);
}

/* A step lists PAGE_STEP_ROWS_MAX events; what is beyond is counted. */
static void check_rows(size_t count, size_t listed) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    struct story st = set.alerts[0];
    struct story_step step = st.steps[0];
    struct story_event *events = ARENA_ARRAY(&set.arena, struct story_event, count);
    for (size_t i = 0; i < count; i++) events[i] = st.steps[0].events[0];
    step.events = events, step.event_count = count, step.count = count;
    st.steps = &step, st.step_count = 1, st.actor_count = 1, st.edge_count = 0;
    set.alerts = &st;
    write_page(&set, &out);
    cr_assert_eq(count_of(out.ptr, "<tr data-step=\"1\">"), listed);
    cr_assert_eq(strstr(out.ptr, "not listed here") != NULL, listed < count);
    buf_release(&out);
    arena_release(&set.arena);
}

Test(html, rows_have_a_limit) {
    check_rows(PAGE_STEP_ROWS_MAX, PAGE_STEP_ROWS_MAX);
    check_rows(PAGE_STEP_ROWS_MAX + 1, PAGE_STEP_ROWS_MAX);
}

Test(html, same_set_same_bytes) {
    struct story_set one, two;
    struct buf a, b;
    fixture_random(&one, 7, 90, 8);
    fixture_random(&two, 7, 90, 8);
    write_page(&one, &a);
    write_page(&two, &b);
    cr_assert_eq(a.len, b.len);
    cr_assert_arr_eq(a.ptr, b.ptr, a.len);
    buf_release(&a), buf_release(&b);
    arena_release(&one.arena), arena_release(&two.arena);
}

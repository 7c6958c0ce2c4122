/* SPDX-License-Identifier: Apache-2.0 */
/* One alert of the page: facts, reasons, blind spots, ids that do not meet those of the next. */
#include <criterion/criterion.h>

#include "sketch.h"

static void put_first(struct html_alert *a) {
    html_alert(a->page, a->st, 1);
}

static void put_second(struct html_alert *a) {
    html_alert(a->page, a->st, 2);
}

static struct sketch *two_steps(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 1, LEVEL_HIGH, "impact");
    s->steps[1].count = 1203;
    return s;
}

Test(html_alert, facts) {
    static const struct story_note impacts[] = {
        {.kind = SLICE("exfiltration")}, {.kind = SLICE("credential")}, {.kind = SLICE("exfiltration")}};
    struct sketch *s = two_steps();
    struct buf out = sketch_html(s, put_first);
    sketch_expect(&out, "<dt>Who</dt><dd>1 actor, 1,204 calls</dd>");
    sketch_expect(&out, "<dt>Impact</dt><dd>none proven</dd>");
    buf_release(&out);
    s->st.impacts = impacts, s->st.impact_count = 3;
    s->actors[0].account_name = SLICE("prod <1>");
    s->st.account_count = 2;
    out = sketch_html(s, put_first);
    sketch_expect(&out, "<dt>Impact</dt><dd>2 × exfiltration, 1 × credential</dd>");
    sketch_expect(&out, "<dt>Where</dt><dd>prod &lt;1&gt;, 4444\xc2\xa0"
                        "5555\xc2\xa0"
                        "6666</dd>");
    buf_release(&out);
    s->st.account_count = 0;
    out = sketch_html(s, put_first);
    sketch_expect(&out, "<dt>Where</dt><dd>unknown</dd>");
    buf_release(&out);
    sketch_free(s);
}

Test(html_alert, each_point_of_the_score_has_its_reason) {
    static const struct story_reason reasons[] = {{40, SLICE("high & low")}, {-5, SLICE("mere attempt")}};
    struct sketch *s = two_steps();
    s->st.score = 35, s->st.level = LEVEL_HIGH;
    s->st.reasons = reasons, s->st.reason_count = 2;
    struct buf out = sketch_html(s, put_first);
    sketch_expect(&out, "<div class=\"big high\">35<small>of 100</small></div>");
    sketch_expect(&out, "<b>+40</b><svg width=\"36\" height=\"6\" aria-hidden=\"true\"><rect width=\"36\"");
    sketch_expect(&out, "<span>high &amp; low</span>");
    sketch_expect(&out, "<b>-5</b><svg width=\"36\" height=\"6\" aria-hidden=\"true\"><rect width=\"0\"");
    buf_release(&out);
    sketch_free(s);
}

Test(html_alert, what_the_logs_cannot_show_is_said) {
    static const struct story_note blind = {.kind = SLICE("gap"), .title = SLICE("no logs from 10:05 to 11:00")};
    struct sketch *s = two_steps();
    struct buf out = sketch_html(s, put_first);
    cr_expect_null(strstr(out.ptr, "What the logs cannot show"));
    buf_release(&out);
    s->st.blind_spots = &blind, s->st.blind_spot_count = 1;
    out = sketch_html(s, put_first);
    sketch_expect(&out, "What the logs cannot show");
    sketch_expect(&out, "no logs from 10:05 to 11:00");
    buf_release(&out);
    sketch_free(s);
}

/* Each id="…" of the text. */
static size_t ids_in(const struct buf *text, const char *other) {
    size_t shared = 0;
    for (const char *p = text->ptr; (p = strstr(p, " id=\"")); p++) {
        char id[64];
        size_t len = (size_t)(strchr(p + 5, '"') - p) + 1;
        cr_assert_lt(len, sizeof id);
        memcpy(id, p, len);
        id[len] = '\0';
        shared += strstr(other, id) != NULL;
    }
    return shared;
}

Test(html_alert, ids_of_two_alerts_do_not_meet) {
    struct sketch *s = two_steps();
    struct buf one = sketch_html(s, put_first), two = sketch_html(s, put_second);
    cr_expect_eq(ids_in(&one, two.ptr), 0);
    cr_expect_gt(ids_in(&one, one.ptr), 5);
    buf_release(&one), buf_release(&two);
    sketch_free(s);
}

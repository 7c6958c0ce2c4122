/* SPDX-License-Identifier: Apache-2.0 */
/* Crowds: counting, and that what is kept of one is its first, in whatever order it was read. */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "logs.h"

static struct logs logs;

Test(crowd, kinds_are_counted_apart) {
    struct crowds crowds = {0};
    for (uint32_t i = 0; i < 1000; i++)
        for (uint32_t k = 0; k <= i % 3; k++) crowds_of(&crowds, i, 7, i & 1)->total++;
    cr_assert_eq(crowds.count, 1000);
    cr_assert_eq(crowds_find(&crowds, 5, 7, true)->total, 3);
    cr_assert_null(crowds_find(&crowds, 5, 7, false));
    cr_assert_null(crowds_find(&crowds, 5, 8, true));
    crowds_release(&crowds);
    cr_assert_null(crowds_find(&crowds, 5, 7, true));
}

/* One grave act, then `count` lists looked at, a second apart, the last of them first when `backwards`. */
static void crowd(unsigned count, bool backwards) {
    logs_init(&logs, LOGS_RULES);
    logs.detail = true;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", "\"requestParameters\":{\"name\":\"a\"}");
    for (unsigned i = 0; i < count; i++) {
        unsigned second = backwards ? count - i : i + 1;
        struct slice at = arena_printf(&logs.arena, "10:%02u:%02u", second / 60 % 60, second % 60);
        logs_add(&logs, at.ptr, MAL, "x:List", NULL);
    }
    facts_cut_crowds(&logs.facts);
}

static size_t kept_between(int64_t from, int64_t to) {
    size_t count = 0;
    for (size_t i = 0; i < logs.facts.event_count; i++) {
        const struct fact_event *e = &logs.facts.events[i];
        count += slice_eq(facts_text(&logs.facts, e->name), SLICE("List")) && e->time >= from && e->time < to;
    }
    return count;
}

Test(crowd, at_the_limit_all_stay) {
    crowd(CONTEXT_KEPT_MAX, false);
    cr_assert_eq(kept_between(INT64_MIN, INT64_MAX), CONTEXT_KEPT_MAX);
    cr_assert_eq(logs_weave(&logs)->alerts[0].blind_spot_count, 2,
                 "who issued the key, the short history, and no more");
    logs_release(&logs);
}

Test(crowd, beyond_it_the_first_stay_in_any_order) {
    const unsigned more = 2 * CONTEXT_KEPT_MAX + CONTEXT_KEPT_MAX / 2;
    for (int backwards = 0; backwards < 2; backwards++) {
        crowd(more, backwards);
        cr_assert_eq(kept_between(INT64_MIN, INT64_MAX), CONTEXT_KEPT_MAX);
        cr_assert_eq(
            crowds_find(&logs.facts.crowds, 0, logs.facts.findings[logs.facts.finding_count - 1].rule, false)->total,
            more);
        const struct story *s = &logs_weave(&logs)->alerts[0];
        cr_assert_eq(s->blind_spot_count, 3);
        cr_assert(slice_find(s->blind_spots[2].title, SLICE("12,500 calls")) > 0, "%.*s",
                  SLICE_FMT(s->blind_spots[2].title));
        for (size_t i = 0; i < logs.facts.event_count; i++) {
            const struct fact_event *e = &logs.facts.events[i];
            if (e->raw) cr_assert(slice_find(facts_raw(&logs.facts, e), SLICE("eventName")) >= 0);
        }
        logs_release(&logs);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "story/calls.h"

static struct call_row pair(uint32_t role, uint32_t actor, const char *api, uint32_t first) {
    uint64_t number = api ? call_api(SLICE("iam.amazonaws.com"), slice_cstr(api)) : 0;
    return (struct call_row){.api = number, .role = role, .actor = actor, .first = first};
}

static void see(struct calls *c, struct call_row row) {
    calls_see(c, &row);
}

Test(calls, the_first_minute_in_any_order) {
    struct calls c = {0};
    cr_expect_eq(calls_first(&c, pair(1, 0, "CreateUser", 0)), CALL_NONE);
    see(&c, pair(1, 0, "CreateUser", 50));
    see(&c, pair(1, 0, "CreateUser", 40));
    see(&c, pair(1, 0, "CreateUser", 60));
    see(&c, pair(1, 0, "ListUsers", 10));
    see(&c, pair(0, 1, "CreateUser", 5));
    cr_expect_eq(calls_first(&c, pair(1, 0, "CreateUser", 0)), 40);
    cr_expect_eq(calls_first(&c, pair(1, 0, NULL, 0)), 10, "the principal is as old as its oldest call");
    cr_expect_eq(calls_first(&c, pair(0, 1, NULL, 0)), 5);
    cr_expect_eq(calls_first(&c, pair(2, 0, NULL, 0)), CALL_NONE);
    calls_release(&c);
}

Test(calls, services_have_apis_of_their_own) {
    cr_expect_neq(call_api(SLICE("a"), SLICE("List")), call_api(SLICE("b"), SLICE("List")));
    cr_expect_neq(call_api(SLICE(""), SLICE("")), 0);
}

Test(calls, beyond_the_limit_nothing_is_known) {
    struct calls c = {0};
    for (uint32_t i = 0; i < CALL_ROWS_MAX / 2; i++) see(&c, pair(i + 1, 0, "CreateUser", 7));
    cr_expect_not(c.full, "as many rows as there may be");
    cr_expect_eq(calls_first(&c, pair(1, 0, "CreateUser", 0)), 7);
    see(&c, pair(1, 0, "ListUsers", 7));
    cr_expect(c.full);
    see(&c, pair(1, 0, "CreateUser", 7));
    cr_expect_eq(calls_first(&c, pair(1, 0, "CreateUser", 0)), CALL_NONE);
    calls_release(&c);
}

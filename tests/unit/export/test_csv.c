/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

/* RFC 4180, read back: the rows, and the first letter of every cell. */
static size_t read_back(const struct buf *out, size_t columns) {
    size_t rows = 0, cell = 0;
    bool quoted = false, begins = true;
    for (size_t i = 0; i < out->len; i++) {
        char c = out->ptr[i];
        if (begins) cr_assert(!strchr("=+@\t", c) || !c, "a formula at %zu", i);
        begins = false;
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == ',') cell++, begins = true;
        if (c != '\n') continue;
        cr_assert_eq(cell + 1, columns, "row %zu", rows);
        cell = 0, begins = true, rows++;
    }
    cr_assert_not(quoted);
    return rows;
}

Test(csv, a_row_an_event) {
    struct buf out = exported_all(export_csv, 0);
    cr_assert_eq(read_back(&out, 20), 61, "60 events and the heading");
    exported_has(&out, "reporting-svc");
    buf_release(&out);
}

Test(csv, hostile_text_stays_in_its_cell) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct buf out = exported_all(export_csv, seed);
        cr_assert_gt(read_back(&out, 20), 1);
        buf_release(&out);
    }
}

Test(csv, formulas_get_an_apostrophe) {
    struct story_event event = {.id = SLICE("e"),
                                .name = SLICE("=cmd()"),
                                .source = SLICE("a,\"b\"\nc"),
                                .region = SLICE("-1"),
                                .rule = STORY_NONE};
    struct story_actor actor = {.name = SLICE("+x")};
    struct story_step step = {.events = &event, .event_count = 1, .title = SLICE("@y")};
    struct story st = {.id = SLICE("i"), .actors = &actor, .actor_count = 1, .steps = &step, .step_count = 1};
    struct buf out;
    buf_init(&out);
    export_csv(&(struct export_input){&st, 1, NULL, "0"}, &out);
    exported_has(&out, ",'+x,'@y,");
    exported_has(&out, ",\"a,\"\"b\"\" c\",'=cmd(),'-1,");
    buf_release(&out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the progress line. How it is drawn is the integration tests' business: it needs a terminal. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include "base/timefmt.h"
#include "cli/progress.h"

static void expect_text(struct progress_moment moment, const char *want) {
    struct buf out;
    buf_init(&out);
    progress_text(&moment, &out);
    cr_expect_str_eq(out.ptr, want);
    buf_release(&out);
}

Test(progress, says_how_far_and_how_fast) {
    expect_text((struct progress_moment){.files = 12,
                                         .files_total = 126,
                                         .bytes = 50000000,
                                         .bytes_total = 200000000,
                                         .events = 30000,
                                         .elapsed = US_PER_SECOND / 2},
                "12 of 126 files · 100.0 MB/s · 60,000 events/s · 1 s left");
    expect_text(
        (struct progress_moment){.files = 1, .files_total = 1, .bytes = 10, .bytes_total = 10, .elapsed = 1000000},
        "1 of 1 file · 0.0 MB/s · 0 events/s");
}

Test(progress, what_cannot_be_told_is_left_out) {
    expect_text((struct progress_moment){.files_total = 3}, "0 of 3 files");
    expect_text((struct progress_moment){.files_total = 1, .bytes = 5000000, .events = 9, .elapsed = 1000000},
                "0 of 1 file · 5.0 MB/s · 9 events/s"); /* standard input: no total */
}

Test(progress, large_numbers_do_not_overflow) {
    expect_text((struct progress_moment){.files = 1,
                                         .files_total = 2,
                                         .bytes = UINT64_C(1) << 42,
                                         .bytes_total = UINT64_C(1) << 43,
                                         .events = UINT64_C(4000000000),
                                         .elapsed = 4000 * US_PER_SECOND},
                "1 of 2 files · 1099.5 MB/s · 1,000,000 events/s · 1 h 6 min left");
}

Test(progress, looks_at_the_counters) {
    struct pipeline_progress counters = {0};
    struct progress_moment moment = progress_look(&counters, 42);
    cr_expect_eq(moment.elapsed, 42);
    cr_expect_eq(moment.files_total, 0);
}

Test(progress, the_clock_goes_forward) {
    int64_t first = progress_clock();
    cr_expect_geq(progress_clock(), first);
}

Test(progress, without_a_terminal_there_is_none) {
    struct pipeline_progress counters = {0};
    cr_redirect_stderr();
    struct progress *progress = progress_start(&counters);
    cr_expect_null(progress);
    progress_end(progress);
}

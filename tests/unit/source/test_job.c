/* SPDX-License-Identifier: Apache-2.0 */
/* The counting that tells a bomb, at its bounds; cancelling; filling. */
#include <criterion/criterion.h>

#include "collect.h"
#include "source/input.h"

Test(job, bomb_is_told_by_ratio_beyond_a_size) {
    struct collect c;
    collect_init(&c);
    struct source_sink sink = collect_sink(&c);
    struct job job = {.sink = &sink, .label = SLICE("f")};
    job_disk(&job, 1);
    cr_expect(job_inflated(&job, INFLATE_FREE_BYTES), "whatever the ratio, up to here");
    cr_expect(!job_inflated(&job, 1));
    cr_expect(job.bomb && job_stopped(&job));
    cr_expect(!job_inflated(&job, 0), "once a bomb, always one");
    cr_expect_eq(c.problems, 1, "reported once");
    cr_expect(slice_find(buf_slice(&c.text), SLICE("INFLATE_RATIO_MAX")) > 0);
    collect_release(&c);
}

Test(job, ratio_at_and_beyond) {
    struct collect c;
    collect_init(&c);
    struct source_sink sink = collect_sink(&c);
    struct job job = {.sink = &sink, .disk = 2 * (uint64_t)INFLATE_FREE_BYTES / INFLATE_RATIO_MAX};
    uint64_t most = (job.disk + 1) * INFLATE_RATIO_MAX - 1;
    cr_expect(job_inflated(&job, most));
    cr_expect_not(job_inflated(&job, 1));
    collect_release(&c);
}

Test(job, cancel) {
    atomic_bool cancel = false;
    struct job job = {.cancel = &cancel};
    cr_expect_not(job_stopped(&job));
    atomic_store(&cancel, true);
    cr_expect(job_stopped(&job));
    cr_expect(job.cancelled);
}

Test(job, fill_says_whether_there_is_more) {
    struct memory_pull m;
    char out[8];
    size_t len;
    memory_pull_init(&m, "abcdef", 6, NULL, PULL_END);
    cr_expect_eq(pull_fill(&m.pull, out, 4, &len), 1);
    cr_expect_eq(len, 4);
    cr_expect_eq(pull_fill(&m.pull, out, 4, &len), PULL_END);
    cr_expect_eq(len, 2);
    memory_pull_init(&m, "abc", 3, NULL, PULL_BROKEN);
    cr_expect_eq(pull_fill(&m.pull, out, 4, &len), PULL_BROKEN);
    cr_expect_eq(len, 3);
    cr_expect_eq(memcmp(out, "abc", 3), 0);
}

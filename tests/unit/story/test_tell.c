/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(tell, .init = begin, .fini = end);

static bool says(struct slice text, const char *what) {
    return slice_find(text, slice_cstr(what)) >= 0;
}

Test(tell, one_minute_is_told_once) {
    logs_add(&logs, "10:00:30", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:59", MAL, "x:Grab", GRAB("b"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert(says(s->summary, "On 3 Mar 2026 at 10:00 UTC, mal"), "%.*s", SLICE_FMT(s->summary));
}

Test(tell, title_summary_and_chapters) {
    logs_add(&logs, "10:00:30", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    logs_add(&logs, "10:40:00", BOX, "x:Share", SHARE("disk", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert(says(s->title, "shared 2 data stores with account 999988887777"), "%.*s", SLICE_FMT(s->title));
    cr_assert(says(s->summary, "On 3 Mar 2026 from 10:00 to 10:40 UTC, mal"), "%.*s", SLICE_FMT(s->summary));
    cr_assert(says(s->summary, "launched i-0f3a91c2 as archiver"), "%.*s", SLICE_FMT(s->summary));
    cr_assert_eq(s->paragraph_count, 3);
    cr_assert(says(s->paragraphs[0], "At 10:00:30 mal grabbed a."), "%.*s", SLICE_FMT(s->paragraphs[0]));
    cr_assert(says(s->paragraphs[2], "instance i-0f3a91c2 shared snap"), "%.*s", SLICE_FMT(s->paragraphs[2]));
}

Test(tell, an_attempt_is_told_as_one) {
    logs_add(&logs, "10:00:30", MAL, "x:Share", SHARE("snap", "999988887777") "," DENIED);
    const struct story *s = logs_only_alert(&logs);
    cr_assert(says(s->title, "mal tried"), "%.*s", SLICE_FMT(s->title));
    cr_assert(says(s->paragraphs[0], "(denied)"));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(markdown, a_report) {
    struct buf out = exported_all(export_markdown, 0);
    exported_has(&out, "## ");
    exported_has(&out, "### Why it matters");
    exported_has(&out, "### Who");
    exported_has(&out, "### Steps (UTC)");
    exported_has(&out, "```sh\naws ");
    exported_has(&out, "### Evidence (event IDs)");
    buf_release(&out);
}

/* Outside the fences a line begins only with what the report itself writes, and no mark of the text is without its
 * backslash. */
Test(markdown, hostile_text_makes_no_markup) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct buf out = exported_all(export_markdown, seed);
        bool fenced = false;
        for (size_t at = 0; at < out.len;) {
            size_t end = at;
            while (out.ptr[end] != '\n') end++;
            struct slice line = slice_from(out.ptr + at, end - at);
            at = end + 1;
            if (slice_starts(line, SLICE("```"))) fenced = !fenced;
            for (size_t i = 0; !fenced && i < line.len; i++)
                cr_assert(!strchr("<[`", line.ptr[i]) || (i && line.ptr[i - 1] == '\\') ||
                              slice_starts(line, SLICE("```")),
                          "%.*s", SLICE_FMT(line));
        }
        cr_assert_not(fenced);
        buf_release(&out);
    }
}

Test(markdown, a_fence_is_longer_than_what_it_holds) {
    struct story_response r = {.title = SLICE("t"), .command = SLICE("a ````b"), .why = SLICE("w"), .reversible = true};
    struct story st = {.responses = &r, .response_count = 1};
    struct buf out;
    buf_init(&out);
    export_markdown(&(struct export_input){&st, 1, NULL, "0"}, &out);
    exported_has(&out, "`````sh\na ````b\n`````\n");
    buf_release(&out);
}

Test(markdown, text_begins_no_list_and_makes_no_link) {
    struct story st = {.title = SLICE("- a"), .summary = SLICE("12. see http://x.y/ and www.z.y, mail a@b: 1.2")};
    struct buf out;
    buf_init(&out);
    export_markdown(&(struct export_input){&st, 1, NULL, "0"}, &out);
    exported_has(&out, "## \\- a\n");
    exported_has(&out, "\n12\\. see http\\://x.y/ and www\\.z.y, mail a\\@b: 1.2\n");
    buf_release(&out);
}

Test(markdown, no_alert_says_so) {
    struct buf out;
    buf_init(&out);
    export_markdown(&(struct export_input){0}, &out);
    exported_has(&out, "No alert.");
    buf_release(&out);
}

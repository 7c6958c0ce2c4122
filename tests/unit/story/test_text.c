/* SPDX-License-Identifier: Apache-2.0 */
/* The story for a terminal: goldens, widths, safety, colours, and the words when there is nothing to tell. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/text.h"
#include "golden.h"
#include "story/text.h"
#include "story_fixture.h"

static void reference(unsigned width, bool color, struct buf *out) {
    struct story_set set;
    struct text_options options = {width, color};
    fixture_reference(&set);
    text_scan(&set, &options, out);
    arena_release(&set.arena);
}

static void expect_golden(unsigned width, bool color, const char *name) {
    struct buf out;
    buf_init(&out);
    reference(width, color, &out);
    cr_expect(golden_equal(name, buf_slice(&out)));
    buf_release(&out);
}

Test(text, golden_80) {
    expect_golden(80, false, "text-80.txt");
}

Test(text, golden_120) {
    expect_golden(120, false, "text-120.txt");
}

Test(text, golden_color) {
    expect_golden(100, true, "text-color.txt");
}

/* The text without its escape sequences. */
static void strip(const struct buf *in, struct buf *out) {
    for (size_t i = 0; i < in->len; i++) {
        if (in->ptr[i] != '\x1b') buf_putc(out, in->ptr[i]);
        else
            while (in->ptr[i] != 'm') i++;
    }
}

Test(text, colour_changes_nothing_else) {
    struct buf plain, color, stripped;
    buf_init(&plain);
    buf_init(&color);
    buf_init(&stripped);
    reference(80, false, &plain);
    reference(80, true, &color);
    cr_expect_gt(color.len, plain.len);
    strip(&color, &stripped);
    cr_expect_str_eq(stripped.ptr, plain.ptr);
    buf_release(&plain);
    buf_release(&color);
    buf_release(&stripped);
}

/* Every line keeps to the width, but for the commands, whose words must stay whole. */
static void expect_width(struct slice text, size_t width, uint64_t seed) {
    bool commands = false;
    while (text.len) {
        struct slice line = slice_before(text, '\n');
        if (slice_starts(line, SLICE("Response"))) commands = true;
        if (slice_ends(line, SLICE("threshold"))) commands = false;
        cr_expect(commands || text_columns(line) <= width, "seed %llu, %zu columns: %.*s", (unsigned long long)seed,
                  text_columns(line), SLICE_FMT(line));
        cr_expect(!slice_ends(line, SLICE(" ")), "seed %llu: blanks at the end: %.*s", (unsigned long long)seed,
                  SLICE_FMT(line));
        text = slice_sub(text, line.len + 1, text.len);
    }
}

/* Nothing that drives a terminal: no controls but line feeds, no bidirectional marks, whole UTF-8. */
static void expect_safe(struct slice text, uint64_t seed) {
    size_t used;
    for (struct slice rest = text; rest.len; rest = slice_sub(rest, used, rest.len)) {
        uint32_t code = utf8_next(rest, &used);
        bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
        bool bidi = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
        cr_assert(!control && !bidi, "seed %llu: U+%04X", (unsigned long long)seed, code);
        cr_assert(code != 0xFFFD || used == 3, "seed %llu: broken UTF-8", (unsigned long long)seed);
    }
}

Test(text, hostile_stories_keep_to_the_width_and_drive_nothing) {
    static const unsigned widths[] = {60, 80, 133, 200};
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct story_set set;
        struct text_options options = {widths[seed % 4], false};
        struct buf out;
        buf_init(&out);
        fixture_random(&set, seed, 1 + seed * 3, 1 + seed % 17);
        text_scan(&set, &options, &out);
        expect_width(buf_slice(&out), options.width, seed);
        expect_safe(buf_slice(&out), seed);
        buf_release(&out);
        arena_release(&set.arena);
    }
}

static void expect_input(const struct story_set *set, const char *want) {
    struct buf out;
    struct text_options options = {.width = 200};
    buf_init(&out);
    text_input(set, &options, &out);
    cr_expect_str_eq(out.ptr, want);
    buf_release(&out);
}

Test(text, nothing_says_why) {
    struct story_set set = {.input = {.from = TIME_NONE, .to = TIME_NONE}};
    expect_input(&set, "No files there. A trail keeps its logs in its S3 bucket, below AWSLogs/.\n");
    set.input.files = 3, set.input.skipped_files = 3;
    expect_input(&set,
                 "No CloudTrail records in 3 files: 3 are not logs. A trail keeps its logs in its S3 bucket, below "
                 "AWSLogs/.\n");
    set.input.skipped_files = 1, set.input.failed_count = 2;
    expect_input(&set, "No CloudTrail records in 3 files: 1 is not a log, 2 could not be read.\n");
    set.input = (struct input_stats){.files = 1, .skipped_files = 1, .failed_count = 1};
    expect_input(&set, "No CloudTrail records in 1 file: 1 is not a log, 1 could not be read.\n");
    set.input = (struct input_stats){.files = 1, .malformed_count = 7};
    expect_input(&set, "No CloudTrail records in 1 file: 7 broken records.\n");
    set.input = (struct input_stats){.files = 1, .digests = {.read = 1, .absent_logs = 1}};
    expect_input(&set,
                 "No CloudTrail records in 1 file. 1 digest: 0 logs are as delivered, 1 log is of a day that is not "
                 "in the input.\n");
    set.input = (struct input_stats){.files = 1};
    expect_input(&set, "No CloudTrail records in 1 file.\n");
}

Test(text, what_was_read) {
    struct story_set set = {.input = {.files = 2, .bytes = 1234567, .records = 11, .events = 10, .duplicates = 1}};
    set.input.from = 1772542931000000, set.input.to = set.input.from + US_PER_DAY;
    expect_input(
        &set, "Read 10 events from 2 files (1.2 MB), 3 Mar 2026, 13:02 – 4 Mar 2026, 13:02 UTC, 0 accounts, 0 regions; "
              "1 duplicate.\n");
    set.input = (struct input_stats){
        .files = 1, .bytes = 999, .records = 1, .skipped_files = 2, .failed_count = 1, .malformed_count = 2};
    expect_input(
        &set, "Read 0 events from 1 file (999 bytes), 0 accounts, 0 regions. 2 files are not logs. 1 file could not be "
              "read. 2 records are broken.\n");
}

Test(text, what_the_digests_say) {
    struct story_set set = {
        .input = {.files = 1, .bytes = 999, .records = 1, .digests = {.read = 1, .verified_logs = 1}}};
    expect_input(&set,
                 "Read 0 events from 1 file (999 bytes), 0 accounts, 0 regions. 1 digest: 1 log is as delivered.\n");
    set.input.digests = (struct digest_stats){
        .read = 2400, .verified_logs = 3000, .absent_logs = 2, .signatures = 2399, .problem_count = 2};
    expect_input(&set,
                 "Read 0 events from 1 file (999 bytes), 0 accounts, 0 regions. 2,400 digests: 3,000 logs are as "
                 "delivered, 2 logs are of days that are not in the input, 2,399 signatures hold. 2 things do not fit "
                 "the\ndigests.\n");
}

Test(text, no_alerts) {
    struct story_set set = {.input = {.files = 1, .bytes = 12, .records = 1, .events = 1, .from = TIME_NONE}};
    struct buf out;
    struct text_options options = {0};
    buf_init(&out);
    text_scan(&set, &options, &out);
    cr_expect_str_eq(out.ptr, "No alerts.\n\nRead 1 event from 1 file (12 bytes), 0 accounts, 0 regions.\n");
    buf_release(&out);
}

Test(text, long_lists_of_observations_are_cut) {
    struct observation observations[12];
    for (size_t i = 0; i < 12; i++)
        observations[i] =
            (struct observation){.level = LEVEL_LOW, .title = SLICE("Denied calls"), .from = 0, .to = 0, .count = 1};
    struct story_set set = {
        .observations = observations, .observation_count = 12, .input = {.events = 1, .from = TIME_NONE}};
    struct buf out;
    struct text_options options = {0};
    buf_init(&out);
    text_scan(&set, &options, &out);
    cr_expect(strstr(out.ptr, "12 observations below the alert threshold\n"));
    cr_expect(strstr(out.ptr, "and 2 more: --format json lists them all\n"));
    buf_release(&out);
}

Test(text, several_alerts_are_listed_first) {
    struct story alerts[2] = {{.title = SLICE("One"), .level = LEVEL_CRITICAL, .score = 94},
                              {.title = SLICE("Two"), .level = LEVEL_LOW, .score = 7}};
    struct story_set set = {.alerts = alerts, .alert_count = 2, .input = {.events = 1, .from = TIME_NONE}};
    struct text_options options = {0};
    struct buf out;
    buf_init(&out);
    text_scan(&set, &options, &out);
    cr_expect(slice_starts(buf_slice(&out), SLICE("2 alerts\n    1  ◆  94 One\n    2  ●   7 Two\n\n─")));
    buf_release(&out);
}

Test(text, one_story_alone) {
    struct story_set set;
    struct buf out;
    struct text_options options = {0};
    buf_init(&out);
    fixture_reference(&set);
    text_story(&set.alerts[0], &options, &out);
    cr_expect(slice_starts(buf_slice(&out), SLICE("◆ ")));
    cr_expect_null(strstr(out.ptr, "below the alert threshold"));
    cr_expect_null(strstr(out.ptr, "Read 4,080 events"));
    buf_release(&out);
    arena_release(&set.arena);
}

static void expect_command(const char *command, const char *want) {
    struct story_response response = {
        .title = SLICE("Do"), .command = slice_cstr(command), .why = SLICE("so"), .reversible = true};
    struct story story = {.responses = &response, .response_count = 1};
    struct text_options options = {.width = 60};
    struct buf out;
    buf_init(&out);
    text_story(&story, &options, &out);
    const char *at = strstr(out.ptr, "1. Do\n");
    cr_assert_not_null(at);
    cr_expect_str_eq(at + strlen("1. Do\n"), want);
    buf_release(&out);
}

Test(text, commands_can_be_pasted) {
    expect_command("aws a \\\n  --b 1 \\\n --c 2", "     aws a --b 1 --c 2\n     so · can be undone\n");
    expect_command("aws one\naws two", "     aws one\n     aws two\n     so · can be undone\n");
    expect_command("aws 'x\ny'", "     aws 'x␊y'\n     so · can be undone\n");
    expect_command("aws iam update-access-key --user-name reporting --access-key-id AKIA",
                   "     aws iam update-access-key --user-name reporting \\\n"
                   "         --access-key-id AKIA\n     so · can be undone\n");
}

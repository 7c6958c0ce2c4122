/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: every option's value, every way to get one wrong. */
#include <criterion/criterion.h>

#include "base/timefmt.h"
#include "cli/args.h"

enum { WORDS_MAX = 16 };

static bool parse(const char *name, const char *const *words, struct args *out, struct err *err) {
    char *argv[WORDS_MAX];
    int argc = 0;
    for (; words[argc]; argc++) argv[argc] = (char *)words[argc];
    *err = ERR_INIT;
    return args_parse(command_find(slice_cstr(name)), argc, argv, out, err);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct args scan(const char *const *words) {
    struct args args;
    struct err err;
    cr_assert(parse("scan", words, &args, &err), "%s", err.message);
    return args;
}

static void expect_error(const char *name, const char *const *words, const char *part) {
    struct args args;
    struct err err;
    cr_assert_not(parse(name, words, &args, &err), "%s was taken", words[0]);
    cr_expect(strstr(err.message, part), "\"%s\" lacks \"%s\"", err.message, part);
}

Test(args, nothing_said_is_open) {
    struct args a = scan(WORDS("logs"));
    cr_expect_eq(a.paths.len, 1);
    cr_expect_eq(a.from, TIME_NONE);
    cr_expect_eq(a.to, TIME_NONE);
    cr_expect_eq(a.gap, 0);
    cr_expect_eq(a.threads, 0);
    cr_expect_eq(a.format, FORMAT_TEXT);
    cr_expect_eq(a.color, WHEN_AUTO);
    cr_expect(!a.has_min_level && !a.has_fail_on && !a.no_builtin_rules && !a.stats && !a.output && !a.config);
    args_release(&a);
}

Test(args, operands_and_options_mix) {
    struct args a = scan(WORDS("a", "--stats", "-", "--no-builtin-rules", "b", "--", "--json", "-x"));
    cr_assert_eq(a.paths.len, 5);
    cr_expect(slice_eq(a.paths.items[1], SLICE("-")));
    cr_expect(slice_eq(a.paths.items[3], SLICE("--json")));
    cr_expect(slice_eq(a.paths.items[4], SLICE("-x")));
    cr_expect(a.stats && a.no_builtin_rules);
    cr_expect_eq(a.format, FORMAT_TEXT);
    args_release(&a);
}

Test(args, values_stand_behind_an_equals_sign_or_next) {
    struct args a = scan(WORDS("--format=json", "--gap", "12h", "-oout.txt", "--config=", "x"));
    cr_expect_eq(a.format, FORMAT_JSON);
    cr_expect_eq(a.gap, 12 * US_PER_HOUR);
    cr_expect_str_eq(a.output, "out.txt");
    cr_expect_str_eq(a.config, "");
    args_release(&a);
    a = scan(WORDS("-o", "-", "--threads", "8", "--json"));
    cr_expect_null(a.output);
    cr_expect_eq(a.threads, 8);
    cr_expect_eq(a.format, FORMAT_JSON);
    args_release(&a);
}

Test(args, the_last_word_wins) {
    struct args a = scan(WORDS("--json", "--format", "text", "--color=always", "--color=never"));
    cr_expect_eq(a.format, FORMAT_TEXT);
    cr_expect_eq(a.color, WHEN_NEVER);
    args_release(&a);
}

Test(args, times_are_whole_days_or_instants) {
    struct args a = scan(WORDS("--from", "2026-03-03", "--to", "2026-03-03"));
    cr_expect_str_eq(time_rfc3339(a.from).text, "2026-03-03T00:00:00Z");
    cr_expect_str_eq(time_rfc3339(a.to).text, "2026-03-03T23:59:59.999999Z");
    args_release(&a);
    a = scan(WORDS("--from", "2026-03-03T13:02:11+09:00"));
    cr_expect_str_eq(time_rfc3339(a.from).text, "2026-03-03T04:02:11Z");
    args_release(&a);
}

Test(args, lists_repeat_or_have_commas) {
    struct args a = scan(WORDS("--account", "111122223333,222233334444", "--account=333344445555", "--region",
                               "us-east-1, eu-west-1", "--rules", "a,b", "--rules", "c"));
    cr_assert_eq(a.accounts.len, 3);
    cr_expect(slice_eq(a.accounts.items[1], SLICE("222233334444")));
    cr_assert_eq(a.regions.len, 2);
    cr_expect(slice_eq(a.regions.items[1], SLICE("eu-west-1")));
    cr_assert_eq(a.rules.len, 2);
    cr_expect(slice_eq(a.rules.items[0], SLICE("a,b")));
    args_release(&a);
}

Test(args, levels) {
    struct args a = scan(WORDS("--min-level", "low", "--fail-on", "critical"));
    cr_expect(a.has_min_level && a.has_fail_on);
    cr_expect_eq(a.min_level, LEVEL_LOW);
    cr_expect_eq(a.fail_on, LEVEL_CRITICAL);
    args_release(&a);
}

Test(args, what_is_wrong_is_said) {
    expect_error("scan", WORDS("--frmat", "x"), "no option --frmat; did you mean --format?");
    expect_error("scan", WORDS("--live", "x"), "no option --live");
    expect_error("scan", WORDS("--alert", "1"), "no option --alert");
    expect_error("scan", WORDS("-q"), "no option -q");
    expect_error("scan", WORDS("--format"), "--format needs a value: FORMAT");
    expect_error("scan", WORDS("-o"), "--output needs a value: FILE");
    expect_error("scan", WORDS("--stats=yes"), "--stats takes no value");
    expect_error("scan", WORDS("--format", "gif"), "scan does not write \"gif\"; it writes text, json");
    expect_error("story", WORDS("--format", "matches"), "story does not write \"matches\"");
    expect_error("scan", WORDS("--from", "yesterday"), "--from: \"yesterday\" is not a time such as 2026-03-03");
    expect_error("scan", WORDS("--to", "2026-02-30"), "--to: \"2026-02-30\" is not a time");
    expect_error("scan", WORDS("--gap", "0d"), "--gap: \"0d\" is not a length of time");
    expect_error("scan", WORDS("--account", "prod"), "\"prod\" is not an account: 12 digits");
    expect_error("scan", WORDS("--region", "us-east-1,,eu-west-1"), "an empty name");
    expect_error("scan", WORDS("--region", "us-east-1,"), "an empty name");
    expect_error("scan", WORDS("--region", ""), "an empty name");
    expect_error("scan", WORDS("--threads", "0"), "not a number from 1 to 256");
    expect_error("scan", WORDS("--threads", "257"), "not a number from 1 to 256");
    expect_error("scan", WORDS("--threads", "two"), "not a number from 1 to 256");
    expect_error("scan", WORDS("--min-level", "informational"), "none of low, medium, high, critical");
    expect_error("scan", WORDS("--fail-on", "bad"), "none of low, medium, high, critical");
    expect_error("scan", WORDS("--color", "blue"), "none of auto, always, never");
    expect_error("scan", WORDS("--lang", "de"), "this version speaks en, ja");
    expect_error("scan", WORDS("-o", ""), "an empty file name");
    expect_error("story", WORDS("--alert", "0"), "not a number from 1");
}

Test(args, from_is_not_later_than_to) {
    static const char instant[] = "2026-03-03T10:00:00Z";
    struct args a = scan(WORDS("--from", instant, "--to", instant));
    cr_expect_eq(a.from, a.to);
    args_release(&a);
    expect_error("scan", WORDS("--from", "2026-03-03T10:00:01Z", "--to", instant), "--from is later than --to");
    expect_error("story", WORDS("--to", "2026-03-02", "--from", "2026-03-03"), "--from is later than --to");
}

Test(args, bounds_are_taken) {
    struct args a = scan(WORDS("--threads", "256"));
    cr_expect_eq(a.threads, 256);
    args_release(&a);
    a = scan(WORDS("--threads", "1"));
    cr_expect_eq(a.threads, 1);
    args_release(&a);
}

Test(args, help_beats_a_wrong_format) {
    struct args a = scan(WORDS("--format", "gif", "-h"));
    cr_expect(a.help);
    args_release(&a);
}

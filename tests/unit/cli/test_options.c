/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the options: what each takes to be its value, at the edges. Whole command lines are in test_args.c. */
#include <criterion/criterion.h>

#include "base/timefmt.h"
#include "cli/args.h"

static const struct option_row *row_of(const struct option_row *rows, const char *name) {
    for (; rows->name; rows++)
        if (strcmp(rows->name, name) == 0) return rows;
    cr_assert(false, "no --%s", name);
    return NULL;
}

/* Gives one value to one option; whether it was taken. */
static bool take(const struct option_row *rows, const char *name, const char *value, struct args *args) {
    struct err err = ERR_INIT;
    bool ok = row_of(rows, name)->take(args, value, &err);
    cr_expect_eq(ok, err.code == ERR_NONE);
    if (!ok) cr_expect(strncmp(err.message, "-", 1) == 0, "an error begins with its option: %s", err.message);
    return ok;
}

static void expect(const struct option_row *rows, const char *name, const char *value, bool taken) {
    struct args args;
    args_init(&args);
    cr_expect_eq(take(rows, name, value, &args), taken, "--%s %s", name, value);
    args_release(&args);
}

Test(options, numbers) {
    static const char *const bad[] = {"", "0", "-1", "+1", " 1", "1 ", "1.0", "0x1", "18446744073709551617", "many"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect(OPTIONS_READING, "threads", bad[i], false);
        expect(OPTIONS_STORY, "alert", bad[i], false);
    }
    expect(OPTIONS_READING, "threads", "256", true);
    expect(OPTIONS_READING, "threads", "257", false);
    expect(OPTIONS_STORY, "alert", "1000000", true);
    expect(OPTIONS_STORY, "alert", "1000001", false);
}

Test(options, times) {
    struct args args;
    args_init(&args);
    cr_expect(take(OPTIONS_READING, "from", "2024-02-29", &args) && take(OPTIONS_READING, "to", "2024-02-29", &args));
    cr_expect_eq(args.to - args.from, US_PER_DAY - 1, "a date is its whole day");
    cr_expect(take(OPTIONS_READING, "to", "2024-02-29T00:00:00Z", &args) && args.to == args.from);
    args_release(&args);
    expect(OPTIONS_READING, "from", "2023-02-29", false);
    expect(OPTIONS_READING, "from", "2024-2-9", false);
    expect(OPTIONS_READING, "from", "2024-02-29T", false);
    expect(OPTIONS_READING, "to", "", false);
}

Test(options, lengths) {
    expect(OPTIONS_RULES, "gap", "90m", true);
    expect(OPTIONS_RULES, "gap", "0h", false);
    expect(OPTIONS_RULES, "gap", "3", false);
    expect(OPTIONS_RULES, "gap", "", false);
}

Test(options, accounts_and_regions) {
    expect(OPTIONS_READING, "account", "012345678901", true);
    expect(OPTIONS_READING, "account", "01234567890", false);
    expect(OPTIONS_READING, "account", "0123456789012", false);
    expect(OPTIONS_READING, "account", "01234567890x", false);
    expect(OPTIONS_READING, "account", "012345678901,prod", false);
    expect(OPTIONS_READING, "region", "eu-west-1, us-east-1", true);
    expect(OPTIONS_READING, "region", ",", false);
}

Test(options, levels_formats_and_the_rest) {
    struct args args;
    args_init(&args);
    cr_expect(take(OPTIONS_RESULT, "fail-on", "HIGH", &args) && args.has_fail_on && args.fail_on == LEVEL_HIGH);
    cr_expect(!args.has_min_level);
    cr_expect(take(OPTIONS_RESULT, "output", "-", &args) && !args.output, "- is standard output");
    cr_expect(take(OPTIONS_RESULT, "json", NULL, &args) && strcmp(args.format_word, "json") == 0);
    args_release(&args);
    expect(OPTIONS_RESULT, "fail-on", "informational", false);
    expect(OPTIONS_RESULT, "min-level", "", false);
    expect(OPTIONS_RESULT, "output", "", false);
    expect(OPTIONS_GENERAL, "color", "Auto", false);
    expect(OPTIONS_GENERAL, "lang", "", false);
}

Test(options, formats_have_names_of_their_own) {
    for (int i = 0; i < FORMATS; i++)
        for (int k = 0; k < i; k++) cr_expect_str_neq(format_name((enum format)i), format_name((enum format)k));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "folder.h"
#include "logs.h"
#include "scan/scan.h"

static struct logs logs;
static struct folder folder;
static struct config config;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
    folder_init(&folder);
    config_init(&config);
}

static void end(void) {
    config_release(&config);
    folder_release(&folder);
    logs_release(&logs);
}

TestSuite(scan, .init = begin, .fini = end);

static struct scan_options options(const char *const *paths) {
    return (struct scan_options){.paths = paths,
                                 .path_count = 1,
                                 .rules = logs.rules,
                                 .config = &config,
                                 .from = TIME_NONE,
                                 .to = TIME_NONE,
                                 .threads = 2};
}

static void put(const char *name, const char *clock, struct caller who, const char *api, const char *members) {
    folder_put(&folder, name, logs_record(&logs, clock, who, api, members));
}

static void put_attack(void) {
    put("1.json", "09:59:00", MAL, "s3:ListBuckets", NULL);
    put("2.json", "10:00:00", MAL, "x:Grab", GRAB("a"));
    put("3.json", "10:01:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    put("4.json", "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    put("5.json", "10:21:00", BOX, "s3:ListBuckets", NULL);
    put("6.json", "10:22:00", ANN, "s3:ListBuckets", NULL);
}

Test(scan, the_second_pass_brings_context_and_raw_records) {
    const char *paths[] = {folder.path};
    struct scan_options o = options(paths);
    struct scan_result result;
    struct err err = ERR_INIT;
    put_attack();
    o.want_raw = true;
    cr_assert(scan_run(&o, &result, &err), "%s", err.message);
    cr_assert_eq(result.set.input.events, 6);
    cr_assert_eq(result.set.alert_count, 1);
    const struct story *s = &result.set.alerts[0];
    cr_assert_eq(s->step_count, 5, "the look before, the grab, the launch, the sharing, the look after");
    for (size_t i = 0; i < s->step_count; i++) cr_assert_gt(s->steps[i].events[0].raw.len, 50);
    scan_result_release(&result);
}

Test(scan, filters_and_matches) {
    const char *paths[] = {folder.path};
    struct slice elsewhere = SLICE("eu-west-1");
    struct scan_options o = options(paths);
    struct scan_result result;
    struct err err = ERR_INIT;
    put_attack();
    o.want_matches = true;
    cr_assert(scan_run(&o, &result, &err));
    cr_assert_eq(
        slice_find(buf_slice(&result.matches), SLICE("r-grab\t00000000-0000-4000-8000-000000000002\nr-look\t")), 0,
        "%s", result.matches.ptr);
    scan_result_release(&result);
    o.want_matches = false;
    o.regions = &elsewhere, o.region_count = 1;
    cr_assert(scan_run(&o, &result, &err));
    cr_assert_eq(result.set.alert_count, 0);
    scan_result_release(&result);
    o.region_count = 0;
    cr_assert(time_parse(SLICE("2026-03-03T10:05:00Z"), &o.from));
    cr_assert(scan_run(&o, &result, &err));
    cr_assert_eq(result.set.alert_count, 1);
    cr_assert_eq(result.set.alerts[0].actor_count, 1, "the launch is before --from");
    scan_result_release(&result);
}

Test(scan, the_configuration_speaks) {
    static const char *const yaml =
        "accounts:\n  \"111122223333\": {name: dev, importance: high}\ntrusted_accounts:\n  "
        "\"999988887777\": vendor\n";
    const char *paths[] = {folder.path};
    struct scan_options o = options(paths);
    struct scan_result result;
    struct err err = ERR_INIT;
    struct config told;
    put_attack();
    cr_assert(config_parse(slice_cstr(yaml), SLICE("emaki.yml"), &told, &err), "%s", err.message);
    o.config = &told;
    cr_assert(scan_run(&o, &result, &err));
    const struct story *s = &result.set.alerts[0];
    cr_assert(slice_eq(s->actors[0].account_name, SLICE("dev")));
    cr_assert_eq(s->impact_count, 1, "sharing with a trusted account is no loss");
    scan_result_release(&result);
    config_release(&told);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration's text: every key, every way to get one wrong, and the place of each error. */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "base/timefmt.h"
#include "scan/config.h"

static struct config parse(const char *yaml) {
    struct config config;
    struct err err = ERR_INIT;
    cr_assert(config_parse(slice_cstr(yaml), SLICE("conf/emaki.yml"), &config, &err), "%u:%u %s", err.line, err.column,
              err.message);
    return config;
}

/* Parses what must fail; expects the position and a part of the message. */
static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct config config = {.gap = 42};
    struct err err = ERR_INIT;
    cr_assert_not(config_parse(slice_cstr(yaml), SLICE("emaki.yml"), &config, &err), "accepted: %s", yaml);
    cr_expect(strstr(err.message, part), "\"%s\" lacks \"%s\"", err.message, part);
    cr_expect_eq(err.line, line, "%s: line %u", yaml, err.line);
    cr_expect_eq(err.column, column, "%s: column %u", yaml, err.column);
    cr_expect_eq(config.gap, 42, "written on failure");
}

static void expect_slice(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "%.*s, not %s", SLICE_FMT(got), want);
}

Test(config_yaml, filters_mutes_and_placeholders) {
    struct config c;
    struct err err = ERR_INIT;
    cr_assert(
        config_parse(SLICE("filters: tuning\nmutes:\n  - one rule\n  - two\nplaceholders:\n  a: x\n  b: [y, z]\n"),
                     SLICE("conf/emaki.yml"), &c, &err),
        "%s", err.message);
    cr_assert(c.filter_count == 1 && c.mute_count == 2 && c.placeholder_count == 2);
    expect_slice(c.filters[0], "conf/tuning");
    expect_slice(c.mutes[0].rule, "one rule");
    cr_expect(c.mutes[1].line == 4 && c.mutes[1].column == 5);
    cr_assert(c.placeholders[0].count == 1 && c.placeholders[1].count == 2);
    expect_slice(c.placeholders[1].name, "b");
    expect_slice(c.placeholders[1].values[1], "z");
    config_release(&c);
}

Test(config_yaml, reads_every_key) {
    struct config c = parse("accounts:\n"
                            "  222233334444: {name: dev, importance: low}\n"
                            "  111122223333: prod\n"
                            "  012345678901:\n"
                            "trusted_accounts:\n"
                            "  999988887777: {role: [Backup, Audit], name: Vendor}\n"
                            "  888877776666: Other vendor\n"
                            "networks:\n"
                            "  office: [203.0.113.0/24, '2001:db8::/32']\n"
                            "  vpn: 198.51.100.7\n"
                            "  malicious: [bad.txt, /etc/worse.txt]\n"
                            "rules: [mine, /srv/rules]\n"
                            "gap: 12h\n"
                            "lang: ja\n");
    cr_assert_eq(c.account_count, 3);
    expect_slice(c.accounts[0].id, "012345678901");
    expect_slice(config_account(&c, SLICE("111122223333"))->name, "prod");
    cr_expect_eq(config_account(&c, SLICE("111122223333"))->importance, IMPORTANCE_NORMAL);
    cr_expect_eq(config_account(&c, SLICE("222233334444"))->importance, IMPORTANCE_LOW);
    cr_expect_null(config_account(&c, SLICE("333333333333")));
    const struct config_trusted *vendor = config_trusted(&c, SLICE("999988887777"));
    expect_slice(vendor[0].role, "Audit");
    expect_slice(vendor[1].role, "Backup");
    expect_slice(vendor[0].name, "Vendor");
    expect_slice(vendor[1].name, "Vendor");
    expect_slice(config_trusted(&c, SLICE("888877776666"))->role, "");
    cr_expect_null(config_trusted(&c, SLICE("111122223333")));
    cr_assert_eq(c.list_count, 2);
    expect_slice(c.lists[0].path, "conf/bad.txt");
    expect_slice(c.lists[1].path, "/etc/worse.txt");
    cr_expect_eq(c.lists[0].line, 11);
    cr_assert_eq(c.rule_count, 2);
    expect_slice(c.rules[0], "conf/mine");
    expect_slice(c.rules[1], "/srv/rules");
    cr_expect_eq(c.gap, 12 * US_PER_HOUR);
    cr_expect_eq(c.lang, LANG_JA);
    config_release(&c);
}

Test(config_yaml, nothing_is_a_configuration) {
    const char *texts[] = {"", "\n", "# only a comment\n", "{}", "accounts:\n", "---\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct config c = parse(texts[i]);
        cr_expect_eq(c.account_count + c.cidr_count + c.rule_count, 0);
        cr_expect_eq(c.gap, 0);
        config_release(&c);
    }
}

Test(config_yaml, a_name_in_the_working_folder_has_no_prefix) {
    struct config c;
    struct err err = ERR_INIT;
    cr_assert(config_parse(SLICE("rules: mine"), SLICE("emaki.yml"), &c, &err));
    expect_slice(c.rules[0], "mine");
    config_release(&c);
}

Test(config_yaml, errors_name_the_place) {
    expect_error("gap: 3d\nacounts: {}\n", 2, 1, "unknown key \"acounts\"; did you mean \"accounts\"?");
    expect_error("frobnicate: 1\n", 1, 1, "unknown key \"frobnicate\"");
    expect_error("geoips: x.mmdb\n", 1, 1, "unknown key \"geoips\"");
    expect_error("accounts:\n  111122223333: {nam: x}\n", 2, 18, "did you mean \"name\"?");
    expect_error("accounts:\n  1111: x\n", 2, 3, "\"1111\" is not an account: 12 digits");
    expect_error("accounts:\n  11112222333x: x\n", 2, 3, "is not an account");
    expect_error("accounts: [a]\n", 1, 12, "must map");
    expect_error("accounts:\n  111122223333: {importance: huge}\n", 2, 30, "none of low, normal, high");
    expect_error("trusted_accounts:\n  x: y\n", 2, 3, "is not an account");
    expect_error("trusted_accounts: 5\n", 1, 19, "must map");
    expect_error("networks:\n  office: [203.0.113.0/24, nonsense]\n", 2, 28, "\"nonsense\" is not an address");
    expect_error("networks:\n  office: 203.0.113.1/24\n", 2, 11, "is not an address or a CIDR");
    expect_error("networks:\n  office: {a: b}\n", 2, 12, "list of CIDRs");
    expect_error("networks: x\n", 1, 11, "must map");
    expect_error("gap: soon\n", 1, 6, "\"soon\" is not a length of time");
    expect_error("gap: [1]\n", 1, 7, "must be a text");
    expect_error("lang: de\n", 1, 7, "this version speaks en, ja");
    expect_error("- a\n", 1, 3, "a configuration is a mapping");
    expect_error("rules: ['']\n", 1, 10, "rules is empty");
    expect_error("mutes: {a: b}\n", 1, 9, "mutes");
    expect_error("placeholders: [a]\n", 1, 16, "must map names to values");
    expect_error("placeholders: {a: [{}]}\n", 0, 0, "the value of a placeholder must be a text");
    expect_error("gap: 3d\n---\nlang: en\n", 3, 1, "one document");
}

Test(config_yaml, is_yaml_or_says_where_it_is_not) {
    struct config c;
    struct err err = ERR_INIT;
    cr_expect_not(config_parse(SLICE("accounts:\n  - [\n"), SLICE("emaki.yml"), &c, &err));
    cr_expect(strstr(err.message, "not YAML"), "%s", err.message);
    cr_expect_gt(err.line, 1);
    err = ERR_INIT;
    cr_expect_not(config_parse(SLICE("gap: 3d\ngap: 4d\n"), SLICE("emaki.yml"), &c, &err));
    cr_expect(strstr(err.message, "duplicate"), "%s", err.message);
    cr_expect_eq(err.line, 2);
}

Test(config_yaml, aliases_are_refused) {
    expect_error("gap: &a 3d\nlang: *a\n", 2, 8, "must be a text");
    expect_error("rules: [&a x, *a]\n", 1, 16, "must be a text");
}

Test(config_yaml, size_is_bounded) {
    struct buf text;
    struct err err = ERR_INIT;
    struct config c;
    buf_init(&text);
    buf_puts(&text, "gap: 3d\n#");
    buf_putn(&text, 'x', CONFIG_BYTES_MAX - text.len);
    cr_expect(config_parse(buf_slice(&text), SLICE("a"), &c, &err));
    config_release(&c);
    buf_putc(&text, 'x');
    cr_expect_not(config_parse(buf_slice(&text), SLICE("a"), &c, &err));
    cr_expect_eq(err.code, ERR_LIMIT);
    cr_expect(strstr(err.message, "CONFIG_BYTES_MAX"));
    buf_release(&text);
}

Test(config_yaml, depth_is_bounded) {
    struct buf text;
    struct err err = ERR_INIT;
    struct config c;
    buf_init(&text);
    buf_putn(&text, '[', 100000);
    cr_expect_not(config_parse(buf_slice(&text), SLICE("a"), &c, &err));
    buf_release(&text);
}

Test(config_yaml, refuses_what_is_not_utf8) {
    expect_error("gap: 1d\nlang: \xc6\x0e", 2, 7, "not valid UTF-8");
    expect_error("%\xc6\x0e", 1, 2, "not valid UTF-8"); /* libfyaml never comes back from this one */
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration's lookups: blocks of addresses, networks, lists. Its text is in test_config_yaml.c. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "scan/config.h"

static struct config parse(const char *yaml) {
    struct config config;
    struct err err = ERR_INIT;
    cr_assert(config_parse(slice_cstr(yaml), SLICE("conf/emaki.yml"), &config, &err), "%u:%u %s", err.line, err.column,
              err.message);
    return config;
}

static void expect_slice(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "%.*s, not %s", SLICE_FMT(got), want);
}

static void expect_network(const struct config *config, const char *ip, const char *want) {
    const struct config_network *network = config_network(config, slice_cstr(ip));
    if (!want) cr_expect_null(network, "%s is in a network", ip);
    else cr_assert_not_null(network, "%s is in no network", ip);
    if (want) expect_slice(network->name, want);
}

Test(cidr, parses_addresses_and_blocks) {
    struct config_cidr c;
    cr_assert(config_cidr_parse(SLICE("10.0.0.0/8"), &c));
    cr_expect_eq(c.bits, 104);
    cr_expect_eq(c.prefix[12], 10);
    cr_assert(config_cidr_parse(SLICE("192.0.2.1"), &c));
    cr_expect_eq(c.bits, 128);
    cr_assert(config_cidr_parse(SLICE("::/0"), &c));
    cr_expect_eq(c.bits, 0);
    cr_assert(config_cidr_parse(SLICE("2001:db8::1"), &c));
    cr_expect_eq(c.bits, 128);
    const char *bad[] = {"",         "10.0.0.0/33", "10.0.0.1/8", "::/129", "10.0.0/8",   "/8",
                         "1.2.3.4/", "1.2.3.4/x",   "office",     "::1/64", "1.2.3.4/08x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(config_cidr_parse(slice_cstr(bad[i]), &c), "%s", bad[i]);
}

Test(config, the_most_specific_network_holds_an_address) {
    struct config c = parse("networks:\n"
                            "  company: [10.0.0.0/8, 2001:db8::/32]\n"
                            "  office: [10.1.0.0/16, 10.2.0.0/16]\n"
                            "  printer: 10.1.2.3\n");
    expect_network(&c, "10.1.2.3", "printer");
    expect_network(&c, "10.1.2.4", "office");
    expect_network(&c, "10.2.255.255", "office");
    expect_network(&c, "10.3.0.0", "company");
    expect_network(&c, "2001:db8:1::5", "company");
    expect_network(&c, "11.0.0.0", NULL);
    expect_network(&c, "2001:db9::", NULL);
    expect_network(&c, "ec2.amazonaws.com", NULL);
    expect_network(&c, "", NULL);
    config_release(&c);
}

Test(config, lists_of_malicious_addresses) {
    struct config c = parse("networks:\n  office: 198.51.100.0/24\n  lab: 203.0.113.9\n");
    struct err err = ERR_INIT;
    cr_assert(config_add_list(&c, SLICE("# feed\n203.0.113.0/24 ; scanner\r\n\n198.51.100.66\n203.0.113.9"), &err));
    cr_assert(config_add_list(&c, SLICE("192.0.2.0/24"), &err));
    expect_network(&c, "203.0.113.7", "malicious");
    expect_network(&c, "192.0.2.200", "malicious");
    expect_network(&c, "198.51.100.66", "malicious");
    expect_network(&c, "198.51.100.67", "office");
    expect_network(&c, "203.0.113.9", "lab"); /* a tie: what the user named wins */
    cr_expect(config_network(&c, SLICE("192.0.2.1"))->malicious);
    cr_expect_not(config_network(&c, SLICE("203.0.113.9"))->malicious);
    cr_expect_not(config_add_list(&c, SLICE("192.0.2.0/24\n\nwat\n"), &err));
    cr_expect_eq(err.line, 3);
    cr_expect(strstr(err.message, "\"wat\""));
    expect_network(&c, "203.0.113.7", "malicious"); /* as it was */
    config_release(&c);
}

Test(config, lists_are_bounded) {
    struct config c = parse("");
    struct err err = ERR_INIT;
    char *text = malloc(ADDRESS_LIST_BYTES_MAX + 1);
    memset(text, '\n', ADDRESS_LIST_BYTES_MAX + 1);
    memset(text, '#', 1);
    cr_expect(config_add_list(&c, slice_from(text, ADDRESS_LIST_BYTES_MAX), &err));
    cr_expect_not(config_add_list(&c, slice_from(text, ADDRESS_LIST_BYTES_MAX + 1), &err));
    cr_expect_eq(err.code, ERR_LIMIT);
    free(text);
    config_release(&c);
}

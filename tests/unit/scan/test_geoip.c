/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of an address is tested with files of our making in tests/integration; here, what is no file. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/limits.h"
#include "folder.h"
#include "scan/geoip.h"

Test(geoip, without_files_nothing_is_known) {
    struct geoip *geoip = geoip_new();
    struct world_place place = {SLICE("x"), SLICE("y")};
    geoip_place(geoip, SLICE("192.0.2.1"), &place);
    cr_assert_eq(place.country.len + place.asn.len, 0);
    geoip_place(geoip, SLICE("cloudformation.amazonaws.com-which-is-longer-than-any-address"), &place);
    geoip_place(geoip, SLICE(""), &place);
    geoip_free(geoip);
    geoip_free(NULL);
}

Test(geoip, a_file_of_another_kind_is_named) {
    struct folder folder;
    struct err err = ERR_INIT;
    struct geoip *geoip = geoip_new();
    char path[128];
    folder_init(&folder);
    folder_put(&folder, "x.mmdb", SLICE("no database"));
    snprintf(path, sizeof path, "%s/x.mmdb", folder.path);
    cr_assert_not(geoip_add(geoip, path, &err));
    cr_assert(strstr(err.message, "x.mmdb: "), "%s", err.message);
    cr_assert_not(geoip_add(geoip, "/nowhere.mmdb", &err));
    folder_release(&folder);
    geoip_free(geoip);
}

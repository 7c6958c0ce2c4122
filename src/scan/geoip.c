/* SPDX-License-Identifier: Apache-2.0 */
/* scan/geoip.c: see geoip.h. */
#include "scan/geoip.h"

#include <maxminddb.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define ADDRESS_TEXT_MAX 46 /* of IPv6 with an IPv4 tail, and NUL */

struct geoip {
    MMDB_s files[GEOIP_FILES_MAX];
    size_t count;
    struct buf network; /* the text handed out last */
};

struct geoip *geoip_new(void) {
    struct geoip *geoip = mem_zalloc(1, sizeof *geoip);
    buf_init(&geoip->network);
    return geoip;
}

void geoip_free(struct geoip *geoip) {
    if (!geoip) return;
    for (size_t i = 0; i < geoip->count; i++) MMDB_close(&geoip->files[i]);
    buf_release(&geoip->network);
    free(geoip);
}

bool geoip_add(struct geoip *geoip, const char *path, struct err *err) {
    if (geoip->count == GEOIP_FILES_MAX)
        return err_set(err, ERR_LIMIT, "%s: more than %d files (GEOIP_FILES_MAX)", path, GEOIP_FILES_MAX);
    int status = MMDB_open(path, MMDB_MODE_MMAP, &geoip->files[geoip->count]);
    if (status != MMDB_SUCCESS) return err_set(err, ERR_IO, "%s: %s", path, MMDB_strerror(status));
    geoip->count++;
    return true;
}

static struct slice text_at(MMDB_entry_s *entry, const char *const *path) {
    MMDB_entry_data_s data;
    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data ||
        data.type != MMDB_DATA_TYPE_UTF8_STRING)
        return (struct slice){0};
    return slice_from(data.utf8_string, data.data_size);
}

static void take_country(MMDB_entry_s *entry, struct world_place *out) {
    static const char *const paths[][3] = {{"country", "iso_code", NULL}, {"registered_country", "iso_code", NULL}};
    for (size_t i = 0; i < 2 && !out->country.len; i++) out->country = text_at(entry, paths[i]);
}

static void take_network(struct geoip *geoip, MMDB_entry_s *entry, struct world_place *out) {
    static const char *const number[] = {"autonomous_system_number", NULL}, *const name[] = {
                                                                                "autonomous_system_organization", NULL};
    MMDB_entry_data_s data;
    if (out->asn.len || MMDB_aget_value(entry, &data, number) != MMDB_SUCCESS || !data.has_data ||
        data.type != MMDB_DATA_TYPE_UINT32)
        return;
    struct slice organization = text_at(entry, name);
    buf_clear(&geoip->network);
    buf_printf(&geoip->network, "AS%u%s%.*s", data.uint32, organization.len ? " " : "", SLICE_FMT(organization));
    out->asn = buf_slice(&geoip->network);
}

/* location.latitude, .longitude of City files; a file of countries has none. */
static void take_location(MMDB_entry_s *entry, struct world_place *out) {
    static const char *const paths[2][3] = {{"location", "latitude", NULL}, {"location", "longitude", NULL}};
    int *const values[2] = {&out->latitude, &out->longitude};
    static const double most[2] = {90, 180};
    MMDB_entry_data_s data;
    if (out->located) return;
    for (size_t i = 0; i < 2; i++) {
        if (MMDB_aget_value(entry, &data, paths[i]) != MMDB_SUCCESS || !data.has_data ||
            data.type != MMDB_DATA_TYPE_DOUBLE || !(data.double_value >= -most[i] && data.double_value <= most[i]))
            return;
        *values[i] = (int)(data.double_value * 100);
    }
    out->located = true;
}

void geoip_place(const void *ctx, struct slice ip, struct world_place *out) {
    struct geoip *geoip = (struct geoip *)(uintptr_t)ctx;
    char text[ADDRESS_TEXT_MAX];
    *out = (struct world_place){0};
    if (!ip.len || ip.len >= sizeof text) return;
    memcpy(text, ip.ptr, ip.len);
    text[ip.len] = '\0';
    for (size_t i = 0; i < geoip->count; i++) {
        int no_address, status;
        MMDB_lookup_result_s found = MMDB_lookup_string(&geoip->files[i], text, &no_address, &status);
        if (no_address || status != MMDB_SUCCESS || !found.found_entry) continue;
        take_country(&found.entry, out);
        take_network(geoip, &found.entry, out);
        take_location(&found.entry, out);
    }
}

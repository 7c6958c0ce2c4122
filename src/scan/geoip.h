/* SPDX-License-Identifier: Apache-2.0 */
/* scan/geoip.h: countries and networks of addresses, from files of the MaxMind DB format (mmdb) that the user gives.
 *
 * In:   files: of countries or cities ("country.iso_code"), of networks ("autonomous_system_number", "…_organization"),
 *       by whomever they are made; the first that knows an address is believed.
 * Out:  what a head of the picture says: "NL", "AS14061 DigitalOcean".
 * Errors: ERR_IO with the path and libmaxminddb's reason; a record that is broken is as if it were not there.
 * Own:  the files are mapped as long as the geoip lives. One thread.
 */
#ifndef EMAKI_SCAN_GEOIP_H
#define EMAKI_SCAN_GEOIP_H

#include "base/err.h"
#include "story/world.h"

struct geoip;

struct geoip *geoip_new(void);
void geoip_free(struct geoip *geoip); /* NULL is fine */
bool geoip_add(struct geoip *geoip, const char *path, struct err *err);
/* For world.place: `ctx` is the geoip. The texts live until the next call. */
void geoip_place(const void *ctx, struct slice ip, struct world_place *out);

#endif

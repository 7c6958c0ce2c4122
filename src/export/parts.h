/* SPDX-License-Identifier: Apache-2.0 */
/* export/parts.h: what several formats need. Internal to the module. */
#ifndef EMAKI_EXPORT_PARTS_H
#define EMAKI_EXPORT_PARTS_H

#include "base/jsonw.h"
#include "base/text.h"
#include "export/export.h"

/* The next character of untrusted text: broken UTF-8 and marks that turn the direction of writing become U+FFFD,
 * control characters and line ends a blank. False at the end. */
bool plain_next(struct slice *rest, uint32_t *code);
/* Writes it all, each ASCII character in `escaped` with `before` in front. */
void plain_put(struct buf *out, struct slice s, const char *escaped, char before);

/* MITRE's name of a technique, or the id where it is none of the cloud's. */
struct slice technique_name(struct slice id);
/* "T1537": the technique of a sub-technique. */
struct slice technique_parent(struct slice id);

/* STIX 2.1, 2.9: "TYPE--UUID", made of `parts` (the same parts, the same id). `out` holds STIX_ID_MAX. */
#define STIX_ID_MAX 80
void stix_id(const char *type, const struct slice *parts, size_t count, char *out);
#define STIX_ID(type, out, ...)                        \
    stix_id(type, (const struct slice[]){__VA_ARGS__}, \
            sizeof((const struct slice[]){__VA_ARGS__}) / sizeof(struct slice), out)
/* STIX 2.1, 3.2: a timestamp, here to the millisecond. */
void stix_time(struct jsonw *jw, const char *key, int64_t time);
/* What every object of a bundle begins with: type, spec_version, id; with `created`, also created and modified. */
void stix_begin(struct jsonw *jw, const char *type, const char *id, int64_t created);
void stix_bundle_begin(struct jsonw *jw, const struct story *alerts, size_t count, const char *kind);
void stix_bundle_end(struct jsonw *jw);
/* The identity that emaki speaks as; its id. */
void stix_author(struct jsonw *jw, char *id);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* export/parts.c: see parts.h. */
#include "export/parts.h"

#include <string.h>

#include "base/hash.h"
#include "base/uuid.h"
#include "detect/attack_matrix.h"

/* --- text --- */

/* Unicode 15, UAX 9: embeddings, overrides, isolates, marks. */
static bool turns_direction(uint32_t code) {
    return code == 0x061c || (code >= 0x200e && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

bool plain_next(struct slice *rest, uint32_t *code) {
    size_t used;
    if (!rest->len) return false;
    *code = utf8_next(*rest, &used);
    *rest = slice_sub(*rest, used, rest->len);
    if (*code < 0x20 || (*code >= 0x7f && *code < 0xa0) || *code == 0x2028 || *code == 0x2029) *code = ' ';
    else if (turns_direction(*code)) *code = 0xfffd;
    return true;
}

void plain_put(struct buf *out, struct slice s, const char *escaped, char before) {
    uint32_t code;
    while (plain_next(&s, &code)) {
        if (code < 0x80 && strchr(escaped, (int)code)) buf_putc(out, before);
        utf8_put(out, code);
    }
}

/* --- ATT&CK --- */

struct slice technique_name(struct slice id) {
    for (size_t i = 0; i < ATTACK_MATRIX_COUNT; i++)
        if (slice_eq_fold(id, slice_cstr(ATTACK_MATRIX[i].id))) return slice_cstr(ATTACK_MATRIX[i].name);
    return id;
}

struct slice technique_parent(struct slice id) {
    return slice_before(id, '.');
}

/* --- STIX --- */

/* STIX 2.1, 2.9: what was observed has an id made of a name (version 5), the rest has one of version 4. These are made
 * of content all the same, so that the same story has the same ids. */
static uint64_t version_of(const char *type) {
    return strcmp(type, "user-account") == 0 || strcmp(type, "ipv4-addr") == 0 ? 0x5000 : 0x4000;
}

void stix_id(const char *type, const struct slice *parts, size_t count, char *out) {
    uint64_t hi = hash64(slice_cstr(type), 1), lo = hash64(slice_cstr(type), 2);
    for (size_t i = 0; i < count; i++) {
        hi = hash64_more(hi, parts[i]);
        lo = hash64_more(lo ^ UINT64_C(0x9e3779b97f4a7c15), parts[i]);
    }
    struct uuid uuid = {(hi & ~UINT64_C(0xf000)) | version_of(type), (lo & UINT64_C(0x3fffffffffffffff)) | UINT64_C(1)
                                                                                                               << 63};
    size_t len = strlen(type);
    if (len + 2 + UUID_TEXT + 1 > STIX_ID_MAX) len = STIX_ID_MAX - UUID_TEXT - 3;
    memcpy(out, type, len);
    memcpy(out + len, "--", 2);
    uuid_print(uuid, out + len + 2);
    out[len + 2 + UUID_TEXT] = '\0';
}

void stix_time(struct jsonw *jw, const char *key, int64_t time) {
    char text[48];
    struct civil c = time_civil(time);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)c.year, c.month, c.day, c.hour, c.minute,
             c.second, c.micro / 1000);
    jw_kcstr(jw, key, text);
}

void stix_begin(struct jsonw *jw, const char *type, const char *id, int64_t created) {
    jw_object(jw);
    jw_kcstr(jw, "type", type);
    jw_kcstr(jw, "spec_version", "2.1");
    jw_kcstr(jw, "id", id);
    if (created == TIME_NONE) return;
    stix_time(jw, "created", created);
    stix_time(jw, "modified", created);
}

void stix_bundle_begin(struct jsonw *jw, const struct story *alerts, size_t count, const char *kind) {
    char id[STIX_ID_MAX];
    struct slice parts[2] = {slice_cstr(kind), count ? alerts[0].id : SLICE("")};
    stix_id("bundle", parts, 2, id);
    jw_object(jw);
    jw_kcstr(jw, "type", "bundle");
    jw_kcstr(jw, "id", id);
    jw_key(jw, "objects");
    jw_array(jw);
}

void stix_bundle_end(struct jsonw *jw) {
    jw_end_array(jw);
    jw_end_object(jw);
}

/* It was first of this form on that day. */
#define AUTHOR_SINCE (INT64_C(1772496000) * US_PER_SECOND) /* 2026-03-03 */

void stix_author(struct jsonw *jw, char *id) {
    STIX_ID("identity", id, SLICE("emaki"));
    stix_begin(jw, "identity", id, AUTHOR_SINCE);
    jw_kcstr(jw, "name", "emaki");
    jw_kcstr(jw, "description", "Tells attacks from CloudTrail logs");
    jw_kcstr(jw, "identity_class", "system");
    jw_end_object(jw);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* base/jsonw.h: writes JSON into a buf, in the order of the calls; commas and indentation are its business.
 *
 * jw_key() before each value inside an object.
 */
#ifndef EMAKI_BASE_JSONW_H
#define EMAKI_BASE_JSONW_H

#include "base/buf.h"

struct jsonw {
    struct buf *out;
    int indent; /* blanks a level; 0 writes everything on one line */
    int depth;
    bool html_safe; /* see json_put_string */
    bool first;     /* nothing written yet in the open container */
    bool after_key;
};

void jw_init(struct jsonw *jw, struct buf *out, int indent, bool html_safe);
void jw_object(struct jsonw *jw);
void jw_end_object(struct jsonw *jw);
void jw_array(struct jsonw *jw);
void jw_end_array(struct jsonw *jw);
void jw_key(struct jsonw *jw, const char *key);
void jw_string(struct jsonw *jw, struct slice s);
void jw_cstr(struct jsonw *jw, const char *s); /* NULL writes null */
void jw_int(struct jsonw *jw, int64_t n);
void jw_bool(struct jsonw *jw, bool b);
void jw_null(struct jsonw *jw);
/* RFC 3339, null for TIME_NONE. */
void jw_time(struct jsonw *jw, int64_t us);
/* Text that already is JSON. */
void jw_raw(struct jsonw *jw, struct slice json);

/* key and value in one call */
void jw_kstring(struct jsonw *jw, const char *key, struct slice s);
void jw_kcstr(struct jsonw *jw, const char *key, const char *s);
void jw_kint(struct jsonw *jw, const char *key, int64_t n);
void jw_kbool(struct jsonw *jw, const char *key, bool b);
void jw_ktime(struct jsonw *jw, const char *key, int64_t us);
void jw_kstrings(struct jsonw *jw, const char *key, const struct slice *items, size_t count);

#endif

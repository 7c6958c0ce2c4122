/* SPDX-License-Identifier: Apache-2.0 */
/* event/lake.c: see lake.h. The recursion is bounded by STRUCTS_DEEP. */
#include "event/lake.h"

#include "base/mem.h"

enum { STRUCTS_DEEP = 16 };

/* Names whose letter case the query engine loses and decoding needs. */
static const char *const NAMES[] = {
    "eventVersion",
    "userIdentity",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "requestID",
    "eventID",
    "readOnly",
    "eventType",
    "eventCategory",
    "recipientAccountId",
    "sharedEventID",
    "vpcEndpointId",
    "serviceEventDetails",
    "managementEvent",
    "resources",
    "tlsDetails",
    "principalId",
    "accountId",
    "accessKeyId",
    "userName",
    "invokedBy",
    "identityProvider",
    "sessionContext",
    "sessionIssuer",
    "attributes",
    "creationDate",
    "mfaAuthenticated",
    "sourceIdentity",
    "ec2RoleDelivery",
    "sessionCredentialFromConsole",
    "webIdFederationData",
};

static struct slice canonical(struct slice name) {
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (slice_eq_fold(name, slice_cstr(NAMES[i]))) return slice_cstr(NAMES[i]);
    }
    return name;
}

bool lake_is_row(yyjson_val *array) {
    size_t at, count;
    yyjson_val *cell;
    yyjson_arr_foreach(array, at, count, cell) {
        if (!yyjson_is_obj(cell) || yyjson_obj_size(cell) != 1) return false;
    }
    return yyjson_arr_size(array) > 0;
}

static yyjson_mut_val *must(void *made) {
    if (!made) mem_exhausted(0);
    return made;
}

static yyjson_mut_val *text_of(yyjson_mut_doc *doc, struct slice s) {
    return must(yyjson_mut_strncpy(doc, s.len ? s.ptr : "", s.len));
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_-.:/", c));
}

/* Whether "name=" stands at `at`; its length without "=". */
static size_t name_at(struct slice s, size_t at) {
    size_t len = 0;
    while (at + len < s.len && is_name_byte(s.ptr[at + len])) len++;
    return at + len < s.len && s.ptr[at + len] == '=' ? len : 0;
}

/* The end of the member that begins at `at`: a comma of this level that another name follows, or the last brace. */
static size_t member_end(struct slice s, size_t at) {
    size_t depth = 0;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && depth) depth--;
        if (c == ',' && !depth && at + 2 < s.len && s.ptr[at + 1] == ' ' && name_at(s, at + 2)) return at;
    }
    return s.len;
}

static bool is_struct(struct slice s) {
    return s.len >= 2 && s.ptr[0] == '{' && s.ptr[s.len - 1] == '}' && (s.len == 2 || name_at(s, 1));
}

static yyjson_mut_val *struct_of(yyjson_mut_doc *doc, struct slice s, unsigned depth) {
    yyjson_mut_val *object = must(yyjson_mut_obj(doc));
    s = slice_sub(s, 1, s.len - 1);
    for (size_t at = 0; at < s.len;) {
        size_t name = name_at(s, at), end = member_end(s, at);
        struct slice value = slice_sub(s, at + name + 1, end);
        yyjson_mut_val *v = depth < STRUCTS_DEEP && is_struct(value) ? struct_of(doc, value, depth + 1)
                            : slice_eq(value, SLICE("null"))         ? must(yyjson_mut_null(doc))
                                                                     : text_of(doc, value);
        yyjson_mut_obj_add(object, text_of(doc, canonical(slice_sub(s, at, at + name))), v);
        at = end + 2;
    }
    return object;
}

static yyjson_mut_val *value_of(yyjson_mut_doc *doc, yyjson_val *cell) {
    struct slice s = slice_from(yyjson_get_str(cell), yyjson_is_str(cell) ? yyjson_get_len(cell) : 0);
    if (!s.len || s.ptr[0] != '{') return must(yyjson_val_mut_copy(doc, cell));
    yyjson_doc *json = yyjson_read(s.ptr, s.len, 0);
    yyjson_mut_val *v = json           ? must(yyjson_val_mut_copy(doc, yyjson_doc_get_root(json)))
                        : is_struct(s) ? struct_of(doc, s, 0)
                                       : text_of(doc, s);
    yyjson_doc_free(json);
    return v;
}

yyjson_doc *lake_row_object(yyjson_val *row) {
    size_t at, count;
    yyjson_val *cell;
    yyjson_mut_doc *doc = yyjson_mut_doc_new(NULL);
    yyjson_mut_val *object = must(yyjson_mut_obj(doc));
    yyjson_arr_foreach(row, at, count, cell) {
        yyjson_val *key = unsafe_yyjson_get_first(cell);
        struct slice name = canonical(slice_from(yyjson_get_str(key), yyjson_get_len(key)));
        yyjson_mut_obj_add(object, text_of(doc, name), value_of(doc, unsafe_yyjson_get_next(key)));
    }
    yyjson_mut_doc_set_root(doc, object);
    yyjson_doc *plain = yyjson_mut_doc_imut_copy(doc, NULL);
    yyjson_mut_doc_free(doc);
    if (!plain) mem_exhausted(0);
    return plain;
}

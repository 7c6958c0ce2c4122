/* SPDX-License-Identifier: Apache-2.0 */
/* event/path.c: values and names inside a record, for whoever needs more than struct event holds. Pure; nothing is
 * copied. The recursion is as deep as the path has parts and the record has arrays (RECORD_DEPTH_MAX). */
#include "event/event.h"

static yyjson_val *member(yyjson_val *obj, struct slice name) {
    size_t at, count;
    yyjson_val *k, *v;
    yyjson_val *exact = yyjson_obj_getn(obj, name.ptr, name.len);
    if (exact) return exact;
    yyjson_obj_foreach(obj, at, count, k, v) {
        if (slice_eq_fold(slice_from(yyjson_get_str(k), yyjson_get_len(k)), name)) return v;
    }
    return NULL;
}

static yyjson_val *value_at(yyjson_val *v, struct slice path) {
    while (v && path.len) {
        if (yyjson_is_arr(v)) {
            size_t at, count;
            yyjson_val *element, *found = NULL;
            yyjson_arr_foreach(v, at, count, element) {
                if ((found = value_at(element, path))) break;
            }
            return found;
        }
        if (!yyjson_is_obj(v)) return NULL;
        struct slice name = slice_before(path, '.');
        v = member(v, name);
        path = slice_sub(path, name.len + 1, path.len);
    }
    return v;
}

yyjson_val *event_at(yyjson_val *root, const char *path) {
    return value_at(root, slice_cstr(path));
}

struct slice event_str(yyjson_val *root, const char *path) {
    yyjson_val *v = event_at(root, path);
    return yyjson_is_str(v) ? slice_from(yyjson_get_str(v), yyjson_get_len(v)) : (struct slice){0};
}

static size_t digits_before(struct slice s, size_t end) {
    size_t n = 0;
    while (n < end && s.ptr[end - n - 1] >= '0' && s.ptr[end - n - 1] <= '9') n++;
    return n;
}

/* The length of the API date that ends at `end`: "20150331" or "2020_05_31"; 0 where there is none. */
static size_t date_before(struct slice s, size_t end) {
    size_t len = digits_before(s, end);
    if (len == 2 && end > 10 && s.ptr[end - 3] == '_' && digits_before(s, end - 3) == 2 && s.ptr[end - 6] == '_' &&
        digits_before(s, end - 6) == 4)
        len = 10;
    else if (len != 8) return 0;
    return end > len && s.ptr[end - len] == '2' && s.ptr[end - len + 1] == '0' ? len : 0;
}

struct slice event_api_name(struct slice name) {
    size_t end = name.len, version = digits_before(name, end);
    if (version && version < 3 && end > version + 1 && name.ptr[end - version - 1] == 'v') {
        size_t date = date_before(name, end - version - 1);
        if (date) return slice_sub(name, 0, end - version - 1 - date);
    }
    return slice_sub(name, 0, end - date_before(name, end));
}

struct slice event_service(struct slice source) {
    static const struct slice domains[] = {{".amazonaws.com", 14}, {".amazonaws.com.cn", 17}, {".aws.amazon.com", 15}};
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
        if (source.len > domains[i].len && slice_ends(source, domains[i]))
            return slice_sub(source, 0, source.len - domains[i].len);
    }
    return source;
}

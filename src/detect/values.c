/* SPDX-License-Identifier: Apache-2.0 */
/* detect/values.c: walks JSON values. Recursion is bounded by RECORD_DEPTH_MAX. */
#include "detect/values.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"

static struct slice string_of(yyjson_val *value) {
    return slice_from(yyjson_get_str(value), yyjson_get_len(value));
}

yyjson_val *value_get(yyjson_val *object, struct slice key) {
    yyjson_val *folded = NULL, *name;
    if (!yyjson_is_obj(object)) return NULL;
    yyjson_obj_iter iter = yyjson_obj_iter_with(object);
    while ((name = yyjson_obj_iter_next(&iter))) {
        if (yyjson_get_len(name) != key.len) continue;
        struct slice have = string_of(name);
        if (slice_eq(have, key)) return yyjson_obj_iter_get_val(name);
        bool alike = key.len && ascii_lower(have.ptr[0]) == ascii_lower(key.ptr[0]);
        if (!folded && alike && slice_eq_fold(have, key)) folded = name;
    }
    return folded ? yyjson_obj_iter_get_val(folded) : NULL;
}

bool value_each(yyjson_val *value, value_visit visit, void *ctx, unsigned depth) {
    if (!yyjson_is_arr(value)) return visit(ctx, value);
    size_t i, count;
    yyjson_val *element;
    if (depth >= RECORD_DEPTH_MAX) return true;
    yyjson_arr_foreach(value, i, count, element) {
        if (!value_each(element, visit, ctx, depth + 1)) return false;
    }
    return true;
}

bool value_each_at(yyjson_val *root, struct slice path, value_visit visit, void *ctx, unsigned depth) {
    if (slice_empty(path)) return value_each(root, visit, ctx, depth);
    if (depth >= RECORD_DEPTH_MAX) return true;
    if (yyjson_is_arr(root)) {
        size_t i, count;
        yyjson_val *element;
        yyjson_arr_foreach(root, i, count, element) {
            if (!value_each_at(element, path, visit, ctx, depth + 1)) return false;
        }
        return true;
    }
    struct slice key = slice_before(path, '.');
    yyjson_val *value = value_get(root, key);
    if (!value) return true;
    return value_each_at(value, slice_sub(path, key.len + 1, path.len), visit, ctx, depth + 1);
}

bool value_each_string(yyjson_val *value, value_visit visit, void *ctx, unsigned depth) {
    size_t i, count;
    yyjson_val *key, *element;
    if (yyjson_is_str(value)) return visit(ctx, value);
    if (depth >= RECORD_DEPTH_MAX) return true;
    if (yyjson_is_arr(value)) {
        yyjson_arr_foreach(value, i, count, element) {
            if (!value_each_string(element, visit, ctx, depth + 1)) return false;
        }
    } else if (yyjson_is_obj(value)) {
        yyjson_obj_foreach(value, i, count, key, element) {
            if (!value_each_string(element, visit, ctx, depth + 1)) return false;
        }
    }
    return true;
}

/* The shortest text that reads back as the same double. */
static size_t format_double(double d, char *out, size_t size) {
    for (int digits = 15; digits <= 17; digits++) {
        int len = snprintf(out, size, "%.*g", digits, d);
        double back = strtod(out, NULL);
        if (digits == 17 || (!(back < d) && !(back > d))) return (size_t)len;
    }
    return 0;
}

static size_t format_number(yyjson_val *value, char *out, size_t size) {
    if (yyjson_is_uint(value)) return (size_t)snprintf(out, size, "%llu", (unsigned long long)yyjson_get_uint(value));
    if (yyjson_is_sint(value)) return (size_t)snprintf(out, size, "%lld", (long long)yyjson_get_sint(value));
    return format_double(yyjson_get_real(value), out, size);
}

#define NUMBER_TEXT_MAX 40

bool value_text(yyjson_val *value, struct arena *arena, struct slice *out) {
    if (yyjson_is_str(value)) *out = string_of(value);
    else if (yyjson_is_bool(value)) *out = yyjson_get_bool(value) ? SLICE("true") : SLICE("false");
    else if (yyjson_is_num(value)) {
        char *text = arena_alloc(arena, NUMBER_TEXT_MAX);
        *out = slice_from(text, format_number(value, text, NUMBER_TEXT_MAX));
    } else return false;
    return true;
}

static void put_string(struct buf *out, yyjson_val *value, bool plain) {
    if (!plain) {
        json_put_string(out, string_of(value), false);
        return;
    }
    buf_putc(out, '"');
    buf_put(out, string_of(value));
    buf_putc(out, '"');
}

static void put_container(struct buf *out, yyjson_val *value, bool plain, unsigned depth) {
    size_t i, count;
    yyjson_val *key, *element;
    bool object = yyjson_is_obj(value);
    buf_putc(out, object ? '{' : '[');
    if (object && depth < RECORD_DEPTH_MAX) {
        yyjson_obj_foreach(value, i, count, key, element) {
            if (i) buf_putc(out, ',');
            put_string(out, key, plain);
            buf_putc(out, ':');
            value_put_json(out, element, plain, depth + 1);
        }
    } else if (depth < RECORD_DEPTH_MAX) {
        yyjson_arr_foreach(value, i, count, element) {
            if (i) buf_putc(out, ',');
            value_put_json(out, element, plain, depth + 1);
        }
    }
    buf_putc(out, object ? '}' : ']');
}

void value_put_json(struct buf *out, yyjson_val *value, bool plain, unsigned depth) {
    char number[NUMBER_TEXT_MAX];
    if (yyjson_is_str(value)) put_string(out, value, plain);
    else if (yyjson_is_ctn(value)) put_container(out, value, plain, depth);
    else if (yyjson_is_bool(value)) buf_puts(out, yyjson_get_bool(value) ? "true" : "false");
    else if (yyjson_is_num(value)) buf_put(out, slice_from(number, format_number(value, number, sizeof number)));
    else buf_puts(out, "null");
}

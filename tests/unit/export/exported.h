/* SPDX-License-Identifier: Apache-2.0 */
/* exported.h: what an export makes of the fixtures' stories. */
#ifndef EMAKI_TESTS_EXPORTED_H
#define EMAKI_TESTS_EXPORTED_H

#include <criterion/criterion.h>
#include <string.h>
#include <yyjson.h>

#include "export/export.h"
#include "story_fixture.h"

/* A story with three actors, or the hostile one of that seed when it is not 0. */
__attribute__((unused)) static struct story_set exported_set(uint64_t seed) {
    struct story_set set;
    if (seed) fixture_random(&set, seed, 1 + seed * 3, 1 + seed % 7);
    else fixture_reference(&set);
    return set;
}

__attribute__((unused)) static struct buf exported_all(void (*write)(const struct export_input *, struct buf *),
                                                       uint64_t seed) {
    struct story_set set = exported_set(seed);
    const struct export_input in = {set.alerts, set.alert_count, set.rules, "0"};
    struct buf out;
    buf_init(&out);
    write(&in, &out);
    arena_release(&set.arena);
    return out;
}

__attribute__((unused)) static struct buf exported_one(void (*write)(const struct story *, struct buf *),
                                                       uint64_t seed) {
    struct story_set set = exported_set(seed);
    struct buf out;
    buf_init(&out);
    write(&set.alerts[0], &out);
    arena_release(&set.arena);
    return out;
}

__attribute__((unused)) static void exported_has(const struct buf *out, const char *text) {
    cr_assert_geq(slice_find(buf_slice(out), slice_cstr(text)), 0, "no \"%s\" in %s", text, out->ptr);
}

/* Valid JSON, in whole; free it. */
__attribute__((unused)) static yyjson_doc *exported_json(const struct buf *out) {
    yyjson_read_err err;
    yyjson_doc *doc = yyjson_read_opts(out->ptr, out->len, 0, NULL, &err);
    cr_assert_not_null(doc, "at %zu: %s", err.pos, err.msg);
    return doc;
}

enum { SEEDS = 30 };

/* Every reference leads to an object of the bundle, and every id stands once. */
__attribute__((unused)) static void exported_check_bundle(const struct buf *out) {
    yyjson_doc *doc = exported_json(out);
    yyjson_val *objects = yyjson_obj_get(yyjson_doc_get_root(doc), "objects"), *object, *value, *ref;
    const char *const lists[] = {"object_refs", "effect_refs", "asset_refs", "start_refs"};
    size_t i, count, k, refs;
    const char *ids[4096];
    size_t id_count = 0;
    yyjson_arr_foreach(objects, i, count, object) {
        const char *id = yyjson_get_str(yyjson_obj_get(object, "id"));
        cr_assert_not_null(id);
        for (k = 0; k < id_count; k++) cr_assert_str_neq(ids[k], id);
        cr_assert_lt(id_count, 4096);
        ids[id_count++] = id;
    }
    yyjson_arr_foreach(objects, i, count, object) {
        for (size_t l = 0; l < 4; l++) {
            value = yyjson_obj_get(object, lists[l]);
            if (value) cr_assert_gt(yyjson_arr_size(value), 0, "%s must not be empty", lists[l]);
            yyjson_arr_foreach(value, k, refs, ref) {
                bool found = false;
                for (size_t n = 0; n < id_count && !found; n++) found = strcmp(ids[n], yyjson_get_str(ref)) == 0;
                cr_assert(found, "%s", yyjson_get_str(ref));
            }
        }
    }
    yyjson_doc_free(doc);
}

#endif

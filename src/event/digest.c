/* SPDX-License-Identifier: Apache-2.0 */
/* event/digest.c: see digest.h. */
#include "event/digest.h"

#include "base/mem.h"
#include "base/timefmt.h"
#include "event/unwrap.h"

/* --- names --- */

struct slice digest_file_key(struct slice path) {
    struct slice name = slice_after_last(slice_after_last(path, '/'), '!');
    static const struct slice endings[] = {{".gz", 3}, {".zst", 4}, {".json", 5}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends(name, endings[i])) name.len -= endings[i].len;
    return name;
}

/* "111122223333_CloudTrail-Digest_us-east-1_rest": the `n`th part, "" where the name is not CloudTrail's. */
static struct slice name_part(struct slice file_key, unsigned n) {
    if (!slice_starts(slice_behind(file_key, '_', 1), SLICE("CloudTrail"))) return (struct slice){0};
    return slice_before(slice_behind(file_key, '_', n), '_');
}

struct slice digest_day_key(struct slice file_key) {
    enum { DATE = 8 };
    struct slice time = name_part(file_key, 3);
    if (time.len <= DATE || time.ptr[DATE] != 'T') return (struct slice){0};
    return slice_sub(file_key, 0, (size_t)(time.ptr - file_key.ptr) + DATE);
}

struct slice digest_region(struct slice file_key) {
    return name_part(file_key, 2);
}

struct slice digest_chain_key(struct slice file_key, bool *backfill) {
    *backfill = slice_ends(file_key, SLICE("_backfill"));
    if (*backfill) file_key.len -= SLICE("_backfill").len;
    struct slice time = slice_after_last(file_key, '_');
    return slice_sub(file_key, 0, file_key.len - time.len);
}

bool digest_named(struct slice path) {
    return slice_find(digest_file_key(path), SLICE("_CloudTrail-Digest_")) >= 0;
}

bool digest_path(struct slice path) {
    return digest_named(path) || slice_find(path, SLICE("/CloudTrail-Digest/")) >= 0 ||
           slice_starts(path, SLICE("CloudTrail-Digest/"));
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_hex(struct slice text, uint8_t *out, size_t count) {
    if (text.len != 2 * count) return false;
    for (size_t i = 0; i < count; i++) {
        int high = hex_value(text.ptr[2 * i]), low = hex_value(text.ptr[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* --- the file --- */

struct reading {
    struct arena *arena;
    struct digest *out;
    struct slice folder; /* of the last log: those of one hour lie together */
    struct err *err;
};

static struct slice text_of(yyjson_val *object, const char *name) {
    yyjson_val *v = yyjson_obj_get(object, name);
    return yyjson_is_str(v) ? slice_from(yyjson_get_str(v), yyjson_get_len(v)) : (struct slice){0};
}

static bool take_text(struct reading *r, yyjson_val *object, const char *name, struct slice *out) {
    struct slice text = text_of(object, name);
    if (!text.len) return err_set(r->err, ERR_FORMAT, "the digest has no %s", name);
    *out = arena_dup(r->arena, text);
    return true;
}

static bool take_time(struct reading *r, yyjson_val *object, const char *name, int64_t *out) {
    struct slice text = text_of(object, name);
    if (time_parse(text, out)) return true;
    return err_set(r->err, ERR_FORMAT, "the digest's %s is no time: \"%.60s\"", name, text.len ? text.ptr : "");
}

/* Only SHA-256 is known; another algorithm would need another program. */
static bool take_hash(struct reading *r, yyjson_val *object, const char *value, const char *algorithm, uint8_t *out) {
    struct slice known = text_of(object, algorithm);
    if (!slice_eq(known, SLICE("SHA-256")))
        return err_set(r->err, ERR_FORMAT, "the digest's %s is \"%.60s\", and only SHA-256 is known", algorithm,
                       known.len ? known.ptr : "");
    if (digest_hex(text_of(object, value), out, DIGEST_HASH_BYTES)) return true;
    return err_set(r->err, ERR_FORMAT, "the digest's %s is not 64 hexadecimal digits", value);
}

static int64_t time_or_none(yyjson_val *object, const char *name) {
    int64_t at;
    return time_parse(text_of(object, name), &at) ? at : TIME_NONE;
}

static bool take_log(struct reading *r, yyjson_val *value, struct digest_log *out) {
    struct slice object = text_of(value, "s3Object");
    struct slice name = slice_after_last(object, '/');
    if (!name.len) return err_set(r->err, ERR_FORMAT, "the digest names a log without s3Object");
    struct slice folder = slice_sub(object, 0, name.len < object.len ? object.len - name.len - 1 : 0);
    if (!slice_eq(folder, r->folder)) r->folder = arena_dup(r->arena, folder);
    *out = (struct digest_log){.folder = r->folder,
                               .name = arena_dup(r->arena, name),
                               .from = time_or_none(value, "oldestEventTime"),
                               .to = time_or_none(value, "newestEventTime")};
    return take_hash(r, value, "hashValue", "hashAlgorithm", out->hash);
}

static bool take_logs(struct reading *r, yyjson_val *root) {
    yyjson_val *list = yyjson_obj_get(root, "logFiles"), *value;
    size_t at, count;
    if (!yyjson_is_arr(list)) return err_set(r->err, ERR_FORMAT, "the digest has no logFiles");
    r->out->logs = ARENA_ARRAY(r->arena, struct digest_log, yyjson_arr_size(list));
    yyjson_arr_foreach(list, at, count, value) {
        if (!take_log(r, value, &r->out->logs[at])) return false;
    }
    r->out->log_count = yyjson_arr_size(list);
    return true;
}

/* The first digest of a trail has null in all of these. */
static bool take_previous(struct reading *r, yyjson_val *root) {
    struct digest *d = r->out;
    struct slice object = text_of(root, "previousDigestS3Object");
    if (!object.len) return true;
    d->previous_object = arena_dup(r->arena, object);
    d->previous_signature = arena_dup(r->arena, text_of(root, "previousDigestSignature"));
    return take_hash(r, root, "previousDigestHashValue", "previousDigestHashAlgorithm", d->previous_hash);
}

static bool take_root(struct reading *r, yyjson_val *root) {
    struct digest *d = r->out;
    if (!yyjson_is_obj(root) || !unwrap_is_digest(root))
        return err_set(r->err, ERR_FOREIGN, "is no digest by what it holds");
    d->fingerprint = arena_dup(r->arena, text_of(root, "digestPublicKeyFingerprint"));
    d->algorithm = arena_dup(r->arena, text_of(root, "digestSignatureAlgorithm"));
    return take_text(r, root, "awsAccountId", &d->account) && take_text(r, root, "digestS3Bucket", &d->bucket) &&
           take_text(r, root, "digestS3Object", &d->object) && take_text(r, root, "digestEndTime", &d->end_text) &&
           take_time(r, root, "digestStartTime", &d->start) && take_time(r, root, "digestEndTime", &d->end) &&
           take_previous(r, root) && take_logs(r, root);
}

static yyjson_doc *read_json(struct slice text, struct err *err) {
    yyjson_read_err found;
    char *bytes = (char *)(uintptr_t)(text.len ? text.ptr : ""); /* only changed when it is read in place */
    yyjson_doc *doc = yyjson_read_opts(bytes, text.len, 0, NULL, &found);
    if (!doc && found.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) mem_exhausted(text.len);
    if (!doc)
        err_set(err, ERR_FORMAT, "is no digest, as its place says: invalid JSON at byte %zu: %s", found.pos, found.msg);
    return doc;
}

bool digest_parse(struct slice text, struct arena *arena, struct digest *out, struct err *err) {
    if (text.len > DIGEST_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the digest has more than %u bytes (DIGEST_BYTES_MAX)", DIGEST_BYTES_MAX);
    struct digest digest = {0};
    struct reading r = {.arena = arena, .out = &digest, .err = err};
    yyjson_doc *doc = read_json(text, err);
    bool ok = doc && take_root(&r, yyjson_doc_get_root(doc));
    yyjson_doc_free(doc);
    if (ok) *out = digest;
    return ok;
}

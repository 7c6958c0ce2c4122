/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seal.c: see seal.h. */
#include "scan/seal.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <yyjson.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

/* --- hashes --- */

struct sha256 {
    EVP_MD_CTX *ctx;
    EVP_MD *algorithm; /* fetched once: looking it up costs more than hashing a small file */
};

struct sha256 *sha256_new(void) {
    struct sha256 *s = mem_zalloc(1, sizeof *s);
    s->ctx = EVP_MD_CTX_new();
    s->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!s->ctx || !s->algorithm) mem_exhausted(sizeof *s);
    return s;
}

void sha256_free(struct sha256 *s) {
    if (!s) return;
    EVP_MD_CTX_free(s->ctx);
    EVP_MD_free(s->algorithm);
    free(s);
}

void sha256_begin(struct sha256 *s) {
    if (EVP_DigestInit_ex2(s->ctx, s->algorithm, NULL) != 1) mem_exhausted(DIGEST_HASH_BYTES);
}

void sha256_add(struct sha256 *s, const char *bytes, size_t len) {
    if (EVP_DigestUpdate(s->ctx, bytes, len) != 1) mem_exhausted(DIGEST_HASH_BYTES);
}

void sha256_end(struct sha256 *s, uint8_t out[DIGEST_HASH_BYTES]) {
    if (EVP_DigestFinal_ex(s->ctx, out, NULL) != 1) mem_exhausted(DIGEST_HASH_BYTES);
}

/* --- keys --- */

struct seal_key {
    struct slice fingerprint;
    EVP_PKEY *key;
};

struct seal_keys {
    struct arena arena;
    struct seal_key *list;
    size_t len, cap;
};

struct seal_keys *seal_keys_new(void) {
    struct seal_keys *keys = mem_zalloc(1, sizeof *keys);
    arena_init(&keys->arena, 0);
    return keys;
}

void seal_keys_free(struct seal_keys *keys) {
    if (!keys) return;
    for (size_t i = 0; i < keys->len; i++) EVP_PKEY_free(keys->list[i].key);
    free(keys->list);
    arena_release(&keys->arena);
    free(keys);
}

/* A DER length says where the key ends, so the zeros that stand for base64's padding do not matter. */
static EVP_PKEY *decode_key(const char *base64, size_t len) {
    unsigned char *der = mem_alloc(len + 4);
    int got = len <= INT32_MAX ? EVP_DecodeBlock(der, (const unsigned char *)base64, (int)len) : -1;
    const unsigned char *at = der;
    EVP_PKEY *key = got > 0 ? d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, got) : NULL;
    free(der);
    return key;
}

static bool add_key(struct seal_keys *keys, yyjson_val *entry, struct err *err) {
    const char *fingerprint = yyjson_get_str(yyjson_obj_get(entry, "Fingerprint"));
    yyjson_val *value = yyjson_obj_get(entry, "Value");
    if (!fingerprint || !yyjson_is_str(value))
        return err_set(err, ERR_FORMAT, "a key without Fingerprint or Value in PublicKeyList");
    EVP_PKEY *key = decode_key(yyjson_get_str(value), yyjson_get_len(value));
    if (!key)
        return err_set(err, ERR_FORMAT, "the key with the fingerprint %.64s is not a PKCS#1 key in base64",
                       fingerprint);
    struct seal_key row = {arena_dup(&keys->arena, slice_cstr(fingerprint)), key};
    VEC_PUSH(keys->list, keys->len, keys->cap, row);
    return true;
}

bool seal_keys_add(struct seal_keys *keys, struct slice json, struct err *err) {
    yyjson_doc *doc = yyjson_read(json.len ? json.ptr : "", json.len, 0);
    yyjson_val *list = yyjson_obj_get(yyjson_doc_get_root(doc), "PublicKeyList"), *entry;
    size_t at, count;
    bool ok = yyjson_is_arr(list);
    if (!ok)
        err_set(err, ERR_FORMAT, "no PublicKeyList: what aws cloudtrail list-public-keys prints is wanted, as JSON");
    yyjson_arr_foreach(list, at, count, entry) {
        if (!(ok = add_key(keys, entry, err))) break;
    }
    yyjson_doc_free(doc);
    return ok;
}

static EVP_PKEY *find_key(const struct seal_keys *keys, struct slice fingerprint) {
    for (size_t i = 0; i < keys->len; i++)
        if (slice_eq_fold(keys->list[i].fingerprint, fingerprint)) return keys->list[i].key;
    return NULL;
}

/* --- signatures --- */

static void put_hex(struct buf *out, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) buf_printf(out, "%02x", bytes[i]);
}

/* "null" where there is no digest before: as the program that signs writes it. */
static void signed_text(const struct digest *d, const uint8_t *hash, struct buf *out) {
    buf_put(out, d->end_text);
    buf_putc(out, '\n');
    buf_put(out, d->bucket);
    buf_putc(out, '/');
    buf_put(out, d->object);
    buf_putc(out, '\n');
    put_hex(out, hash, DIGEST_HASH_BYTES);
    buf_putc(out, '\n');
    buf_put(out, d->previous_signature.len ? d->previous_signature : SLICE("null"));
}

static bool verify(EVP_PKEY *key, const uint8_t *signature, size_t len, struct slice text) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (!ctx) mem_exhausted(len);
    bool ok = EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestVerify(ctx, signature, len, (const unsigned char *)text.ptr, text.len) == 1;
    EVP_MD_CTX_free(ctx);
    return ok;
}

enum seal seal_check(const struct seal_keys *keys, const struct digest *digest, const uint8_t hash[DIGEST_HASH_BYTES],
                     struct slice signature) {
    uint8_t bytes[SIGNATURE_BYTES_MAX];
    size_t len = signature.len / 2;
    struct buf text;
    if (!slice_eq(digest->algorithm, SLICE("SHA256withRSA"))) return SEAL_UNKNOWN_ALGORITHM;
    EVP_PKEY *key = find_key(keys, digest->fingerprint);
    if (!key) return SEAL_NO_KEY;
    if (!len || len > sizeof bytes || !digest_hex(signature, bytes, len)) return SEAL_BROKEN;
    buf_init(&text);
    signed_text(digest, hash, &text);
    bool ok = verify(key, bytes, len, buf_slice(&text));
    buf_release(&text);
    return ok ? SEAL_HOLDS : SEAL_BROKEN;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes against published ones; signatures against those that libcrypto makes here, with a key of the moment. */
#include <criterion/criterion.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "scan/seal.h"

static bool hash_is(struct sha256 *s, const char *text, size_t cut, const char *want) {
    uint8_t got[DIGEST_HASH_BYTES], expected[DIGEST_HASH_BYTES];
    cr_assert(digest_hex(slice_cstr(want), expected, sizeof expected));
    sha256_begin(s);
    sha256_add(s, text, cut);
    sha256_add(s, text + cut, strlen(text) - cut);
    sha256_end(s, got);
    return memcmp(got, expected, sizeof got) == 0;
}

/* FIPS 180-2, B.1 and B.2. */
Test(seal, sha256_is_the_published_one) {
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    struct sha256 *s = sha256_new();
    cr_assert(hash_is(s, "abc", 0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    cr_assert(hash_is(s, "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (size_t cut = 0; cut <= strlen(two_blocks); cut++)
        cr_assert(hash_is(s, two_blocks, cut, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    cr_assert_not(hash_is(s, "abd", 0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    sha256_free(s);
    sha256_free(NULL);
}

#define FINGERPRINT "31e8b5433410dfb61a9dc45cc65b22ff"

struct scene {
    EVP_PKEY *key;
    struct seal_keys *keys;
    struct digest digest;
    uint8_t hash[DIGEST_HASH_BYTES];
    struct buf text, hex;
};

/* The key as aws prints it. */
static void put_keys(struct scene *s, struct buf *json) {
    unsigned char *der = NULL, base64[1024];
    int len = i2d_PublicKey(s->key, &der);
    cr_assert(len > 0 && len < 700);
    EVP_EncodeBlock(base64, der, len);
    buf_printf(json, "{\"PublicKeyList\":[{\"Value\":\"%s\",\"Fingerprint\":\"" FINGERPRINT "\"}]}", (char *)base64);
    OPENSSL_free(der);
}

static void scene_init(struct scene *s) {
    struct buf json;
    struct err err = ERR_INIT;
    *s = (struct scene){.key = EVP_RSA_gen(2048), .keys = seal_keys_new()};
    buf_init(&json), buf_init(&s->text), buf_init(&s->hex);
    put_keys(s, &json);
    cr_assert(seal_keys_add(s->keys, buf_slice(&json), &err), "%s", err.message);
    buf_release(&json);
    memset(s->hash, 0xab, sizeof s->hash);
    s->digest = (struct digest){.bucket = SLICE("b"),
                                .object = SLICE("AWSLogs/o.json.gz"),
                                .end_text = SLICE("2026-03-03T14:00:00Z"),
                                .previous_signature = SLICE("beef"),
                                .fingerprint = SLICE(FINGERPRINT),
                                .algorithm = SLICE("SHA256withRSA")};
}

static void scene_release(struct scene *s) {
    EVP_PKEY_free(s->key);
    seal_keys_free(s->keys);
    buf_release(&s->text);
    buf_release(&s->hex);
}

static struct slice sign(struct scene *s, const char *text) {
    unsigned char bytes[512];
    size_t len = sizeof bytes;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    cr_assert_eq(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, s->key), 1);
    cr_assert_eq(EVP_DigestSign(ctx, bytes, &len, (const unsigned char *)text, strlen(text)), 1);
    EVP_MD_CTX_free(ctx);
    buf_clear(&s->hex);
    for (size_t i = 0; i < len; i++) buf_printf(&s->hex, "%02x", bytes[i]);
    return buf_slice(&s->hex);
}

#define AB8 "abababababababab"
#define SIGNED "2026-03-03T14:00:00Z\nb/AWSLogs/o.json.gz\n" AB8 AB8 AB8 AB8 "\n"

Test(seal, a_signature_holds_for_what_it_was_made_of) {
    struct scene s;
    scene_init(&s);
    struct slice signature = sign(&s, SIGNED "beef");
    cr_assert_eq(seal_check(s.keys, &s.digest, s.hash, signature), SEAL_HOLDS);
    s.hash[0] ^= 1;
    cr_assert_eq(seal_check(s.keys, &s.digest, s.hash, signature), SEAL_BROKEN);
    s.hash[0] ^= 1;
    struct digest other = s.digest;
    other.end_text = SLICE("2026-03-03T15:00:00Z");
    cr_assert_eq(seal_check(s.keys, &other, s.hash, signature), SEAL_BROKEN);
    other = s.digest, other.object = SLICE("AWSLogs/p.json.gz");
    cr_assert_eq(seal_check(s.keys, &other, s.hash, signature), SEAL_BROKEN);
    other = s.digest, other.previous_signature = (struct slice){0};
    cr_assert_eq(seal_check(s.keys, &other, s.hash, signature), SEAL_BROKEN);
    cr_assert_eq(seal_check(s.keys, &other, s.hash, sign(&s, SIGNED "null")), SEAL_HOLDS);
    scene_release(&s);
}

Test(seal, what_cannot_be_verified_is_told_apart) {
    struct scene s;
    scene_init(&s);
    struct slice signature = sign(&s, SIGNED "beef");
    struct digest other = s.digest;
    other.fingerprint = SLICE("00");
    cr_assert_eq(seal_check(s.keys, &other, s.hash, signature), SEAL_NO_KEY);
    other = s.digest, other.algorithm = SLICE("MD5withRSA");
    cr_assert_eq(seal_check(s.keys, &other, s.hash, signature), SEAL_UNKNOWN_ALGORITHM);
    static const char *const broken[] = {"", "0", "zz", "00", "beef"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        cr_assert_eq(seal_check(s.keys, &s.digest, s.hash, slice_cstr(broken[i])), SEAL_BROKEN, "%s", broken[i]);
    scene_release(&s);
}

Test(seal, a_signature_is_bounded) {
    struct scene s;
    struct buf hex;
    scene_init(&s);
    buf_init(&hex);
    buf_putn(&hex, '0', 2 * SIGNATURE_BYTES_MAX);
    cr_assert_eq(seal_check(s.keys, &s.digest, s.hash, buf_slice(&hex)), SEAL_BROKEN);
    buf_puts(&hex, "00");
    cr_assert_eq(seal_check(s.keys, &s.digest, s.hash, buf_slice(&hex)), SEAL_BROKEN);
    buf_release(&hex);
    scene_release(&s);
}

Test(seal, files_of_keys_that_are_none_are_refused) {
    static const char *const files[][2] = {
        {"", "no PublicKeyList"},
        {"[]", "no PublicKeyList"},
        {"{\"PublicKeyList\":{}}", "no PublicKeyList"},
        {"{\"PublicKeyList\":[7]}", "without Fingerprint or Value"},
        {"{\"PublicKeyList\":[{\"Fingerprint\":\"a\"}]}", "without Fingerprint or Value"},
        {"{\"PublicKeyList\":[{\"Fingerprint\":\"a\",\"Value\":\"\"}]}", "fingerprint a is not a PKCS#1"},
        {"{\"PublicKeyList\":[{\"Fingerprint\":\"a\",\"Value\":\"!\"}]}", "fingerprint a is not a PKCS#1"},
        {"{\"PublicKeyList\":[{\"Fingerprint\":\"a\",\"Value\":\"MAA=\"}]}", "fingerprint a is not a PKCS#1"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct seal_keys *keys = seal_keys_new();
        struct err err = ERR_INIT;
        cr_assert_not(seal_keys_add(keys, slice_cstr(files[i][0]), &err), "%s", files[i][0]);
        cr_assert(strstr(err.message, files[i][1]), "%s: %s", files[i][0], err.message);
        seal_keys_free(keys);
    }
    seal_keys_free(NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seal.h: SHA-256 and the signatures of digests; all that is asked of libcrypto.
 *
 * A digest's signature does not lie in the digest but in what S3 keeps beside the object, which a copy on disk has
 * lost; the next digest repeats it. It is RSA with PKCS#1 v1.5 and SHA-256 over four lines: the end of the digest's
 * time, bucket and object, the SHA-256 of its decompressed bytes, and the signature of the digest before it (user
 * guide, "Custom implementations of CloudTrail log file integrity validation").
 *
 * Threads: a struct sha256 is one thread's; keys may be used by many once they are loaded.
 */
#ifndef EMAKI_SCAN_SEAL_H
#define EMAKI_SCAN_SEAL_H

#include "event/digest.h"

struct sha256; /* one hash after another */

struct sha256 *sha256_new(void);
void sha256_free(struct sha256 *s);
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const char *bytes, size_t len);
void sha256_end(struct sha256 *s, uint8_t out[DIGEST_HASH_BYTES]);

struct seal_keys; /* public keys by their fingerprint */

struct seal_keys *seal_keys_new(void);
void seal_keys_free(struct seal_keys *keys);
/* Adds what `aws cloudtrail list-public-keys` prints: JSON with base64 of PKCS#1 keys. False when one cannot be read;
 * those before it are then added. */
bool seal_keys_add(struct seal_keys *keys, struct slice json, struct err *err);

enum seal { SEAL_HOLDS, SEAL_BROKEN, SEAL_NO_KEY, SEAL_UNKNOWN_ALGORITHM };

/* `hash` is that of the digest's bytes, `signature` its own in hexadecimal, as the next digest has it. */
enum seal seal_check(const struct seal_keys *keys, const struct digest *digest, const uint8_t hash[DIGEST_HASH_BYTES],
                     struct slice signature);

#endif

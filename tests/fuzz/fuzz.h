/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz.h: what every fuzz target is: bytes in, no crash, no leak, no limit overrun. */
#ifndef EMAKI_FUZZ_FUZZ_H
#define EMAKI_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif

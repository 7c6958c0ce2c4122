/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/replay.c: a main() for the fuzz targets where there is no libFuzzer: runs each file named, as TAP.
 * What once crashed is a seed for ever, and every `make check` runs it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "fuzz/fuzz.h"

static uint8_t *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    uint8_t *bytes = NULL;
    size_t len = 0, cap = 0;
    for (int c; (c = getc(file)) != EOF;) VEC_PUSH(bytes, len, cap, (uint8_t)c);
    fclose(file);
    /* Exactly as long as the input, so that ASan sees the first byte read behind it. */
    bytes = mem_realloc(bytes, len, 1);
    *size = len;
    return bytes;
}

int main(int argc, char **argv) {
    int failed = argc < 2;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        uint8_t *bytes = read_file(argv[i], &size);
        if (bytes) LLVMFuzzerTestOneInput(bytes, size);
        else failed = 1;
        printf("%sok %d - %s\n", bytes ? "" : "not ", i, argv[i]);
        fflush(stdout);
        free(bytes);
    }
    return failed;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tools/pack_rules.c: rule files as packed trees (detect/yaml_pack.h), for tools/embed_rules.py.
 *
 *   pack_rules FILE…
 *
 * Out: on stdout, for each file, how many bytes follow (ten digits, a line) and the bytes: its documents, packed.
 * A file that is no YAML ends it: path:line:column and why on stderr, status 1. It runs while the product is built.
 */
#include <stdio.h>
#include <stdlib.h>

#include "detect/yaml_pack.h"

static bool read_file(const char *path, struct buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t got = 1; got > 0; out->len += got) got = fread(buf_reserve(out, 4096), 1, 4096, file);
    return fclose(file) == 0;
}

static bool pack_documents(const char *path, struct slice yaml, struct arena *arena, struct buf *out) {
    struct ydoc_cursor cursor = {.rest = yaml};
    struct slice text;
    uint32_t line;
    while (yaml_next(&cursor, &text, &line)) {
        struct err err = ERR_INIT;
        const struct ynode *root = yaml_parse(text, line, arena, &err);
        if (!root) fprintf(stderr, "%s:%u:%u: %s\n", path, err.line, err.column, err.message);
        if (!root) return false;
        yaml_pack(root, out);
    }
    return true;
}

static bool pack_file(const char *path) {
    struct buf yaml, packed;
    struct arena arena;
    buf_init(&yaml);
    buf_init(&packed);
    arena_init(&arena, 0);
    bool ok = read_file(path, &yaml);
    if (!ok) perror(path);
    ok = ok && pack_documents(path, buf_slice(&yaml), &arena, &packed);
    if (ok) printf("%010zu\n", packed.len);
    if (ok) ok = fwrite(packed.ptr, 1, packed.len, stdout) == packed.len;
    buf_release(&yaml);
    buf_release(&packed);
    arena_release(&arena);
    return ok;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (!pack_file(argv[i])) return EXIT_FAILURE;
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

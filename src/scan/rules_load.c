/* SPDX-License-Identifier: Apache-2.0 */
/* scan/rules_load.c: see rules_load.h. */
#include "scan/rules_load.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "scan/rules_builtin.h"

struct names {
    struct slice *paths;
    const char *const *endings; /* NULL behind the last */
    size_t len, cap;
    struct arena arena;
};

static bool cannot(struct err *err, const char *path) {
    char reason[128];
    return err_set(err, ERR_IO, "%s: %s", path, strerror_r(errno, reason, sizeof reason));
}

static bool read_descriptor(int fd, size_t limit, struct buf *out, bool *over) {
    size_t start = out->len;
    for (;;) {
        char *room = buf_reserve(out, 64 * 1024);
        ssize_t got = read(fd, room, 64 * 1024);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        out->len += (size_t)got;
        out->ptr[out->len] = '\0';
        if (out->len - start > limit) return *over = true, true;
    }
}

bool file_read_all(const char *path, size_t limit, const char *limit_name, struct buf *out, struct err *err) {
    struct stat st;
    bool over = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hold us; it is refused below */
    if (fd < 0) return cannot(err, path);
    bool ok = fstat(fd, &st) == 0;
    if (ok && S_ISDIR(st.st_mode)) ok = false, errno = EISDIR;
    if (ok && !S_ISREG(st.st_mode)) ok = false, errno = ESPIPE;
    ok = ok && read_descriptor(fd, limit, out, &over);
    if (!ok) cannot(err, path);
    close(fd);
    if (!over) return ok;
    return err_set(err, ERR_LIMIT, "%s: longer than %zu bytes (%s)", path, limit, limit_name);
}

static const char *const RULE_ENDINGS[] = {".yml", ".yaml", NULL};

static bool is_wanted(const struct names *names, struct slice name) {
    for (const char *const *ending = names->endings; *ending; ending++)
        if (slice_ends(name, slice_cstr(*ending))) return true;
    return false;
}

static bool list_folder(struct names *names, struct slice folder, unsigned depth, struct err *err);

/* One entry of a folder: a folder is entered, a rule file is kept. */
static bool list_entry(struct names *names, struct slice folder, const char *name, unsigned depth, struct err *err) {
    struct slice path =
        arena_printf(&names->arena, "%.*s%s%s", SLICE_FMT(folder), slice_ends(folder, SLICE("/")) ? "" : "/", name);
    struct stat st;
    if (lstat(path.ptr, &st) != 0) return cannot(err, path.ptr);
    if (S_ISDIR(st.st_mode)) return list_folder(names, path, depth + 1, err);
    if (!is_wanted(names, path)) return true;
    if (stat(path.ptr, &st) != 0) return cannot(err, path.ptr);
    if (S_ISREG(st.st_mode)) VEC_PUSH(names->paths, names->len, names->cap, path);
    return true;
}

static bool list_folder(struct names *names, struct slice folder, unsigned depth, struct err *err) {
    if (depth > RULES_DEPTH_MAX)
        return err_set(err, ERR_LIMIT, "%s: folders nest deeper than %d (RULES_DEPTH_MAX)", folder.ptr,
                       RULES_DEPTH_MAX);
    DIR *dir = opendir(folder.ptr);
    if (!dir) return cannot(err, folder.ptr);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));)
        if (entry->d_name[0] != '.') ok = list_entry(names, folder, entry->d_name, depth, err);
    closedir(dir);
    return ok;
}

static int path_cmp(const void *a, const void *b) {
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static bool add_file(struct ruleset_builder *builder, struct slice path, struct err *err) {
    struct buf text;
    buf_init(&text);
    bool ok = file_read_all(path.ptr, RULE_FILE_BYTES_MAX, "RULE_FILE_BYTES_MAX", &text, err);
    if (ok) ruleset_builder_add(builder, path, buf_slice(&text));
    buf_release(&text);
    return ok;
}

static bool list_sorted(struct names *names, const char *path, struct err *err) {
    struct stat st;
    arena_init(&names->arena, 0);
    if (stat(path, &st) != 0) return cannot(err, path);
    if (!S_ISDIR(st.st_mode)) {
        VEC_PUSH(names->paths, names->len, names->cap, arena_dup(&names->arena, slice_cstr(path)));
        return true;
    }
    if (!list_folder(names, slice_cstr(path), 0, err)) return false;
    if (names->len) qsort(names->paths, names->len, sizeof *names->paths, path_cmp);
    return true;
}

static void names_release(struct names *names) {
    free(names->paths);
    arena_release(&names->arena);
}

bool rules_load_path(struct ruleset_builder *builder, const char *path, struct err *err) {
    struct names names = {.endings = RULE_ENDINGS};
    bool ok = list_sorted(&names, path, err);
    if (ok && names.len == 0) ok = err_set(err, ERR_USAGE, "%s: no .yml or .yaml file below it", path);
    for (size_t i = 0; ok && i < names.len; i++) ok = add_file(builder, names.paths[i], err);
    names_release(&names);
    return ok;
}

bool files_each(const char *path, const char *ending, void (*visit)(void *ctx, struct slice path, struct slice text),
                void *ctx, struct err *err) {
    const char *const endings[] = {ending, NULL};
    struct names names = {.endings = endings};
    struct buf text;
    buf_init(&text);
    bool ok = list_sorted(&names, path, err);
    for (size_t i = 0; ok && i < names.len; i++) {
        if (!is_wanted(&names, names.paths[i])) continue;
        buf_clear(&text);
        ok = file_read_all(names.paths[i].ptr, RULE_FILE_BYTES_MAX, "RULE_FILE_BYTES_MAX", &text, err);
        if (ok) visit(ctx, names.paths[i], buf_slice(&text));
    }
    buf_release(&text);
    names_release(&names);
    return ok;
}

size_t rules_load_builtin(struct ruleset_builder *builder) {
    for (size_t i = 0; i < RULES_BUILTIN_COUNT; i++)
        ruleset_builder_add_packed(builder, RULES_BUILTIN[i].path, RULES_BUILTIN[i].packed);
    return RULES_BUILTIN_COUNT;
}

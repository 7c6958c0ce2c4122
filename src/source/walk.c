/* SPDX-License-Identifier: Apache-2.0 */
/* source/walk.c: folders → objects.
 *
 * Law:  every folder is walked once by its real path, and once more at most by a symbolic link. Links to folders wait
 *       until the folders themselves are done, and lead only where nobody has been: so neither loops nor links that
 *       multiply one another cost more than the folders there are.
 */
#include "source/list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "source/input.h"

struct place {
    dev_t dev;
    ino_t ino;
};

struct walk {
    struct source *s;
    struct source_problem_sink problems;
    size_t objects_max;
    struct buf path;    /* of what is looked at */
    struct place *seen; /* folders, open addressing; ino 0 is a free slot */
    size_t seen_len, seen_slots;
    struct slice *links; /* to folders, to be walked later */
    size_t links_len, links_cap;
    struct place above[DIRECTORY_DEPTH_MAX + 1]; /* the folders around the one that is read */
    bool by_link, full;
};

static void problem(struct walk *w, const char *reason) {
    w->problems.problem(w->problems.ctx, buf_slice(&w->path), 0, reason);
}

static void problem_errno(struct walk *w, const char *what, int error) {
    struct buf reason;
    buf_init(&reason);
    buf_printf(&reason, "%s: %s", what, error == ELOOP ? "the symbolic link leads back to itself" : input_error(error));
    problem(w, reason.ptr);
    buf_release(&reason);
}

static struct place *seen_slot(struct place *slots, size_t count, struct place p) {
    struct slice key = {(const char *)&p.ino, sizeof p.ino};
    uint64_t h = (uint64_t)p.dev * 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < key.len; i++) h = (h ^ (unsigned char)key.ptr[i]) * 0x100000001b3u;
    size_t at = (size_t)(h ^ h >> 32) & (count - 1);
    while (slots[at].ino != 0 && (slots[at].ino != p.ino || slots[at].dev != p.dev)) at = (at + 1) & (count - 1);
    return &slots[at];
}

/* False when the folder was there already. */
static bool seen_add(struct walk *w, struct place p) {
    if (2 * w->seen_len >= w->seen_slots) {
        size_t count = w->seen_slots ? 2 * w->seen_slots : 64;
        struct place *slots = mem_zalloc(count, sizeof *slots);
        for (size_t i = 0; i < w->seen_slots; i++) {
            if (w->seen[i].ino != 0) *seen_slot(slots, count, w->seen[i]) = w->seen[i];
        }
        free(w->seen);
        w->seen = slots;
        w->seen_slots = count;
    }
    struct place *slot = seen_slot(w->seen, w->seen_slots, p);
    if (slot->ino != 0) return false;
    *slot = p;
    w->seen_len++;
    return true;
}

static void add_object(struct walk *w, uint64_t bytes, bool pipe) {
    struct source *s = w->s;
    if (s->len >= w->objects_max) {
        if (!w->full)
            problem(w, "there are too many files (limit SOURCE_OBJECTS_MAX): this and what comes after it is left out; "
                       "scan in parts");
        w->full = true;
        return;
    }
    struct source_object object = {arena_dup(&s->text, buf_slice(&w->path)), bytes};
    VEC_PUSH(s->objects, s->len, s->cap, object);
    if (pipe) VEC_PUSH(s->pipes, s->pipe_count, s->pipe_cap, s->len - 1);
}

static const char *odd_kind(mode_t mode) {
    if (S_ISFIFO(mode)) return "is a pipe in a folder: left out; name it on the command line to read it";
    if (S_ISSOCK(mode)) return "is a socket, not a file: left out";
    return "is a device, not a file: left out";
}

static void walk_folder(struct walk *w, int fd, unsigned depth);

static void found_folder(struct walk *w, int folder, const char *name, unsigned depth) {
    if (depth + 1 > DIRECTORY_DEPTH_MAX) {
        problem(w, "lies too deep (limit DIRECTORY_DEPTH_MAX): name this folder on the command line to read it");
        return;
    }
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) problem_errno(w, "the folder cannot be opened", errno);
    else walk_folder(w, fd, depth + 1);
}

/* A link to a folder waits, unless it leads to one that it lies in. */
static void found_link(struct walk *w, const struct stat *st, unsigned depth) {
    for (unsigned i = 0; i <= depth; i++) {
        if (w->above[i].ino != st->st_ino || w->above[i].dev != st->st_dev) continue;
        problem(w, "is a symbolic link to a folder that it lies in, a loop: not followed");
        return;
    }
    VEC_PUSH(w->links, w->links_len, w->links_cap, arena_dup(&w->s->text, buf_slice(&w->path)));
}

static void found(struct walk *w, int folder, const char *name, unsigned depth) {
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        problem_errno(w, "cannot be looked at", errno);
        return;
    }
    bool link = S_ISLNK(st.st_mode);
    if (link && fstatat(folder, name, &st, 0) != 0) {
        problem_errno(w, "the symbolic link cannot be followed", errno);
        return;
    }
    if (S_ISREG(st.st_mode)) add_object(w, (uint64_t)st.st_size, false);
    else if (!S_ISDIR(st.st_mode)) problem(w, odd_kind(st.st_mode));
    else if (link) found_link(w, &st, depth);
    else found_folder(w, folder, name, depth);
}

static int by_bytes(const void *a, const void *b) {
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* What the folder holds, sorted, so that readdir's order decides nothing: neither the order of the problems nor what is
 * left out beyond a limit. */
static struct slice *read_names(struct walk *w, DIR *dir, struct arena *text, size_t *len) {
    struct slice *names = NULL;
    size_t cap = 0;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry && errno != 0) problem_errno(w, "the folder cannot be read to its end", errno);
        if (!entry) break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        VEC_PUSH(names, *len, cap, arena_dup(text, slice_cstr(entry->d_name)));
    }
    if (*len > 0) qsort(names, *len, sizeof *names, by_bytes);
    return names;
}

static void walk_entries(struct walk *w, DIR *dir, int fd, unsigned depth) {
    struct arena text;
    size_t len = w->path.len, count = 0;
    arena_init(&text, 0);
    struct slice *names = read_names(w, dir, &text, &count);
    for (size_t i = 0; i < count && !w->full; i++) {
        if (len > 0 && w->path.ptr[len - 1] != '/') buf_putc(&w->path, '/');
        buf_put(&w->path, names[i]);
        found(w, fd, names[i].ptr, depth);
        w->path.len = len;
        w->path.ptr[len] = 0;
    }
    free(names);
    arena_release(&text);
}

/* Takes `fd`. */
static void walk_folder(struct walk *w, int fd, unsigned depth) {
    struct stat st;
    DIR *dir = fstat(fd, &st) == 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        problem_errno(w, "the folder cannot be read", errno);
        close(fd);
        return;
    }
    struct place here = {st.st_dev, st.st_ino};
    bool first = seen_add(w, here);
    if (first || !w->by_link) {
        w->above[depth] = here;
        walk_entries(w, dir, fd, depth);
    }
    closedir(dir);
}

static void walk_root(struct walk *w, struct slice path) {
    buf_clear(&w->path);
    buf_put(&w->path, path);
    int fd = open(w->path.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) problem_errno(w, "the folder cannot be opened", errno);
    else walk_folder(w, fd, 0);
}

/* Round after round, sorted, so that readdir's order decides nothing. */
static void walk_links(struct walk *w) {
    w->by_link = true;
    while (w->links_len > 0 && !w->full) {
        struct slice *round = w->links;
        size_t count = w->links_len;
        w->links = NULL;
        w->links_len = w->links_cap = 0;
        qsort(round, count, sizeof *round, by_bytes);
        for (size_t i = 0; i < count; i++) walk_root(w, round[i]);
        free(round);
    }
}

static void named(struct walk *w) {
    struct stat st;
    if (slice_eq(buf_slice(&w->path), SLICE("-"))) {
        add_object(w, 0, true);
    } else if (stat(w->path.ptr, &st) != 0) {
        problem_errno(w, "cannot be read", errno);
    } else if (S_ISDIR(st.st_mode)) {
        walk_root(w, arena_dup(&w->s->text, buf_slice(&w->path)));
        walk_links(w);
    } else if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode)) {
        add_object(w, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0, S_ISFIFO(st.st_mode));
    } else {
        problem(w, odd_kind(st.st_mode));
    }
}

void list_add_path(struct source *s, const char *path, size_t objects_max, struct source_problem_sink problems) {
    struct walk w = {.s = s, .problems = problems, .objects_max = objects_max};
    buf_init(&w.path);
    buf_puts(&w.path, path);
    named(&w);
    buf_release(&w.path);
    free(w.seen);
    free(w.links);
}

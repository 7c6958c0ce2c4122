/* SPDX-License-Identifier: Apache-2.0 */
/* bench/readlimit.c: what reading CloudTrail objects costs when nothing is done with them.
 *
 * In:   a directory of gzip objects of the shape {"Records":[…]}.     Out: one line of JSON on stdout.
 * Each object is gunzipped with libdeflate, each record parsed in place by yyjson, one at a time, into the same pool of
 * memory, and 13 of its fields are touched. No decoding, no de-duplication, no detection: the rate of this program is
 * the yardstick for `emaki scan`, measured in the same run by bench/run.py.
 * Threads share nothing but the index of the next file. Anything unexpected ends the program: its input is our own.
 */
#include <fcntl.h>
#include <ftw.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yyjson.h>

#define THREADS_MAX 64
#define FILES_MAX 1000000

static char **files;
static size_t file_count;
static atomic_size_t next_file;

struct bytes {
    char *ptr;
    size_t len, cap;
};

struct worker {
    pthread_t thread;
    struct libdeflate_decompressor *inflate;
    struct bytes packed, plain, pool;
    uint64_t events, json_bytes, touched;
};

_Noreturn static void give_up(const char *what, const char *path) {
    fprintf(stderr, "readlimit: %s: %s\n", path, what);
    exit(1);
}

static void reserve(struct bytes *b, size_t cap) {
    if (cap <= b->cap) return;
    free(b->ptr);
    b->ptr = malloc(cap);
    b->cap = cap;
    if (!b->ptr) give_up("out of memory", "-");
}

static void read_file(const char *path, struct bytes *out) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) give_up("cannot be opened", path);
    reserve(out, (size_t)st.st_size);
    out->len = 0;
    while (out->len < (size_t)st.st_size) {
        ssize_t n = read(fd, out->ptr + out->len, (size_t)st.st_size - out->len);
        if (n <= 0) give_up("cannot be read", path);
        out->len += (size_t)n;
    }
    close(fd);
}

/* One gzip member, as CloudTrail writes; its last four bytes say how long the content is (RFC 1952). */
static void gunzip(struct worker *w, const char *path) {
    if (w->packed.len < 18) give_up("is no gzip", path);
    uint32_t size;
    memcpy(&size, w->packed.ptr + w->packed.len - sizeof size, sizeof size);
    reserve(&w->plain, (size_t)size + YYJSON_PADDING_SIZE);
    if (libdeflate_gzip_decompress(w->inflate, w->packed.ptr, w->packed.len, w->plain.ptr, size, &w->plain.len) !=
        LIBDEFLATE_SUCCESS)
        give_up("cannot be unpacked", path);
    memset(w->plain.ptr + w->plain.len, 0, YYJSON_PADDING_SIZE);
}

/* The 13 fields: nine of the record itself, four of its userIdentity. */
static const char *const RECORD_FIELDS[] = {"eventTime", "eventSource",     "eventName",
                                            "awsRegion", "sourceIPAddress", "userAgent",
                                            "errorCode", "eventID",         "recipientAccountId"};
static const char *const IDENTITY_FIELDS[] = {"type", "arn", "accountId", "accessKeyId"};

static bool wanted(yyjson_val *key, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (yyjson_equals_str(key, names[i])) return true;
    return false;
}

static uint64_t touch_fields(yyjson_val *object, const char *const *names, size_t count) {
    uint64_t sum = 0;
    size_t i, n;
    yyjson_val *key, *value;
    yyjson_obj_foreach(object, i, n, key, value) {
        if (yyjson_is_str(value) && wanted(key, names, count))
            sum += yyjson_get_len(value) + (unsigned char)yyjson_get_str(value)[0];
        else if (yyjson_is_obj(value) && yyjson_equals_str(key, "userIdentity"))
            sum += touch_fields(value, IDENTITY_FIELDS, sizeof IDENTITY_FIELDS / sizeof *IDENTITY_FIELDS);
    }
    return sum;
}

static void read_records(struct worker *w, const char *path) {
    const yyjson_read_flag flags = YYJSON_READ_INSITU | YYJSON_READ_STOP_WHEN_DONE;
    char *at = memchr(w->plain.ptr, '[', w->plain.len);
    char *end = w->plain.ptr + w->plain.len;
    if (!at) give_up("holds no records", path);
    reserve(&w->pool, yyjson_read_max_memory_usage(w->plain.len, flags) + 1024);
    while (++at < end && *at == '{') {
        yyjson_alc alc;
        yyjson_read_err err;
        yyjson_alc_pool_init(&alc, w->pool.ptr, w->pool.cap);
        yyjson_doc *doc = yyjson_read_opts(at, (size_t)(end - at), flags, &alc, &err);
        if (!doc) give_up(err.msg, path);
        w->touched +=
            touch_fields(yyjson_doc_get_root(doc), RECORD_FIELDS, sizeof RECORD_FIELDS / sizeof *RECORD_FIELDS);
        w->events++;
        at += yyjson_doc_get_read_size(doc);
    }
    w->json_bytes += w->plain.len;
}

static void *work(void *arg) {
    struct worker *w = arg;
    w->inflate = libdeflate_alloc_decompressor();
    for (size_t i; (i = atomic_fetch_add(&next_file, 1)) < file_count;) {
        read_file(files[i], &w->packed);
        gunzip(w, files[i]);
        read_records(w, files[i]);
    }
    libdeflate_free_decompressor(w->inflate);
    free(w->packed.ptr);
    free(w->plain.ptr);
    free(w->pool.ptr);
    return NULL;
}

static int add_file(const char *path, const struct stat *st, int type, struct FTW *at) {
    size_t len = strlen(path);
    if (type != FTW_F || len < 8 || strcmp(path + len - 8, ".json.gz") != 0 || strstr(path, "/CloudTrail/") == NULL)
        return 0;
    if (file_count == FILES_MAX) give_up("holds too many files", path);
    files[file_count++] = strdup(path);
    return 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static double now(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    static struct worker workers[THREADS_MAX];
    long threads = argc == 4 && strcmp(argv[2], "--threads") == 0 ? strtol(argv[3], NULL, 10) : argc == 2 ? 1 : 0;
    if (threads < 1 || threads > THREADS_MAX) {
        fprintf(stderr, "usage: readlimit DIR [--threads N]   (N up to %d)\n", THREADS_MAX);
        return 1;
    }
    double start = now();
    files = calloc(FILES_MAX, sizeof *files);
    if (!files || nftw(argv[1], add_file, 32, FTW_PHYS) != 0) give_up("cannot be walked", argv[1]);
    qsort(files, file_count, sizeof *files, by_name);
    for (long i = 1; i < threads; i++)
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) give_up("no thread", argv[1]);
    work(&workers[0]);
    for (long i = 1; i < threads; i++) pthread_join(workers[i].thread, NULL);
    struct worker sum = {0};
    for (long i = 0; i < threads; i++) {
        sum.events += workers[i].events;
        sum.json_bytes += workers[i].json_bytes;
        sum.touched += workers[i].touched;
    }
    printf("{\"events\":%llu,\"files\":%zu,\"json_bytes\":%llu,\"seconds\":%.6f,\"touched\":%llu}\n",
           (unsigned long long)sum.events, file_count, (unsigned long long)sum.json_bytes, now() - start,
           (unsigned long long)sum.touched);
    for (size_t i = 0; i < file_count; i++) free(files[i]);
    free(files);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The way through a pass. Chains, signatures and archives are in tests/integration/test_digests.py. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "folder.h"
#include "scan/digests.h"

#define NAME "1_CloudTrail_us-east-1_20260303T1300Z_a.json"
#define EMPTY_LOG "{\"Records\":[]}"

static void *worker_new(void *ctx, unsigned index) {
    return ctx;
}
static bool look(void *worker, const struct event *ev) {
    return false;
}
static void event(void *worker, const struct event *ev, uint32_t object, uint64_t offset) {
}
static void worker_free(void *ctx, void *worker) {
}

static void put_digest(struct folder *folder, const char *name, struct slice log) {
    struct buf text;
    uint8_t hash[DIGEST_HASH_BYTES];
    struct sha256 *s = sha256_new();
    sha256_begin(s), sha256_add(s, log.ptr, log.len), sha256_end(s, hash), sha256_free(s);
    buf_init(&text);
    buf_puts(&text,
             "{\"awsAccountId\":\"1\",\"digestStartTime\":\"2026-03-03T13:00:00Z\",\"digestEndTime\":\"2026-03-03T14:"
             "00:00Z\",\"digestS3Bucket\":\"b\",\"digestS3Object\":\"d\",\"logFiles\":[{\"s3Object\":\"f/" NAME
             ".gz\",\"hashAlgorithm\":\"SHA-256\",\"hashValue\":\"");
    for (size_t i = 0; i < sizeof hash; i++) buf_printf(&text, "%02x", hash[i]);
    buf_puts(&text, "\"}]}");
    folder_put(folder, name, buf_slice(&text));
    buf_release(&text);
}

struct outcome {
    struct digest_stats stats;
    uint64_t failed;
};

static struct outcome run(struct folder *folder, struct arena *arena, unsigned threads) {
    const char *paths[] = {folder->path};
    struct pipeline_result read = {0};
    struct outcome out;
    struct err err = ERR_INIT;
    struct pipeline_ops ops = {worker_new, look, event, worker_free};
    struct source *source = source_open(paths, 1, true, pipeline_problem_sink(&read));
    struct digests *digests = digests_new(source, threads, NULL);
    struct pipeline_options options = {.threads = threads, .dedupe = true, .watch = digests_watch(digests)};
    digests_find(digests);
    cr_assert(pipeline_run(source, &options, &ops, NULL, &read, &err));
    digests_finish(digests, &read.failed);
    digests_judge(digests, NULL, arena, &out.stats);
    out.failed = read.failed.count;
    digests_free(digests);
    source_free(source);
    pipeline_result_release(&read);
    return out;
}

struct scene {
    struct folder folder;
    struct arena arena;
};

static void scene_init(struct scene *s) {
    folder_init(&s->folder);
    arena_init(&s->arena, 0);
}

static void scene_release(struct scene *s) {
    folder_release(&s->folder);
    arena_release(&s->arena);
}

Test(digests, without_any_nothing_is_said) {
    struct scene s;
    scene_init(&s);
    folder_put(&s.folder, NAME, SLICE(EMPTY_LOG));
    struct outcome out = run(&s.folder, &s.arena, 2);
    cr_assert_eq(out.stats.read + out.stats.verified_logs + out.stats.problem_count + out.failed, 0);
    scene_release(&s);
}

/* By its name, and by what it holds. */
Test(digests, a_log_is_held_against_its_digest) {
    static const char *const names[] = {"1_CloudTrail-Digest_x.json", "notes.txt"};
    for (size_t i = 0; i < 2; i++)
        for (unsigned threads = 1; threads < 4; threads++) {
            struct scene s;
            scene_init(&s);
            put_digest(&s.folder, names[i], SLICE(EMPTY_LOG));
            folder_put(&s.folder, NAME, SLICE(EMPTY_LOG));
            struct outcome out = run(&s.folder, &s.arena, threads);
            cr_assert_eq(out.stats.verified_logs, 1, "%s", names[i]);
            cr_assert_eq(out.stats.problem_count, 0);
            folder_put(&s.folder, NAME, SLICE(EMPTY_LOG " "));
            out = run(&s.folder, &s.arena, threads);
            cr_assert_eq(out.stats.verified_logs, 0);
            cr_assert_eq(out.stats.problem_count, 1);
            cr_assert_eq(out.stats.problems[0].fault, DIGEST_LOG_CHANGED);
            cr_assert(slice_ends(out.stats.problems[0].path, SLICE("/" NAME)));
            scene_release(&s);
        }
}

/* Its hash is that of all its bytes, also of those behind which nobody looks for records. */
Test(digests, a_large_log_is_hashed_to_its_end) {
    struct scene s;
    struct buf text;
    scene_init(&s);
    buf_init(&text);
    buf_puts(&text, "[1");
    while (text.len < (6u << 20)) buf_puts(&text, ",2");
    put_digest(&s.folder, "1_CloudTrail-Digest_x.json", buf_slice(&text));
    folder_put(&s.folder, NAME, buf_slice(&text));
    cr_assert_eq(run(&s.folder, &s.arena, 2).stats.verified_logs, 1);
    buf_putc(&text, ' ');
    folder_put(&s.folder, NAME, buf_slice(&text));
    cr_assert_eq(run(&s.folder, &s.arena, 2).stats.verified_logs, 0);
    buf_release(&text);
    scene_release(&s);
}

Test(digests, what_cannot_be_used_is_a_file_that_failed) {
    struct scene s;
    scene_init(&s);
    folder_put(&s.folder, "1_CloudTrail-Digest_x.json", SLICE("no JSON"));
    folder_put(&s.folder, "2_CloudTrail-Digest_x.json", SLICE("{\"digestStartTime\":1}"));
    folder_put(&s.folder, "3_CloudTrail-Digest_x.json", SLICE("{\"else\":1}"));
    folder_put(&s.folder, "odd.json", SLICE("{\"digestStartTime\":1}"));
    cr_assert_eq(run(&s.folder, &s.arena, 2).failed, 3);
    scene_release(&s);
}

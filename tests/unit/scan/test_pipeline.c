/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "folder.h"
#include "logs.h"
#include "scan/pipeline.h"

static struct logs logs;
static struct folder folder;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
    folder_init(&folder);
}

static void end(void) {
    folder_release(&folder);
    logs_release(&logs);
}

TestSuite(pipeline, .init = begin, .fini = end);

/* What came out, whatever the threads: the sum of the events' hashes, and how many. */
struct tally {
    uint64_t sum, count;
    struct hash128 looked_at;
};

static void *tally_new(void *ctx, unsigned index) {
    return mem_zalloc(1, sizeof(struct tally));
}

static bool tally_look(void *worker, const struct event *ev) {
    ((struct tally *)worker)->looked_at = ev->key;
    return true;
}

static void tally_event(void *worker, const struct event *ev, uint32_t object, uint64_t offset) {
    struct tally *t = worker;
    cr_assert_eq(t->looked_at.lo, ev->key.lo, "a look at every event, right before it");
    t->sum += ev->key.lo;
    t->count++;
}

static void tally_free(void *ctx, void *worker) {
    struct tally *all = ctx, *t = worker;
    all->sum += t->sum;
    all->count += t->count;
    free(t);
}

static const struct pipeline_ops OPS = {tally_new, tally_look, tally_event, tally_free};

static bool look_away(void *worker, const struct event *ev) {
    return false;
}

static struct tally run_with(const struct pipeline_ops *ops, struct pipeline_options options,
                             struct pipeline_result *result) {
    const char *paths[] = {folder.path};
    struct tally all = {0};
    struct err err = ERR_INIT;
    *result = (struct pipeline_result){0};
    struct source *source = source_open(paths, 1, false, pipeline_problem_sink(result));
    cr_assert(pipeline_run(source, &options, ops, &all, result, &err));
    source_free(source);
    return all;
}

static struct tally run(struct pipeline_options options, struct pipeline_result *result) {
    return run_with(&OPS, options, result);
}

static void put_records(const char *name, size_t count, const char *before, const char *between, const char *after) {
    struct buf text;
    buf_init(&text);
    buf_puts(&text, before);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_puts(&text, between);
        buf_put(&text, logs_record(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL));
    }
    buf_puts(&text, after);
    folder_put(&folder, name, buf_slice(&text));
    buf_release(&text);
}

Test(pipeline, what_nobody_wants_is_dropped) {
    static const struct pipeline_ops ops = {tally_new, look_away, tally_event, tally_free};
    put_records("a.json", 5, "{\"Records\":[", ",", "]}");
    struct pipeline_result result;
    cr_assert_eq(run_with(&ops, (struct pipeline_options){.threads = 1, .dedupe = true}, &result).count, 0);
    cr_assert_eq(result.records, 5);
    cr_assert_eq(result.events + result.duplicates, 0);
    pipeline_result_release(&result);
}

Test(pipeline, the_threads_never_show) {
    put_records("a.json", 500, "{\"Records\":[", ",", "]}");
    put_records("b.json", 300, "", "\n", "\n");
    put_records("c.json", 7, "[", ",", "]");
    folder_put(&folder, "note.txt", SLICE("not a log\n"));
    folder_put(&folder, "package.json", SLICE("{\"name\":\"x\",\"version\":\"1\"}"));
    struct pipeline_result result;
    struct tally first = run((struct pipeline_options){.threads = 1, .dedupe = true}, &result);
    cr_assert_eq(first.count, 807);
    cr_assert_eq(result.events, 807);
    cr_assert_eq(result.files, 5);
    cr_assert_eq(result.skipped_files, 2);
    cr_assert_eq(result.failed.count + result.malformed.count, 0);
    for (unsigned threads = 2; threads <= 8; threads *= 2) {
        struct tally again = run((struct pipeline_options){.threads = threads, .dedupe = true}, &result);
        cr_assert_eq(again.sum, first.sum);
        cr_assert_eq(again.count, first.count);
        pipeline_result_release(&result);
    }
}

/* Larger than what is handed out whole: its records are found by one thread and parsed by all. */
Test(pipeline, one_large_file_is_read_by_many_threads_with_the_same_result) {
    struct buf text;
    buf_init(&text);
    buf_puts(&text, "{\"Records\":[");
    struct slice record = logs_record(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    ptrdiff_t id = slice_find(record, SLICE("\"eventID\":\"")) + (ptrdiff_t)strlen("\"eventID\":\"");
    size_t count = 0;
    while (text.len < (size_t)WHOLE_BYTES_MAX + (1 << 20)) {
        size_t at = text.len + (count ? 1 : 0);
        if (count) buf_putc(&text, ',');
        buf_put(&text, record);
        char digits[24];
        snprintf(digits, sizeof digits, "%08zu", count++);
        memcpy(text.ptr + at + (size_t)id, digits, 8);
    }
    buf_puts(&text, ",17,{\"eventName\":3}]}");
    folder_put(&folder, "large.json", buf_slice(&text));
    buf_release(&text);
    struct pipeline_result one, four;
    struct tally first = run((struct pipeline_options){.threads = 1, .dedupe = true}, &one);
    struct tally again = run((struct pipeline_options){.threads = 4, .dedupe = true}, &four);
    cr_assert_eq(first.count, count);
    cr_assert_eq(again.count, count);
    cr_assert_eq(first.sum, again.sum);
    cr_assert_eq(one.malformed.count, four.malformed.count);
    cr_assert_geq(one.malformed.count, 1);
    for (size_t i = 0; i < one.malformed.listed; i++) {
        cr_assert_eq(one.malformed.list[i].offset, four.malformed.list[i].offset);
        cr_assert(slice_eq(one.malformed.list[i].error, four.malformed.list[i].error));
    }
    pipeline_result_release(&one);
    pipeline_result_release(&four);
}

/* Whether it is a log must be known before it is split: who only finds texts does not learn it. */
Test(pipeline, a_large_file_that_is_no_log_is_skipped_whatever_the_threads) {
    struct buf text;
    buf_init(&text);
    buf_puts(&text, "{\"Records\":[{}");
    while (text.len < (size_t)WHOLE_BYTES_MAX + (1 << 20)) buf_puts(&text, ",{\"x\":\"------------------------\",}");
    buf_puts(&text, "]}");
    folder_put(&folder, "large.json", buf_slice(&text));
    buf_release(&text);
    for (unsigned threads = 1; threads <= 4; threads *= 2) {
        struct pipeline_result result;
        run((struct pipeline_options){.threads = threads}, &result);
        cr_assert_eq(result.files, 1);
        cr_assert_eq(result.skipped_files, 1, "%u threads", threads);
        cr_assert_eq(result.malformed.count, 0);
        pipeline_result_release(&result);
    }
}

Test(pipeline, duplicates_and_copies_are_counted) {
    struct slice record = logs_record(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    folder_put(&folder, "a.json", record);
    folder_put(&folder, "b.json", record);
    folder_put(&folder, "c.json", logs_record(&logs, "10:00:00", ANN, "s3:Get", "\"sharedEventID\":\"s\""));
    folder_put(&folder, "d.json", logs_record(&logs, "10:00:00", ANN, "s3:Get", "\"sharedEventID\":\"s\""));
    struct pipeline_result result;
    struct tally all = run((struct pipeline_options){.threads = 2, .dedupe = true}, &result);
    cr_assert_eq(result.records, 4);
    cr_assert_eq(result.events, 2);
    cr_assert_eq(result.duplicates, 2);
    cr_assert_eq(all.count, 3, "a copy is handed out: the weave chooses the better one");
    all = run((struct pipeline_options){.threads = 1, .dedupe = false}, &result);
    cr_assert_eq(all.count, 4);
}

Test(pipeline, what_is_broken_is_named_and_the_rest_is_read) {
    struct buf text;
    buf_init(&text);
    struct slice good = logs_record(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    buf_printf(&text, "{\"Records\":[%.*s,\"a string\",%.*s]}", SLICE_FMT(good),
               SLICE_FMT(logs_record(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL)));
    folder_put(&folder, "a.json", buf_slice(&text));
    folder_put(&folder, "z.json.gz", SLICE("\x1f\x8b\x08\0\0\0\0\0\0\3\x01"));
    struct pipeline_result result;
    struct tally all = run((struct pipeline_options){.threads = 2, .dedupe = true}, &result);
    cr_assert_eq(all.count, 2);
    cr_assert_eq(result.malformed.count, 1);
    cr_assert_eq(result.malformed.list[0].offset, strlen("{\"Records\":[,") + good.len);
    cr_assert_eq(result.failed.count, 1);
    pipeline_result_release(&result);
    buf_release(&text);
}

Test(pipeline, only_what_was_asked_for_and_nothing_once_cancelled) {
    put_records("a.json", 3, "[", ",", "]");
    put_records("b.json", 5, "[", ",", "]");
    uint8_t only[] = {0, 1};
    atomic_bool cancel = true;
    struct pipeline_progress progress = {0};
    struct pipeline_result result;
    struct tally all =
        run((struct pipeline_options){.threads = 2, .dedupe = true, .only = only, .progress = &progress}, &result);
    cr_assert_eq(all.count, 5);
    cr_assert_eq(progress.files_total, 1);
    cr_assert_eq(progress.files_done, 1);
    cr_assert_eq(progress.events, 5);
    cr_assert_eq(progress.bytes_done, progress.bytes_total);
    all = run((struct pipeline_options){.threads = 2, .dedupe = true, .cancel = &cancel}, &result);
    cr_assert_eq(all.count, 0);
    cr_assert(result.cancelled);
}

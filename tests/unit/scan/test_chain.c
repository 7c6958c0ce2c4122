/* SPDX-License-Identifier: Apache-2.0 */
/* Chains written as "digest hash previous says": which digests there are, what bytes they have, what they say of the
 * one before. Hours are one digit; the hash of a digest is one letter. */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "scan/chain.h"

struct scene {
    struct arena arena;
    struct chain_digest list[16];
    size_t count;
    bool day_known;
};

static struct slice object_of(struct scene *s, char hour, const char *more) {
    return arena_printf(&s->arena, "p/1_CloudTrail-Digest_us-east-1_t_us-east-1_2026030%cT000000Z%s.json.gz", hour,
                        more);
}

/* The digest of an hour. `previous` 0: the first of a trail. */
static struct chain_digest *put(struct scene *s, char hour, char hash, char previous, char says) {
    struct chain_digest *d = &s->list[s->count++];
    *d = (struct chain_digest){
        .digest = {.account = SLICE("1"),
                   .object = object_of(s, hour, ""),
                   .start = (hour - '1') * US_PER_HOUR,
                   .end = (hour - '0') * US_PER_HOUR,
                   .fingerprint = SLICE("ff"),
                   .algorithm = SLICE("SHA256withRSA"),
                   .previous_object = previous ? object_of(s, previous, "") : (struct slice){0}},
        .path = arena_printf(&s->arena, "%c%c", hour, hash),
    };
    memset(d->hash, hash, sizeof d->hash);
    memset(d->digest.previous_hash, says, sizeof d->digest.previous_hash);
    return d;
}

/* Gives the digest one log. */
static void name_log(struct scene *s, struct chain_digest *d, const char *name, struct chain_log found) {
    d->digest.logs = ARENA_NEW(&s->arena, struct digest_log);
    d->digest.logs[0] =
        (struct digest_log){.folder = SLICE("f"), .name = slice_cstr(name), .from = TIME_NONE, .to = TIME_NONE};
    d->digest.log_count = 1;
    d->logs = ARENA_NEW(&s->arena, struct chain_log);
    d->logs[0] = found;
}

static bool day_known(const void *ctx, struct slice key) {
    return ((const struct scene *)ctx)->day_known;
}

static struct digest_stats judged(struct scene *s, const struct seal_keys *keys) {
    struct digest_stats stats;
    s->count = chain_sort(s->list, s->count);
    struct chain_input in = {.digests = s->list, .count = s->count, .keys = keys, .day_known = day_known, .ctx = s};
    chain_verify(&in, &s->arena, &stats);
    return stats;
}

/* "changed:path gap:path " */
static void gives(struct scene *s, const char *want) {
    struct digest_stats stats = judged(s, NULL);
    struct buf got;
    buf_init(&got);
    for (size_t i = 0; i < stats.listed; i++)
        buf_printf(&got, "%s:%.*s ", digest_fault_name(stats.problems[i].fault), SLICE_FMT(stats.problems[i].path));
    cr_assert_str_eq(got.len ? got.ptr : "", want);
    buf_release(&got);
}

static struct scene scene;

static void open_scene(void) {
    scene = (struct scene){.day_known = true};
    arena_init(&scene.arena, 0);
}

static void close_scene(void) {
    arena_release(&scene.arena);
}

TestSuite(chain, .init = open_scene, .fini = close_scene);

#define DIGEST_AT(hour) "p/1_CloudTrail-Digest_us-east-1_t_us-east-1_2026030" #hour "T000000Z.json.gz"

Test(chain, a_whole_one_in_any_order) {
    put(&scene, '3', 'c', '2', 'b');
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '2', 'b', '1', 'a'); /* a copy */
    gives(&scene, "");
    cr_assert_eq(scene.count, 3);
}

Test(chain, nothing_at_all) {
    gives(&scene, "");
    cr_assert_eq(judged(&scene, NULL).read, 0);
}

Test(chain, a_digest_that_was_changed) {
    put(&scene, '1', 'a', 0, 0);
    name_log(&scene, put(&scene, '2', 'x', '1', 'y'), "l", (struct chain_log){.present = true, .matched = true});
    put(&scene, '3', 'c', '2', 'b');
    gives(&scene, "digest_changed:2x "); /* and nothing of the first: who says so is not believed */
    cr_assert_eq(judged(&scene, NULL).verified_logs, 0);
}

Test(chain, of_two_copies_one_was_changed) {
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '2', 'x', '1', 'a');
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '3', 'c', '2', 'b');
    gives(&scene, "digest_changed:2x ");
}

Test(chain, two_say_the_same) {
    put(&scene, '1', 'x', 0, 0);
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '2', 'c', '1', 'a');
    gives(&scene, "digest_changed:1x ");
}

Test(chain, a_digest_that_is_not_there) {
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '3', 'c', '2', 'b');
    gives(&scene, "gap:" DIGEST_AT(2) " ");
    struct digest_stats stats = judged(&scene, NULL);
    cr_assert_eq(stats.problems[0].from, US_PER_HOUR);
    cr_assert_eq(stats.problems[0].to, 2 * US_PER_HOUR);
    cr_assert(slice_eq(stats.problems[0].region, SLICE("us-east-1")));
}

Test(chain, where_the_input_begins_nothing_is_missing) {
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '3', 'c', '2', 'b');
    gives(&scene, "");
}

Test(chain, hours_without_a_digest) {
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '4', 'd', 0, 0); /* begun anew */
    put(&scene, '6', 'f', '4', 'd');
    gives(&scene, "gap:4d gap:6f ");
}

Test(chain, late_digests_do_not_follow_one_another) {
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '1', 'x', 0, 0)->digest.object = object_of(&scene, '1', "_backfill");
    put(&scene, '9', 'y', 0, 0)->digest.object = object_of(&scene, '9', "_backfill");
    gives(&scene, "");
    put(&scene, '9', 'z', '5', 'e')->digest.object = object_of(&scene, '8', "_backfill");
    gives(&scene, "gap:" DIGEST_AT(5) " "); /* but where they name one, it was there */
}

Test(chain, a_digest_that_is_its_own_forerunner) {
    put(&scene, '1', 'a', '1', 'a');
    put(&scene, '2', 'b', '3', 'c');
    put(&scene, '3', 'c', '2', 'b');
    gives(&scene, "");
}

Test(chain, logs) {
    name_log(&scene, put(&scene, '1', 'a', 0, 0), "good", (struct chain_log){.present = true, .matched = true});
    name_log(&scene, put(&scene, '2', 'b', '1', 'a'), "bad",
             (struct chain_log){.present = true, .changed = SLICE("x/bad")});
    name_log(&scene, put(&scene, '3', 'c', '2', 'b'), "gone", (struct chain_log){0});
    name_log(&scene, put(&scene, '4', 'd', '3', 'c'), "unreadable", (struct chain_log){.present = true});
    gives(&scene, "missing:f/gone changed:x/bad ");
    struct digest_stats stats = judged(&scene, NULL);
    cr_assert_eq(stats.verified_logs, 1);
    cr_assert_eq(stats.absent_logs, 0);
    cr_assert_eq(stats.problems[1].from, US_PER_HOUR, "the time of a log that has none is its digest's");
    scene.day_known = false;
    gives(&scene, "changed:x/bad ");
    cr_assert_eq(judged(&scene, NULL).absent_logs, 1);
}

Test(chain, a_missing_key_is_told_once) {
    struct seal_keys *keys = seal_keys_new();
    put(&scene, '1', 'a', 0, 0);
    put(&scene, '2', 'b', '1', 'a');
    put(&scene, '3', 'c', '2', 'b')->digest.algorithm = SLICE("odd");
    put(&scene, '4', 'd', '3', 'c');
    struct digest_stats stats = judged(&scene, keys);
    cr_assert_eq(stats.problem_count, 2);
    cr_assert_eq(stats.problems[0].fault, DIGEST_UNVERIFIED);
    cr_assert(slice_find(stats.problems[1].error, SLICE("the algorithm odd is not known")) >= 0);
    seal_keys_free(keys);
}

static struct digest_stats with_problems(size_t count) {
    struct chain_digest *d = put(&scene, '1', 'a', 0, 0);
    d->digest.logs = ARENA_ARRAY(&scene.arena, struct digest_log, count);
    d->logs = ARENA_ARRAY(&scene.arena, struct chain_log, count);
    d->digest.log_count = count;
    for (size_t i = 0; i < count; i++) d->digest.logs[i].name = arena_printf(&scene.arena, "log%zu", i);
    return judged(&scene, NULL);
}

Test(chain, as_many_problems_as_can_be_kept) {
    struct digest_stats stats = with_problems(DIGEST_PROBLEMS_MAX);
    cr_assert_eq(stats.listed, DIGEST_PROBLEMS_MAX);
    cr_assert_eq(stats.problem_count, DIGEST_PROBLEMS_MAX);
}

Test(chain, one_problem_more_is_counted) {
    struct digest_stats stats = with_problems(DIGEST_PROBLEMS_MAX + 1);
    cr_assert_eq(stats.listed, DIGEST_PROBLEMS_MAX);
    cr_assert_eq(stats.problem_count, DIGEST_PROBLEMS_MAX + 1);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "scan/batch.h"

Test(batch, texts_keep_their_offsets_and_have_padding) {
    struct batch *batch = batch_new(NULL);
    batch_add(batch, SLICE("{\"a\":1}"), 10);
    batch_add(batch, SLICE("{}"), 20);
    cr_assert_eq(batch->count, 2);
    cr_assert_eq(memcmp(batch->text.ptr + batch->texts[1].at, "{}\0\0\0\0", 6), 0);
    cr_assert_eq(batch->texts[1].offset, 20);
    cr_assert_geq(batch->texts[1].at, 7 + 4);
    batch_free(batch);
}

Test(batch, the_queue_is_short_and_first_in_first_out) {
    struct batch_queue q;
    queue_init(&q, 2);
    struct batch *a = batch_new(NULL), *b = batch_new(NULL), *c = batch_new(NULL);
    cr_assert(queue_put(&q, a));
    cr_assert(queue_put(&q, b));
    cr_assert_not(queue_put(&q, c), "full: the reader works on it itself");
    cr_assert_eq(queue_take(&q, false, NULL), a);
    cr_assert(queue_put(&q, c));
    cr_assert_eq(queue_take(&q, true, NULL), b);
    cr_assert_eq(queue_take(&q, true, NULL), c);
    cr_assert_null(queue_take(&q, true, NULL), "no reader is left: nobody waits");
    batch_free(a);
    batch_free(b);
    batch_free(c);
    queue_release(&q);
}

Test(batch, what_is_done_is_filled_again) {
    struct batch_queue q;
    queue_init(&q, 2);
    struct batch *a = queue_blank(&q, NULL), *b = queue_blank(&q, NULL);
    cr_assert_neq(a, b);
    batch_add(a, SLICE("{\"a\":1}"), 10);
    queue_done(&q, a);
    cr_assert_eq(queue_blank(&q, NULL), a);
    cr_assert_eq(a->count, 0);
    batch_add(a, SLICE("{}"), 30);
    cr_assert_eq(a->texts[0].at, 0);
    cr_assert(queue_put(&q, a), "what is still queued is freed with the queue");
    queue_done(&q, b);
    queue_release(&q);
}

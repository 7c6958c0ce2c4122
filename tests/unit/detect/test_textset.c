/* SPDX-License-Identifier: Apache-2.0 */
/* A fixed set of texts: holds what was put in, and nothing else, whatever their hashes do. */
#include <criterion/criterion.h>

#include "detect/rule.h"

#define TEXTS 1000

static bool holds(const struct text_set *set, struct slice text) {
    return text_set_holds(set, text, hash64(text, 0));
}

Test(textset, holds_its_texts_alone) {
    struct arena arena;
    struct text_set set;
    struct slice texts[TEXTS];
    arena_init(&arena, 0);
    for (unsigned i = 0; i < TEXTS; i++) texts[i] = arena_printf(&arena, "text %u", i);
    text_set_build(&set, texts, TEXTS, &arena);
    for (unsigned i = 0; i < TEXTS; i++) {
        cr_expect(holds(&set, texts[i]), "%u", i);
        cr_expect(!holds(&set, arena_printf(&arena, "text %u", TEXTS + i)), "%u", TEXTS + i);
        cr_expect(!holds(&set, arena_printf(&arena, "Text %u", i)), "what it compares was folded before");
    }
    cr_expect(set.slots >= 2 * TEXTS, "half of the slots stay empty, so every search ends");
    arena_release(&arena);
}

Test(textset, the_same_twice_and_nothing_at_all) {
    struct arena arena;
    struct text_set set;
    const struct slice texts[] = {SLICE("a"), SLICE("a"), SLICE(""), SLICE("b"), SLICE("a")};
    size_t used = 0;
    arena_init(&arena, 0);
    text_set_build(&set, texts, 5, &arena);
    cr_expect(holds(&set, SLICE("a")) && holds(&set, SLICE("b")) && holds(&set, SLICE("")) && !holds(&set, SLICE("c")));
    for (size_t i = 0; i < set.slots; i++) used += set.hashes[i] != 0;
    cr_expect_eq(used, 3);
    text_set_build(&set, NULL, 0, &arena);
    cr_expect(!holds(&set, SLICE("")) && !holds(&set, SLICE("a")));
    arena_release(&arena);
}

Test(textset, a_hash_that_meets_another_is_not_enough) {
    struct arena arena;
    struct text_set set;
    const struct slice a = SLICE("a");
    arena_init(&arena, 0);
    text_set_build(&set, &a, 1, &arena);
    cr_expect(!text_set_holds(&set, SLICE("b"), hash64(a, 0)), "the same hash, another text");
    cr_expect(!text_set_holds(&set, SLICE("b"), 0), "0 stands for 1");
    arena_release(&arena);
}

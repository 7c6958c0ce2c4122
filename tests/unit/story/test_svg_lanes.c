/* SPDX-License-Identifier: Apache-2.0 */
/* Heads, branches with their evidence, stubs, links: ids, classes, what they say. */
#include <criterion/criterion.h>

#include "sketch.h"

static void put_lanes(const struct svg_pen *pen, void *ctx) {
    for (uint32_t k = 0; k < pen->layout->lane_count; k++) svg_head(pen, k);
    for (size_t b = 0; b < pen->layout->branch_count; b++) svg_branch(pen, &pen->layout->branches[b]);
    for (size_t i = 0; i < pen->layout->link_count; i++) svg_link(pen, &pen->layout->links[i]);
}

/* A user that makes a key, and the session that uses it. */
static struct sketch *pair(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, 0), 1, LEVEL_HIGH, "impact");
    return s;
}

Test(svg_lanes, a_head_says_who) {
    static const struct story_address from = {.ip = SLICE("192.0.2.1")};
    struct sketch *s = pair();
    s->actors[0].addresses = &from, s->actors[0].address_count = 1;
    s->actors[1].role = SLICE("admin"), s->actors[1].session = SLICE("ann"),
    s->actors[1].origin = SLICE("Made in step 1");
    struct buf out = sketch_svg(s, put_lanes, NULL);
    sketch_expect(&out, "class=\"head k-user\" id=\"actor-a1\" data-lane=\"0\"");
    sketch_expect(&out, "key none seen, from 192.0.2.1. Credential: Origin unknown.\"");
    sketch_expect(&out, "class=\"head k-session\" id=\"actor-a2\" data-lane=\"1\"");
    sketch_expect(&out, "role session a1, role admin, session ann, account ");
    sketch_expect(&out, "from unknown. Credential: Made in step 1.");
    buf_release(&out);
    sketch_free(s);
}

Test(svg_lanes, a_branch_says_how_and_how_sure) {
    for (int c = CONFIDENCE_EXACT; c <= CONFIDENCE_INFERRED; c++) {
        struct sketch *s = pair();
        char classes[128], words[96];
        const char *name = confidence_name((enum confidence)c);
        s->actors[1].via_confidence = (enum confidence)c;
        snprintf(classes, sizeof classes,
                 "class=\"edge issued-key %s\" id=\"edge-s01-a2\" data-card=\"0\" data-lane=\"1\"", name);
        snprintf(words, sizeof words, "Branch at step 1: issued key of a1. Evidence: %s.", name);
        struct buf out = sketch_svg(s, put_lanes, NULL);
        sketch_expect(&out, classes);
        sketch_expect(&out, words);
        buf_release(&out);
        sketch_free(s);
    }
}

Test(svg_lanes, a_link_kind_gives_a_class_of_letters_alone) {
    struct sketch *s = pair();
    s->actors[1].via_kind = SLICE("Set \"x\" 9/ \xc3\xa9<b>");
    s->actors[1].via_verb = s->actors[1].via_kind;
    struct buf out = sketch_svg(s, put_lanes, NULL);
    sketch_expect(&out, "class=\"edge set--x--------b- exact\"");
    cr_expect_null(strstr(out.ptr, "<b>"));
    buf_release(&out);
    sketch_free(s);
}

Test(svg_lanes, who_has_no_lane_is_a_stub) {
    struct sketch *s = pair();
    sketch_actor(s, ACTOR_INSTANCE, 0);
    struct buf out = sketch_svg(s, put_lanes, NULL);
    sketch_expect(&out, "<g class=\"edge folded\" data-card=\"0\" role=\"img\" aria-label=\"+1 quiet instance came out "
                        "of this step\">");
    buf_release(&out);
    sketch_free(s);
}

Test(svg_lanes, another_edge_is_a_link) {
    struct sketch *s = pair();
    for (int64_t i = 2; i < 4; i++) sketch_step(s, 0, i, LEVEL_HIGH, "impact");
    const struct story_edge edge = {.from = 1,
                                    .to = 3,
                                    .kind = SLICE("same address"),
                                    .label = SLICE("from 192.0.2.1 <b>"),
                                    .confidence = CONFIDENCE_INFERRED};
    s->st.edges = &edge, s->st.edge_count = 1;
    struct buf out = sketch_svg(s, put_lanes, NULL);
    sketch_expect(&out, "class=\"edge link inferred\" data-from=\"1\" data-to=\"3\"");
    sketch_expect(&out, "aria-label=\"Link from step 2 to step 4: from 192.0.2.1 &lt;b&gt;\"");
    sketch_expect(&out, "(inferred evidence)</title>");
    buf_release(&out);
    sketch_free(s);
}

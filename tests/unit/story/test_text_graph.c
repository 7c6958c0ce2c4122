/* SPDX-License-Identifier: Apache-2.0 */
/* The rails: where they open, branch and end; outcome words. */
#include <criterion/criterion.h>

#include "story/text_graph.h"

#define T0 INT64_C(1772542931000000) /* 2026-03-03T13:02:11Z */

static void expect_graph(const struct story *story, const char *want) {
    struct buf out;
    struct page page;
    struct text_options options = {.width = 60};
    buf_init(&out);
    page_init(&page, &options, LANG_EN, &out);
    graph_draw(&page, story);
    cr_expect_str_eq(out.ptr, want, "got:\n%s", out.ptr);
    buf_release(&out);
}

static struct story_actor actor(const char *name, uint32_t parent, uint32_t via) {
    return (struct story_actor){.name = slice_cstr(name),
                                .kind = ACTOR_SESSION,
                                .parent = parent,
                                .via_step = via,
                                .via_kind = parent == STORY_NONE ? (struct slice){0} : SLICE("assumed"),
                                .via_verb = parent == STORY_NONE ? (struct slice){0} : SLICE("assumed"),
                                .via_label = slice_cstr(name)};
}

static struct story_step step(uint32_t of, int64_t minute, const char *title) {
    return (struct story_step){.actor = of,
                               .tactic = SLICE("discovery"),
                               .level = LEVEL_LOW,
                               .title = slice_cstr(title),
                               .from = T0 + minute * US_PER_MINUTE,
                               .to = T0 + minute * US_PER_MINUTE,
                               .count = 1};
}

Test(graph, a_story_without_steps_or_actors_draws_nothing) {
    struct story story = {0};
    expect_graph(&story, "");
}

Test(graph, one_lane) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE)};
    struct story_step steps[] = {step(0, 0, "Looked"), step(0, 1, "Looked again")};
    steps[1].outcome = STEP_FAILED, steps[1].count = steps[1].failed = 3;
    struct story story = {.actors = actors, .actor_count = 1, .steps = steps, .step_count = 2};
    expect_graph(&story, "○  ann · role session\n"
                         "✓  13:02:11 1 ● Looked\n"
                         "│               Discovery\n"
                         "⊘  13:03:11 2 ● Looked again\n"
                         "│               Discovery · 3 denied\n");
}

Test(graph, a_branch_opens_behind_its_step_and_crosses_open_rails) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE), actor("ci", 0, 0), actor("ops", 0, 1)};
    actors[2].via_confidence = CONFIDENCE_STRONG;
    struct story_step steps[] = {step(0, 0, "One"), step(0, 1, "Two"), step(1, 2, "Three"), step(2, 3, "Four")};
    struct story story = {.actors = actors, .actor_count = 3, .steps = steps, .step_count = 4};
    expect_graph(&story, "○  ann · role session\n"
                         "✓        13:02:11 1 ● One\n"
                         "│                     Discovery\n"
                         "├──▶  assumed ci\n"
                         "│  ○  ci · role session\n"
                         "✓  │     13:03:11 2 ● Two\n"
                         "│  │                  Discovery\n"
                         "╰╌╌┼╌╌▶  assumed ops (strong)\n"
                         "   │  ○  ops · role session\n"
                         "   ✓  │  13:04:11 3 ● Three\n"
                         "   │  │               Discovery\n"
                         "      ✓  13:05:11 4 ● Four\n"
                         "      │               Discovery\n");
}

Test(graph, a_column_is_used_again) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE), actor("ci", 0, 0), actor("ops", 0, 2)};
    struct story_step steps[] = {step(0, 0, "One"), step(1, 1, "Two"), step(0, 2, "Three"), step(2, 3, "Four")};
    struct story story = {.actors = actors, .actor_count = 3, .steps = steps, .step_count = 4};
    expect_graph(&story, "○  ann · role session\n"
                         "✓     13:02:11 1 ● One\n"
                         "│                  Discovery\n"
                         "├──▶  assumed ci\n"
                         "│  ○  ci · role session\n"
                         "│  ✓  13:03:11 2 ● Two\n"
                         "│  │               Discovery\n"
                         "✓     13:04:11 3 ● Three\n"
                         "│                  Discovery\n"
                         "╰──▶  assumed ops\n"
                         "   ○  ops · role session\n"
                         "   ✓  13:05:11 4 ● Four\n"
                         "   │               Discovery\n");
}

Test(graph, an_ancestor_without_steps_opens_with_its_child) {
    struct story_actor actors[] = {actor("sso", STORY_NONE, STORY_NONE), actor("ann", 0, STORY_NONE)};
    actors[0].untainted = true;
    struct story_step steps[] = {step(1, 0, "One")};
    struct story story = {.actors = actors, .actor_count = 2, .steps = steps, .step_count = 1};
    expect_graph(&story, "◌  sso · role session · did nothing suspicious itself\n"
                         "╰──▶  assumed ann\n"
                         "   ○  ann · role session\n"
                         "   ✓  13:02:11 1 ● One\n"
                         "   │               Discovery\n");
}

Test(graph, silence_folds_and_days_are_said) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE)};
    struct story_step steps[] = {step(0, 0, "One"), step(0, 1, "Two"), step(0, 60 * 20, "Three")};
    steps[1].to += 30 * US_PER_MINUTE; /* the silence begins when it ends */
    struct story story = {.actors = actors, .actor_count = 1, .steps = steps, .step_count = 3};
    expect_graph(&story, "○  ann · role session\n"
                         "✓  13:02:11 1 ● One\n"
                         "│               Discovery\n"
                         "✓  13:03:11 2 ● Two\n"
                         "│               Discovery in 30 min\n"
                         "┆  +19 h 29 min · 4 Mar 2026\n"
                         "✓  09:02:11 3 ● Three\n"
                         "│               Discovery\n");
}

Test(graph, details_are_cut_and_not_said_twice) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE)};
    struct story_step steps[] = {step(0, 0, "Opened my-bucket"), step(0, 1, "Two")};
    struct buf detail, out;
    struct page page;
    struct text_options options = {.width = 60};
    buf_init(&detail);
    buf_init(&out);
    for (int i = 0; i < 40; i++) buf_puts(&detail, "bucket-of-ours ");
    steps[0].detail = SLICE("my-bucket"), steps[1].detail = buf_slice(&detail);
    struct story story = {.actors = actors, .actor_count = 1, .steps = steps, .step_count = 2};
    page_init(&page, &options, LANG_EN, &out);
    graph_draw(&page, &story);
    cr_expect(strstr(out.ptr, "● Opened my-bucket\n│               Discovery\n"), "%s", out.ptr);
    size_t lines = 0;
    for (const char *at = out.ptr; (at = strchr(at, '\n')); at++) lines++;
    cr_expect_leq(lines, 3 + 1 + 3 + 1, "%s", out.ptr);
    cr_expect(strstr(out.ptr, "…\n"));
    buf_release(&detail);
    buf_release(&out);
}

Test(graph, a_link_beside_the_tree_is_said_at_its_step) {
    struct story_actor actors[] = {actor("ann", STORY_NONE, STORY_NONE), actor("bob", STORY_NONE, STORY_NONE)};
    struct story_step steps[] = {step(0, 0, "One"), step(1, 1, "Two")};
    struct story_edge edges[] = {{.from = 0,
                                  .to = 1,
                                  .kind = SLICE("issued key"),
                                  .label = SLICE("issued key AKIA"),
                                  .confidence = CONFIDENCE_INFERRED}};
    struct story story = {
        .actors = actors, .actor_count = 2, .steps = steps, .step_count = 2, .edges = edges, .edge_count = 1};
    expect_graph(&story, "○  ann · role session\n"
                         "✓  13:02:11 1 ● One\n"
                         "│               Discovery\n"
                         "\n"
                         "○  bob · role session\n"
                         "✓  13:03:11 2 ● Two\n"
                         "│               Discovery\n"
                         "│               ↳ also from step 1: issued key AKIA\n"
                         "│               (inferred)\n");
}

/* More lanes at once than there are columns: the last column is shared, and names tell the steps apart. */
Test(graph, lanes_beyond_the_bound_share_a_column) {
    enum { LANES = TEXT_RAILS_MAX + 2 };
    struct story_actor actors[LANES];
    struct story_step steps[2 * LANES];
    for (uint32_t i = 0; i < LANES; i++)
        actors[i] = actor(i < TEXT_RAILS_MAX ? "rail" : "more", STORY_NONE, STORY_NONE);
    for (uint32_t i = 0; i < 2 * LANES; i++) steps[i] = step(i % LANES, i, "Step");
    struct story story = {.actors = actors, .actor_count = LANES, .steps = steps, .step_count = 2 * LANES};
    struct buf out;
    struct page page;
    struct text_options options = {.width = 60};
    buf_init(&out);
    page_init(&page, &options, LANG_EN, &out);
    graph_draw(&page, &story);
    size_t heads = 0;
    for (const char *at = out.ptr; (at = strstr(at, "more · ")); at++) heads++;
    cr_expect_geq(heads, 4); /* two open, and each is named again at its second step */
    buf_release(&out);
}

Test(outcome, says_what_became_of_a_step) {
    struct buf out;
    buf_init(&out);
    graph_outcome(&out, LANG_EN, &(struct story_step){.outcome = STEP_SUCCEEDED, .count = 1});
    buf_putc(&out, '|');
    graph_outcome(&out, LANG_EN, &(struct story_step){.outcome = STEP_SUCCEEDED, .count = 1203});
    buf_putc(&out, '|');
    graph_outcome(&out, LANG_EN, &(struct story_step){.outcome = STEP_FAILED, .count = 14, .failed = 14});
    buf_putc(&out, '|');
    graph_outcome(&out, LANG_EN, &(struct story_step){.outcome = STEP_MIXED, .count = 24, .failed = 3});
    cr_expect_str_eq(out.ptr, "1 call|1,203 calls|14 denied|21 ok, 3 denied");
    buf_release(&out);
}

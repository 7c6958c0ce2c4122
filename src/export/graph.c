/* SPDX-License-Identifier: Apache-2.0 */
/* export/graph.c: one story as a graph for Mermaid (flowchart syntax) and Graphviz (DOT).
 *
 * An actor is a box, its steps are nodes in it, in order of time; what made an actor is a thick line with its words,
 * dashed where it is not exact. Colours are those of the picture on paper.
 */
#include <string.h>

#include "export/parts.h"
#include "story/phrases.h"

/* The light theme's colour of a tactic's family, and its soft ground (story/page/tokens.css). */
static const char *const COLORS[FAMILIES][2] = {
    [FAMILY_LOOK] = {"#00548f", "#e5eef6"}, [FAMILY_ENTER] = {"#5b42ac", "#ecebf8"},
    [FAMILY_RISE] = {"#846113", "#f6efdb"}, [FAMILY_HIDE] = {"#40454c", "#e9ebed"},
    [FAMILY_CRED] = {"#147470", "#def0ee"}, [FAMILY_MOVE] = {"#56702f", "#edf2e0"},
    [FAMILY_TAKE] = {"#b81a6c", "#fae7f0"}, [FAMILY_BREAK] = {"#57301d", "#f3ebe5"},
};

static bool is_next(const struct story_edge *edge) {
    return slice_eq(edge->kind, SLICE("next"));
}

/* "ann, IAM user in 1111…", "3 Mar 13:02 · Read 6 secrets (6)": the words of both. */
static void step_words(const struct story *st, size_t index, struct buf *out) {
    const struct story_step *step = &st->steps[index];
    buf_printf(out, "%zu. %s · ", index + 1, time_clock(step->from).text);
    buf_put(out, step->title);
    if (step->count > 1) buf_printf(out, " (%llu)", (unsigned long long)step->count);
    if (step->outcome == STEP_FAILED) buf_put(out, phrase(st->lang, SAY_GRAPH_DENIED));
    if (step->outcome == STEP_MIXED) buf_put(out, phrase(st->lang, SAY_GRAPH_SOME_DENIED));
}

static void actor_words(enum lang lang, const struct story_actor *who, struct buf *out) {
    buf_put(out, who->name);
    buf_printf(out, " · %s", actor_kind_title(lang, who->kind));
    if (who->account.len) phrase_put(out, lang, SAY_GRAPH_IN, PHRASE_VALUES(who->account));
}

static struct slice words(struct buf *scratch, const struct story *st, size_t step, const struct story_actor *who) {
    buf_clear(scratch);
    if (who) actor_words(st->lang, who, scratch);
    else step_words(st, step, scratch);
    return buf_slice(scratch);
}

/* --- Mermaid --- */

/* In quotes; Mermaid knows entities by "#name;", and reads Markdown and HTML in labels. */
static void mermaid_label(struct buf *out, struct slice s) {
    uint32_t code;
    buf_putc(out, '"');
    while (plain_next(&s, &code)) {
        bool plain = code >= 0x80 || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
                     (code >= 'A' && code <= 'Z') || strchr(" .,:-()/", (int)code);
        if (plain) utf8_put(out, code);
        else buf_printf(out, "#%u;", code);
    }
    buf_putc(out, '"');
}

static void mermaid_classes(const struct story *st, struct buf *out) {
    for (int f = 0; f < FAMILIES; f++) {
        bool any = false;
        for (size_t i = 0; i < st->step_count; i++) {
            if (tactic_family(st->steps[i].tactic) != (enum family)f) continue;
            if (!any)
                buf_printf(out, "  classDef %s fill:%s,stroke:%s,color:#181d24\n  class ", family_name((enum family)f),
                           COLORS[f][1], COLORS[f][0]);
            buf_printf(out, "%ss%zu", any ? "," : "", i + 1);
            any = true;
        }
        if (any) buf_printf(out, " %s\n", family_name((enum family)f));
    }
}

void export_mermaid(const struct story *st, struct buf *out) {
    struct buf scratch;
    buf_init(&scratch);
    buf_puts(out, "flowchart LR\n");
    for (size_t a = 0; a < st->actor_count; a++) {
        buf_printf(out, "  subgraph a%zu[", a + 1);
        mermaid_label(out, words(&scratch, st, 0, &st->actors[a]));
        buf_puts(out, "]\n");
        for (size_t i = 0; i < st->step_count; i++) {
            if (st->steps[i].actor != a) continue;
            buf_printf(out, "    s%zu[", i + 1);
            mermaid_label(out, words(&scratch, st, i, NULL));
            buf_puts(out, "]\n");
        }
        buf_puts(out, "  end\n");
    }
    for (size_t i = 0; i < st->edge_count; i++) {
        const struct story_edge *e = &st->edges[i];
        buf_printf(out, "  s%u ", e->from + 1);
        if (is_next(e)) {
            buf_puts(out, "-->");
        } else {
            buf_puts(out, e->confidence == CONFIDENCE_EXACT ? "==>|" : "-.->|");
            mermaid_label(out, e->label);
            buf_putc(out, '|');
        }
        buf_printf(out, " s%u\n", e->to + 1);
    }
    mermaid_classes(st, out);
    buf_release(&scratch);
}

/* --- Graphviz --- */

static void dot_string(struct buf *out, struct slice s) {
    buf_putc(out, '"');
    plain_put(out, s, "\"\\", '\\');
    buf_putc(out, '"');
}

static void dot_actor(const struct story *st, size_t a, struct buf *scratch, struct buf *out) {
    buf_printf(out, "  subgraph cluster_a%zu {\n    style=\"rounded\" color=\"#3a424e\" fontsize=11 label=", a + 1);
    dot_string(out, words(scratch, st, 0, &st->actors[a]));
    buf_putc(out, '\n');
    for (size_t i = 0; i < st->step_count; i++) {
        const struct story_step *step = &st->steps[i];
        if (step->actor != a) continue;
        const char *const *color = COLORS[tactic_family(step->tactic)];
        buf_printf(out, "    s%zu [fillcolor=\"%s\" color=\"%s\" style=\"filled,rounded%s\" label=", i + 1, color[1],
                   color[0], step->outcome == STEP_FAILED ? ",dashed" : "");
        dot_string(out, words(scratch, st, i, NULL));
        buf_puts(out, "]\n");
    }
    buf_puts(out, "  }\n");
}

void export_dot(const struct story *st, struct buf *out) {
    struct buf scratch;
    buf_init(&scratch);
    buf_puts(out, "digraph story {\n  rankdir=LR\n  fontname=\"Helvetica\"\n  label=");
    dot_string(out, st->title);
    buf_puts(out, "\n  labelloc=t\n  node [shape=box fontname=\"Helvetica\" fontsize=10]\n"
                  "  edge [fontname=\"Helvetica\" fontsize=9 color=\"#3a424e\"]\n");
    for (size_t a = 0; a < st->actor_count; a++) dot_actor(st, a, &scratch, out);
    for (size_t i = 0; i < st->edge_count; i++) {
        const struct story_edge *e = &st->edges[i];
        buf_printf(out, "  s%u -> s%u", e->from + 1, e->to + 1);
        if (!is_next(e)) {
            buf_printf(out, " [color=\"#c8230f\" fontcolor=\"#c8230f\" penwidth=2%s label=",
                       e->confidence == CONFIDENCE_EXACT ? "" : " style=dashed");
            dot_string(out, e->label);
            buf_putc(out, ']');
        }
        buf_putc(out, '\n');
    }
    buf_puts(out, "}\n");
    buf_release(&scratch);
}

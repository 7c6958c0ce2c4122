/* SPDX-License-Identifier: Apache-2.0 */
/* story/text_graph.c: see text_graph.h.
 *
 * Positions: step s stands at 3s + 1; what opens before it has 3s, what opens behind it 3s + 2.
 * Invariants: a rail is open from its actor's `open` to its `close`; a parent is open whenever a child opens; columns
 * never exceed TEXT_RAILS_MAX: lanes beyond it share the last one, and their steps are told apart by name.
 */
#include "story/text_graph.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

#define JOIN " · "

struct lane {
    size_t open, close; /* positions; open is SIZE_MAX for an actor that has nothing to draw */
    unsigned column;
};

struct graph {
    struct page *page;
    const struct story *story;
    struct lane *lanes;             /* by actor */
    uint32_t *order;                /* drawn actors by (open, index) */
    size_t drawn, next;             /* how many; the first in `order` that has not opened */
    unsigned users[TEXT_RAILS_MAX]; /* rails that are open in each column */
    unsigned columns, pitch;
    unsigned digits; /* of the largest step number */
    int64_t fold;    /* silences of this length and more are folded */
    int64_t quiet;   /* when the last step before ended */
    uint32_t last;   /* the actor whose name or step stands last in the shared column */
};

/* --- plan --- */

static void plan_positions(struct graph *g) {
    const struct story *story = g->story;
    for (size_t a = 0; a < story->actor_count; a++) g->lanes[a] = (struct lane){SIZE_MAX, 0, 0};
    for (size_t s = story->step_count; s-- > 0;) {
        struct lane *lane = &g->lanes[story->steps[s].actor];
        lane->open = 3 * s;
        if (lane->close < 3 * s + 1) lane->close = 3 * s + 1;
    }
    for (size_t a = story->actor_count; a-- > 0;) { /* children stand behind their parents */
        const struct story_actor *actor = &story->actors[a];
        struct lane *lane = &g->lanes[a];
        size_t made = actor->via_step == STORY_NONE ? SIZE_MAX : 3 * (size_t)actor->via_step + 2;
        if (made < lane->open) lane->open = made;
        if (lane->open == SIZE_MAX) continue;
        if (lane->close < lane->open) lane->close = lane->open;
        if (actor->parent == STORY_NONE) continue;
        struct lane *parent = &g->lanes[actor->parent];
        if (lane->open < parent->open) parent->open = lane->open;
        if (lane->open > parent->close) parent->close = lane->open;
    }
}

static int by_open(const void *a, const void *b, void *ctx) {
    const struct lane *lanes = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (lanes[x].open != lanes[y].open) return lanes[x].open < lanes[y].open ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* The first column right of the parent's that is free from `open` on. */
static unsigned free_column(const struct graph *g, const struct lane *busy[TEXT_RAILS_MAX], uint32_t actor) {
    uint32_t parent = g->story->actors[actor].parent;
    unsigned column = parent == STORY_NONE ? 0 : g->lanes[parent].column + 1;
    for (; column < TEXT_RAILS_MAX; column++)
        if (!busy[column] || busy[column]->close < g->lanes[actor].open) return column;
    return TEXT_RAILS_MAX - 1;
}

static void plan_columns(struct graph *g) {
    const struct lane *busy[TEXT_RAILS_MAX] = {NULL};
    for (uint32_t a = 0; a < g->story->actor_count; a++)
        if (g->lanes[a].open != SIZE_MAX) g->order[g->drawn++] = a;
    qsort_r(g->order, g->drawn, sizeof *g->order, by_open, g->lanes);
    for (size_t i = 0; i < g->drawn; i++) {
        struct lane *lane = &g->lanes[g->order[i]];
        lane->column = free_column(g, busy, g->order[i]);
        if (!busy[lane->column] || busy[lane->column]->close < lane->close) busy[lane->column] = lane;
        if (g->columns <= lane->column) g->columns = lane->column + 1;
    }
    g->pitch = g->columns * 3 <= g->page->width / 6 ? 3 : 2; /* many lanes stand closer, so that words have room */
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* A silence folds at 15 minutes and ten times the median distance of the steps, as in the picture. */
static int64_t fold_length(const struct story *story) {
    size_t count = story->step_count ? story->step_count - 1 : 0;
    if (count == 0) return 15 * US_PER_MINUTE;
    int64_t *distances = mem_zalloc(count, sizeof *distances);
    for (size_t i = 0; i < count; i++) distances[i] = story->steps[i + 1].from - story->steps[i].from;
    qsort(distances, count, sizeof *distances, by_value);
    int64_t median = distances[(count - 1) / 2];
    free(distances);
    return median > 90 * US_PER_SECOND ? 10 * median : 15 * US_PER_MINUTE;
}

/* --- rails --- */

static size_t text_column(const struct graph *g) {
    return (size_t)g->columns * g->pitch;
}

static size_t text_width(const struct graph *g) {
    return g->page->width - text_column(g);
}

/* Behind the rightmost rail that is open, or `own` where that is further right: where a head's name may start. */
static unsigned rails_end(const struct graph *g, unsigned own) {
    unsigned end = own + 1;
    for (unsigned c = end; c < g->columns; c++)
        if (g->users[c]) end = c + 1;
    return end;
}

/* The rails of one line as far as column `end`; `own` puts `glyph` in that column, in an ink. */
static void put_rails_to(struct graph *g, unsigned end, const char *rail, unsigned own, const char *glyph,
                         enum ink ink) {
    for (unsigned c = 0; c < end; c++) {
        if (c == own) page_inks(g->page, ink, glyph);
        else if (g->users[c]) page_inks(g->page, INK_DIM, rail);
        else buf_putc(g->page->out, ' ');
        buf_putn(g->page->out, ' ', g->pitch - 1);
    }
}

static void put_rails(struct graph *g, const char *rail, unsigned own, const char *glyph, enum ink ink) {
    put_rails_to(g, g->columns, rail, own, glyph, ink);
}

/* A line of rails and some words behind them. */
static void put_note(struct graph *g, const char *rail, enum ink ink, const char *words) {
    put_rails(g, rail, TEXT_RAILS_MAX, "", INK_PLAIN);
    page_inks(g->page, ink, words);
    page_end_line(g->page);
}

/* Clean text in the text column, wrapped, `indent` blanks in; every line has its rails. The first line's rails and its
 * first `used` columns stand already when `used` is not 0. */
static void put_wrapped(struct graph *g, enum ink ink, struct slice rest, size_t used, size_t indent) {
    bool first = used > 0;
    if (first && used + 12 > text_width(g)) { /* hardly room: the next line has more of it */
        page_end_line(g->page);
        if (slice_starts(rest, SLICE(JOIN))) rest = slice_sub(rest, strlen(JOIN), rest.len);
        first = false;
    }
    while (rest.len || first) {
        if (!first) {
            put_rails(g, "│", TEXT_RAILS_MAX, "", INK_PLAIN);
            buf_putn(g->page->out, ' ', indent);
        }
        size_t left = first ? used : indent, width = text_width(g);
        page_ink(g->page, ink, wrap_next(&rest, width > left + 8 ? width - left : 8));
        page_end_line(g->page);
        first = false;
    }
}

/* --- opening --- */

static void put_part(struct buf *out, struct slice part) {
    if (slice_empty(part)) return;
    if (out->len) buf_puts(out, JOIN);
    term_put(out, part);
}

/* "IAM user · 111122223333 prod" */
static void put_about(struct buf *out, enum lang lang, const struct story_actor *actor) {
    put_part(out, slice_cstr(actor_kind_title(lang, actor->kind)));
    if (!slice_eq(actor->role, actor->name)) put_part(out, actor->role);
    put_part(out, actor->account);
    if (!slice_empty(actor->account_name)) buf_putc(out, ' '), term_put(out, actor->account_name);
    if (actor->untainted) buf_put(out, phrase(lang, SAY_TEXT_UNTAINTED));
}

static void put_head(struct graph *g, uint32_t index) {
    const struct story_actor *actor = &g->story->actors[index];
    if (g->lanes[index].column == TEXT_RAILS_MAX - 1) g->last = index;
    struct buf name, about;
    buf_init(&name);
    buf_init(&about);
    term_put(&name, actor->name);
    put_about(&about, g->page->lang, actor);
    unsigned column = g->lanes[index].column, end = rails_end(g, column);
    put_rails_to(g, end, "│", column, actor->untainted ? "◌" : "○", INK_BOLD);
    size_t width = g->page->width - (size_t)end * g->pitch, used = text_columns(buf_slice(&name));
    struct slice rest = buf_slice(&name);
    if (used + 3 + text_columns(buf_slice(&about)) <= width) {
        page_ink(g->page, INK_BOLD, rest);
        buf_puts(g->page->out, JOIN);
        page_ink(g->page, INK_DIM, buf_slice(&about));
        page_end_line(g->page);
    } else {
        page_ink(g->page, INK_BOLD, wrap_next(&rest, width));
        page_end_line(g->page);
        put_wrapped(g, INK_BOLD, rest, 0, 2);
        put_wrapped(g, INK_DIM, buf_slice(&about), 0, 2);
    }
    buf_release(&name);
    buf_release(&about);
}

static const char *const DASHES[] = {[CONFIDENCE_EXACT] = "─", [CONFIDENCE_STRONG] = "╌", [CONFIDENCE_INFERRED] = "┄"};

/* A line that leaves column `from` and arrives at `to`. */
struct branch {
    unsigned from, to;
    const char *dash, *root; /* root: where it leaves, "├", or "╰" when the parent's rail ends there */
};

/* One cell of a branch's line. */
static void put_branch_cell(struct graph *g, unsigned c, const struct branch *b) {
    unsigned from = b->from, to = b->to;
    const char *dash = b->dash;
    bool inside = c >= from && c < to;
    if (c == to) page_inks(g->page, INK_BRANCH, "▶");
    else if (c == from) page_inks(g->page, INK_BRANCH, b->root);
    else if (inside) page_inks(g->page, INK_BRANCH, g->users[c] ? "┼" : dash);
    else if (g->users[c]) page_inks(g->page, INK_DIM, "│");
    else buf_putc(g->page->out, ' ');
    for (unsigned i = 1; i < g->pitch; i++)
        if (inside) page_inks(g->page, INK_BRANCH, dash);
        else buf_putc(g->page->out, ' ');
}

static void put_branch_words(struct buf *out, enum lang lang, struct slice kind, struct slice label,
                             enum confidence confidence) {
    term_put(out, kind);
    if (!slice_empty(label)) buf_putc(out, ' '), term_put(out, label);
    if (confidence != CONFIDENCE_EXACT)
        phrase_put(out, lang, SAY_TEXT_SURE, PHRASE_VALUES(slice_cstr(confidence_word(lang, confidence))));
}

static void close_lane(struct graph *g, uint32_t index) {
    g->users[g->lanes[index].column]--;
    g->lanes[index].open = SIZE_MAX; /* closed for good */
}

/* Whether the rail of the actor's parent ends with this branch. */
static bool last_branch(const struct graph *g, uint32_t index) {
    uint32_t parent = g->story->actors[index].parent;
    if (g->lanes[parent].close > g->lanes[index].open) return false;
    for (size_t i = g->next + 1; i < g->drawn && g->lanes[g->order[i]].open == g->lanes[index].open; i++)
        if (g->story->actors[g->order[i]].parent == parent) return false;
    return true;
}

static void put_branch(struct graph *g, uint32_t index) {
    const struct story_actor *actor = &g->story->actors[index];
    struct branch branch = {g->lanes[actor->parent].column, g->lanes[index].column, DASHES[actor->via_confidence],
                            last_branch(g, index) ? "╰" : "├"};
    unsigned end = rails_end(g, branch.to);
    for (unsigned c = 0; c < end; c++) put_branch_cell(g, c, &branch);
    struct buf words;
    buf_init(&words);
    const enum lang lang = g->page->lang;
    put_branch_words(&words, lang, slice_empty(actor->via_verb) ? phrase(lang, SAY_TEXT_BECAME) : actor->via_verb,
                     slice_empty(actor->via_label) ? actor->name : actor->via_label, actor->via_confidence);
    struct slice rest = buf_slice(&words);
    page_ink(g->page, INK_BRANCH, wrap_next(&rest, g->page->width - (size_t)end * g->pitch));
    page_end_line(g->page);
    if (last_branch(g, index)) close_lane(g, actor->parent);
    put_wrapped(g, INK_BRANCH, rest, 0, 2);
    buf_release(&words);
}

static void open_lane(struct graph *g, uint32_t index) {
    uint32_t parent = g->story->actors[index].parent;
    if (parent != STORY_NONE) put_branch(g, index);
    else if (g->next) put_note(g, "│", INK_PLAIN, "");
    g->users[g->lanes[index].column]++;
    put_head(g, index);
}

static void close_lanes(struct graph *g, size_t position) {
    for (size_t i = 0; i < g->next; i++) {
        struct lane *lane = &g->lanes[g->order[i]];
        if (lane->close > position || lane->open == SIZE_MAX) continue;
        close_lane(g, g->order[i]);
    }
}

static void open_lanes(struct graph *g, size_t position) {
    while (g->next < g->drawn && g->lanes[g->order[g->next]].open <= position) {
        open_lane(g, g->order[g->next]);
        g->next++;
    }
    close_lanes(g, position);
}

/* --- steps --- */

void graph_outcome(struct buf *out, enum lang lang, const struct story_step *step) {
    uint64_t good = step->count - (step->failed < step->count ? step->failed : step->count);
    if (step->outcome == STEP_MIXED)
        phrase_put(out, lang, SAY_TEXT_OK_DENIED, PHRASE_VALUES(NUMBER(good), NUMBER(step->failed)));
    else
        phrase_put(out, lang, step->outcome == STEP_FAILED ? SAY_DRAW_DENIED : SAY_DRAW_CALLS,
                   PHRASE_VALUES(NUMBER(step->count)));
}

static const char *const STATIONS[] = {[STEP_SUCCEEDED] = "✓", [STEP_FAILED] = "⊘", [STEP_MIXED] = "◐"};
static const char *const SHAPES[] = {
    [LEVEL_INFORMATIONAL] = "·", [LEVEL_LOW] = "●", [LEVEL_MEDIUM] = "■", [LEVEL_HIGH] = "▲", [LEVEL_CRITICAL] = "◆"};

/* The detail, where the title does not hold it already, cut to about what two lines hold: the JSON has all of it. */
static void put_detail(const struct graph *g, const struct story_step *step, size_t indent, struct buf *out) {
    if (slice_empty(step->detail) || slice_find(step->title, step->detail) >= 0) return;
    size_t line = text_width(g) > indent + 20 ? text_width(g) - indent : 20;
    buf_puts(out, JOIN);
    if (text_columns(step->detail) <= 2 * line) term_put(out, step->detail);
    else term_put_cell(out, step->detail, 2 * line);
}

/* "Discovery · 14 denied in 38 s · GetCallerIdentity, ListUsers", the tactic in its colour. */
static void put_under(struct graph *g, const struct story_step *step, size_t indent) {
    struct buf rest;
    buf_init(&rest);
    if (step->count != 1 || step->outcome != STEP_SUCCEEDED)
        buf_puts(&rest, JOIN), graph_outcome(&rest, g->page->lang, step);
    if (step->to - step->from >= US_PER_SECOND)
        phrase_put(&rest, g->page->lang, SAY_TEXT_LASTED,
                   PHRASE_VALUES(PHRASE_TIME(length_words(g->page->lang, step->to - step->from))));
    put_detail(g, step, indent, &rest);
    const char *tactic = tactic_title(g->page->lang, step->tactic);
    put_rails(g, "│", TEXT_RAILS_MAX, "", INK_PLAIN);
    buf_putn(g->page->out, ' ', indent);
    page_inks(g->page, (enum ink)(INK_FAMILY + tactic_family(step->tactic)), tactic);
    put_wrapped(g, INK_DIM, buf_slice(&rest), indent + text_columns(slice_cstr(tactic)), indent);
    buf_release(&rest);
}

/* Lanes that share the last column do not tell by their rail whose step it is: the name is said where it changes. */
static void name_shared(struct graph *g, uint32_t actor) {
    if (g->lanes[actor].column != TEXT_RAILS_MAX - 1) return;
    if (g->last != actor) put_head(g, actor);
}

static void put_step(struct graph *g, uint32_t index) {
    const struct story_step *step = &g->story->steps[index];
    bool failed = step->outcome == STEP_FAILED;
    name_shared(g, step->actor);
    put_rails(g, "│", g->lanes[step->actor].column, STATIONS[step->outcome], failed ? INK_DIM : INK_BOLD);
    struct buf title;
    buf_init(&title);
    buf_printf(&title, "%*u ", (int)g->digits, index + 1);
    size_t indent = 9 + title.len + 2;
    page_inks(g->page, INK_DIM, time_clock(step->from).text);
    buf_putc(g->page->out, ' ');
    page_ink(g->page, INK_DIM, buf_slice(&title));
    page_inks(g->page, (enum ink)(INK_LEVEL + step->level), SHAPES[step->level]);
    buf_putc(g->page->out, ' ');
    buf_clear(&title);
    term_put(&title, step->title);
    put_wrapped(g, failed || step->context ? INK_PLAIN : INK_BOLD, buf_slice(&title), indent, indent);
    put_under(g, step, indent);
    buf_release(&title);
}

/* Links beside the tree: a second parent, an inferred join. Said below the step they lead to. */
static void put_side_edges(struct graph *g, uint32_t index) {
    const struct story *story = g->story;
    const struct story_actor *actor = &story->actors[story->steps[index].actor];
    for (size_t i = 0; i < story->edge_count; i++) {
        const struct story_edge *edge = &story->edges[i];
        if (edge->to != index || slice_eq(edge->kind, SLICE("next")) || edge->from == actor->via_step) continue;
        if (story->steps[edge->from].actor == actor->parent) continue;
        struct buf words;
        buf_init(&words);
        phrase_put(&words, g->page->lang, SAY_TEXT_ALSO, PHRASE_VALUES(NUMBER(edge->from + 1)));
        put_branch_words(&words, g->page->lang, slice_empty(edge->label) ? edge->kind : edge->label, (struct slice){0},
                         edge->confidence);
        put_wrapped(g, INK_BRANCH, buf_slice(&words), 0, 9 + g->digits + 3);
        buf_release(&words);
    }
}

static int64_t day_of(int64_t us) {
    return us / US_PER_DAY - (us % US_PER_DAY < 0);
}

/* The silence before a step and the change of the day. */
static void put_time(struct graph *g, uint32_t index) {
    const struct story_step *step = &g->story->steps[index];
    if (index) {
        int64_t silence = step->from - g->quiet;
        bool new_day = day_of(step->from) != day_of(g->story->steps[index - 1].from);
        struct buf words;
        buf_init(&words);
        if (silence >= g->fold) buf_printf(&words, "+%s", length_words(g->page->lang, silence).text);
        if (new_day) buf_printf(&words, "%s%s", words.len ? " · " : "", date_words(g->page->lang, step->from).text);
        if (words.len) put_note(g, silence >= g->fold ? "┆" : "│", INK_DIM, words.ptr);
        buf_release(&words);
    }
    if (!index || step->to > g->quiet) g->quiet = step->to;
}

void graph_draw(struct page *page, const struct story *story) {
    struct graph g = {.page = page, .story = story, .last = STORY_NONE, .fold = fold_length(story)};
    g.lanes = mem_zalloc(story->actor_count + 1, sizeof *g.lanes);
    g.order = mem_zalloc(story->actor_count + 1, sizeof *g.order);
    for (size_t n = story->step_count; n; n /= 10) g.digits++;
    plan_positions(&g);
    plan_columns(&g);
    for (uint32_t s = 0; s < story->step_count; s++) {
        put_time(&g, s);
        open_lanes(&g, 3 * (size_t)s);
        put_step(&g, s);
        put_side_edges(&g, s);
        close_lanes(&g, 3 * (size_t)s + 1);
        open_lanes(&g, 3 * (size_t)s + 2);
    }
    open_lanes(&g, SIZE_MAX - 1);
    free(g.lanes);
    free(g.order);
}

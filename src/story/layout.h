/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout.h: where everything of a story's picture stands. No drawing, no colours.
 *
 * In:   one story.     Out: lanes, cards, branches, folded gaps, ruler, ribbon, with positions in whole pixels at 100
 * %. Law:  a pure function of the story: same story, same layout. Invariants: time never runs back to the right: a
 * card's column is at least that of the card before, and right of the card it came out of. Cards, heads, labels never
 * overlap; branch lines cross no card and no head. A step that is drawn stands on exactly one card; every actor is on a
 * lane, merged into one, or counted at a stub. Own:  everything lives in the arena given, or points into the story.
 *
 *   fold (layout_fold.c): steps → cards, so that a long story stays readable      lanes (layout_lanes.c): actors →
 * lanes place (layout.c): cards → columns, lanes → rows, gaps                         words (layout_words.c): the text
 * on them
 */
#ifndef EMAKI_STORY_LAYOUT_H
#define EMAKI_STORY_LAYOUT_H

#include "story/measure.h"
#include "story/story.h"

/* The grid (px). A card's and a head's x is that of the pole's middle, where the station stands. */
#define GRID_MARGIN 24
#define GRID_COLUMN 204
#define GRID_FIRST_X 234
#define GRID_ORIGIN_X 30
#define GRID_CARD_W 180
#define GRID_CARD_H 138
#define GRID_LANE_TOP 108
#define GRID_RAIL 170 /* below the lane's top */
#define GRID_GAP 56   /* from a rail to the next lane's top */
#define GRID_LABEL 32 /* pitch of labels that share a gap; the first stands 14 below the rail */
#define GRID_LABEL_H 28
#define GRID_FOLD 60
#define GRID_END 50 /* from the last station to the end of its rail */

/* Fonts of the picture, shared with whoever draws. */
#define FONT_TITLE ((struct font){FACE_BOLD, 140})
#define FONT_LABEL ((struct font){FACE_BOLD, 130})
#define FONT_SMALL_BOLD ((struct font){FACE_BOLD, 110})
#define FONT_SMALL ((struct font){FACE_REGULAR, 110})
#define FONT_MONO ((struct font){FACE_MONO, 110})
#define FONT_RIBBON ((struct font){FACE_BOLD, 120})

struct layout_card {
    const uint32_t *steps; /* ascending; more than one is a stack */
    size_t step_count;
    uint32_t lane;
    uint32_t lead;    /* the gravest step: gives tactic, family and title */
    int column, x, y; /* y: the lane's top */
    int64_t from, to;
    uint64_t count, failed, apis;
    enum level level;
    enum step_outcome outcome;
    enum family family;
    bool hinge;   /* a branch leaves it */
    bool context; /* muted */
    bool last;    /* of its lane */
    bool denied;  /* what failed was denied, as far as the events tell */
    /* words */
    struct slice title[WRAP_LINES_MAX], tactic, number, detail, outcome_text, time_text;
    int title_lines;
    struct slice stack_title; /* "38 steps · 12 APIs"; empty when not a stack */
};

struct layout_lane {
    uint32_t actor; /* the first of its members */
    uint32_t member_count;
    uint32_t parent, via_card; /* lane and card that it came from; STORY_NONE for a lane without a line */
    uint32_t first_card, last_card;
    int head_column, last_column, row;
    int x, y, rail_y, end_x; /* x: middle of the head's left edge */
    enum level level;
    /* words */
    struct slice name, role, account, key, address, network, origin, last_seen;
    const struct story_sign *sign; /* what is odd about the actor, or NULL: then `network` has its words */
};

/* A label under a station: with a child lane it sits on a branch, without one it is a stub. */
struct layout_branch {
    uint32_t card;
    uint32_t lane; /* child, or STORY_NONE */
    int x, from_y, to_y, label_y, label_w;
    int verb_w;
    enum confidence confidence;
    struct slice verb, object;
};

/* Another link between two cards: a second parent, a join by inference. */
struct layout_link {
    uint32_t from, to; /* cards */
    uint32_t edge;
};

struct layout_gap {
    int x; /* of the column right of it */
    int64_t length;
};

struct layout_tick {
    int x;
    struct slice text; /* empty: a mark alone */
};

struct layout_run { /* of the tactic ribbon */
    int x, w;
    enum family family;
    struct slice tactic; /* its title; cut to fit in `label` */
    struct slice label;
};

struct layout_name { /* a lane's name, repeated right of a folded gap */
    int x, y;
    struct slice text;
};

enum layout_mark_kind { MARK_OK, MARK_NO, MARK_MIX, MARK_HINGE, MARK_EXACT, MARK_STRONG, MARK_INFERRED, MARKS };

struct layout_mark { /* of the legend */
    int x, y;
    const char *text;
};

struct layout {
    int width, height, last_rail_y, ruler_end_x, columns, rows;
    bool folded;               /* steps were stacked, lanes merged or left as stubs */
    struct layout_card *cards; /* by time */
    struct layout_lane *lanes; /* parents first */
    struct layout_branch *branches;
    struct layout_link *links;
    struct layout_gap *gaps;
    struct layout_tick *ticks;
    struct layout_run *runs;
    struct layout_name *names;
    struct layout_mark legend[MARKS]; /* text NULL: no such mark in the picture */
    size_t card_count, lane_count, branch_count, link_count, gap_count, tick_count, run_count, name_count;
    uint32_t *card_of_step; /* for each step of the story: its card, or STORY_NONE */
    uint32_t *lane_of_actor;
    struct slice date, counts;
};

/* Lays out `st`. A story without steps gives an empty picture of the least size. */
void layout_story(const struct story *st, struct arena *arena, struct layout *out);

#endif

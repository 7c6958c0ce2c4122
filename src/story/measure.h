/* SPDX-License-Identifier: Apache-2.0 */
/* story/measure.h: how wide text is, and how it is cut and wrapped to fit, without asking any font.
 *
 * Widths are those of the widest font of the stack, glyph by glyph, so that what fits here fits everywhere; East Asian
 * wide characters count one em. Whole pixels, rounded up. Pure.
 */
#ifndef EMAKI_STORY_MEASURE_H
#define EMAKI_STORY_MEASURE_H

#include "base/arena.h"

enum face { FACE_REGULAR, FACE_BOLD, FACE_MONO }; /* weights to 500; 600 and more; the fixed-pitch stack */

struct font {
    enum face face;
    int tenths; /* size in tenths of a pixel */
};

#define WRAP_LINES_MAX 3

/* Width in pixels, rounded up. */
int text_width(struct slice s, struct font font);
/* `s`, or its beginning and "…", at most `width` wide. */
struct slice text_cut(struct arena *arena, struct slice s, struct font font, int width);
/* The same with the middle cut out: for host names and ARNs, whose ends tell most. */
struct slice text_cut_middle(struct arena *arena, struct slice s, struct font font, int width);
/* Up to `max` (at most WRAP_LINES_MAX) lines. Breaks at blanks; a word wider than a line after - / : and between wide
 * characters; what is left over ends in "…". Returns how many; 0 for blank text. */
int text_wrap(struct arena *arena, struct slice s, struct font font, int width, int max, struct slice *lines);
/* Account numbers (runs of exactly 12 digits) as 9999 8888 7777, with blanks that never break. */
struct slice text_group_accounts(struct arena *arena, struct slice s);
/* "AKIA…Q4XZ"; what is no access key ID stays as it is. */
struct slice text_short_key(struct arena *arena, struct slice key);

#endif

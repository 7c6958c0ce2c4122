/* SPDX-License-Identifier: Apache-2.0 */
/* cli/print.h: the picture as PNG, or on paper as PDF, by librsvg's rsvg-convert (package librsvg2-bin).
 *
 * It is run and not linked: linking it would cost every scan the start of cairo, pango and glib. Nothing of a log is in
 * its arguments; it reads SVG of ours, which refers to nothing.
 *
 * In:   a story.   Out: the bytes, appended. Same story, same bytes for one version of librsvg: the PDF's date is the
 *       story's end.   Errors: ERR_IO with the way out when the program is missing or fails, ERR_LIMIT for pictures
 * that no image can hold.
 */
#ifndef EMAKI_CLI_PRINT_H
#define EMAKI_CLI_PRINT_H

#include "base/buf.h"
#include "base/err.h"
#include "story/story.h"

/* Twice the picture's size, for screens and documents; once where it is very wide. */
bool print_png(const struct story *st, struct buf *out, struct err *err);
/* A4 landscape, over as many pages as the picture needs; a page ends between two steps. */
bool print_pdf(const struct story *st, struct buf *out, struct err *err);

/* Where the pages of a picture begin, in its pixels, and where the last one ends: at most `max` + 1 numbers into `at`;
 * returns the pages. A page holds `room`; it begins at one of the sorted `places` where one is near enough. */
size_t print_breaks(int width, int room, const int *places, size_t place_count, int *at, size_t max);

#endif

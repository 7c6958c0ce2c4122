/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg.c: the picture as a whole. Document order is time order: a head, its steps, a branch, the child's head. */
#include "story/svg.h"

#include "story/page.h"
#include "story/svg_parts.h"

void svg_text(struct buf *out, const char *classes, int x, bool half, int y10, struct slice text) {
    if (text.len == 0) return;
    buf_printf(out, "<text class=\"%s\" x=\"%d%s\" y=\"%d", classes, x, half ? ".5" : "", y10 / 10);
    if (y10 % 10) buf_printf(out, ".%d", y10 % 10);
    buf_puts(out, "\">");
    xml_put(out, text);
    buf_puts(out, "</text>");
}

void svg_icon(struct buf *out, const char *classes, int x, bool half, int y, const char *scale, const char *stroke,
              const char *markup) {
    buf_printf(
        out,
        "<g class=\"ico%s\" transform=\"translate(%d%s %d) scale(%s)\" stroke-width=\"%s\" aria-hidden=\"true\">%s</g>",
        classes, x, half ? ".5" : "", y, scale, stroke, markup);
}

static const char *style_of(const struct svg_options *o) {
    static const char *const themes[] = {
        [SVG_AUTO] = PICTURE_CSS_AUTO, [SVG_LIGHT] = PICTURE_CSS_LIGHT, [SVG_DARK] = PICTURE_CSS_DARK};
    return themes[o->theme];
}

static void put_title(const struct svg_pen *pen, struct arena *arena) {
    const struct story *st = pen->st;
    buf_printf(pen->out, "<title id=\"%sstory-title\">", pen->prefix);
    xml_put(pen->out, text_group_accounts(arena, st->title));
    buf_printf(pen->out, "</title><desc id=\"%sstory-desc\">", pen->prefix);
    xml_put(pen->out, text_group_accounts(arena, st->summary));
    for (size_t i = 0; i < st->paragraph_count; i++) {
        buf_putc(pen->out, ' ');
        xml_put(pen->out, text_group_accounts(arena, st->paragraphs[i]));
    }
    buf_puts(pen->out, "</desc>");
}

static void put_root(const struct svg_pen *pen, const struct svg_options *options, struct arena *arena) {
    const struct layout *l = pen->layout;
    buf_printf(pen->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"story%s\" id=\"%sstory-",
               options->standalone ? " standalone" : "", pen->prefix);
    xml_put(pen->out, pen->st->id);
    buf_printf(pen->out, "\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"", l->width, l->height, l->width,
               l->height);
    buf_printf(pen->out,
               " role=\"graphics-document document\" aria-roledescription=\"%s\" aria-labelledby=\"%sstory-title "
               "%sstory-desc\" lang=\"%s\">",
               phrase(pen->st->lang, SAY_DRAW_STORY).ptr, pen->prefix, pen->prefix, lang_code(pen->st->lang));
    put_title(pen, arena);
    if (options->standalone) buf_printf(pen->out, "<style>\n%s</style>", style_of(options));
    buf_printf(pen->out, "<rect class=\"bg\" width=\"%d\" height=\"%d\"/>", l->width, l->height);
}

/* After a card: the lines that leave it, each with the head that it leads to. */
static void put_branches(const struct svg_pen *pen, uint32_t card) {
    for (size_t b = 0; b < pen->layout->branch_count; b++) {
        const struct layout_branch *branch = &pen->layout->branches[b];
        if (branch->card == card) svg_branch(pen, branch);
    }
    for (size_t b = 0; b < pen->layout->branch_count; b++) {
        const struct layout_branch *branch = &pen->layout->branches[b];
        if (branch->card == card && branch->lane != STORY_NONE) svg_head(pen, branch->lane);
    }
}

static void put_story(const struct svg_pen *pen) {
    const struct layout *l = pen->layout;
    for (uint32_t c = 0; c < l->card_count; c++) {
        const struct layout_lane *lane = &l->lanes[l->cards[c].lane];
        if (lane->first_card == c && lane->via_card == STORY_NONE) svg_head(pen, l->cards[c].lane);
        svg_card(pen, c);
        put_branches(pen, c);
    }
}

void story_svg(const struct story *st, const struct svg_options *options, struct buf *out) {
    struct arena arena;
    struct layout layout;
    arena_init(&arena, 0);
    layout_story(st, &arena, &layout);
    struct svg_pen pen = {st, &layout, options->id_prefix ? options->id_prefix : "", out};
    put_root(&pen, options, &arena);
    svg_frame(&pen);
    svg_rails(&pen);
    for (size_t i = 0; i < layout.link_count; i++) svg_link(&pen, &layout.links[i]);
    put_story(&pen);
    svg_legend(&pen);
    buf_puts(out, "</svg>\n");
    arena_release(&arena);
}

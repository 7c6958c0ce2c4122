/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg_lanes.c: the heads of lanes, the lines between them and their labels. */
#include "story/svg_parts.h"

#define BEND 18

static struct slice origin_of(const struct svg_pen *pen, const struct story_actor *who) {
    return who->origin.len ? who->origin : phrase(pen->st->lang, SAY_DRAW_NO_ORIGIN);
}

static void put_sentence(const struct svg_pen *pen, const struct layout_lane *lane, struct buf *out) {
    const struct story_actor *who = &pen->st->actors[lane->actor];
    const enum lang lang = pen->st->lang;
    const struct slice ip = who->address_count ? who->addresses[0].ip : phrase(lang, SAY_DRAW_UNKNOWN);
    if (lane->member_count > 1) {
        PEN_SAY(out, lang, DRAW_ACTORS, NUMBER(lane->actor + 1), lane->name);
    } else {
        PEN_SAY(out, lang, DRAW_ACTOR, NUMBER(lane->actor + 1), slice_cstr(actor_kind_title(lang, who->kind)));
        buf_putc(out, ' ');
        xml_put(out, who->name);
        if (who->role.len && !slice_eq(who->role, who->name)) PEN_SAY(out, lang, DRAW_ROLE, who->role);
        if (who->session.len && !slice_eq(who->session, who->name)) PEN_SAY(out, lang, DRAW_SESSION, who->session);
    }
    PEN_SAY(out, lang, DRAW_WHERE, lane->account, lane->key, ip);
    if (lane->network.len && !lane->sign) {
        xml_put(out, phrase(lang, SAY_LIST_COMMA));
        xml_put(out, lane->network);
    }
    PEN_SAY(out, lang, DRAW_CREDENTIAL, origin_of(pen, who));
    if (lane->sign) PEN_SAY(out, lang, DRAW_DETAIL, lane->sign->title);
}

static void put_opening(const struct svg_pen *pen, const struct layout_lane *lane) {
    struct buf *out = pen->out;
    const struct story_actor *who = &pen->st->actors[lane->actor];
    buf_printf(out,
               "<g class=\"head k-%s\" id=\"%sactor-a%u\" data-lane=\"%u\" data-actor=\"%u\" data-rail=\"%d %d %d\" "
               "role=\"graphics-object "
               "group\" aria-label=\"",
               actor_kind_name(who->kind), pen->prefix, lane->actor + 1, (unsigned)(lane - pen->layout->lanes),
               lane->actor, lane->x, lane->rail_y, lane->end_x);
    put_sentence(pen, lane, out);
    buf_puts(out, "\"><title>");
    put_sentence(pen, lane, out);
    buf_puts(out, "</title>");
}

/* Plate and ground; `left` in quarter pixels. */
static void put_box(struct buf *out, int left, int y, int width4) {
    int in = left + 3;
    buf_printf(
        out, "<path class=\"plate-b\" d=\"M%d.%02d %d.75h%d.%02da8 8 0 0 1 8 8v120.5a8 8 0 0 1 -8 8h-%d.%02dz\"/>",
        in / 4, in % 4 * 25, y, (width4 - 38) / 4, (width4 - 38) % 4 * 25, (width4 - 38) / 4, (width4 - 38) % 4 * 25);
    buf_printf(out, "<path class=\"plate\" d=\"M%d.%02d %dh%d.%02da8 8 0 0 1 8 8v35h-%d.%02dz\"/>", left / 4,
               left % 4 * 25, y, (width4 - 32) / 4, (width4 - 32) % 4 * 25, width4 / 4, width4 % 4 * 25);
}

static void put_rows(const struct svg_pen *pen, const struct layout_lane *lane, int x, bool half) {
    const enum lang lang = pen->st->lang;
    struct buf *out = pen->out;
    int y = lane->y * 10;
    svg_text(out, "dt", x, half, y + 620, phrase(lang, SAY_DRAW_IN));
    svg_text(out, "dd", x + 30, half, y + 620, lane->account);
    svg_text(out, "dt", x, half, y + 780, phrase(lang, SAY_DRAW_KEY));
    svg_text(out, "dd m", x + 30, half, y + 780, lane->key);
    svg_text(out, "dt", x, half, y + 940, phrase(lang, SAY_DRAW_FROM));
    svg_text(out, "dd m", x + 30, half, y + 940, lane->address);
    svg_text(out, lane->sign ? "dd sign" : "dd", x + 30, half, y + 1100, lane->network);
    if (lane->sign)
        buf_printf(out, "<path class=\"sign-i\" d=\"M%d.5 %dl5.5 10h-11zM%d.5 %dv3.5M%d.5 %dv.01\"/>", x + 6,
                   lane->y + 101, x + 6, lane->y + 104, x + 6, lane->y + 109);
    svg_icon(out, "", x + 1, half, lane->y + 116, "0.75", "1.73", icon_markup(ICON_LINK));
    svg_text(out, "cred", x + 30, half, y + 1260, lane->origin.len ? lane->origin : phrase(lang, SAY_DRAW_NO_ORIGIN));
}

void svg_head(const struct svg_pen *pen, uint32_t index) {
    const struct layout_lane *lane = &pen->layout->lanes[index];
    struct buf *out = pen->out;
    bool root = lane->via_card == STORY_NONE;
    int x = lane->x, y = lane->y, text = root ? x + 8 : x + 13;
    put_opening(pen, lane);
    if (root) {
        buf_printf(out, "<path class=\"stem\" d=\"M%d.5 %dV%dQ%d.5 %d %d.5 %dH%d\"/>", x - 4, y, lane->rail_y - BEND,
                   x - 4, lane->rail_y, x - 4 + BEND, lane->rail_y, x + 24);
    }
    put_box(out, root ? (x - 2) * 4 : (x + 3) * 4 + 2, y, root ? 704 : 698);
    svg_icon(out, " pl", text, !root, y + 12, "1.125", "1.42", icon_kind(pen->st->actors[lane->actor].kind));
    svg_text(out, "who", text + 27, !root, (y + 20) * 10, lane->name);
    svg_text(out, "who-k", text + 27, !root, (y + 34) * 10 + 5, lane->role);
    put_rows(pen, lane, text, !root);
    buf_printf(out, "<path class=\"ring\" d=\"M%d %dh%da10 10 0 0 1 10 10v124a10 10 0 0 1 -10 10h-%dz\"/></g>",
               root ? x - 5 : x, y - 3, 172, 172);
}

/* --- lines --- */

/* A class name made of a link's kind: "issued key" → "issued-key". Anything but letters becomes "-". */
static void put_class(struct buf *out, struct slice kind) {
    for (size_t i = 0; i < kind.len && i < 32; i++) {
        char c = ascii_lower(kind.ptr[i]);
        buf_putc(out, c >= 'a' && c <= 'z' ? c : '-');
    }
}

static void put_edge_opening(const struct svg_pen *pen, const struct layout_branch *branch) {
    struct buf *out = pen->out;
    const struct layout_lane *lane = &pen->layout->lanes[branch->lane];
    const struct story_actor *who = &pen->st->actors[lane->actor];
    const enum lang lang = pen->st->lang;
    const struct slice sure = slice_cstr(confidence_word(lang, branch->confidence));
    unsigned step = pen->layout->cards[branch->card].steps[0] + 1;
    struct buf deed;
    buf_init(&deed);
    buf_puts(out, "<g class=\"edge ");
    put_class(out, who->via_kind);
    buf_printf(out,
               " %s\" id=\"%sedge-s%02u-a%u\" data-card=\"%u\" data-lane=\"%u\" role=\"graphics-symbol img\" "
               "aria-roledescription=\"%s\" aria-label=\"",
               confidence_name(branch->confidence), pen->prefix, step, lane->actor + 1, branch->card, branch->lane,
               phrase(lang, SAY_DRAW_A_BRANCH).ptr);
    struct slice object = lane->member_count > 1 ? branch->object : who->via_label;
    buf_printf(&deed, "%.*s %.*s", SLICE_FMT(who->via_verb), SLICE_FMT(object));
    PEN_SAY(out, lang, DRAW_BRANCH_AT, NUMBER(step), buf_slice(&deed), sure);
    buf_puts(out, "\"><title>");
    PEN_SAY(out, lang, DRAW_EVIDENCE, buf_slice(&deed), sure);
    buf_puts(out, "</title>");
    buf_release(&deed);
}

static void put_line(const struct svg_pen *pen, const struct layout_branch *b) {
    int x = b->x, y = b->to_y;
    buf_printf(pen->out, "<path class=\"halo\" d=\"M%d %dV%d\" aria-hidden=\"true\"/>", x, b->from_y + 13,
               b->from_y + GRID_GAP);
    buf_printf(pen->out, "<path class=\"branch %s\" d=\"M%d %dV%dQ%d %d %d %dH%d\"/>", confidence_name(b->confidence),
               x, b->from_y + 11, y - BEND, x, y, x + BEND, y, x + 24);
    buf_printf(pen->out, "<path class=\"bhead\" d=\"M%d %dl15 10-15 10z\"/>", x + 22, y - 10);
}

static void put_label(const struct layout_branch *b, struct buf *out) {
    int x = b->x, y = b->label_y + GRID_LABEL_H / 2, side = b->label_w - 20;
    buf_printf(out, "<path class=\"blab\" d=\"M%d %dl13 -14h%da7 7 0 0 1 7 7v14a7 7 0 0 1 -7 7h-%dz\"/>", x, y, side,
               side);
    buf_printf(out, "<text class=\"blab-t\" x=\"%d\" y=\"%d.6\">", x + 19, y + 4);
    if (b->verb.len) {
        buf_puts(out, "<tspan class=\"v\">");
        xml_put(out, b->verb);
        buf_puts(out, "</tspan>");
    }
    buf_printf(out, "<tspan%s>", b->verb.len ? " dx=\"5\"" : "");
    xml_put(out, b->object);
    buf_puts(out, "</tspan></text>");
}

static void put_stub(const struct svg_pen *pen, const struct layout_branch *b) {
    struct buf *out = pen->out;
    buf_printf(out, "<g class=\"edge folded\" data-card=\"%u\" role=\"img\" aria-label=\"", b->card);
    PEN_SAY(out, pen->st->lang, DRAW_CAME_OUT, b->object);
    buf_puts(out, "\"><title>");
    PEN_SAY(out, pen->st->lang, DRAW_NOT_DRAWN, b->object);
    buf_puts(out, "</title>");
    buf_printf(out, "<path class=\"branch thin\" d=\"M%d %dV%dH%d\"/>", b->x, b->from_y + 11, b->to_y, b->x + 10);
    buf_printf(out, "<rect class=\"stub\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"24\" rx=\"12\"/>", b->x + 8,
               b->label_y + 2, b->label_w - 8);
    svg_text(out, "stub-t", b->x + 16, false, (b->label_y + 18) * 10 + 5, b->object);
    buf_puts(out, "</g>");
}

void svg_branch(const struct svg_pen *pen, const struct layout_branch *branch) {
    if (branch->lane == STORY_NONE) {
        put_stub(pen, branch);
        return;
    }
    put_edge_opening(pen, branch);
    put_line(pen, branch);
    put_label(branch, pen->out);
    buf_puts(pen->out, "</g>");
}

/* Along under the first rail, down or up in the room left of the second card, in to its station. */
void svg_link(const struct svg_pen *pen, const struct layout_link *link) {
    const struct layout_card *from = &pen->layout->cards[link->from], *to = &pen->layout->cards[link->to];
    const struct story_edge *edge = &pen->st->edges[link->edge];
    struct buf *out = pen->out;
    const enum lang lang = pen->st->lang;
    int y0 = from->y + GRID_RAIL, y1 = to->y + GRID_RAIL, gutter = to->x - 15;
    buf_printf(out,
               "<g class=\"edge link %s\" data-from=\"%u\" data-to=\"%u\" role=\"graphics-symbol img\" "
               "aria-roledescription=\"%s\" aria-label=\"",
               confidence_name(edge->confidence), link->from, link->to, phrase(lang, SAY_DRAW_A_LINK).ptr);
    PEN_SAY(out, lang, DRAW_LINK, NUMBER(edge->from + 1), NUMBER(edge->to + 1), edge->label);
    buf_puts(out, "\"><title>");
    PEN_SAY(out, lang, DRAW_EVIDENCE, edge->label, slice_cstr(confidence_word(lang, edge->confidence)));
    buf_puts(out, "</title>");
    static const char *const classes[] = {"halo thin", "branch thin "};
    for (int i = 0; i < 2; i++) {
        buf_printf(out, "<path class=\"%s%s\" d=\"M%d %dV%dH%dV%dH%d\"/>", classes[i],
                   i ? confidence_name(edge->confidence) : "", from->x, y0 + 9, y0 + 10, gutter, y1 - 10, to->x - 10);
    }
    buf_puts(out, "</g>");
}

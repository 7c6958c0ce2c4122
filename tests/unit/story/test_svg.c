/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/svg*.c: the reference picture byte for byte, well-formed XML whatever the logs hold, nothing that
 * runs. */
#include <criterion/criterion.h>

#include "golden.h"
#include "story/svg.h"
#include "story_fixture.h"

static void draw(const struct story_set *set, enum svg_theme theme, bool standalone, struct buf *out) {
    struct svg_options options = {.theme = theme, .standalone = standalone};
    buf_init(out);
    story_svg(&set->alerts[0], &options, out);
}

/* Strict enough for what we write: tags balance, attributes are in double quotes, no markup inside values, known
 * entities. */
static const char *skip_tag(const char *p, char *name, size_t room, bool *closing, bool *empty) {
    size_t n = 0;
    *closing = *p == '/';
    *empty = false;
    if (*closing) p++;
    while (*p && !strchr(" />", *p) && n + 1 < room) name[n++] = *p++;
    name[n] = '\0';
    while (*p && *p != '>') {
        if (*p == '"') {
            p++;
            while (*p && *p != '"') {
                if (*p == '<') return NULL;
                p++;
            }
        } else if (*p == '<') return NULL;
        *empty = *p == '/';
        if (*p) p++;
    }
    return *p == '>' ? p + 1 : NULL;
}

static bool well_formed(const char *p) {
    char stack[32][32], name[32];
    size_t depth = 0;
    while (*p) {
        if (*p == '&' && strncmp(p, "&amp;", 5) && strncmp(p, "&lt;", 4) && strncmp(p, "&gt;", 4) &&
            strncmp(p, "&quot;", 6) && strncmp(p, "&#39;", 5) && strncmp(p, "&apos;", 6))
            return false;
        if (*p++ != '<') continue;
        bool closing, empty;
        p = skip_tag(p, name, sizeof name, &closing, &empty);
        if (!p) return false;
        if (closing) {
            if (depth == 0 || strcmp(stack[--depth], name) != 0) return false;
        } else if (!empty) {
            if (depth == 32) return false;
            memcpy(stack[depth++], name, sizeof name);
        }
    }
    return depth == 0;
}

static size_t count_of(const struct buf *text, const char *word) {
    size_t count = 0;
    for (const char *p = text->ptr; (p = strstr(p, word)); p++) count++;
    return count;
}

Test(svg, reference_pictures) {
    static const struct {
        const char *name;
        enum svg_theme theme;
    } rows[] = {{"story.svg", SVG_AUTO}, {"story-light.svg", SVG_LIGHT}, {"story-dark.svg", SVG_DARK}};
    struct story_set set;
    fixture_reference(&set);
    for (size_t i = 0; i < 3; i++) {
        struct buf out;
        draw(&set, rows[i].theme, true, &out);
        cr_assert(golden_equal(rows[i].name, buf_slice(&out)));
        cr_assert_eq(count_of(&out, "var("), 0, "viewers that are no browsers do not know it");
        cr_assert_eq(count_of(&out, "@media(prefers-color-scheme:dark)"), rows[i].theme == SVG_AUTO);
        buf_release(&out);
    }
    arena_release(&set.arena);
}

Test(svg, document_order_is_time_order) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    draw(&set, SVG_AUTO, false, &out);
    static const char *const order[] = {"id=\"actor-a1\"",    "id=\"step-s01\"", "id=\"step-s05\"",
                                        "id=\"edge-s05-a2\"", "id=\"actor-a2\"", "id=\"step-s06\"",
                                        "id=\"edge-s13-a3\"", "id=\"actor-a3\"", "id=\"step-s14\""};
    const char *at = out.ptr;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        at = strstr(at, order[i]);
        cr_assert_not_null(at, "%s", order[i]);
    }
    cr_assert_eq(count_of(&out, "<style"), 0, "inline pictures bring no style");
    cr_assert_not_null(
        strstr(out.ptr,
               "aria-label=\"Step 5 of 16, 13:08:30 UTC, reporting-svc, Execution: Launched i-0f3a91c2 with that "
               "role. Succeeded, 1 call. t3.micro · subnet-0aa11. Branch: launched i-0f3a91c2 as ec2-log-archiver.\""));
    buf_release(&out);
    arena_release(&set.arena);
}

Test(svg, hostile_text_stays_text) {
    static const char *const never[] = {
        " onload=", " onerror=alert(1)>", "<img", "<script", "<!--", "]]>", " style=", "\x1b", "\xe2\x80\xae", "\xff"};
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct story_set set;
        struct buf out;
        fixture_random(&set, seed, 1 + seed % 80, 1 + seed % 15);
        draw(&set, seed % 2 ? SVG_LIGHT : SVG_AUTO, true, &out);
        char *css = strstr(out.ptr, "<style>"), *end = strstr(out.ptr, "</style>");
        memset(css + 7, ' ', (size_t)(end - css - 7));
        cr_assert(well_formed(out.ptr), "seed %llu", (unsigned long long)seed);
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
            const char *at = strstr(out.ptr, never[i]);
            bool inside =
                at && strncmp(never[i], " on", 3) == 0 && strstr(at, "&gt;") != at; /* words in a value, quoted */
            if (strncmp(never[i], " on", 3) != 0)
                cr_assert_null(at, "seed %llu: %s", (unsigned long long)seed, never[i]);
            else cr_assert(!at || inside);
        }
        buf_release(&out);
        arena_release(&set.arena);
    }
}

Test(svg, the_check_of_form_can_fail) {
    cr_assert(well_formed("<a b=\"c\"><d/>&lt;</a>"));
    cr_assert_not(well_formed("<a><b></a></b>"));
    cr_assert_not(well_formed("<a b=\"<\"></a>"));
    cr_assert_not(well_formed("<a>&nbsp;</a>"));
    cr_assert_not(well_formed("<a>"));
}

Test(svg, same_story_same_bytes) {
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct story_set one, two;
        struct buf a, b;
        fixture_random(&one, seed, 120, 9);
        fixture_random(&two, seed, 120, 9);
        draw(&one, SVG_AUTO, true, &a);
        draw(&two, SVG_AUTO, true, &b);
        cr_assert_eq(a.len, b.len);
        cr_assert_arr_eq(a.ptr, b.ptr, a.len);
        buf_release(&a), buf_release(&b);
        arena_release(&one.arena), arena_release(&two.arena);
    }
}

Test(svg, prefix_keeps_ids_apart) {
    struct story_set set;
    struct buf out;
    fixture_reference(&set);
    buf_init(&out);
    story_svg(&set.alerts[0], &(struct svg_options){.id_prefix = "n2-"}, &out);
    cr_assert_eq(count_of(&out, " id=\""), count_of(&out, " id=\"n2-"));
    cr_assert_gt(count_of(&out, " id=\"n2-"), 20);
    buf_release(&out);
    arena_release(&set.arena);
}

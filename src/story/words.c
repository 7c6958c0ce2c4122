/* SPDX-License-Identifier: Apache-2.0 */
/* story/words.c: see words.h. */
#include "story/words.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void words_counted(struct buf *out, struct slice template, uint64_t n) {
    ptrdiff_t at = slice_find(template, SLICE("{n}"));
    if (at < 0) {
        buf_put(out, template);
        return;
    }
    buf_put(out, slice_sub(template, 0, (size_t)at));
    buf_put_grouped(out, n);
    words_counted(out, slice_sub(template, (size_t)at + 3, template.len), n);
}

void words_list(struct buf *out, enum lang lang, const struct slice *items, size_t count, size_t most) {
    size_t shown = count <= most ? count : most;
    for (size_t i = 0; i < shown; i++) {
        bool last = i + 1 == shown && count <= most;
        if (i) buf_put(out, phrase(lang, last ? SAY_LIST_AND : SAY_LIST_COMMA));
        buf_put(out, items[i]);
    }
    char more[24];
    snprintf(more, sizeof more, "%zu", count - shown);
    if (shown < count) phrase_put(out, lang, SAY_LIST_MORE, PHRASE_VALUES(slice_cstr(more)));
}

struct slice w_number(struct weaver *w, uint64_t n) {
    struct buf text;
    buf_init(&text);
    buf_put_grouped(&text, n);
    struct slice kept = arena_dup(&w->scratch, buf_slice(&text));
    buf_release(&text);
    return kept;
}

bool account_next(struct slice *text, struct slice *account) {
    size_t run = 0;
    for (size_t i = 0; i <= text->len; i++) {
        if (i < text->len && text->ptr[i] >= '0' && text->ptr[i] <= '9') {
            run++;
            continue;
        }
        if (run == 12) {
            *account = slice_sub(*text, i - 12, i);
            *text = slice_sub(*text, i, text->len);
            return true;
        }
        run = 0;
    }
    return false;
}

/* --- sets of strings in order of first appearance --- */

struct names {
    struct slice *list;
    size_t count, cap;
};

static void names_add(struct names *names, struct slice s) {
    for (size_t i = 0; i < names->count; i++)
        if (slice_eq(names->list[i], s)) return;
    VEC_PUSH(names->list, names->count, names->cap, s);
}

static void collect_names(struct weaver *w, const struct step_items *of, struct names *services, struct names *apis) {
    for (size_t i = 0; i < of->count; i++) {
        struct slice service = event_service(w_text(w, of->items[i]->event->source));
        struct slice api = event_api_name(w_text(w, of->items[i]->event->name));
        names_add(services, service);
        names_add(apis, api);
    }
}

/* --- titles --- */

static const struct fact_finding *main_finding(const struct item *item) {
    return item->rule == STORY_NONE ? NULL : &item->findings[0];
}

/* What one call is called. A correlation has no event of its own to name: its template speaks of the count. */
static struct slice single_title(struct weaver *w, const struct item *item) {
    const struct fact_finding *n = main_finding(item);
    if (n->step) return w_text(w, n->step);
    const struct rule_words *words = w_words(w, n->rule);
    return words->step.len ? words->step : words->title;
}

static bool all_titles_equal(struct weaver *w, const struct step_items *of) {
    struct slice first = single_title(w, of->items[0]);
    for (size_t i = 1; i < of->count; i++)
        if (!slice_eq(single_title(w, of->items[i]), first)) return false;
    return true;
}

static struct slice many_template(struct weaver *w, const struct item *item) {
    const struct fact_finding *n = main_finding(item);
    if (n->many) return w_text(w, n->many);
    return w_words(w, n->rule)->many;
}

/* How many things were done: distinct resources where the rule names them, else calls. */
static uint64_t deeds(const struct step_items *of, const struct story_step *step) {
    return step->resource_count ? step->resource_count : of->count;
}

/* "Read secret prod/db and 3 more" */
static void put_first(struct weaver *w, const struct step_items *of, struct slice first, struct buf *out) {
    struct buf text;
    buf_init(&text);
    words_counted(&text, first, of->count);
    buf_put(out, W_PART(w, AND_MORE, buf_slice(&text), w_number(w, of->count - 1)));
    buf_release(&text);
}

/* Several that failed, of a rule that has no words for it: "Tried: read 3 secrets". */
static void put_tried(struct weaver *w, struct slice words, uint64_t n, struct buf *out) {
    struct buf text;
    buf_init(&text);
    words_counted(&text, words, n);
    bool said = slice_starts(words, slice_before(W_WORDS(w, TRIED), '{')) || slice_starts(words, SLICE("Tried"));
    buf_put(out, said ? buf_slice(&text) : W_PART(w, TRIED, buf_slice(&text)));
    buf_release(&text);
}

static void tried_title(struct weaver *w, const struct step_items *of, const struct story_step *step, struct slice many,
                        struct buf *out) {
    struct slice attempt = w_words(w, of->items[0]->rule)->attempt, first = single_title(w, of->items[0]);
    if (w_rule(w, of->items[0]->rule)->correlation && attempt.len) {
        words_counted(out, attempt, of->count);
    } else if (attempt.len) {
        put_first(w, of, first, out);
    } else {
        put_tried(w, many.len ? many : first, deeds(of, step), out);
    }
}

static void merged_title(struct weaver *w, const struct step_items *of, const struct story_step *step,
                         struct buf *out) {
    struct slice many = many_template(w, of->items[0]), first = single_title(w, of->items[0]);
    bool equal = all_titles_equal(w, of);
    if (equal && (step->resource_count < 2 || !many.len) && !w_rule(w, of->items[0]->rule)->correlation) {
        words_counted(out, first, of->count);
    } else if (of->failed == of->count) {
        tried_title(w, of, step, many, out);
    } else if (many.len && (deeds(of, step) > 1 || w_rule(w, of->items[0]->rule)->correlation)) {
        words_counted(out, many, deeds(of, step));
    } else {
        put_first(w, of, first, out);
    }
}

/* "Looked into rds, ec2 and s3": for a look-around by several rules. */
static void look_title(struct weaver *w, const struct step_items *of, const struct names *services, struct buf *out) {
    struct buf what;
    buf_init(&what);
    if (services->count > 4) buf_put(&what, W_PART(w, SERVICES, w_number(w, services->count)));
    else words_list(&what, w->facts->lang, services->list, services->count, 4);
    bool tried = of->failed == of->count;
    buf_put(out, tried ? W_PART(w, TRIED_TO_LOOK_INTO, buf_slice(&what)) : W_PART(w, LOOKED_INTO, buf_slice(&what)));
    buf_release(&what);
}

static bool one_rule(const struct step_items *of) {
    for (size_t i = 1; i < of->count; i++)
        if (of->items[i]->rule != of->items[0]->rule) return false;
    return true;
}

/* A step that only a link proves: "Launched i-0f3a91c2 as ec2-log-archiver". */
static void link_title(struct weaver *w, const struct item *item, struct buf *out) {
    buf_put(out, link_deed(&w->scratch, w->facts->lang, item->link->kind, w_label(w, item->link)));
}

/* --- the mono line --- */

static void services_line(const struct names *services, struct buf *out) {
    for (size_t i = 0; i < services->count && i < 4; i++)
        buf_printf(out, "%s%.*s", i ? " " : "", SLICE_FMT(services->list[i]));
    if (services->count > 4) buf_printf(out, " +%zu", services->count - 4);
}

static void detail_line(struct weaver *w, const struct step_items *of, const struct names *services,
                        const struct names *apis, const struct story_step *step, struct buf *out) {
    const struct fact_finding *n = main_finding(of->items[0]);
    /* A card whose title names its one resource has room for the API. */
    bool named = step->resource_count == 1 && slice_find(step->title, step->resources[0].id) >= 0;
    if (n && n->detail && of->count == 1) {
        buf_put(out, w_text(w, n->detail));
    } else if (step->resource_count && !of->look && !(named && apis->count == 1)) {
        for (size_t i = 0; i < step->resource_count && i < 2; i++)
            buf_printf(out, "%s%.*s", i ? " " : "", SLICE_FMT(step->resources[i].id));
        if (step->resource_count > 2) buf_printf(out, " +%zu", step->resource_count - 2);
    } else if (apis->count == 1) {
        buf_printf(out, "%.*s:%.*s", SLICE_FMT(services->list[0]), SLICE_FMT(apis->list[0]));
    } else {
        services_line(services, out);
    }
}

void words_for_step(struct weaver *w, const struct step_items *of, struct story_step *step) {
    struct names services = {0}, apis = {0};
    struct buf text;
    buf_init(&text);
    collect_names(w, of, &services, &apis);
    if (of->items[0]->rule == STORY_NONE) link_title(w, of->items[0], &text);
    else if (of->look && !one_rule(of)) look_title(w, of, &services, &text);
    else if (of->count == 1) words_counted(&text, single_title(w, of->items[0]), 1);
    else merged_title(w, of, step, &text);
    step->title = w_keep(w, buf_slice(&text));
    buf_clear(&text);
    detail_line(w, of, &services, &apis, step, &text);
    step->detail = w_keep(w, buf_slice(&text));
    step->apis = apis.count;
    buf_release(&text);
    free(services.list);
    free(apis.list);
}

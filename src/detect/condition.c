/* SPDX-License-Identifier: Apache-2.0 */
/* detect/condition.c: recursive descent, RULE_CONDITION_DEPTH_MAX deep. "and" and "or" chains become one flat node. */
#include "detect/condition.h"

#include <stdlib.h>

#include "base/mem.h"
#include "detect/suggest.h"

struct parser {
    struct condition_scope *scope;
    const struct ynode *node;
    struct err *err;
    size_t at;         /* offset behind the current word */
    struct slice word; /* empty at the end */
    unsigned depth;
};

struct kids {
    const struct expr **items;
    size_t len, cap;
};

static bool is_name_char(char c) {
    return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || strchr("_-.*", c);
}

static void advance(struct parser *p) {
    struct slice text = p->node->text;
    size_t i = p->at;
    while (i < text.len && strchr(" \t\r\n", text.ptr[i])) i++;
    size_t start = i;
    while (i < text.len && text.ptr[i] && is_name_char(text.ptr[i])) i++;
    if (i == start && i < text.len) i++; /* a parenthesis, or what does not belong here */
    p->word = slice_sub(text, start, i);
    p->at = i;
}

/* Errors stand at the word, when the condition is written on one line as conditions are. */
static const struct expr *fail(struct parser *p, const char *what, struct slice name) {
    size_t offset = p->at - p->word.len;
    yaml_error(p->err, p->node, "condition: %s \"%.*s\"", what, SLICE_FMT(name));
    bool one_line = memchr(p->node->text.ptr, '\n', p->node->text.len) == NULL;
    if (one_line) p->err->column += (uint32_t)offset + (p->node->plain ? 0 : 1);
    return NULL;
}

static const struct expr *fail_limit(struct parser *p, const char *name, unsigned limit) {
    err_set(p->err, ERR_LIMIT, "condition: more than %u (%s)", limit, name);
    p->err->line = p->node->line;
    p->err->column = p->node->column;
    return NULL;
}

static bool is_word(const struct parser *p, const char *word) {
    return slice_eq_fold(p->word, slice_cstr(word));
}

static const struct expr *make(struct parser *p, enum expr_kind kind, struct kids *kids) {
    struct arena *arena = &p->scope->builder->arena;
    uint32_t more = (uint32_t)kids->len + 1;
    bool fits = kids->len < RULE_EXPR_NODES_MAX && more <= RULE_EXPR_NODES_MAX - p->scope->nodes;
    struct expr *e = NULL;
    if (fits) {
        p->scope->nodes += more;
        e = ARENA_NEW(arena, struct expr);
        e->kind = kind;
        e->kids = ARENA_ARRAY(arena, const struct expr *, kids->len);
        memcpy(e->kids, kids->items, kids->len * sizeof *kids->items);
        e->count = kids->len;
    }
    free(kids->items);
    return fits ? e : fail_limit(p, "RULE_EXPR_NODES_MAX", RULE_EXPR_NODES_MAX);
}

/* `*` anywhere in the pattern. */
static bool name_matches(struct slice pattern, struct slice name) {
    size_t p = 0, n = 0, star = SIZE_MAX, retry = 0;
    while (n < name.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') star = p++, retry = n;
        else if (p < pattern.len && pattern.ptr[p] == name.ptr[n]) p++, n++;
        else if (star != SIZE_MAX) p = star + 1, n = ++retry;
        else return false;
    }
    while (p < pattern.len && pattern.ptr[p] == '*') p++;
    return p == pattern.len;
}

/* What is named more than once is evaluated once an event. */
static void note_name(struct parser *p, struct expr *search) {
    if (search->named && search->memo == 0) search->memo = ++p->scope->builder->memos;
    search->named = true;
}

static const struct expr *parse_of(struct parser *p, enum expr_kind kind) {
    advance(p); /* "of" */
    advance(p);
    bool them = is_word(p, "them");
    struct slice pattern = p->word;
    struct kids kids = {0};
    for (size_t i = 0; i < p->scope->count; i++) {
        const struct search *s = &p->scope->searches[i];
        bool taken = them ? !slice_starts(s->name, SLICE("_")) : name_matches(pattern, s->name);
        if (!taken) continue;
        note_name(p, s->expr);
        VEC_PUSH(kids.items, kids.len, kids.cap, s->expr);
    }
    if (kids.len == 0) return fail(p, "no search is named like", pattern);
    advance(p);
    if (kids.len == 1) {
        const struct expr *only = kids.items[0];
        free(kids.items);
        return only;
    }
    return make(p, kind, &kids);
}

static bool followed_by_of(const struct parser *p) {
    struct parser ahead = *p;
    advance(&ahead);
    return is_word(&ahead, "of");
}

static const struct expr *fail_unknown(struct parser *p) {
    const char **names = mem_zalloc(p->scope->count + 1, sizeof *names);
    for (size_t i = 0; i < p->scope->count; i++) names[i] = p->scope->searches[i].name.ptr;
    const char *near = suggest(p->word, names, p->scope->count);
    struct slice word = p->word;
    fail(p, "no search is named", word);
    if (near) {
        struct err *err = p->err;
        err_set(err, ERR_FORMAT, "condition: no search is named \"%.*s\": did you mean \"%s\"?", SLICE_FMT(word), near);
    }
    free(names);
    return NULL;
}

static const struct expr *parse_name(struct parser *p) {
    if (slice_empty(p->word)) return fail(p, "ends too early behind", p->node->text);
    if (!is_name_char(p->word.ptr[0])) {
        bool pipe = p->word.ptr[0] == '|';
        return fail(p, pipe ? "aggregations were replaced by correlation rules, see" : "not understood:", p->word);
    }
    for (size_t i = 0; i < p->scope->count; i++) {
        if (!slice_eq(p->scope->searches[i].name, p->word)) continue;
        struct expr *e = p->scope->searches[i].expr;
        note_name(p, e);
        advance(p);
        return e;
    }
    return fail_unknown(p);
}

static const struct expr *parse_or(struct parser *p);

static const struct expr *parse_group(struct parser *p) {
    advance(p);
    const struct expr *e = parse_or(p);
    if (!e) return NULL;
    if (!is_word(p, ")")) return fail(p, "a closing parenthesis is missing before", p->word);
    advance(p);
    return e;
}

static const struct expr *parse_primary(struct parser *p) {
    if (is_word(p, "(")) return parse_group(p);
    bool some = is_word(p, "1") || is_word(p, "any"), all = is_word(p, "all");
    if ((some || all) && followed_by_of(p)) return parse_of(p, some ? EXPR_OR : EXPR_AND);
    return parse_name(p);
}

static const struct expr *parse_not(struct parser *p) {
    bool negated = is_word(p, "not");
    if (p->depth >= RULE_CONDITION_DEPTH_MAX)
        return fail_limit(p, "RULE_CONDITION_DEPTH_MAX", RULE_CONDITION_DEPTH_MAX);
    p->depth++;
    if (negated) advance(p);
    const struct expr *e = negated ? parse_not(p) : parse_primary(p);
    p->depth--;
    if (!negated || !e) return e;
    struct kids kids = {0};
    VEC_PUSH(kids.items, kids.len, kids.cap, e);
    return make(p, EXPR_NOT, &kids);
}

/* part {word part} */
static const struct expr *parse_chain(struct parser *p, const char *word, enum expr_kind kind,
                                      const struct expr *(*part)(struct parser *)) {
    struct kids kids = {0};
    for (;;) {
        const struct expr *e = part(p);
        if (!e) break;
        VEC_PUSH(kids.items, kids.len, kids.cap, e);
        if (is_word(p, word)) {
            advance(p);
            continue;
        }
        if (kids.len > 1) return make(p, kind, &kids);
        free(kids.items);
        return e;
    }
    free(kids.items);
    return NULL;
}

static const struct expr *parse_and(struct parser *p) {
    return parse_chain(p, "and", EXPR_AND, parse_not);
}

static const struct expr *parse_or(struct parser *p) {
    return parse_chain(p, "or", EXPR_OR, parse_and);
}

const struct expr *condition_parse(struct condition_scope *scope, const struct ynode *node, struct err *err) {
    struct parser p = {.scope = scope, .node = node, .err = err};
    if (node->kind != Y_SCALAR) return yaml_error(err, node, "a condition is a text"), NULL;
    if (node->text.len > RULE_CONDITION_BYTES_MAX)
        return fail_limit(&p, "RULE_CONDITION_BYTES_MAX", RULE_CONDITION_BYTES_MAX);
    advance(&p);
    const struct expr *e = parse_or(&p);
    if (e && !slice_empty(p.word))
        return fail(&p,
                    p.word.ptr[0] == '|' ? "aggregations were replaced by correlation rules, see"
                                         : "\"and\" or \"or\" expected before",
                    p.word);
    return e;
}

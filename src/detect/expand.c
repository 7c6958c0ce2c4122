/* SPDX-License-Identifier: Apache-2.0 */
/* detect/expand.c: the modifier `expand`: "%name%" in a value becomes the values that the user gave to that name; a
 * value with several names becomes every combination of theirs.
 *
 * Source: Sigma rules specification 2.1, "Placeholders": "\%" is a plain per cent sign, a rule whose placeholder has no
 * values is refused. What stands between two signs is a name when it consists of letters, digits, "_", "-" and ".".
 */
#include "base/mem.h"
#include "base/text.h"
#include "detect/modifier.h"

struct expansion {
    struct draft *draft;
    struct value *values;
    size_t count, cap;
    const struct value *from;
    const struct ynode *at;
    struct err *err;
};

void ruleset_builder_placeholder(struct ruleset_builder *b, struct slice name, const struct slice *values,
                                 size_t count) {
    struct slice *own = ARENA_ARRAY(&b->arena, struct slice, count);
    for (size_t i = 0; i < count; i++) own[i] = arena_dup(&b->arena, values[i]);
    struct placeholder p = {arena_dup(&b->arena, name), own, count};
    for (size_t i = 0; i < b->placeholder_count; i++) {
        if (!slice_eq(b->placeholders[i].name, name)) continue;
        b->placeholders[i] = p;
        return;
    }
    VEC_PUSH(b->placeholders, b->placeholder_count, b->placeholder_cap, p);
}

static bool is_name_code(uint16_t code) {
    char c = code < 128 ? ascii_lower((char)code) : 0;
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("_-.", c));
}

static bool is_escaped(struct codes c, size_t i) {
    return c.ptr[i] == '\\' && i + 1 < c.len && c.ptr[i + 1] == '%';
}

/* The next name from `from` on: its signs stand at *at and *end - 1. */
static bool find_name(struct codes c, size_t from, size_t *at, size_t *end) {
    for (size_t i = from; i < c.len; i++) {
        if (is_escaped(c, i)) i++;
        else if (c.ptr[i] == '%') {
            size_t last = i + 1;
            while (last < c.len && is_name_code(c.ptr[last])) last++;
            *at = i;
            *end = last + 1;
            if (last > i + 1 && last < c.len && c.ptr[last] == '%') return true;
        }
    }
    return false;
}

static const struct placeholder *find_placeholder(const struct expansion *e, struct codes name) {
    const struct ruleset_builder *b = e->draft->builder;
    struct slice text;
    pattern_bytes(name, e->draft->arena, &text);
    for (size_t i = 0; i < b->placeholder_count; i++)
        if (slice_eq(b->placeholders[i].name, text)) return &b->placeholders[i];
    yaml_error(e->err, e->from->node,
               "placeholder \"%%%.*s%%\" has no values; the configuration gives them (placeholders:)", SLICE_FMT(text));
    return NULL;
}

/* before + inside + behind */
static struct codes splice(struct arena *arena, struct codes c, size_t at, struct codes inside, size_t end) {
    struct codes out = {ARENA_ARRAY(arena, uint16_t, c.len + inside.len), 0};
    const struct codes parts[] = {{c.ptr, at}, inside, {c.ptr + end, c.len - end}};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len) memcpy(out.ptr + out.len, parts[i].ptr, parts[i].len * sizeof *out.ptr);
        out.len += parts[i].len;
    }
    return out;
}

/* What is compared as written (a network, a regular expression) is a text of its own from now on. */
static void finish_text(const struct expansion *e, struct value *v) {
    struct ynode *node = ARENA_NEW(e->draft->arena, struct ynode);
    *node = *v->node;
    pattern_bytes(v->codes, e->draft->arena, &node->text);
    v->node = node;
}

static bool push(struct expansion *e, struct codes codes) {
    size_t kept = 0;
    for (size_t i = 0; i < codes.len; i++) /* the others' signs are plain */
        if (!is_escaped(codes, i)) codes.ptr[kept++] = codes.ptr[i];
    if (e->count == RULE_EXPANDED_MAX) {
        err_set(e->err, ERR_LIMIT, "placeholders give more than %u values (RULE_EXPANDED_MAX)", RULE_EXPANDED_MAX);
        e->err->line = e->at->line;
        e->err->column = e->at->column;
        return false;
    }
    struct value v = *e->from;
    v.codes = (struct codes){codes.ptr, kept};
    if (e->draft->as != AS_VALUE) finish_text(e, &v);
    if (e->count == e->cap) {
        struct value *more = ARENA_ARRAY(e->draft->arena, struct value, e->cap = e->cap * 2 + 8);
        if (e->count) memcpy(more, e->values, e->count * sizeof *more);
        e->values = more;
    }
    e->values[e->count++] = v;
    return true;
}

/* Recursion is bounded by the names in one value, of which EXPAND_NAMES_MAX are allowed. */
static bool expand_from(struct expansion *e, struct codes codes, size_t from, unsigned names) {
    size_t at, end;
    if (!find_name(codes, from, &at, &end)) return push(e, pattern_wrap(codes, false, false, 0, e->draft->arena));
    if (names == EXPAND_NAMES_MAX) {
        err_set(e->err, ERR_LIMIT, "more than %u placeholders in one value (EXPAND_NAMES_MAX)", EXPAND_NAMES_MAX);
        e->err->line = e->from->node->line;
        e->err->column = e->from->node->column;
        return false;
    }
    const struct placeholder *p = find_placeholder(e, (struct codes){codes.ptr + at + 1, end - at - 2});
    for (size_t i = 0; p && i < p->count; i++) {
        struct codes inside = e->draft->as == AS_VALUE ? pattern_parse(p->values[i], e->draft->arena)
                                                       : pattern_from_bytes(p->values[i], e->draft->arena);
        if (!expand_from(e, splice(e->draft->arena, codes, at, inside, end), at + inside.len, names + 1)) return false;
    }
    return p;
}

bool expand_values(struct draft *d, const struct ynode *at, struct err *err) {
    struct expansion e = {.draft = d, .at = at, .err = err};
    for (size_t i = 0; i < d->count; i++) {
        e.from = &d->values[i];
        struct codes codes =
            d->as == AS_VALUE ? d->values[i].codes : pattern_from_bytes(d->values[i].node->text, d->arena);
        if (!expand_from(&e, codes, 0, 0)) return false;
    }
    d->values = e.values;
    d->count = e.count;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/regex.c: compiles regular expressions with PCRE2, each once: rules of a family ask for the same thing.
 * Bounded: RULE_REGEX_BYTES_MAX for the text, PCRE2's own 64 K code units for what it becomes; searches are bounded in
 * match.c, which also makes machine code of those that run.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "detect/rule.h"

#define PARENS_MAX 100u

static pcre2_compile_context *context_new(void) {
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context) mem_exhausted(0); /* how much, PCRE2 keeps to itself */
    pcre2_set_parens_nest_limit(context, PARENS_MAX);
    return context;
}

static pcre2_code *compile(struct slice pattern, uint32_t flags, struct err *err) {
    int code = 0;
    PCRE2_SIZE at = 0;
    pcre2_compile_context *context = context_new();
    pcre2_code *regex =
        pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len,
                      flags | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &at, context);
    pcre2_compile_context_free(context);
    if (!regex) {
        PCRE2_UCHAR message[128] = {0};
        pcre2_get_error_message(code, message, sizeof message);
        err_set(err, ERR_FORMAT, "regular expression, character %zu: %s", (size_t)at + 1, (const char *)message);
    }
    return regex;
}

/* The same text with the same flags has the same number. */
static uint32_t number_of(struct ruleset_builder *b, struct slice pattern, uint32_t flags) {
    struct buf key;
    buf_init(&key);
    buf_put(&key, slice_from((const char *)&flags, sizeof flags));
    buf_put(&key, pattern);
    uint32_t number = intern_id(&b->regex_texts, buf_slice(&key));
    buf_release(&key);
    return number;
}

bool regex_compile(struct ruleset_builder *b, struct slice pattern, uint32_t flags, uint32_t *number, struct err *err) {
    /* A value that Sigma's wildcards or letters outside ASCII turned into an expression grows: hence the factor. */
    if (pattern.len > 2 * RULE_REGEX_BYTES_MAX) {
        err_set(err, ERR_LIMIT, "regular expression of %zu bytes is over %u (RULE_REGEX_BYTES_MAX)", pattern.len,
                RULE_REGEX_BYTES_MAX);
        return false;
    }
    uint32_t found = number_of(b, pattern, flags);
    while (b->regex_count <= found) VEC_PUSH(b->regexes, b->regex_count, b->regex_cap, NULL);
    if (!b->regexes[found]) b->regexes[found] = compile(pattern, flags, err);
    if (!b->regexes[found]) return false;
    *number = found;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "given.h"

#include <criterion/criterion.h>

struct given given_yaml(const char *yaml) {
    struct given g = {.b = ruleset_builder_new()};
    g.root = yaml_parse(slice_cstr(yaml), 0, &g.b->scratch, &g.err);
    cr_assert(g.root, "%s: %s", yaml, g.err.message);
    return g;
}

void given_release(struct given *g) {
    ruleset_builder_free(g->b);
}

void given_failed(const struct given *g, uint32_t line, uint32_t column, const char *part) {
    cr_expect(strstr(g->err.message, part) != NULL, "\"%s\" is not in: %s", part, g->err.message);
    cr_expect(g->err.line == line && g->err.column == column, "at %u:%u, not %u:%u: %s", g->err.line, g->err.column,
              line, column, g->err.message);
}

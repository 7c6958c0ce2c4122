/* SPDX-License-Identifier: Apache-2.0 */
/* tests/unit/detect/given.h: a builder and a YAML text parsed into its scratch, for the parsers that take nodes. */
#ifndef EMAKI_TESTS_DETECT_GIVEN_H
#define EMAKI_TESTS_DETECT_GIVEN_H

#include "detect/rule.h"

struct given {
    struct ruleset_builder *b;
    struct ynode *root;
    struct err err; /* for the parser under test */
};

struct given given_yaml(const char *yaml);
void given_release(struct given *g);
/* The error has this place, and `part` is in its message. */
void given_failed(const struct given *g, uint32_t line, uint32_t column, const char *part);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml.h: YAML text as a small tree that remembers where each node stood.
 *
 * In:   text that may hold several documents.     Out: one tree a document, in the caller's arena.
 * Law:  bounded whatever the text says: RULE_DOC_BYTES_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX (aliases count as what they
 *       stand for, so an alias bomb is refused before it grows). Duplicate keys are errors. An alias shares its
 *       anchor's node; nothing is copied.
 * A document that is wrong never spoils the next: the text is cut at its "---" lines first (YAML 1.2.2, 9.1.2: such a
 * line ends a document wherever it stands).
 */
#ifndef EMAKI_DETECT_YAML_H
#define EMAKI_DETECT_YAML_H

#include "base/arena.h"
#include "base/err.h"

enum ykind { Y_SCALAR, Y_LIST, Y_MAP };

struct ynode;
struct ypair {
    struct ynode *key, *value; /* keys are scalars */
};

struct ynode {
    enum ykind kind;
    bool plain; /* a scalar without quotes: may be a number, a boolean or null */
    uint32_t line, column;
    uint32_t weight; /* nodes below and including this one, aliases expanded */
    struct slice text;
    struct ynode **items;
    struct ypair *pairs;
    size_t count; /* of items or pairs */
};

struct ydoc_cursor {
    struct slice rest;
    uint32_t line; /* lines before `rest` */
};

/* The next document's text and the lines before it; false at the end. Blank documents are passed over. */
bool yaml_next(struct ydoc_cursor *cursor, struct slice *text, uint32_t *line);
/* Parses one document; NULL with err (line and column counted from the start of the file) when it is no good. */
struct ynode *yaml_parse(struct slice text, uint32_t line_before, struct arena *arena, struct err *err);

/* The value of `key` in a map, or NULL. */
struct ynode *yaml_get(const struct ynode *map, const char *key);
bool yaml_is_null(const struct ynode *node);
/* "true"/"false" without quotes. */
bool yaml_is_bool(const struct ynode *node, bool *value);
/* Sets code and message at the node's place; false. */
bool yaml_error(struct err *err, const struct ynode *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif

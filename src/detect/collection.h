/* SPDX-License-Identifier: Apache-2.0 */
/* detect/collection.h: what the documents of one file say for one another by `action`.
 *
 *   global   its keys are in every document behind it, map by map; the document's own keys win
 *   repeat   the document before it once more, with these keys over it
 *   reset    forgets what was global
 *
 * Source: Sigma specification 1.x, "Rule Collections"; version 2 has no actions, and yet rules that use them are about.
 * Own:  the trees of one file live until the next file. Internal to detect.
 */
#ifndef EMAKI_DETECT_COLLECTION_H
#define EMAKI_DETECT_COLLECTION_H

#include "detect/yaml.h"

struct collection {
    struct arena arena;         /* of the file */
    const struct ynode *global; /* NULL: nothing is */
    const struct ynode *last;   /* the document before; NULL: none */
    size_t merged;              /* nodes of what was merged so far: a file may not grow beyond COLLECTION_NODES_MAX */
};

void collection_init(struct collection *c);
void collection_release(struct collection *c);
/* Another file begins. */
void collection_begin(struct collection *c);
/* Takes a document, parsed into c->arena. `*out` is the rule that it makes, NULL when it only speaks for others. */
bool collection_take(struct collection *c, const struct ynode *root, const struct ynode **out, struct err *err);

#endif

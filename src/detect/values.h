/* SPDX-License-Identifier: Apache-2.0 */
/* detect/values.h: the values that an event has at a dotted path, as Sigma sees them.
 *
 * Arrays stand for their elements, wherever on the path they are. Keys compare exactly first, then with ASCII letters
 * folded. A dotted field whose first part the record lacks is also looked for as one key that holds the dots.
 * Own:  values point into the event's document. Nesting is followed RECORD_DEPTH_MAX deep, which is as deep as a
 *       record that was decoded can be.
 */
#ifndef EMAKI_DETECT_VALUES_H
#define EMAKI_DETECT_VALUES_H

#include <yyjson.h>

#include "base/arena.h"
#include "base/buf.h"

/* The value of a key in an object, or NULL. */
yyjson_val *value_get(yyjson_val *object, struct slice key);

/* Calls `visit` for `value`, or for its elements when it is an array (and theirs). Stops when `visit` returns false. */
typedef bool (*value_visit)(void *ctx, yyjson_val *value);
bool value_each(yyjson_val *value, value_visit visit, void *ctx, unsigned depth);
/* The same for the values at a dotted path below `root`. */
bool value_each_at(yyjson_val *root, struct slice path, value_visit visit, void *ctx, unsigned depth);
/* And for every string inside `value`, however deep (keys are not strings here). */
bool value_each_string(yyjson_val *value, value_visit visit, void *ctx, unsigned depth);

/* Compact JSON. `plain` puts strings as they are, unescaped: policies are JSON inside a JSON string, and people write
 * rules against what they read. */
void value_put_json(struct buf *out, yyjson_val *value, bool plain, unsigned depth);
/* The text of a string, number, boolean (as in JSON); false for null, objects, arrays. Made in `arena` if need be. */
bool value_text(yyjson_val *value, struct arena *arena, struct slice *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml_pack.h: trees of YAML as bytes, so that the built-in rules need not be parsed at every start.
 *
 *   node    what (1 byte: kind, and 4 for a plain scalar) · line · column · size · text, or `size` children
 *   number  seven bits a byte, the lowest first; the eighth says that more follow
 *
 * A map's children are key, value, key, value. An alias is packed as what it stands for.
 * Law:  what yaml_unpack() gives reads just as what yaml_pack() took, places and weights as well.
 */
#ifndef EMAKI_DETECT_YAML_PACK_H
#define EMAKI_DETECT_YAML_PACK_H

#include "base/buf.h"
#include "detect/yaml.h"

void yaml_pack(const struct ynode *root, struct buf *out);
/* Takes one tree off `packed`; its texts lie there, the rest in `arena`. NULL where the bytes are none of ours. */
struct ynode *yaml_unpack(struct slice *packed, struct arena *arena);

#endif

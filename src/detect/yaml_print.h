/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml_print.h: a tree as YAML text again. Comments and the author's line breaks are gone; what it says is not:
 * parsing the text gives an equal tree. */
#ifndef EMAKI_DETECT_YAML_PRINT_H
#define EMAKI_DETECT_YAML_PRINT_H

#include "base/buf.h"
#include "detect/yaml.h"

/* `root` is a map, as every rule is. */
void yaml_print(const struct ynode *root, struct buf *out);

#endif

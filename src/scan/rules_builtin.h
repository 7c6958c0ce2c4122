/* SPDX-License-Identifier: Apache-2.0 */
/* scan/rules_builtin.h: the pack that is built into the binary; its tables are made by tools/embed_rules.py. */
#ifndef EMAKI_SCAN_RULES_BUILTIN_H
#define EMAKI_SCAN_RULES_BUILTIN_H

#include "base/slice.h"

struct rules_file {
    struct slice path;   /* as in the source tree: "rules/persistence/user-created.yml" */
    struct slice packed; /* its documents, see detect/yaml_pack.h */
};

extern const struct rules_file RULES_BUILTIN[]; /* by path; an empty row behind the last */
extern const size_t RULES_BUILTIN_COUNT;
extern const struct slice RULES_CATALOGUE; /* rules/catalogue.txt: see cli/rules_coverage.c */

#endif

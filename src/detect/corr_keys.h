/* SPDX-License-Identifier: Apache-2.0 */
/* detect/corr_keys.h: the bytes that rule_corr_keys writes, read back. Internal to detect. */
#ifndef EMAKI_DETECT_CORR_KEYS_H
#define EMAKI_DETECT_CORR_KEYS_H

#include "detect/rule.h"

#define KEY_ABSENT UINT32_MAX

/* The part of `keys` (written for a hit of `rule`) that belongs to the correlation `corr_rule`: the bytes of its
 * group, and those of its counted values, empty where there are none. */
void corr_keys_read(const struct ruleset *rs, uint32_t rule, uint32_t corr_rule, struct slice keys, struct slice *group,
                    struct slice *values);
/* Takes the first of the counted values; false when none is left. A value may be there several times. */
bool corr_keys_next(struct slice *values, struct slice *value);
/* `ref` is the rule's id, name or title. */
bool rule_answers_to(const struct rule *rule, struct slice ref);

#endif

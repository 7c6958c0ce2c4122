/* SPDX-License-Identifier: Apache-2.0 */
/* detect/attack_matrix.h: MITRE ATT&CK's techniques for clouds of infrastructure (Enterprise, platform IaaS, version
 * 17), by tactic in the order of the matrix, then by ID. Names are MITRE's. */
#ifndef EMAKI_DETECT_ATTACK_MATRIX_H
#define EMAKI_DETECT_ATTACK_MATRIX_H

#include <stddef.h>

struct attack_technique {
    const char *tactic, *id, *name;
};

extern const struct attack_technique ATTACK_MATRIX[];
extern const size_t ATTACK_MATRIX_COUNT;

#endif

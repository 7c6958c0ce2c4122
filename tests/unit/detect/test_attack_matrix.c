/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix: every row is whole, tactics stand together, no technique is twice in a tactic. */
#include <criterion/criterion.h>
#include <string.h>

#include "detect/attack_matrix.h"

Test(attack_matrix, rows) {
    cr_assert(ATTACK_MATRIX_COUNT > 50);
    for (size_t i = 0; i < ATTACK_MATRIX_COUNT; i++) {
        const struct attack_technique *t = &ATTACK_MATRIX[i], *last = i ? t - 1 : NULL;
        size_t digits = strspn(t->id + 1, "0123456789"), more = t->id[5] == '.' ? strspn(t->id + 6, "0123456789") : 0;
        cr_expect(t->id[0] == 'T' && digits == 4 && strlen(t->id) == (more ? 9 : 5), "%s", t->id);
        cr_expect(strlen(t->name) > 2 && strlen(t->name) < 48, "%s has no room in its column", t->name);
        if (last && strcmp(last->tactic, t->tactic) == 0) cr_expect(strcmp(last->id, t->id) < 0, "%s", t->id);
        for (size_t k = 0; k + 1 < i; k++)
            if (strcmp(ATTACK_MATRIX[k].tactic, t->tactic) == 0) cr_expect(strcmp(last->tactic, t->tactic) == 0);
    }
}

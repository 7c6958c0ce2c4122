/* SPDX-License-Identifier: Apache-2.0 */
/* support/golden.h: outputs that are compared, byte for byte, with files of tests/golden.
 *
 * `EMAKI_GOLDEN_UPDATE=1 meson test` writes the files anew: look at the difference before committing it.
 */
#ifndef EMAKI_TESTS_GOLDEN_H
#define EMAKI_TESTS_GOLDEN_H

#include "base/slice.h"

/* Whether tests/golden/NAME holds just these bytes. Where not, says the first line that differs on stderr. */
bool golden_equal(const char *name, struct slice got);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The language, as text triples: rule, event, expected. */
#include <criterion/criterion.h>

#include "language.h"

Test(match, values) {
    cr_expect(language_check("values") > 60);
}

Test(match, modifiers) {
    cr_expect(language_check("modifiers") > 60);
}

Test(match, conditions) {
    cr_expect(language_check("conditions") > 25);
}

Test(match, fields) {
    cr_expect(language_check("fields") > 25);
}

Test(match, kinds_of_calls) {
    cr_expect(language_check("kinds") > 40);
}

Test(match, errors) {
    cr_expect(language_check("errors") > 25);
}

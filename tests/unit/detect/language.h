/* SPDX-License-Identifier: Apache-2.0 */
/* tests/unit/detect/language.h: text triples (rule, event, expected); see language.c. */
#ifndef EMAKI_TESTS_DETECT_LANGUAGE_H
#define EMAKI_TESTS_DETECT_LANGUAGE_H

#include "event/event.h"

/* Checks every section of tests/data/detect/NAME.txt; how many cases there were. */
size_t language_check(const char *name);
/* An event with the parts that matching reads: record, source, name, id, key. */
struct event event_from(yyjson_val *root);

#endif

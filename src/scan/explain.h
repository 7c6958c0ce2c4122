/* SPDX-License-Identifier: Apache-2.0 */
/* scan/explain.h: why rules matched one event, and why others did not: how the author of a rule debugs. */
#ifndef EMAKI_SCAN_EXPLAIN_H
#define EMAKI_SCAN_EXPLAIN_H

#include "base/buf.h"
#include "detect/detect.h"

/* Appends lines about the event that `m` matched last: what it is, which rules it matched, and of those that ask for
 * its API by name and did not match, which search holds and which does not. Clean for a terminal. */
void explain_event(struct matcher *m, const struct ruleset *rules, const struct event *ev, const uint32_t *matched,
                   size_t count, struct buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* base/limits.h: every bound that input could push against, by name, in one place.
 *
 * Each has a test at it and one beyond it. A message that refuses input names the limit.
 */
#ifndef EMAKI_BASE_LIMITS_H
#define EMAKI_BASE_LIMITS_H

/* base */
#define ARENA_CHUNK (64u * 1024u)
#define ERR_MESSAGE_MAX 256

/* event: one CloudTrail record. AWS cuts records at 256 KB (user guide, "record contents"); we allow far more. */
#define RECORD_BYTES_MAX (16u * 1024u * 1024u)
#define RECORD_DEPTH_MAX 128

/* story: what one story shows of itself */
#define STEP_EVENTS_MAX 1000   /* events listed a step (INTERFACES: "all of them up to 1 000") */
#define INPUT_PROBLEMS_MAX 100 /* problems listed one by one; beyond it they are counted */
#define TEXT_RAILS_MAX 12      /* rails side by side in a terminal; lanes beyond share the last one */

/* scan: what the user's own files may be */
#define CONFIG_BYTES_MAX (1024u * 1024u)
#define ADDRESS_LIST_BYTES_MAX (64u * 1024u * 1024u) /* about 4 million addresses */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* event/lake.h: rows of CloudTrail Lake's query results as records.
 *
 * In:   a row: an array of objects with one member each, a column and its text, as get-query-results gives it. Columns
 *       are in any letter case; structures and maps come as JSON or in the query engine's notation,
 *       {type=Root, accountid=111122223333, sessioncontext={attributes={mfaauthenticated=true}}}.
 * Out:  one object in CloudTrail's own spelling, in a document that the caller frees.
 */
#ifndef EMAKI_EVENT_LAKE_H
#define EMAKI_EVENT_LAKE_H

#include <yyjson.h>

#include "base/slice.h"

bool lake_is_row(yyjson_val *array);
yyjson_doc *lake_row_object(yyjson_val *row);

#endif

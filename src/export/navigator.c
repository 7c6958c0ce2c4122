/* SPDX-License-Identifier: Apache-2.0 */
/* export/navigator.c: a layer for the ATT&CK Navigator (layer file format 4.5, of its repository's layers/). A
 * technique scores by its gravest step, 1 low to 4 critical, and names its steps in the comment. */
#include "export/parts.h"

static bool known_before(const struct export_input *in, size_t alert, size_t step) {
    struct slice id = in->alerts[alert].steps[step].technique, tactic = in->alerts[alert].steps[step].tactic;
    for (size_t a = 0; a <= alert; a++)
        for (size_t i = 0; i < (a == alert ? step : in->alerts[a].step_count); i++)
            if (slice_eq(in->alerts[a].steps[i].technique, id) && slice_eq(in->alerts[a].steps[i].tactic, tactic))
                return true;
    return false;
}

static void put_technique(const struct export_input *in, const struct story_step *first, struct jsonw *jw) {
    struct buf comment;
    enum level level = LEVEL_INFORMATIONAL;
    buf_init(&comment);
    for (size_t a = 0; a < in->count; a++)
        for (size_t i = 0; i < in->alerts[a].step_count; i++) {
            const struct story_step *step = &in->alerts[a].steps[i];
            if (!slice_eq(step->technique, first->technique) || !slice_eq(step->tactic, first->tactic)) continue;
            if (step->level > level) level = step->level;
            if (comment.len) buf_puts(&comment, "; ");
            plain_put(&comment, step->title, "", 0);
        }
    jw_object(jw);
    jw_kstring(jw, "techniqueID", first->technique);
    jw_kstring(jw, "tactic", first->tactic);
    jw_kint(jw, "score", (int64_t)level);
    jw_kstring(jw, "comment", buf_slice(&comment));
    jw_kbool(jw, "showSubtechniques", true);
    jw_end_object(jw);
    buf_release(&comment);
}

void export_layer_begin(struct jsonw *jw, struct slice name, struct slice description) {
    jw_object(jw);
    jw_kstring(jw, "name", name);
    jw_key(jw, "versions");
    jw_object(jw);
    jw_kcstr(jw, "attack", "17");
    jw_kcstr(jw, "navigator", "5.1.0");
    jw_kcstr(jw, "layer", "4.5");
    jw_end_object(jw);
    jw_kcstr(jw, "domain", "enterprise-attack");
    jw_kstring(jw, "description", description);
    jw_key(jw, "filters");
    jw_object(jw);
    jw_kstrings(jw, "platforms", (const struct slice[]){SLICE("IaaS")}, 1);
    jw_end_object(jw);
}

void export_navigator(const struct export_input *in, struct buf *out) {
    struct jsonw jw;
    jw_init(&jw, out, 2, false);
    export_layer_begin(&jw, in->count ? in->alerts[0].title : SLICE("emaki: no alert"),
                       in->count ? in->alerts[0].summary : SLICE(""));
    jw_key(&jw, "techniques");
    jw_array(&jw);
    for (size_t a = 0; a < in->count; a++)
        for (size_t i = 0; i < in->alerts[a].step_count; i++)
            if (in->alerts[a].steps[i].technique.len && !known_before(in, a, i))
                put_technique(in, &in->alerts[a].steps[i], &jw);
    jw_end_array(&jw);
    jw_key(&jw, "gradient");
    jw_object(&jw);
    jw_kstrings(&jw, "colors", (const struct slice[]){SLICE("#fdf0ed"), SLICE("#c8230f")}, 2);
    jw_kint(&jw, "minValue", 0);
    jw_kint(&jw, "maxValue", 4);
    jw_end_object(&jw);
    jw_end_object(&jw);
    buf_putc(out, '\n');
}

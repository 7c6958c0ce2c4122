/* SPDX-License-Identifier: Apache-2.0 */
/* scan/explain.c: see explain.h. */
#include "scan/explain.h"

#include "base/text.h"
#include "base/timefmt.h"
#include "detect/describe.h"

static void put_event(const struct event *ev, struct buf *out) {
    const struct slice names[] = {ev->who.arn, ev->who.invoked_by, ev->who.type, SLICE("an unknown caller")};
    size_t known = 0;
    while (slice_empty(names[known])) known++;
    buf_puts(out, "Event ");
    term_put(out, ev->id);
    buf_printf(out, "\n  %s  ", time_rfc3339(ev->time).text);
    term_put(out, ev->source);
    buf_putc(out, ' ');
    term_put(out, ev->name);
    buf_puts(out, "\n  by ");
    term_put(out, names[known]);
    buf_puts(out, " from ");
    term_put(out, ev->source_ip.len ? ev->source_ip : SLICE("an unknown address"));
    buf_puts(out, "\n  in ");
    term_put(out, ev->account.len ? ev->account : SLICE("an unknown account"));
    if (ev->region.len) buf_putc(out, ' '), term_put(out, ev->region);
    buf_puts(out, ev->outcome == EVENT_FAILED ? "; failed" : "; succeeded");
    if (ev->error_code.len) buf_puts(out, ": "), term_put(out, ev->error_code);
    buf_putc(out, '\n');
}

static void put_rule(const struct rule_info *info, struct buf *out) {
    buf_printf(out, "  %-8.*s  %-13s  ", SLICE_FMT(slice_sub(info->id, 0, 8)), level_name(info->level));
    term_put(out, info->title);
    if (info->muted) buf_puts(out, " (muted by a filter)");
    buf_putc(out, '\n');
}

static void put_searches(struct matcher *m, const struct ruleset *rules, uint32_t rule, struct arena *arena,
                         struct buf *out) {
    const struct rule_search *searches;
    size_t count = rule_explain(m, rule, arena, &searches);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, searches[i].holds ? "            holds     " : "            does not  ");
        term_put(out, searches[i].name);
        buf_putc(out, '\n');
    }
    buf_puts(out, "            condition ");
    term_put(out, rule_condition(rules, rule));
    buf_putc(out, '\n');
}

/* The rule itself, or what stands for it where a filter mutes it. */
static bool is_among(const struct ruleset *rules, const uint32_t *matched, size_t count, uint32_t rule) {
    const struct rule_info *info = ruleset_info(rules, rule);
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *other = ruleset_info(rules, matched[i]);
        if (matched[i] == rule ||
            (other->muted && slice_eq(other->id, info->id) && slice_eq(other->title, info->title)))
            return true;
    }
    return false;
}

void explain_event(struct matcher *m, const struct ruleset *rules, const struct event *ev, const uint32_t *matched,
                   size_t count, struct buf *out) {
    const uint32_t *asked;
    struct arena arena;
    size_t said = 0;
    arena_init(&arena, 0);
    put_event(ev, out);
    buf_puts(out, count ? "\nMatched:\n" : "\nMatched no rule.\n");
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = ruleset_info(rules, matched[i]);
        if (!info->copy || info->muted) put_rule(info, out);
    }
    size_t asking = rules_of_call(rules, ev, &arena, &asked);
    for (size_t i = 0; i < asking; i++) {
        if (is_among(rules, matched, count, asked[i])) continue;
        if (!said++) buf_puts(out, "\nAsk for this API, and did not match:\n");
        put_rule(ruleset_info(rules, asked[i]), out);
        put_searches(m, rules, asked[i], &arena, out);
    }
    if (!asking) buf_puts(out, "\nNo rule asks for this API by name.\n");
    arena_release(&arena);
}

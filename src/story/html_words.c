/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_words.c: an alert's narrative with who and what, and its response: commands to review and run. */
#include <inttypes.h>

#include "story/html_parts.h"

static void put_row(struct html_page *page, const char *name, struct slice value, const char *classes) {
    if (value.len == 0) return;
    buf_printf(page->out, "<dt>%s</dt><dd class=\"%s\">", name, classes);
    xml_put(page->out, value);
    buf_puts(page->out, "</dd>");
}

static void put_keys(struct html_page *page, const struct story_actor *who) {
    if (who->credential_count == 0) return;
    buf_puts(page->out, "<dt>Keys</dt><dd>");
    for (size_t i = 0; i < who->credential_count; i++) {
        const struct story_credential *key = &who->credentials[i];
        buf_printf(page->out, "%s<code>", i ? "<br>" : "");
        xml_put(page->out, key->id);
        buf_printf(page->out, "</code> <span class=\"faint\">%s – %s</span>", time_clock(key->from).text,
                   time_clock(key->to).text);
    }
    buf_puts(page->out, "</dd>");
}

static void put_addresses(struct html_page *page, const struct story_actor *who) {
    if (who->address_count == 0) return;
    buf_puts(page->out, "<dt>From</dt><dd>");
    for (size_t i = 0; i < who->address_count; i++) {
        const struct story_address *from = &who->addresses[i];
        const struct slice parts[] = {from->country, from->network, from->asn};
        buf_printf(page->out, "%s<code>", i ? "<br>" : "");
        xml_put(page->out, from->ip);
        buf_puts(page->out, "</code> <span class=\"faint\">");
        for (size_t p = 0; p < 3; p++) {
            if (parts[p].len == 0) continue;
            xml_put(page->out, parts[p]);
            buf_puts(page->out, " · ");
        }
        html_count(page->out, from->count, "call", "calls");
        buf_puts(page->out, "</span>");
    }
    buf_puts(page->out, "</dd>");
}

static void put_actor(struct html_page *page, const struct story_actor *who) {
    struct buf *out = page->out;
    buf_puts(out, "<li class=\"panel actor\"><h3>");
    html_icon(out, "", icon_kind(who->kind));
    html_text(page, who->name);
    buf_printf(out, " <span class=\"faint\">%s%s</span></h3><dl class=\"dl\">", actor_kind_title(LANG_EN, who->kind),
               who->untainted ? ", not part of the attack" : "");
    put_row(page, "ARN", who->arn, "m");
    put_row(page, "Account", text_group_accounts(page->arena, who->account), "");
    put_row(page, "Name", who->account_name, "");
    put_row(page, "Origin", text_group_accounts(page->arena, who->origin), "");
    put_keys(page, who);
    put_addresses(page, who);
    for (size_t i = 0; i < who->user_agent_count && i < 5; i++)
        put_row(page, i ? "" : "Tools", who->user_agents[i], "m");
    buf_puts(out, "</dl></li>");
}

static void put_tags(struct html_page *page, const struct story *st) {
    if (st->technique_count == 0) return;
    buf_puts(page->out, "<p class=\"tags\"><b>ATT&amp;CK</b>");
    for (size_t i = 0; i < st->technique_count; i++) {
        buf_puts(page->out, " <code>");
        xml_put(page->out, st->techniques[i]);
        buf_puts(page->out, "</code>");
    }
    buf_puts(page->out, "</p>");
}

void html_narrative(struct html_alert *a) {
    struct buf *out = a->page->out;
    const struct story *st = a->st;
    buf_printf(out,
               "<section class=\"view words\" id=\"view-%zu-2\" aria-label=\"Narrative\"><div class=\"prose\"><h2>What "
               "happened</h2>",
               a->number);
    for (size_t i = 0; i < st->paragraph_count; i++) {
        buf_puts(out, "<p>");
        html_text(a->page, st->paragraphs[i]);
        buf_puts(out, "</p>");
    }
    put_tags(a->page, st);
    if (st->impact_count) buf_puts(out, "<h2>What it did</h2><ul>");
    for (size_t i = 0; i < st->impact_count; i++) {
        buf_puts(out, "<li>");
        html_text(a->page, st->impacts[i].title);
        buf_puts(out, "</li>");
    }
    if (st->impact_count) buf_puts(out, "</ul>");
    buf_puts(out, "</div><div><h2>Who</h2><ul class=\"actors\">");
    for (size_t k = 0; k < st->actor_count; k++) put_actor(a->page, &st->actors[k]);
    buf_puts(out, "</ul></div></section>\n");
}

static void put_response(struct html_alert *a, const struct story_response *response) {
    struct buf *out = a->page->out;
    buf_puts(out, "<li class=\"panel do\"><header><h3>");
    html_text(a->page, response->title);
    buf_printf(out,
               "</h3><span class=\"tag%s\">%s</span><span class=\"sp\"></span><button class=\"btn quiet sm js\" "
               "data-do=\"copy\">",
               response->reversible ? "" : " warn", response->reversible ? "reversible" : "cannot be undone");
    html_icon(out, " s13", icon_markup(ICON_COPY));
    buf_puts(out, "<span>Copy</span></button></header><p class=\"muted\">");
    html_text(a->page, response->why);
    if (response->account.len) {
        buf_puts(out, " · in ");
        html_text(a->page, response->account);
        if (response->region.len) buf_puts(out, ", ");
        xml_put(out, response->region);
    }
    buf_puts(out, "</p><pre>");
    xml_put(out, response->command);
    buf_puts(out, "</pre></li>");
}

void html_response(struct html_alert *a) {
    struct buf *out = a->page->out;
    buf_printf(out,
               "<section class=\"view\" id=\"view-%zu-3\" aria-label=\"Response\"><h2 class=\"nojs\">Response</h2>",
               a->number);
    if (a->st->response_count == 0)
        buf_puts(out, "<p class=\"muted lead\">Nothing to do by command is known for this story.</p>");
    else buf_puts(out, "<p class=\"muted lead\">Read each command before you run it: it changes your account.</p>");
    buf_puts(out, "<ol class=\"responses\">");
    for (size_t i = 0; i < a->st->response_count; i++) put_response(a, &a->st->responses[i]);
    buf_puts(out, "</ol></section>\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_words.c: an alert's narrative with who and what, and its response: commands to review and run. */
#include <inttypes.h>

#include "story/html_parts.h"

static void put_row(struct html_page *page, struct slice name, struct slice value, const char *classes) {
    if (value.len == 0) return;
    buf_printf(page->out, "<dt>%.*s</dt><dd class=\"%s\">", SLICE_FMT(name), classes);
    xml_put(page->out, value);
    buf_puts(page->out, "</dd>");
}

static void put_keys(struct html_page *page, const struct story_actor *who) {
    if (who->credential_count == 0) return;
    buf_printf(page->out, "<dt>%s</dt><dd>", phrase(page->lang, SAY_PAGE_KEYS_OF).ptr);
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
    buf_printf(page->out, "<dt>%s</dt><dd>", phrase(page->lang, SAY_PAGE_FROM).ptr);
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
        html_count(page, SAY_N_CALLS, from->count);
        buf_puts(page->out, "</span>");
    }
    buf_puts(page->out, "</dd>");
}

static void put_actor(struct html_page *page, const struct story_actor *who) {
    struct buf *out = page->out;
    buf_puts(out, "<li class=\"panel actor\"><h3>");
    html_icon(out, "", icon_kind(who->kind));
    html_text(page, who->name);
    const struct slice kind = slice_cstr(actor_kind_title(page->lang, who->kind));
    buf_puts(out, " <span class=\"faint\">");
    if (who->untainted) HTML_SAY(page, PAGE_NOT_OF_ATTACK, kind);
    else buf_put(out, kind);
    buf_puts(out, "</span></h3><dl class=\"dl\">");
    put_row(page, SLICE("ARN"), who->arn, "m");
    put_row(page, phrase(page->lang, SAY_PAGE_ACCOUNT), text_group_accounts(page->arena, who->account), "");
    put_row(page, phrase(page->lang, SAY_PAGE_NAME), who->account_name, "");
    put_row(page, phrase(page->lang, SAY_PAGE_ORIGIN), text_group_accounts(page->arena, who->origin), "");
    put_keys(page, who);
    put_addresses(page, who);
    for (size_t i = 0; i < who->user_agent_count && i < 5; i++)
        put_row(page, i ? SLICE("") : phrase(page->lang, SAY_PAGE_TOOLS), who->user_agents[i], "m");
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
    buf_printf(
        out, "<section class=\"view words\" id=\"view-%zu-2\" aria-label=\"%s\"><div class=\"prose\"><h2>%s</h2>",
        a->number, phrase(a->page->lang, SAY_PAGE_NARRATIVE).ptr, phrase(a->page->lang, SAY_PAGE_WHAT_HAPPENED).ptr);
    for (size_t i = 0; i < st->paragraph_count; i++) {
        buf_puts(out, "<p>");
        html_text(a->page, st->paragraphs[i]);
        buf_puts(out, "</p>");
    }
    put_tags(a->page, st);
    if (st->impact_count) buf_printf(out, "<h2>%s</h2><ul>", phrase(a->page->lang, SAY_PAGE_WHAT_IT_DID).ptr);
    for (size_t i = 0; i < st->impact_count; i++) {
        buf_puts(out, "<li>");
        html_text(a->page, st->impacts[i].title);
        buf_puts(out, "</li>");
    }
    if (st->impact_count) buf_puts(out, "</ul>");
    buf_printf(out, "</div><div><h2>%s</h2><ul class=\"actors\">", phrase(a->page->lang, SAY_PAGE_WHO).ptr);
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
               response->reversible ? "" : " warn",
               phrase(a->page->lang, response->reversible ? SAY_PAGE_REVERSIBLE : SAY_PAGE_NOT_UNDONE).ptr);
    html_icon(out, " s13", icon_markup(ICON_COPY));
    buf_printf(out, "<span>%s</span></button></header><p class=\"muted\">", phrase(a->page->lang, SAY_PAGE_COPY).ptr);
    html_text(a->page, response->why);
    if (response->account.len) {
        html_say(a->page, SAY_PAGE_IN);
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
    buf_printf(out, "<section class=\"view\" id=\"view-%zu-3\" aria-label=\"%s\"><h2 class=\"nojs\">%s</h2>", a->number,
               phrase(a->page->lang, SAY_PAGE_RESPONSE).ptr, phrase(a->page->lang, SAY_PAGE_RESPONSE).ptr);
    buf_printf(out, "<p class=\"muted lead\">%s</p>",
               phrase(a->page->lang, a->st->response_count ? SAY_PAGE_READ_FIRST : SAY_PAGE_NO_RESPONSE).ptr);
    buf_puts(out, "<ol class=\"responses\">");
    for (size_t i = 0; i < a->st->response_count; i++) put_response(a, &a->st->responses[i]);
    buf_puts(out, "</ol></section>\n");
}

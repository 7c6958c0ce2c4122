/* SPDX-License-Identifier: Apache-2.0 */
/* Narrative and response: who with which keys, and commands that are copied as they are. */
#include <criterion/criterion.h>

#include "sketch.h"

static struct sketch *one_step(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    return s;
}

Test(html_words, who) {
    static const struct story_credential key = {SLICE("AKIAEXAMPLE"), SKETCH_START, SKETCH_START + US_PER_HOUR};
    static const struct story_address from = {
        .ip = SLICE("192.0.2.1"), .country = SLICE("NL"), .network = SLICE("<vpn>"), .count = 1204};
    static const struct slice tools[] = {SLICE("t1"), SLICE("t2"), SLICE("t3"), SLICE("t4"), SLICE("t5"), SLICE("t6")};
    struct sketch *s = one_step();
    struct buf out = sketch_html(s, html_narrative);
    cr_expect_null(strstr(out.ptr, "not part of the attack"));
    cr_expect_null(strstr(out.ptr, "<dt>Keys</dt>"));
    cr_expect_null(strstr(out.ptr, "<dt>ARN</dt>"));
    buf_release(&out);
    struct story_actor *who = &s->actors[0];
    who->credentials = &key, who->credential_count = 1;
    who->addresses = &from, who->address_count = 1;
    who->user_agents = tools, who->user_agent_count = 6;
    who->untainted = true;
    out = sketch_html(s, html_narrative);
    sketch_expect(&out, ", not part of the attack</span>");
    sketch_expect(&out, "<code>AKIAEXAMPLE</code> <span class=\"faint\">13:00:00 – 14:00:00</span>");
    sketch_expect(&out, "<code>192.0.2.1</code> <span class=\"faint\">NL · &lt;vpn&gt; · 1,204 calls</span>");
    sketch_expect(&out, "t5");
    cr_expect_null(strstr(out.ptr, "t6"), "five tools are enough");
    buf_release(&out);
    sketch_free(s);
}

Test(html_words, what_happened_and_what_it_did) {
    static const struct slice paragraphs[] = {SLICE("First."), SLICE("Then <b>.")}, technique = SLICE("T1485");
    static const struct story_note impact = {.kind = SLICE("destruction"), .title = SLICE("Buckets are gone")};
    struct sketch *s = one_step();
    s->st.paragraphs = paragraphs, s->st.paragraph_count = 2;
    s->st.techniques = &technique, s->st.technique_count = 1;
    struct buf out = sketch_html(s, html_narrative);
    sketch_expect(&out, "<p>First.</p><p>Then &lt;b&gt;.</p>");
    sketch_expect(&out, "<code>T1485</code>");
    cr_expect_null(strstr(out.ptr, "What it did"));
    buf_release(&out);
    s->st.impacts = &impact, s->st.impact_count = 1;
    out = sketch_html(s, html_narrative);
    sketch_expect(&out, "<h2>What it did</h2><ul><li>Buckets are gone</li></ul>");
    buf_release(&out);
    sketch_free(s);
}

Test(html_words, responses) {
    static const struct story_response todo[] = {
        {.title = SLICE("Disable the key"),
         .command = SLICE("aws iam update-access-key --access-key-id 'A&B'"),
         .why = SLICE("it leaked"),
         .account = SLICE("111122223333"),
         .region = SLICE("eu-west-1"),
         .reversible = true},
        {.title = SLICE("End the instance"),
         .command = SLICE("aws ec2 terminate-instances --instance-ids i-111122223333"),
         .why = SLICE("it is theirs")}};
    struct sketch *s = one_step();
    struct buf out = sketch_html(s, html_response);
    sketch_expect(&out, "Nothing to do by command is known for this story.");
    buf_release(&out);
    s->st.responses = todo, s->st.response_count = 2;
    out = sketch_html(s, html_response);
    sketch_expect(&out, "Read each command before you run it");
    sketch_expect(&out, "it leaked · in 1111");
    sketch_expect(&out, "3333, eu-west-1</p>");
    sketch_expect(&out, "<span class=\"tag\">reversible</span>");
    sketch_expect(&out, "<span class=\"tag warn\">cannot be undone</span>");
    sketch_expect(&out, "A&amp;B");
    sketch_expect(&out, "<pre>aws ec2 terminate-instances --instance-ids i-111122223333</pre>");
    buf_release(&out);
    sketch_free(s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/text.c: the sections of the page, one function each, in the order in which they are read. See text.h. */
#include "story/text.h"

#include <inttypes.h>

#include "base/text.h"
#include "story/text_graph.h"
#include "story/text_line.h"

enum { INDENT = 2, LISTED_OBSERVATIONS = 10, LISTED_ADDRESSES = 4, LISTED_KEYS = 6 };

static const char *const SHAPES[] = {
    [LEVEL_INFORMATIONAL] = "·", [LEVEL_LOW] = "●", [LEVEL_MEDIUM] = "■", [LEVEL_HIGH] = "▲", [LEVEL_CRITICAL] = "◆"};

static enum ink level_ink(enum level level) {
    return (enum ink)(INK_LEVEL + level);
}

#define PUT(out, lang, name, ...) phrase_put(out, lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))

static void put_section(struct page *page, struct slice name) {
    buf_putc(page->out, '\n');
    page_ink(page, INK_BOLD, name);
    buf_putc(page->out, '\n');
}

/* "1 actor", "16 steps" */
static void put_count(struct buf *out, enum lang lang, enum phrase words, uint64_t n) {
    phrase_put(out, lang, words, PHRASE_VALUES(NUMBER(n)));
}

/* "3 Mar 2026, 13:02 – 14:01 UTC", with the second date only when it is another. */
static void put_span(struct buf *out, enum lang lang, int64_t from, int64_t to) {
    struct time_text first = date_words(lang, from), last = date_words(lang, to);
    const char *join = lang == LANG_EN ? "," : "";
    buf_printf(out, "%s%s %s", first.text, join, time_clock_short(from).text);
    if (strcmp(first.text, last.text) != 0) buf_printf(out, " – %s%s %s", last.text, join, time_clock_short(to).text);
    else if (strcmp(time_clock_short(from).text, time_clock_short(to).text) != 0)
        buf_printf(out, " – %s", time_clock_short(to).text);
    buf_puts(out, " UTC");
}

static void put_list(struct buf *out, enum lang lang, struct slice name, const struct slice *items, size_t count) {
    if (count == 0) return;
    buf_printf(out, " · %.*s ", SLICE_FMT(name));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_put(out, phrase(lang, SAY_LIST_COMMA));
        buf_put(out, items[i]);
    }
}

/* The name that an actor of the story knows for an account. */
static struct slice account_name(const struct story *story, struct slice account) {
    for (size_t i = 0; i < story->actor_count; i++)
        if (slice_eq(story->actors[i].account, account)) return story->actors[i].account_name;
    return (struct slice){0};
}

static void put_accounts(struct buf *out, const struct story *story) {
    if (story->account_count == 0) return;
    struct slice name = phrase(story->lang, story->account_count == 1 ? SAY_TEXT_ACCOUNT : SAY_TEXT_ACCOUNTS);
    buf_printf(out, " · %.*s ", SLICE_FMT(name));
    for (size_t i = 0; i < story->account_count; i++) {
        struct slice known = account_name(story, story->accounts[i]);
        if (i) buf_put(out, phrase(story->lang, SAY_LIST_COMMA));
        buf_put(out, story->accounts[i]);
        if (!slice_empty(known)) buf_putc(out, ' '), buf_put(out, known);
    }
}

static void put_header(struct page *page, const struct story *story) {
    const enum lang lang = page->lang;
    struct buf line;
    buf_init(&line);
    page_inks(page, level_ink(story->level), SHAPES[story->level]);
    buf_putc(page->out, ' ');
    page_paragraph(page, INK_BOLD, INDENT, INDENT, story->title);
    buf_putn(page->out, ' ', INDENT);
    const struct slice level = slice_cstr(level_word(lang, story->level));
    page_ink(page, level_ink(story->level), level);
    PUT(&line, lang, TEXT_SCORE, NUMBER(story->score), story->id);
    buf_putc(page->out, ' ');
    page_paragraph(page, INK_DIM, INDENT + text_columns(level) + 1, INDENT, buf_slice(&line));
    buf_clear(&line);
    put_span(&line, lang, story->from, story->to);
    if (story->to - story->from >= US_PER_MINUTE)
        buf_printf(&line, " (%s)", length_words(lang, story->to - story->from).text);
    buf_puts(&line, " · ");
    put_count(&line, lang, SAY_N_ACTORS, story->actor_count);
    buf_puts(&line, " · ");
    put_count(&line, lang, SAY_N_STEPS, story->step_count);
    put_accounts(&line, story);
    put_list(&line, lang, phrase(lang, story->region_count == 1 ? SAY_TEXT_REGION : SAY_TEXT_REGIONS), story->regions,
             story->region_count);
    buf_putn(page->out, ' ', INDENT);
    page_paragraph(page, INK_DIM, INDENT, INDENT, buf_slice(&line));
    buf_release(&line);
}

static void put_summary(struct page *page, const struct story *story) {
    if (slice_empty(story->summary)) return;
    buf_putc(page->out, '\n');
    buf_putn(page->out, ' ', INDENT);
    page_paragraph(page, INK_PLAIN, INDENT, INDENT, story->summary);
}

static void put_reasons(struct page *page, const struct story *story) {
    if (story->reason_count == 0) return;
    struct buf head;
    buf_init(&head);
    PUT(&head, page->lang, TEXT_WHY, NUMBER(story->score));
    put_section(page, buf_slice(&head));
    for (size_t i = 0; i < story->reason_count; i++) {
        buf_clear(&head);
        buf_printf(&head, "%+4d", story->reasons[i].points);
        buf_putn(page->out, ' ', INDENT);
        page_ink(page, INK_BOLD, buf_slice(&head));
        buf_puts(page->out, "  ");
        page_paragraph(page, INK_PLAIN, INDENT + head.len + 2, INDENT + head.len + 2, story->reasons[i].reason);
    }
    buf_release(&head);
}

/* --- actors --- */

static void put_actor_line(struct page *page, enum phrase name, struct slice text) {
    const size_t column = page->lang == LANG_EN ? 10 : 12; /* behind the longest of the names */
    if (slice_empty(text)) return;
    buf_putn(page->out, ' ', INDENT + 2);
    const struct slice word = phrase(page->lang, name);
    page_ink(page, INK_DIM, word);
    buf_putn(page->out, ' ', column - INDENT - 2 - text_columns(word));
    page_paragraph(page, INK_PLAIN, column, column, text);
}

static void put_more(struct buf *line, enum lang lang, size_t count, size_t listed) {
    if (count > listed) PUT(line, lang, TEXT_MORE, NUMBER(count - listed));
}

static void put_keys(struct page *page, const struct story_actor *actor) {
    struct buf line;
    buf_init(&line);
    for (size_t i = 0; i < actor->credential_count && i < LISTED_KEYS; i++) {
        if (i) buf_puts(&line, ", ");
        buf_put(&line, actor->credentials[i].id);
    }
    put_more(&line, page->lang, actor->credential_count, LISTED_KEYS);
    put_actor_line(page, SAY_TEXT_KEY, buf_slice(&line));
    buf_release(&line);
}

static void put_address(struct buf *line, const struct story_address *address) {
    struct slice notes[] = {address->network, address->country, address->asn};
    size_t open = 0;
    buf_put(line, address->ip);
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (slice_empty(notes[i])) continue;
        buf_puts(line, open++ ? ", " : " (");
        buf_put(line, notes[i]);
    }
    if (open) buf_putc(line, ')');
}

static void put_addresses(struct page *page, const struct story_actor *actor) {
    struct buf line;
    buf_init(&line);
    for (size_t i = 0; i < actor->address_count && i < LISTED_ADDRESSES; i++) {
        if (i) buf_puts(&line, ", ");
        put_address(&line, &actor->addresses[i]);
    }
    put_more(&line, page->lang, actor->address_count, LISTED_ADDRESSES);
    put_actor_line(page, SAY_TEXT_FROM, buf_slice(&line));
    buf_release(&line);
}

static void put_actor(struct page *page, const struct story_actor *actor) {
    struct buf line;
    buf_init(&line);
    buf_put(&line, actor->name);
    buf_put(&line, phrase(page->lang, SAY_LIST_COMMA));
    buf_puts(&line, actor_kind_title(page->lang, actor->kind));
    if (!slice_empty(actor->role) && !slice_eq(actor->role, actor->name))
        PUT(&line, page->lang, TEXT_ROLE, actor->role);
    if (!slice_empty(actor->account)) PUT(&line, page->lang, TEXT_IN_ACCOUNT, actor->account);
    if (!slice_empty(actor->account_name)) buf_putc(&line, ' '), buf_put(&line, actor->account_name);
    page_inks(page, INK_BOLD, actor->untainted ? "  ◌ " : "  ○ ");
    page_paragraph(page, INK_BOLD, INDENT + 2, INDENT + 2, buf_slice(&line));
    put_actor_line(page, SAY_TEXT_CAME, actor->origin);
    put_keys(page, actor);
    put_addresses(page, actor);
    buf_clear(&line);
    for (size_t i = 0; i < actor->user_agent_count && i < 2; i++) {
        if (i) buf_puts(&line, ", ");
        buf_put(&line, slice_before(actor->user_agents[i], ' '));
    }
    put_more(&line, page->lang, actor->user_agent_count, 2);
    put_actor_line(page, SAY_TEXT_WITH, buf_slice(&line));
    buf_release(&line);
}

static void put_actors(struct page *page, const struct story *story) {
    if (story->actor_count == 0) return;
    put_section(page, phrase(page->lang, SAY_TEXT_ACTORS));
    for (size_t i = 0; i < story->actor_count; i++) put_actor(page, &story->actors[i]);
}

/* --- what follows from it --- */

static void put_notes(struct page *page, enum phrase name, const char *mark, const struct story_note *notes,
                      size_t count) {
    if (count == 0) return;
    put_section(page, phrase(page->lang, name));
    for (size_t i = 0; i < count; i++) {
        buf_putn(page->out, ' ', INDENT);
        page_inks(page, INK_BOLD, mark);
        buf_putc(page->out, ' ');
        page_paragraph(page, INK_PLAIN, INDENT + 2, INDENT + 2, notes[i].title);
    }
}

/* The first line of a command of several, taken off `rest`. A line feed inside quotes ends nothing; a backslash before
 * one joins the lines, and so does what is written here. */
static void take_command(struct slice *rest, struct buf *line) {
    char quote = 0;
    size_t at = 0;
    for (; at < rest->len; at++) {
        char c = rest->ptr[at];
        if (c == '\n' && !quote) break;
        if (c == '\\' && !quote && at + 1 < rest->len && rest->ptr[at + 1] == '\n') {
            while (line->len && line->ptr[line->len - 1] == ' ') line->len--;
            while (at + 2 < rest->len && rest->ptr[at + 2] == ' ') at++;
            at++, c = ' ';
        } else if (quote) quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"') quote = c;
        buf_putc(line, c);
    }
    *rest = slice_sub(*rest, at + 1, rest->len);
}

/* A command keeps what it says: it is broken only where a shell joins it again. */
static void put_command(struct page *page, struct slice raw) {
    enum { COLUMN = 5 };
    struct buf line, clean;
    buf_init(&line);
    buf_init(&clean);
    while (raw.len) {
        buf_clear(&line);
        buf_clear(&clean);
        take_command(&raw, &line);
        term_put(&clean, buf_slice(&line));
        struct slice rest = buf_slice(&clean);
        for (bool more = rest.len > 0, first = true; more; first = false) {
            size_t indent = first ? COLUMN : COLUMN + 4;
            struct slice part = wrap_command(&rest, page->width - indent - 2, &more);
            buf_putn(page->out, ' ', indent);
            page_ink(page, INK_OK, part);
            buf_puts(page->out, more ? " \\\n" : "\n");
        }
    }
    buf_release(&line);
    buf_release(&clean);
}

static void put_responses(struct page *page, const struct story *story) {
    if (story->response_count == 0) return;
    put_section(page, phrase(page->lang, SAY_TEXT_RESPONSE));
    for (size_t i = 0; i < story->response_count; i++) {
        const struct story_response *response = &story->responses[i];
        buf_printf(page->out, "%3zu. ", i + 1);
        page_paragraph(page, INK_PLAIN, 5, 5, response->title);
        put_command(page, response->command);
        struct buf why;
        buf_init(&why);
        buf_put(&why, response->why);
        buf_puts(&why, why.len ? " · " : "");
        if (response->account.len) PUT(&why, page->lang, TEXT_IN, response->account);
        if (response->region.len) buf_printf(&why, ", %.*s", SLICE_FMT(response->region));
        buf_puts(&why, response->account.len ? " · " : "");
        buf_put(&why, phrase(page->lang, response->reversible ? SAY_TEXT_UNDONE : SAY_TEXT_NOT_UNDONE));
        buf_putn(page->out, ' ', 5);
        page_paragraph(page, INK_DIM, 5, 5, buf_slice(&why));
        buf_release(&why);
    }
}

static void put_story(struct page *page, const struct story *story) {
    put_header(page, story);
    put_summary(page, story);
    put_section(page, phrase(page->lang, SAY_TEXT_STORY));
    graph_draw(page, story);
    put_reasons(page, story);
    put_actors(page, story);
    put_notes(page, SAY_TEXT_IMPACT, "!", story->impacts, story->impact_count);
    put_notes(page, SAY_TEXT_BLIND, "?", story->blind_spots, story->blind_spot_count);
    put_responses(page, story);
}

/* --- the scan --- */

static void put_observation(struct page *page, const struct observation *o) {
    struct buf line;
    buf_init(&line);
    buf_put(&line, o->title);
    if (!slice_empty(o->actor)) buf_puts(&line, " · "), buf_put(&line, o->actor);
    buf_printf(&line, " · %s", date_words(page->lang, o->from).text);
    buf_printf(&line, ", %s", time_clock_short(o->from).text);
    if (o->count > 1) buf_puts(&line, " · "), put_count(&line, page->lang, SAY_TEXT_TIMES, o->count);
    buf_putn(page->out, ' ', INDENT);
    page_inks(page, level_ink(o->level), SHAPES[o->level]);
    buf_putc(page->out, ' ');
    page_paragraph(page, INK_PLAIN, INDENT + 2, INDENT + 2, buf_slice(&line));
    buf_release(&line);
}

static void put_observations(struct page *page, const struct story_set *set) {
    if (set->observation_count == 0) return;
    struct buf head;
    buf_init(&head);
    put_count(&head, page->lang, SAY_TEXT_OBSERVATIONS, set->observation_count);
    put_section(page, buf_slice(&head));
    for (size_t i = 0; i < set->observation_count && i < LISTED_OBSERVATIONS; i++)
        put_observation(page, &set->observations[i]);
    if (set->observation_count > LISTED_OBSERVATIONS) {
        buf_clear(&head);
        buf_puts(&head, "  ");
        put_count(&head, page->lang, SAY_TEXT_OBSERVATIONS_MORE, set->observation_count - LISTED_OBSERVATIONS);
        buf_putc(&head, '\n');
        page_ink(page, INK_DIM, buf_slice(&head));
    }
    buf_release(&head);
}

static void put_bytes(struct buf *out, uint64_t bytes) {
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    uint64_t whole = bytes, tenth = 0;
    for (; whole >= 1000 && unit + 1 < sizeof units / sizeof units[0]; unit++) {
        tenth = whole % 1000 / 100;
        whole /= 1000;
    }
    buf_printf(out, "%" PRIu64, whole);
    if (unit && whole < 100) buf_printf(out, ".%" PRIu64, tenth);
    buf_printf(out, " %s", units[unit]);
}

struct trouble {
    uint64_t count;
    enum phrase words;
};

/* "No CloudTrail records in 3 files: 3 are not logs. A trail keeps its logs …" */
static void put_nothing(struct buf *line, enum lang lang, const struct input_stats *input) {
    const struct slice where = phrase(lang, SAY_TEXT_WHERE);
    if (input->files == 0 && input->failed_count == 0) {
        PUT(line, lang, TEXT_NO_FILES, where);
        return;
    }
    const struct trouble troubles[] = {{input->skipped_files, SAY_TEXT_NOT_LOG},
                                       {input->failed_count, SAY_TEXT_NOT_READ},
                                       {input->malformed_count, SAY_TEXT_BROKEN}};
    struct buf files;
    size_t said = 0;
    buf_init(&files);
    put_count(&files, lang, SAY_N_FILES, input->files);
    PUT(line, lang, TEXT_NO_RECORDS, buf_slice(&files));
    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++) {
        if (!troubles[i].count) continue;
        buf_put(line, phrase(lang, said++ ? SAY_LIST_COMMA : SAY_TEXT_COLON));
        put_count(line, lang, troubles[i].words, troubles[i].count);
    }
    buf_put(line, phrase(lang, SAY_TEXT_NEXT));
    bool only_others = input->skipped_files == input->files && !input->failed_count && !input->malformed_count;
    if (only_others) buf_put(line, where);
    while (line->len && line->ptr[line->len - 1] == ' ') line->len--;
    buf_release(&files);
}

static void put_troubles(struct buf *line, enum lang lang, const struct input_stats *input) {
    const struct trouble troubles[] = {{input->skipped_files, SAY_TEXT_FILE_NOT_LOG},
                                       {input->failed_count, SAY_TEXT_FILE_NOT_READ},
                                       {input->malformed_count, SAY_TEXT_RECORD_BROKEN}};
    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++) {
        if (!troubles[i].count) continue;
        buf_put(line, phrase(lang, SAY_TEXT_NEXT));
        put_count(line, lang, troubles[i].words, troubles[i].count);
    }
    buf_put(line, phrase(lang, SAY_TEXT_STOP));
}

static void put_also(struct buf *line, enum lang lang, enum phrase words, uint64_t n) {
    buf_put(line, phrase(lang, SAY_LIST_COMMA));
    put_count(line, lang, words, n);
}

/* "24 digests: 312 logs are as delivered, 24 signatures hold. 2 things do not fit the digests." */
static void put_digests(struct buf *line, enum lang lang, const struct digest_stats *digests) {
    if (!digests->read) return;
    struct buf what;
    buf_init(&what);
    put_count(&what, lang, SAY_TEXT_DIGEST_LOGS, digests->verified_logs);
    if (digests->absent_logs) put_also(&what, lang, SAY_TEXT_DIGEST_ABSENT, digests->absent_logs);
    if (digests->signatures) put_also(&what, lang, SAY_TEXT_DIGEST_SIGNED, digests->signatures);
    PUT(line, lang, TEXT_DIGESTS, NUMBER(digests->read), buf_slice(&what));
    buf_put(line, phrase(lang, SAY_TEXT_STOP));
    if (digests->problem_count) put_count(line, lang, SAY_TEXT_DIGEST_PROBLEMS, digests->problem_count);
    buf_release(&what);
}

/* "Read 5,321 events from 126 files (200.8 MB), 3 Mar 2026, 00:00 – 23:59 UTC; 12 duplicates. …" */
static void put_read(struct buf *line, enum lang lang, const struct story_set *set) {
    const struct input_stats *input = &set->input;
    struct buf events, files, bytes;
    buf_init(&events);
    buf_init(&files);
    buf_init(&bytes);
    put_count(&events, lang, SAY_N_EVENTS, input->events);
    put_count(&files, lang, SAY_N_FILES, input->files);
    put_bytes(&bytes, input->bytes);
    PUT(line, lang, TEXT_READ, buf_slice(&events), buf_slice(&files), buf_slice(&bytes));
    buf_release(&events);
    buf_release(&files);
    buf_release(&bytes);
    if (input->from != TIME_NONE && input->events) {
        buf_put(line, phrase(lang, SAY_LIST_COMMA));
        put_span(line, lang, input->from, input->to);
    }
    put_also(line, lang, SAY_N_ACCOUNTS, input->account_count);
    put_also(line, lang, SAY_N_REGIONS, input->region_count);
    if (set->rules) put_also(line, lang, SAY_N_RULES, ruleset_loaded(set->rules));
    if (input->duplicates) {
        buf_put(line, phrase(lang, SAY_TEXT_SEMICOLON));
        put_count(line, lang, SAY_N_DUPLICATES, input->duplicates);
    }
    put_troubles(line, lang, input);
}

static void put_input(struct page *page, const struct story_set *set) {
    struct buf line;
    buf_init(&line);
    if (set->input.events == 0 && set->input.records == 0) put_nothing(&line, page->lang, &set->input);
    else put_read(&line, page->lang, set);
    put_digests(&line, page->lang, &set->input.digests);
    page_paragraph(page, INK_DIM, 0, 0, buf_slice(&line));
    buf_release(&line);
}

void text_input(const struct story_set *set, const struct text_options *options, struct buf *out) {
    struct page page;
    page_init(&page, options, set->lang, out);
    put_input(&page, set);
}

/* What follows, when it is more than one: the numbers are those of --alert. */
static void put_contents(struct page *page, const struct story_set *set) {
    enum { COLUMN = 13 };
    if (set->alert_count < 2) return;
    struct buf line;
    buf_init(&line);
    put_count(&line, page->lang, SAY_N_ALERTS, set->alert_count);
    page_ink(page, INK_BOLD, buf_slice(&line));
    buf_putc(page->out, '\n');
    for (size_t i = 0; i < set->alert_count; i++) {
        const struct story *story = &set->alerts[i];
        buf_printf(page->out, "%5zu  ", i + 1);
        page_inks(page, level_ink(story->level), SHAPES[story->level]);
        buf_printf(page->out, " %3d ", story->score);
        page_paragraph(page, INK_PLAIN, COLUMN, COLUMN, story->title);
    }
    buf_release(&line);
}

static void put_rule(struct page *page) {
    struct buf line;
    buf_init(&line);
    for (size_t i = 0; i < page->width; i++) buf_puts(&line, "─");
    buf_putc(page->out, '\n');
    page_ink(page, INK_DIM, buf_slice(&line));
    buf_puts(page->out, "\n\n");
    buf_release(&line);
}

void text_scan(const struct story_set *set, const struct text_options *options, struct buf *out) {
    struct page page;
    page_init(&page, options, set->lang, out);
    put_contents(&page, set);
    for (size_t i = 0; i < set->alert_count; i++) {
        if (set->alert_count > 1) put_rule(&page);
        put_story(&page, &set->alerts[i]);
    }
    if (set->alert_count == 0 && set->input.events) {
        page_ink(&page, INK_BOLD, phrase(set->lang, SAY_TEXT_NO_ALERTS));
        buf_putc(out, '\n');
    }
    put_observations(&page, set);
    if (set->alert_count || set->input.events) buf_putc(out, '\n');
    put_input(&page, set);
}

void text_story(const struct story *story, const struct text_options *options, struct buf *out) {
    struct page page;
    page_init(&page, options, story->lang, out);
    put_story(&page, story);
}

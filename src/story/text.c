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

static void put_section(struct page *page, const char *name) {
    buf_putc(page->out, '\n');
    page_inks(page, INK_BOLD, name);
    buf_putc(page->out, '\n');
}

/* "1 actor", "16 steps" */
static void put_count(struct buf *out, uint64_t n, const char *one, const char *many) {
    buf_put_grouped(out, n);
    buf_printf(out, " %s", n == 1 ? one : many);
}

/* "3 Mar 2026, 13:02 – 14:01 UTC", with the second date only when it is another. */
static void put_span(struct buf *out, int64_t from, int64_t to) {
    struct time_text first = time_date(from), last = time_date(to);
    buf_printf(out, "%s, %s", first.text, time_clock_short(from).text);
    if (strcmp(first.text, last.text) != 0) buf_printf(out, " – %s, %s", last.text, time_clock_short(to).text);
    else if (strcmp(time_clock_short(from).text, time_clock_short(to).text) != 0)
        buf_printf(out, " – %s", time_clock_short(to).text);
    buf_puts(out, " UTC");
}

static void put_list(struct buf *out, const char *one, const char *many, const struct slice *items, size_t count) {
    if (count == 0) return;
    buf_printf(out, " · %s ", count == 1 ? one : many);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_puts(out, ", ");
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
    buf_puts(out, story->account_count == 1 ? " · account " : " · accounts ");
    for (size_t i = 0; i < story->account_count; i++) {
        struct slice name = account_name(story, story->accounts[i]);
        if (i) buf_puts(out, ", ");
        buf_put(out, story->accounts[i]);
        if (!slice_empty(name)) buf_putc(out, ' '), buf_put(out, name);
    }
}

static void put_header(struct page *page, const struct story *story) {
    struct buf line;
    buf_init(&line);
    page_inks(page, level_ink(story->level), SHAPES[story->level]);
    buf_putc(page->out, ' ');
    page_paragraph(page, INK_BOLD, INDENT, INDENT, story->title);
    buf_putn(page->out, ' ', INDENT);
    page_inks(page, level_ink(story->level), level_name(story->level));
    buf_printf(&line, "· score %d · story ", story->score);
    buf_put(&line, story->id);
    buf_putc(page->out, ' ');
    page_paragraph(page, INK_DIM, INDENT + strlen(level_name(story->level)) + 1, INDENT, buf_slice(&line));
    buf_clear(&line);
    put_span(&line, story->from, story->to);
    if (story->to - story->from >= US_PER_MINUTE) buf_printf(&line, " (%s)", time_length(story->to - story->from).text);
    buf_puts(&line, " · ");
    put_count(&line, story->actor_count, "actor", "actors");
    buf_puts(&line, " · ");
    put_count(&line, story->step_count, "step", "steps");
    put_accounts(&line, story);
    put_list(&line, "region", "regions", story->regions, story->region_count);
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
    buf_printf(&head, "Why %d", story->score);
    put_section(page, head.ptr);
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

static void put_actor_line(struct page *page, const char *word, struct slice text) {
    enum { COLUMN = 10 };
    if (slice_empty(text)) return;
    buf_putn(page->out, ' ', INDENT + 2);
    page_inks(page, INK_DIM, word);
    buf_putn(page->out, ' ', COLUMN - INDENT - 2 - strlen(word));
    page_paragraph(page, INK_PLAIN, COLUMN, COLUMN, text);
}

static void put_more(struct buf *line, size_t count, size_t listed) {
    if (count > listed) buf_printf(line, ", +%zu more", count - listed);
}

static void put_keys(struct page *page, const struct story_actor *actor) {
    struct buf line;
    buf_init(&line);
    for (size_t i = 0; i < actor->credential_count && i < LISTED_KEYS; i++) {
        if (i) buf_puts(&line, ", ");
        buf_put(&line, actor->credentials[i].id);
    }
    put_more(&line, actor->credential_count, LISTED_KEYS);
    put_actor_line(page, "key", buf_slice(&line));
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
    put_more(&line, actor->address_count, LISTED_ADDRESSES);
    put_actor_line(page, "from", buf_slice(&line));
    buf_release(&line);
}

static void put_actor(struct page *page, const struct story_actor *actor) {
    struct buf line;
    buf_init(&line);
    buf_put(&line, actor->name);
    buf_printf(&line, ", %s", actor_kind_title(LANG_EN, actor->kind));
    if (!slice_empty(actor->role) && !slice_eq(actor->role, actor->name))
        buf_puts(&line, ", role "), buf_put(&line, actor->role);
    if (!slice_empty(actor->account)) buf_puts(&line, ", account "), buf_put(&line, actor->account);
    if (!slice_empty(actor->account_name)) buf_putc(&line, ' '), buf_put(&line, actor->account_name);
    page_inks(page, INK_BOLD, actor->untainted ? "  ◌ " : "  ○ ");
    page_paragraph(page, INK_BOLD, INDENT + 2, INDENT + 2, buf_slice(&line));
    put_actor_line(page, "came", actor->origin);
    put_keys(page, actor);
    put_addresses(page, actor);
    buf_clear(&line);
    for (size_t i = 0; i < actor->user_agent_count && i < 2; i++) {
        if (i) buf_puts(&line, ", ");
        buf_put(&line, slice_before(actor->user_agents[i], ' '));
    }
    put_more(&line, actor->user_agent_count, 2);
    put_actor_line(page, "with", buf_slice(&line));
    buf_release(&line);
}

static void put_actors(struct page *page, const struct story *story) {
    if (story->actor_count == 0) return;
    put_section(page, "Actors");
    for (size_t i = 0; i < story->actor_count; i++) put_actor(page, &story->actors[i]);
}

/* --- what follows from it --- */

static void put_notes(struct page *page, const char *name, const char *mark, const struct story_note *notes,
                      size_t count) {
    if (count == 0) return;
    put_section(page, name);
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
    put_section(page, "Response: commands to review, then run");
    for (size_t i = 0; i < story->response_count; i++) {
        const struct story_response *response = &story->responses[i];
        buf_printf(page->out, "%3zu. ", i + 1);
        page_paragraph(page, INK_PLAIN, 5, 5, response->title);
        put_command(page, response->command);
        struct buf why;
        buf_init(&why);
        buf_put(&why, response->why);
        buf_puts(&why, why.len ? " · " : "");
        if (response->account.len) buf_printf(&why, "in %.*s", SLICE_FMT(response->account));
        if (response->region.len) buf_printf(&why, ", %.*s", SLICE_FMT(response->region));
        buf_puts(&why, response->account.len ? " · " : "");
        buf_puts(&why, response->reversible ? "can be undone" : "cannot be undone");
        buf_putn(page->out, ' ', 5);
        page_paragraph(page, INK_DIM, 5, 5, buf_slice(&why));
        buf_release(&why);
    }
}

static void put_story(struct page *page, const struct story *story) {
    put_header(page, story);
    put_summary(page, story);
    put_section(page, "Story");
    graph_draw(page, story);
    put_reasons(page, story);
    put_actors(page, story);
    put_notes(page, "Impact", "!", story->impacts, story->impact_count);
    put_notes(page, "Blind spots", "?", story->blind_spots, story->blind_spot_count);
    put_responses(page, story);
}

/* --- the scan --- */

static void put_observation(struct page *page, const struct observation *o) {
    struct buf line;
    buf_init(&line);
    buf_put(&line, o->title);
    if (!slice_empty(o->actor)) buf_puts(&line, " · "), buf_put(&line, o->actor);
    buf_printf(&line, " · %s", time_date(o->from).text);
    buf_printf(&line, ", %s", time_clock_short(o->from).text);
    if (o->count > 1) buf_puts(&line, " · "), buf_put_grouped(&line, o->count), buf_puts(&line, " times");
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
    put_count(&head, set->observation_count, "observation", "observations");
    buf_puts(&head, " below the alert threshold");
    put_section(page, head.ptr);
    for (size_t i = 0; i < set->observation_count && i < LISTED_OBSERVATIONS; i++)
        put_observation(page, &set->observations[i]);
    if (set->observation_count > LISTED_OBSERVATIONS) {
        buf_clear(&head);
        buf_printf(&head, "  and %zu more: --format json lists them all\n",
                   set->observation_count - LISTED_OBSERVATIONS);
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

#define WHERE_LOGS_LIE "A trail keeps its logs in its S3 bucket, below AWSLogs/."

/* "No CloudTrail records in 3 files: 3 are not logs. A trail keeps its logs …" */
static void put_nothing(struct buf *line, const struct input_stats *input) {
    if (input->files == 0 && input->failed_count == 0) {
        buf_puts(line, "No files there. " WHERE_LOGS_LIE);
        return;
    }
    buf_puts(line, "No CloudTrail records in ");
    put_count(line, input->files, "file", "files");
    const char *join = ": ";
    if (input->skipped_files) {
        buf_puts(line, join);
        put_count(line, input->skipped_files, "is not a log", "are not logs");
        join = ", ";
    }
    if (input->failed_count) {
        buf_puts(line, join);
        put_count(line, input->failed_count, "could not be read", "could not be read");
        join = ", ";
    }
    if (input->malformed_count) {
        buf_puts(line, join);
        put_count(line, input->malformed_count, "broken record", "broken records");
    }
    buf_putc(line, '.');
    bool only_others = input->skipped_files == input->files && !input->failed_count && !input->malformed_count;
    if (only_others) buf_puts(line, " " WHERE_LOGS_LIE);
}

static void put_troubles(struct buf *line, const struct input_stats *input) {
    if (input->skipped_files) {
        buf_puts(line, ". ");
        put_count(line, input->skipped_files, "file is not a log", "files are not logs");
    }
    if (input->failed_count) {
        buf_puts(line, ". ");
        put_count(line, input->failed_count, "file could not be read", "files could not be read");
    }
    if (input->malformed_count) {
        buf_puts(line, ". ");
        put_count(line, input->malformed_count, "record is broken", "records are broken");
    }
    buf_putc(line, '.');
}

/* "Read 5,321 events from 126 files (200.8 MB), 3 Mar 2026, 00:00 – 23:59 UTC; 12 duplicates. …" */
static void put_read(struct buf *line, const struct story_set *set) {
    const struct input_stats *input = &set->input;
    buf_puts(line, "Read ");
    put_count(line, input->events, "event", "events");
    buf_puts(line, " from ");
    put_count(line, input->files, "file", "files");
    buf_puts(line, " (");
    put_bytes(line, input->bytes);
    buf_puts(line, ")");
    if (input->from != TIME_NONE && input->events) buf_puts(line, ", "), put_span(line, input->from, input->to);
    buf_puts(line, ", ");
    put_count(line, input->account_count, "account", "accounts");
    buf_puts(line, ", ");
    put_count(line, input->region_count, "region", "regions");
    if (set->rules) buf_puts(line, ", "), put_count(line, ruleset_loaded(set->rules), "rule", "rules");
    if (input->duplicates) buf_puts(line, "; "), put_count(line, input->duplicates, "duplicate", "duplicates");
    put_troubles(line, input);
}

static void put_input(struct page *page, const struct story_set *set) {
    struct buf line;
    buf_init(&line);
    if (set->input.events == 0 && set->input.records == 0) put_nothing(&line, &set->input);
    else put_read(&line, set);
    page_paragraph(page, INK_DIM, 0, 0, buf_slice(&line));
    buf_release(&line);
}

void text_input(const struct story_set *set, const struct text_options *options, struct buf *out) {
    struct page page;
    page_init(&page, options, out);
    put_input(&page, set);
}

/* What follows, when it is more than one: the numbers are those of --alert. */
static void put_contents(struct page *page, const struct story_set *set) {
    enum { COLUMN = 13 };
    if (set->alert_count < 2) return;
    struct buf line;
    buf_init(&line);
    put_count(&line, set->alert_count, "alert", "alerts");
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
    page_init(&page, options, out);
    put_contents(&page, set);
    for (size_t i = 0; i < set->alert_count; i++) {
        if (set->alert_count > 1) put_rule(&page);
        put_story(&page, &set->alerts[i]);
    }
    if (set->alert_count == 0 && set->input.events) page_inks(&page, INK_BOLD, "No alerts.\n");
    put_observations(&page, set);
    if (set->alert_count || set->input.events) buf_putc(out, '\n');
    put_input(&page, set);
}

void text_story(const struct story *story, const struct text_options *options, struct buf *out) {
    struct page page;
    page_init(&page, options, out);
    put_story(&page, story);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_words.c: the text on cards, heads and branches, cut to the room there is. */
#include <inttypes.h>

#include "story/layout_parts.h"
#include "story/phrases.h"
#include "story/times.h"

#define CARD_TEXT_W 162 /* inside a card */
#define TACTIC_W 127    /* with the step number */
#define NAME_W 128
#define HEAD_TEXT_W 132
#define FONT_DETAIL ((struct font){FACE_MONO, 105})
#define OUTCOME_W 138
#define FONT_PILL ((struct font){FACE_BOLD, 105})
#define FONT_ROLE ((struct font){FACE_REGULAR, 105})

#define SAY(w, name, ...) phrase_make((w)->arena, (w)->st->lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))
#define WORDS(w, name) phrase((w)->st->lang, SAY_##name)

static bool is_denial(struct slice error) {
    static const char *const words[] = {"denied", "unauthorized", "forbidden", "notauthorized"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_find_fold(error, slice_cstr(words[i])) >= 0) return true;
    }
    return false;
}

/* Whether every failure that the evidence shows was a denial. */
static bool all_denied(const struct story *st, const struct layout_card *card) {
    for (size_t s = 0; s < card->step_count; s++) {
        const struct story_step *step = &st->steps[card->steps[s]];
        for (size_t e = 0; e < step->event_count; e++) {
            if (step->events[e].error.len && !is_denial(step->events[e].error)) return false;
        }
    }
    return true;
}

static struct slice outcome_text(struct layout_work *w, const struct layout_card *card) {
    if (card->outcome == STEP_SUCCEEDED) return SAY(w, DRAW_CALLS, NUMBER(card->count));
    struct slice no =
        card->denied ? SAY(w, DRAW_DENIED, NUMBER(card->failed)) : SAY(w, DRAW_FAILED, NUMBER(card->failed));
    if (card->outcome == STEP_FAILED) return no;
    struct slice ok = SAY(w, DRAW_OK, NUMBER(card->count - card->failed));
    return arena_printf(w->arena, "%.*s · %.*s", SLICE_FMT(ok), SLICE_FMT(no));
}

static bool same_day(int64_t a, int64_t b) {
    struct civil x = time_civil(a), y = time_civil(b);
    return x.day == y.day && x.month == y.month && x.year == y.year;
}

static struct slice time_text(struct layout_work *w, const struct layout_card *card) {
    struct time_text from = time_clock(card->from), to = time_clock(card->to);
    if (!same_day(card->from, card->to)) {
        struct time_text day = day_words(w->st->lang, card->to), end = time_clock_short(card->to);
        return arena_printf(w->arena, "%s – %s %s", from.text, day.text, end.text);
    }
    if (strcmp(from.text, to.text) == 0) return arena_printf(w->arena, "%s", from.text);
    return arena_printf(w->arena, "%s – %s", from.text, to.text);
}

static struct slice cut_detail(struct arena *arena, struct slice s) {
    s = text_group_accounts(arena, s);
    if (slice_find(s, SLICE(" ")) >= 0) return text_cut(arena, s, FONT_DETAIL, CARD_TEXT_W);
    return text_cut_middle(arena, s, FONT_DETAIL, CARD_TEXT_W);
}

static void card_words(struct layout_work *w, struct layout_card *card) {
    const struct story_step *lead = &w->st->steps[card->lead];
    bool stack = card->step_count > 1;
    card->denied = all_denied(w->st, card);
    card->number = stack ? arena_printf(w->arena, "%u +%zu", card->steps[0] + 1, card->step_count - 1)
                         : arena_printf(w->arena, "%u", card->steps[0] + 1);
    card->tactic = text_cut(w->arena, slice_cstr(tactic_title(w->st->lang, lead->tactic)), FONT_SMALL_BOLD,
                            TACTIC_W - text_width(card->number, FONT_SMALL));
    if (stack) {
        card->stack_title = SAY(w, DRAW_STACK, NUMBER(card->step_count), NUMBER(card->apis));
    }
    card->title_lines = text_wrap(w->arena, text_group_accounts(w->arena, lead->title), FONT_TITLE, CARD_TEXT_W,
                                  stack ? WRAP_LINES_MAX - 1 : WRAP_LINES_MAX, card->title);
    card->detail = cut_detail(w->arena, lead->detail);
    card->outcome_text = text_cut(w->arena, outcome_text(w, card), FONT_PILL, OUTCOME_W);
    card->time_text = time_text(w, card);
}

/* Distinct APIs of a stack, as far as the evidence lists them. Quadratic in names, so only the first of each step. */
static void count_apis(struct layout_work *w, struct layout_card *card) {
    struct slice *seen = ARENA_ARRAY(w->arena, struct slice, PICTURE_APIS_MAX);
    size_t count = 0;
    for (size_t s = 0; s < card->step_count && count < PICTURE_APIS_MAX; s++) {
        const struct story_step *step = &w->st->steps[card->steps[s]];
        for (size_t e = 0; e < step->event_count && e < PICTURE_APIS_MAX && count < PICTURE_APIS_MAX; e++) {
            size_t k = 0;
            while (k < count && !slice_eq(seen[k], step->events[e].name)) k++;
            if (k == count) seen[count++] = step->events[e].name;
        }
    }
    if (count > card->apis) card->apis = count;
}

void layout_card_words(struct layout_work *w) {
    for (size_t c = 0; c < w->out->card_count; c++) {
        struct layout_card *card = &w->out->cards[c];
        if (card->step_count > 1) count_apis(w, card);
        card_words(w, card);
    }
}

/* --- heads --- */

/* "user", "users" */
static struct slice plural_of(struct layout_work *w, enum actor_kind kind, uint32_t n) {
    return phrase_make(w->arena, w->st->lang, SAY_NOUN_USER + (enum phrase)kind, PHRASE_VALUES(NUMBER(n)));
}

/* "3 users" */
static struct slice counted(struct layout_work *w, enum actor_kind kind, uint32_t n) {
    return SAY(w, COUNTED, NUMBER(n), plural_of(w, kind, n));
}

static struct slice account_text(struct layout_work *w, const struct story_actor *who) {
    struct slice number = text_group_accounts(w->arena, who->account);
    if (number.len == 0) return who->account_name.len ? who->account_name : WORDS(w, DRAW_UNKNOWN);
    if (who->account_name.len == 0) return number;
    return arena_printf(w->arena, "%.*s %.*s", SLICE_FMT(number), SLICE_FMT(who->account_name));
}

static struct slice key_text(struct layout_work *w, const struct story_actor *who) {
    struct arena *arena = w->arena;
    size_t count = who->credential_count, temporary = 0;
    if (count == 0) return WORDS(w, DRAW_NO_KEY);
    for (size_t i = 0; i < count; i++) temporary += slice_starts(who->credentials[i].id, SLICE("ASIA"));
    if (count > 1 && temporary == count) return SAY(w, DRAW_ROTATING, NUMBER(count));
    struct slice first = text_short_key(arena, who->credentials[0].id);
    return count == 1 ? first
                      : arena_printf(arena, "%.*s +%zu", SLICE_FMT(text_cut(arena, first, FONT_MONO, 90)), count - 1);
}

static struct slice address_text(struct layout_work *w, const struct story_actor *who) {
    struct arena *arena = w->arena;
    if (who->address_count == 0) return WORDS(w, DRAW_UNKNOWN);
    struct slice ip = who->addresses[0].ip;
    if (who->address_count == 1) return text_cut_middle(arena, ip, FONT_MONO, HEAD_TEXT_W);
    ip = text_cut_middle(arena, ip, FONT_MONO, HEAD_TEXT_W - 30);
    return arena_printf(arena, "%.*s +%zu", SLICE_FMT(ip), who->address_count - 1);
}

static struct slice network_text(struct arena *arena, const struct story_actor *who) {
    if (who->address_count == 0) return SLICE("");
    const struct slice parts[] = {who->addresses[0].country, who->addresses[0].network, who->addresses[0].asn};
    struct slice text = SLICE("");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len == 0) continue;
        struct slice more =
            text.len ? arena_printf(arena, "%.*s · %.*s", SLICE_FMT(text), SLICE_FMT(parts[i])) : parts[i];
        if (text.len && text_width(more, FONT_SMALL) > HEAD_TEXT_W) break; /* rather nothing than half a number */
        text = more;
    }
    return text;
}

/* The oddity of the most points; the first of equals. */
static const struct story_sign *sign_of(const struct story *st, uint32_t actor) {
    const struct story_sign *best = NULL;
    for (size_t i = 0; i < st->sign_count; i++)
        if (st->signs[i].actor == actor && (!best || st->signs[i].points > best->points)) best = &st->signs[i];
    return best;
}

/* In the room that a head has: its sentence stands among the reasons. */
static struct slice sign_text(enum lang lang, const struct story_sign *sign) {
    static const struct {
        const char *kind;
        enum phrase text;
    } words[] = {
        {"shared_credential", SAY_DRAW_SIGN_SHARED},
        {"used_outside", SAY_DRAW_SIGN_OUTSIDE},
        {"woke", SAY_DRAW_SIGN_WOKE},
        {"new_address", SAY_DRAW_SIGN_ADDRESS},
        {"new_region", SAY_DRAW_SIGN_REGION},
        {"new_service", SAY_DRAW_SIGN_SERVICE},
        {"new_country", SAY_DRAW_SIGN_COUNTRY},
        {"new_network", SAY_DRAW_SIGN_OPERATOR},
        {"impossible_travel", SAY_DRAW_SIGN_TRAVEL},
        {"new_calls", SAY_DRAW_SIGN_CALLS},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_eq(sign->kind, slice_cstr(words[i].kind))) return phrase(lang, words[i].text);
    return sign->title;
}

static struct slice role_text(struct layout_work *w, const struct story_actor *who) {
    const char *title = actor_kind_title(w->st->lang, who->kind);
    bool worker = who->kind == ACTOR_INSTANCE || who->kind == ACTOR_FUNCTION || who->kind == ACTOR_WORKLOAD;
    if (worker && who->role.len) return SAY(w, DRAW_AS_ROLE, who->role);
    if (who->kind != ACTOR_SESSION || who->session.len == 0) return slice_cstr(title);
    return arena_printf(w->arena, "%s · %.*s", title, SLICE_FMT(who->session));
}

static struct slice last_seen_text(struct layout_work *w, const struct layout_lane *lane) {
    const struct layout_card *last = &w->out->cards[lane->last_card];
    int64_t at = w->st->actors[lane->actor].last_seen;
    if (lane->member_count > 1 || at < last->to) at = last->to;
    struct time_text clock = time_clock_short(at);
    if (same_day(at, last->from)) return SAY(w, DRAW_LAST_SEEN, slice_cstr(clock.text));
    struct slice then = arena_printf(w->arena, "%s %s", day_words(w->st->lang, at).text, clock.text);
    return SAY(w, DRAW_LAST_SEEN, then);
}

static void lane_words(struct layout_work *w, struct layout_lane *lane) {
    struct arena *arena = w->arena;
    const struct story_actor *who = &w->st->actors[lane->actor];
    bool merged = lane->member_count > 1;
    struct slice own = who->name.len ? who->name : slice_cstr(actor_kind_title(w->st->lang, who->kind));
    struct slice name = merged ? counted(w, who->kind, lane->member_count) : text_group_accounts(arena, own);
    lane->name = text_cut_middle(arena, name, FONT_TITLE, NAME_W);
    lane->role = text_cut(arena, merged ? WORDS(w, DRAW_TOGETHER) : role_text(w, who), FONT_ROLE, NAME_W);
    lane->account = text_cut(arena, account_text(w, who), FONT_SMALL, HEAD_TEXT_W);
    lane->key = text_cut(arena, merged ? WORDS(w, DRAW_ONE_EACH) : key_text(w, who), FONT_MONO, HEAD_TEXT_W);
    lane->address = text_cut(arena, address_text(w, who), FONT_MONO, HEAD_TEXT_W);
    lane->sign = merged ? NULL : sign_of(w->st, lane->actor);
    struct slice network = lane->sign ? sign_text(w->st->lang, lane->sign) : network_text(arena, who);
    lane->network = text_cut(arena, network, FONT_SMALL, HEAD_TEXT_W);
    lane->origin = text_cut(arena, text_group_accounts(arena, who->origin), FONT_SMALL, HEAD_TEXT_W);
    lane->last_seen = last_seen_text(w, lane);
}

void layout_lane_words(struct layout_work *w) {
    for (size_t k = 0; k < w->out->lane_count; k++) lane_words(w, &w->out->lanes[k]);
}

/* --- branches --- */

static struct layout_branch branch_of_lane(struct layout_work *w, uint32_t index) {
    const struct layout_lane *lane = &w->out->lanes[index];
    const struct story_actor *who = &w->st->actors[lane->actor];
    struct slice object = text_group_accounts(w->arena, who->via_label.len ? who->via_label : who->name);
    if (lane->member_count > 1) object = counted(w, who->kind, lane->member_count);
    return (struct layout_branch){.card = lane->via_card,
                                  .lane = index,
                                  .x = lane->x,
                                  .confidence = who->via_confidence,
                                  .verb = who->via_verb,
                                  .object = object};
}

/* What stands at the stub of one card: actors without a lane that came out of it, or out of such. */
struct stub {
    uint32_t count;
    enum actor_kind kind;
    bool mixed, quiet;
};

/* The card at which an actor without a lane is counted, or STORY_NONE. Parents' stubs are known already. */
static uint32_t stub_card(const struct layout_work *w, uint32_t actor, const uint32_t *stub_of) {
    uint32_t via = w->via[actor];
    if (w->out->lane_of_actor[actor] != STORY_NONE || via == STORY_NONE) return STORY_NONE;
    uint32_t card = w->out->card_of_step[via];
    return card != STORY_NONE ? card : stub_of[w->st->steps[via].actor];
}

static struct stub *count_stubs(struct layout_work *w) {
    struct stub *stubs = ARENA_ARRAY(w->arena, struct stub, w->out->card_count + 1);
    uint32_t *stub_of = ARENA_ARRAY(w->arena, uint32_t, w->st->actor_count + 1);
    for (uint32_t k = 0; k < w->st->actor_count; k++) {
        stub_of[k] = stub_card(w, k, stub_of);
        if (stub_of[k] == STORY_NONE) continue;
        struct stub *stub = &stubs[stub_of[k]];
        enum actor_kind kind = w->st->actors[k].kind;
        if (stub->count == 0) stub->kind = kind, stub->quiet = true;
        stub->mixed |= stub->kind != kind;
        stub->quiet &= w->level[k] <= LEVEL_LOW;
        stub->count++;
    }
    return stubs;
}

void layout_make_branches(struct layout_work *w) {
    struct layout *out = w->out;
    const struct stub *stubs = count_stubs(w);
    out->branches = ARENA_ARRAY(w->arena, struct layout_branch, out->lane_count + out->card_count + 1);
    for (uint32_t k = 0; k < out->lane_count; k++) {
        if (out->lanes[k].via_card != STORY_NONE) out->branches[out->branch_count++] = branch_of_lane(w, k);
    }
    for (uint32_t c = 0; c < out->card_count; c++) {
        if (stubs[c].count == 0) continue;
        struct slice what =
            stubs[c].mixed ? SAY(w, NOUN_ACTOR, NUMBER(stubs[c].count)) : plural_of(w, stubs[c].kind, stubs[c].count);
        struct slice text = stubs[c].quiet ? SAY(w, DRAW_STUB_QUIET, NUMBER(stubs[c].count), what)
                                           : SAY(w, DRAW_STUB_MORE, NUMBER(stubs[c].count), what);
        out->branches[out->branch_count++] =
            (struct layout_branch){.card = c, .lane = STORY_NONE, .x = out->cards[c].x, .object = text};
    }
}

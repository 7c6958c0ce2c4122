/* SPDX-License-Identifier: Apache-2.0 */
/* support/story_random.c: valid stories of any size, with strings that a renderer has to survive. */
#include "story_fixture.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const HOSTILE[] = {
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<!-- <svg/onload=alert(1)> -->",
    "]]><x/>",
    "\x1b[31mred\x07\x01",
    "abc\xe2\x80\xaegpj.exe",
    "\xff\xfe broken \xc3",
    "&lt;already&gt; &amp; &#x3c;",
};
static const char *const PLAIN[] = {
    "orders-prod-0302",
    "role/ec2-log-archiver",
    "arn:aws:iam::111122223333:role/service-role/very/long/path/with-many-parts/"
    "AmazonSageMaker-ExecutionRole-20260303T130211",
    "123456789012",
    "shared with 999988887777 and 111122223333 at once",
    "Listed databases, volumes and buckets in seven regions, then looked into every snapshot of every database it had "
    "found",
    "AVeryLongIdentifierWithoutAnyPlaceToBreakItWhichSomebodyReallyUsedForTheNameOfTheirProductionBucketInTokyoRegion",
    "日本語のとても長いステップの題名がここに入りますので折り返しが必要になります",
    "財務データをエクスポートするためのロール",
    "s3",
    "",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Became prod-admin",
};
static const char *const TACTICS[] = {"discovery",
                                      "privilege-escalation",
                                      "execution",
                                      "exfiltration",
                                      "lateral-movement",
                                      "credential-access",
                                      "persistence",
                                      "defense-evasion",
                                      "impact",
                                      "collection",
                                      "",
                                      "no-such-tactic"};
static const char *const VERBS[] = {"assumed",   "launched", "issued key", "set password",
                                    "federated", "created",  "granted"};

struct maker {
    struct arena *arena;
    uint64_t state;
};

/* SplitMix64. */
static uint64_t next(struct maker *m) {
    uint64_t z = m->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(struct maker *m, size_t n) {
    return (size_t)(next(m) % n);
}

static struct slice text(struct maker *m) {
    if (below(m, 4) == 0) return slice_cstr(HOSTILE[below(m, COUNT(HOSTILE))]);
    return slice_cstr(PLAIN[below(m, COUNT(PLAIN))]);
}

static struct slice hex12(struct maker *m) {
    return arena_printf(m->arena, "%012llx", (unsigned long long)(next(m) & 0xffffffffffff));
}

static const struct slice *texts(struct maker *m, size_t count) {
    struct slice *out = ARENA_ARRAY(m->arena, struct slice, count);
    for (size_t i = 0; i < count; i++) out[i] = text(m);
    return out;
}

static struct story_event event_make(struct maker *m, int64_t time) {
    return (struct story_event){.id = hex12(m),
                                .time = time,
                                .source = SLICE("ec2.amazonaws.com"),
                                .name = text(m),
                                .region = SLICE("eu-west-1"),
                                .account = SLICE("111122223333"),
                                .source_ip = text(m),
                                .user_agent = text(m),
                                .error = below(m, 3) ? SLICE("") : text(m),
                                .resource = text(m),
                                .rule = STORY_NONE,
                                .raw = below(m, 2) ? SLICE("{\"a\":\"</script><b>\",\"n\":[1,2,{\"k\":null}]}")
                                                   : SLICE("")};
}

static void step_make(struct maker *m, struct story_step *step, uint32_t actor, int64_t at) {
    uint64_t count = 1 + below(m, below(m, 4) ? 3 : 5000);
    uint64_t failed = below(m, 3) == 0 ? count : below(m, 3) == 0 ? below(m, (size_t)count + 1) : 0;
    size_t listed = count < 3 ? (size_t)count : 3;
    int64_t to = at + (count > 1 ? (int64_t)below(m, 600) * US_PER_SECOND : 0);
    struct story_event *events = ARENA_ARRAY(m->arena, struct story_event, listed);
    for (size_t i = 0; i < listed; i++) events[i] = event_make(m, at + (to - at) * (int64_t)i / 3);
    struct story_resource *resource = ARENA_NEW(m->arena, struct story_resource);
    *resource = (struct story_resource){text(m), SLICE("AWS::S3::Bucket"), SLICE("111122223333")};
    enum level level = (enum level)below(m, 5);
    *step = (struct story_step){.id = hex12(m),
                                .actor = actor,
                                .tactic = slice_cstr(TACTICS[below(m, COUNT(TACTICS))]),
                                .technique = SLICE("T1537"),
                                .level = level,
                                .outcome = failed == 0       ? STEP_SUCCEEDED
                                           : failed == count ? STEP_FAILED
                                                             : STEP_MIXED,
                                .title = text(m),
                                .detail = text(m),
                                .from = at,
                                .to = to,
                                .count = count,
                                .failed = failed,
                                .rules = texts(m, 1),
                                .rule_titles = texts(m, 1),
                                .rule_count = 1,
                                .events = events,
                                .event_count = listed,
                                .resources = resource,
                                .resource_count = 1,
                                .events_truncated = listed < count,
                                .context = level == LEVEL_INFORMATIONAL,
                                .apis = 1 + below(m, 40)};
}

static void actor_make(struct maker *m, struct story_actor *actor, uint32_t parent, uint32_t via, int64_t at) {
    size_t keys = below(m, 5), ips = below(m, 4);
    struct story_credential *credentials = ARENA_ARRAY(m->arena, struct story_credential, keys + 1);
    struct story_address *addresses = ARENA_ARRAY(m->arena, struct story_address, ips + 1);
    for (size_t i = 0; i < keys; i++) {
        struct slice id = below(m, 3) ? SLICE("ASIAIOSFODNN7EXA1AA") : below(m, 2) ? SLICE("console") : text(m);
        credentials[i] = (struct story_credential){id, at, at};
    }
    for (size_t i = 0; i < ips; i++) {
        addresses[i] = (struct story_address){below(m, 2) ? SLICE("2001:0db8:85a3:0000:0000:8a2e:0370:7334") : text(m),
                                              below(m, 2) ? SLICE("NL") : SLICE(""),
                                              below(m, 2) ? SLICE("AS60729") : SLICE(""),
                                              text(m),
                                              at,
                                              at,
                                              1 + below(m, 99)};
    }
    *actor = (struct story_actor){.id = hex12(m),
                                  .kind = (enum actor_kind)below(m, ACTOR_KINDS),
                                  .name = text(m),
                                  .session = text(m),
                                  .role = text(m),
                                  .arn = text(m),
                                  .account = below(m, 5) ? SLICE("111122223333") : text(m),
                                  .account_name = text(m),
                                  .credentials = credentials,
                                  .addresses = addresses,
                                  .user_agents = texts(m, 2),
                                  .credential_count = keys,
                                  .address_count = ips,
                                  .user_agent_count = below(m, 3),
                                  .parent = parent,
                                  .via_step = via,
                                  .via_at = TIME_NONE,
                                  .origin = text(m),
                                  .first_seen = at,
                                  .last_seen = at};
    if (parent == STORY_NONE) return;
    actor->via_kind = below(m, 8) ? slice_cstr(VERBS[below(m, COUNT(VERBS))]) : text(m);
    actor->via_verb = actor->via_kind;
    actor->via_label = text(m);
    actor->via_event = hex12(m);
    actor->via_at = at;
    actor->via_confidence = (enum confidence)below(m, 3);
}

/* Gives each step an actor that exists by then; a new actor comes out of the step before its first. */
static void weave(struct maker *m, struct story_step *steps, size_t count, struct story_actor *actors, size_t lanes,
                  size_t *made) {
    int64_t at = INT64_C(1772542931000000) + (int64_t)below(m, 1000) * US_PER_HOUR;
    actor_make(m, &actors[0], STORY_NONE, STORY_NONE, at);
    *made = 1;
    for (size_t i = 0; i < count; i++) {
        size_t actor = below(m, *made);
        if (i > 0 && *made < lanes && (below(m, count) < lanes || i + (lanes - *made) >= count)) {
            uint32_t via = (uint32_t)(i - 1 - below(m, i < 4 ? i : 4));
            uint32_t parent = steps[via].actor;
            bool shown = below(m, 9) != 0;
            actor = (*made)++;
            actor_make(m, &actors[actor], parent, shown ? via : STORY_NONE, at);
            if (shown) steps[via].hinge = true;
        }
        step_make(m, &steps[i], (uint32_t)actor, at);
        actors[actor].last_seen = steps[i].to;
        at += below(m, 30) ? (int64_t)below(m, 120) * US_PER_SECOND : (int64_t)below(m, 4000) * US_PER_MINUTE;
    }
}

static void edges_make(struct maker *m, struct story *st) {
    struct story_edge *edges = ARENA_ARRAY(m->arena, struct story_edge, st->step_count + st->actor_count);
    uint32_t *last = ARENA_ARRAY(m->arena, uint32_t, st->actor_count);
    for (uint32_t i = 0; i < st->step_count; i++) {
        uint32_t actor = st->steps[i].actor;
        const struct story_actor *who = &st->actors[actor];
        if (last[actor])
            edges[st->edge_count++] =
                (struct story_edge){last[actor] - 1, i, SLICE("next"), SLICE(""), SLICE(""), CONFIDENCE_EXACT};
        else if (who->via_step != STORY_NONE)
            edges[st->edge_count++] = (struct story_edge){
                who->via_step, i, who->via_kind, who->via_label, who->via_event, who->via_confidence};
        last[actor] = i + 1;
    }
    st->edges = edges;
}

static void words_make(struct maker *m, struct story *st) {
    struct story_reason *reasons = ARENA_ARRAY(m->arena, struct story_reason, 4);
    for (size_t i = 0; i < 4; i++) {
        reasons[i] = (struct story_reason){(int)(20 - i * 4), text(m)};
        st->score += reasons[i].points;
    }
    struct story_response *response = ARENA_NEW(m->arena, struct story_response);
    *response = (struct story_response){text(m), text(m), text(m), text(m), text(m), text(m), below(m, 2) == 0};
    struct story_note *notes = ARENA_ARRAY(m->arena, struct story_note, 2);
    notes[0] = (struct story_note){text(m), text(m), text(m)};
    notes[1] = (struct story_note){text(m), text(m), text(m)};
    st->reasons = reasons, st->reason_count = 4;
    st->responses = response, st->response_count = 1;
    st->impacts = notes, st->impact_count = 1;
    st->blind_spots = notes + 1, st->blind_spot_count = 1;
    st->paragraphs = texts(m, 3), st->paragraph_count = 3;
    st->accounts = texts(m, 2), st->account_count = 2;
    st->regions = texts(m, 1), st->region_count = 1;
}

void fixture_random(struct story_set *set, uint64_t seed, size_t steps, size_t lanes) {
    *set = (struct story_set){0};
    arena_init(&set->arena, 0);
    struct maker m = {&set->arena, seed};
    struct story *st = ARENA_NEW(m.arena, struct story);
    struct story_step *step = ARENA_ARRAY(m.arena, struct story_step, steps);
    struct story_actor *actors = ARENA_ARRAY(m.arena, struct story_actor, lanes);
    weave(&m, step, steps, actors, lanes, &st->actor_count);
    st->id = hex12(&m), st->title = text(&m), st->summary = text(&m);
    st->level = (enum level)below(&m, 5);
    st->steps = step, st->step_count = steps;
    st->actors = actors;
    st->from = step[0].from;
    for (size_t i = 0; i < steps; i++) st->to = step[i].to > st->to ? step[i].to : st->to;
    edges_make(&m, st);
    words_make(&m, st);
    set->alerts = st, set->alert_count = 1;
}

const char *const *fixture_hostile(size_t *count) {
    *count = COUNT(HOSTILE);
    return HOSTILE;
}

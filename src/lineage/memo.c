/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/memo.c: see memo.h. */
#include "lineage/memo.h"

/* All that actor_identify() reads of a user's or a session's event, but for creation time and console. */
static void texts_of(const struct event *ev, struct slice out[MEMO_TEXTS]) {
    const struct identity *who = &ev->who;
    const struct slice texts[MEMO_TEXTS] = {who->access_key, who->principal_id,   who->arn,         who->account,
                                            who->type,       who->user_name,      who->issuer_name, who->issuer_arn,
                                            who->issued_to,  who->source_identity};
    memcpy(out, texts, sizeof texts);
}

/* A key's last letters are as good as random; the upper bits of the product hang on all of them. */
struct memo_slot *memo_slot(struct memo_slot *slots, const struct event *ev) {
    const struct identity *who = &ev->who;
    uint32_t tail;
    bool session = slice_eq(who->type, SLICE("AssumedRole")), user = slice_eq(who->type, SLICE("IAMUser"));
    if (!(session || user) || who->access_key.len < sizeof tail || !who->account.len) return NULL;
    memcpy(&tail, who->access_key.ptr + who->access_key.len - sizeof tail, sizeof tail);
    return &slots[(tail * UINT32_C(0x9e3779b1)) >> (32 - MEMO_BITS)];
}

bool memo_knows(const struct memo_slot *slot, const struct event *ev) {
    struct slice texts[MEMO_TEXTS];
    const char *at = slot->text;
    if (!slot->actor || slot->created != ev->who.session_created || slot->from_console != ev->who.from_console)
        return false;
    texts_of(ev, texts);
    for (size_t i = 0; i < MEMO_TEXTS; i++) {
        if (texts[i].len != slot->lens[i]) return false;
        if (texts[i].len && memcmp(at, texts[i].ptr, texts[i].len) != 0) return false;
        at += texts[i].len;
    }
    return true;
}

bool memo_knows_ip(const struct memo_slot *slot, struct slice ip) {
    bool fits = ip.len <= MEMO_IP_MAX && ip.len == slot->ip_len;
    return fits && (ip.len == 0 || memcmp(slot->ip, ip.ptr, ip.len) == 0);
}

void memo_keep(struct memo_slot *slot, const struct event *ev, uint32_t actor) {
    struct slice texts[MEMO_TEXTS];
    size_t total = 0;
    texts_of(ev, texts);
    slot->actor = 0;
    for (size_t i = 0; i < MEMO_TEXTS; i++) {
        if (texts[i].len > MEMO_TEXT_MAX - total) return;
        if (texts[i].len) memcpy(slot->text + total, texts[i].ptr, texts[i].len);
        slot->lens[i] = (uint16_t)texts[i].len;
        total += texts[i].len;
    }
    slot->created = ev->who.session_created;
    slot->from_console = ev->who.from_console;
    slot->actor = actor + 1;
    slot->ip_len = UINT8_MAX; /* no address yet */
}

void memo_keep_ip(struct memo_slot *slot, struct slice ip) {
    slot->ip_len = UINT8_MAX;
    if (ip.len > MEMO_IP_MAX) return;
    if (ip.len) memcpy(slot->ip, ip.ptr, ip.len);
    slot->ip_len = (uint8_t)ip.len;
}

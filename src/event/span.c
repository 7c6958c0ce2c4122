/* SPDX-License-Identifier: Apache-2.0 */
/* event/span.c: see span.h. 64 bytes are judged at once where nothing special happens (the bit masks of simdjson's
 * first stage: Langdale and Lemire, "Parsing gigabytes of JSON per second"), one byte at a time elsewhere. Both ways
 * keep the same state, so where blocks begin does not show. */
#include "event/span.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

/* One bit a byte of a block. */
struct masks {
    uint64_t quote, backslash, open, close, newline;
};

void span_begin(struct span *s, char open, bool lines) {
    *s = (struct span){.array = open == '[', .lines = lines};
}

void span_retrace(struct span *s) {
    span_begin(s, s->array ? '[' : '{', true);
    s->traced = true;
}

#ifdef __SSE2__
static uint64_t equal_bits(const __m128i v[4], char c) {
    const __m128i want = _mm_set1_epi8(c);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++)
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], want)) << (16 * i);
    return bits;
}

static struct masks block_masks(const char *bytes, bool array) {
    __m128i v[4], folded[4];
    for (unsigned i = 0; i < 4; i++) {
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        /* '[' | 0x20 is '{', ']' | 0x20 is '}' */
        folded[i] = array ? _mm_or_si128(v[i], _mm_set1_epi8(0x20)) : v[i];
    }
    return (struct masks){equal_bits(v, '"'), equal_bits(v, '\\'), equal_bits(folded, '{'), equal_bits(folded, '}'),
                          equal_bits(v, '\n')};
}
#else
static struct masks block_masks(const char *bytes, bool array) {
    struct masks m = {0};
    for (unsigned i = 0; i < BLOCK; i++) {
        char c = bytes[i], folded = array ? (char)(c | 0x20) : c;
        uint64_t bit = UINT64_C(1) << i;
        m.quote |= c == '"' ? bit : 0;
        m.backslash |= c == '\\' ? bit : 0;
        m.open |= folded == '{' ? bit : 0;
        m.close |= folded == '}' ? bit : 0;
        m.newline |= c == '\n' ? bit : 0;
    }
    return m;
}
#endif

/* The bytes that stand behind an odd run of backslashes. */
static uint64_t escaped_bits(uint64_t backslash, bool *carry) {
    const uint64_t even = UINT64_C(0x5555555555555555);
    uint64_t sum;
    if (!backslash) {
        uint64_t first = *carry;
        *carry = false;
        return first;
    }
    backslash &= ~(uint64_t)*carry;
    uint64_t follows = backslash << 1 | (uint64_t)*carry;
    uint64_t odd_starts = backslash & ~even & ~follows;
    *carry = __builtin_add_overflow(odd_starts, backslash, &sum);
    return (even ^ (sum << 1)) & follows;
}

/* Each bit becomes the parity of itself and all lower ones: from quotes to "inside a string". */
static uint64_t parity_bits(uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/* Without the instruction, which not every machine has, the compiler's own is a call. */
static uint64_t count_bits(uint64_t x) {
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return x * UINT64_C(0x0101010101010101) >> 56;
}

/* Walks braces in order; the index behind the one that closes the value, or BLOCK. */
static size_t close_in_block(struct span *s, uint64_t open, uint64_t close) {
    for (uint64_t rest = open | close; rest; rest &= rest - 1) {
        unsigned at = (unsigned)__builtin_ctzll(rest);
        if (open >> at & 1) s->depth++;
        else if (--s->depth == 0) return at + 1;
    }
    return BLOCK;
}

/* Takes a block if nothing in it needs a closer look; `end` is where the value ends in it, 0 where it does not. */
static bool take_block(struct span *s, const char *bytes, size_t *end) {
    struct masks m = block_masks(bytes, s->array);
    bool escaped = s->escaped;
    uint64_t quote = m.quote & ~escaped_bits(m.backslash, &escaped);
    uint64_t inside = parity_bits(quote) ^ (s->in_string ? ~UINT64_C(0) : 0);
    if (m.newline & inside) return false;
    uint64_t open = m.open & ~inside, close = m.close & ~inside;
    uint64_t closes = count_bits(close);
    *end = 0;
    if (s->depth > closes) {
        s->depth += count_bits(open) - closes;
    } else {
        size_t at = close_in_block(s, open, close);
        if (s->depth == 0) return *end = at, true;
    }
    s->in_string = inside >> 63;
    s->escaped = escaped;
    return true;
}

static void push_level(struct span *s, bool array) {
    if (s->level < RECORD_DEPTH_MAX) {
        uint64_t bit = UINT64_C(1) << (s->level % 64);
        uint64_t *word = &s->is_array[s->level / 64];
        *word = array ? *word | bit : *word & ~bit;
    }
    s->level++;
}

/* Whether "{" at the start of a line cannot be a part of this value. Beyond the depth that is allowed: not known. */
static bool cannot_open_here(const struct span *s) {
    if (s->broken) return true;
    if (s->level == 0 || s->level > RECORD_DEPTH_MAX) return false;
    bool array = s->is_array[(s->level - 1) / 64] >> ((s->level - 1) % 64) & 1;
    return array ? s->last != '[' && s->last != ',' : s->last != ':';
}

/* One byte outside of strings. True when it closes the value. */
static bool take_structure(struct span *s, char c) {
    bool brace = c == '{' || c == '}';
    if (c == '{' || c == '[') {
        push_level(s, c == '[');
        if (brace || s->array) s->depth++;
    } else if (c == '}' || c == ']') {
        if (s->level) s->level--;
        if ((brace || s->array) && --s->depth == 0) return true;
    }
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') s->last = c;
    return false;
}

static enum span_result take_byte(struct span *s, char c) {
    bool escaped = s->escaped;
    if (s->after_newline && c == '{' && s->traced && cannot_open_here(s)) return SPAN_CUT;
    s->after_newline = c == '\n';
    s->escaped = c == '\\' && !escaped;
    if (c == '"' && !escaped) {
        s->in_string = !s->in_string;
        s->last = c;
    } else if (!s->in_string) {
        if (take_structure(s, c)) return SPAN_DONE;
    } else if (c == '\n') {
        s->in_string = false;
        s->broken = true;
    }
    return SPAN_MORE;
}

static enum span_result scan_bytes(struct span *s, const char *bytes, size_t len, size_t *used) {
    for (size_t i = 0; i < len; i++) {
        enum span_result result = take_byte(s, bytes[i]);
        if (result == SPAN_MORE) continue;
        *used = result == SPAN_DONE ? i + 1 : i;
        return result;
    }
    *used = len;
    return SPAN_MORE;
}

static enum span_result scan_blocks(struct span *s, const char *bytes, size_t len, size_t *used) {
    size_t at = 0, end, part;
    for (; len - at >= BLOCK; at += BLOCK) {
        if (!take_block(s, bytes + at, &end)) {
            if (scan_bytes(s, bytes + at, BLOCK, &end) == SPAN_MORE) continue;
        }
        if (!end) continue;
        *used = at + end;
        return SPAN_DONE;
    }
    enum span_result result = scan_bytes(s, bytes + at, len - at, &part);
    *used = at + part;
    return result;
}

enum span_result span_scan(struct span *s, const char *bytes, size_t len, size_t *used) {
    if (s->traced) return scan_bytes(s, bytes, len, used);
    const char *newline = s->lines && len ? memchr(bytes, '\n', len) : NULL;
    enum span_result result = scan_blocks(s, bytes, newline ? (size_t)(newline - bytes) : len, used);
    return result == SPAN_MORE && newline ? SPAN_RETRACE : result;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/times.c: see times.h. */
#include "story/times.h"

#include <stdio.h>

#include "story/phrases.h"

struct time_text date_words(enum lang lang, int64_t us) {
    struct time_text t = time_date(us);
    const struct civil c = time_civil(us);
    if (lang == LANG_JA) snprintf(t.text, sizeof t.text, "%d年%d月%d日", c.year, c.month, c.day);
    return t;
}

struct time_text day_words(enum lang lang, int64_t us) {
    struct time_text t = time_date(us);
    const struct civil c = time_civil(us);
    if (lang == LANG_JA) snprintf(t.text, sizeof t.text, "%d月%d日", c.month, c.day);
    else *strrchr(t.text, ' ') = '\0';
    return t;
}

struct time_text number_words(uint64_t n) {
    struct time_text t;
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)n), at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) t.text[at++] = ',';
        t.text[at++] = digits[i];
    }
    t.text[at] = '\0';
    return t;
}

struct time_text length_words(enum lang lang, int64_t us) {
    const int64_t d = us / US_PER_DAY, h = us / US_PER_HOUR % 24, m = us / US_PER_MINUTE % 60,
                  s = us / US_PER_SECOND % 60;
    struct time_text t = {""};
    struct buf out;
    buf_init(&out);
    if (d && h) phrase_put(&out, lang, SAY_DAYS_HOURS, PHRASE_VALUES(NUMBER(d), NUMBER(h)));
    else if (d) phrase_put(&out, lang, SAY_DAYS, PHRASE_VALUES(NUMBER(d)));
    else if (h && m) phrase_put(&out, lang, SAY_HOURS_MINUTES, PHRASE_VALUES(NUMBER(h), NUMBER(m)));
    else if (h) phrase_put(&out, lang, SAY_HOURS, PHRASE_VALUES(NUMBER(h)));
    else if (m) phrase_put(&out, lang, SAY_MINUTES, PHRASE_VALUES(NUMBER(m)));
    else phrase_put(&out, lang, SAY_SECONDS, PHRASE_VALUES(NUMBER(s)));
    snprintf(t.text, sizeof t.text, "%s", out.ptr);
    buf_release(&out);
    return t;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* story/icons.h: line icons on a 16-pixel square, as the SVG elements inside; strokes take the colour of the place. */
#ifndef EMAKI_STORY_ICONS_H
#define EMAKI_STORY_ICONS_H

#include "story/story.h"

enum icon {
    ICON_LINK,
    ICON_CHECK,
    ICON_CROSS,
    ICON_SEARCH,
    ICON_COPY,
    ICON_FIT,
    ICON_THEME,
    ICON_KEYS,
    ICON_LEFT,
    ICON_RIGHT,
    ICON_PLAY,
    ICONS
};

const char *icon_markup(enum icon icon);
const char *icon_tactic(struct slice tactic);
const char *icon_kind(enum actor_kind kind);
/* A filled shape on a 14-pixel square: the level told without colour. */
const char *icon_level(enum level level);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* scan/config_yaml.h: what the two files of the configuration share. */
#ifndef EMAKI_SCAN_CONFIG_YAML_H
#define EMAKI_SCAN_CONFIG_YAML_H

#include "scan/config.h"

/* Brings the blocks into the order that config_network() searches. */
void config_sort_cidrs(struct config *config);

#endif

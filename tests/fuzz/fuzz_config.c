/* SPDX-License-Identifier: Apache-2.0 */
/* tests/fuzz/fuzz_config.c: the configuration's YAML, and the address lists that it names. */
#include "fuzz/fuzz.h"
#include "scan/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice text = {(const char *)data, size};
    struct err err = ERR_INIT;
    struct config config;
    if (config_parse(text, SLICE("dir/emaki.yml"), &config, &err)) config_release(&config);
    config_init(&config);
    err = ERR_INIT;
    config_add_list(&config, text, &err);
    config_network(&config, slice_before(text, '\n'));
    config_release(&config);
    return 0;
}

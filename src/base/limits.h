/* SPDX-License-Identifier: Apache-2.0 */
/* base/limits.h: every bound that input could push against, by name, in one place.
 *
 * Each has a test at it and one beyond it. A message that refuses input names the limit.
 */
#ifndef EMAKI_BASE_LIMITS_H
#define EMAKI_BASE_LIMITS_H

/* base */
#define ARENA_CHUNK (64u * 1024u)
#define ERR_MESSAGE_MAX 256

/* event: one CloudTrail record. AWS cuts records at 256 KB (user guide, "record contents"); we allow far more. */
#define RECORD_BYTES_MAX (16u * 1024u * 1024u)
#define RECORD_DEPTH_MAX 128
/* Before its first record, an object is no log after so many things that are no records, or so many bytes of no JSON.
 */
#define RECORDS_FOREIGN_MAX 64
#define RECORDS_JUNK_MAX (1024u * 1024u)
#define DIGEST_BYTES_MAX (16u * 1024u * 1024u) /* one digest: 40,000 logs of an account and region in one hour */

/* detect: what one rule may ask for */
#define RULE_DOC_BYTES_MAX (1024u * 1024u) /* one YAML document */
#define YAML_DEPTH_MAX 64u                 /* nesting of one document */
#define YAML_NODES_MAX 100000u             /* nodes of one document, aliases expanded */
#define COLLECTION_KEYS_MAX 1024u          /* keys of one map that `action` merges */
#define COLLECTION_NODES_MAX 2000000u      /* nodes of all documents that `action` makes in one file */
#define RULE_FIELD_BYTES_MAX 512u          /* a dotted field path, its modifiers included */
#define RULE_FIELD_PARTS_MAX 32u           /* parts of a dotted field path */
#define RULE_MODIFIERS_MAX 8u              /* modifiers of one field */
#define RULE_VALUE_BYTES_MAX (64u * 1024u) /* one value without wildcards inside */
#define RULE_GLOB_MAX 2048u                /* one value with wildcards inside, in characters */
#define RULE_REGEX_BYTES_MAX 8192u         /* one regular expression */
#define RULE_CONDITION_BYTES_MAX 65536u    /* one condition */
#define RULE_CONDITION_DEPTH_MAX 64u       /* parentheses and "not" in one another */
#define RULE_EXPR_NODES_MAX 65536u         /* nodes of a rule's compiled conditions, "1 of x*" expanded */
#define RULE_DISPATCH_KEYS_MAX 4096u       /* (eventSource, eventName) pairs a rule is filed under */
#define REGEX_MATCH_LIMIT 100000u          /* PCRE2 match limit of one search */
#define REGEX_DEPTH_LIMIT 1000u            /* PCRE2 depth limit where there is no JIT */
#define REGEX_HEAP_KIB 4096u               /* PCRE2 heap and JIT stack of one search */
#define REGEX_SUBJECT_MAX (256u * 1024u)   /* bytes of one text that a regular expression is searched in */
#define FIELD_VALUES_MAX 65536u            /* values of one field path in one event; the rest are not looked at */
#define SPECIAL_BYTES_MAX \
    (8u * 1024u * 1024u)            /* rules reduced for single APIs, a worker; beyond it they are made anew */
#define RULE_TEST_REPEAT_MAX 10000u /* times that a test of a rule repeats its events */
#define RULE_EXPANDED_MAX 262144u   /* values that the placeholders of one field give */
#define EXPAND_NAMES_MAX 8u         /* placeholders in one value */
#define CORR_RULES_MAX 64u          /* rules one correlation refers to */
#define CORR_CHAIN_MAX 8u           /* correlations of correlations of … */
#define CORR_FIELDS_MAX 32u         /* fields one correlation groups by */
#define FILTER_RULES_MAX 4096u      /* rules one filter names */

/* story: what one story shows of itself */
#define STEP_EVENTS_MAX 1000   /* events listed a step (INTERFACES: "all of them up to 1 000") */
#define COMMON_ACTORS_MAX 1000 /* actors that set off a low or medium rule; by more it is common and tells nothing */
#define INPUT_PROBLEMS_MAX 100 /* problems listed one by one; beyond it they are counted */
#define PICTURE_CARDS_MAX 60   /* cards drawn before runs of steps are stacked */
#define PICTURE_LANES_MAX 12   /* lanes drawn before actors are merged or left as stubs */
#define PAGE_ROWS_MAX 6000     /* events that the page lists for one alert, and observations */
#define PAGE_STEP_ROWS_MAX 100 /* of them, of one step */
#define PAGE_RAW_MAX 1500      /* events of one alert whose records the page carries */
#define PICTURE_APIS_MAX 64    /* distinct APIs that a stacked card counts, and events of a step that it looks at */
#define STEP_TEXT_MAX 400      /* bytes of a title, a detail or a resource made from an event */
#define CONTEXT_KEPT_MAX 5000  /* informational findings of one rule kept an actor: its first ones; all are counted */
#define TARGETS_MAX 64         /* accounts and principals looked at of one sharing; more count as everybody */
#define SIGHTINGS_LOOKED_MAX                                                                                       \
    256                       /* credentials and addresses of one actor that are compared; of more nothing is said \
                               */
#define GEOIP_FILES_MAX 8     /* files of countries and networks */
#define GAP_PLACES_MAX 16     /* accounts and regions of a story whose logs are looked through for gaps */
#define PRINT_PAGES_MAX 400   /* of one picture on paper */
#define RESPONSES_MAX 200     /* commands proposed for one story: the first ones, in the order of doing */
#define RESPONSE_KEYS_MAX 5   /* keys of one actor whose history is to be kept */
#define CALL_ROWS_MAX 200000  /* principals with each of their APIs: beyond it nothing is called new */
#define SIGNS_MAX 32          /* oddities told of one story */
#define LINK_CHILDREN_MAX 50  /* instances and tasks of one call that are followed: SendCommand takes no more */
#define TRUST_ACCOUNTS_MAX 16 /* other accounts of one trust policy that are followed */
#define ACTOR_PLACES_MAX 1000 /* addresses, credentials and tools listed an actor; a story names the first ones */
#define TEXT_RAILS_MAX 12     /* rails side by side in a terminal; lanes beyond share the last one */

/* source: what files, folders and archives may ask of us */
#define SOURCE_OBJECTS_MAX (8u * 1024u * 1024u)
#define DIRECTORY_DEPTH_MAX 64 /* folders inside folders; an S3 mirror has about ten */
#define ARCHIVE_DEPTH_MAX 2    /* an archive inside an archive is read, one inside that is not */
#define COMPRESSION_DEPTH_MAX 3
#define MEMBER_LABEL_MAX 4096 /* bytes of a name inside an archive that are shown */
#define ARCHIVE_ERRORS_MAX \
    (64u * 1024u) /* blocks behind a damaged header of a tar (32 MiB) in which the next is sought */
/* One member is handed out at once when it has at most so many bytes, on disk and decompressed; else in pieces. */
#define WHOLE_RAW_MAX (4u * 1024u * 1024u)
#define WHOLE_BYTES_MAX (32u * 1024u * 1024u)
#define PIECE_BYTES (256u * 1024u)
/* Decompression bombs are told by their ratio, not by their size: logs of many GB are legitimate. Deflate codes a run
 * of one byte at 1032:1, but a text that repeats every 32 bytes or more at 344:1 at best (258 bytes in 6 bits); real
 * CloudTrail is at 10:1 to 30:1. So nothing that holds records, be they all the same, reaches the ratio. */
#define INFLATE_FREE_BYTES (256u * 1024u * 1024u) /* the ratio is not looked at before */
#define INFLATE_RATIO_MAX 500u
#define FRAME_WINDOW_LOG_MAX 27 /* 128 MiB: what the zstd tool accepts by itself, so "zstd --long" too */

/* scan: what the user's own files may be */
#define THREADS_MAX 256u
#define CONFIG_BYTES_MAX (1024u * 1024u)
#define ADDRESS_LIST_BYTES_MAX (64u * 1024u * 1024u) /* about 4 million addresses */
#define RULE_FILE_BYTES_MAX (4u * 1024u * 1024u)
#define RULES_DEPTH_MAX 32                    /* folders in folders */
#define DIGEST_KEYS_BYTES_MAX (1024u * 1024u) /* about 2,000 public keys */
#define SIGNATURE_BYTES_MAX 2048u             /* RSA of 16,384 bits, the most that libcrypto verifies */
#define DIGEST_PROBLEMS_MAX 10000u            /* things wrong with digests that are kept; of more only the number is */

#endif

/*
 * settings_partner.h - the keys of [nacha.partner.NAME]; private.
 */
#ifndef ACQUIT_PIPELINE_SETTINGS_PARTNER_H
#define ACQUIT_PIPELINE_SETTINGS_PARTNER_H

#include "../job.h"

/* The partner of this name among `partners`, made where it is new; room is the
 * caller's. */
struct aq_nacha_partner *settings_partner(struct aq_settings *settings,
					  struct aq_nacha_partner *partners, struct aq_slice name);
typedef bool (*may_list)(enum aq_code code);
/* "check-digit trace-order": rules without their "nacha.". False for a word
 * that is no rule, or none that may be listed here. */
bool settings_rules(struct aq_arena *arena, struct aq_slice value, may_list may,
		    const enum aq_code **out, size_t *count);

#endif

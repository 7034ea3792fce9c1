/*
 * settings_twice.h - no key of acquit.conf is said twice; private.
 */
#ifndef ACQUIT_PIPELINE_SETTINGS_TWICE_H
#define ACQUIT_PIPELINE_SETTINGS_TWICE_H

#include "acquit/keyfile.h"

enum aq_status settings_refuse_twice(const struct aq_keyfile *keyfile, size_t index,
				     struct aq_error *err);

#endif

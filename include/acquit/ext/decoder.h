/*
 * ext/decoder.h - for authors of decoders.
 *
 * A decoder is one `const struct aq_decoder` in the array of
 * src/decode/registry.c. A bid says how sure it is that a file is its own,
 * from the head alone; the highest wins, equal highest bids are a refusal.
 */
#ifndef ACQUIT_EXT_DECODER_H
#define ACQUIT_EXT_DECODER_H

#include "acquit/buffer.h"
#include "acquit/decode.h"

#define AQ_BID_NONE    0
#define AQ_BID_PERHAPS 10 /* the shape fits */
#define AQ_BID_LIKELY  50 /* a header fits */
#define AQ_BID_SURE    90 /* a signature fits */

struct aq_decoder_head {
	struct aq_slice head;
	bool is_whole;
	const struct aq_profiles *profiles;
};

struct aq_decoder_handle { /* what every handle begins with */
	const struct aq_sink *sink;
	struct aq_findings *findings;
	struct aq_decode_settings settings;
};

struct aq_decoder {
	const char *name;
	enum aq_family family;
	const char *summary;
	/* `variant` names the profile for CSV, else NULL. */
	int (*bid)(const struct aq_decoder_head *head, const void **variant);
	/* Of a head that nobody takes: what is missing, as a clause; may be NULL. */
	void (*nearest)(const struct aq_decoder_head *head, struct aq_buffer *out);
	/* The handle begins with a struct aq_decoder_handle, filled by the caller
	 * after opening and before the first feed. */
	/* What takes a file by the name of a format, whatever it bids; may be NULL. */
	const void *(*named)(const struct aq_decoder_head *head, struct aq_slice name);
	/* Lines about other formats that fit the head as well, and about the named one if it
	 * does not, which is the answer; may be NULL. */
	bool (*others)(const struct aq_decoder_head *head, struct aq_slice but,
		       struct aq_buffer *out);
	/* What was made of the file, in words, after its end; may be NULL. */
	void (*explain)(const struct aq_decoder_handle *handle, struct aq_buffer *out);
	enum aq_status (*open)(struct aq_decoder_handle **out, const void *variant,
			       struct aq_error *err);
	enum aq_status (*feed)(struct aq_decoder_handle *handle, struct aq_slice bytes,
			       struct aq_error *err);
	enum aq_status (*finish)(struct aq_decoder_handle *handle, struct aq_error *err);
	void (*close)(struct aq_decoder_handle *handle);
	struct aq_slice (*format)(const struct aq_decoder_handle *handle);
};

extern const struct aq_decoder aq_decoder_nacha;
extern const struct aq_decoder aq_decoder_iso20022;
extern const struct aq_decoder aq_decoder_csv;

#endif

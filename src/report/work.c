/*
 * work.c - what a person types to answer a question.
 */
#include "work.h"

#include "acquit/codes.h"
#include "words.h"

bool work_is_typed(struct aq_slice code)
{
	return !aq_slice_is(code, aq_code_name(AQ_CONTRACT_UNSIGNED)) &&
	       !aq_slice_is(code, aq_code_name(AQ_CONTRACT_OPTION)) &&
	       !aq_slice_is(code, aq_code_name(AQ_CURRENCY_DIFFERS));
}

void work_put_command(struct aq_buffer *out, struct aq_slice payment, struct aq_slice target)
{
	aq_buffer_add_text(out, "acquit review apply ");
	(void)put_shell_word(out, payment);
	aq_buffer_add_byte(out, ' ');
	if (target.length == 0 || !put_shell_word(out, target))
		aq_buffer_add_text(out, "TARGET");
}

/*
 * work.c - what a person types to answer a question.
 */
#include "work.h"

#include "words.h"

void work_put_command(struct aq_buffer *out, struct aq_slice payment, struct aq_slice target)
{
	aq_buffer_add_text(out, "acquit review apply ");
	(void)put_shell_word(out, payment);
	aq_buffer_add_byte(out, ' ');
	if (target.length == 0 || !put_shell_word(out, target))
		aq_buffer_add_text(out, "TARGET");
}

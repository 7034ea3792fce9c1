/*
 * profile_plain.c - the plain CSV (INTERFACE.md section 6), in the profile language.
 */
#include "profile.h"

const char aq_profile_plain[] =
	"[csv]\n"
	"summary = the plain CSV: id,booked_on,amount,currency and what else is known\n"
	"posts = cash\n"
	"header = first\n"
	"others = note\n"
	"digits = currency\n"
	"require = [id]\n"
	"id = [id]\n"
	"date = [booked_on] %Y-%m-%d\n"
	"value = [value_on]? %Y-%m-%d\n"
	"currency = [currency]\n"
	"amount = [amount]\n"
	"sum.fee = [fee]?\n"
	"sum.net = [net]?\n"
	"check = row: gross - fee == net\n"
	"type = [kind]? receipt:receipt return:return refund:refund chargeback:chargeback fee:fee"
	" settlement:settlement outgoing:outgoing notice:notice adjustment:adjustment \"\":sign"
	" *:error\n"
	"account = [account]?\n"
	"source = [source]?\n"
	"payer = [payer]?\n"
	"payer.account = [payer_account]?\n"
	"payer.bank = [payer_bank]?\n"
	"reference = [reference]?\n"
	"text = [text]?\n"
	"end-to-end = [end_to_end_id]?\n"
	"payout = [settlement_id]?\n"
	"counter = [counter_reference]?\n";

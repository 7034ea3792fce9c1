/*
 * remittance.c - what payers write, in five languages.
 *
 * `1` and `2` in braces stand for the numbers named. Words before a number are
 * those that payers use; some texts hold dates, months and other noise.
 */
#include "world.h"

#include <string.h>

#define TEXTS_EACH 4

typedef const char *texts[TEXTS_EACH];

static const texts written[LANGUAGE_COUNT][SAYS_COUNT] = {
	[LANGUAGE_EN] =
		{
			[SAYS_NOTHING] = {"Thank you", "Payment", "Bill for March",
					  "As agreed on 02/02/2026"},
			[SAYS_INVOICE] = {"Invoice {1}", "Payment for inv. {1} thank you", "{1}",
					  "Payment of invoice no {1} dated 12/02/2026"},
			[SAYS_REFERENCE] = {"{1}", "Ref {1}", "Payment {1}", "{1} thank you"},
			[SAYS_INVOICE_CUSTOMER] = {"Customer {2} invoice {1}",
						   "Inv {1}, customer no {2}", "{2} / {1}",
						   "Invoice no. {1} cust {2} February"},
			[SAYS_PAIR] = {"Contract {1} notification {2}", "{1} / {2}", "{2}, {1}",
				       "Contract no. {1}, notice {2}"},
			[SAYS_BUNDLE] = {"Bundle {1}", "{1}", "All invoices of bundle {1}",
					 "Payment {1}"},
			[SAYS_LIST] = {"Invoices {1}", "Inv. {1}", "{1}",
				       "Payment of invoices {1}"},
			[SAYS_SUBSCRIPTION] = {"Subscription {1}", "{1} renewal", "{1}",
					       "Hosting {1} thanks"},
			[SAYS_CUSTOMER] = {"Customer no {1}", "Customer {1}", "{1}",
					   "My customer number is {1}"},
			[SAYS_BILLING] = {"Billing account {1}", "{1}", "Account {1}",
					  "Top-up {1}"},
		},
	[LANGUAGE_SV] =
		{
			[SAYS_NOTHING] = {"Tack", "Betalning mars", "Hyra",
					  "Enligt avtal 2026-02-02"},
			[SAYS_INVOICE] = {"Faktura {1}", "Avser fakturanr {1} februari 2026", "{1}",
					  "Betalning faktura nr {1}"},
			[SAYS_REFERENCE] = {"{1}", "OCR {1}", "Ref {1}", "{1} tack"},
			[SAYS_INVOICE_CUSTOMER] = {"Kundnr {2} fakturanr {1}",
						   "Faktura {1}, kund {2}", "{2} / {1}",
						   "Kundnummer {2} faktura {1} februari"},
			[SAYS_PAIR] = {"Avtal {1} avisering {2}", "{1} / {2}", "{2}, {1}",
				       "Kontrakt {1} avisering {2}"},
			[SAYS_BUNDLE] = {"Samlingsfaktura {1}", "{1}", "Samlad betalning {1}",
					 "Ref {1}"},
			[SAYS_LIST] = {"Fakturor {1}", "Faktura {1}", "{1}", "Betalning av {1}"},
			[SAYS_SUBSCRIPTION] = {"Abonnemang {1}", "{1} mars", "{1}",
					       "Webbhotell {1} tack"},
			[SAYS_CUSTOMER] = {"Kundnummer {1}", "Kund {1}",
					   "{1}", "Kundnr {1} el mars"},
			[SAYS_BILLING] = {"Konto {1}", "{1}", "Ref {1}", "Insättning {1}"},
		},
	[LANGUAGE_RU] =
		{
			[SAYS_NOTHING] = {"Оплата услуг", "Без НДС", "За февраль",
					  "По договоренности"},
			[SAYS_INVOICE] = {"Оплата по счету № {1} от 12.02.2026",
					  "Счёт {1} за февраль", "{1}",
					  "Оплата счета {1}, НДС не облагается"},
			[SAYS_REFERENCE] = {"{1}", "Номер {1}", "Оплата {1}", "{1} без НДС"},
			[SAYS_INVOICE_CUSTOMER] = {"Клиент {2}, счет № {1}", "Счет {1}, клиент {2}",
						   "{2} / {1}", "Оплата счета {1} клиента {2}"},
			[SAYS_PAIR] = {"По договору {1} извещение {2}", "{1} / {2}", "{2}, {1}",
				       "Договор № {1}, извещение № {2}"},
			[SAYS_BUNDLE] = {"Сводный платеж {1}", "{1}", "По реестру {1}",
					 "Номер {1}"},
			[SAYS_LIST] = {"Счета {1}", "Оплата счетов {1}", "{1}", "По счетам {1}"},
			[SAYS_SUBSCRIPTION] = {"Подписка {1}", "{1} март", "{1}",
					       "Оплата подписки {1}"},
			[SAYS_CUSTOMER] = {"Клиент {1}", "Лицевой счет {1}", "{1}",
					   "Номер клиента {1}"},
			[SAYS_BILLING] = {"Номер {1}", "{1}", "Пополнение {1}", "ЛС {1}"},
		},
	[LANGUAGE_VI] =
		{
			[SAYS_NOTHING] = {"Chuyển khoản", "Thanh toan", "Tien dien thang 2",
					  "Cảm ơn"},
			[SAYS_INVOICE] = {"Thanh toán hóa đơn số {1}",
					  "TT hoa don {1} thang 02/2026", "{1}",
					  "Hoa don so {1} ngay 12/02/2026"},
			[SAYS_REFERENCE] = {"{1}", "So {1}", "Ma {1}", "Thanh toan {1}"},
			[SAYS_INVOICE_CUSTOMER] = {"Khach hang {2} hoa don {1}",
						   "Hóa đơn {1}, mã KH {2}", "{2} / {1}",
						   "TT hoa don {1} KH {2}"},
			[SAYS_PAIR] = {"Hop dong {1} thong bao {2}", "{1} / {2}", "{2}, {1}",
				       "Hợp đồng số {1}, thông báo {2}"},
			[SAYS_BUNDLE] = {"Thanh toan gop {1}", "{1}", "Tong hop {1}", "Ma {1}"},
			[SAYS_LIST] = {"Hoa don {1}", "TT cac hoa don {1}",
				       "{1}", "Thanh toán {1}"},
			[SAYS_SUBSCRIPTION] = {"Thue bao {1}",
					       "{1} thang 3", "{1}", "Thuê bao {1}"},
			[SAYS_CUSTOMER] = {"Khach hang {1}", "Ma KH {1}", "{1}",
					   "Mã khách hàng {1}"},
			[SAYS_BILLING] = {"Tai khoan {1}", "{1}", "Nap tien {1}", "Ma {1}"},
		},
	[LANGUAGE_KM] =
		{
			[SAYS_NOTHING] = {"សូមអរគុណ", "បង់ប្រាក់", "សម្រាប់ខែមីនា", "ទូទាត់"},
			[SAYS_INVOICE] = {"វិក្កយបត្រ {1}", "បង់ប្រាក់វិក្កយបត្រលេខ{1}", "{1}",
					  "ទូទាត់វិក្កយបត្រ{1}ខែកុម្ភៈ"},
			[SAYS_REFERENCE] = {"{1}", "លេខ {1}", "លេខ{1}", "បង់ {1}"},
			[SAYS_INVOICE_CUSTOMER] = {"អតិថិជន {2} វិក្កយបត្រ {1}", "វិក្កយបត្រ{1} អតិថិជន{2}",
						   "{2} / {1}", "លេខអតិថិជន {2}, {1}"},
			[SAYS_PAIR] = {"កិច្ចសន្យា {1} លេខ {2}", "{1} / {2}", "{2}, {1}",
				       "កិច្ចសន្យា{1} លេខ{2}"},
			[SAYS_BUNDLE] = {"បង់រួម {1}", "{1}", "លេខ {1}", "សរុប {1}"},
			[SAYS_LIST] = {"វិក្កយបត្រ {1}", "បង់ {1}", "{1}", "ទូទាត់ {1}"},
			[SAYS_SUBSCRIPTION] = {"សេវា {1}", "{1} ខែមីនា", "{1}", "លេខ {1}"},
			[SAYS_CUSTOMER] = {"អតិថិជន {1}", "អតិថិជនលេខ{1}", "{1}", "លេខ {1}"},
			[SAYS_BILLING] = {"គណនី {1}", "{1}", "លេខ {1}", "បញ្ចូល {1}"},
		},
};

/* Khmer digits, one by one, where the number is all digits. */
static void put_khmer(struct line *line, const char *number)
{
	if (number[strspn(number, "0123456789")] != '\0') {
		line_text(line, number);
		return;
	}
	for (; *number != '\0'; number++) {
		line_text(line, "\xE1\x9F");
		line_char(line, (char)(0xA0 + (*number - '0')));
	}
}

static void put_list(const struct plan *plan, struct line *line)
{
	static const char *const between[] = {", ", " ", " + ", ","};
	uint64_t dice = draw_below(plan, 71, 4);

	for (size_t i = 0; i < plan->bill_count; i++) {
		if (i > 0)
			line_text(line, between[dice]);
		line_text(line, plan->bills[i].number);
	}
}

static void put_number(const struct plan *plan, struct line *line, const char *number)
{
	if (plan->says == SAYS_LIST)
		put_list(plan, line);
	else if (plan->customer.language == LANGUAGE_KM && draw_below(plan, 72, 3) == 0)
		put_khmer(line, number);
	else
		line_text(line, number);
}

void remittance_text(const struct plan *plan, char out[TEXT_BYTES])
{
	enum language language = plan->customer.language;
	const char *text = written[language][plan->says][draw_below(plan, 70, TEXTS_EACH)];
	struct line line;

	line_clear(&line);
	for (; *text != '\0'; text++) {
		if (text[0] != '{') {
			line_char(&line, *text);
			continue;
		}
		put_number(plan, &line, text[1] == '1' ? plan->first : plan->second);
		text += 2;
	}
	line_copy(&line, 0, out, TEXT_BYTES);
}

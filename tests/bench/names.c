/*
 * names.c - invented people, firms, accounts and structured references.
 *
 * Promises: check digits that hold; an account and a reference for each serial
 * that no other serial has.
 */
#include "world.h"

#include <string.h>

struct name_parts {
	const char *given[8];
	const char *family[8]; /* how a family name begins */
	const char *middle[8];
	const char *end[8];
	const char *trades[4];
};

static const struct name_parts parts[LANGUAGE_COUNT] = {
	[LANGUAGE_EN] = {{"Ann", "Peter", "Ruth", "George", "Helen", "Frank", "Clara", "Ian"},
			 {"Hol", "Ash", "Wit", "Bran", "Mar", "Thorn", "Red", "Kel"},
			 {"ing", "bur", "den", "le", "wor", "ste", "ham", "ri"},
			 {"ton", "ley", "ford", "well", "by", "son", "field", "mont"},
			 {"Trading Ltd", "Garage, Inc.", "Stores LLC", "& Sons"}},
	[LANGUAGE_SV] = {{"Åsa", "Per", "Märta", "Göran", "Elin", "Nils", "Ylva", "Sören"},
			 {"Lind", "Berg", "Sjö", "Björk", "Ek", "Häll", "Norr", "Ström"},
			 {"ke", "ma", "ny", "sta", "hol", "vi", "ra", "än"},
			 {"gren", "kvist", "ström", "dahl", "man", "sson", "lund", "feldt"},
			 {"Bygg AB", "Handel AB", "Fastigheter HB", "& Co AB"}},
	[LANGUAGE_RU] = {{"Анна", "Пётр", "Ольга", "Иван", "Вера", "Олег", "Нина", "Юрий"},
			 {"Бел", "Кор", "Сав", "Лог", "Гор", "Мур", "Тих", "Зар"},
			 {"ен", "ов", "ар", "ин", "ил", "ом", "ад", "ев"},
			 {"ов", "ин", "ский", "енко", "аев", "цев", "ых", "чук"},
			 {"Строй ООО", "Торг ООО", "Сервис АО", "и Ко ЗАО"}},
	[LANGUAGE_VI] = {{"Thị Mai", "Văn Hùng", "Thu Hà", "Minh Đức", "Ngọc Lan", "Quang Huy",
			  "Bích Vân", "Đình Long"},
			 {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"},
			 {" An", " Bình", " Cường", " Dũng", " Giang", " Hải", " Khánh", " Lộc"},
			 {" Sơn", " Tâm", " Uyên", " Việt", " Xuân", " Yến", " Phúc", " Thảo"},
			 {"TNHH", "Công ty CP", "& Cộng sự", "Thương mại"}},
	[LANGUAGE_KM] = {{"សុខា", "វិចិត្រ", "ច័ន្ទ", "បូផា", "រតនា", "សុភា", "មករា", "ធារី"},
			 {"ជា", "ហេង", "លី", "កែវ", "ស៊ុន", "ម៉ៅ", "ប៉ែន", "ទេព"},
			 {"សុ", "វណ្ណ", "រ៉ា", "ពិ", "នា", "ដា", "មុ", "ស្រី"},
			 {"ន", "រី", "ថា", "លីន", "សាន", "ណា", "វុធ", "ម៉ុន"},
			 {"ក្រុមហ៊ុន", "ហាង", "ឯ.ក", "ពាណិជ្ជកម្ម"}},
};

void name_make(enum language language, uint64_t dice, enum bearer bearer, char out[NAME_BYTES])
{
	const struct name_parts *from = &parts[language];
	struct line line;
	unsigned common = (unsigned)(dice >> 40 & 31);
	char first = bearer == BEARER_STRANGER ? 'Q' : 'A';
	uint64_t letters = bearer == BEARER_STRANGER ? 7 : 15;

	line_clear(&line);
	if (bearer != BEARER_COMPANY) {
		line_text(&line, from->given[dice & 7]);
		line_char(&line, ' ');
	}
	line_text(&line, from->family[dice >> 3 & 7]);
	/* A few names are many people's. */
	if (common > 0 || bearer == BEARER_STRANGER) {
		line_text(&line, from->middle[dice >> 6 & 7]);
		line_text(&line, from->middle[dice >> 9 & 7]);
		line_text(&line, from->end[dice >> 12 & 7]);
		line_char(&line, ' ');
		line_char(&line, (char)(first + (char)(dice >> 15 & letters)));
		line_text(&line, from->end[dice >> 19 & 7]);
	}
	if (bearer == BEARER_COMPANY) {
		line_char(&line, ' ');
		line_text(&line, from->trades[dice >> 22 & 3]);
	}
	line_copy(&line, 0, out, NAME_BYTES);
}

static unsigned mod97(const char *text)
{
	unsigned rest = 0;

	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			rest = (rest * 10 + (unsigned)(*text - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)(*text - 'A') + 10) % 97;
	}
	return rest;
}

/* Two letters, two check digits and the rest, by ISO 7064 mod 97-10. */
static void check97(const char *letters, const char *rest, char out[NUMBER_BYTES])
{
	struct line line;
	char turned[2 * NUMBER_BYTES];

	line_clear(&line);
	line_text(&line, rest);
	line_text(&line, letters);
	line_text(&line, "00");
	line_copy(&line, 0, turned, sizeof(turned));
	line_clear(&line);
	line_text(&line, letters);
	line_number(&line, 98 - mod97(turned), 2);
	line_text(&line, rest);
	line_copy(&line, 0, out, NUMBER_BYTES);
}

static void digits_of(uint64_t number, int width, char out[NUMBER_BYTES])
{
	struct line line;

	line_clear(&line);
	line_number(&line, number, width);
	line_copy(&line, 0, out, NUMBER_BYTES);
}

void reference_rf(uint64_t serial, char out[NUMBER_BYTES])
{
	char digits[NUMBER_BYTES];

	digits_of(20000000000 + serial, 11, digits);
	check97("RF", digits, out);
}

void reference_ocr(uint64_t serial, char out[NUMBER_BYTES])
{
	char digits[NUMBER_BYTES];
	unsigned sum = 0;
	size_t length;

	digits_of(6000000000 + serial, 10, digits);
	length = strlen(digits);
	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned)(digits[length - 1 - i] - '0') << (i % 2 == 0);

		sum += digit > 9 ? digit - 9 : digit;
	}
	digits[length] = (char)('0' + (10 - sum % 10) % 10);
	digits[length + 1] = '\0';
	memcpy(out, digits, length + 2);
}

void account_make(const struct customer *customer, enum family family, uint64_t serial,
		  char out[NUMBER_BYTES])
{
	char digits[NUMBER_BYTES];

	if (family == FAMILY_NACHA) {
		digits_of(1000000000 + serial, 10, out);
		return;
	}
	switch (customer->language) {
	case LANGUAGE_SV:
		digits_of(serial, 17, digits);
		digits[0] = '5';
		memmove(digits + 3, digits, strlen(digits) + 1);
		memcpy(digits, "500", 3);
		check97("SE", digits, out);
		return;
	case LANGUAGE_EN:
		digits_of(serial, 18, digits);
		memcpy(digits, "50010517", 8);
		check97("DE", digits, out);
		return;
	case LANGUAGE_RU:
		digits_of(serial, 20, out);
		memcpy(out, "40817810", 8);
		return;
	case LANGUAGE_VI:
	case LANGUAGE_KM:
	case LANGUAGE_COUNT:
		break;
	}
	digits_of(customer->language == LANGUAGE_VI ? 9704000000000 + serial
						    : 8550000000000 + serial,
		  13, out);
}

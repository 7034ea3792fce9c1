/*
 * test_page.c - the page: its figures, its links, and nothing from outside in it.
 */
#include "written.h"

static void no_text_from_outside_becomes_markup(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");

	assert_null(strstr(text.start, "<script"));
	assert_null(strstr(text.start, "<b>bold"));
	assert_null(strstr(text.start, "<i>invoice"));
	assert_holds(&text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;");
	assert_null(strstr(text.start, "\xE2\x80\xAE"));
	assert_null(strstr(text.start, " style="));
	assert_null(strstr(text.start, "http-equiv=\"refresh"));
	aq_buffer_free(&text);
}

static void a_defused_text_is_shown_as_the_payer_wrote_it(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");

	assert_holds(&text, "<bdi>=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;) &lt;b&gt;bold");
	assert_holds(&text, "<bdi>+1 &lt;i&gt;invoice&lt;/i&gt;</bdi>");
	aq_buffer_free(&text);
}

static void the_style_is_the_one_whose_hash_the_policy_names(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");
	char hash[STYLE_HASH_BYTES], policy[256];

	assert_ok(style_hash(hash, &err));
	snprintf(policy, sizeof(policy), "content=\"default-src 'none'; style-src 'sha256-%s';",
		 hash);
	assert_holds(&text, policy);
	assert_holds(&text, style_text());
	aq_buffer_free(&text);
}

static void nothing_is_loaded_from_anywhere(void **state)
{
	static const char *const loads[] = {"<link",   "<img",	      "<iframe", "src=\"", "url(",
					    "@import", "href=\"http", "<form",	 "<object"};
	struct aq_buffer text = read_written(*state, "index.html");

	for (size_t index = 0; index < sizeof(loads) / sizeof(loads[0]); index++)
		assert_null(strstr(text.start, loads[index]));
	aq_buffer_free(&text);
}

/* Every href="#x" has its id="x", once. */
static void every_link_on_the_page_leads_somewhere(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");
	const char *link = text.start;
	size_t count = 0;

	while ((link = strstr(link, "href=\"#"))) {
		char id[300];
		const char *end = strchr(link + 7, '"'), *place;

		snprintf(id, sizeof(id), "id=\"%.*s\"", (int)(end - link - 7), link + 7);
		place = strstr(text.start, id);
		if (!place)
			fail_msg("nothing has %s", id);
		assert_null(strstr(place + 1, id));
		link = end;
		count++;
	}
	assert_true(count > 20);
	aq_buffer_free(&text);
}

static void every_file_the_page_names_lies_beside_it(void **state)
{
	const struct written *written = *state;
	struct aq_buffer text = read_written(written, "index.html");
	const char *link = text.start;

	while ((link = strstr(link, "href=\""))) {
		char name[64];
		const char *end = strchr(link + 6, '"');

		if (link[6] != '#') {
			snprintf(name, sizeof(name), "%.*s", (int)(end - link - 6), link + 6);
			assert_true(aq_file_exists((struct aq_file_name){written->run, name}));
		}
		link = end;
	}
	aq_buffer_free(&text);
}

static void the_work_list_says_what_to_type(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");

	assert_holds(&text, "acquit review apply P");
	assert_holds(&text, " invoice:F2026-10236 <span class=\"m\">--by YOU</span>");
	assert_holds(&text, " TARGET <span class=\"m\">--by YOU</span>");
	aq_buffer_free(&text);
}

static void amounts_are_grouped_and_stand_with_their_currency(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");

	assert_holds(&text, ">12,345.67\xC2\xA0<span class=\"c\">USD</span>");
	aq_buffer_free(&text);
}

static void a_night_with_questions_says_so_and_that_it_ties(void **state)
{
	struct aq_buffer text = read_written(*state, "index.html");

	assert_holds(&text, "<p class=\"verdict ask\"><b>Everything ties to the cent.</b>");
	assert_holds(&text, "3 questions wait for a person</a>");
	assert_holds(&text, "1 file was taken in only in part</a>");
	aq_buffer_free(&text);
}

static void a_cent_that_is_missing_is_told_and_not_hidden(void **state)
{
	struct written *written = *state;
	struct aq_buffer text;

	written->world.allocations[0].allocation.amount--;
	write_all(written);
	text = read_written(written, "index.html");
	assert_holds(&text, "<p class=\"verdict bad\">");
	assert_holds(&text, "A control total does not tie");
	assert_holds(&text, "They differ by");
	aq_buffer_free(&text);
	text = read_written(written, "summary.json");
	assert_holds(&text, "\"control_totals_tie\": false");
	aq_buffer_free(&text);
}

static void a_night_in_which_nothing_happened_has_a_page_too(void **state)
{
	struct written *written = *state;
	struct aq_buffer text;

	memset(&written->world, 0, sizeof(written->world));
	write_all(written);
	text = read_written(written, "index.html");
	assert_holds(&text, "<p class=\"verdict good\"><b>Everything ties to the cent.</b>");
	assert_holds(&text, "Nothing waits.");
	assert_holds(&text, "</html>");
	aq_buffer_free(&text);
}

static void a_long_group_shows_its_first_rows_and_says_where_the_others_are(void **state)
{
	struct written *written = *state;
	struct aq_buffer text;

	for (size_t index = 0; index < 400; index++)
		world_row(&written->world,
			  (struct world_receipt){1, 100 + index, "Bluebell Bakery", "", "X", 100,
						 USD, BANK, 0},
			  AQ_PAYMENT_NOTICE, AQ_TALLY_NOTICE);
	write_all(written);
	text = read_written(written, "index.html");
	assert_holds(&text, "The first 250 of 400 rows. All of them are in");
	aq_buffer_free(&text);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, open_written, close_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(no_text_from_outside_becomes_markup),
		A_TEST(a_defused_text_is_shown_as_the_payer_wrote_it),
		A_TEST(the_style_is_the_one_whose_hash_the_policy_names),
		A_TEST(nothing_is_loaded_from_anywhere),
		A_TEST(every_link_on_the_page_leads_somewhere),
		A_TEST(every_file_the_page_names_lies_beside_it),
		A_TEST(the_work_list_says_what_to_type),
		A_TEST(amounts_are_grouped_and_stand_with_their_currency),
		A_TEST(a_night_with_questions_says_so_and_that_it_ties),
		A_TEST(a_cent_that_is_missing_is_told_and_not_hidden),
		A_TEST(a_night_in_which_nothing_happened_has_a_page_too),
		A_TEST(a_long_group_shows_its_first_rows_and_says_where_the_others_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

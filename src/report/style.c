/*
 * style.c - how the page looks: on a screen, light or dark, and on paper.
 *
 * The page names the hash of this text in its Content-Security-Policy, so that
 * no other style, and no script at all, can take effect in it.
 */
#include "page.h"

#include "acquit/hash.h"

/* clang-format off */
static const char text[] =
":root{color-scheme:light dark;--paper:#f6f6f3;--card:#fff;--ink:#1b1d20;--soft:#5d6268;"
"--rule:#dfdfd9;--zebra:#faf9f6;--link:#174ea6;--good:#136c3e;--good-bg:#e4f3ea;--ask:#8a4b00;"
"--ask-bg:#fdf0dc;--bad:#a8201a;--bad-bg:#fbe6e4;--b1:#2f7d55;--b2:#7fb69a;--b3:#3b6fb5;--b4:#c98a1b;"
"--b5:#c2513f;--b6:#7a5ea8;--b7:#8d9299}\n"
"@media(prefers-color-scheme:dark){:root{--paper:#14161a;--card:#1c1f24;--ink:#e7e8ea;--soft:#a2a8b0;"
"--rule:#33373e;--zebra:#20242a;--link:#8ab4f8;--good:#7fd1a3;--good-bg:#153325;--ask:#f2bd6b;"
"--ask-bg:#3a2a10;--bad:#ff9d94;--bad-bg:#44191a;--b1:#4fae7e;--b2:#2f6b4e;--b3:#6d9ee0;--b4:#d9a441;"
"--b5:#e0705d;--b6:#a68bd3;--b7:#757b83}}\n"
"*{box-sizing:border-box}\n"
"html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}\n"
"body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"
"\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica Neue\",Arial,\"Noto Sans Khmer\",\"Khmer UI\","
"\"Khmer Sangam MN\",\"Leelawadee UI\",sans-serif}\n"
"main,header,footer{max-width:78rem;margin:0 auto;padding:0 1.5rem}\n"
"header{padding-top:2rem}\n"
"h1{font-size:1.75rem;line-height:1.25;margin:0;letter-spacing:-.01em}\n"
"h2{font-size:1.2rem;line-height:1.3;margin:0 0 .2rem}\n"
"h3{font-size:1rem;margin:1.4rem 0 .35rem}\n"
"p{margin:.3rem 0}\n"
"a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}\n"
"section{margin:2.6rem 0;scroll-margin-top:1rem}\n"
".kicker{color:var(--soft);margin:0 0 .2rem}\n"
".says,.rest,.soft{color:var(--soft)}\n"
".all{white-space:nowrap}\n"
".verdict{font-size:1.1rem;padding:.85rem 1.1rem;border-radius:.5rem;margin:1.2rem 0;border-left:.35rem solid}\n"
".good{background:var(--good-bg);border-color:var(--good)}\n"
".ask{background:var(--ask-bg);border-color:var(--ask)}\n"
".bad{background:var(--bad-bg);border-color:var(--bad)}\n"
".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.8rem;margin:1.2rem 0}\n"
".tile{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.75rem 1rem;color:inherit;"
"text-decoration:none;display:block}\n"
"a.tile:hover,a.tile:focus{border-color:var(--link)}\n"
".tile b{display:block;font-size:1.5rem;line-height:1.25;font-variant-numeric:tabular-nums}\n"
".tile span{color:var(--soft)}\n"
"nav{margin:1rem 0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}\n"
"dl.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin:.5rem 0}\n"
"dl.facts dt,dl.facts dd{display:inline;margin:0}\n"
"dl.facts dt{color:var(--soft)}\n"
".box{overflow-x:auto;background:var(--card);border:1px solid var(--rule);border-radius:.5rem;margin:.6rem 0}\n"
".box:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
"table{border-collapse:collapse;width:100%}\n"
"th,td{padding:.4rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}\n"
"thead th{font-weight:600;font-size:.85rem;color:var(--soft);white-space:nowrap;vertical-align:bottom}\n"
"tbody tr:last-child>*{border-bottom:0}\n"
"tbody tr:nth-child(even){background:var(--zebra)}\n"
"tr.total>*{border-top:2px solid var(--rule);font-weight:600}\n"
".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums lining-nums}\n"
".m{white-space:nowrap;font-variant-numeric:tabular-nums lining-nums}\n"
".c{color:var(--soft);font-size:.8em}\n"
".zero{color:var(--soft);opacity:.6}\n"
".neg{color:var(--bad)}\n"
".date{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
".code,code{font-family:ui-monospace,\"Cascadia Mono\",\"Segoe UI Mono\",Menlo,Consolas,\"Liberation Mono\",monospace;"
"font-size:.87em}\n"
"td.code{white-space:nowrap}\n"
".place{color:var(--soft);font-size:.87em;overflow-wrap:anywhere;min-width:9rem}\n"
".name{min-width:9rem;overflow-wrap:anywhere}\n"
".why{min-width:14rem;overflow-wrap:anywhere}\n"
".wide{min-width:22rem;overflow-wrap:anywhere}\n"
".cmd{display:block;margin:.15rem 0 .4rem;padding:.2rem .5rem;background:var(--paper);border:1px solid var(--rule);"
"border-radius:.3rem;overflow-wrap:anywhere;user-select:all;-webkit-user-select:all}\n"
".said{border-left:3px solid var(--rule);padding-left:.6rem;margin-bottom:.3rem}\n"
".bars{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;align-items:center;margin:1rem 0 .3rem}\n"
".bars .m{text-align:right}\n"
".hash{overflow-wrap:anywhere}\n"
".tag{display:inline-block;border-radius:1em;padding:0 .6em;font-size:.82rem;white-space:nowrap;"
"background:var(--zebra);border:1px solid var(--rule)}\n"
".tag.good{color:var(--good);background:var(--good-bg);border-color:transparent}\n"
".tag.ask{color:var(--ask);background:var(--ask-bg);border-color:transparent}\n"
".tag.bad{color:var(--bad);background:var(--bad-bg);border-color:transparent}\n"
".tick{color:var(--good);font-weight:700}\n"
".cross{color:var(--bad);font-weight:700}\n"
".ties{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:.9rem;align-items:start}\n"
".tie{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.8rem 1rem;break-inside:avoid}\n"
".tie.off{border-color:var(--bad);border-width:2px}\n"
".tie h3{margin:0}\n"
".tie table{margin-top:.4rem}\n"
".tie th,.tie td{padding:.16rem 0;border:0;font-weight:400}\n"
".tie tbody tr{background:none}\n"
".tie tr.total>*{border-top:1px solid var(--rule);font-weight:600}\n"
".tie tr.alone>*{font-weight:600;padding-top:.3rem}\n"
".tie tr.gap>*{padding-top:.5rem}\n"
".bar{display:block;width:100%;height:1rem;border-radius:.25rem}\n"
".f1,.k1{fill:var(--b1);background:var(--b1)}\n.f2,.k2{fill:var(--b2);background:var(--b2)}\n"
".f3,.k3{fill:var(--b3);background:var(--b3)}\n.f4,.k4{fill:var(--b4);background:var(--b4)}\n"
".f5,.k5{fill:var(--b5);background:var(--b5)}\n.f6,.k6{fill:var(--b6);background:var(--b6)}\n"
".f7,.k7{fill:var(--b7);background:var(--b7)}\n"
".key{display:inline-block;width:.8em;height:.8em;border-radius:.2em;margin-right:.4em}\n"
".legend span.it{margin-right:1.2rem;white-space:nowrap}\n"
"details{margin:.5rem 0}\n"
"summary{cursor:pointer;padding:.25rem 0}\n"
"summary b{font-weight:600}\n"
"footer{color:var(--soft);padding-top:1rem;padding-bottom:3rem}\n"
":target{scroll-margin-top:1rem}\n"
"@media(max-width:40rem){main,header,footer{padding-left:.9rem;padding-right:.9rem}"
"h1{font-size:1.45rem}}\n"
/* Cells below each other; a figure behind its label. */
"@media screen and (max-width:40rem){.box table,.box tbody,.box tr,.box td,.box tbody th{display:block}"
".box thead,.box td:empty{display:none}.box tbody tr{padding:.4rem 0;border-bottom:1px solid var(--rule)}"
".box tbody tr:last-child{border-bottom:0}.box td,.box tbody th{border-bottom:0;padding:.1rem .75rem}"
".box td::after{content:\"\";display:block;clear:both}"
"td[data-h]::before{content:attr(data-h);float:left;margin-right:1rem;color:var(--soft);font-size:.85rem;text-align:left}"
"td.code,td.date,.m{white-space:normal;overflow-wrap:anywhere}.wide,.name,.why,.place{min-width:0}"
".tie th a{display:block;font-weight:400}.all{display:block}}\n"
"@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#bbb;--zebra:#fff;--link:#000;"
"--good:#000;--good-bg:#fff;--ask:#000;--ask-bg:#fff;--bad:#000;--bad-bg:#fff}"
"body{font-size:9.5pt}main,header,footer{max-width:none;padding:0}nav,.rest a{display:none}"
".box{overflow:visible;border:0}th,td{padding:.2rem .4rem}thead{display:table-header-group}"
"tr{break-inside:avoid}h2,h3,h3+p{break-after:avoid}a{text-decoration:none}section{margin:1.4rem 0}"
".verdict{border:1px solid #000}.wide,.name,.place{min-width:0}@page{margin:14mm}}\n";
/* clang-format on */

const char *style_text(void)
{
	return text;
}

static void put_base64(const unsigned char bytes[AQ_SHA256_BYTES], char out[STYLE_HASH_BYTES])
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t at = 0;

	for (size_t index = 0; index < AQ_SHA256_BYTES; index += 3) {
		size_t left = AQ_SHA256_BYTES - index;
		unsigned word = (unsigned)bytes[index] << 16;

		if (left > 1)
			word |= (unsigned)bytes[index + 1] << 8;
		if (left > 2)
			word |= bytes[index + 2];
		out[at++] = digits[word >> 18];
		out[at++] = digits[word >> 12 & 63];
		out[at++] = left > 1 ? digits[word >> 6 & 63] : '=';
		out[at++] = left > 2 ? digits[word & 63] : '=';
	}
	out[at] = '\0';
}

enum aq_status style_hash(char out[STYLE_HASH_BYTES], struct aq_error *err)
{
	struct aq_hasher *hasher = NULL;
	struct aq_sha256 hash;
	enum aq_status status = aq_hasher_new(&hasher, err);

	if (status >= AQ_OK)
		status = aq_hasher_once(hasher, aq_slice_of(text), &hash, err);
	if (status >= AQ_OK)
		put_base64(hash.bytes, out);
	aq_hasher_free(hasher);
	return status;
}

#!/usr/bin/env python3
"""test_layouts.py - the ways in which banks and gateways lay out a CSV, each said by a profile.

The files are invented; their shapes are those of real senders, after whom they
are called. `wanted` is `id kind day amount fee net currency`, a dash for nothing.
"""
import csv
import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import Home  # noqa: E402

LAYOUTS = []


def layout(name, profile, table, wanted, encoding="utf-8"):
    LAYOUTS.append((name, "[%s]\n%s" % (name, profile), table.encode(encoding), wanted))


layout("sparkasse.camt", r"""
delimiter = ;
encoding = iso-8859-1
decimal = ,
currency = [Waehrung]
date = [Buchungstag] %d.%m.%y
value = [Valutadatum] %d.%m.%y
amount = [Betrag]
account = [Auftragskonto]
payer = [Beguenstigter/Zahlungspflichtiger]
payer.account = [Kontonummer/IBAN]
end-to-end = [Kundenreferenz (End-to-End)]
text = [Verwendungszweck]
pending = [Info] "Umsatz vorgemerkt"
""", '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Kundenreferenz (End-to-End)";'
     '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung";"Info"\n'
     '"DE01";"02.03.26";"03.03.26";"GUTSCHRIFT";"Rechnung 7 für März";"E2E-1";"Jürgen Grün";"DE02";"1250,00";"EUR";"Umsatz gebucht"\n'
     '"DE01";"03.03.26";"03.03.26";"KARTE";"Kiosk";"";"Kiosk";"";"-2,50";"EUR";"Umsatz vorgemerkt"\n',
       ["- receipt 2026-03-02 1250.00 - - EUR", "- notice 2026-03-03 -2.50 - - EUR"], "iso-8859-1")

layout("dkb.giro-new", r"""
delimiter = ;
decimal = ,
group = .
header = find Buchungsdatum|Status|Betrag (€)
carry.account = find Girokonto $2
account = {account}
closing = find "Kontostand vom"* $2
currency = EUR
date = [Buchungsdatum] %d.%m.%y
amount = [Betrag (€)]
pending = [Status] Vorgemerkt
payer = [Zahlungspflichtige*r]
payee = [Zahlungsempfänger*in]
""", '\ufeff"Girokonto";"DE03"\n""\n"Kontostand vom 04.03.2026:";"9.876,54 €"\n""\n'
     '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Betrag (€)"\n'
     '"02.03.26";"02.03.26";"Gebucht";"Ada";"Wir";"1.000"\n"03.03.26";"";"Vorgemerkt";"Wir";"Kiosk";"-2,5"\n',
       ["- receipt 2026-03-02 1000.00 - - EUR", "- notice 2026-03-03 -2.50 - - EUR"])

layout("bofa.checking", r"""
header = find Date|Description|Amount|Running Bal.
group = ,
opening = find "Beginning balance as of"* $3
closing = find "Ending balance as of"* $3
declare.credits = find "Total credits" $3
declare.debits = find "Total debits" $3
skip = [Description] "Beginning balance"*
currency = USD
date = [Date] %m/%d/%Y
amount = [Amount]
check = file: sum(gross, sign=+) == {credits}
check = file: sum(gross, sign=-) == {debits}
""", 'Description,,Summary Amt.\nBeginning balance as of 03/01/2026,,"1,000.00"\nTotal credits,,"2,500.00"\nTotal debits,,"-75.25"\n'
     'Ending balance as of 03/31/2026,,"3,424.75"\n\nDate,Description,Amount,Running Bal.\n03/01/2026,Beginning balance as of 03/01/2026,,"1,000.00"\n'
     '03/02/2026,"PAYROLL","2,500.00","3,500.00"\n03/03/2026,"KIOSK","-75.25","3,424.75"\n',
       ["- receipt 2026-03-02 2500.00 - - USD", "- outgoing 2026-03-03 -75.25 - - USD"])

layout("nordea.se", r"""
delimiter = ;
decimal = ,
group = space
symbols = kr
currency = [Valuta]
date = [Bokföringsdag] %Y/%m/%d
pending = [Bokföringsdag] Reserverad
amount = [Belopp]
text = [Rubrik]
""", 'Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Saldo;Valuta\nReserverad;-12,00;1;;;Kort;;SEK\n2026/03/02;1\u00a0250,00;;1;;Insättning;2 000,00;SEK\n',
       ["- notice - -12.00 - - SEK", "- receipt 2026-03-02 1250.00 - - SEK"])

layout("aba.kh", r"""
group = ,
currency = [Ccy]#1 or [Ccy]#2
date = [Date] %b %d, %Y
amount = [Money In] - [Money Out]
text = [Transaction Details]
""", 'Date,Transaction Details,Money In,Ccy,Money Out,Ccy,Balance,Ccy\n"Mar 02, 2026",FROM ADA,"1,250.00",USD,,,"2,000.00",USD\n"Mar 03, 2026",KIOSK,,,"4,000",KHR,"100",KHR\n',
       ["- receipt 2026-03-02 1250.00 - - USD", "- outgoing 2026-03-03 -4000.00 - - KHR"])

layout("vietcom.vn", r"""
header = find "Ngày giao dịch / Transaction date"|"Số tiền ghi nợ / Debit"
group = ,
currency = VND
date = [Ngày giao dịch / Transaction date] %d/%m/%Y*
amount = [Số tiền ghi có / Credit] - [Số tiền ghi nợ / Debit]
id = [Ngày giao dịch / Transaction date] ~ /(\d+ - \d+)$/
text = [Mô tả / Description]
footer = find "Tổng số"*
""".replace('"', "").replace("find Tổng số*", 'find "Tổng số"*'),
       'VIETBANK,,,,\nSố tài khoản / Account No.: 0071000,,,,\n'
       '"Ngày giao dịch /\nTransaction date","Số tiền ghi nợ /\nDebit","Số tiền ghi có /\nCredit",Số dư,"Mô tả /\nDescription"\n'
       '"02/03/2026\n5011 - 12345",,"1,250,000","2,000,000",HD F2026-7\n"03/03/2026\n5011 - 12346","50,000",,"1,950,000",Phi\n"Tổng số / Total","50,000","1,250,000",,\n',
       ["5011 - 12345 receipt 2026-03-02 1250000 - - VND", "5011 - 12346 outgoing 2026-03-03 -50000 - - VND"])

layout("hsbc.hk", r"""
quote = lenient
group = ,
currency = [Billing currency]
date = [Date] %d/%m/%Y
amount = [Billing amount]
""", 'Date,Description,Billing amount,Billing currency\n02/03/2026,"SALARY, CO","12,500.00"\t,HKD\n03/03/2026,KIOSK,"-1.00"\t\t,CNY\n',
       ["- receipt 2026-03-02 12500.00 - - HKD", "- outgoing 2026-03-03 -1.00 - - CNY"])

layout("card.cn", r"""
header = find 交易日|记账日|金额
group = ,
carry.period = find *信用卡对账单* $1 ~ /(\d{4}年\d{2}月)/
until = {period} %Y年%m月
currency = CNY
date = [记账日] %m/%d
amount = - [金额] ~ /^(-?[\d,.]+)/
""", '信用卡对账单（2026年01月）\n交易日,记账日,金额\n,12/30,-345.67\n01/02,01/03,"8,000.00(CN)"\n',
       ["- receipt 2025-12-30 345.67 - - CNY", "- outgoing 2026-01-03 -8000.00 - - CNY"])

layout("degiro.nl", r"""
decimal = ,
skip = $9 ""
currency = [Mutatie]
date = [Datum] %d-%m-%Y
amount = $9
text = [Omschrijving]
""", 'Datum,Tijd,Omschrijving,Mutatie,,Saldo,,A,,B\n30-12-2025,15:58,Conversie,,,EUR,"13,87",,,\n'.replace(",A,,B", "").replace(",,,\n", "\n").replace("Datum,Tijd,", "Datum,Tijd,Valutadatum,Product,ISIN,").replace("15:58,", "15:58,30-12-2025,F,LU1,").replace("Omschrijving,", "Omschrijving,FX,").replace("Conversie,", "Conversie,,")
     + '27-12-2025,08:14,27-12-2025,AEX,NL1,Dividend,,EUR,"0,19",EUR,"13,88"\n',
       ["- receipt 2025-12-27 0.19 - - EUR"])

layout("ebay.transactions", r"""
posts = gateway
header = find Transaction creation date|Type|Net amount|Payout ID
empty = --
group = ,
skip = [Net amount] ""
currency = [Transaction currency]
date = [Transaction creation date] %b %d, %Y
sum.net = [Net amount]
sum.fee = - [Final Value Fee - fixed] - [Final Value Fee - variable]
sum.gross = [Gross transaction amount]
type = [Type] Order:receipt Refund:refund Payout:settlement "Other fee":fee *:error
id = [Order number] + [Type]
payout = [Payout ID]
check = row: gross - fee == net
""", 'Report: transactions,,,,,,,,\n,,,,,,,,\nTransaction creation date,Type,Order number,Net amount,Payout ID,Final Value Fee - fixed,Final Value Fee - variable,Gross transaction amount,Transaction currency\n'
     '"Mar 2, 2026",Order,11-1,"1,086.70",P9,-0.30,-13.00,"1,100.00",USD\n"Mar 2, 2026",Order,11-1,--,P9,--,--,--,USD\n"Mar 3, 2026",Refund,11-1,-50.00,P9,--,--,-50.00,USD\n',
       ["11-1/Order receipt 2026-03-02 1100.00 13.30 1086.70 USD", "11-1/Refund refund 2026-03-03 -50.00 - -50.00 USD"])

layout("razor.recon", r"""
posts = gateway
minor = 2
currency = [currency]
date = [settled_at] %s
sum.gross = [amount]
sum.gross.sign = [type] payment:+ refund:-
sum.fee = [fee]
sum.tax = [tax]
sum.net = [credit] - [debit]
type = [type] payment:receipt refund:refund *:error
id = [entity_id]
payout = [settlement_utr]
check = row: gross - fee == net
""", 'entity_id,type,debit,credit,amount,currency,fee,tax,settled_at,settlement_utr\npay_1,payment,0,97640,100000,INR,2360,360,1772409600,UTR1\nrfnd_1,refund,5000,0,5000,INR,0,0,1772409600,UTR1\n',
       ["pay_1 receipt 2026-03-02 1000.00 23.60 976.40 INR", "rfnd_1 refund 2026-03-02 -50.00 0.00 -50.00 INR"])

layout("wise.fees-apart", r"""
posts = bank
join = [ID] ~ /(\d+)$/
currency = [Currency]
date = [Date] %d-%m-%Y
sum.net = [Amount]
sum.gross = [Amount]
sum.gross.when = [ID] TRANSFER-*
sum.fee = - [Amount]
sum.fee.when = [ID] FEE-*
id = [ID]
check = row: gross - fee == net
""", 'ID,Date,Amount,Currency,Description\nTRANSFER-77,02-03-2026,-100.00,USD,Sent to Ada\nFEE-TRANSFER-77,02-03-2026,-1.25,USD,Charges for TRANSFER-77\nTRANSFER-78,03-03-2026,40.00,USD,From Ben\n',
       ["TRANSFER-77 outgoing 2026-03-02 -100.00 1.25 -101.25 USD", "TRANSFER-78 receipt 2026-03-03 40.00 - 40.00 USD"])

layout("revolut.account-fees", r"""
posts = bank
currency = [Currency]
date = [Completed Date] %Y-%m-%d %H:%M:%S
amount = [Amount]
also.fee = - [Fee]
also.fee.type = fee
pending = [State] PENDING
skip = [State] REVERTED
opening = find Opening $6
""".replace("opening = find Opening $6\n", ""), 'Type,Started Date,Completed Date,Description,Amount,Fee,Currency,State\nTRANSFER,2026-03-02 10:00:00,2026-03-02 10:00:01,To Ada,-20.00,0.50,EUR,COMPLETED\n'
       'CARD,2026-03-03 10:00:00,,Kiosk,-2.00,0.00,EUR,PENDING\nCARD,2026-03-03 10:00:00,,Kiosk,-9.00,0.00,EUR,REVERTED\n',
       ["- outgoing 2026-03-02 -20.00 - - EUR", "- fee 2026-03-02 -0.50 - - EUR", "- notice - -2.00 - - EUR"])

layout("qiwi.register", r"""
posts = gateway
delimiter = tab
header = none
currency = RUB
date = $2 + $3 %d.%m.%Y %H:%M:%S
amount = $5
id = $1
customer = $4
declare.count = find Total:* $1 ~ /^Total: (\d+)/
declare.sum = find Total:* $1 ~ /^Total: \d+ ([\d.]+)/
check = file: count() == {count}
check = file: sum(gross) == {sum}
""", '1001\t02.03.2026\t10:00:00\tC-7\t150.00\n1002\t02.03.2026\t11:00:00\tC-8\t99.50\nTotal: 2 249.50\n',
       ["1001 receipt 2026-03-02 150.00 - - RUB", "1002 receipt 2026-03-02 99.50 - - RUB"])

layout("swish.report", r"""
posts = bank
delimiter = ;
header = none
record = $1
data = 02
control = 01|03
decimal = ,
carry.account = record 01 $3
account = {account}
currency = SEK
date = $2 %Y%m%d
amount = $4
payer = $5
id = $3
declare.count = record 03 $2
declare.sum = record 03 $3
check = file: count() == {count}
check = file: sum(gross) == {sum}
""", '01;20260303;1234567890\n02;20260302;S1;100,00;Ada\n02;20260302;S2;50,50;Ben\n03;2;150,50\n',
       ["S1 receipt 2026-03-02 100.00 - - SEK", "S2 receipt 2026-03-02 50.50 - - SEK"])

layout("wallet.cn", r"""
header = find 交易时间|收/支|金额(元)
quote = lenient
ragged = yes
currency = CNY
date = [交易时间]
amount = [金额(元)]
amount.sign = [收/支] 收入:+ 支出|/:-
type = [收/支] 收入:receipt 支出:outgoing /:notice *:error
also.fee = - [备注] ~ /服务费¥([\d.]+)/
also.fee.type = fee
id = [交易单号]
""", '账单明细,,,,,\n共3笔记录,,,,,\n交易时间,对方,收/支,金额(元),交易单号,备注\n2026-03-02 12:45:27,点击"多多",支出,¥28.16,31\t,/\n2026-03-02 13:00:00,"甲, "乙"",收入,¥23.00,32\t\n2026-03-03 10:00:00,银行,/,¥100.10,33\t,"服务费¥0.10"\n',
       ["31 outgoing 2026-03-02 -28.16 - - CNY", "32 receipt 2026-03-02 23.00 - - CNY", "33 notice 2026-03-03 -100.10 - - CNY",
        "33/fee fee 2026-03-03 -0.10 - - CNY"])

layout("card.jp", r"""
currency = [Billed] ~ /^[A-Z]{3}/
date = [Day]
amount = [Billed]
amount.sign = [Text] Refund*|Payment*:+ Purchase*:-
sum.instructed = [Spent]
sum.instructed.currency = [Spent] ~ /^[A-Z]{3}/
text = [Text]
""", 'Day,Text,Spent,Billed\n2026-03-02,Purchase Tokyo,JPY 1000.00,CNY 48.20\n2026-03-03,Refund Tokyo,JPY 500.00,CNY 24.10\n',
       ["- outgoing 2026-03-02 -48.20 - - CNY", "- receipt 2026-03-03 24.10 - - CNY"])

layout("amex.uk", r"""
header = find Date Processed|Amount
group = ,
currency = GBP
date = [Date Processed] %d-%b-%Y
pending = [Date Processed] Pending
amount = abs([Amount])
amount.sign = $4 CR:+ "":-
""", 'Date Processed,Description,Amount,\nPending,KIOSK,£67.40,\n12-Dec-2025,SHOP,"£1,183.23",\n02-Dec-2025,THANK YOU,"+ £1,100.00",CR\n',
       ["- notice - -67.40 - - GBP", "- outgoing 2025-12-12 -1183.23 - - GBP", "- receipt 2025-12-02 1100.00 - - GBP"])

layout("caisse.fr", r"""
delimiter = ;
decimal = ,
header = find Date|Numéro d'opération|Débit|Crédit
carry.cur = find "Numéro de compte"* $2 ~ /Devise : (\w+)/
currency = {cur}
date = [Date] %d/%m/%Y
amount = [Crédit] - abs([Débit])
id = [Numéro d'opération]
opening = find "Solde en début"* $5
closing = find "Solde en fin"* $5
""", "Code de la banque : 10101;;;;\nNuméro de compte : 0123;Devise : EUR;;;\n\nSolde en fin de période;;;;655,25\nDate;Numéro d'opération;Libellé;Débit;Crédit\n"
     "05/01/2026;77;VIREMENT;;250,50\n10/01/2026;78;CB;-95,25;\nSolde en début de période;;;;500,00\n",
       ["77 receipt 2026-01-05 250.50 - - EUR", "78 outgoing 2026-01-10 -95.25 - - EUR"])

layout("ppro.footers", r"""
posts = gateway
header = find TX_ID|AMOUNT
footer = find SETTLEMENT_DATE
declare.count = find RECORD_COUNT $2
declare.sum = find CHECKSUM_AGGREGATE_AMOUNT $2
carry.day = row [CAPTURED]
currency = [CCY]
date = [CAPTURED] %Y-%m-%dT%H:%M:%SZ
amount = [AMOUNT]
id = [TX_ID]
unique = [TX_ID]
check = file: count() == {count}
check = file: sum(gross) == {sum}
""", 'TX_ID,AMOUNT,CCY,CAPTURED\nx1,10.00,EUR,2026-03-02T10:00:00Z\nx2,5.50,EUR,2026-03-02T11:00:00Z\nSETTLEMENT_DATE,2026-03-03\nRECORD_COUNT,2\nCHECKSUM_AGGREGATE_AMOUNT,15.50\n',
       ["x1 receipt 2026-03-02 10.00 - - EUR", "x2 receipt 2026-03-02 5.50 - - EUR"])

COLUMNS = ("source_id", "kind", "booked_on", "amount", "fee", "net", "currency")


def every_layout_is_said_by_its_profile():
    for name, profile, table, wanted in LAYOUTS:
        with Home() as home:
            home.write("formats/layout.profile", profile)
            home.write("file.csv", table)
            done = home.call("decode", "--clear", home.at("file.csv"))
            proof.equal((done.stderr, done.returncode), ("", 0), name)
            rows = list(csv.DictReader(io.StringIO(done.stdout)))
            proof.equal([" ".join(row[column] or "-" for column in COLUMNS) for row in rows], wanted, name)
            proof.equal({row["format"] for row in rows}, {name}, name)


def each_layout_goes_to_its_own_profile_beside_all_others():
    with Home() as home:
        os.makedirs(home.at("formats"), exist_ok=True)
        for name, profile, table, _ in LAYOUTS:
            home.write("formats/%s.profile" % name, profile)
            home.write("inbox/%s.csv" % name, table)
        home.run("2026-03-10")
        files = home.rows("files")
        proof.equal({row["file"]: row["format"] for row in files}, {name + ".csv": name for name, _, _, _ in LAYOUTS})
        proof.equal({row["status"] for row in files}, {"accepted"}, files)
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())

# Swedbank Sweden, transactions: a title line, then the table.
[swedbank.se]
summary   = Swedbank Sweden, account transactions
posts     = bank
encoding  = cp1252
header    = find Radnummer|Clearingnummer|Kontonummer|Valuta|Bokföringsdag|Referens|Beskrivning|Belopp
currency  = [Valuta]
date      = [Bokföringsdag] %Y-%m-%d
value     = [Valutadag]? %Y-%m-%d
amount    = [Belopp]
account   = [Clearingnummer] + [Kontonummer]
payer     = [Beskrivning]
reference = [Referens]
text      = [Beskrivning]

# SEB Sweden. Amounts have three decimals, the third always a zero; the number of
# a row is that of its kind of payment and no id.
[seb.se]
summary   = SEB Sweden, account
posts     = bank
delimiter = ;
header    = find Bokföringsdatum|Valutadatum|Verifikationsnummer|Belopp|Saldo
currency  = SEK
date      = [Bokföringsdatum] %Y-%m-%d
value     = [Valutadatum] %Y-%m-%d
amount    = [Belopp]
balance   = [Saldo]
text      = [Text|Text/mottagare]

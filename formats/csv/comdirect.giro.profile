[comdirect.giro]
summary   = comdirect current account
posts     = bank
encoding  = iso-8859-1
delimiter = ;
header    = find Buchungstag|Wertstellung (Valuta)|Umsatz in EUR
decimal   = ,
group     = .
currency  = EUR
date      = [Buchungstag] %d.%m.%Y
value     = [Wertstellung (Valuta)] %d.%m.%Y
empty     = --
amount    = [Umsatz in EUR]
pending   = [Buchungstag] offen
text      = [Buchungstext]

# DKB current account (2024 layout). 1.000 is one thousand here.
[dkb.giro]
summary   = DKB current account
posts     = bank
delimiter = ;
header    = find Buchungsdatum|Status|Betrag (€)
decimal   = ,
group     = .
currency  = EUR
carry.account = find Giro* $2
closing   = find Kontostand* $2
account   = {account}
date      = [Buchungsdatum] %d.%m.%y
value     = [Wertstellung] %d.%m.%y
amount    = [Betrag (€)]
status    = [Status]
select    = [Status] Gebucht|Vorgemerkt
pending   = [Status] Vorgemerkt
payer     = [Zahlungspflichtige*r]
payee     = [Zahlungsempfänger*in]
payer.account = [IBAN]
text      = [Verwendungszweck]
reference = [Kundenreferenz]
mandate   = [Mandatsreferenz]

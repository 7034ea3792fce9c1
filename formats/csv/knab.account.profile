[knab.account]
summary   = Knab current account
posts     = bank
delimiter = ;
header    = find Rekeningnummer|Transactiedatum|CreditDebet|Bedrag
decimal   = ,
currency  = [Valutacode]
date      = [Transactiedatum] %d-%m-%Y
value     = [Valutadatum] %d-%m-%Y
amount    = [Bedrag]
amount.sign = [CreditDebet] C:+ D:-
id        = [Referentie]
account   = [Rekeningnummer]
payer     = [Tegenrekeninghouder]
payer.account = [Tegenrekeningnummer]
text      = [Omschrijving]
mandate   = [Machtigingsnummer]

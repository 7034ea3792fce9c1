# ING Netherlands, comma-separated. Equal rows are separate payments.
[ing.nl]
summary  = ING Netherlands, current account
posts    = bank
header   = find Datum|Af Bij|Bedrag (EUR)
decimal  = ,
currency = EUR
date     = [Datum] %Y%m%d
amount   = [Bedrag (EUR)]
amount.sign = [Af Bij] Bij:+ Af:-
account  = [Rekening]
payer    = [Naam / Omschrijving]
payer.account = [Tegenrekening]
text     = [Mededelingen]

# The same with semicolons, as newer exports come.
[ing.nl-semicolon]
like      = ing.nl
summary   = ING Netherlands, current account, semicolons
delimiter = ;

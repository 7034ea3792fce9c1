# Rabobank, commas and quotes. Volgnr counts the movements of each account.
[rabobank.nl]
summary   = Rabobank Netherlands, account
posts     = bank
encoding  = cp1252
header    = find IBAN/BBAN|Munt|Volgnr|Datum|Bedrag|Saldo na trn
decimal   = ,
currency  = [Munt]
date      = [Datum] %Y-%m-%d | %Y%m%d
value     = [Rentedatum]? %Y-%m-%d | %Y%m%d
amount    = [Bedrag]
balance   = [Saldo na trn]
account   = [IBAN/BBAN]
id        = [Volgnr]
unique    = [IBAN/BBAN] + [Volgnr]
payer     = [Naam tegenpartij]
payer.account = [Tegenrekening IBAN/BBAN]
payer.bank = [BIC tegenpartij]?
batch     = [Batch ID]?
end-to-end = [Transactiereferentie]?
mandate   = [Machtigingskenmerk]?
reference = [Betalingskenmerk]?
return.code = [Reden retour]?
text      = [Omschrijving-1] + [Omschrijving-2]? + [Omschrijving-3]?

# ABN AMRO, the TXT download: tabs, no header. The balance before each row and
# the one behind it are both told; names and references stand in the text.
[abnamro.nl]
summary   = ABN AMRO Netherlands, account (TXT)
posts     = bank
delimiter = tab
decimal   = ,
quote     = none
header    = none
match     = cells 8
match     = $2 EUR|USD|GBP
match     = $3 20*
currency  = $2
date      = $3 %Y%m%d
value     = $6 %Y%m%d
amount    = $7
balance   = $5
account   = $1
payer     = $8 ~ /(?|\/NAME\/([^\/]+)|Naam: (.+?)(?:  |$))/
payer.account = $8 ~ /(?|\/IBAN\/([^\/]+)|IBAN: (\S+))/
end-to-end = $8 ~ /\/EREF\/([^\/]+)/
text      = $8 ~ /^(?|.*\/REMI\/(.+?)(?:\/EREF\/|$)|.*Omschrijving: (.+?)(?:  |$)|(.+))/
check     = row: $4 + $7 == $5

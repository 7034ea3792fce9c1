# easybank (Austria) has no header: the first row must look right.
[easybank.giro]
summary   = easybank current account
posts     = bank
encoding  = iso-8859-1
delimiter = ;
header    = none
match     = cells 6
match     = $1 AT*
match     = $6 EUR|USD|CHF|GBP
decimal   = ,
group     = .
currency  = $6
date      = $3 %d.%m.%Y
value     = $4 %d.%m.%Y
amount    = $5
account   = $1
text      = $2

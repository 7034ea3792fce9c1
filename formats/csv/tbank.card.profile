# T-Bank (Tinkoff), operations. What the account moved is the amount paid, not
# that of the operation, which may be in another currency. Refused operations
# stand in the list as FAILED.
[tbank.card]
summary   = T-Bank (Tinkoff), card and account operations
posts     = bank
delimiter = ;
decimal   = ,
group     = space
header    = find Дата операции|Дата платежа|Статус|Сумма платежа
currency  = [Валюта платежа]
date      = [Дата операции] %d.%m.%Y %H:%M:%S
value     = [Дата платежа] %d.%m.%Y
amount    = [Сумма платежа]
skip      = [Статус] FAILED
select    = [Статус] OK|WAITING
pending   = [Статус] WAITING
text      = [Описание]

# The same in the encoding of Windows, as older exports come.
[tbank.card-cp1251]
like      = tbank.card
summary   = T-Bank (Tinkoff), card and account operations, Windows encoding
encoding  = cp1251

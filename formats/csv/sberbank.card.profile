[sberbank.card]
summary   = Sberbank card statement
posts     = bank
delimiter = ;
header    = find Дата совершения операции|Тип операции|Сумма в валюте счета
decimal   = ,
group     = space
currency  = RUB
date      = [Дата обработки операции] or [Дата совершения операции] %d.%m.%Y
amount    = [Сумма в валюте счета]
account   = [Номер карты]
text      = [Описание]

[alfabank.account]
summary   = Alfa-Bank account statement
posts     = bank
encoding  = cp1251
delimiter = ;
header    = find Номер счета|Референс проводки|Приход|Расход
decimal   = ,
currency  = [Валюта] RUR:RUB
date      = [Дата операции] %d.%m.%y
amount    = [Приход] - [Расход]
account   = [Номер счета]
id        = [Референс проводки]
text      = [Описание операции]
pending   = [Референс проводки] HOLD

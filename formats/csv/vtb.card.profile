# VTB card statement: eleven rows of preamble with totals of their own.
[vtb.card]
summary   = VTB card statement
posts     = bank
encoding  = cp1251
delimiter = ;
header    = find Номер карты/счета/договора|Дата обработки|Статус
decimal   = ,
group     = space
currency  = [Валюта счета] RUR:RUB
date      = [Дата обработки] or [Дата операции] %Y-%m-%d | %Y-%m-%d %H:%M:%S
amount    = [Сумма пересчитанная в валюту счета]
account   = [Номер карты/счета/договора] ~ /^'?(.*)$/
status    = [Статус]
pending   = [Статус] В обработке
text      = [Основание]

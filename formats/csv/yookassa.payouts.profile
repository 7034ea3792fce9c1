# YooKassa register of payouts made to others: money out, and its commission.
[yookassa.payouts]
summary   = YooKassa register of payouts to recipients
source    = yookassa
posts     = gateway
delimiter = ;
header    = find Идентификатор выплаты|Сумма выплаты|Валюта выплаты|Комиссия|Время операции
currency  = [Валюта выплаты]
date      = [Время операции] %d.%m.%Y %H:%M:%S
sum.gross = - [Сумма выплаты]
sum.fee   = [Комиссия]
type      = [Идентификатор выплаты] *:outgoing
id        = [Идентификатор выплаты]
payee.account = [Дополнительные реквизиты]?
text      = [Описание]?
transaction-id = [Идентификатор выплаты]

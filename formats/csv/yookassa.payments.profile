# YooKassa register of payments: title lines, then the table. The register tells
# no payout: the bank brings the net of a day.
[yookassa.payments]
summary   = YooKassa register of payments
source    = yookassa
posts     = gateway
delimiter = ;
header    = find Идентификатор платежа|Сумма платежа|Валюта платежа|Сумма за вычетом комиссии|Время платежа
currency  = [Валюта платежа]
date      = [Время платежа] %d.%m.%Y %H:%M:%S
sum.gross = [Сумма платежа]
sum.fee   = [Сумма платежа] - [Сумма за вычетом комиссии]
sum.fee.both = yes
sum.net   = [Сумма за вычетом комиссии]
type      = [Идентификатор платежа] *:receipt
id        = [Идентификатор платежа]
payout    = [Время платежа] ~ /^(\d\d\.\d\d\.\d{4})/
payer     = [Имя плательщика]?
payer.account = [Идентификатор платежного средства]?
text      = [Описание]?
transaction-id = [Идентификатор платежа]
check     = row: gross - fee == net

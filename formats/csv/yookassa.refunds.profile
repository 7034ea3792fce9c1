# YooKassa register of refunds: a refund gives no commission back.
[yookassa.refunds]
summary   = YooKassa register of refunds
unverified = yes
source    = yookassa
posts     = gateway
delimiter = ;
header    = find Идентификатор возврата|Идентификатор платежа|Сумма возврата|Время возврата
currency  = [Валюта возврата]? or [Валюта платежа]? or RUB
date      = [Время возврата] %d.%m.%Y %H:%M:%S
amount    = - [Сумма возврата]
type      = [Идентификатор возврата] *:refund
id        = [Идентификатор возврата]
payout    = [Время возврата] ~ /^(\d\d\.\d\d\.\d{4})/
counter   = [Идентификатор платежа]
text      = [Описание]?

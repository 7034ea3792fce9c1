# Tochka register of acquiring: semicolons, decimal comma.
[tochka.registry]
summary   = Tochka register of card and SBP payments
source    = tochka
posts     = gateway
delimiter = ;
decimal   = ,
header    = find TRANS_DATE|TRANSACTION_ID|SUM|COMMISSION|PARENT_TRANSACTION_ID|TRANSACTION_TYPE
currency  = RUB
date      = [TRANS_DATE] %d.%m.%Y %H:%M:%S | %Y-%m-%d %H:%M:%S | %Y-%m-%dT%H:%M:%S%Z | %d.%m.%Y | %Y-%m-%d
sum.gross = abs([SUM])
sum.gross.sign = [TRANSACTION_TYPE] PAYMENT:+ REFUND:-
sum.fee   = [COMMISSION]
type      = [TRANSACTION_TYPE] PAYMENT:receipt REFUND:refund *:error
id        = [TRANSACTION_ID]
payout    = [TRANS_DATE] ~ /^([\d.-]{10})/
counter   = [PARENT_TRANSACTION_ID]
order     = [ORDER_UID]?
bank-reference = [RRN]?
transaction-id = [TRANSACTION_ID]

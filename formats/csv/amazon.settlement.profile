# Amazon settlement report, flat file V2: the first row sums up, then there is
# one row for each part of an order. What belongs to one shipment or refund is
# one payment. Numbers are written as the marketplace writes them.
[amazon.settlement]
summary   = Amazon settlement report V2, decimal point
source    = amazon
posts     = gateway
delimiter = tab
quote     = none
header    = find settlement-id|settlement-start-date|deposit-date|total-amount|transaction-type|order-id|amount-type|amount-description|amount
match     = [amount] !*,*
carry.currency = row [currency]
declare.total  = row [total-amount]
skip      = [transaction-type] ""
join      = [order-id] + [shipment-id] + [adjustment-id]
currency  = {currency}
date      = [posted-date-time]? or [posted-date] %Y-%m-%d %H:%M:%S* | %d.%m.%Y %H:%M:%S* | %m/%d/%y | %m/%d/%Y | %Y-%m-%d | %d.%m.%Y
sum.gross = [amount]
sum.gross.when = [amount-type] !ItemFees*
sum.fee   = - [amount]
sum.fee.when = [amount-type] ItemFees*
sum.net   = [amount]
type      = [transaction-type] + [amount-description] Order*:receipt Refund*:refund Chargeback*|A-to-z*:chargeback *Reserve*:reserve *Fee*|*Advertising*|*Storage*|*Subscription*:fee *:adjustment
id        = [order-id] + [shipment-id] + [adjustment-id]
payout    = [settlement-id]
counter   = [order-id]
order     = [order-id]
invoice   = [merchant-order-id]
text      = [amount-description]
transaction-id = [order-id]
check     = file: sum(net) == {total}

# The same with decimal commas, as marketplaces of Europe write it.
[amazon.settlement-comma]
like      = amazon.settlement
summary   = Amazon settlement report V2, decimal comma
match     = [amount] *,*
decimal   = ,
group     = .

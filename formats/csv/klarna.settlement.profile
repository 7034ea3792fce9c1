# Klarna settlement report: a header and one row of totals, then the header of
# the transactions and their rows. Amounts have no sign; the type tells it. The
# columns can be chosen for each merchant, so compare yours. The payment
# reference stands on the bank statement.
[klarna.settlement]
summary   = Klarna settlement report
unverified = yes
source    = klarna
posts     = gateway
delimiter = ;
header    = find type|capture_id|merchant_reference1|order_id|amount
carry.reference = below payment_reference
carry.currency  = below settlement_currency
declare.settlement = below total_settlement_amount
currency  = {currency}
date      = [capture_date] or [sale_date] %Y-%m-%dT%H:%M:%S%Z | %Y-%m-%d %H:%M:%S | %Y-%m-%d
amount    = [amount]
amount.sign = [type] SALE|CORRECTION|FEE_CORRECTION|COMMISSION|CREDIT|RELEASE|FEE_REFUND:+ FEE|RETURN|REVERSAL*|COMMISSION_REVERSAL|TAX|CHARGE|REPAY|HOLDBACK:-
type      = [type] SALE:receipt RETURN:refund REVERSAL*:chargeback FEE|FEE_REFUND|FEE_CORRECTION|CORRECTION|CHARGE:fee TAX:tax HOLDBACK|RELEASE:reserve COMMISSION*|CREDIT|REPAY:adjustment *:error
id        = [order_id] + [capture_id] + [type] + [refund_id]?
payout    = {reference}
counter   = [capture_id]
invoice   = [merchant_reference1]
order     = [merchant_reference2]?
transaction-id = [capture_id]
reference = [short_order_id]?
check     = file: sum(gross) == {settlement}

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
record    = $1
header    = record total_sale_amount|type
match     = header type|capture_id|merchant_reference1|order_id|amount
data      = SALE|FEE|RETURN|REVERSAL|REVERSAL_MERCHANT_PROTECTION|COMMISSION|COMMISSION_REVERSAL|TAX|FEE_REFUND|FEE_CORRECTION|CORRECTION|CHARGE|CREDIT|REPAY|HOLDBACK|RELEASE
control   = 0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|-*
carry.reference = record 0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|-* [payment_reference]
carry.currency  = record 0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|-* [settlement_currency]
declare.settlement = record 0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|-* [total_settlement_amount]
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

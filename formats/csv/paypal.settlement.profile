# PayPal settlement report (STL). The first cell says what a row is; the names
# of the columns stand in the CH row of each section. Amounts have two implied
# digits in every currency, yen included. The fee has a flag of its own.
[paypal.settlement]
summary   = PayPal settlement report (STL)
source    = paypal
posts     = gateway
record    = $1
header    = record CH
section   = record SH
data      = SB
control   = RH|FH|SF|SC|RF|RC|FF
match     = header Transaction ID|Gross Transaction Amount|Transaction Event Code
match     = header !Transactional Status
minor     = 2
currency  = [Gross Transaction Currency]
date      = [Transaction Completion Date] %Y/%m/%d %H:%M:%S %z
value     = [Transaction Initiation Date] %Y/%m/%d %H:%M:%S %z
sum.gross = [Gross Transaction Amount]
sum.gross.sign = [Transaction Debit or Credit] CR:+ DR:-
sum.fee   = [Fee Amount]
sum.fee.sign = [Fee Debit or Credit] DR:+ CR:-
sum.fee.currency = [Fee Currency]
type      = [Transaction Event Code] T00*:receipt T01*:fee T02*:exchange T03*:adjustment T04*:settlement T05*:adjustment T06*:adjustment T07*:adjustment T08*:adjustment T09*:adjustment T1107:refund T1108:fee T1110|T1111:reserve T11*:refund T1201|T1202:chargeback T12*:adjustment T13*:adjustment T14*:interest T15*:reserve T16*:adjustment T17*:adjustment T18*:adjustment T19*:adjustment T21*:reserve T2*:adjustment T9700:receipt T9800:outgoing *:error
id        = [Transaction ID]
counter   = [PayPal Reference ID]
invoice   = [Invoice ID]
order     = [Custom Field]?
batch     = [Bank Reference ID]?
payer.id  = [Consumer ID]?
declare.gross_credits = record SF $3 by $2
declare.gross_debits  = record SF $4 by $2
declare.fee_credits   = record SF $5 by $2
declare.fee_debits    = record SF $6 by $2
declare.count         = record SC $2
declare.report_credits = record RF $3 by $2
declare.report_debits  = record RF $4 by $2
check     = section by currency: sum(gross, sign=+) == {gross_credits}
check     = section by currency: - sum(gross, sign=-) == {gross_debits}
check     = warn section by currency: - sum(fee, sign=-) == {fee_credits}
check     = warn section by currency: sum(fee, sign=+) == {fee_debits}
check     = section: count() == {count}
check     = by currency: sum(gross, sign=+) == {report_credits}
check     = by currency: - sum(gross, sign=-) == {report_debits}

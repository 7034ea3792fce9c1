# Skrill, the history of a wallet in euro, written from memory of the export: for
# a wallet in another currency say so in a profile that is `like` this one.
[skrill.history]
summary   = Skrill, history of a wallet
unverified = yes
posts     = bank
header    = find ID|Type|Transaction Details|[-]|[+]|Status
currency  = EUR
date      = [Time (CET)|Time (UTC)|Time] %d %b %y %H:%M | %d %b %Y %H:%M | %Y-%m-%d %H:%M:%S
amount    = [[+]] - abs([[-]])
balance   = [Balance]
select    = [Status] processed|pending
pending   = [Status] pending
type      = [Type] *Fee|Fee*:fee "Receive Money"|Deposit*|Upload*:receipt *Refund*:refund *Chargeback*:chargeback "Send Money"|Withdraw*|Payment*:outgoing *:error
id        = [ID]
unique    = [ID]
counter   = [ID of the corresponding Skrill transaction]?
invoice   = [Reference]
text      = [Transaction Details]

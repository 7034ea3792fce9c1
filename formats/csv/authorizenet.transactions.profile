# Authorize.Net, the transaction download with tabs. It is a gateway, no acquirer:
# no fees stand here, and the deposit of a batch comes from the acquirer.
[authorizenet.transactions]
summary   = Authorize.Net, settled transactions
unverified = yes
posts     = gateway
delimiter = tab
header    = find Transaction ID|Transaction Status|Settlement Amount|Settlement Date/Time|Batch ID
currency  = [Settlement Currency|Currency]
date      = [Settlement Date/Time] %d-%b-%Y %I:%M:%S %p %Z
select    = [Transaction Status] "Settled Successfully"|"Credited"|"Refund Settled Successfully"
amount    = abs([Settlement Amount])
amount.sign = [Transaction Type] Credit*|Refund*:- *:+
type      = [Transaction Type] Credit*|Refund*:refund Auth*|Capture*|Prior*:receipt *:error
payout    = [Batch ID]
id        = [Transaction ID]
unique    = [Transaction ID]
counter   = [Reference Transaction ID]?
invoice   = [Invoice Number]
payer     = [Customer First Name]? + [Customer Last Name]?

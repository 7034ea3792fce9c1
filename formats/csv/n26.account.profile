# N26. Equal rows are separate payments; of money in a foreign currency the
# amount in euro counts.
[n26.account]
summary   = N26, account
posts     = bank
header    = find Booking Date|Value Date|Partner Name|Payment Reference|Amount (EUR)
currency  = EUR
date      = [Booking Date] %Y-%m-%d
value     = [Value Date] %Y-%m-%d
amount    = [Amount (EUR)]
payer     = [Partner Name]
payer.account = [Partner Iban]?
text      = [Payment Reference]

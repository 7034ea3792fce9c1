# Swedbank Lithuania. The second cell says what a row is: 10 opening balance,
# 20 movement, 82 turnover, 86 closing balance, for each account and currency.
# Quotes inside cells are not doubled, and rows are shorter than the header.
[swedbank.lt]
summary  = Swedbank Lithuania, account statement
posts    = bank
quote    = lenient
ragged   = yes
header   = find Sąskaitos Nr.|Suma|D/K|Įrašo Nr.
record   = $2
section  = record 10
data     = 20
control  = 82|86
currency = [Valiuta]
date     = [Data] %Y-%m-%d
amount   = [Suma]
amount.sign = [D/K] K:+ D:-
id       = [Įrašo Nr.]
account  = [Sąskaitos Nr.]
payer    = [Gavėjas]
text     = [Paaiškinimai]
opening  = record 10 [Suma]
opening.sign = [D/K] K:+ D:-
closing  = record 86 [Suma]
closing.sign = [D/K] K:+ D:-

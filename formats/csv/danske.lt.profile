# Danske Bank Lithuania: rows are shorter than the header, so the amount is
# counted from the right; the texts between cannot be told apart.
[danske.lt]
summary  = Danske Bank Lithuania
posts    = bank
encoding = cp1257
ragged   = yes
header   = find Date|Bank|MemoConv|MemoDet|Amount
currency = EUR
date     = $1 %Y:%m:%d
amount   = $-2
text     = $7

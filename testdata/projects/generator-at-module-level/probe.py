from app import lazy

print(list(lazy.TOTALS), lazy.limit())

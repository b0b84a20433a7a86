from app import early, late

print(late.LIMIT, early.limit())

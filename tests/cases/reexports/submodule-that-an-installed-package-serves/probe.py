from app import compare

print(compare([3, 1, 2]))

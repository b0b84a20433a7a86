from app.generic import Box, first, weight

print(first([4, 5]), Box(1).value, weight([1, 2]))
print([str(p) for p in first.__type_params__], first.__annotations__["return"])

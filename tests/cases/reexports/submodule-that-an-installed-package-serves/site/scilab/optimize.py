def least(numbers):
    return min(numbers)

def most(numbers):
    return max(numbers)

def counter():
    number = 0

    def new():
        nonlocal number
        number += 1
        return number

    return new


new_id = counter()

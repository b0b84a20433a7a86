SIZE = len("used")

def go():
    return "slow"

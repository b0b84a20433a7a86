import pk
def main():
    print(pk.f())

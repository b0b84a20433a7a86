from app import main

if __name__ == "__main__":
    print(set(main.workers()) == {main.here()}, main.rest())

from app import main

print(main.one(), main.two(), main.heavy.__name__)

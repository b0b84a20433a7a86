from app import main

print(main.lower("A"), main.size())

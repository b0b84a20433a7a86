from app import main

print(main.show("a"), main.show("b"))

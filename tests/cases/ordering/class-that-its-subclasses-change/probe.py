from app import main

print(main.make("Other").schema, main.names())

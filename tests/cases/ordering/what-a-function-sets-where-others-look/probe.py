from app import main

main.prepare()
print(main.work())

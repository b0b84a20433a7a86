from app import main

main.quiet()
print(main.work())

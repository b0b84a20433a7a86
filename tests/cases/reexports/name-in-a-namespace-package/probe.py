import main

print(main.run())

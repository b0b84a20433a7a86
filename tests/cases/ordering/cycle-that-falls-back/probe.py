import main

print(main.FALLS_BACK)

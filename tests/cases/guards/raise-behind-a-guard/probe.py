from app import main

print(main.HAVE_FAST, main.ways())

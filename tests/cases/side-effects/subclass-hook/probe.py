from app.main import first, main
print(first()); print(main()); print(first())

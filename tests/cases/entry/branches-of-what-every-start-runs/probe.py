from app.main import main

print(main())
print(main("x"))
print(main(None))

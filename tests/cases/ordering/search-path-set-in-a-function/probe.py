from app.main import main
print(main())

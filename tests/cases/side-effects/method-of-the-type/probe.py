from app import main
print(main.before(), main.main())

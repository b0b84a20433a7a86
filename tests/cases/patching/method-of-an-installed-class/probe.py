from app.main import main, more

main()
print(more())

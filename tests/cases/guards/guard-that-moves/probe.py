import app.main

print(app.main.main()[:2])

from app.start import main

print(main())

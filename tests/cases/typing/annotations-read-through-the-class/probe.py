from app import handlers

handlers.main()

try:
    from app.main import main
except (OSError, ValueError):
    main = None

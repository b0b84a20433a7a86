MIDDLEWARE = [
    "app.middleware.Timing",
    "app.middleware.Gzip",
]

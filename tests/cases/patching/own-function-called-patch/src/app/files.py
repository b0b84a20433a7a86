def patch(target, strip=0):
    return f"{target} is patched by {strip}"

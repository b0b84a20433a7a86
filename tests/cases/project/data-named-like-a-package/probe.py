from app import names

print([image.name for image in names()])

from tests import test_images

print(test_images.test_names())

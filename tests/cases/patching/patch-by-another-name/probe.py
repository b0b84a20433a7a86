from tests import test_images

test_images.test_override()
test_images.test_fake()
print("passed")

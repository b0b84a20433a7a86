from framely import settings

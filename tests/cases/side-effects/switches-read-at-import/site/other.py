import logging

LEVEL = logging.getLogger("seaside.bed").getEffectiveLevel()

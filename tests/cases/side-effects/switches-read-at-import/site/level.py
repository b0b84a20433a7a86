import logging

LEVEL = logging.getLogger("sea.bed").getEffectiveLevel()

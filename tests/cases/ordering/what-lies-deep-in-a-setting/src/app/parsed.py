from app import conf

VERBOSE = vars(conf.OPTIONS).get("verbose")

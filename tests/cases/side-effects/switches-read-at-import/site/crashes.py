import faulthandler

ON = faulthandler.is_enabled()

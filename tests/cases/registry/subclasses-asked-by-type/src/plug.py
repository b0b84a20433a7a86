import base
class P(base.Base): pass

NAME = 'plain'

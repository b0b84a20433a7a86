import clients

SEEN = clients.Client().level

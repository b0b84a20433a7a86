import hv_client

client = hv_client.Client()
KEY = client.key

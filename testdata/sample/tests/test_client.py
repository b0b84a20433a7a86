import unittest
from unittest import mock

from harbor.cloud import client
from harbor.settings import Settings


class ConnectTest(unittest.TestCase):
    def test_the_name_in_the_module_is_what_counts(self):
        with mock.patch("harbor.cloud.client.skylift") as skylift:
            session = client.connect(Settings(region="south", limit=1))
        skylift.connect.assert_called_once_with(region="south")
        self.assertIs(session, skylift.connect.return_value)

    def test_the_patch_is_undone(self):
        with mock.patch.object(client, "skylift"):
            pass
        self.assertEqual(client.regions(), ["east", "north", "south"])

    def test_real_session(self):
        self.assertEqual(client.connect(Settings(region="east", limit=1)).region, "east")

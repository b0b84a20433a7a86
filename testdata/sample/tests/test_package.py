import pickle
import typing
import unittest

import harbor
from harbor.cloud.machines import vessel_of


class PackageTest(unittest.TestCase):
    def test_everything_it_names_is_there(self):
        for name in harbor.__all__:
            self.assertTrue(hasattr(harbor, name), name)

    def test_star_import(self):
        names = {}
        exec("from harbor import *", names)
        self.assertLessEqual(set(harbor.__all__), set(names))

    def test_a_name_is_the_same_object_everywhere(self):
        from harbor.cloud.client import connect

        self.assertIs(harbor.connect, connect)
        self.assertIs(harbor.cloud.connect, connect)

    def test_a_missing_name_is_an_attribute_error(self):
        with self.assertRaises(AttributeError):
            harbor.nothing

    def test_pickles(self):
        self.assertEqual(pickle.loads(pickle.dumps(harbor.Vessel("a", "b"))), harbor.Vessel("a", "b"))

    def test_a_plain_function_can_still_be_called(self):
        class Machine:
            name, zone, load = "x", "y", 0.5

        self.assertEqual(vessel_of(Machine), harbor.Vessel("x", "y", 0.5))

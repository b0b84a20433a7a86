import contextlib
import io
import unittest
from unittest import mock

from harbor import cli
from harbor.commands import report
from harbor.model import Fleet, Vessel


def harbor(*argv):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = cli.main(list(argv))
    return status, out.getvalue()


class CommandsTest(unittest.TestCase):
    def test_fleet(self):
        status, text = harbor("fleet")
        self.assertEqual(status, 0)
        self.assertIn("aurora", text)
        self.assertEqual(text.splitlines()[0].split(), ["vessel", "berth", "load"])

    def test_inspect(self):
        status, text = harbor("inspect", "aurora")
        self.assertEqual(status, 0)
        self.assertIn("flags Alfa-Uniform-Romeo-Oscar-Romeo-Alfa", text)

    def test_unknown_vessel(self):
        with contextlib.redirect_stderr(io.StringIO()) as err:
            status, _ = harbor("inspect", "nobody")
        self.assertEqual(status, 1)
        self.assertIn("no such vessel: nobody", err.getvalue())

    def test_deploy(self):
        status, text = harbor("deploy", "tern", "--step", "make")
        self.assertEqual(status, 0)
        self.assertIn("tern runs sha256:", text)

    def test_deploy_with_a_step_that_fails(self):
        status, text = harbor("deploy", "tern", "--step", "false")
        self.assertEqual((status, text), (2, "build failed: step failed: false\n"))

    def test_report(self):
        status, text = harbor("report")
        self.assertEqual(status, 0)
        self.assertIn("median", text)

    def test_report_of_a_patched_fleet(self):
        fleet = Fleet([Vessel("one", "a", 1.0), Vessel("two", "b", 3.0)])
        with mock.patch("harbor.commands.report.fetch_fleet", return_value=fleet):
            status, text = harbor("report", "--bins", "2")
        self.assertEqual(status, 0)
        self.assertIn("2.00", text)
        self.assertEqual(text.splitlines()[-1], "1 1")

    def test_report_without_the_statistics_package(self):
        with mock.patch.object(report.stats, "tidestats", None):
            status, text = harbor("report")
        self.assertEqual((status, text[:5]), (0, "mean "))

    def test_watch(self):
        status, text = harbor("watch", "--light")
        self.assertEqual(status, 0)
        self.assertIn("aurora", text)

//! A program with an argparse parser that is built at every start, rewritten and run: all that a user sees stays byte for byte what
//! it was, and the help page imports none of the functions behind the subcommands.

use crate::support::fixed::shows_the_same;
use crate::support::python::python;
use crate::support::run::run;
use crate::support::{skip, testdata, tree};

#[test]
fn a_program_with_subcommands_shows_what_it_showed() {
    let Some(python) = python() else {
        return skip("a_program_with_subcommands_shows_what_it_showed", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let work = folder.path();
    tree::copy(&testdata().join("argparse"), work).expect("the program can be copied");
    let path = [work.join("src"), work.join("site")];
    shows_the_same(work, "argparse", || run(python.command(work, &path).arg("probe.py")));
}

//! The flags of `dormant build`.
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::measure::compilation::{Launcher, Mode};
use crate::measure::worth::Layer;

pub(super) const EXAMPLES: &str = "\
Examples:
  dormant build main.py                    a folder with a program, in dist/
  dormant build harbor.cli:main            the function behind a console script
  dormant build harbor -- fleet list       and run this to see that it works
  dormant build --mode onefile --output-dir out main.py
  dormant build --analyze-cache main.py    build nothing: the key and the caches
  dormant build --pyinstaller-hooks hooks harbor
                                           for PyInstaller: what it would not see

Dependencies are kept as bytecode unless --dependencies c: they start as fast,
and a cold build takes a fraction of the time. The result is always run, with
--help unless told otherwise: what builds need not start.

Exit status:
  0  built, and the program runs
  1  built, and the program does not run as it should
  2  an error: bad arguments, a tool is missing, Nuitka fails";

/// What to compile, and how.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct BuildArgs {
    /// A script, a console script of the project, or `module:function`
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// The arguments to run the result with [default: --help]
    #[arg(value_name = "ARGS", last = true)]
    pub trial: Vec<String>,
    /// The source tree
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub project: PathBuf,
    /// What to make: a folder, one file, or an extension module
    #[arg(long, value_name = "MODE", value_enum, default_value_t)]
    pub mode: Mode,
    /// How dependencies are kept: as bytecode, or compiled
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub dependencies: Dependencies,
    /// The interpreter with Nuitka and the dependencies
    #[arg(long, value_name = "FILE")]
    pub python: Option<PathBuf>,
    /// How many C compilers to run at a time at most
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// How much memory the build may take, such as 2G or 800M [default: what is free]
    ///
    /// As many C compilers run as fit; where one alone does not, Nuitka takes as little as it can.
    #[arg(long, value_name = "LIMIT", value_parser = bytes)]
    pub memory: Option<u64>,
    /// Optimise while linking: slower builds, and the cache misses everything once
    #[arg(long)]
    pub lto: bool,
    /// The cache layers to use
    ///
    /// With commas between them: nuitka (what it keeps of modules), precompiled (dependencies as extension modules), ccache (C
    /// objects), wheels (what pip and uv keep); or none.
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', default_value = "nuitka,ccache,wheels", value_parser = layer)]
    pub cache: Vec<Option<Layer>>,
    /// Dependencies to compile beforehand, where that layer is used
    #[arg(long, value_name = "PACKAGES", value_delimiter = ',')]
    pub precompile: Vec<String>,
    /// Share C objects with other machines: a URL as ccache takes it, such as redis://cache, or a folder
    #[arg(long, value_name = "URL")]
    pub remote_cache: Option<String>,
    /// Hand C files to other hosts to compile
    #[arg(long, value_name = "PROGRAM", value_enum)]
    pub launcher: Option<Launcher>,
    /// Where the caches are [default: .dormant-build in the project]
    #[arg(long, value_name = "FOLDER")]
    pub cache_dir: Option<PathBuf>,
    /// Where the result goes; replaced once the new one is complete
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    pub output_dir: PathBuf,
    /// More modules that are named only at run time
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    pub include_module: Vec<String>,
    /// More options for Nuitka, as they are
    #[arg(long, value_name = "OPTION", allow_hyphen_values = true)]
    pub nuitka_option: Vec<String>,
    /// Build nothing: write hooks for PyInstaller into this folder, and say how to freeze the program with them
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["analyze_cache", "json"])]
    pub pyinstaller_hooks: Option<PathBuf>,
    /// Build nothing: say what the key is made of, what changed, and what each cache holds
    #[arg(long)]
    pub analyze_cache: bool,
    /// Print one object, for programs
    #[arg(long)]
    pub json: bool,
}

/// How dependencies are kept in a compiled program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Dependencies {
    /// As bytecode
    #[default]
    Bytecode,
    /// Compiled to C, as the project's own code is
    C,
}

/// A layer by its name; `none` is none.
fn layer(text: &str) -> Result<Option<Layer>, String> {
    let name = text.trim();
    if name == "none" {
        return Ok(None);
    }
    let found = Layer::ALL.into_iter().find(|layer| layer.name() == name);
    found
        .map(Some)
        .ok_or_else(|| format!("expected one of {}, none", Layer::ALL.map(Layer::name).join(", ")))
}

/// Bytes, with a unit of 1,024 or a power of it: 2G, 800M, 1.5GiB.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_ascii_lowercase();
    let power = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" => Some(0),
        "k" => Some(10),
        "m" => Some(20),
        "g" => Some(30),
        "t" => Some(40),
        _ => None,
    };
    let number: Option<f64> = digits.trim().parse().ok().filter(|number: &f64| *number > 0.0);
    match (number, power) {
        (Some(number), Some(power)) => Ok((number * (1_u64 << power) as f64) as u64),
        _ => Err("expected a size, such as 2G or 800M".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes("2G"), Ok(2 << 30));
        assert_eq!(bytes("800M"), Ok(800 << 20));
        assert_eq!(bytes("1.5GiB"), Ok(3 << 29));
        assert_eq!(bytes("512 kb"), Ok(512 << 10));
        assert_eq!(bytes("1"), Ok(1));
        for wrong in ["", "G", "-1G", "0", "2X", "2GG"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}

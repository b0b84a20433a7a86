//! The flags of `dormant probe`.
use std::path::PathBuf;

use clap::Args;

use super::formats::ProbeFormat;
use super::{Invocation, Probe};

pub const STATUSES: &str = "\
Exit status:
  0  harmless
  1  effects were seen
  2  an error: no such interpreter, or the import failed";

#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Dotted names, such as docker.api
    #[arg(value_name = "MODULE", required = true, value_parser = dotted)]
    pub modules: Vec<String>,
    /// Add what is seen to this file of evidence
    ///
    /// `check` and `fix` use .dormant/evidence.json, and the files that `evidence` in the configuration names, for modules
    /// whose files are still the same.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: ProbeFormat,
    /// How long one import may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// The interpreter, or the virtual environment
    #[arg(long, value_name = "FILE")]
    pub python: Option<PathBuf>,
    /// Where first-party packages are rooted
    #[arg(long, value_name = "FOLDER")]
    pub src: Option<Vec<PathBuf>>,
    /// Use this pyproject.toml or dormant.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl ProbeArgs {
    /// Lays these flags into the invocation.
    pub fn into_invocation(self, invocation: &mut Invocation) -> Probe {
        invocation.config = self.config;
        invocation.overrides.python = self.python;
        invocation.overrides.src = self.src;
        Probe {
            modules: self.modules,
            save: self.save,
            json: self.output_format == ProbeFormat::Json,
            timeout: self.timeout,
        }
    }
}

/// A dotted name: the interpreter gets it as it is.
fn dotted(text: &str) -> Result<String, String> {
    let is_word = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    if text.split('.').all(is_word) {
        Ok(text.to_owned())
    } else {
        Err("expected the dotted name of a module".to_owned())
    }
}

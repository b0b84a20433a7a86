//! `dormant completions` and `dormant man`: texts made from the commands and flags themselves.
use clap::Command;
use clap_complete::Shell;

use super::failure::Failure;
use super::output::Output;
use super::status::Status;

const COMPLETIONS: &str = "\
Examples:
  dormant completions bash > ~/.local/share/bash-completion/completions/dormant
  dormant completions zsh > ~/.zfunc/_dormant
  dormant completions fish > ~/.config/fish/completions/dormant.fish";

const MANUALS: &str = "\
Examples:
  dormant man > ~/.local/share/man/man1/dormant.1
  dormant man fix > ~/.local/share/man/man1/dormant-fix.1";

/// Print the script that completes command lines in a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsArgs {
    /// Prints the script for all commands of a command line: there are no findings.
    pub(super) fn run(&self, grammar: Command, output: &Output) -> Status {
        completions(grammar, self.shell, output)
    }
}

/// Print the manual page, of dormant or of one of its commands.
#[derive(Debug, clap::Args)]
#[command(after_help = MANUALS)]
pub(super) struct ManArgs {
    /// The command
    command: Option<String>,
}

impl ManArgs {
    /// Prints the page for a command line, or for one of its commands: there are no findings.
    pub(super) fn run(&self, grammar: Command, output: &Output) -> Result<Status, Failure> {
        manual(grammar, self.command.as_deref(), output)
    }
}

fn completions(mut grammar: Command, shell: Shell, output: &Output) -> Status {
    let name = grammar.get_name().to_owned();
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut grammar, name, &mut bytes);
    output.data(&String::from_utf8_lossy(&bytes))
}

fn manual(mut grammar: Command, command: Option<&str>, output: &Output) -> Result<Status, Failure> {
    grammar.build();
    let wanted = match command {
        None => Some(grammar),
        Some(name) => {
            let found = grammar.find_subcommand(name).cloned();
            // The page is that of `dormant-fix`, as `man dormant fix` looks for it.
            found.map(|one| {
                one.version(env!("CARGO_PKG_VERSION"))
                    .display_name(format!("dormant-{name}"))
            })
        }
    };
    let Some(wanted) = wanted else {
        let name = command.unwrap_or_default();
        return Err(Failure::Request(format!(
            "there is no command {name:?}; `dormant --help` lists them"
        )));
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(wanted).render(&mut bytes)?;
    Ok(output.data(&String::from_utf8_lossy(&bytes)))
}

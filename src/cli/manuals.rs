//! `dormant completions` and `dormant man`: texts made from the commands and flags themselves.
use clap_complete::Shell;

use super::Status;
use super::args::grammar;
use super::failure::Failure;
use super::output::Output;

pub(super) fn completions(shell: Shell, output: &Output) -> Status {
    let mut grammar = grammar();
    let name = grammar.get_name().to_owned();
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut grammar, name, &mut bytes);
    output.data(&String::from_utf8_lossy(&bytes))
}

pub(super) fn manual(command: Option<&str>, output: &Output) -> Result<Status, Failure> {
    let mut grammar = grammar();
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

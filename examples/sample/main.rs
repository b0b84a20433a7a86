//! Shows dormant at work on the sample program: `cargo run --release --example sample`.
//!
//! Copies `testdata/sample` to `target/sample`, shows the diff, rewrites, runs the program's own tests before and after, and
//! measures its start-up. Nothing outside `target/` is written. Needs a `python3` (3.9 or later) on the path.
#[cfg(unix)]
#[path = "../../benches/common/cost.rs"]
mod cost;
#[cfg(unix)]
mod demo;
#[cfg(unix)]
mod harbor;

use std::process::ExitCode;

/// The word by which the example starts itself again as the `dormant` command: so it needs no other binary, and the command
/// has a working directory and an exit status of its own.
const AS_DORMANT: &str = "--as-dormant";

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(AS_DORMANT) {
        let arguments = std::env::args_os().skip(2);
        return dormant::cli::run(std::iter::once("dormant".into()).chain(arguments));
    }
    show()
}

#[cfg(unix)]
fn show() -> ExitCode {
    match demo::demo() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("sample: {error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(not(unix))]
fn show() -> ExitCode {
    eprintln!("sample: the measuring in this example needs a Unix system");
    ExitCode::from(2)
}

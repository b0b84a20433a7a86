//! The `dormant` command: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    dormant::cli::run(std::env::args_os())
}

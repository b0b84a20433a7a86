//! The `dormant` command: arguments in, exit status out.

/// Facts, values and sets are made by the hundred thousand: the system's allocator takes a fifth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    dormant::cli::run(std::env::args_os())
}

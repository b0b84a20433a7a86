//! How fast `dormant check` is: against reading and parsing the same files and nothing else, and against the nearest rule of
//! ruff (TID253, which only looks at import statements). `cargo bench --bench speed`.
//!
//! Trees: a tiny program, the standard library of the found `python3`, mngr with its packages, django, sphinx and sympy as they
//! were published, and those of `DORMANT_BENCH_TREE` (several as in `PATH`); `DORMANT_BENCH_ONLY` picks those with a name in their
//! path. Sources are fetched once into `target/bench-trees`.
//! Runs are interleaved; times are processor time, user and system; peak memory is the kernel's. "Packages known" has what
//! was found out about installed packages, and no answer of a former run; "warm" has both; "one file changed" is one file given
//! where no former answer holds. ruff is installed into
//! `target/bench-venv` if it can be.
#[cfg(unix)]
#[path = "common/contest.rs"]
mod contest;
#[cfg(unix)]
#[path = "common/cost.rs"]
mod cost;
#[cfg(unix)]
#[path = "common/parse_only.rs"]
mod parse_only;
#[cfg(unix)]
#[path = "common/trees.rs"]
mod trees;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    match arguments.split_first() {
        Some((word, [tree])) if word == parse_only::WORD => parse_only::run(std::path::Path::new(tree)),
        Some((word, command)) if word == contest::PEAK => contest::print_peak(command),
        _ => contest::run(),
    }
}

#[cfg(not(unix))]
fn main() {
    eprintln!("this benchmark needs a Unix system");
}

//! The floor: reads every Python file of a tree and parses it, on all processors, and does nothing with the result.
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// The word by which the benchmark starts itself again to do this.
pub const WORD: &str = "--parse-only";

/// Parses the tree, and prints how many files and bytes that was.
pub fn run(tree: &Path) -> io::Result<()> {
    let files = files(tree);
    let bytes: usize = files
        .par_iter()
        .map(|path| match std::fs::read(path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                std::hint::black_box(ruff_python_parser::parse_module(&text).is_ok());
                bytes.len()
            }
            Err(_) => 0,
        })
        .sum();
    println!("{} {bytes}", files.len());
    Ok(())
}

/// The files that `dormant check` would look at: hidden and ignored ones are left out.
fn files(tree: &Path) -> Vec<PathBuf> {
    let skipped = ["site-packages", "node_modules", "__pycache__", "venv", "build", "dist"];
    ignore::WalkBuilder::new(tree)
        .filter_entry(move |entry| entry.depth() == 0 || !skipped.iter().any(|name| entry.file_name() == *name))
        .build()
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect()
}

//! Which lines, or words, of two texts differ.
use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, patience};

/// The operations that make `new` of `old`, in order: by the patience algorithm, which keeps what stands once on both sides where
/// it is, and without a deadline, so that the result depends on the texts alone.
///
/// Everything that compares texts comes here: each kind of sequence takes a copy of the algorithms into the binary, and the
/// library's own entries one of each algorithm that it has.
pub fn difference(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    match patience::diff(&mut hook, old, 0..old.len(), new, 0..new.len()) {
        Ok(()) => hook.into_inner().into_inner().into_ops(),
        Err(never) => match never {},
    }
}

//! What tells one finding from another through time, for tools that compare runs: not by its line, which every edit above moves.
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Gives out fingerprints; of things that are alike it counts the earlier ones.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of what `parts` say, as 32 hexadecimal digits, never given out before.
    pub fn of(&mut self, parts: &[&str]) -> String {
        let key = parts.join("\0");
        let count = self.seen.entry(key.clone()).or_insert(0);
        let digest = Sha256::digest(format!("{key}\0{count}"));
        *count += 1;
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_given_out_once_and_the_same_in_every_run() {
        let mut first = Fingerprints::default();
        let mut second = Fingerprints::default();
        let one = first.of(&["a.py", "function-local", "import x"]);
        assert_eq!(one, second.of(&["a.py", "function-local", "import x"]));
        assert_eq!(one.len(), 32);
        assert_ne!(one, first.of(&["a.py", "function-local", "import x"]));
        assert_ne!(one, first.of(&["a.py", "function-local", "import y"]));
    }
}

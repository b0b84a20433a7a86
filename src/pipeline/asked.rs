//! What a run asked for outside the project, noted so that the next one can ask it again.
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::project::{Found, Resolver, Stamp, stamp_of};

/// What a run asked for outside the project, to be asked again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// Dotted names, in the order in which they came up.
    pub names: Vec<String>,
    /// Files of the project that could not be read.
    pub broken: Vec<PathBuf>,
    /// Folders of scripts of the project, which find what lies beside them.
    pub beside: Vec<PathBuf>,
    #[serde(skip)]
    pub(super) answers: Sum,
}

impl Asked {
    /// Notes what a name leads to, and the state of the file before it was read.
    pub fn add(&mut self, name: String, found: &Found, stamp: Option<Stamp>) {
        (found, stamp).hash(&mut self.answers);
        self.names.push(name);
    }
}

/// What a name leads to, and the state of the file.
pub(super) fn now(resolver: &Resolver, name: &str) -> (Found, Option<Stamp>) {
    let found = resolver.find(name);
    let stamp = match &found {
        Found::Source { path, .. } => stamp_of(path),
        Found::Namespace | Found::Native { .. } | Found::Builtin | Found::StdlibUnseen | Found::Missing => None,
    };
    (found, stamp)
}

/// A digest of all that is written into it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum(Sha256);

impl Sum {
    pub(super) fn bytes(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    pub(super) fn hex(self) -> String {
        let bytes = self.bytes();
        bytes.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Only the whole digest is ever asked for.
    fn finish(&self) -> u64 {
        0
    }
}

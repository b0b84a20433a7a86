//! The pages about codes as files that an editor can open. They are gone with the session.
use lsp_types::Uri;
use tempfile::TempDir;

use super::uri;

/// The folder of the pages that were asked for; none before the first.
#[derive(Default)]
pub struct Pages(Option<TempDir>);

impl Pages {
    /// The page of a code as a file; none where no file can be written.
    pub fn uri_of(&mut self, code: &str, text: &str) -> Option<Uri> {
        if self.0.is_none() {
            self.0 = tempfile::Builder::new().prefix("dormant-pages-").tempdir().ok();
        }
        let path = self.0.as_ref()?.path().join(format!("{code}.md"));
        std::fs::write(&path, text).ok()?;
        uri::uri(&path)
    }
}

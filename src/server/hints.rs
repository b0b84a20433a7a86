//! What each import costs, behind its line.
use std::collections::BTreeSet;
use std::path::Path;

use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip};

use super::document::Document;
use super::found::Found;
use crate::syntax::Span;

/// Less is not worth a reader's eyes.
const LEAST_MS: f64 = 1.0;

/// The hints within a span of an open file, one for each statement that is the first to load something.
pub fn hints(found: &Found, path: &Path, document: &Document, within: Span) -> Vec<InlayHint> {
    let Some(costs) = found.costs() else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let sites = found
        .sites(path)
        .filter(|site| site.at_import && within.contains(site.alias));
    let first = sites.filter(|site| seen.insert((site.statement, site.module.clone())));
    first
        .filter_map(|site| Some((site, costs.of(site).filter(|cost| cost.ms >= LEAST_MS)?)))
        .map(|(site, cost)| InlayHint {
            position: document.position(document.line_end(site.statement.end as usize) as u32),
            label: InlayHintLabel::String(cost.to_string()),
            kind: None,
            text_edits: None,
            tooltip: costs.sentence(site).map(InlayHintTooltip::String),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect()
}

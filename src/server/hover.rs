//! What is said of the import under the cursor: what becomes of it, what it costs, who else needs it.
use std::path::Path;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::document::Document;
use super::found::Found;
use crate::report::said;

/// So many other importers are named.
const MOST_NAMES: usize = 5;

/// What is said at a byte of an open file.
pub fn hover(found: &Found, path: &Path, document: &Document, offset: u32) -> Option<Hover> {
    let holds = |site: &&crate::verdict::ImportSite| site.statement.start <= offset && offset <= site.statement.end;
    let under = |site: &&crate::verdict::ImportSite| site.alias.start <= offset && offset <= site.alias.end;
    let site = found
        .sites(path)
        .find(under)
        .or_else(|| found.sites(path).find(holds))?;
    let mut parts = Vec::new();
    if let Some(finding) = found.findings(path).find(|finding| finding.alias == site.alias) {
        let said = said::finding(finding);
        parts.push(format!(
            "**{}** {}: {}.\n\n`dormant fix`: {}.",
            said.code, said.title, said.why, said.remedy
        ));
    }
    for blocked in found.blocked(path).filter(|blocked| blocked.alias == site.alias) {
        let said = said::blocked(blocked);
        parts.push(format!(
            "**{}** {}.\n\nWhat can be done: {}.",
            said.code, said.title, said.remedy
        ));
    }
    parts.extend(found.costs().and_then(|costs| costs.sentence(site)));
    if let Some(others) = others(&site.others) {
        parts.push(format!("Imported by {others}, too."));
    }
    if parts.is_empty() {
        return None;
    }
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: parts.join("\n\n"),
        }),
        range: Some(document.range(site.alias)),
    })
}

fn others(names: &[String]) -> Option<String> {
    let (shown, rest) = names.split_at(names.len().min(MOST_NAMES));
    let mut text = shown
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if !rest.is_empty() {
        text += &format!(" and {} more", rest.len());
    }
    (!text.is_empty()).then_some(text)
}

//! What can be done about the import under the cursor: defer it, defer all in the file, leave it, read why.
use std::collections::BTreeMap;
use std::path::Path;

use lsp_types::{
    CodeAction, CodeActionDisabled, CodeActionKind, CodeActionOrCommand, Command, CreateFile, DeleteFile,
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, ResourceOp,
    TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::document::Document;
use super::found::Found;
use super::{EXPLAIN, uri};
use crate::report::diff::replacements;
use crate::report::said;
use crate::syntax::Span;
use crate::verdict::{Changed, Fix};

/// What the editor shows, and can do.
pub struct Shown<'a> {
    /// The texts that are open, as they were when they were looked at.
    pub open: BTreeMap<&'a Path, &'a Document>,
    /// The versions of the texts that are open now, where they are still the same.
    pub versions: BTreeMap<&'a Path, i32>,
    /// Whether it can make new files.
    pub creates: bool,
    /// Whether the editor can remove files.
    pub removes: bool,
    /// Whether it takes edits of versions.
    pub versioned: bool,
    /// Whether it shows actions that cannot be taken, with the reason.
    pub disables: bool,
}

/// The actions for a span of an open file, of the kinds that are wanted.
pub fn actions(
    found: &Found,
    path: &Path,
    span: Span,
    wanted: Option<&[CodeActionKind]>,
    shown: &Shown<'_>,
) -> Vec<CodeActionOrCommand> {
    let mut actions = all(found, path, span, shown);
    let is_wanted = |kind: &CodeActionKind| {
        let holds = |outer: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(outer.as_str());
            rest.is_some_and(|rest| outer.as_str().is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        wanted.is_none_or(|wanted| wanted.iter().any(holds))
    };
    actions.retain(|action| match action {
        CodeActionOrCommand::CodeAction(action) => action.kind.as_ref().is_none_or(is_wanted),
        CodeActionOrCommand::Command(_) => true,
    });
    actions
}

fn all(found: &Found, path: &Path, span: Span, shown: &Shown<'_>) -> Vec<CodeActionOrCommand> {
    let mut actions = Vec::new();
    let Some(&document) = shown.open.get(path) else {
        return actions;
    };
    let meets = |statement: Span| statement.start <= span.end && span.start <= statement.end;
    for finding in found.findings(path).filter(|finding| meets(finding.statement)) {
        let said = said::finding(finding);
        let title = |others: &str| format!("Defer `{}`{others}: {}", finding.import, said.remedy);
        if let Some(edit) = found.fix(finding).and_then(|fix| edit(found, fix, shown)) {
            let others = match found.fix(finding).map_or(0, |fix| fix.imports) {
                0 | 1 => String::new(),
                count => format!(" (and {} more that must go with it)", count - 1),
            };
            actions.push(action(title(&others), CodeActionKind::QUICKFIX, Some(edit), true));
        } else if found.fix(finding).is_some_and(|fix| needs_more(fix, shown)) {
            actions.push(match shown.disables {
                true => disabled(title(""), CodeActionKind::QUICKFIX),
                false => explain_as(
                    format!("Why `{}` is not deferred here: {NO_FILES}", finding.import),
                    said.code,
                ),
            });
        }
        if let Some(edit) = ignore(path, document, finding.statement, said.code, shown) {
            let title = format!("Ignore {} here", said.code);
            actions.push(action(title, CodeActionKind::QUICKFIX, Some(edit), false));
        }
        actions.push(explain(said.code));
    }
    for blocked in found.blocked(path).filter(|blocked| meets(blocked.statement)) {
        actions.push(explain(blocked.first.code));
    }
    if let Some(fix) = found.file_fix(path) {
        let title = "Defer all safe imports in this file".to_owned();
        if let Some(edit) = edit(found, fix, shown) {
            actions.push(action(title, CodeActionKind::SOURCE_FIX_ALL, Some(edit), false));
        } else if shown.disables && needs_more(fix, shown) {
            actions.push(disabled(title, CodeActionKind::SOURCE_FIX_ALL));
        }
    }
    actions
}

fn action(title: String, kind: CodeActionKind, edit: Option<WorkspaceEdit>, is_preferred: bool) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(kind),
        edit,
        is_preferred: Some(is_preferred),
        ..CodeAction::default()
    })
}

/// Why there is nothing to take where a file has to be made.
const NO_FILES: &str = "it makes or removes a file, which this editor cannot; run `dormant fix`";

/// Whether a fix needs more than the editor can do.
fn needs_more(fix: &Fix, shown: &Shown<'_>) -> bool {
    let mut changed = fix.changed.iter();
    changed.any(|changed| changed.is_new && !shown.creates || changed.is_removed && !shown.removes)
}

fn disabled(title: String, kind: CodeActionKind) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(kind),
        disabled: Some(CodeActionDisabled {
            reason: NO_FILES.to_owned(),
        }),
        ..CodeAction::default()
    })
}

fn explain(code: &str) -> CodeActionOrCommand {
    explain_as(format!("Explain {code}"), code)
}

fn explain_as(title: String, code: &str) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(Command {
            title,
            command: EXPLAIN.to_owned(),
            arguments: Some(vec![code.into()]),
        }),
        ..CodeAction::default()
    })
}

/// A fix as the editor makes it, whole; none where a text has changed since, or a file cannot be made.
fn edit(found: &Found, fix: &Fix, shown: &Shown<'_>) -> Option<WorkspaceEdit> {
    let mut operations = Vec::new();
    for changed in &fix.changed {
        let path = found.absolute(&changed.path);
        if changed.is_new {
            let created = CreateFile {
                uri: uri::uri(&path).filter(|_| shown.creates)?,
                options: None,
                annotation_id: None,
            };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Create(created)));
        }
        if changed.is_removed {
            let removed = DeleteFile {
                uri: uri::uri(&path).filter(|_| shown.removes)?,
                options: None,
            };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Delete(removed)));
            continue;
        }
        operations.push(DocumentChangeOperation::Edit(file_edit(&path, changed, shown)?));
    }
    workspace_edit(operations, shown)
}

/// Edits in the form that the editor takes.
#[expect(
    clippy::mutable_key_type,
    reason = "the protocol's own type, whose text never changes"
)]
fn workspace_edit(operations: Vec<DocumentChangeOperation>, shown: &Shown<'_>) -> Option<WorkspaceEdit> {
    if shown.versioned {
        return Some(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(operations)),
            ..WorkspaceEdit::default()
        });
    }
    let mut changes = Changes::new();
    for operation in operations {
        let DocumentChangeOperation::Edit(edit) = operation else {
            return None;
        };
        let plain = edit.edits.into_iter().map(|edit| match edit {
            OneOf::Left(edit) => edit,
            OneOf::Right(annotated) => annotated.text_edit,
        });
        changes.entry(edit.text_document.uri).or_default().extend(plain);
    }
    Some(WorkspaceEdit {
        changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

// The protocol's own type.
#[allow(clippy::mutable_key_type)]
type Changes = std::collections::HashMap<lsp_types::Uri, Vec<TextEdit>>;

fn file_edit(path: &Path, changed: &Changed, shown: &Shown<'_>) -> Option<TextDocumentEdit> {
    let is_open = shown.open.contains_key(path);
    if is_open && !shown.versions.contains_key(path) {
        return None;
    }
    let before = Document::new(changed.before.to_string());
    let edits = replacements(&changed.before, &changed.after).into_iter();
    let edits = edits.map(|one| TextEdit {
        range: before.range(one.span),
        new_text: one.text,
    });
    text_edit(path, edits.collect(), shown)
}

fn text_edit(path: &Path, edits: Vec<TextEdit>, shown: &Shown<'_>) -> Option<TextDocumentEdit> {
    Some(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: uri::uri(path)?,
            version: shown.versions.get(path).copied(),
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    })
}

/// A comment behind a statement that leaves out a code.
fn ignore(path: &Path, document: &Document, statement: Span, code: &str, shown: &Shown<'_>) -> Option<WorkspaceEdit> {
    const OPENED: &str = "dormant: ignore[";
    shown.versions.get(path)?;
    let end = document.line_end(statement.end as usize);
    let behind = document.text.get(statement.end as usize..end)?;
    let (at, new_text) = match behind.find(OPENED) {
        Some(at) => (statement.end as usize + at + OPENED.len(), format!("{code}, ")),
        None => (end, format!("  # dormant: ignore[{code}]")),
    };
    let at = document.position(at as u32);
    let edit = TextEdit {
        range: lsp_types::Range { start: at, end: at },
        new_text,
    };
    let edit = DocumentChangeOperation::Edit(text_edit(path, vec![edit], shown)?);
    workspace_edit(vec![edit], shown)
}

//! What the editor tells: files opened, changed and closed.
use std::path::PathBuf;

use lsp_server::{ErrorCode, Notification, Request, Response};
use lsp_types::notification::Notification as _;
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, notification,
};

use super::{Failed, Session, parsed};
use crate::server::uri;

impl<'a> Session<'a> {
    pub(super) fn told(&mut self, told: Notification) -> Result<(), Failed> {
        match told.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                let DidOpenTextDocumentParams { text_document } = parsed(told.params)?;
                let is_python = text_document.language_id == "python";
                if let Some(path) = uri::path(&text_document.uri).filter(|_| is_python) {
                    self.open.insert(path, (text_document.version, text_document.text));
                    self.look();
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                let change: DidChangeTextDocumentParams = parsed(told.params)?;
                let known = uri::path(&change.text_document.uri).and_then(|path| self.open.get_mut(&path));
                if let (Some(open), Some(last)) = (known, change.content_changes.into_iter().next_back()) {
                    *open = (change.text_document.version, last.text);
                    self.look();
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                let DidCloseTextDocumentParams { text_document } = parsed(told.params)?;
                if let Some(path) = uri::path(&text_document.uri)
                    && self.open.remove(&path).is_some()
                {
                    self.publish(&path, Vec::new(), None)?;
                    self.look();
                }
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                let DidChangeWorkspaceFoldersParams { event } = parsed(told.params)?;
                let gone: Vec<PathBuf> = event
                    .removed
                    .iter()
                    .filter_map(|folder| uri::path(&folder.uri))
                    .collect();
                self.folders.retain(|folder| !gone.contains(folder));
                self.folders
                    .extend(event.added.iter().filter_map(|folder| uri::path(&folder.uri)));
                self.look();
            }
            notification::DidSaveTextDocument::METHOD
            | notification::DidChangeWatchedFiles::METHOD
            | notification::DidChangeConfiguration::METHOD => self.look(),
            notification::Cancel::METHOD => {
                let cancelled = told.params.get("id").cloned().unwrap_or_default();
                let position = |waiting: &[(u64, Request)]| {
                    let is_it = |request: &Request| serde_json::to_value(&request.id).is_ok_and(|id| id == cancelled);
                    waiting.iter().position(|(_, request)| is_it(request))
                };
                if let Some(at) = position(&self.waiting) {
                    let (_, request) = self.waiting.remove(at);
                    let code = ErrorCode::RequestCanceled as i32;
                    self.answer(Response::new_err(request.id, code, "cancelled".to_owned()))?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

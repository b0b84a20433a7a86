//! What the editor asks, answered from what was found last.
use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::Request as _;
use lsp_types::{
    CodeActionParams, ExecuteCommandParams, HoverParams, InlayHintParams, LogMessageParams, MessageType,
    ShowDocumentParams, ShowMessageParams, notification, request,
};
use serde_json::{Value, json};

use super::{Failed, Session, found, parsed};
use crate::server::actions::{Shown, actions};
use crate::server::document::Document;
use crate::server::found::Found;
use crate::server::{EXPLAIN, hints, hover, uri};
use crate::syntax::Span;
use crate::verdict::{Code, Strategy};

impl<'a> Session<'a> {
    pub(super) fn asked(&mut self, request: Request) -> Result<(), Failed> {
        match request.method.as_str() {
            request::ExecuteCommand::METHOD => {
                let asked: ExecuteCommandParams = parsed(request.params)?;
                let code = asked
                    .arguments
                    .first()
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                self.answer(Response::new_ok(request.id, Value::Null))?;
                match asked.command == EXPLAIN {
                    true => self.explain(&code),
                    false => Ok(()),
                }
            }
            request::CodeActionRequest::METHOD | request::HoverRequest::METHOD | request::InlayHintRequest::METHOD => {
                match self.report.as_ref().is_some_and(|report| report.state >= self.state) {
                    true => self.serve(request),
                    false => {
                        self.waiting.push((self.state, request));
                        Ok(())
                    }
                }
            }
            method => {
                let message = format!("no such method: {method}");
                self.answer(Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message))
            }
        }
    }

    /// Answers a request from what was found last.
    pub(super) fn serve(&mut self, request: Request) -> Result<(), Failed> {
        let id = request.id.clone();
        let answer = match request.method.as_str() {
            request::HoverRequest::METHOD => {
                let asked: HoverParams = parsed(request.params)?;
                let place = asked.text_document_position_params;
                self.about(&place.text_document.uri, |found, path, document| {
                    json!(hover::hover(found, path, document, document.offset(place.position)))
                })
            }
            request::InlayHintRequest::METHOD => {
                let asked: InlayHintParams = parsed(request.params)?;
                self.about(&asked.text_document.uri, |found, path, document| {
                    let within = Span::new(document.offset(asked.range.start), document.offset(asked.range.end));
                    json!(hints::hints(found, path, document, within))
                })
            }
            _ => {
                let asked: CodeActionParams = parsed(request.params)?;
                self.about(&asked.text_document.uri, |found, path, document| {
                    let span = Span::new(document.offset(asked.range.start), document.offset(asked.range.end));
                    let wanted = asked.context.only.as_deref();
                    json!(actions(found, path, span, wanted, &self.shown()))
                })
            }
        };
        self.answer(Response::new_ok(id, answer))
    }

    fn about(&self, uri: &lsp_types::Uri, tell: impl FnOnce(&Found, &Path, &Document) -> Value) -> Value {
        let told = || {
            let path = uri::path(uri)?;
            let report = self.report.as_ref()?;
            let document = report.open.get(&path)?;
            Some(tell(found(report, &path)?, &path, document))
        };
        told().unwrap_or_default()
    }

    fn shown(&self) -> Shown<'_> {
        let seen = self.report.as_ref().map(|report| &report.open);
        let is_same = |path: &PathBuf, text: &str| {
            seen.and_then(|seen| seen.get(path))
                .is_some_and(|document| document.text == text)
        };
        let same = self.open.iter().filter(|(path, (_, text))| is_same(path, text));
        Shown {
            open: seen
                .into_iter()
                .flatten()
                .map(|(path, document)| (path.as_path(), document))
                .collect(),
            versions: same.map(|(path, (version, _))| (path.as_path(), *version)).collect(),
            creates: self.abilities.creates && self.abilities.versioned,
            removes: self.abilities.removes && self.abilities.versioned,
            versioned: self.abilities.versioned,
            disables: self.abilities.disables,
        }
    }

    /// Shows the page of a code.
    fn explain(&mut self, code: &str) -> Result<(), Failed> {
        let strategy = Strategy::ALL
            .into_iter()
            .find(|strategy| strategy.code() == code)
            .map(Strategy::page);
        let page = strategy.or_else(|| Code::ALL.into_iter().find(|known| known.code() == code).map(Code::page));
        let message = match page {
            Some(page) => page.0.to_owned(),
            None => format!("no such code: {code}"),
        };
        // A page is to be read: beside the text, where the editor opens documents that it is told of.
        let file = page.filter(|_| self.abilities.opens);
        if let Some(uri) = file.and_then(|page| self.pages.uri_of(code, page.0)) {
            return self.request::<request::ShowDocument>(&ShowDocumentParams {
                uri,
                external: Some(false),
                take_focus: Some(true),
                selection: None,
            });
        }
        self.notify::<notification::ShowMessage>(&ShowMessageParams {
            typ: MessageType::INFO,
            message: message.clone(),
        })?;
        self.notify::<notification::LogMessage>(&LogMessageParams {
            typ: MessageType::INFO,
            message,
        })
    }
}

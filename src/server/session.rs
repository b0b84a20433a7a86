//! The conversation with the editor: what is open, what is asked, what is told.
mod asked;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use crossbeam_channel::select;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, InitializeParams, MessageType,
    PublishDiagnosticsParams, Registration, RegistrationParams, ShowMessageParams, request,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::background::{Background, Report};
use super::found::{Found, Job};
use super::pages::Pages;
use super::{diagnostics, uri};

type Failed = Box<dyn Error + Send + Sync>;

/// What a client can do, as far as it matters.
#[derive(Debug, Default)]
struct Abilities {
    creates: bool,
    removes: bool,
    versioned: bool,
    disables: bool,
    refreshes_hints: bool,
    watches: bool,
    opens: bool,
}

/// One editor.
pub struct Session<'a> {
    connection: &'a Connection,
    background: &'a Background,
    abilities: Abilities,
    show_blocked: bool,
    folders: BTreeSet<PathBuf>,
    open: BTreeMap<PathBuf, (i32, String)>,
    state: u64,
    report: Option<Report>,
    waiting: Vec<(u64, Request)>,
    requests: i32,
    errors: BTreeSet<String>,
    pages: Pages,
}

impl<'a> Session<'a> {
    /// A session with an editor that has said hello.
    pub fn new(connection: &'a Connection, background: &'a Background, params: &InitializeParams) -> Session<'a> {
        let said = serde_json::to_value(&params.capabilities).unwrap_or_default();
        let can = |path: &str| said.pointer(path) == Some(&Value::Bool(true));
        let operations = said.pointer("/workspace/workspaceEdit/resourceOperations");
        let operations = operations.and_then(Value::as_array);
        let may = |what: &str| operations.is_some_and(|list| list.contains(&json!(what)));
        let named = params
            .workspace_folders
            .iter()
            .flatten()
            .filter_map(|folder| uri::path(&folder.uri));
        #[allow(deprecated)]
        let root = params.root_uri.as_ref().and_then(uri::path);
        let options = params.initialization_options.as_ref();
        let mut folders: BTreeSet<PathBuf> = named.collect();
        if folders.is_empty() {
            folders.extend(root);
        }
        Session {
            connection,
            background,
            abilities: Abilities {
                creates: may("create"),
                removes: may("delete"),
                versioned: can("/workspace/workspaceEdit/documentChanges"),
                disables: can("/textDocument/codeAction/disabledSupport"),
                refreshes_hints: can("/workspace/inlayHint/refreshSupport"),
                watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
                opens: can("/window/showDocument/support"),
            },
            show_blocked: options.and_then(|options| options.get("showBlocked")) == Some(&Value::Bool(true)),
            folders,
            open: BTreeMap::new(),
            state: 0,
            report: None,
            waiting: Vec::new(),
            requests: 0,
            errors: BTreeSet::new(),
            pages: Pages::default(),
        }
    }

    /// Speaks until the editor says goodbye.
    ///
    /// # Errors
    /// An editor that does not keep to the protocol.
    pub fn run(mut self) -> Result<(), Failed> {
        self.watch()?;
        self.look();
        loop {
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(Message::Request(request)) => {
                        if self.connection.handle_shutdown(&request)? {
                            return Ok(());
                        }
                        self.asked(request)?;
                    }
                    Ok(Message::Notification(told)) => self.told(told)?,
                    Ok(Message::Response(_)) => {}
                    Err(_) => return Ok(()),
                },
                recv(self.background.reports) -> report => match report {
                    Ok(report) => self.reported(report)?,
                    Err(_) => return Err("the thread that looks at projects has ended".into()),
                },
            }
        }
    }

    /// Asks to be told of files that change outside of the editor.
    fn watch(&mut self) -> Result<(), Failed> {
        if !self.abilities.watches {
            return Ok(());
        }
        let watchers = [
            "**/*.py",
            "**/pyproject.toml",
            "**/setup.cfg",
            "**/dormant.toml",
            "**/.dormant/*.json",
        ];
        let watchers = watchers.map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.to_vec(),
        };
        let registrations = vec![Registration {
            id: "files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(serde_json::to_value(options)?),
        }];
        self.request::<request::RegisterCapability>(&RegistrationParams { registrations })
    }

    /// Has the newest state looked at.
    fn look(&mut self) {
        self.state += 1;
        let mut folders = self.folders.clone();
        for path in self.open.keys() {
            if !folders.iter().any(|folder| path.starts_with(folder)) {
                folders.extend(path.parent().map(Path::to_owned));
            }
        }
        self.background.ask(Job {
            state: self.state,
            folders: folders.into_iter().collect(),
            open: self
                .open
                .iter()
                .map(|(path, (_, text))| (path.clone(), text.clone()))
                .collect(),
        });
    }

    /// Tells what was found, and answers those who waited for it.
    fn reported(&mut self, report: Report) -> Result<(), Failed> {
        let state = report.state;
        let mut failed = BTreeSet::new();
        for (folder, found) in &report.folders {
            if let Err(message) = found {
                failed.insert(format!("{}: {message}", folder.display()));
            }
        }
        for message in failed.difference(&self.errors.clone()) {
            self.notify::<notification::ShowMessage>(&ShowMessageParams {
                typ: MessageType::ERROR,
                message: format!("dormant: {message}"),
            })?;
        }
        self.errors = failed;
        for (path, document) in &report.open {
            let told =
                found(&report, path).map(|found| diagnostics::diagnostics(found, path, document, self.show_blocked));
            let version = self
                .open
                .get(path)
                .filter(|(_, text)| *text == document.text)
                .map(|(version, _)| *version);
            // What was typed since is being looked at.
            if let Some(version) = version {
                self.publish(path, told.unwrap_or_default(), Some(version))?;
            }
        }
        self.report = Some(report);
        let (ready, waiting) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(asked, _)| *asked <= state);
        self.waiting = waiting;
        let ready: Vec<(u64, Request)> = ready;
        for (_, request) in ready {
            self.serve(request)?;
        }
        if self.abilities.refreshes_hints {
            self.request::<request::InlayHintRefreshRequest>(&())?;
        }
        Ok(())
    }

    fn publish(
        &self,
        path: &Path,
        diagnostics: Vec<lsp_types::Diagnostic>,
        version: Option<i32>,
    ) -> Result<(), Failed> {
        let Some(uri) = uri::uri(path) else { return Ok(()) };
        self.notify::<notification::PublishDiagnostics>(&PublishDiagnosticsParams {
            uri,
            diagnostics,
            version,
        })
    }

    fn notify<N: notification::Notification>(&self, params: &N::Params) -> Result<(), Failed> {
        let told = Notification::new(N::METHOD.to_owned(), params);
        Ok(self.connection.sender.send(told.into())?)
    }

    fn request<R: request::Request>(&mut self, params: &R::Params) -> Result<(), Failed> {
        self.requests += 1;
        let request = Request::new(RequestId::from(self.requests), R::METHOD.to_owned(), params);
        Ok(self.connection.sender.send(request.into())?)
    }

    fn answer(&self, response: Response) -> Result<(), Failed> {
        Ok(self.connection.sender.send(response.into())?)
    }
}

/// What was found in the innermost folder that holds a file.
fn found<'r>(report: &'r Report, path: &Path) -> Option<&'r Found> {
    let holding = report.folders.iter().filter(|(folder, _)| path.starts_with(folder));
    let (_, found) = holding.max_by_key(|(folder, _)| folder.components().count())?;
    found.as_ref().ok()
}

fn parsed<P: DeserializeOwned>(params: Value) -> Result<P, Failed> {
    Ok(serde_json::from_value(params)?)
}

//! A small editor: it starts the server, speaks the protocol with it, and makes the edits that it is given.
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::dormant;

/// After this long an answer counts as missing.
const LIMIT: Duration = Duration::from_secs(90);

pub struct Client {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    kept: Vec<Value>,
    requests: i64,
    /// The texts and versions of the documents that are open, by URI.
    pub open: BTreeMap<String, (i64, String)>,
}

pub fn uri(path: &Path) -> String {
    let text = path.to_str().expect("text").replace('\\', "/");
    let encoded: String = text.replace('%', "%25").replace(' ', "%20").replace('#', "%23");
    format!("file:///{}", encoded.trim_start_matches('/'))
}

impl Client {
    /// Starts the server for some folders.
    pub fn start(folders: &[&Path], options: Value) -> Client {
        let able = json!({ "workspace": {
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        } });
        Client::able(folders, options, able)
    }

    /// Starts it for an editor with some capabilities.
    pub fn able(folders: &[&Path], options: Value, capabilities: Value) -> Client {
        let mut command = dormant(folders[0]);
        let mut server = command
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let output = server.stdout.take().expect("its output");
        let (tell, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        let input = server.stdin.take().expect("its input");
        let mut client = Client {
            server,
            input,
            messages,
            kept: Vec::new(),
            requests: 0,
            open: BTreeMap::new(),
        };
        let folders: Vec<Value> = folders
            .iter()
            .map(|folder| json!({ "uri": uri(folder), "name": "folder" }))
            .collect();
        let answer = client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "workspaceFolders": folders,
                "initializationOptions": options,
                "capabilities": capabilities,
            }),
        );
        assert_eq!(answer["serverInfo"]["name"], "dormant");
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
        client.notify("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks without waiting; the number of the request.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The first message of that kind.
    pub fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_it) {
            return self.kept.remove(at);
        }
        let started = Instant::now();
        while let Some(left) = LIMIT.checked_sub(started.elapsed()) {
            let Ok(message) = self.messages.recv_timeout(left) else {
                break;
            };
            if is_it(&message) {
                return message;
            }
            self.kept.push(message);
        }
        panic!("no such message; there were {:#?}", self.kept)
    }

    /// Opens a file, or changes its text.
    pub fn show(&mut self, path: &Path, text: &str) {
        let uri = uri(path);
        let version = self.open.get(&uri).map_or(1, |(version, _)| version + 1);
        self.open.insert(uri.clone(), (version, text.to_owned()));
        match version {
            1 => self.notify(
                "textDocument/didOpen",
                json!({ "textDocument": { "uri": uri, "languageId": "python", "version": version, "text": text } }),
            ),
            _ => self.notify(
                "textDocument/didChange",
                json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }),
            ),
        }
    }

    /// The diagnostics of the newest text of a file.
    pub fn diagnostics(&mut self, path: &Path) -> Vec<Value> {
        let uri = uri(path);
        let version = self.open.get(&uri).map(|(version, _)| *version);
        let told = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"].as_i64() == version
        });
        told["params"]["diagnostics"].as_array().expect("diagnostics").clone()
    }

    /// The actions at a place, by title.
    pub fn actions(&mut self, path: &Path, line: u32, character: u32, only: Option<&str>) -> BTreeMap<String, Value> {
        let at = json!({ "line": line, "character": character });
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let asked =
            json!({ "textDocument": { "uri": uri(path) }, "range": { "start": at, "end": at }, "context": context });
        let actions = self.request("textDocument/codeAction", asked);
        let actions = actions.as_array().cloned().unwrap_or_default();
        actions
            .into_iter()
            .map(|action| (action["title"].as_str().expect("a title").to_owned(), action))
            .collect()
    }

    /// The texts of all files that an action changes, by URI.
    pub fn edited(&self, action: &Value) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for change in action["edit"]["documentChanges"].as_array().expect("changes") {
            if change["kind"] == "create" {
                texts.insert(change["uri"].as_str().expect("a URI").to_owned(), String::new());
                continue;
            }
            let uri = change["textDocument"]["uri"].as_str().expect("a URI").to_owned();
            let (version, text) = self.open.get(&uri).cloned().unwrap_or_else(|| {
                let path = uri.trim_start_matches("file://").replace("%20", " ");
                (
                    0,
                    texts
                        .get(&uri)
                        .cloned()
                        .unwrap_or_else(|| std::fs::read_to_string(path).expect("the file")),
                )
            });
            if version > 0 {
                assert_eq!(change["textDocument"]["version"], version);
            }
            let mut text = text;
            for edit in change["edits"].as_array().expect("edits").iter().rev() {
                let range = &edit["range"];
                let span = offset(&text, &range["start"])..offset(&text, &range["end"]);
                text.replace_range(span, edit["newText"].as_str().expect("text"));
            }
            texts.insert(uri, text);
        }
        texts
    }

    /// Says goodbye; the exit status.
    pub fn stop(mut self) -> i32 {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        drop(self.input);
        self.server.wait().expect("it ends").code().unwrap_or(-1)
    }
}

/// The byte at a place whose column counts units of UTF-16.
pub fn offset(text: &str, place: &Value) -> usize {
    let number = |key: &str| place[key].as_u64().expect(key) as usize;
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut units = 0;
    let before = text[start..].chars().take_while(|character| {
        units += character.len_utf16();
        units <= number("character")
    });
    start + before.map(char::len_utf8).sum::<usize>()
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(number) = line.strip_prefix("Content-Length:") {
            length = number.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

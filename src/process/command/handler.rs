//! A serverless function as a command: `lambda: app.handler` imports the module and calls the function once, which is what a cold
//! start does. An event may follow, as JSON or as the file that holds it: `lambda: app.handler event.json`.
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::CommandError;

/// How such a command begins.
const START: &str = "lambda:";

/// A function, and what it is called with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handler {
    /// The module that is imported.
    pub module: String,
    /// The function there.
    pub function: String,
    /// The event, as JSON.
    event: String,
}

impl Handler {
    /// The function that the words of a command line name; `None` where they are another command. An event's file is looked for
    /// in `root`.
    ///
    /// # Errors
    /// Where the words name no function, or the event cannot be read.
    pub fn read(words: &[OsString], root: &Path) -> Option<Result<Handler, CommandError>> {
        let first = words.first()?.to_str()?.strip_prefix(START)?;
        let name = Some(OsStr::new(first)).filter(|name| !name.is_empty());
        let rest: Vec<&OsStr> = name
            .into_iter()
            .chain(words[1..].iter().map(OsString::as_os_str))
            .collect();
        Some(handler(&rest, root))
    }

    /// The same for a line as a shell takes it.
    ///
    /// # Errors
    /// As [`Handler::read`] has them.
    pub fn of_line(line: &str, root: &Path) -> Option<Result<Handler, CommandError>> {
        let words = shlex::split(line)?;
        Handler::read(&words.iter().map(OsString::from).collect::<Vec<_>>(), root)
    }

    /// The Python code that makes the cold start, and prints what the function returns. It imports nothing else.
    pub fn code(&self) -> String {
        let Handler {
            module,
            function,
            event,
        } = self;
        format!(
            "import sys; from {module} import {function}; null = None; true = True; false = False; \
             print({function}({event}, type(sys.implementation)(function_name={function:?}, function_version='$LATEST', \
             invoked_function_arn='arn:aws:lambda:us-east-1:000000000000:function:{function}', memory_limit_in_mb=128, \
             aws_request_id='00000000-0000-0000-0000-000000000000', log_group_name='', log_stream_name='', identity=None, \
             client_context=None, get_remaining_time_in_millis=lambda: 60000)))"
        )
    }
}

fn handler(words: &[&OsStr], root: &Path) -> Result<Handler, CommandError> {
    let wrong = || CommandError::NotHandler {
        given: words
            .iter()
            .map(|word| word.to_string_lossy())
            .collect::<Vec<_>>()
            .join(" "),
    };
    let (name, event) = match words {
        [name] => (name, None),
        [name, event] => (name, Some(event)),
        _ => return Err(wrong()),
    };
    // AWS takes `folder/app.handler`, too.
    let name = name.to_str().ok_or_else(wrong)?.replace('/', ".");
    let (module, function) = name.rsplit_once('.').ok_or_else(wrong)?;
    if !module.split('.').chain([function]).all(is_name) {
        return Err(wrong());
    }
    Ok(Handler {
        module: module.to_owned(),
        function: function.to_owned(),
        event: event.map_or_else(|| Ok("{}".to_owned()), |event| json(event, root))?,
    })
}

/// An event written out, in a form that is also Python but for `null`, `true` and `false`.
fn json(event: &OsStr, root: &Path) -> Result<String, CommandError> {
    let path = root.join(event);
    let unreadable = |message: String| CommandError::Unreadable {
        path: path.clone(),
        message,
    };
    let text = match event.to_str().filter(|text| text.starts_with(['{', '['])) {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?,
    };
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| unreadable(format!("not JSON: {error}")))?;
    Ok(value.to_string())
}

fn is_name(part: &str) -> bool {
    let starts = part.starts_with(|first: char| first.is_alphabetic() || first == '_');
    starts && part.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, root: &Path) -> Result<Handler, String> {
        let found = Handler::of_line(line, root).expect("a function");
        found.map_err(|error| error.to_string())
    }

    #[test]
    fn the_words_name_a_function_and_an_event() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        std::fs::write(root.join("event.json"), "{\"to\": \"\\/\\ud83d\\ude00\", \"n\": null}").expect("a file");
        let plain = read("lambda: app.web.handler", root).expect("a function");
        assert_eq!((plain.module.as_str(), plain.function.as_str()), ("app.web", "handler"));
        assert_eq!(read("lambda:app/web.handler", root), Ok(plain));
        let event = |line: &str| read(line, root).map(|handler| handler.event);
        assert_eq!(event("lambda: a.b"), Ok("{}".to_owned()));
        assert_eq!(
            event("lambda: a.b event.json"),
            Ok("{\"n\":null,\"to\":\"/\u{1f600}\"}".to_owned())
        );
        assert_eq!(event("lambda: a.b '{\"x\": 1}'"), Ok("{\"x\":1}".to_owned()));
        assert_eq!(Handler::of_line("app lambda: x", root), None);
    }

    #[test]
    fn what_names_no_function_is_said() {
        let root = Path::new("/nowhere");
        for line in [
            "lambda:",
            "lambda: handler",
            "lambda: a.1b",
            "lambda: a.b c d",
            "lambda: a..b",
        ] {
            assert!(read(line, root).unwrap_err().contains("lambda: app.handler"), "{line}");
        }
        assert!(read("lambda: a.b gone.json", root).unwrap_err().contains("gone.json"));
        assert!(read("lambda: a.b '{x'", root).unwrap_err().contains("not JSON"));
    }
}

//! Running a process with an end: what hangs is killed and reported, and never hangs the tests.
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// After this long a process counts as hanging.
const LIMIT: Duration = Duration::from_secs(400);

/// What a process left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The exit status; -1 where a signal ended it, or where it could not be started.
    pub status: i32,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error; of a process that could not be started, or hung, why.
    pub stderr: String,
}

impl Done {
    /// Both outputs, for searching in.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs `command` without input.
pub fn run(command: &mut Command) -> Done {
    run_with_input(command, b"")
}

/// Runs `command` with `input` as its standard input.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Done {
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return failed(format!("cannot start {command:?}: {error}")),
    };
    let mut stdin = child.stdin.take();
    let stdout = child.stdout.take().map(|pipe| thread::spawn(move || drain(pipe)));
    let stderr = child.stderr.take().map(|pipe| thread::spawn(move || drain(pipe)));
    let input = input.to_vec();
    // A process may end without reading its input: a closed pipe is no error here.
    let feeder = thread::spawn(move || stdin.as_mut().map(|pipe| pipe.write_all(&input)));
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.code().unwrap_or(-1),
            Ok(None) if started.elapsed() < LIMIT => thread::sleep(Duration::from_millis(3)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return failed(format!("{command:?} hung for {LIMIT:?}"));
            }
        }
    };
    let _ = feeder.join();
    let text = |reader: Option<thread::JoinHandle<Vec<u8>>>| {
        let bytes = reader.and_then(|handle| handle.join().ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Done {
        status,
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

fn failed(stderr: String) -> Done {
    Done {
        status: -1,
        stdout: String::new(),
        stderr,
    }
}

fn drain(mut pipe: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = pipe.read_to_end(&mut bytes);
    bytes
}

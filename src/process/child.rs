//! A program to run, and running it to its end.
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::ending::{Ending, ProcessError, Usage};
use super::interrupt;
use super::memory;
use super::output::{Captured, Reader};
use super::wait::{Stopped, Waited, wait};

/// A program to run: without input, in a process group of its own, with its outputs captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    program: PathBuf,
    args: Vec<OsString>,
    env: Vec<(OsString, Option<OsString>)>,
    folder: Option<PathBuf>,
    timeout: Duration,
    limit: usize,
    samples_group: bool,
    times_output: bool,
}

/// What a child left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// How it ended.
    pub ending: Ending,
    /// What it wrote to standard output.
    pub stdout: Captured,
    /// What it wrote to standard error.
    pub stderr: Captured,
    /// What it took.
    pub usage: Usage,
}

impl Done {
    /// The last line that it wrote to standard error: mostly what went wrong.
    pub fn last_said(&self) -> Option<String> {
        let text = self.stderr.text();
        let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
        last.map(str::to_owned)
    }

    /// How it ended, and the last that it said: `exit status 1: ValueError: no such thing`.
    pub fn failure(&self) -> String {
        match self.last_said() {
            Some(line) => format!("{}: {line}", self.ending),
            None => self.ending.to_string(),
        }
    }
}

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(600);
const DEFAULT_LIMIT: usize = 16 << 20;

impl Job {
    /// A program, by its path or by a name to look up on `PATH`; ten minutes and 16 MiB of each output are allowed.
    pub fn new(program: impl Into<PathBuf>) -> Job {
        Job {
            program: program.into(),
            args: Vec::new(),
            env: Vec::new(),
            folder: None,
            timeout: DEFAULT_TIMEOUT,
            limit: DEFAULT_LIMIT,
            samples_group: false,
            times_output: false,
        }
    }

    /// One more argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Job {
        self.args.push(arg.into());
        self
    }

    /// More arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<OsString>>) -> Job {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// An environment variable besides those of this process.
    #[must_use]
    pub fn env(mut self, key: impl Into<OsString>, value: impl Into<OsString>) -> Job {
        self.env.push((key.into(), Some(value.into())));
        self
    }

    /// An environment variable that the child shall not see.
    #[must_use]
    pub fn env_remove(mut self, key: impl Into<OsString>) -> Job {
        self.env.push((key.into(), None));
        self
    }

    /// The folder to run in; that of this process where it is not given.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Job {
        self.folder = Some(folder.into());
        self
    }

    /// How long it may run before it and its process group are ended.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Job {
        self.timeout = timeout;
        self
    }

    /// How many bytes of each output are kept; the rest is read and thrown away.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Job {
        self.limit = bytes;
        self
    }

    /// Also sample how much memory the whole process group holds ([`Usage::group_peak_bytes`]).
    #[must_use]
    pub fn sampling_group(mut self) -> Job {
        self.samples_group = true;
        self
    }

    /// Also note when each piece of output comes ([`Captured::when`]).
    #[must_use]
    pub fn timing_output(mut self) -> Job {
        self.times_output = true;
        self
    }

    /// The same job, started by another program that gets its command line after `args`.
    #[must_use]
    pub fn started_by(&self, program: impl Into<PathBuf>, args: &[&str]) -> Job {
        let own = std::iter::once(self.program.as_os_str()).chain(self.args.iter().map(OsString::as_os_str));
        Job {
            args: args.iter().map(OsStr::new).chain(own).map(OsStr::to_owned).collect(),
            program: program.into(),
            ..self.clone()
        }
    }

    /// The program, as given.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The arguments.
    pub fn arguments(&self) -> &[OsString] {
        &self.args
    }

    /// The changes of the environment, in the order given; `None` takes a variable away.
    pub fn environment(&self) -> &[(OsString, Option<OsString>)] {
        &self.env
    }

    /// The command line as a shell takes it, for people.
    pub fn shown(&self) -> String {
        let words = std::iter::once(self.program.as_os_str()).chain(self.args.iter().map(OsString::as_os_str));
        words.map(quoted).collect::<Vec<_>>().join(" ")
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// Where it cannot be started or waited for, and where the user interrupts; every other end is data.
    pub fn run(&self) -> Result<Done, ProcessError> {
        interrupt::listen();
        if interrupt::interrupted() {
            return Err(ProcessError::Interrupted);
        }
        let started = Instant::now();
        let mut child = self.command().spawn().map_err(|error| self.failure(error))?;
        let own_peak = memory::own_peak_bytes();
        let since = self.times_output.then_some(started);
        let stdout = child.stdout.take().map(|pipe| Reader::start(pipe, self.limit, since));
        let stderr = child.stderr.take().map(|pipe| Reader::start(pipe, self.limit, since));
        let waited = wait(child, started, self.timeout, self.samples_group).map_err(|error| self.failure(error))?;
        let finish = |reader: Option<Reader>| reader.map(Reader::finish).unwrap_or_default();
        let (stdout, stderr) = (finish(stdout), finish(stderr));
        let ending = match waited.stopped {
            Some(Stopped::Interrupted) => return Err(ProcessError::Interrupted),
            Some(Stopped::TimedOut) => Ending::TimedOut,
            None => Ending::of(waited.used.status),
        };
        Ok(Done {
            ending,
            stdout,
            stderr,
            usage: usage(&waited, own_peak),
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (key, value) in &self.env {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }

    fn failure(&self, source: std::io::Error) -> ProcessError {
        let program = self.program.clone();
        match &self.folder {
            // The system says the same for a missing program and a missing folder.
            Some(folder) if !folder.is_dir() => ProcessError::NoFolder {
                folder: folder.clone(),
                program,
            },
            _ if source.kind() == std::io::ErrorKind::NotFound => ProcessError::NotFound { program },
            _ => ProcessError::System { program, source },
        }
    }
}

fn usage(waited: &Waited, own_peak: Option<u64>) -> Usage {
    // The system counts pages of this process and of its child by different means, some of them late.
    const INEXACT: u64 = 1 << 20;
    let peak = waited.used.rusage.maxrss;
    Usage {
        wall: waited.wall,
        user: waited.used.rusage.utime,
        system: waited.used.rusage.stime,
        peak_bytes: (peak > own_peak.map_or(0, |own| own + INEXACT)).then_some(peak),
        group_peak_bytes: waited.group_peak_bytes,
        own_cpu: waited.own_cpu,
    }
}

/// A word as a POSIX shell takes it.
fn quoted(word: &OsStr) -> String {
    let text = word.to_string_lossy();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,+@%".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Job {
        Job::new("/bin/sh").args(["-c", script])
    }

    fn run(job: &Job) -> Done {
        job.run().expect("it can be run")
    }

    #[test]
    fn streams_and_status_are_kept_apart() {
        let done = run(&shell("echo out; echo err >&2; exit 3"));
        assert_eq!(
            (done.stdout.text().as_ref(), done.stderr.text().as_ref()),
            ("out\n", "err\n")
        );
        assert_eq!(done.ending, Ending::Exit(3));
        assert_eq!(run(&shell("kill -9 $$")).ending, Ending::Signal(9));
        assert!(run(&shell("true")).ending.is_success());
        let failure = |script| run(&shell(script)).failure();
        assert_eq!(
            failure("echo a >&2; echo ' b' >&2; echo >&2; exit 3"),
            "exit status 3: b"
        );
        assert_eq!(failure("exit 3"), "exit status 3");
    }

    #[test]
    fn input_is_empty_and_the_surroundings_are_as_told() {
        let job = shell("cat; pwd; echo $A:$HOME")
            .env("A", "1")
            .env_remove("HOME")
            .folder("/");
        assert_eq!(run(&job).stdout.text(), "/\n1:\n");
    }

    #[test]
    fn what_runs_out_of_time_is_ended_with_all_that_it_started() {
        let job = shell("sleep 60 & sleep 60").timeout(Duration::from_millis(100));
        let done = run(&job);
        assert_eq!(done.ending, Ending::TimedOut);
        assert!(done.usage.wall < Duration::from_secs(30));
    }

    #[test]
    fn one_that_does_not_want_to_end_is_killed() {
        let job = shell("trap '' TERM; while :; do sleep 1; done").timeout(Duration::from_millis(100));
        assert_eq!(run(&job).ending, Ending::TimedOut);
    }

    #[test]
    fn what_a_child_leaves_running_is_ended_and_not_waited_for() {
        let done = run(&shell("sleep 60 & echo $!"));
        assert!(done.ending.is_success());
        let left = done.stdout.text().trim().to_owned();
        let is_gone = |_| {
            std::thread::sleep(Duration::from_millis(20));
            let stat = std::fs::read_to_string(format!("/proc/{left}/stat")).unwrap_or_default();
            stat.is_empty() || stat.contains(") Z ")
        };
        assert!(!std::path::Path::new("/proc/self").exists() || (0..100).any(is_gone));
    }

    #[test]
    fn time_and_memory_are_the_childs() {
        let done = run(&shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"));
        assert!(!done.usage.user.is_zero() && done.usage.cpu() >= done.usage.user);
        // What a child of the child takes is not the child's own.
        let nested = run(&shell(
            "/bin/sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; true",
        ));
        assert!(
            nested.usage.own_cpu.is_none_or(|own| own * 4 < nested.usage.cpu()),
            "{nested:?}"
        );
        // Larger than this process, so that it shows.
        let zeroes = run(&shell("dd if=/dev/zero of=/dev/null bs=300M count=1").sampling_group());
        assert!(
            zeroes.usage.peak_bytes.is_some_and(|bytes| bytes > 250 << 20),
            "{zeroes:?}"
        );
    }

    #[test]
    fn output_is_timed_where_asked_for() {
        let job = shell("echo one; sleep 0.2; echo two");
        let timed = run(&job.clone().timing_output()).stdout;
        let (Some(one), Some(two)) = (timed.when("one"), timed.when("two")) else {
            panic!("{timed:?}")
        };
        assert!(two >= one + Duration::from_millis(150), "{timed:?}");
        assert_eq!(run(&job).stdout.when("one"), None);
    }

    #[test]
    fn what_cannot_be_run_is_named() {
        let message = |job: Job| job.run().map_or_else(|error| error.to_string(), |_| String::new());
        assert_eq!(
            message(Job::new("no-such-program-xyz")),
            "no-such-program-xyz: no such program; is it installed, and on PATH?"
        );
        assert_eq!(
            message(shell("true").folder("/no/such")),
            "/no/such: no such folder to run /bin/sh in"
        );
    }

    #[test]
    fn commands_are_shown_as_shells_take_them() {
        assert_eq!(
            Job::new("/bin/a").args(["b c", "it's", "", "x=1"]).shown(),
            r"/bin/a 'b c' 'it'\''s' '' x=1"
        );
    }
}

//! The thread that looks at projects: at the newest of what it is asked for, once the typing stops.
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::document::Document;
use super::found::{Found, Job, LookError, look};

/// Changes that follow each other faster are looked at together.
const PAUSE: Duration = Duration::from_millis(150);

/// What was found of one state.
pub struct Report {
    /// The state.
    pub state: u64,
    /// What was found in each folder, or what went wrong there.
    pub folders: Vec<(PathBuf, Result<Found, LookError>)>,
    /// The texts that were looked at.
    pub open: BTreeMap<PathBuf, Document>,
}

/// The two ends of the thread.
pub struct Background {
    jobs: Sender<Job>,
    /// What it found.
    pub reports: Receiver<Report>,
}

impl Background {
    /// Starts the thread; it ends when this is dropped.
    pub fn start(pool: rayon::ThreadPool) -> std::io::Result<Background> {
        let (jobs, asked) = unbounded::<Job>();
        let (tell, reports) = unbounded();
        std::thread::Builder::new()
            .name("dormant".to_owned())
            .spawn(move || work(&pool, &asked, &tell))?;
        Ok(Background { jobs, reports })
    }

    /// Asks for a look at a state.
    pub fn ask(&self, job: Job) {
        // The thread is there as long as this is.
        let _ = self.jobs.send(job);
    }
}

fn work(pool: &rayon::ThreadPool, asked: &Receiver<Job>, tell: &Sender<Report>) {
    while let Ok(mut job) = asked.recv() {
        while let Ok(newer) = asked.recv_timeout(PAUSE) {
            job = newer;
        }
        let looked = job.folders.iter().map(|folder| {
            let found = catch_unwind(AssertUnwindSafe(|| pool.install(|| look(folder, &job))));
            let found = found.unwrap_or(Err(LookError::Fault));
            (folder.clone(), found)
        });
        let folders = looked.collect();
        let open = job.open.into_iter().map(|(path, text)| (path, Document::new(text)));
        let report = Report {
            state: job.state,
            folders,
            open: open.collect(),
        };
        if tell.send(report).is_err() {
            return;
        }
    }
}

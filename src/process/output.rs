//! Reading what a child prints, up to a bound, without ever waiting for a descendant that keeps the pipe open.
use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a child wrote to one stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    /// The first bytes, up to the bound.
    pub bytes: Vec<u8>,
    /// Whether more came, which was read and thrown away.
    pub is_cut: bool,
    /// For each piece that came, how many bytes there were with it and how long after the start; only where this was asked for.
    pub arrivals: Vec<(usize, Duration)>,
}

impl Captured {
    /// As text; what is not UTF-8 is replaced by a mark.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// How long after the start the first of these words came; `None` where they did not, or times were not asked for.
    pub fn when(&self, words: &str) -> Option<Duration> {
        let at = self
            .bytes
            .windows(words.len())
            .position(|window| window == words.as_bytes())?;
        let arrival = self.arrivals.iter().find(|(count, _)| *count >= at + words.len());
        arrival.map(|(_, elapsed)| *elapsed)
    }
}

/// A thread that reads a pipe to its end.
pub(super) struct Reader {
    captured: Arc<Mutex<Captured>>,
    done: Receiver<()>,
}

/// What a descendant that left the process group still writes is not waited for longer than this.
const PATIENCE: Duration = Duration::from_millis(500);

impl Reader {
    /// Reads up to `limit` bytes; notes when each piece comes, where a start to count from is given.
    pub fn start(mut pipe: impl Read + Send + 'static, limit: usize, since: Option<Instant>) -> Reader {
        let captured = Arc::new(Mutex::new(Captured::default()));
        let (ended, done) = channel::<()>();
        let shared = Arc::clone(&captured);
        std::thread::spawn(move || {
            // Dropped when the thread ends, which the receiver notices.
            let _ended = ended;
            let mut buffer = [0_u8; 16 << 10];
            loop {
                match pipe.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(count) => {
                        let mut captured = shared.lock().unwrap_or_else(PoisonError::into_inner);
                        let room = limit.saturating_sub(captured.bytes.len()).min(count);
                        captured.bytes.extend_from_slice(&buffer[..room]);
                        captured.is_cut |= room < count;
                        let have = captured.bytes.len();
                        captured.arrivals.extend(since.map(|since| (have, since.elapsed())));
                    }
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        });
        Reader { captured, done }
    }

    /// What has come until the pipe was closed.
    pub fn finish(self) -> Captured {
        let _ = self.done.recv_timeout(PATIENCE);
        std::mem::take(&mut *self.captured.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_keeps_the_first_bytes() {
        let read = |limit| Reader::start(&b"abcdef"[..], limit, None).finish();
        assert_eq!(read(3).text(), "abc");
        assert!(read(3).is_cut && !read(6).is_cut);
        assert_eq!(read(6).bytes, b"abcdef");
        assert_eq!(read(0).bytes, b"");
        assert_eq!(read(3).arrivals, []);
    }

    #[test]
    fn words_are_found_at_the_time_they_were_complete() {
        let ms = Duration::from_millis;
        let captured = Captured {
            bytes: b"one two".to_vec(),
            arrivals: vec![(4, ms(10)), (6, ms(20)), (7, ms(30))],
            ..Captured::default()
        };
        assert_eq!(captured.when("one"), Some(ms(10)));
        assert_eq!(captured.when("two"), Some(ms(30)));
        assert_eq!(captured.when("three"), None);
    }
}

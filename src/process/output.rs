//! Reading what a child prints, up to a bound, without ever waiting for a descendant that keeps the pipe open.
use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a child wrote to one stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    /// The first bytes, up to the bound.
    pub bytes: Vec<u8>,
    /// Whether more came, which was read and thrown away.
    pub is_cut: bool,
}

impl Captured {
    /// As text; what is no UTF-8 is replaced by a mark.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
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
    pub fn start(mut pipe: impl Read + Send + 'static, limit: usize) -> Reader {
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
        let read = |limit| Reader::start(&b"abcdef"[..], limit).finish();
        assert_eq!(read(3).text(), "abc");
        assert!(read(3).is_cut && !read(6).is_cut);
        assert_eq!(read(6).bytes, b"abcdef");
        assert_eq!(read(0).bytes, b"");
    }
}

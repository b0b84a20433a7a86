//! `dormant server`: the language server on standard input and output.
use super::output::Output;
use super::status::Status;
use crate::server;

pub(super) fn run(pool: rayon::ThreadPool, output: &Output) -> Status {
    let (connection, threads) = lsp_server::Connection::stdio();
    let served = server::serve(&connection, pool);
    // The threads end when nothing can be sent any more.
    drop(connection);
    let joined = threads.join();
    match (served, joined) {
        (Ok(()), Ok(())) => Status::Clean,
        (Err(error), _) => {
            output.error(&format!(
                "the editor and the server do not understand each other: {error}"
            ));
            Status::Failed
        }
        (Ok(()), Err(error)) => {
            output.error(&format!("the editor has gone: {error}"));
            Status::Failed
        }
    }
}

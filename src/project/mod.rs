//! Finding, decoding and naming source files; resolving imports to files, site-packages included; the one place that writes.
//!
//! This room reads and writes files and nothing else: it runs no process, prints nothing, and knows neither settings nor
//! syntax. Files that cannot be read are data ([`ReadError`]), not failures of a run.
pub mod aside;
pub mod batch;
pub mod cache;
pub mod cookie;
pub mod encoding;
mod entries;
pub mod environment;
mod exclude;
pub mod generated;
mod installed;
mod kept;
pub mod layout;
mod leftovers;
pub mod name;
mod other_files;
mod real;
pub mod resolve;
pub mod roots;
pub mod source;
mod spared;
pub mod standard;
pub mod walk;
pub mod write;

pub use aside::{is_aside, is_asked_for, is_building, is_test_file};
pub use batch::{Change, Written, need_each_other, write_together};
pub use cache::{Cache, Stamp, stamp_of};
pub use encoding::Encoding;
pub use environment::{Environment, Surroundings};
pub use exclude::absolute;
pub use generated::is_generated;
pub use installed::entry_point_lists;
pub use kept::{keep_whole, kept_whole};
pub use leftovers::remove_leftovers;
pub use name::{ModuleName, is_identifier, own_folder_root};
pub use other_files::{OtherFile, names_in, other_files};
pub use resolve::{Found, Origin, Resolver};
pub use roots::Roots;
pub use source::{EncodeError, ReadError, Source};
pub use spared::{Spare, Spared};
pub use standard::bare_startup_modules;
pub use walk::{Walk, Walks, walk};
pub use write::{WriteError, write_atomically, write_named};

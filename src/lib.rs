//! dormant keeps a Python program's heavy imports asleep until something needs them.
//!
//! The rooms, in the order in which data flows through them; a room knows only those above it:
//!
//! - [`config`]: settings from `pyproject.toml`, `dormant.toml` and the command line
//! - [`rules`]: what is known about packages: heaviness, effects, readers of annotations
//! - [`project`]: finding, decoding and naming source files; resolving imports to files; the one place that writes
//! - [`syntax`]: the boundary to the parser; nothing outside `syntax`, `semantics` and `rewrite` sees a syntax tree
//! - [`verdict`]: what comes out of judging, as plain data: strategies, reasons, edits to make
//! - [`process`]: running other programs, with an end and an account of what they took
//! - [`semantics`]: one file's scopes, bindings, references and phases, as plain facts
//! - [`graph`]: the whole program: the import graph and who sees which name
//! - [`evaluate`]: what executing a module or a function reads and writes outside itself
//! - [`profile`]: a traced run of a command: module times, and every import with its place
//! - [`probe`]: a module imported in a fresh interpreter, to see what that changes; only when asked
//! - [`judge`]: one decision for every import: a strategy, or the reasons to stay
//! - [`plan`]: what a set of edits saves, and which set is worth its price
//! - [`rewrite`]: decisions into text edits
//! - [`measure`]: start-up under several runners, before and after; compiling with Nuitka
//! - [`verify`]: the original against the rewritten program, and the edit to blame for what differs
//! - [`init`]: the files that bring dormant into a project, as texts
//! - [`report`]: results into what people and machines read
//! - [`pipeline`]: the stages wired together; the only place with parallelism
//! - [`server`]: the language server: what is found, in an editor, while it is written
//! - [`cli`]: arguments in, exit status out; the only place that prints
//!
//! Invariants: every import gets exactly one decision; edits never overlap; output order never depends on threads; a second
//! run changes nothing; a file whose rewrite does not parse again, or parses to anything but the intended change, is never
//! written; stdout is data, stderr is narrative.
pub mod cli;
pub mod config;
pub mod evaluate;
pub mod graph;
pub mod init;
pub mod judge;
pub mod measure;
pub mod pipeline;
pub mod plan;
pub mod probe;
pub mod process;
pub mod profile;
pub mod project;
pub mod report;
pub mod rewrite;
pub mod rules;
pub mod semantics;
pub mod server;
pub mod syntax;
pub mod verdict;
pub mod verify;

//! The tests of the binary, as one program: what a user sees of each command, and what holds for the sources themselves.
//!
//! `cargo test --test it plan::` runs those of one module.
mod action;
mod apps;
mod bad_input;
mod build;
mod building;
mod cli;
mod commands;
mod docs;
mod formats;
mod freeze;
mod given;
mod index;
mod init;
mod measure;
mod monorepo;
mod optimize;
mod parsers;
mod plan;
mod pre_commit;
mod probe;
mod profile;
mod projects;
mod rebuilt;
mod rooms;
mod rules;
mod server;
mod support;
mod verify;
mod which_program;
mod witness;
#[cfg(unix)]
mod writing;

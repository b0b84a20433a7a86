//! Tests of whole rewrites, one file per strategy or part: a text, a plan that names things of the text, and what comes out.
mod alias_removal;
mod fuzz;
mod getattr;
mod help;
mod insertion;
mod lazy;
mod quotes;
mod removal;
mod served;
mod stand_in;
mod style;
mod tables;
mod type_checking;
mod typing_name;
mod verify;

//! One file's scopes, bindings, references and phases, as plain facts; the tree is dropped. It must never know of other
//! files or of what will be done about an import; of rules, it asks what names mean that any program may use.
mod attempts;
mod calls;
pub mod code;
mod commands;
mod comments;
mod conditions;
mod constants;
mod doctests;
mod exports;
mod expressions;
pub mod facts;
mod handed;
mod hint_reads;
mod hints;
pub mod ids;
mod keepers;
mod lazy_list;
mod literals;
mod loaded;
mod loaded_all;
mod loaded_names;
mod loader_uses;
mod loaders;
mod loading;
mod lower;
mod mentions;
mod namespace_keys;
mod namespace_reads;
mod origins;
mod parametrized;
mod patcher_uses;
mod patchers;
mod paths;
mod put_together;
mod puts;
mod recorder;
mod registrars;
mod scans;
mod signatures;
mod strings;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

pub use facts::ModuleFacts;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use facts::{Access, Import, Phase, ScopeKind};
use loaders::Loaders;
use patchers::Patchers;
use walk::Walker;

use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::syntax::{Span, SyntaxProblem, parse};

/// Reads a file's text into facts.
///
/// # Errors
/// Where the text is not Python.
pub fn analyse(text: &str, rules: &Rules) -> Result<ModuleFacts, SyntaxProblem> {
    parse(text).map(|parsed| facts_of(text, &parsed, rules))
}

fn facts_of(text: &str, parsed: &Parsed<ModModule>, rules: &Rules) -> ModuleFacts {
    let body = &parsed.syntax().body;
    let mut walker = Walker::new(rules, lazy_list::for_python(text, body), Loaders::of(text, body));
    walker.patchers = Patchers::of(text, body, rules);
    if text.contains(';') {
        let tokens = parsed.tokens().iter();
        let semicolons = tokens.filter(|token| token.kind() == TokenKind::Semi);
        walker.semicolons = semicolons.map(|token| Span::from(token.range()).start).collect();
    }
    walker.visit_body(&parsed.syntax().body);
    if text.contains("type:") {
        for (name, span) in comments::type_comment_names(text, parsed.tokens()) {
            walker.with(
                |state| state.phase = Some(Phase::TypeCheckers),
                |walker| walker.read(&name.into(), Vec::new(), span, Access::Read),
            );
        }
    }
    if text.contains(">>>") {
        let (mut read, mut behind) = (Vec::new(), Vec::new());
        let facts = &walker.recorder.facts;
        let has_star = facts.imports.iter().any(Import::is_star);
        let is_known = |name: &str| has_star || is_builtin_name(name) || facts.global(name).is_some();
        docstrings(&parsed.syntax().body, &mut |text| {
            let (names, more) = doctests::names(text, &is_known);
            read.extend(names);
            behind.extend(more);
        });
        read.sort_unstable();
        read.dedup();
        behind.retain(|(name, _)| read.binary_search(name).is_err());
        behind.sort_unstable();
        behind.dedup();
        walker.recorder.facts.doctest_names = read;
        walker.recorder.facts.doctest_names_behind = behind;
    }
    walker.note_pending();
    walker.note_loaded_names();
    walker.note_puts();
    walker.note_patchers();
    walker.note_namespace_keys();
    let loaders = walker.loaders.aliases();
    let mut facts = walker.recorder.finish(rules);
    facts.loaders = loaders;
    facts.comments = comments::collect(text, parsed.tokens(), &facts.imports);
    tables::collect(&parsed.syntax().body, &mut facts, rules);
    hints::collect(text, &parsed.syntax().body, &mut facts, rules);
    facts.constants = constants::collect(&parsed.syntax().body, &facts);
    facts.lazy_list = lazy_list::collect(&parsed.syntax().body, &facts);
    facts.attempts = attempts::collect(&parsed.syntax().body, &facts);
    commands::collect(&parsed.syntax().body, &mut facts);
    facts.code = lower::lower(text, &parsed.syntax().body, &facts);
    // Who only shows source does not mind what is in it.
    let runs = facts.code.expressions.iter().any(|expression| match *expression {
        code::Expr::Name(name) => rules.knows(Group::RunsText, facts.code.name(name)),
        // That of another object compiles something else: `re.compile`.
        code::Expr::Attribute(of, name) => {
            let is_own =
                matches!(*facts.code.expression(of), code::Expr::Name(of) if facts.code.name(of) == "builtins");
            let name = facts.code.name(name);
            rules.knows(Group::RunsText, name) && (name != "compile" || is_own)
        }
        _ => false,
    });
    let mut reads = std::mem::take(&mut facts.namespace_reads);
    reads.retain(|read| read.how != "getsource()" || runs && !is_method_of_its_class(&facts, read.span));
    facts.namespace_reads = reads;
    facts.shrink();
    facts
}

/// Whether the call at `span` is `self.name()`, of a method that the class around it defines: what that reads, it says itself.
fn is_method_of_its_class(facts: &ModuleFacts, span: Span) -> bool {
    let mut calls = facts.operations.iter().filter(|operation| operation.span == span);
    calls.any(|call| {
        let path = call.path.as_ref().filter(|path| path.attributes.len() == 1);
        let body = facts.executing_function(call.scope);
        let function = body.and_then(|body| facts.scopes[body as usize].definition);
        path.zip(function).is_some_and(|(path, function)| {
            let function = &facts.definitions[function as usize];
            let mut definitions = facts.definitions.iter();
            facts.scopes[function.scope as usize].kind == ScopeKind::Class
                && function.parameters.first() == Some(&path.root)
                && definitions.any(|one| one.scope == function.scope && !one.is_class && one.name == path.last())
        })
    })
}

/// The texts that doctest finds, of a body's docstring and of those within it; functions in functions have none that doctest finds.
fn docstrings(body: &[Stmt], add: &mut impl FnMut(&str)) {
    if let Some(Stmt::Expr(first)) = body.first()
        && let Expr::StringLiteral(string) = &*first.value
    {
        add(string.value.to_str());
    }
    for statement in body {
        match statement {
            Stmt::Assign(assign)
                if assign
                    .targets
                    .iter()
                    .any(|target| matches!(target, Expr::Name(name) if name.id == "__test__")) =>
            {
                if let Expr::Dict(dict) = &*assign.value {
                    for item in &dict.items {
                        if let Expr::StringLiteral(string) = &item.value {
                            add(string.value.to_str());
                        }
                    }
                }
            }
            Stmt::FunctionDef(function) => docstrings(&function.body, add),
            Stmt::ClassDef(class) => docstrings(&class.body, add),
            _ => {}
        }
    }
}

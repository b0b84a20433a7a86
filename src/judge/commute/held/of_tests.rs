//! What tests set for as long as one of them runs: by a patch that decorates it, or that a `with` enters, and what pytest undoes behind it.
//!
//! What runs meanwhile is not followed: special methods, decorators and fixtures call what no name shows. It can only be code of
//! the modules that the file of the test, and the fixtures around it, import in some way or other: those of `conftest.py` in its folder
//! and above, and those of files that are no tests.
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::is_attribute;
use super::Holding;
use super::managed::decorators;
use super::within::Reached;
use crate::evaluate::Effect;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Kind, ModuleId};
use crate::rules::{Group, Rules};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, Stmt};
use crate::semantics::facts::MentionKind;
use crate::syntax::Span;

/// What pytest hands a test by this name undoes behind it whatever was set with it.
const UNDOING: &str = "monkeypatch";
/// The name under which a file says which plugins pytest loads with it.
const PLUGINS: &str = "pytest_plugins";
/// The file whose functions pytest calls around the tests beside and below it.
const AROUND: &str = "conftest";

/// What files of tests set for a while.
#[derive(Debug, Default)]
pub(super) struct OfTests {
    files: RefCell<FxHashMap<ModuleId, OfFile>>,
    /// The files with functions that pytest may call around tests.
    around: OnceCell<Vec<ModuleId>>,
}

/// What a file of tests sets for a while.
#[derive(Debug)]
struct OfFile {
    /// By what expressions, with the function that runs meanwhile.
    undone: FxHashMap<Span, BodyId>,
    /// The modules whose code may run meanwhile; none where these may be any.
    reached: Option<Rc<Reached>>,
}

impl Holding<'_> {
    /// The modules whose code may run while a write of a test holds; none where it is not one of a single test, or may be any.
    pub(super) fn until_a_test_ends(&self, write: &Effect) -> Option<Rc<Reached>> {
        let module = write.module;
        if self.program.modules[module].kind != Kind::Test {
            return None;
        }
        let mut files = self.of_tests.files.borrow_mut();
        let of_file = files.entry(module).or_insert_with(|| OfFile {
            undone: self.within.code(module).map(undone).unwrap_or_default(),
            reached: self.reached_by_test(module),
        });
        let test = *of_file.undone.get(&write.span)?;
        // What is put in the place of an attribute concerns who takes just that, and loads it by something that the test names.
        if is_attribute(&write.facet) {
            let statements = &self.within.code(module)?.bodies[test as usize].statements;
            return Some(Rc::new(self.within.named_by_test((module, test, statements))));
        }
        of_file.reached.clone()
    }

    /// The modules whose code a test of a file may run; none where these may be any.
    pub(super) fn reached_by_test(&self, module: ModuleId) -> Option<Rc<Reached>> {
        let around = self.of_tests.around.get_or_init(|| {
            let plugins = self.named_plugins();
            let files = self.program.own_modules().filter(|&id| {
                let last = self.program.modules[id].last();
                // What stands in a file of tests is for these, and for who imports it, or names it as a plugin.
                let is_of_tests = last.starts_with("test_") || last.ends_with("_test");
                let is_for_all = !is_of_tests || plugins.contains(&id);
                last == AROUND
                    || is_for_all
                        && self
                            .within
                            .code(id)
                            .is_some_and(|code| has_fixtures(code, self.within.rules))
            });
            files.collect()
        });
        let folder = |id: ModuleId| self.program.folder(id);
        let is_around = |id: &ModuleId| match (folder(*id), folder(module)) {
            (Some(around), Some(inner)) if self.program.modules[*id].last() == AROUND => inner.starts_with(around),
            _ => true,
        };
        let around = around.iter().copied().filter(is_around);
        let loads = self.imported_by(around.chain([module]).collect())?;
        Some(Rc::new(Reached {
            loads: loads.into_iter().collect(),
            is_of_importers: true,
            ..Reached::default()
        }))
    }

    /// The modules that an option of the project's settings (`-p tests.ships`) names, or a file that says what its plugins are.
    fn named_plugins(&self) -> FxHashSet<ModuleId> {
        let program = self.program;
        let own = program.own_modules().filter_map(|id| program.facts(id));
        let naming = own.filter(|facts| facts.global(PLUGINS).is_some());
        let words = naming.flat_map(|facts| &facts.words).chain(&program.started);
        words.filter_map(|word| program.find(word)).collect()
    }

    /// Modules, those that they import by whatever statements and names, and those that these import; none where they may be any.
    fn imported_by(&self, mut pending: Vec<ModuleId>) -> Option<FxHashSet<ModuleId>> {
        let program = self.program;
        let mut seen = FxHashSet::default();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            pending.extend(program.with_parents(id).skip(1));
            let Some(facts) = program.facts(id).filter(|_| program.modules[id].is_own()) else {
                continue;
            };
            pending.extend(facts.imports.iter().flat_map(|import| program.targets(id, import)));
            for mention in &facts.mentions {
                match &mention.kind {
                    MentionKind::ImportsByName { module } => pending.extend(program.named_or_below(module)),
                    MentionKind::ImportsComputed => return None,
                    _ => {}
                }
            }
            // Who patches what a text names loads its module.
            let named = facts.words.iter().filter_map(|word| program.find(word));
            pending.extend(named);
        }
        Some(seen)
    }
}

/// The expressions of a file of tests that set something for as long as a test runs: decorators of functions, what the `with` statements
/// of tests enter, and calls of what undoes them behind the test.
fn undone(code: &Code) -> FxHashMap<Span, BodyId> {
    let mut found = FxHashMap::default();
    for (id, body) in (0..).zip(&code.bodies).filter(|(_, body)| !body.is_async) {
        let is_test = body.kind == BodyKind::Function && code.name(body.name).starts_with("test");
        add_undone(code, &body.statements, is_test.then_some(id), &mut found);
        if is_test {
            // What it asks for by its parameters.
            found.insert(body.span, id);
        }
        let mut parameters = body.parameters.iter();
        if is_test && parameters.any(|parameter| code.name(parameter.name) == UNDOING) {
            each_part(code, &body.statements, &mut |part| {
                let Part::Expression(call, _) = part else { return };
                if let Expr::Call(callee, _) = code.expression(call)
                    && let Expr::Attribute(of, _) = code.expression(*callee)
                    && matches!(code.expression(*of), Expr::Name(of) if code.name(*of) == UNDOING)
                {
                    found.insert(code.span(call), id);
                }
            });
        }
    }
    found
}

fn add_undone(code: &Code, block: &[Stmt], test: Option<BodyId>, found: &mut FxHashMap<Span, BodyId>) {
    for statement in block {
        match (statement, test) {
            (Stmt::Define { body, decorators, .. }, _) if !code.bodies[*body as usize].is_async => {
                found.extend(decorators.iter().map(|&one| (code.span(one), *body)));
            }
            (Stmt::With { items, .. }, Some(test)) => {
                found.extend(items.iter().map(|&(item, _)| (code.span(item), test)));
            }
            _ => {}
        }
        let inner = statement.blocks().into_iter();
        inner.for_each(|inner| add_undone(code, inner, test, found));
    }
}

/// Whether a file has fixtures.
fn has_fixtures(code: &Code, rules: &Rules) -> bool {
    let is_one = |(id, body): (usize, &Body)| {
        let parent = body.parent.map(|parent| &code.bodies[parent as usize].statements);
        let decorators = parent.and_then(|block| decorators(block, id as BodyId));
        decorators.into_iter().flatten().any(|&decorator| {
            let of = match code.expression(decorator) {
                Expr::Call(callee, _) => *callee,
                _ => decorator,
            };
            matches!(code.expression(of), Expr::Name(name) | Expr::Attribute(_, name) if rules.knows(Group::MakesFixture, code.name(*name)))
        })
    };
    code.bodies.iter().enumerate().any(is_one)
}

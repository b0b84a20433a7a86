//! `match`: what patterns evaluate and bind.
use ruff_python_ast::{self as ast, Pattern};

use super::Lowering;
use crate::semantics::code::{Case, ExprId, Name, Stmt};

/// What the patterns of a case evaluate and bind, so far.
#[derive(Default)]
struct Found {
    reads: Vec<ExprId>,
    binds: Vec<Name>,
}

impl Lowering {
    pub fn matching(&mut self, statement: &ast::StmtMatch) -> Stmt {
        let subject = self.expression(&statement.subject);
        let cases = statement.cases.iter().map(|case| {
            let mut found = Found::default();
            self.pattern(&case.pattern, &mut found);
            let Found { reads, mut binds } = found;
            binds.sort_unstable();
            binds.dedup();
            Case {
                reads,
                binds,
                guard: self.optional(case.guard.as_deref()),
                body: self.block(&case.body),
            }
        });
        Stmt::Match {
            subject,
            cases: cases.collect(),
        }
    }

    fn pattern(&mut self, pattern: &Pattern, found: &mut Found) {
        match pattern {
            Pattern::MatchValue(value) => found.reads.push(self.expression(&value.value)),
            Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(sequence) => self.patterns(&sequence.patterns, found),
            Pattern::MatchMapping(mapping) => {
                let keys: Vec<ExprId> = self.expressions(&mapping.keys);
                found.reads.extend(keys);
                self.patterns(&mapping.patterns, found);
                self.capture(mapping.rest.as_ref(), found);
            }
            Pattern::MatchClass(class) => {
                found.reads.push(self.expression(&class.cls));
                self.patterns(&class.arguments.patterns, found);
                let keywords = class.arguments.keywords.iter();
                self.patterns(keywords.map(|keyword| &keyword.pattern), found);
            }
            Pattern::MatchStar(star) => self.capture(star.name.as_ref(), found),
            Pattern::MatchAs(capture) => {
                self.patterns(capture.pattern.as_deref(), found);
                self.capture(capture.name.as_ref(), found);
            }
            Pattern::MatchOr(either) => self.patterns(&either.patterns, found),
        }
    }

    fn patterns<'a>(&mut self, patterns: impl IntoIterator<Item = &'a Pattern>, found: &mut Found) {
        patterns.into_iter().for_each(|pattern| self.pattern(pattern, found));
    }

    fn capture(&mut self, name: Option<&ast::Identifier>, found: &mut Found) {
        found.binds.extend(name.map(|name| self.bind(name)));
    }
}

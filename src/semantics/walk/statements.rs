//! Statements other than definitions and branches.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, Pattern, Stmt, visitor};
use ruff_text_size::Ranged;

use super::Walker;
use crate::semantics::facts::{
    Access, AnnotationPlace, Import, MentionKind, Object, OperationKind, Phase, ScopeKind, Touch,
};
use crate::semantics::paths::object;
use crate::semantics::recorder::How;
use crate::semantics::{conditions, hint_reads, origins, paths};
use crate::syntax::Span;

impl Walker<'_> {
    /// Any statement.
    pub(super) fn statement(&mut self, stmt: &Stmt) {
        let span: Span = stmt.range().into();
        match stmt {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Import(import) => self.imports(span, &import.names, None, import.is_lazy),
            Stmt::ImportFrom(import) => {
                let module = import.module.as_deref().unwrap_or_default();
                if module == "__future__" && import.level == 0 {
                    let annotations = import.names.iter().any(|alias| &alias.name == "annotations");
                    self.recorder.facts.future_annotations |= annotations;
                } else {
                    self.imports(span, &import.names, Some((module, import.level)), import.is_lazy);
                    self.loader_imported(import);
                }
            }
            Stmt::Global(global) => {
                global
                    .names
                    .iter()
                    .for_each(|name| self.recorder.declare(self.state.scope, name, true));
            }
            Stmt::Nonlocal(nonlocal) => {
                nonlocal
                    .names
                    .iter()
                    .for_each(|name| self.recorder.declare(self.state.scope, name, false));
            }
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::With(statement) => self.with_statement(statement),
            Stmt::For(statement) => self.for_statement(statement),
            Stmt::While(statement) => {
                self.visit_expr(&statement.test);
                self.branch(|context| context.under_condition(false), &statement.body);
                self.branch(|context| context.under_condition(false), &statement.orelse);
            }
            Stmt::Match(statement) => self.match_statement(statement),
            Stmt::Assign(assign) => {
                self.exports_of(stmt);
                self.assign(assign);
            }
            Stmt::AnnAssign(assign) => {
                self.exports_of(stmt);
                self.annotated_assign(assign);
            }
            Stmt::AugAssign(assign) => {
                self.exports_of(stmt);
                self.augmented_assign(assign);
            }
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Delete(_) => {
                self.exports_of(stmt);
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Return(result) => {
                let function = self.recorder.facts.executing_function(self.state.scope);
                let definition = function.and_then(|id| self.recorder.facts.scopes[id as usize].definition);
                if let (Some(id), Some(value)) = (definition, &result.value) {
                    let returns = &mut self.recorder.facts.definitions[id as usize].returns;
                    returns.extend(origins::origins(value));
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Raise(_) | Stmt::Assert(_) => {
                self.operate(OperationKind::Raise, None, span);
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Expr(expression) => {
                self.exports_of(stmt);
                // A string on its own is a docstring or a comment: it names nothing.
                if !expression.value.is_string_literal_expr() {
                    self.discarded = Some(expression.value.range().into());
                    self.visit_expr(&expression.value);
                }
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn with_statement(&mut self, statement: &ast::StmtWith) {
        let caught = statement
            .items
            .iter()
            .any(|item| conditions::may_suppress(&item.context_expr, self.rules));
        self.handled(caught, &statement.body);
        for item in &statement.items {
            self.visit_expr(&item.context_expr);
            self.operate(
                OperationKind::With,
                paths::path(paths::callee(&item.context_expr)),
                item.range().into(),
            );
            if let Some(target) = &item.optional_vars {
                self.visit_expr(target);
                let mut found = Vec::new();
                origins::bound(target, &origins::origins(&item.context_expr), &mut found);
                self.originate(found);
            }
        }
        self.branch(
            |context| {
                context.in_with = true;
                if caught {
                    context.import_errors_caught = true;
                    context.catcher = statement.start().into();
                }
            },
            &statement.body,
        );
    }

    fn for_statement(&mut self, statement: &ast::StmtFor) {
        self.named_only.extend(hint_reads::signature_of_names(&statement.iter));
        self.visit_expr(&statement.iter);
        self.visit_expr(&statement.target);
        self.originate_elements(&statement.target, &statement.iter);
        let only_if = match statement.body.as_slice() {
            [Stmt::If(only)] if only.elif_else_clauses.is_empty() => Some(&*only.test),
            _ => None,
        };
        self.strings.loop_over(&statement.target, &statement.iter, only_if);
        self.loop_over_modules(&statement.target, &statement.iter, &statement.body);
        self.scanned_by_loop(statement);
        self.branch(|context| context.under_condition(false), &statement.body);
        self.branch(|context| context.under_condition(false), &statement.orelse);
    }

    fn match_statement(&mut self, statement: &ast::StmtMatch) {
        self.visit_expr(&statement.subject);
        for case in &statement.cases {
            self.attributes_matched(&case.pattern, &object(&statement.subject));
            self.with(
                |state| state.context.under_condition(false),
                |walker| {
                    walker.visit_pattern(&case.pattern);
                    case.guard.iter().for_each(|guard| walker.visit_expr(guard));
                },
            );
            self.block(
                statement.start().into(),
                |context| context.under_condition(false),
                &case.body,
            );
        }
    }

    /// `case C(name=...)` asks what is matched for attributes.
    fn attributes_matched(&mut self, pattern: &Pattern, object: &Object) {
        let inner = |walker: &mut Self, patterns: &[Pattern]| {
            for pattern in patterns {
                walker.attributes_matched(pattern, &Object::Unknown);
            }
        };
        match pattern {
            Pattern::MatchClass(class) => {
                let runs = self.runs();
                for keyword in class.arguments.keywords.iter().filter(|_| runs) {
                    let kind = MentionKind::Attribute {
                        object: object.clone(),
                        name: keyword.attr.to_string(),
                        touch: Touch::Read,
                    };
                    let (scope, span) = (self.state.scope, keyword.range().into());
                    self.recorder.mention(scope, span, kind);
                    self.attributes_matched(&keyword.pattern, &Object::Unknown);
                }
                inner(self, &class.arguments.patterns);
            }
            Pattern::MatchAs(named) => {
                let patterns = named.pattern.iter();
                patterns.for_each(|pattern| self.attributes_matched(pattern, object));
            }
            Pattern::MatchOr(choice) => {
                let patterns = choice.patterns.iter();
                patterns.for_each(|pattern| self.attributes_matched(pattern, object));
            }
            Pattern::MatchSequence(sequence) => inner(self, &sequence.patterns),
            Pattern::MatchMapping(mapping) => inner(self, &mapping.patterns),
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => {}
        }
    }

    fn assign(&mut self, assign: &ast::StmtAssign) {
        self.loader_assigned(&assign.targets, &assign.value);
        self.patcher_assigned(&assign.targets, &assign.value);
        if self.for_python != Some(assign.value.range().into()) {
            self.visit_expr(&assign.value);
        }
        for target in &assign.targets {
            self.put_by_key(target, &assign.value);
            self.strings.assign(target, &assign.value);
            self.assigned_value(target, &assign.value);
            let mut found = Vec::new();
            origins::assigned(target, &assign.value, &mut found);
            self.originate(found);
        }
    }

    fn annotated_assign(&mut self, assign: &ast::StmtAnnAssign) {
        if let Some(value) = &assign.value {
            self.loader_assigned(std::slice::from_ref(&assign.target), value);
            self.visit_expr(value);
        }
        let (mut place, owner) = self.annotation_place();
        if place == AnnotationPlace::ClassVariable && assign.value.is_some() && is_private(&assign.target) {
            place = AnnotationPlace::PrivateVariable;
        }
        self.annotation(&assign.annotation, owner, place);
        match &assign.value {
            Some(value) => {
                self.strings.assign(&assign.target, value);
                self.assigned_value(&assign.target, value);
                let mut found = Vec::new();
                origins::assigned(&assign.target, value, &mut found);
                self.originate(found);
            }
            // `x: T` makes `x` a local name in a function and binds nothing elsewhere.
            None if assign.target.is_name_expr() && place != AnnotationPlace::LocalVariable => {}
            None => self.visit_expr(&assign.target),
        }
    }

    fn augmented_assign(&mut self, assign: &ast::StmtAugAssign) {
        self.loaded_by_union(assign);
        self.visit_expr(&assign.value);
        if let Expr::Name(name) = &*assign.target {
            self.read(&name.id, Vec::new(), name.range().into(), Access::Read);
            self.operate(
                OperationKind::Augment,
                paths::path(&assign.target),
                assign.range().into(),
            );
        }
        self.visit_expr(&assign.target);
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) {
        self.with(
            |_| {},
            |walker| {
                walker.type_parameters(alias.type_params.as_deref());
                walker.enter(ScopeKind::TypeParameters);
                walker.with(
                    |state| state.phase = Some(Phase::OnDemand),
                    |walker| walker.visit_expr(&alias.value),
                );
            },
        );
        self.visit_expr(&alias.name);
    }

    pub(super) fn imports(&mut self, statement: Span, names: &[ast::Alias], from: Option<(&str, u32)>, is_lazy: bool) {
        for alias in names {
            let import = Import {
                statement,
                alias: alias.range().into(),
                level: from.map_or(0, |(_, level)| level),
                module: from.map_or_else(|| alias.name.to_string(), |(module, _)| module.to_owned()),
                name: from.map(|_| alias.name.to_string()),
                asname: alias.asname.as_ref().map(ToString::to_string),
                scope: self.state.scope,
                binding: None,
                context: self.state.context,
                is_lazy,
            };
            let binding = (!import.is_star()).then(|| {
                let how = if self.state.context.type_checking {
                    How::TypeCheckingImport
                } else {
                    How::Import
                };
                self.recorder
                    .bind(self.state.scope, import.bound_name(), how, import.alias)
            });
            if import.bound_name() == "__all__" && import.name.is_some() && !self.state.context.type_checking {
                self.unknown_exports(statement);
            }
            self.recorder.facts.imports.push(Import { binding, ..import });
        }
    }

    pub(super) fn assigned_value(&mut self, target: &Expr, value: &Expr) {
        if let Expr::Name(name) = target
            && !self.state.context.type_checking
            && let Some(found) = paths::value(value)
        {
            self.change_global(&name.id, How::Assignment, name.range().into());
            let id = self
                .recorder
                .bind(self.state.scope, &name.id, How::Assignment, name.range().into());
            let binding = &mut self.recorder.facts.bindings[id as usize];
            let only = binding.kinds.assignments == 1;
            binding.value = only.then_some(found).map(Box::new);
        } else {
            self.visit_expr(target);
        }
    }
}

/// Whether a name is one that a class keeps to itself: one underscore or two, and none at its end that make it Python's own.
fn is_private(target: &Expr) -> bool {
    let name = target.as_name_expr().map(|name| name.id.as_str());
    name.is_some_and(|name| name.starts_with('_') && !(name.starts_with("__") && name.ends_with("__")))
}

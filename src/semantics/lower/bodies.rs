//! Functions, lambdas and classes: their bodies, parameters and local names.
use ruff_python_ast as ast;
use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_text_size::Ranged;
use rustc_hash::FxHashSet;

use super::Lowering;
use crate::semantics::code::{Body, BodyId, BodyKind, Expr, ExprId, Name, Parameter, ParameterKind, Stmt};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;

/// A body whose statements are being lowered.
#[derive(Default)]
pub(super) struct Open {
    pub id: BodyId,
    pub scope: ScopeId,
    pub bound: FxHashSet<Name>,
    pub globals: FxHashSet<Name>,
    pub nonlocals: FxHashSet<Name>,
    pub is_generator: bool,
    /// Inside the target of a comprehension, which binds no name of the body.
    pub in_comprehension_target: bool,
}

/// What is known of a body before its statements are.
pub(super) struct Header {
    pub kind: BodyKind,
    pub name: Name,
    pub span: Span,
    pub scope: ScopeId,
    pub is_async: bool,
}

impl Lowering {
    /// Adds a body below the current one, and lowers what is in it.
    pub fn body(
        &mut self,
        header: Header,
        parameters: Vec<Parameter>,
        type_parameters: Option<&ast::TypeParams>,
        inner: impl FnOnce(&mut Self) -> Vec<Stmt>,
    ) -> BodyId {
        let Header {
            kind,
            name,
            span,
            scope,
            is_async,
        } = header;
        let id = self.code.bodies.len() as BodyId;
        let type_parameters = type_parameters
            .into_iter()
            .flatten()
            .map(|parameter| self.name(parameter.name()))
            .collect();
        let open = Open {
            id,
            scope,
            bound: parameters.iter().map(|parameter| parameter.name).collect(),
            ..Open::default()
        };
        let parent = (kind != BodyKind::Module).then_some(self.current.id);
        self.code.bodies.push(Body {
            kind,
            name,
            span,
            parent,
            scope,
            parameters,
            type_parameters,
            locals: Vec::new(),
            globals: Vec::new(),
            nonlocals: Vec::new(),
            is_generator: false,
            is_async,
            statements: Vec::new(),
        });
        let outer = std::mem::replace(&mut self.current, open);
        let statements = inner(self);
        let open = std::mem::replace(&mut self.current, outer);
        let body = &mut self.code.bodies[id as usize];
        let declared = |name: &Name| open.globals.contains(name) || open.nonlocals.contains(name);
        body.locals = sorted(open.bound.iter().copied().filter(|name| !declared(name)));
        body.globals = sorted(open.globals.iter().copied());
        body.nonlocals = sorted(open.nonlocals.iter().copied());
        body.is_generator = open.is_generator;
        body.statements = statements;
        id
    }

    /// Notes that the current body binds a name.
    pub fn bind(&mut self, identifier: &str) -> Name {
        let name = self.name(identifier);
        self.current.bound.insert(name);
        name
    }

    pub fn function(&mut self, function: &ast::StmtFunctionDef) -> Stmt {
        let decorators = self.decorators(&function.decorator_list);
        let parameters = self.parameters(&function.parameters);
        let annotations = function.parameters.iter().map(|parameter| parameter.annotation());
        let annotations = annotations.chain([function.returns.as_deref()]);
        let annotations = annotations
            .flatten()
            .flat_map(|annotation| self.annotation(annotation))
            .collect();
        let span: Span = function.name.range().into();
        let header = Header {
            kind: BodyKind::Function,
            name: self.bind(&function.name),
            span,
            scope: self.scope_of_definition(span),
            is_async: function.is_async,
        };
        let body = self.body(header, parameters, function.type_params.as_deref(), |lowering| {
            lowering.block(&function.body)
        });
        Stmt::Define {
            body,
            decorators,
            annotations,
        }
    }

    /// What an annotation does that is evaluated where it stands: all of it where it calls something, else the attributes that it
    /// reads, which a module that is being loaded may not have yet, and what a class of anybody may do that is subscripted or combined
    /// there (`Model["key"]`, `Ship | None`).
    pub fn annotation(&mut self, annotation: &ast::Expr) -> Vec<ExprId> {
        if self.has_future_annotations {
            return Vec::new();
        }
        if any_over_expr(annotation, |part: &ast::Expr| part.is_call_expr()) {
            return vec![self.expression(annotation)];
        }
        let mut acting = Acting {
            bound: self.bound.as_ref(),
            found: Vec::new(),
        };
        acting.visit_expr(annotation);
        let found = acting.found.into_iter();
        found.map(|part| self.expression(part)).collect()
    }

    pub fn class(&mut self, class: &ast::StmtClassDef) -> Stmt {
        let decorators = self.decorators(&class.decorator_list);
        let arguments = class.arguments.as_deref().map(|arguments| self.arguments(arguments));
        let span: Span = class.name.range().into();
        let header = Header {
            kind: BodyKind::Class,
            name: self.bind(&class.name),
            span,
            scope: self.scope_of_definition(span),
            is_async: false,
        };
        let name = class.name.trim_start_matches('_').to_owned();
        let outer = self.class.replace(name);
        let body = self.body(header, Vec::new(), class.type_params.as_deref(), |lowering| {
            lowering.block(&class.body)
        });
        self.class = outer;
        Stmt::Class {
            body,
            decorators,
            arguments: arguments.unwrap_or_default(),
        }
    }

    pub fn lambda(&mut self, lambda: &ast::ExprLambda) -> Expr {
        let parameters = lambda.parameters.as_deref();
        let parameters = parameters
            .map(|parameters| self.parameters(parameters))
            .unwrap_or_default();
        let span: Span = lambda.range().into();
        let header = Header {
            kind: BodyKind::Lambda,
            name: self.text(""),
            span,
            scope: self.lambdas.get(&span.start).copied().unwrap_or(self.current.scope),
            is_async: false,
        };
        Expr::Lambda(self.body(header, parameters, None, |lowering| {
            vec![Stmt::Return(Some(lowering.expression(&lambda.body)))]
        }))
    }

    /// Every function and class is among the facts; if one were not, its code would count as that of the body around it.
    fn scope_of_definition(&self, name: Span) -> ScopeId {
        self.definitions.get(&name.start).copied().unwrap_or(self.current.scope)
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Vec<ExprId> {
        let expressions = decorators.iter().map(|decorator| &decorator.expression);
        self.expressions(expressions)
    }

    /// The parameters; their defaults belong to the current body.
    fn parameters(&mut self, parameters: &ast::Parameters) -> Vec<Parameter> {
        let mut lowered = Vec::with_capacity(parameters.len());
        let mut several = |lowering: &mut Self, kind, group: &[ast::ParameterWithDefault]| {
            for parameter in group {
                lowered.push(Parameter {
                    name: lowering.name(parameter.name()),
                    kind,
                    default: lowering.optional(parameter.default()),
                });
            }
        };
        several(self, ParameterKind::PositionalOnly, &parameters.posonlyargs);
        several(self, ParameterKind::Plain, &parameters.args);
        several(self, ParameterKind::KeywordOnly, &parameters.kwonlyargs);
        let variadic = [
            (ParameterKind::Rest, &parameters.vararg),
            (ParameterKind::Keywords, &parameters.kwarg),
        ];
        for (kind, parameter) in variadic {
            lowered.extend(parameter.as_deref().map(|parameter| Parameter {
                name: self.name(parameter.name()),
                kind,
                default: None,
            }));
        }
        lowered
    }
}

/// Collects the parts of an annotation that may do something: attributes, and what is made by subscripts and operators of names that
/// the file has of others or makes itself, each with all that it is made of.
struct Acting<'a, 'b> {
    bound: Option<&'b FxHashSet<String>>,
    found: Vec<&'a ast::Expr>,
}

impl Acting<'_, '_> {
    /// Whether somebody may have said what a subscript or an operator of this does. Builtins and `typing` do nothing.
    fn may_act(&self, operand: &ast::Expr) -> bool {
        match operand {
            ast::Expr::Name(name) => self.bound.is_none_or(|bound| bound.contains(name.id.as_str())),
            ast::Expr::Attribute(ast::ExprAttribute { value, .. })
            | ast::Expr::Subscript(ast::ExprSubscript { value, .. }) => self.may_act(value),
            ast::Expr::BinOp(operator) => self.may_act(&operator.left) || self.may_act(&operator.right),
            other => !other.is_literal_expr(),
        }
    }
}

impl<'a> Visitor<'a> for Acting<'a, '_> {
    fn visit_expr(&mut self, expr: &'a ast::Expr) {
        let acts = match expr {
            ast::Expr::Attribute(_) => true,
            ast::Expr::Subscript(subscript) => self.may_act(&subscript.value),
            ast::Expr::BinOp(operator) => self.may_act(&operator.left) || self.may_act(&operator.right),
            ast::Expr::UnaryOp(operator) => self.may_act(&operator.operand),
            _ => false,
        };
        match acts {
            true => self.found.push(expr),
            false => walk_expr(self, expr),
        }
    }
}

fn sorted(names: impl Iterator<Item = Name>) -> Vec<Name> {
    let mut names: Vec<Name> = names.collect();
    names.sort_unstable();
    names
}

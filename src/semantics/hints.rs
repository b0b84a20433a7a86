//! What the walk cannot see of annotations while it is inside one expression: where only the names of annotated variables are
//! asked for, which types a variable stands for, and which annotations cannot be put in quotes.
use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{CmpOp, Comprehension, Expr, ExprAttribute, Operator, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::FxHashSet;

use super::facts::{Access, HintRead, ModuleFacts, Object, OperationKind, Path, Phase, TypeAlias};
use super::literals::names_in;
use super::paths;
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// Takes back the reads of annotations that only ask for their keys, and notes the types that variables of the module stand for.
pub(super) fn collect(text: &str, body: &[Stmt], facts: &mut ModuleFacts, rules: &Rules) {
    let mut told = Told::default();
    told.visit_body(body);
    let handed_on = handed_on(facts, &told, rules);
    facts.hint_reads.extend(handed_on);
    if !facts.hint_reads.is_empty() {
        let mut keys = Keys {
            rules,
            ends: FxHashSet::default(),
        };
        keys.visit_body(body);
        facts.hint_reads.retain(|read| !keys.ends.contains(&read.span.end));
        let harmless = super::signatures::without_annotations(body, rules);
        for read in &mut facts.hint_reads {
            read.names_only |= harmless.contains(&read.span) && !read.how.contains("eval_str");
        }
    }
    for stmt in body {
        aliases(stmt, facts, rules);
    }
    let mut quotes = Quotes {
        text,
        unquotable: Vec::new(),
    };
    quotes.visit_body(body);
    facts.unquotable = quotes.unquotable;
    facts.unquotable.sort_unstable();
}

/// Where a function that evaluates annotations is not called but handed on, or bound to another name: any caller may then
/// do so with anything, and may tell it to evaluate strings.
fn handed_on(facts: &ModuleFacts, told: &Told, rules: &Rules) -> Vec<HintRead> {
    let called: FxHashSet<u32> = facts
        .operations
        .iter()
        .filter(|operation| operation.kind == OperationKind::Call)
        .filter(|operation| operation.path.as_ref().is_some_and(|path| !path.root.is_empty()))
        .map(|operation| operation.span.start)
        .collect();
    let reads = facts.references.iter().filter_map(|reference| {
        let mut imports = facts.imports.iter();
        let import = imports.find(|import| import.binding == Some(reference.binding));
        let (how, is_renamed) = match (reference.attributes.last(), import) {
            (Some(last), _) => (last, false),
            (None, import) => {
                let import = import?;
                (
                    import.name.as_ref()?,
                    import.asname.as_ref() != import.name.as_ref() && import.asname.is_some(),
                )
            }
        };
        let is_of = |module: &str, name: &str| how == name && import.is_some_and(|import| import.module == module);
        // Others have a signature, too: this is the one of functions.
        let is_signature = is_of("inspect", "signature");
        let is_reader = rules.knows(Group::IsReaderOfAnnotations, how) || is_signature;
        let is_value = is_reader && (is_renamed || !called.contains(&reference.span.start));
        let is_read = reference.access == Access::Read && matches!(reference.phase, Phase::Run | Phase::MainGuard);
        let is_called = called.contains(&reference.span.start);
        let takes_option = is_signature || is_of("inspect", "get_annotations");
        let is_told = takes_option && (!is_called || told.0.contains(&reference.span.start));
        (is_value && is_read).then(|| HintRead {
            span: reference.span,
            scope: reference.scope,
            how: if is_told {
                format!("{how}(eval_str=True)")
            } else {
                how.clone()
            },
            object: Object::Unknown,
            names_only: false,
        })
    });
    reads.collect()
}

/// Where calls begin that have an `eval_str`, or may have one among `**options`.
#[derive(Default)]
struct Told(FxHashSet<u32>);

impl<'a> Visitor<'a> for Told {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && super::hint_reads::is_told(call)
        {
            self.0.insert(call.range().start().to_u32());
        }
        visitor::walk_expr(self, expr);
    }
}

/// Looks for annotations that cannot be put in quotes.
struct Quotes<'a> {
    text: &'a str,
    unquotable: Vec<Span>,
}

impl<'a> Visitor<'a> for Quotes<'_> {
    fn visit_annotation(&mut self, expr: &'a Expr) {
        let text = self.text.get(expr.range().to_std_range()).unwrap_or_default();
        // A comment would be lost, and an escape or the other quote would not mean the same within quotes.
        let is_odd = text.contains(['\\', '#']) || text.contains('"') && text.contains('\'') || text.contains("\"\"\"");
        // Type checkers do not read `*Ts` in quotes; the others do something when they are evaluated.
        let acts = |part: &Expr| {
            matches!(
                part,
                Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_)
            )
        };
        if is_odd || expr.is_starred_expr() || any_over_expr(expr, acts) {
            self.unquotable.push(expr.range().into());
        }
    }
}

fn aliases(stmt: &Stmt, facts: &mut ModuleFacts, rules: &Rules) {
    let (target, value) = match stmt {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target] => (target, Some(&*assign.value)),
            _ => return,
        },
        Stmt::AnnAssign(assign) => (&*assign.target, assign.value.as_deref()),
        Stmt::TypeAlias(alias) => (&*alias.name, Some(&*alias.value)),
        _ => return,
    };
    let (Expr::Name(name), Some(value)) = (target, value) else {
        return;
    };
    let is_type = match value {
        Expr::Subscript(_) => true,
        Expr::BinOp(union) => union.op == Operator::BitOr,
        Expr::Call(call) => paths::path(&call.func).is_some_and(|path| rules.knows(Group::MakesType, path.last())),
        _ => stmt.is_type_alias_stmt(),
    };
    if let Some(binding) = facts.global(&name.id).filter(|_| is_type) {
        let names = names_in(value).into_iter().map(|(root, attributes)| Path {
            binding: facts.global(&root),
            root: root.to_string(),
            attributes,
        });
        let names = names.collect();
        facts.type_aliases.push(TypeAlias { binding, names });
    }
}

/// The ends of the expressions `x.__annotations__` of which only the keys are taken, or that are assigned.
struct Keys<'r> {
    rules: &'r Rules,
    ends: FxHashSet<u32>,
}

impl Keys<'_> {
    fn note(&mut self, expr: &Expr) {
        let is_mapping = match expr {
            Expr::Attribute(attribute) => attribute.attr.as_str() == "__annotations__",
            Expr::Call(call) => call
                .func
                .as_name_expr()
                .is_some_and(|name| name.id.as_str() == "getattr"),
            _ => false,
        };
        if is_mapping {
            self.ends.insert(expr.end().to_u32());
        }
    }

    /// `x.__annotations__.keys`
    fn method(&mut self, attribute: &ExprAttribute) {
        if self.rules.knows(Group::KeysMethod, &attribute.attr) || &attribute.attr == "clear" {
            self.note(&attribute.value);
        }
    }
}

impl<'a> Visitor<'a> for Keys<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::For(each) = stmt {
            self.note(&each.iter);
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        self.note(&comprehension.iter);
        visitor::walk_comprehension(self, comprehension);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Compare(compare) => {
                let sides = compare.ops.iter().zip(&compare.comparators);
                for (_, side) in sides.filter(|(op, _)| matches!(op, CmpOp::In | CmpOp::NotIn)) {
                    self.note(side);
                }
            }
            Expr::Call(call) => {
                let name = call.func.as_name_expr().map(|name| name.id.as_str());
                if let ([argument], Some(name)) = (&*call.arguments.args, name)
                    && self.rules.knows(Group::TakesKeys, name)
                {
                    self.note(argument);
                }
            }
            Expr::Attribute(attribute) if attribute.ctx.is_load() => self.method(attribute),
            Expr::Attribute(attribute) => {
                self.ends.insert(attribute.end().to_u32());
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}

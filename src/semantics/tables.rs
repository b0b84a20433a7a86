//! Tables: dicts that a module fills with imported objects while it executes, and the places where a name is read for its
//! keys only. Whether a table can be filled with names instead of objects is not decided here.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{CmpOp, Expr, ExprCall, Stmt, StmtClassDef};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::facts::{DEFERRED_DICT, MODULE, ModuleFacts, ScopeId, Table, TableEntry, TableForm};
use super::paths;
use super::registrars::{Registrar, registrars};
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// Finds the tables, and the reads of their keys.
pub(super) fn collect(body: &[Stmt], facts: &mut ModuleFacts, rules: &Rules) {
    let mut tables = Vec::new();
    in_suite(body, MODULE, &registrars(body, facts, rules), facts, &mut tables);
    for class in body.iter().filter_map(Stmt::as_class_def_stmt) {
        if let Some(scope) = plain_class(class, facts) {
            in_suite(&class.body, scope, &[], facts, &mut tables);
        }
    }
    if tables.is_empty() {
        return;
    }
    let mut reads = KeyReads {
        rules,
        found: Vec::new(),
    };
    reads.visit_body(body);
    reads.found.sort_unstable();
    facts.tables = tables;
    facts.key_reads = reads.found;
}

/// The scope of a class in whose body a dict is nothing but a dict: metaclasses and decorators may take it for something else.
fn plain_class(class: &StmtClassDef, facts: &ModuleFacts) -> Option<ScopeId> {
    let is_plain = class.arguments.is_none() && class.decorator_list.is_empty();
    let name = Span::from(class.name.range());
    let definition = facts
        .definitions
        .iter()
        .find(|definition| definition.name_span == name)?;
    is_plain.then_some(definition.body)
}

fn in_suite(
    suite: &[Stmt],
    scope: ScopeId,
    registrars: &[Registrar<'_>],
    facts: &ModuleFacts,
    tables: &mut Vec<Table>,
) {
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for stmt in suite {
        match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => {
                    if let Some(table) = table(&assign.value, &name.id, scope, facts) {
                        known.insert(&name.id, tables.len());
                        tables.push(table);
                    }
                }
                [Expr::Subscript(item)] => {
                    if let Expr::Name(name) = item.value.as_ref()
                        && let Some(&at) = known.get(name.id.as_str())
                    {
                        tables[at].entries.extend(entry(&assign.value, facts));
                    }
                }
                _ => {}
            },
            Stmt::AnnAssign(assign) => {
                if let (Expr::Name(name), Some(value)) = (assign.target.as_ref(), &assign.value)
                    && let Some(table) = table(value, &name.id, scope, facts)
                {
                    known.insert(&name.id, tables.len());
                    tables.push(table);
                }
            }
            // `register("name", object)`
            Stmt::Expr(statement) => {
                if let Expr::Call(call) = statement.value.as_ref()
                    && let Expr::Name(name) = call.func.as_ref()
                    && let Some(registrar) = registrars.iter().find(|one| one.name == name.id.as_str())
                    && let (Some(&at), Some(value)) = (known.get(registrar.table), registrar.value(call))
                {
                    tables[at].entries.extend(entry(value, facts));
                }
            }
            _ => {}
        }
    }
    tables.retain(|table| !table.entries.is_empty());
}

fn table(value: &Expr, name: &str, scope: ScopeId, facts: &ModuleFacts) -> Option<Table> {
    let names = &facts.scopes[scope as usize].names;
    let binding = *names.iter().find(|&&id| facts.bindings[id as usize].name == name)?;
    let (form, span, values) = parts(value)?;
    Some(Table {
        binding,
        form,
        span,
        entries: values.into_iter().filter_map(|value| entry(value, facts)).collect(),
    })
}

/// The form of a table, what is to be changed of it, and its values.
fn parts(value: &Expr) -> Option<(TableForm, Span, Vec<&Expr>)> {
    match value {
        Expr::Dict(dict) => {
            let is_literal = dict.items.iter().all(|item| item.key.is_some());
            let values = dict.items.iter().map(|item| &item.value).collect();
            is_literal.then(|| (TableForm::Display, dict.range().into(), values))
        }
        Expr::Call(call) => {
            let callee = paths::path(&call.func)?;
            match (callee.last(), &*call.arguments.args, &*call.arguments.keywords) {
                ("dict", [], keywords) if callee.attributes.is_empty() => {
                    let is_literal = keywords.iter().all(|keyword| keyword.arg.is_some());
                    let values = keywords.iter().map(|keyword| &keyword.value).collect();
                    is_literal.then(|| (TableForm::DictCall, call.func.range().into(), values))
                }
                ("MappingProxyType", [inner @ Expr::Dict(_)], []) => parts(inner),
                (DEFERRED_DICT, [inner @ Expr::Dict(_)], []) => {
                    parts(inner).map(|(_, span, values)| (TableForm::Deferred, span, values))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn entry(value: &Expr, facts: &ModuleFacts) -> Option<TableEntry> {
    let mut path = paths::path(value)?;
    let binding = facts.global(&path.root)?;
    path.binding = Some(binding);
    (facts.bindings[binding as usize].kinds.imports > 0).then(|| TableEntry {
        value: value.range().into(),
        path,
    })
}

/// Where names are read for their keys only: the offsets of the names.
struct KeyReads<'r> {
    rules: &'r Rules,
    found: Vec<u32>,
}

impl KeyReads<'_> {
    fn note(&mut self, expr: &Expr) {
        match expr {
            Expr::Name(name) => self.found.push(name.start().to_u32()),
            Expr::Starred(starred) => self.note(&starred.value),
            _ => {}
        }
    }

    fn call(&mut self, call: &ExprCall) {
        let last = match call.func.as_ref() {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => {
                if self.rules.knows(Group::KeysMethod, &attribute.attr) {
                    self.note(&attribute.value);
                }
                attribute.attr.as_str()
            }
            _ => return,
        };
        if (self.rules.knows(Group::TakesKeys, last) || last == "join")
            && let Some(first) = call.arguments.args.first()
        {
            self.note(first);
        }
        let starred = call.arguments.args.iter().filter(|argument| argument.is_starred_expr());
        let choices = call
            .arguments
            .keywords
            .iter()
            .filter(|keyword| keyword.arg.as_deref() == Some("choices"));
        starred
            .chain(choices.map(|keyword| &keyword.value))
            .for_each(|read| self.note(read));
    }
}

impl<'a> Visitor<'a> for KeyReads<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::For(each) = stmt {
            self.note(&each.iter);
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_comprehension(&mut self, comprehension: &'a ruff_python_ast::Comprehension) {
        self.note(&comprehension.iter);
        visitor::walk_comprehension(self, comprehension);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => self.call(call),
            Expr::Compare(compare) => {
                let asked = compare.ops.iter().zip(&compare.comparators);
                asked
                    .filter(|(op, _)| matches!(op, CmpOp::In | CmpOp::NotIn))
                    .for_each(|(_, container)| self.note(container));
            }
            Expr::List(list) => list
                .elts
                .iter()
                .filter(|item| item.is_starred_expr())
                .for_each(|item| self.note(item)),
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .filter(|item| item.is_starred_expr())
                .for_each(|item| self.note(item)),
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use crate::semantics::analyse;

    /// The tables with their values, and the lines of the reads of keys.
    fn read(text: &str) -> (Vec<String>, Vec<usize>) {
        let facts = analyse(text, crate::rules::Rules::builtin()).unwrap();
        let tables = facts.tables.iter().map(|table| {
            let values: Vec<String> = table.entries.iter().map(|entry| entry.path.dotted()).collect();
            format!(
                "{} {:?} {}",
                facts.bindings[table.binding as usize].name,
                table.form,
                values.join(",")
            )
        });
        let line = |&at: &u32| text[..at as usize].matches('\n').count() + 1;
        (tables.collect(), facts.key_reads.iter().map(line).collect())
    }

    #[test]
    fn tables_are_dicts_of_imported_names() {
        let text = "from a import A, B\nimport c.d\nT = {'a': A, 'b': B.make, 'c': 3, 'd': c.d.f, 'e': f()}\n";
        assert_eq!(read(text).0, ["T Display A,B.make,c.d.f"]);
        assert_eq!(read("from a import A\nT: dict = dict(x=A, y=1)\n").0, ["T DictCall A"]);
        assert_eq!(
            read("from a import A\nT = {}\nT['x'] = A\nT['y'] = 1\n").0,
            ["T Display A"]
        );
        assert_eq!(
            read("from a import A\nT = DeferredDict({'x': A})\n").0,
            ["T Deferred A"]
        );
        assert_eq!(read("from a import A\nclass K:\n    T = {'x': A}\n").0, ["T Display A"]);
    }

    #[test]
    fn what_a_function_of_the_module_puts_into_a_table_is_a_value_of_it() {
        let values = |function: &str, call: &str| {
            let found = read(&format!("from a import A\nT = {{}}\n{function}\n{call}\n")).0;
            found == ["T Display A"]
        };
        let add = "def add(name, value, *, loud=False):\n    if name in T:\n        raise KeyError(name)\n    T[name.lower()] = value\n";
        for call in ["add('x', A)", "add(value=A, name='x')", "add('x', A, loud=True)"] {
            assert!(values(add, call), "{call}");
        }
        for call in [
            "add('x', 1)",
            "add(*A)",
            "add('x', **A)",
            "x = add('x', A)",
            "add(A, 'x')",
            "add('x', [A])",
        ] {
            assert!(!values(add, call), "{call}");
        }
        for function in [
            "def add(name, value):\n    T[name] = value\n    return value\n",
            "def add(name, value):\n    T[name] = value\n    print(locals())\n",
            "def add(name, value):\n    T[value] = value\n",
            "def add(name, value):\n    T[name] = S[name] = value\n",
            "def add(name, value):\n    T = {}\n    T[name] = value\n",
            "def add(name, value):\n    T[name] = value\n    yield\n",
            "def add(name, *value):\n    T[name] = value\n",
            "async def add(name, value):\n    T[name] = value\n",
            "@wrapped\ndef add(name, value):\n    T[name] = value\n",
            "def add(name, value):\n    T[name] = value\nadd = wrapped(add)\n",
        ] {
            assert!(!values(function, "add('x', A)"), "{function}");
        }
    }

    #[test]
    fn what_holds_no_imported_name_or_is_computed_is_none() {
        for text in [
            "A = 1\nT = {'x': A}\n",
            "from a import A\nT = {'x': A, **other}\n",
            "from a import A\nT = [A]\n",
            "from a import A\nT = {'x': [A]}\n",
            "from a import A\nclass K(Enum):\n    T = {'x': A}\n",
            "from a import A\ndef f():\n    T = {'x': A}\n",
            "from a import A\nT = dict(rows, x=A)\n",
        ] {
            assert_eq!(read(text).0, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn reads_of_keys_are_told_from_reads_of_values() {
        let head = "from a import A\nT = {'x': A}\n";
        let is_key_read = |line: &str| !read(&format!("{head}{line}\n")).1.is_empty();
        for line in [
            "len(T)",
            "x in T",
            "x not in T",
            "for k in T: pass",
            "[k for k in T]",
            "T.keys()",
            "', '.join(T)",
            "click.Choice(list(T))",
            "click.Choice(T)",
            "p.add_argument('x', choices=T)",
            "[*T]",
            "f(*T)",
        ] {
            assert!(is_key_read(line), "{line}");
        }
        for line in ["T['x']", "T.items()", "T.values()", "f(T)", "{**T}", "T == {}", "x = T"] {
            assert!(!is_key_read(line), "{line}");
        }
    }
}

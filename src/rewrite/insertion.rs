//! Imports at the start of function bodies (or of a main guard). It decides only where within the body, and how they look.
use std::collections::BTreeMap;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Alias, Stmt};
use ruff_text_size::Ranged;

use super::comment::Remarks;
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, SortKey, merge, sort_key};
use super::layout::{Source, is_blank, range};
use super::locate::{Located, Statement};
use super::suites::{docstring, is_import};
use crate::plan::{Deferral, FilePlan};

/// All insertions of a plan.
pub fn edits(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Vec<Edit> {
    let suppression = plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default();
    let mut lines: BTreeMap<u32, Vec<ImportLine>> = BTreeMap::new();
    for statement in &located.statements {
        // Prose is told once: where it stands if something stays there, by the checkers' copy, or by the first function.
        let shown_elsewhere =
            !statement.is_all_removed() || statement.deferred().any(|(_, deferral)| for_checkers(deferral));
        let first_of_statement = statement
            .deferred()
            .filter_map(|(_, deferral)| first_place(deferral))
            .min();
        for (alias, deferral) in statement.deferred() {
            let first = first_place(deferral);
            for place in &deferral.insertions {
                let mut line = if place.through_module {
                    through_module(plan, alias, statement.stmt)
                } else {
                    let mut line = copy_of(source, statement, alias, false);
                    line.remarks = line.remarks.without_placement();
                    if shown_elsewhere || first_of_statement != Some(place.at) {
                        line.remarks = line.remarks.without_prose();
                    }
                    if for_checkers(deferral) || first != Some(place.at) {
                        forget_member_comments(&mut line);
                    }
                    line
                };
                line.remarks.merge(&suppression);
                lines.entry(place.at).or_default().push(line);
            }
        }
    }
    lines
        .into_iter()
        .filter_map(|(at, lines)| Some((located.places.get(&at)?, lines)))
        .flat_map(|(stmt, lines)| match stmt {
            Stmt::FunctionDef(def) => insert_at_start(source, def.start().to_usize(), &def.body, true, merge(lines)),
            Stmt::If(branch) => insert_at_start(source, branch.start().to_usize(), &branch.body, false, merge(lines)),
            _ => Vec::new(),
        })
        .collect()
}

/// The first function that imports the name from its origin.
fn first_place(deferral: &Deferral) -> Option<u32> {
    deferral
        .insertions
        .iter()
        .filter(|place| !place.through_module)
        .map(|place| place.at)
        .min()
}

/// Whether the import is also kept for type checkers.
pub fn for_checkers(deferral: &Deferral) -> bool {
    deferral.type_checking || deferral.getattr
}

/// The import of one name as a statement of its own, with the comments of its statement and of its own line.
/// `x as x`, which tells checkers that a name is exported, stays so only if `keep_redundant`.
pub fn copy_of(source: &Source<'_>, statement: &Statement<'_>, alias: &Alias, keep_redundant: bool) -> ImportLine {
    let asname = alias
        .asname
        .as_ref()
        .filter(|asname| keep_redundant || asname.as_str() != alias.name.as_str());
    let asname = asname.map(|name| name.to_string());
    let mut remarks = statement.remarks.clone();
    let what = match statement.stmt {
        Stmt::ImportFrom(from) => {
            let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
            let mut own = own_comment(source, statement, alias);
            let comment = own.take_prose();
            remarks.merge(&own);
            Imported::From {
                module,
                members: vec![Member {
                    name: alias.name.to_string(),
                    asname,
                    comment,
                }],
            }
        }
        _ => Imported::Plain {
            module: alias.name.to_string(),
            asname,
        },
    };
    ImportLine { what, remarks }
}

/// The comment behind one name of a list over several lines, if that line belongs to the name alone.
fn own_comment(source: &Source<'_>, statement: &Statement<'_>, alias: &Alias) -> Remarks {
    let stmt = range(statement.stmt);
    let name = range(alias);
    let (line, end) = (source.line_start(name.start), source.line_end(name.end));
    if line <= stmt.start || end >= stmt.end || !is_blank(&source.text[line..name.start]) {
        return Remarks::default();
    }
    let behind = source.text[name.end..end].trim_start_matches([' ', '\t', ',']);
    if behind.starts_with('#') {
        Remarks::parse(behind)
    } else {
        Remarks::default()
    }
}

fn forget_member_comments(line: &mut ImportLine) {
    if let Imported::From { members, .. } = &mut line.what {
        members.iter_mut().for_each(|member| member.comment = None);
    }
}

/// The name as this very module holds it.
fn through_module(plan: &FilePlan, alias: &Alias, stmt: &Stmt) -> ImportLine {
    let member = Member {
        name: bound_name(alias, stmt).to_owned(),
        asname: None,
        comment: None,
    };
    let what = Imported::From {
        module: plan.module.clone(),
        members: vec![member],
    };
    ImportLine {
        what,
        remarks: Remarks::default(),
    }
}

/// The name that an alias binds: its `as` name, the name itself, or for `import a.b` the first part.
pub fn bound_name<'a>(alias: &'a Alias, stmt: &Stmt) -> &'a str {
    match &alias.asname {
        Some(asname) => asname.as_str(),
        None if matches!(stmt, Stmt::Import(_)) => alias.name.split('.').next().unwrap_or_default(),
        None => alias.name.as_str(),
    }
}

/// Puts sorted import lines at the start of a suite: behind the docstring (if it may have one), among the imports that
/// stand there already, before comments. `owner` is where the statement with the suite begins.
pub fn insert_at_start(
    source: &Source<'_>,
    owner: usize,
    body: &[Stmt],
    may_have_docstring: bool,
    lines: Vec<ImportLine>,
) -> Vec<Edit> {
    let Some(first) = body.first() else { return Vec::new() };
    let header = header_end(source, range(first).start);
    let is_one_line = source.logical_start(range(first).start) < header;
    let indent = if is_one_line {
        source.indent_of(owner).to_owned() + &source.unit
    } else {
        source.indent_of(range(first).start).to_owned()
    };
    let newline = source.newline;
    let mut edits = Vec::new();
    let mut rest = body;
    if may_have_docstring && docstring(body).is_some() {
        if is_one_line {
            edits.push(Edit::replace(header, range(first).start, format!("{newline}{indent}")));
        }
        rest = &body[1..];
        let shares_line = rest
            .first()
            .is_some_and(|next| source.logical_start(range(next).start) == source.logical_start(range(first).start));
        if shares_line || (is_one_line && rest.is_empty()) {
            edits.push(split_before(source, range(first).end, rest, &indent, &lines));
            return edits;
        }
        edits.extend(among_imports(
            source,
            source.logical_next(range(first).end),
            rest,
            &indent,
            lines,
        ));
    } else if is_one_line {
        edits.push(split_before(source, header, rest, &indent, &lines));
    } else {
        edits.extend(among_imports(source, source.logical_next(header), rest, &indent, lines));
    }
    edits
}

/// Where the header's colon ends.
pub fn header_end(source: &Source<'_>, first: usize) -> usize {
    let before = source
        .tokens()
        .partition_point(|token| token.start().to_usize() < first);
    source.tokens()[..before]
        .iter()
        .rev()
        .find(|token| token.kind() == TokenKind::Colon)
        .map_or(first, |token| token.end().to_usize())
}

/// Breaks a line at `at`, before `rest`, which stood behind it on the same line.
fn split_before(source: &Source<'_>, at: usize, rest: &[Stmt], indent: &str, lines: &[ImportLine]) -> Edit {
    let newline = source.newline;
    let imports: String = lines
        .iter()
        .map(|line| newline.to_owned() + &line.text(indent, &source.unit, newline))
        .collect();
    let Some(next) = rest.first() else {
        return Edit::replace(at, at, imports);
    };
    let gap = if is_import(next) { "" } else { newline };
    Edit::replace(at, range(next).start, format!("{imports}{newline}{gap}{indent}"))
}

/// Puts the lines at `start` (the beginning of a line), or between the import statements that stand there already.
fn among_imports(source: &Source<'_>, start: usize, rest: &[Stmt], indent: &str, lines: Vec<ImportLine>) -> Vec<Edit> {
    let existing = leading_imports(source, rest);
    let mut by_place: BTreeMap<usize, Vec<ImportLine>> = BTreeMap::new();
    for line in lines {
        let before = existing
            .iter()
            .position(|(key, _)| *key > line.key())
            .unwrap_or(existing.len());
        let place = before.checked_sub(1).map_or(start, |before| existing[before].1);
        by_place.entry(place).or_default().push(line);
    }
    by_place
        .into_iter()
        .map(|(place, lines)| {
            let texts: Vec<String> = lines
                .iter()
                .map(|line| line.text(indent, &source.unit, source.newline))
                .collect();
            insert_lines(source, place, rest, &texts)
        })
        .collect()
}

/// The first import statements of a suite, up to a blank line, a comment or another statement: sort key, and where the line
/// behind each begins.
fn leading_imports(source: &Source<'_>, body: &[Stmt]) -> Vec<(SortKey, usize)> {
    let mut found: Vec<(SortKey, usize)> = Vec::new();
    for (index, stmt) in body.iter().enumerate() {
        let line = source.logical_start(range(stmt).start);
        let shares = |other: Option<&Stmt>| other.is_some_and(|other| source.logical_start(range(other).start) == line);
        if shares(body.get(index + 1)) || found.last().is_some_and(|(_, next)| *next != line) {
            break;
        }
        let Some(key) = key_of(stmt) else { break };
        found.push((key, source.logical_next(range(stmt).end)));
    }
    found
}

/// The sort key of an import statement that stands in the text.
pub fn key_of(stmt: &Stmt) -> Option<SortKey> {
    match stmt {
        Stmt::Import(import) => {
            let first = import.names.first()?;
            Some(sort_key(true, &first.name, first.asname.as_deref().unwrap_or_default()))
        }
        Stmt::ImportFrom(from) => {
            let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
            Some(sort_key(false, &module, ""))
        }
        _ => None,
    }
}

/// Writes lines at the beginning of the line at `place`, and a blank line where black wants one: behind the last import.
pub fn insert_lines(source: &Source<'_>, place: usize, rest: &[Stmt], lines: &[String]) -> Edit {
    let newline = source.newline;
    let mut text: String = lines.iter().map(|line| line.clone() + newline).collect();
    if place == source.text.len() && !source.text.is_empty() && !source.text.ends_with(['\n', '\r']) {
        text = newline.to_owned() + text.trim_end_matches(newline);
    }
    if let Some(next) = rest.iter().find(|stmt| range(*stmt).start >= place) {
        let follows_directly = source.logical_start(range(next).start) == place;
        let is_blank_line = is_blank(&source.text[place..source.line_end(place)]);
        if !is_blank_line && !(follows_directly && is_import(next)) {
            text.push_str(newline);
        }
    }
    Edit::insert(place, text)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn behind_the_header_and_before_comments() {
        check(
            "import dockyard\n\n\ndef names():  # c\n    # deep\n    return dockyard\n",
            |p| p.defer("import dockyard").into(&["names"]),
            "def names():  # c\n    import dockyard\n\n    # deep\n    return dockyard\n",
        );
    }

    #[test]
    fn behind_the_docstring() {
        check(
            "import dockyard\ndef plain():\n    \"\"\"Doc.\n\n    More.\"\"\"  # c\n\n    return dockyard\n",
            |p| p.defer("import dockyard").into(&["plain"]),
            "def plain():\n    \"\"\"Doc.\n\n    More.\"\"\"  # c\n    import dockyard\n\n    return dockyard\n",
        );
    }

    #[test]
    fn a_docstring_that_shares_its_line() {
        check(
            "import d\ndef raw():\n    r\"\"\"A \\d\n    b.\"\"\"; return d\n",
            |p| p.defer("import d").into(&["raw"]),
            "def raw():\n    r\"\"\"A \\d\n    b.\"\"\"\n    import d\n\n    return d\n",
        );
        check(
            "import d\ndef f(): \"Doc.\"; return d\n",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    \"Doc.\"\n    import d\n\n    return d\n",
        );
        check(
            "import d\ndef f(): \"Doc.\"",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    \"Doc.\"\n    import d",
        );
        check(
            "import d\ndef f():\n    \"Doc.\"",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    \"Doc.\"\n    import d",
        );
    }

    #[test]
    fn what_looks_like_a_docstring_is_none() {
        check(
            "import d\ndef f():\n    f\"\"\"{d}\"\"\"\n    return d\ndef g():\n    b\"x\"\n    return d\ndef h():\n    \"a\" \\\n    \"b\"\n    return d\n",
            |p| p.defer("import d").into(&["f", "g", "h"]),
            "def f():\n    import d\n\n    f\"\"\"{d}\"\"\"\n    return d\ndef g():\n    import d\n\n    b\"x\"\n    return d\n\
             def h():\n    \"a\" \\\n    \"b\"\n    import d\n\n    return d\n",
        );
    }

    #[test]
    fn one_line_suites_are_split() {
        check(
            "import d\n\n\nclass A:\n  def f(self): x = 1; return d  # c\n  def g(self): return \"\"\"\na\n    b\"\"\" + d\nif x:\n  def h(): return d",
            |p| p.defer("import d").into(&["f", "g", "h"]),
            "class A:\n  def f(self):\n    import d\n\n    x = 1; return d  # c\n  def g(self):\n    import d\n\n    return \"\"\"\na\n    b\"\"\" + d\n\
             if x:\n  def h():\n    import d\n\n    return d",
        );
        check(
            "import d\ndef f(): \\\n  return d\n",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    import d\n\n    return d\n",
        );
        check(
            "import d\ndef f(): import os; return d\n",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    import d\n    import os; return d\n",
        );
    }

    #[test]
    fn the_indentation_is_that_of_the_body() {
        check(
            "import d\ndef a():\n\treturn d\ndef b():\n          return d\ndef c():\n\x0c    return d\ndef e():\n        # deep\n  # low\n  return d\n",
            |p| p.defer("import d").into(&["a", "b", "c", "e"]),
            "def a():\n\timport d\n\n\treturn d\ndef b():\n          import d\n\n          return d\ndef c():\n    import d\n\n\x0c    return d\n\
             def e():\n  import d\n\n        # deep\n  # low\n  return d\n",
        );
    }

    #[test]
    fn line_ends_are_those_of_the_file() {
        check(
            "import d\r\n\r\n\r\ndef a():\r\n    \"\"\"A.\"\"\"\r\n    return d\r\n\r\n\r\ndef b(): return d\r\n",
            |p| p.defer("import d").into(&["a", "b"]),
            "def a():\r\n    \"\"\"A.\"\"\"\r\n    import d\r\n\r\n    return d\r\n\r\n\r\ndef b():\r\n    import d\r\n\r\n    return d\r\n",
        );
    }

    #[test]
    fn headers_may_take_several_lines() {
        check(
            "from m import a\n\n\n@deco(\n    1,\n)\n# c\nasync def f(x=\"\"\":\n\"\"\",\n    y={1: 2},\n) -> \"a\":\n    return a\n\ndef g(x) \\\n        :\n    return \\\n        a\n",
            |p| p.defer("from m").into(&["f", "g"]),
            "@deco(\n    1,\n)\n# c\nasync def f(x=\"\"\":\n\"\"\",\n    y={1: 2},\n) -> \"a\":\n    from m import a\n\n    return a\n\n\
             def g(x) \\\n        :\n    from m import a\n\n    return \\\n        a\n",
        );
    }

    #[test]
    fn nested_functions_and_decorated_first_statements() {
        check(
            "import d\ndef f():\n    @deco\n    def inner():\n        return d\n    return inner\n",
            |p| p.defer("import d").into(&["f", "inner"]),
            "def f():\n    import d\n\n    @deco\n    def inner():\n        import d\n\n        return d\n    return inner\n",
        );
    }

    #[test]
    fn among_imports_that_stand_there() {
        check(
            "import d\nfrom m import b, A\n\ndef f():\n    \"\"\"Doc.\"\"\"\n    import c\n    import e\n    from z import y\n    return d, b, A\n",
            |p| p.defer("import d").into(&["f"]).defer("from m").into(&["f"]),
            "def f():\n    \"\"\"Doc.\"\"\"\n    import c\n    import d\n    import e\n    from m import A, b\n    from z import y\n    return d, b, A\n",
        );
        check(
            "import d\ndef f():\n    import c\n    return d\n",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    import c\n    import d\n\n    return d\n",
        );
        check(
            "import d\ndef f():\n    # why\n    import c\n\n    return d\n",
            |p| p.defer("import d").into(&["f"]),
            "def f():\n    # why\n    import c\n    import d\n\n    return d\n",
        );
    }

    #[test]
    fn names_of_one_module_are_joined() {
        check(
            "from m import a, b as c\nfrom .n import x\nfrom m import D\nimport k.l\n\ndef f():\n    return a, c, x, D, k\n",
            |p| {
                let all = ["from m import a", "from .n", "from m import D", "import k"];
                all.iter().fold(p, |p, statement| p.defer(statement).into(&["f"]))
            },
            "def f():\n    import k.l\n    from m import D, a, b as c\n    from .n import x\n\n    return a, c, x, D, k\n",
        );
    }

    #[test]
    fn through_the_module_itself() {
        check(
            "import a.b\nimport framely as fr\n\ndef f():\n    return a.b, fr\n",
            |p| {
                p.defer("import a.b")
                    .getattr()
                    .into_through_module(&["f"])
                    .defer("import framely")
                    .into_through_module(&["f"])
            },
            "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import a.b\nelse:\n\n    def __getattr__(name):\n        if name == \"a\":\n            import a.b  # noqa: F401\n        else:\n            \
             raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n        return globals().setdefault(name, locals()[name])\n\n    \
             def __dir__():\n        return sorted({*globals(), \"a\"})\n\n\ndef f():\n    from app.images import a, fr\n\n    return a.b, fr\n",
        );
    }

    #[test]
    fn into_a_main_guard() {
        check(
            "import sys\n\nimport d\n\nif __name__ == \"__main__\":\n    \"not a docstring\"\n    d.run()\n",
            |p| p.defer("import d").into(&["__main__"]),
            "import sys\n\nif __name__ == \"__main__\":\n    import d\n\n    \"not a docstring\"\n    d.run()\n",
        );
        check(
            "import d\nif __name__ == \"__main__\": d.run()\n",
            |p| p.defer("import d").into(&["__main__"]),
            "if __name__ == \"__main__\":\n    import d\n\n    d.run()\n",
        );
    }

    #[test]
    fn orders_go_to_every_copy_and_prose_to_the_first() {
        check(
            "import d  # type: ignore[x]  # noqa: E402,S404  # see #3\ndef f():\n    return d\ndef g():\n    return d\n",
            |p| p.suppress("# noqa: PLC0415").defer("import d").into(&["f", "g"]),
            "def f():\n    import d  # type: ignore[x]  # noqa: S404, PLC0415  # see #3\n\n    return d\n\
             def g():\n    import d  # type: ignore[x]  # noqa: S404, PLC0415\n\n    return d\n",
        );
    }

    #[test]
    fn comments_of_a_list_over_several_lines() {
        check(
            "from m import (  # the client\n    # images\n    Image,\n    from_env as connect,  # connects\n)\n\ndef f():\n    return Image, connect\n\ndef g():\n    return connect\n",
            |p| {
                p.defer_names("from m", &["Image"])
                    .into(&["f"])
                    .defer_names("from m", &["from_env"])
                    .into(&["f", "g"])
            },
            "def f():\n    from m import (  # the client\n        Image,\n        from_env as connect,  # connects\n    )\n\n    return Image, connect\n\n\
             def g():\n    from m import from_env as connect\n\n    return connect\n",
        );
    }

    #[test]
    fn long_lists_are_broken_at_the_indentation_of_the_body() {
        let names = "a_rather_long_name_of_a_function, another_rather_long_name_of_one, third";
        check(
            &format!("from package import {names}\ndef f():\n  return third\n"),
            |p| p.suppress("# noqa: PLC0415").defer("from package").into(&["f"]),
            "def f():\n  from package import (  # noqa: PLC0415\n    a_rather_long_name_of_a_function,\n    another_rather_long_name_of_one,\n    third,\n  )\n\n  return third\n",
        );
    }

    #[test]
    fn relative_imports_keep_their_dots() {
        check(
            "from .. import engine\nfrom ..engine.frames import width as widest\n\n\ndef f():\n    return engine, widest\n",
            |p| {
                p.defer("from .. import")
                    .into(&["f"])
                    .defer("from ..engine")
                    .into(&["f"])
            },
            "def f():\n    from .. import engine\n    from ..engine.frames import width as widest\n\n    return engine, widest\n",
        );
    }
}

//! How a project writes imports, from the settings of ruff, isort, black and flake8 that count in a folder.
//!
//! ruff's settings count where it sorts imports, else isort's; lines are as long as the first of ruff, black, isort and flake8 says.
use std::path::Path;

use toml::{Table, Value};

use super::ini::{self, Section};
use super::read::{PYPROJECT, table};
use super::ruff::Ruff;
use crate::verdict::{ImportStyle, Marks, SECTIONS, Sections};

/// ruff's rule about the order of imports.
const UNSORTED: &str = "I001";

/// ruff's rule about `x as x`, and the one about imports that nothing uses.
const REDUNDANT: &str = "PLC0414";
const UNUSED: &str = "F401";

/// ruff's rules about texts of exceptions that stand in the call.
/// Not in `rules/`: they are what the rewriter writes its own lines by.
const MESSAGES: [&str; 2] = ["EM102", "TRY003"];

/// ruff's rules about constants and classes that are imported under a name in small letters.
/// Not in `rules/`, either.
const LOWERED: [&str; 2] = ["N811", "N813"];

/// The style in the folder `start`, where these settings of ruff count. The project's own top-level modules are not known here.
pub(super) fn import_style(start: &Path, ruff: Option<&Ruff>) -> ImportStyle {
    let isort = isort(start);
    let mut style = ImportStyle::default();
    match (ruff, &isort) {
        (Some(ruff), _) if ruff.selects(UNSORTED).is_some() => by_ruff(ruff, &mut style),
        (_, Some(isort)) => by_isort(isort, &mut style),
        (Some(ruff), None) if counts(ruff, UNSORTED) => by_ruff(ruff, &mut style),
        // As PEP 8 has it.
        (None, None) => style.sections = Some(Sections::default()),
        _ => {}
    }
    style.single_quotes = has_single_quotes(start, ruff);
    let minds = |rules: [&str; 2]| {
        ruff.iter()
            .any(|ruff| rules.iter().any(|rule| ruff.selects(rule).is_some()))
    };
    style.names_messages = minds(MESSAGES);
    style.keeps_case = minds(LOWERED);
    style.marks = match ruff.map(marks) {
        None | Some(Marks::Keep | Marks::Complain) if flake8_minds(start, UNUSED) => Marks::Assign,
        said => said.unwrap_or_default(),
    };
    if let Some(length) = line_length(start, ruff, isort.as_ref()) {
        style.line_length = length;
    }
    style
}

/// Whether ruff's formatter, ruff's or flake8's check of quotes asks for single ones. A formatter has the last word;
/// `None` where nobody says anything.
fn has_single_quotes(start: &Path, ruff: Option<&Ruff>) -> Option<bool> {
    let of_ruff = |path: &[&str]| Some(ruff?.get(path)?.as_str()?.to_owned());
    let flake8 = || {
        let section = ini::find(start, &[".flake8", "setup.cfg", "tox.ini"], &["flake8"])?;
        section
            .get("inline-quotes")
            .or_else(|| section.get("inline_quotes"))
            .map(str::to_owned)
    };
    let said = of_ruff(&["format", "quote-style"]).filter(|style| style != "preserve");
    let said = said
        .or_else(|| of_ruff(&["lint", "flake8-quotes", "inline-quotes"]))
        .or_else(flake8);
    said.map(|said| ["single", "'"].contains(&said.as_str()))
}

/// Whether ruff minds what one of the rules of its own set is about: that counts where nothing selects rules.
fn counts(ruff: &Ruff, rule: &str) -> bool {
    let is_default = ruff.get(&["lint", "select"]).is_none();
    ruff.selects(rule).is_some() || is_default && !ruff.ignores(rule)
}

/// Whether flake8 is set up, and not told to leave out a rule that it has by itself.
fn flake8_minds(start: &Path, rule: &str) -> bool {
    let Some(section) = ini::find(start, &[".flake8", "setup.cfg", "tox.ini"], &["flake8"]) else {
        return false;
    };
    let covers = |key: &str| {
        let said = section.get(key).or_else(|| section.get(&key.replace('-', "_")));
        said.map(|said| {
            ini::words(said)
                .iter()
                .any(|selector| rule.starts_with(selector.as_str()))
        })
    };
    let is_ignored = covers("ignore") == Some(true) || covers("extend-ignore") == Some(true);
    let is_selected = covers("select") != Some(false) || covers("extend-select") == Some(true);
    is_selected && !is_ignored
}

/// What ruff says of names that are only imported for others.
fn marks(ruff: &Ruff) -> Marks {
    match (counts(ruff, REDUNDANT), counts(ruff, UNUSED)) {
        (false, _) => Marks::Keep,
        (true, true) => Marks::Complain,
        (true, false) => Marks::Spare,
    }
}

fn line_length(start: &Path, ruff: Option<&Ruff>, isort: Option<&Section>) -> Option<usize> {
    let number = |value: &Value| usize::try_from(value.as_integer()?).ok();
    let black = || {
        start.ancestors().find_map(|folder| {
            let file = table(&folder.join(PYPROJECT))?;
            number(file.get("tool")?.get("black")?.get("line-length")?)
        })
    };
    let by_isort = || {
        let isort = isort?;
        let profile = isort.get("profile").unwrap_or_default();
        let default = match profile {
            "black" => 88,
            "google" => 1000,
            _ => 79,
        };
        Some(
            isort
                .get("line_length")
                .and_then(|text| text.parse().ok())
                .unwrap_or(default),
        )
    };
    let flake8 = || {
        let section = ini::find(start, &[".flake8", "setup.cfg", "tox.ini"], &["flake8"])?;
        section.get("max-line-length")?.parse().ok()
    };
    ruff.and_then(|ruff| ruff.get(&["line-length"]).and_then(number))
        .or_else(black)
        .or_else(by_isort)
        .or_else(flake8)
}

fn by_ruff(ruff: &Ruff, style: &mut ImportStyle) {
    let get = |key: &str| ruff.get(&["lint", "isort", key]);
    let is_on = |key: &str| get(key).and_then(Value::as_bool).unwrap_or_default();
    style.force_single_line = is_on("force-single-line");
    style.separate_as = !is_on("combine-as-imports");
    style.force_sort_within_sections = is_on("force-sort-within-sections");
    style.from_first = is_on("from-first");
    style.order_by_type = get("order-by-type").and_then(Value::as_bool).unwrap_or(true);
    style.case_sensitive = is_on("case-sensitive");
    style.closest_first = get("relative-imports-order").and_then(Value::as_str) == Some("closest-to-furthest");
    if is_on("no-sections") {
        return;
    }
    let mut sections = Sections::default();
    if let Some(order) = get("section-order").and_then(Value::as_array) {
        sections.order = names(order);
    }
    let known = [
        ("known-first-party", "first-party"),
        ("known-third-party", "third-party"),
        ("known-local-folder", "local-folder"),
        ("extra-standard-library", "standard-library"),
    ];
    for (key, section) in known {
        if let Some(modules) = get(key).and_then(Value::as_array) {
            sections.known.insert(section.to_owned(), names(modules));
        }
    }
    for (section, modules) in get("sections").and_then(Value::as_table).into_iter().flatten() {
        if let Some(modules) = modules.as_array() {
            sections.known.insert(section.clone(), names(modules));
        }
    }
    style.sections = Some(sections);
}

fn names(values: &[Value]) -> Vec<String> {
    values
        .iter()
        .filter_map(|value| Some(value.as_str()?.to_owned()))
        .collect()
}

/// isort's settings: pyproject.toml, .isort.cfg, setup.cfg or tox.ini, the nearest one.
fn isort(start: &Path) -> Option<Section> {
    let in_toml = |folder: &Path| -> Option<Section> {
        let file: Table = table(&folder.join(PYPROJECT))?;
        let settings = file.get("tool")?.get("isort")?.as_table()?.clone();
        Some(Section::from_toml(&settings))
    };
    start.ancestors().find_map(|folder| {
        let files = [".isort.cfg", "setup.cfg", "tox.ini"];
        in_toml(folder).or_else(|| ini::in_folder(folder, &files, &["settings", "isort", "tool:isort"]))
    })
}

fn by_isort(isort: &Section, style: &mut ImportStyle) {
    let is_google = isort.get("profile") == Some("google");
    let is_on = |key: &str, default: bool| isort.get(key).map_or(default, |text| text.eq_ignore_ascii_case("true"));
    style.force_single_line = is_on("force_single_line", is_google);
    style.separate_as = !is_on("combine_as_imports", isort.get("profile") == Some("django"));
    style.force_sort_within_sections = is_on("force_sort_within_sections", is_google);
    style.from_first = is_on("from_first", false);
    style.order_by_type = is_on("order_by_type", true);
    style.case_sensitive = is_on("case_sensitive", false);
    style.closest_first = is_on("reverse_relative", false);
    if is_on("no_sections", false) {
        return;
    }
    let mut sections = Sections::default();
    if let Some(order) = isort.get("sections") {
        sections.order = ini::words(order).iter().map(|name| section(name)).collect();
    }
    for (key, value) in &isort.0 {
        if let Some(name) = key.strip_prefix("known_") {
            sections.known.insert(section(name), ini::words(value));
        }
    }
    style.sections = Some(sections);
}

/// A section of isort by the name that it has here.
fn section(name: &str) -> String {
    let plain = name.to_lowercase().replace(['_', '-'], "");
    let known = SECTIONS.iter().find(|known| known.replace('-', "") == plain);
    let by_isort = match plain.as_str() {
        "stdlib" => Some("standard-library"),
        "thirdparty" => Some("third-party"),
        "firstparty" => Some("first-party"),
        "localfolder" => Some("local-folder"),
        _ => None,
    };
    by_isort
        .or(known.copied())
        .map_or_else(|| name.to_lowercase(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::testing::folder;
    use super::*;

    fn of(files: &[(&str, &str)]) -> ImportStyle {
        let folder = folder(files);
        import_style(folder.path(), Ruff::find(folder.path()).as_ref())
    }

    #[test]
    fn what_ruff_says_of_names_for_others() {
        for (settings, expected) in [
            ("", Marks::Complain),
            ("[lint]\nextend-select = ['B']", Marks::Complain),
            ("[lint]\nignore = ['PLC0414']", Marks::Keep),
            ("[lint]\nignore = ['F401']", Marks::Spare),
            ("[lint]\nselect = ['E', 'F', 'I']", Marks::Keep),
            ("[lint]\nselect = ['F', 'PL']", Marks::Complain),
            ("[lint]\nselect = ['ALL']\nignore = ['PLC']", Marks::Keep),
            ("[lint]\nselect = ['PL']", Marks::Spare),
        ] {
            assert_eq!(of(&[("ruff.toml", settings)]).marks, expected, "{settings}");
        }
        assert_eq!(of(&[]).marks, Marks::Keep);
    }

    #[test]
    fn single_quotes_where_a_tool_asks_for_them() {
        for (file, text) in [
            ("ruff.toml", "[format]\nquote-style = 'single'"),
            ("ruff.toml", "[lint.flake8-quotes]\ninline-quotes = 'single'"),
            ("setup.cfg", "[flake8]\ninline-quotes = single\n"),
            (".flake8", "[flake8]\ninline-quotes = '\n"),
        ] {
            assert_eq!(of(&[(file, text)]).single_quotes, Some(true), "{text}");
        }
        for (text, expected) in [
            ("", None),
            ("[format]\nquote-style = 'preserve'", None),
            (
                "[format]\nquote-style = 'double'\n[lint.flake8-quotes]\ninline-quotes = 'single'",
                Some(false),
            ),
        ] {
            assert_eq!(of(&[("ruff.toml", text)]).single_quotes, expected, "{text}");
        }
    }

    #[test]
    fn flake8_knows_no_names_for_others() {
        let with = |flake8: &str| of(&[("setup.cfg", &format!("[flake8]\n{flake8}"))]).marks;
        for plain in [
            "max-line-length = 99\n",
            "extend-select = B\n",
            "select = E, F\n",
            "select = B\nextend-select = F4\n",
        ] {
            assert_eq!(with(plain), Marks::Assign, "{plain}");
        }
        for ignoring in [
            "extend-ignore = E203, F401\n",
            "ignore = F\n",
            "select = E, W\n",
            "extend_ignore = F4\n",
        ] {
            assert_eq!(with(ignoring), Marks::Keep, "{ignoring}");
        }
        let both = |ruff: &str| of(&[("setup.cfg", "[flake8]\n"), ("ruff.toml", ruff)]).marks;
        assert_eq!(both(""), Marks::Assign);
        assert_eq!(both("[lint]\nignore = ['F401']"), Marks::Spare);
    }

    #[test]
    fn what_linters_mind_of_generated_code() {
        for (select, messages, case) in [
            ("['ALL']", true, true),
            ("['EM']", true, false),
            ("['TRY003']", true, false),
            ("['N']", false, true),
            ("['E', 'EM101']", false, false),
        ] {
            let style = of(&[("ruff.toml", &format!("[lint]\nselect = {select}"))]);
            assert_eq!((style.names_messages, style.keeps_case), (messages, case), "{select}");
        }
    }

    #[test]
    fn nothing_said_is_the_default() {
        // Sections are what PEP 8 says.
        let plain = ImportStyle {
            sections: Some(Sections::default()),
            ..ImportStyle::default()
        };
        assert_eq!(of(&[]), plain);
    }

    #[test]
    fn where_nothing_selects_rules_those_of_ruff_itself_count() {
        let style = of(&[("ruff.toml", "[lint.isort]\nforce-single-line = true")]);
        assert!(style.force_single_line && style.sections.is_some());
        assert_eq!(style.marks, Marks::Complain);
        for settings in ["[lint]\nselect = ['E']", "[lint]\nignore = ['I001']"] {
            assert_eq!(of(&[("ruff.toml", settings)]).sections, None, "{settings}");
        }
    }

    #[test]
    fn ruffs_settings_count_where_it_sorts() {
        let style = of(&[(
            "pyproject.toml",
            "[tool.ruff]\nline-length = 100\n[tool.ruff.lint]\nselect = ['E', 'I']\n[tool.ruff.lint.isort]\n\
             force-single-line = true\nforce-sort-within-sections = true\nknown-first-party = ['app']\n\
             relative-imports-order = 'closest-to-furthest'",
        )]);
        assert!(style.force_single_line && style.force_sort_within_sections && style.closest_first);
        assert!(style.separate_as);
        assert_eq!(style.line_length, 100);
        assert_eq!(style.sections.unwrap().known["first-party"], ["app"]);
        let none = of(&[("ruff.toml", "[lint]\nselect = ['I']\n[lint.isort]\nno-sections = true")]);
        assert_eq!(none.sections, None);
    }

    #[test]
    fn isorts_settings_in_every_file() {
        let toml = of(&[(
            "pyproject.toml",
            "[tool.isort]\nprofile = 'black'\nforce_single_line = true\nknown_first_party = ['app']",
        )]);
        let ini = "profile = black\nforce_single_line = True\nknown_first_party =\n    app\n";
        assert_eq!(of(&[(".isort.cfg", &format!("[settings]\n{ini}"))]), toml);
        assert_eq!(
            of(&[("setup.cfg", &format!("[metadata]\nname = x\n[isort]\n{ini}"))]),
            toml
        );
        assert_eq!(of(&[("setup.cfg", &format!("[tool:isort]\n{ini}"))]), toml);
        assert!(toml.force_single_line && toml.line_length == 88);
        let google = of(&[(".isort.cfg", "[settings]\nprofile = google\n")]);
        assert!(google.force_single_line && google.force_sort_within_sections);
        let own = of(&[(
            ".isort.cfg",
            "[settings]\nsections = FUTURE,STDLIB,MINE,THIRDPARTY\nknown_mine = a, b\n",
        )]);
        let sections = own.sections.unwrap();
        assert_eq!(sections.order, ["future", "standard-library", "mine", "third-party"]);
        assert_eq!((sections.known["mine"].len(), own.line_length), (2, 79));
    }

    #[test]
    fn the_first_that_says_how_long_lines_are() {
        assert_eq!(
            of(&[("pyproject.toml", "[tool.black]\nline-length = 120")]).line_length,
            120
        );
        assert_eq!(of(&[(".flake8", "[flake8]\nmax-line-length = 110\n")]).line_length, 110);
        let both = [
            ("ruff.toml", "line-length = 100"),
            (".flake8", "[flake8]\nmax-line-length = 110\n"),
        ];
        assert_eq!(of(&both).line_length, 100);
    }
}

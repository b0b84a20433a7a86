//! `[tool.dormant]`, at the end of the pyproject.toml that is there, or a dormant.toml where there is none.
use super::facts::{Facts, Written};

/// The configuration for a project whose pyproject.toml holds `existing`; the same text is a dormant.toml where it is `None`.
pub fn configuration(facts: &Facts, existing: Option<&str>) -> Written {
    let Some(existing) = existing else {
        return Written::New(table(facts));
    };
    let Ok(parsed) = existing.parse::<toml::Table>() else {
        return Written::Left("is not TOML: mend it first".to_owned());
    };
    if parsed.get("tool").and_then(|tool| tool.get("dormant")).is_some() {
        return Written::Unchanged;
    }
    let newline = if existing.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = existing.trim_end().to_owned();
    if !text.is_empty() {
        text += &newline.repeat(2);
    }
    text += "[tool.dormant]";
    text += newline;
    text += &table(facts).replace('\n', newline);
    match text.parse::<toml::Table>() {
        Ok(_) => Written::Added(text),
        // `tool` is written in a way to which no table can be added.
        Err(_) => Written::Left(format!(
            "cannot be added to; put this into a dormant.toml:\n{}",
            table(facts)
        )),
    }
}

fn table(facts: &Facts) -> String {
    let list = |names: &[String]| {
        let quoted: Vec<String> = names
            .iter()
            .map(|name| toml::Value::from(name.as_str()).to_string())
            .collect();
        format!("[{}]", quoted.join(", "))
    };
    let mut text = String::new();
    if facts.heavy.is_empty() {
        text += "# Nothing that is known to be heavy is imported. heavy = [\"*\"] looks at every import.\n";
    } else {
        text += "# What the project imports that is slow to import. \"*\" would be every module.\n";
        text += &format!("heavy = {}\n", list(&facts.heavy));
    }
    for (key, names) in [
        ("src", &facts.src),
        ("tests", &facts.tests),
        ("entry-points", &facts.entry_points),
    ] {
        if !names.is_empty() {
            text += &format!("{key} = {}\n", list(names));
        }
    }
    if facts.is_library {
        text += "# It declares no command, so others import it. false says that it is a program.\n";
        text += "library = true\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            heavy: vec!["docker".into(), "modal".into()],
            src: vec!["src".into()],
            tests: vec!["tests".into()],
            entry_points: vec!["app --help".into()],
            ..Facts::default()
        }
    }

    #[test]
    fn a_table_at_the_end_of_the_file() {
        let Written::Added(text) = configuration(&facts(), Some("[project]\nname = \"app\" # mine\n\n")) else {
            panic!("it is added")
        };
        insta::assert_snapshot!(text, @r#"
        [project]
        name = "app" # mine

        [tool.dormant]
        # What the project imports that is slow to import. "*" would be every module.
        heavy = ["docker", "modal"]
        src = ["src"]
        tests = ["tests"]
        entry-points = ["app --help"]
        "#);
        assert_eq!(configuration(&facts(), Some(&text)), Written::Unchanged);
    }

    #[test]
    fn a_file_of_its_own() {
        let Written::New(text) = configuration(&Facts::default(), None) else {
            panic!("it is new")
        };
        assert!(text.starts_with("# Nothing that is known to be heavy"));
        assert!(text.parse::<toml::Table>().is_ok());
    }

    #[test]
    fn without_a_command_it_is_a_library() {
        let library = Facts {
            is_library: true,
            ..facts()
        };
        assert!(table(&library).ends_with("\nlibrary = true\n"));
        assert!(!table(&facts()).contains("library"));
    }

    #[test]
    fn line_ends_stay() {
        let Written::Added(text) = configuration(&facts(), Some("[project]\r\nname = \"app\"\r\n")) else {
            panic!("it is added")
        };
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn what_cannot_be_added_to_is_left() {
        let left = |text: &str| matches!(configuration(&facts(), Some(text)), Written::Left(_));
        assert!(left("tool = { ruff = {} }\n"));
        assert!(left("[project\n"));
    }
}

//! Lists of names in Rust, of which each says why it is not a rule: what is known of packages is data.
use super::read::sources;

/// The lists of texts in a file, each with whether the comment above it says why it is one.
fn lists(text: &str) -> Vec<(String, bool)> {
    let mut is_told = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("///") {
            is_told |= line.contains("Not in `rules/`");
            continue;
        }
        if line.starts_with("#[") {
            continue;
        }
        let list = line
            .split_once("const ")
            .or_else(|| line.split_once("static "))
            .and_then(|(_, rest)| rest.split_once(": "));
        if let Some((name, kind)) = list
            && ["[&str", "[(&str", "&[&str", "&[(&str"]
                .iter()
                .any(|start| kind.starts_with(start))
        {
            found.push((name.to_owned(), is_told));
        }
        is_told = false;
    }
    found
}

#[test]
fn a_list_of_names_says_why_it_is_not_a_rule() {
    let src = crate::support::repository().join("src");
    let mut untold = Vec::new();
    for file in sources() {
        let text = std::fs::read_to_string(src.join(&file.name)).unwrap_or_default();
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lists = lists(text).into_iter().filter(|(_, is_told)| !is_told);
        untold.extend(lists.map(|(list, _)| format!("{}: {list}", file.name)));
    }
    assert!(untold.is_empty(), "\n{}", untold.join("\n"));
}

#[test]
fn a_list_that_says_nothing_would_be_found() {
    let told = "/// What.\n/// Not in `rules/`: ours.\n#[rustfmt::skip]\npub const A: [&str; 1] = [\"a\"];\n";
    let untold = "/// What.\nconst B: &[(&str, &str)] = &[];\nconst C: &str = \"c\";\nconst D: [u8; 1] = [1];\n";
    let found = lists(&format!("{told}{untold}"));
    assert_eq!(found, [("A".to_owned(), true), ("B".to_owned(), false)]);
}

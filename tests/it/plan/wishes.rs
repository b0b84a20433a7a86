//! What `plan` says that a change by hand would free, and whether it does.
use super::{Program, Value};

/// A function whose result is annotated, which Python evaluates, and a class: each holds one of the slow modules.
const CLI: &str = "import slow\nfrom table import Row\n\n\nclass Mine(slow.Base):\n    pass\n\n\ndef show(args) -> Row:\n    return Row(args)\n\n\ndef main(args):\n    if args[:1] == ['show']:\n        print(show(args), Mine)\n    return 0\n";

fn program(test: &str) -> Option<Program> {
    let program = Program::new(test)?;
    let numbers = "NUMBERS = sum(i * i for i in range(400_000))\n\n\n";
    program.put("site/table.py", &format!("{numbers}class Row(list):\n    pass\n"));
    program.put(
        "site/slow/__init__.py",
        &format!("from slow import part\n\n{numbers}class Base:\n    pass\n"),
    );
    program.put("app/cli.py", CLI);
    Some(program)
}

/// The modules that the command loads, by name.
fn loaded(program: &Program) -> Vec<String> {
    let done = program.dormant(&[
        "profile",
        "--runs",
        "1",
        "--output-format",
        "json",
        "--",
        "python",
        "-m",
        "app",
    ]);
    let profile: Value = serde_json::from_str(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", done.all()));
    let modules = profile["modules"].as_array().expect("modules").iter();
    modules
        .filter_map(|module| module["name"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_wish_says_what_a_change_by_hand_frees() {
    let Some(program) = program("a_wish_says_what_a_change_by_hand_frees") else {
        return;
    };
    let plan = program.plan(&["--", "python", "-m", "app"]);
    let wishes = plan["wishes"].as_array().expect("wishes");
    assert_eq!(wishes.len(), 2, "{plan:#}");
    let of = |code: &str| {
        let mut found = wishes.iter().filter(|wish| wish["reasons"][0]["code"] == code);
        found.next().unwrap_or_else(|| panic!("no wish for {code}: {plan:#}"))
    };
    let annotation = of("evaluated-annotation");
    assert_eq!(annotation["reasons"][0]["change"], "quote `-> Row`");
    assert_eq!(annotation["reasons"][0]["place"]["line"], 9);
    assert_eq!(
        (&annotation["modules"], of("used-at-import")["modules"].as_u64()),
        (&1.into(), Some(2))
    );
    // The change by hand, and the edit that it frees.
    assert!(loaded(&program).contains(&"table".to_owned()));
    program.put("app/cli.py", &CLI.replace("-> Row:", "-> \"Row\":"));
    let done = program.dormant(&["fix", "--heavy", "*"]);
    assert!(
        program.text("app/cli.py").contains("    from table import Row"),
        "{}",
        done.all()
    );
    let after = loaded(&program);
    assert!(
        !after.contains(&"table".to_owned()) && after.contains(&"slow".to_owned()),
        "{after:?}"
    );
}

#[test]
fn one_reason_is_asked_for_by_its_code_or_its_place() {
    let Some(program) = program("one_reason_is_asked_for_by_its_code_or_its_place") else {
        return;
    };
    let ask = |what: &str| {
        let words = [
            "plan",
            "--runs",
            "1",
            "--no-check",
            "--what-if",
            what,
            "--output-format",
            "json",
            "--",
            "python",
            "-m",
            "app",
        ];
        let done = program.dormant(&words);
        serde_json::from_str::<Value>(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", done.all()))
    };
    for what in ["used-at-import", "app/cli.py:5", "app/cli.py:1"] {
        let answer = ask(what);
        let found = (&answer["concerned"], &answer["held"], &answer["wish"]["modules"]);
        assert_eq!(
            found,
            (&1.into(), &Value::Array(Vec::new()), &2.into()),
            "{what}: {answer:#}"
        );
    }
    assert_eq!(ask("doctest")["concerned"], 0);
    let done = program.dormant(&["plan", "--what-if", "nonsense", "--", "python", "-m", "app"]);
    assert_eq!(done.status, 2);
    assert!(
        done.stderr.contains("--what-if nonsense: neither a reason"),
        "{}",
        done.all()
    );
}

#[test]
fn a_reason_behind_another_is_part_of_the_wish() {
    let Some(program) = program("a_reason_behind_another_is_part_of_the_wish") else {
        return;
    };
    // What `table` does to others would come later, too.
    program.put(
        "site/table.py",
        "import logging\n\nlogging.basicConfig()\nNUMBERS = sum(i * i for i in range(400_000))\n\n\nclass Row(list):\n    pass\n",
    );
    let plan = program.plan(&["--no-check", "--", "python", "-m", "app"]);
    let wishes = plan["wishes"].as_array().expect("wishes").iter();
    let codes = |wish: &Value| -> Vec<String> {
        let reasons = wish["reasons"].as_array().expect("reasons").iter();
        reasons
            .map(|reason| reason["code"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let all: Vec<Vec<String>> = wishes.map(codes).collect();
    let both = ["evaluated-annotation".to_owned(), "has-effects".to_owned()];
    assert!(all.iter().any(|codes| *codes == both), "{all:?}");
}

/// What makes the command itself is needed wherever it is written; whether a type checker reads the file is asked for nothing; and each change
/// has a place.
#[test]
fn no_wish_is_about_what_the_command_needs_or_only_checkers_read() {
    let Some(program) = program("no_wish_is_about_what_the_command_needs_or_only_checkers_read") else {
        return;
    };
    let made = "\n\ndef command(function):\n    return lambda *values: function(*values)\n";
    program.put(
        "site/made.py",
        &format!("NUMBERS = sum(i * i for i in range(400_000)){made}"),
    );
    program.put(
        "site/kept.py",
        "import logging\n\nlogging.basicConfig()\nNUMBERS = sum(i * i for i in range(400_000))\n",
    );
    let cli = "import typing\n\nimport kept\nimport made\nimport slow\n\nif typing.TYPE_CHECKING:\n    import slow.part\n\n\nclass Mine(slow.Base):\n    pass\n\n\n\
               @made.command\ndef run(args):\n    if args:\n        print(Mine, kept.NUMBERS)\n    return 0\n\n\ndef main(args):\n    return run(args)\n";
    program.put("app/cli.py", cli);
    let plan = program.plan(&["--no-check", "--", "python", "-m", "app"]);
    let reasons: Vec<&Value> = plan["wishes"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|wish| wish["reasons"].as_array().into_iter().flatten())
        .collect();
    let changes: Vec<&str> = reasons.iter().filter_map(|reason| reason["change"].as_str()).collect();
    let all = changes.join("\n");
    assert!(!all.contains("made") && !all.contains("`typing`"), "{all}");
    assert!(
        all.contains("under `if TYPE_CHECKING:`, import the same, or under another name"),
        "{all}"
    );
    assert!(
        reasons.iter().any(|reason| reason["code"] == "has-effects"),
        "{reasons:#?}"
    );
    assert!(
        reasons.iter().all(|reason| reason["place"]["line"].is_number()),
        "{reasons:#?}"
    );
}

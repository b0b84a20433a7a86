//! Which branch of a function gets an import.
use super::super::testing::check;

/// A function with this body, which names `dockyard`.
#[track_caller]
fn body(before: &str, after: &str) {
    let function = |body: &str| -> String {
        let lines = super::super::testing::dedent(body);
        let indented = |line: &str| {
            if line.is_empty() {
                String::new()
            } else {
                format!("    {line}")
            }
        };
        lines.trim_end().lines().map(indented).collect::<Vec<_>>().join("\n")
    };
    check(
        format!("import dockyard\n\ndef main(command, *args):\n{}\n", function(before)).as_str(),
        "app.images",
        &format!("def main(command, *args):\n{}\n", function(after)),
    );
}

#[test]
fn the_branch_that_uses_it() {
    body(
        "
        if command == 'a':
            return 1
        elif command == 'b':
            # Both of them.
            return dockyard.SIZE + dockyard.SIZE
        else:
            return 2
        ",
        "
        if command == 'a':
            return 1
        elif command == 'b':
            import dockyard

            # Both of them.
            return dockyard.SIZE + dockyard.SIZE
        else:
            return 2
        ",
    );
}

#[test]
fn the_innermost_branch_that_holds_all() {
    body(
        "
        if command:
            if args:
                print(dockyard.SIZE)
            else: return dockyard
        ",
        "
        if command:
            import dockyard

            if args:
                print(dockyard.SIZE)
            else: return dockyard
        ",
    );
    body(
        "
        if command:
            if args:
                print()
            else: return dockyard
        ",
        "
        if command:
            if args:
                print()
            else:
                import dockyard

                return dockyard
        ",
    );
}

/// `--help` is answered by who parses the command line.
#[test]
fn behind_the_parsing_of_the_command_line() {
    for parses in [
        "options = build().parse_args()",
        "options: object = _parse_args(args)",
        "options, rest = parser.parse_known_args(args)",
        "parse_options()",
    ] {
        body(
            &format!("\"\"\"Runs it.\"\"\"\n{parses}\n# Now it is needed.\nprint(dockyard.SIZE)\nreturn options"),
            &format!(
                "\"\"\"Runs it.\"\"\"\n{parses}\n\nimport dockyard\n\n# Now it is needed.\nprint(dockyard.SIZE)\nreturn options"
            ),
        );
    }
    for before in [
        "options = parse_args(args); print(dockyard.SIZE)",
        "options = parse_args(dockyard.ARGS)\nprint(dockyard.SIZE)",
        "options = parse_args\nprint(dockyard.SIZE)",
        "try:\n    options = parse_args(args)\n    print(dockyard.SIZE)\nfinally:\n    pass",
    ] {
        body(before, &format!("import dockyard\n\n{before}"));
    }
}

#[test]
fn the_case_that_uses_it() {
    body(
        "
        match command:
            case 'a':
                return 1
            case 'b' if args:
                return dockyard.SIZE
        ",
        "
        match command:
            case 'a':
                return 1
            case 'b' if args:
                import dockyard

                return dockyard.SIZE
        ",
    );
}

#[test]
fn the_whole_function_where_a_test_or_more_than_one_branch_needs_it() {
    for before in [
        "if dockyard.SIZE:\n    print(dockyard)",
        "if command:\n    pass\nelif dockyard.SIZE:\n    print(dockyard)",
        "if command:\n    print(dockyard)\nelse:\n    return dockyard",
        "if command:\n    print(dockyard)\nreturn dockyard",
        "match dockyard.SIZE:\n    case 1:\n        return dockyard",
        "match command:\n    case dockyard.SIZE:\n        return dockyard",
        "match command:\n    case 1 if dockyard.SIZE:\n        return dockyard",
        "def inner():\n    return dockyard\nif command:\n    return dockyard, inner",
    ] {
        body(before, &format!("import dockyard\n\n{before}"));
    }
}

#[test]
fn never_in_a_loop_a_try_a_with_or_a_class() {
    for before in [
        "for arg in args:\n    if arg:\n        print(dockyard)",
        "while command:\n    if args:\n        print(dockyard)",
        "try:\n    if args:\n        print(dockyard)\nexcept Exception:\n    pass",
        "try:\n    print()\nfinally:\n    if args:\n        print(dockyard)",
        "with open(command):\n    if args:\n        print(dockyard)",
        "class A:\n    if args:\n        size = dockyard.SIZE",
    ] {
        body(before, &format!("import dockyard\n\n{before}"));
    }
    body(
        "
        if command:
            for arg in args:
                if arg:
                    print(dockyard)
        ",
        "
        if command:
            import dockyard

            for arg in args:
                if arg:
                    print(dockyard)
        ",
    );
}

#[test]
fn handlers_and_what_comes_of_no_exception() {
    body(
        "
        try:
            print(command)
        except dockyard.Lost:
            return 1
        ",
        "
        import dockyard

        try:
            print(command)
        except dockyard.Lost:
            return 1
        ",
    );
    body(
        "
        try:
            print(command)
        except OSError:
            return dockyard.SIZE
        except Exception as error:
            return error
        ",
        "
        try:
            print(command)
        except OSError:
            import dockyard

            return dockyard.SIZE
        except Exception as error:
            return error
        ",
    );
    body(
        "
        try:
            print(command)
        except OSError:
            return 1
        else:
            if args:
                return dockyard.SIZE
        ",
        "
        try:
            print(command)
        except OSError:
            return 1
        else:
            if args:
                import dockyard

                return dockyard.SIZE
        ",
    );
    // What is caught around it would catch what the import raises.
    let before =
        "try:\n    try:\n        print()\n    except OSError:\n        print(dockyard)\nexcept Exception:\n    pass";
    body(before, &format!("import dockyard\n\n{before}"));
    // What changes imports comes first there.
    let before = "import os\ntry:\n    os.environ['SIZE'] = '1'\nexcept OSError:\n    return dockyard";
    body(
        before,
        &before.replacen("import os\n", "import dockyard\nimport os\n", 1),
    );
}

#[test]
fn closures_of_a_branch_share_its_import() {
    body(
        "
        if command:
            def inner(x):
                if x:
                    return dockyard
            return inner, lambda: dockyard.SIZE
        ",
        "
        if command:
            import dockyard

            def inner(x):
                if x:
                    return dockyard
            return inner, lambda: dockyard.SIZE
        ",
    );
}

#[test]
fn what_changes_imports_stays_behind_the_import() {
    let before = "import os\nos.environ['SIZE'] = '1'\nif command:\n    return dockyard";
    body(
        before,
        &before.replacen("import os\n", "import dockyard\nimport os\n", 1),
    );
    let before = "import os\nif command:\n    os.environ['SIZE'] = '1'\n    if args:\n        return dockyard";
    let after = "import os\nif command:\n    import dockyard\n\n    os.environ['SIZE'] = '1'\n    if args:\n        return dockyard";
    body(before, after);
    // Another branch is another path.
    body(
        "
        import os
        if command:
            os.environ['SIZE'] = '1'
        elif args:
            return dockyard
        ",
        "
        import os
        if command:
            os.environ['SIZE'] = '1'
        elif args:
            import dockyard

            return dockyard
        ",
    );
}

#[test]
fn behind_a_way_out() {
    body(
        "
        if command == 'version':
            print(1)
            exit(0)
            # That was all.

        # The whole of it.
        size = dockyard.SIZE
        for arg in args:
            size += dockyard.SIZE
        return size
        ",
        "
        if command == 'version':
            print(1)
            exit(0)
            # That was all.

        import dockyard

        # The whole of it.
        size = dockyard.SIZE
        for arg in args:
            size += dockyard.SIZE
        return size
        ",
    );
    body(
        "
        if command:
            if not args: return 0
            if len(args) > 1:
                raise ValueError(args)
            from os import sep

            return dockyard.SIZE
        return 1
        ",
        "
        if command:
            if not args: return 0
            if len(args) > 1:
                raise ValueError(args)

            import dockyard
            from os import sep

            return dockyard.SIZE
        return 1
        ",
    );
}

#[test]
fn in_front_of_a_way_out_that_needs_it_or_changes_imports() {
    for text in [
        "if command == dockyard.SIZE:\n    return 1\nreturn dockyard.SIZE",
        "if command:\n    print(1)\nreturn dockyard.SIZE",
        "import os\nos.chdir(command)\nif args:\n    return 1\nreturn dockyard.SIZE",
        "for arg in args:\n    if arg:\n        continue\n    if command:\n        return 1\n    print(dockyard.SIZE)",
        "def size():\n    return dockyard.SIZE\nif command:\n    return 1\nreturn size()",
    ] {
        let blank = if text.starts_with("import") { "" } else { "\n" };
        body(text, &format!("import dockyard\n{blank}{text}"));
    }
    body(
        "
        if command:
            return 1
        def size():
            return dockyard.SIZE
        return size() + dockyard.SIZE
        ",
        "
        if command:
            return 1

        import dockyard

        def size():
            return dockyard.SIZE
        return size() + dockyard.SIZE
        ",
    );
}

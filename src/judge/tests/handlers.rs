//! Functions that are only picked and called: those behind the subcommands of argparse, and those in the dict of a dispatcher.
use super::super::Strategy;
use super::super::testing::{Case, check, check_deferred};

const COMMANDS: &str = "from dockyard import SIZE\n\nN = SIZE\n\n\ndef images(args):\n    return SIZE\n\n\ndef boxes(args):\n    return SIZE\n";

/// A program whose parser is in `app.cli`, and whose commands are in `app.commands`.
fn program(cli: &str) -> Case {
    Case::new(&[("app", ""), ("app.commands", COMMANDS), ("app.cli", cli)])
}

#[test]
fn the_function_behind_a_subcommand_is_imported_when_that_is_chosen() {
    check(
        program(
            "
            import argparse

            from app.commands import boxes as crates, images


            def build_parser():
                parser = argparse.ArgumentParser()
                sub = parser.add_subparsers()
                sub.add_parser('images', help='List images.').set_defaults(func=images)
                sub.add_parser('boxes').set_defaults(func=crates)
                return parser


            def main(argv=None):
                args = build_parser().parse_args(argv)
                return args.func(args)
            ",
        ),
        "app.cli",
        "
        import argparse


        def crates(args):
            from app.commands import boxes as crates

            return crates(args)


        def images(args):
            from app.commands import images

            return images(args)


        def build_parser():
            parser = argparse.ArgumentParser()
            sub = parser.add_subparsers()
            sub.add_parser('images', help='List images.').set_defaults(func=images)
            sub.add_parser('boxes').set_defaults(func=crates)
            return parser


        def main(argv=None):
            args = build_parser().parse_args(argv)
            return args.func(args)
        ",
    );
}

#[test]
fn functions_of_a_module_get_names_of_their_own() {
    check(
        program(
            "
            import argparse
            from app import commands

            parser = argparse.ArgumentParser()
            sub = parser.add_subparsers()
            sub.add_parser('images').set_defaults(func=commands.images)
            sub.add_parser('boxes').set_defaults(func=commands.boxes)

            def main():
                args = parser.parse_args()
                func = getattr(args, 'func', None)
                if func is None:
                    return parser.print_help()
                return func(args)
            ",
        ),
        "app.cli",
        "
        import argparse


        def boxes(args):
            from app import commands

            return commands.boxes(args)


        def images(args):
            from app import commands

            return commands.images(args)


        parser = argparse.ArgumentParser()
        sub = parser.add_subparsers()
        sub.add_parser('images').set_defaults(func=images)
        sub.add_parser('boxes').set_defaults(func=boxes)

        def main():
            args = parser.parse_args()
            func = getattr(args, 'func', None)
            if func is None:
                return parser.print_help()
            return func(args)
        ",
    );
}

/// The import of `images`, which is put where `at` says, in a program that does `rest` with it.
fn picked(build: &str, rest: &str) -> Case {
    program(&format!(
        "import argparse\nfrom app.commands import images\n\ndef build():\n    parser = argparse.ArgumentParser()\n    \
         sub = parser.add_subparsers()\n    {build}\n    return parser\n\ndef main():\n    args = build().parse_args()\n    {rest}\n"
    ))
}

const SET: &str = "sub.add_parser('images').set_defaults(func=images)";

#[track_caller]
fn forwards(case: Case, expected: bool) {
    let after = super::super::testing::rewritten(case, "app.cli");
    assert_eq!(after.contains("\ndef images(args):\n"), expected, "{after}");
}

#[test]
fn ways_to_call_what_was_picked() {
    for rest in [
        "return args.func(args)",
        "if hasattr(args, 'func'):\n        args.func(args)",
        "func = vars(args).pop('func')\n    return func(args)",
        "run = args.func or print\n    run(args)",
        "if not args.func:\n        return 1\n    args.func(args)",
        "print(args.func.__name__)\n    args.func(args)",
        "log(args)\n    args.func(args)",
    ] {
        forwards(picked(SET, rest), true);
    }
    for build in [
        "{'images': images}[sub](sub)",
        "known = {'images': images}\n    known[sub](sub)",
        "known = {'images': images}\n    found = known.get(sub)\n    if found:\n        found(sub)",
        "for name, run in [('images', images)]:\n        sub.add_parser(name).set_defaults(func=run)",
    ] {
        forwards(picked(build, "args.func(args)"), true);
    }
}

#[test]
fn what_else_is_done_with_it_keeps_it_as_it_is() {
    for rest in [
        "return args.func",
        "print(args.func.__doc__)\n    args.func(args)",
        "run(args.func, args)",
        "import inspect\n    inspect.signature(args.func)",
        "if args.func is main:\n        return\n    args.func(args)",
        "kept = vars(args)['func']\n    return kept",
        "global kept\n    kept = args.func\n    kept(args)",
        "pass",
    ] {
        forwards(picked(SET, rest), false);
    }
    for build in [
        "known = {'images': images}\n    known.values()",
        "known = {'images': images}\n    show(known)",
        "sub.set_default(func=images)",
        "sub.add_parser('images', help=images.__doc__).set_defaults(func=images)",
    ] {
        forwards(picked(build, "args.func(args)"), false);
    }
}

#[test]
fn a_function_of_the_module_may_hand_it_on() {
    let cli = "
        import argparse
        from app.commands import images


        def add(sub, name, run, help=None):
            sub.add_parser(name, help=help).set_defaults(func=run)


        parser = argparse.ArgumentParser()
        add(parser.add_subparsers(), 'images', images, help='x')


        def main():
            args = parser.parse_args()
            args.func(args)
        ";
    forwards(program(cli), true);
    check_deferred(program(cli), "app.cli", &[Strategy::FunctionLocal]);
}

#[test]
fn a_name_that_others_take_stays_what_it_is() {
    let case = picked(SET, "args.func(args)").tests(&[("tests.test_cli", "from app.cli import images, main\n")]);
    let after = super::super::testing::rewritten(case, "app.cli");
    assert!(after.contains("set_defaults(func=call_images)"), "{after}");
    assert!(after.contains("def __getattr__(name):"), "{after}");
}

#[test]
fn tests_that_compare_what_was_picked_count() {
    let test = "from app.cli import build\nfrom app.commands import images\n\ndef test():\n    assert build().parse_args(['x']).func is images\n";
    forwards(picked(SET, "args.func(args)").tests(&[("tests.test_cli", test)]), false);
}

//! The Dockerfile of the compiled program, and what stays out of its image. Each step is a layer, from what changes least to what
//! changes most; what a build keeps lies in cache mounts, which outlive the layers.
use super::facts::{Facts, Lock, OTHER, Written};

/// The Dockerfile for a project whose file holds `existing`.
pub fn dockerfile(facts: &Facts, existing: Option<&str>) -> Written {
    let (Some(command), Some(repository)) = (facts.commands.first(), &facts.repository) else {
        return match existing {
            None => Written::Unwritten(
                "it has to run a command of the project, and to install dormant: declare `[project.scripts]`, and give `--repository URL`"
                    .to_owned(),
            ),
            Some(text) if text.contains(MARK) => Written::Unchanged,
            Some(_) => Written::Left(OTHER.to_owned()),
        };
    };
    kept(text(facts, command, repository), existing)
}

/// What of the project's folder is not sent to the engine.
pub fn docker_ignore(facts: &Facts, existing: Option<&str>) -> Written {
    let mut lines: Vec<&str> = IGNORED.to_vec();
    lines.extend(facts.tests.iter().map(String::as_str));
    kept(format!("{MARK}\n{}\n", lines.join("\n")), existing)
}

/// What files of this origin begin with.
const MARK: &str = "# Written by `dormant init`.";

/// What is neither source nor data of the program, or is made again in the image.
/// Not in `rules/`: they are what is written, not what is known.
const IGNORED: [&str; 12] = [
    ".git",
    ".github",
    ".dormant-build",
    ".dormant",
    ".venv",
    "venv",
    "dist",
    "build",
    "**/__pycache__",
    "**/*.pyc",
    "Dockerfile",
    ".dockerignore",
];

fn kept(text: String, existing: Option<&str>) -> Written {
    match existing {
        None => Written::New(text),
        Some(existing) if existing == text => Written::Unchanged,
        Some(_) => Written::Left(OTHER.to_owned()),
    }
}

fn text(facts: &Facts, command: &str, repository: &str) -> String {
    let what = match &facts.rev {
        Some(rev) => format!("--rev {rev}"),
        None => format!("--tag {}", facts.rev()),
    };
    let (files, install) = dependencies(facts.lock);
    TEMPLATE
        .replace("MARK", MARK)
        .replace("REPOSITORY", repository)
        .replace("WHAT", &what)
        .replace("PYTHON", facts.python.as_deref().unwrap_or("3.12"))
        .replace("FILES", files)
        .replace("INSTALL", install)
        .replace("COMMAND", command)
}

/// The files that pin the dependencies, and what installs them without the project.
fn dependencies(lock: Lock) -> (&'static str, &'static str) {
    match lock {
        Lock::Uv => (
            "pyproject.toml uv.lock",
            "pip install 'uv<1' && uv sync --active --frozen --inexact --no-dev --no-install-project",
        ),
        Lock::Poetry => (
            "pyproject.toml poetry.lock",
            "pip install 'poetry<3' && poetry install --only main --no-root",
        ),
        Lock::Requirements => ("requirements.txt", "pip install -r requirements.txt"),
        Lock::None => (
            "pyproject.toml",
            "pip install 'uv<1' && uv pip install -r pyproject.toml",
        ),
    }
}

const TEMPLATE: &str = r#"# syntax=docker/dockerfile:1
MARK
# What pip keeps lies in a mount, not in a layer.
# hadolint global ignore=DL3042

FROM rust:1-slim-bookworm AS dormant
RUN cargo install --locked --git REPOSITORY WHAT --root /opt/dormant dormant

FROM python:PYTHON-slim-bookworm AS build
# The tools of the system: for years.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ccache gcc libc6-dev patchelf \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
# Nuitka: until its next version.
RUN --mount=type=cache,target=/root/.cache \
    pip install 'nuitka>=4,<5'
# Dependencies: until what pins them changes.
COPY FILES ./
RUN --mount=type=cache,target=/root/.cache \
    INSTALL
COPY --from=dormant /opt/dormant/bin/dormant /usr/local/bin/
# The program: what changes most. What Nuitka has analysed and the C objects stay in mounts.
COPY . .
RUN --mount=type=cache,target=/root/.cache \
    pip install --no-deps --editable .
RUN --mount=type=cache,id=dormant-nuitka,target=/cache/nuitka \
    --mount=type=cache,id=dormant-ccache,target=/cache/ccache \
    dormant build --cache-dir /cache --output-dir /out COMMAND

FROM debian:bookworm-slim
COPY --from=build /out/COMMAND.dist /opt/COMMAND
# nobody
USER 65534
ENTRYPOINT ["/opt/COMMAND/COMMAND.bin"]
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(lock: Lock) -> Facts {
        Facts {
            commands: vec!["app".into()],
            tests: vec!["tests".into()],
            python: Some("3.10".into()),
            repository: Some("https://git.example/dormant".into()),
            version: "0.1.0".into(),
            lock,
            ..Facts::default()
        }
    }

    fn new(written: Written) -> String {
        match written {
            Written::New(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_dockerfile_whose_layers_change_ever_more_often() {
        insta::assert_snapshot!(new(dockerfile(&facts(Lock::Uv), None)));
    }

    #[test]
    fn dependencies_come_before_sources_whatever_pins_them() {
        for lock in [Lock::Uv, Lock::Poetry, Lock::Requirements, Lock::None] {
            let text = new(dockerfile(&facts(lock), None));
            let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
            assert!(
                at("'nuitka>=4") < at(lock.file()) && at(lock.file()) < at("COPY . ."),
                "{text}"
            );
            assert!(at("COPY . .") < at("dormant build"), "{text}");
        }
    }

    #[test]
    fn what_is_made_anew_is_not_sent() {
        let text = new(docker_ignore(&facts(Lock::Uv), None));
        for line in [".git", ".dormant-build", "dist", "tests"] {
            assert!(text.lines().any(|other| other == line), "{text}");
        }
    }

    #[test]
    fn what_is_there_stays_and_what_cannot_work_is_not_written() {
        let facts = facts(Lock::Uv);
        let text = new(dockerfile(&facts, None));
        assert_eq!(dockerfile(&facts, Some(&text)), Written::Unchanged);
        assert!(matches!(dockerfile(&facts, Some("FROM mine\n")), Written::Left(_)));
        let without = Facts {
            commands: Vec::new(),
            ..facts
        };
        assert!(matches!(dockerfile(&without, None), Written::Unwritten(_)));
        assert!(matches!(dockerfile(&without, Some("FROM mine\n")), Written::Left(_)));
        assert_eq!(dockerfile(&without, Some(&text)), Written::Unchanged);
    }
}

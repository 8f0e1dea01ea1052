//! Settings of the real program: from a file, the environment and the command line.

use std::fs;

use server::settings::{Kind, all_settings, example};

use crate::command_line::{berth, command};
use crate::support::PASSWORD;

/// What `berth config show --json` tells of a setting: its value, and where it is from.
fn shown(answer: &serde_json::Value, key: &str) -> (String, String) {
    let rows = answer.as_array().unwrap();
    let row = rows.iter().find(|row| row["setting"] == key).unwrap();
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let place = match row["line"].as_u64() {
        Some(line) => format!("{}:{line}", text("from")),
        None => text("from"),
    };
    (text("value"), place)
}

#[test]
fn what_holds_is_shown_with_where_it_is_from_and_without_passwords() {
    let folder = tempfile::tempdir().unwrap();
    let file = "# of the host\nftp_banner = \"From the file\"\nftp_addr = \"127.0.0.1:1\"\n\
                database_url = \"postgres://berth:gehe1m@localhost/berth\"\naudit_days = 10\n\
                smtp_password = \"postgres://gehe1m\"\n";
    fs::write(folder.path().join("berth.toml"), file).unwrap();
    let show = |arguments: &[&str]| {
        let mut all = command(folder.path());
        all.env_remove("BERTH_DATABASE_URL");
        all.env("BERTH_CONFIG", "berth.toml").env("LC_ALL", "C");
        all.args(["config", "show", "--audit-days=20"])
            .args(arguments);
        let output = all.output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{error}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            !text.contains("gehe1m") && !error.contains("gehe1m"),
            "{text}"
        );
        text
    };
    let json = serde_json::from_str(&show(&["--json"])).unwrap();
    for (key, value, place) in [
        ("ftp_banner", "From the file", "berth.toml:2"),
        ("ftp_addr", "127.0.0.1:0", "BERTH_FTP_ADDR"),
        (
            "database_url",
            "postgres://berth:***@localhost/berth",
            "berth.toml:4",
        ),
        ("smtp_password", "***", "berth.toml:6"),
        ("audit_days", "20", "--audit-days"),
        ("ftp_idle_timeout", "300", ""),
        ("tls_key", "", ""),
    ] {
        assert_eq!(
            shown(&json, key),
            (value.to_owned(), place.to_owned()),
            "{key}"
        );
    }
    let table = show(&[]);
    let line = |key: &str| table.lines().find(|line| line.starts_with(key)).unwrap();
    let banner = line("ftp_banner ");
    assert!(banner.contains("  From the file  ") && banner.trim_end().ends_with("  berth.toml:2"));
    assert!(line("ftp_idle_timeout ").trim_end().ends_with("default"));
    assert!(!folder.path().join("data").exists());
}

#[test]
fn every_command_refuses_a_bad_file_by_line_and_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = "fpt_banner = \"x\"\nftp_idle_timeout = 0\ntls_key = \"/k\"\n";
    fs::write(folder.path().join("berth.toml"), file).unwrap();
    let add = [
        "user",
        "add",
        "marie",
        "--role=customer",
        "--password-stdin",
    ];
    for arguments in [
        &["serve"][..],
        &add,
        &["config", "show"],
        &["config", "check"],
    ] {
        let arguments = [&["--config=berth.toml"], arguments].concat();
        let answer = berth(folder.path(), &arguments, PASSWORD);
        assert_eq!(answer.code, 1, "{arguments:?}: {}", answer.out);
        let lines: Vec<&str> = answer.err.lines().collect();
        assert_eq!(
            lines,
            [
                "berth: berth.toml:1: there is no setting “fpt_banner”. Did you mean ftp_banner?",
                "berth: berth.toml:2: ftp_idle_timeout: 0 is not in 1..18446744073709551615",
            ]
        );
    }
    fs::write(folder.path().join("berth.toml"), "\ntls_key = \"/k\"\n").unwrap();
    for arguments in [
        &["serve"][..],
        &["config", "check"],
        &["subscription", "list"],
    ] {
        let arguments = [&["--config=berth.toml"], arguments].concat();
        let answer = berth(folder.path(), &arguments, "");
        let sentence = "berth: berth.toml:2: tls_key needs tls_certificate as well. Set both of them, or none\n";
        assert_eq!((answer.code, answer.err.as_str()), (1, sentence));
    }
    // A bad file is in nobody's way who asks what is right, or wants none.
    let check = ["--config=berth.toml", "config", "check", "missing.toml"];
    let missing = berth(folder.path(), &check, "");
    assert!(
        missing.code == 1 && missing.err.contains("missing.toml"),
        "{}",
        missing.err
    );
    assert_eq!(
        berth(
            folder.path(),
            &["--config=berth.toml", "config", "example"],
            ""
        )
        .code,
        0
    );
    assert_eq!(
        berth(folder.path(), &["--config=", "config", "show"], "").code,
        0
    );
    assert!(!folder.path().join("data").exists());
}

#[test]
fn commands_find_their_data_by_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("berth.toml"),
        "data_dir = \"elsewhere\"\n",
    )
    .unwrap();
    let add = [
        "--config=berth.toml",
        "user",
        "add",
        "marie",
        "--role=customer",
        "--password-stdin",
    ];
    let answer = berth(folder.path(), &add, PASSWORD);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(folder.path().join("elsewhere").is_dir());
    assert!(!folder.path().join("data").exists());
}

#[test]
fn the_example_has_every_setting_and_its_defaults_are_right() {
    let folder = tempfile::tempdir().unwrap();
    let text = example();
    let mut defaults = String::new();
    for setting in all_settings() {
        let begin = format!("#{} = ", setting.key);
        let lines = text.lines().filter(|line| line.starts_with(&begin));
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), 1, "{begin}");
        assert!(text.contains(&format!("({}, {})", setting.variable, setting.option)));
        if setting.default.is_some() {
            defaults.push_str(lines[0].trim_start_matches('#'));
            defaults.push('\n');
        }
    }
    let printed = berth(folder.path(), &["config", "example"], "");
    assert_eq!(printed.out, text);
    for text in [text, defaults] {
        fs::write(folder.path().join("berth.toml"), &text).unwrap();
        let answer = berth(folder.path(), &["config", "check", "berth.toml"], "");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{text}");
    }
}

#[test]
fn the_readme_has_every_setting_with_its_default() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let rows = readme.lines().filter(|line| line.starts_with("| `BERTH_"));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split(" | ").collect()).collect();
    let row = |variable: &str| {
        let quoted = format!("`{variable}`");
        rows.iter().find(move |row| row[0].contains(&quoted))
    };
    for setting in all_settings() {
        let Some(row) = row(&setting.variable) else {
            panic!("README.md has no row for {}", setting.variable);
        };
        if let Some(default) = setting.default {
            let cell = row[1];
            assert!(
                cell.contains(&format!("`{default}`")),
                "{}: {cell}",
                setting.variable
            );
        }
    }
    let known = all_settings();
    for name in rows.iter().flat_map(|row| row[0].split('`')) {
        let is_setting = known.iter().any(|setting| setting.variable == name);
        let is_variable = name.starts_with("BERTH_");
        assert!(
            is_setting || !is_variable || name == "BERTH_CONFIG",
            "{name}"
        );
    }
    assert!(known.iter().any(|setting| setting.kind == Kind::Number));
}

//! FTP accounts that come from other servers, and go to them.

use std::process::Command;

use model::{Actor, ApiAccess, AppError, Origin, Role};
use serde_json::{Value, json};
use services::ApiTokenSecret;

use crate::support::{
    Answer, PASSWORD, Program, Server, problem, send, with_form, with_json, with_parts,
};

const IMPORT: &str = "/subscriptions/example.com/import";
const EXPORT: &str = "/subscriptions/example.com/export";

/// The longest body of an import, in bytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Two accounts: `anne` has a password, and a setting that Berth does not have; `luc` has no password.
fn accounts() -> String {
    format!("name,home,password,colour\nanne,/anne,{PASSWORD},red\nluc,/luc,,\n")
}

/// The same with `root`, which is no name of an account.
fn with_a_refused_one() -> String {
    format!("{}root,/site,,\n", accounts())
}

/// A server, and a program of an administrator's.
async fn start() -> (Server, Program) {
    let server = Server::start().await;
    server.add_user("boss", Role::Administrator).await;
    let boss = server.program("boss", ApiAccess::Write, &[]).await;
    (server, boss)
}

/// Imports CSV, with more parts of the form.
async fn import(program: &Program, file: &str, more: &[(&str, &str)]) -> Answer {
    let parts = [&[("format", "csv"), ("file", file)], more].concat();
    send(with_form(program.request("POST", IMPORT), &parts)).await
}

/// What became of each record: its line, name and outcome.
fn outcomes(records: &Value) -> Vec<(u64, String, String)> {
    let records = records.as_array().cloned().unwrap_or_default();
    let text = |record: &Value, key: &str| record[key].as_str().unwrap_or_default().to_owned();
    records
        .iter()
        .map(|record| {
            let line = record["line"].as_u64().unwrap_or_default();
            (line, text(record, "source_name"), text(record, "outcome"))
        })
        .collect()
}

fn outcome(line: u64, name: &str, outcome: &str) -> (u64, String, String) {
    (line, name.to_owned(), outcome.to_owned())
}

async fn is_there(program: &Program, name: &str) -> bool {
    let address = format!("/subscriptions/example.com/ftp-accounts/{name}");
    program.get(&address).await.status == 200
}

#[tokio::test]
async fn an_import_is_shown_then_done_and_done_again_changes_nothing() {
    let (server, boss) = start().await;
    let shown = import(&boss, &accounts(), &[("dry_run", "true")]).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    let report = shown.json();
    assert_eq!(
        (&report["written"], &report["links"]),
        (&json!(false), &json!([]))
    );
    assert!(!is_there(&boss, "anne").await);

    let done = import(&boss, &accounts(), &[]).await;
    assert_eq!(done.status, 200, "{done:?}");
    let report = done.json();
    assert_eq!(report["written"], true);
    let counts = json!({ "added": 2, "changed": 0, "unchanged": 0, "refused": 0, "links": 1 });
    assert_eq!(report["counts"], counts);
    assert_eq!(
        outcomes(&report["records"]),
        [outcome(2, "anne", "added"), outcome(3, "luc", "added")]
    );
    let (anne, luc) = (&report["records"][0], &report["records"][1]);
    assert_eq!(
        anne["not_kept"],
        json!([{ "setting": "colour", "value": "red" }])
    );
    assert_eq!(anne["password"]["outcome"], "hashed");
    assert_eq!(luc["password"]["outcome"], "one_time_link");
    assert_eq!(luc["password"]["code"], "no_password");
    assert_eq!(report["links"][0]["name"], "luc");
    let link = report["links"][0]["link"].as_str().unwrap_or_default();
    let beginning = format!("{}/set-password/", server.address);
    assert!(link.starts_with(&beginning), "{link}");
    let address = [192, 0, 2, 1].into();
    let accounts_of_server = &server.services.ftp_accounts;
    let signed_in = accounts_of_server.sign_in("anne", PASSWORD, address, true);
    assert!(signed_in.await.is_ok());

    let again = import(&boss, &accounts(), &[]).await;
    assert_eq!(again.status, 200, "{again:?}");
    let report = again.json();
    assert_eq!(
        (&report["written"], &report["counts"]["unchanged"]),
        (&json!(false), &json!(2))
    );
}

#[tokio::test]
async fn what_is_refused_is_told_by_its_line_and_keeps_all_from_being_taken() {
    let (_server, boss) = start().await;
    let file = with_a_refused_one();
    let parts = [("format", "csv"), ("file", file.as_str())];
    let request = with_form(boss.request("POST", IMPORT), &parts);
    let refused = send(request.header("accept-language", "fr")).await;
    assert_eq!(refused.problem(), problem(422, "import_refused"));
    let told = refused.json();
    assert_eq!(outcomes(&told["records"]), [outcome(4, "root", "refused")]);
    let refusal = &told["records"][0]["refusals"][0];
    assert_eq!(
        (&refusal["field"], &refusal["code"]),
        (&json!("name"), &json!("reserved"))
    );
    let french = refusal["detail"].as_str().unwrap_or_default();
    assert!(french.contains("réservé"), "{french}");
    assert!(!is_there(&boss, "anne").await);

    // Only to be shown, it is no error.
    let shown = import(&boss, &file, &[("dry_run", "true")]).await;
    assert_eq!(
        (shown.status, &shown.json()["counts"]["refused"]),
        (200, &json!(1))
    );

    let skipped = import(&boss, &file, &[("skip_refused", "true")]).await;
    assert_eq!(
        (skipped.status, &skipped.json()["written"]),
        (200, &json!(true)),
        "{skipped:?}"
    );
    // Nothing is left but what is refused.
    let nothing = import(&boss, &file, &[("skip_refused", "true")]).await;
    assert_eq!(nothing.problem(), problem(422, "import_refused"));
    // A rule in each part, or in each line of one.
    let rules = [
        ("rename", "root=root-2\n"),
        ("rename", "anne=anne"),
        ("map", "/=/moved"),
    ];
    let renamed = import(&boss, &file, &rules).await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    let root = renamed.json()["records"][2].clone();
    assert_eq!(
        (&root["name"], &root["home_directory"]),
        (&json!("root-2"), &json!("/moved/site"))
    );
    assert_eq!(
        renamed.json()["records"][0]["changed"],
        json!(["home_directory"])
    );
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_told_apart() {
    let (_server, boss) = start().await;
    let (file, format) = (("file", "name\nanne\n"), ("format", "csv"));
    for (parts, code, field) in [
        (&[file][..], "invalid_body", "format"),
        (&[format], "invalid_body", "file"),
        (&[format, file, ("colour", "red")], "invalid_body", "colour"),
        (&[format, file, format], "invalid_body", "format"),
        (
            &[format, file, ("dry_run", "yes")],
            "invalid_body",
            "dry_run",
        ),
        (&[("format", "tape"), file], "invalid", "format"),
        (&[format, file, ("shadow", "x")], "invalid", "shadow"),
        (&[format, file, ("map", "srv=/")], "invalid", "map"),
        (&[format, file, ("rename", "anne")], "invalid", "rename"),
        (
            &[format, file, ("valid_hours", "337")],
            "invalid",
            "valid_hours",
        ),
    ] {
        let answer = send(with_form(boss.request("POST", IMPORT), parts)).await;
        assert_eq!(
            answer.problem(),
            problem(422, code),
            "{parts:?}: {answer:?}"
        );
        let errors = answer.field_errors();
        assert_eq!(errors[0].0, field, "{parts:?}: {answer:?}");
    }
    let empty = import(&boss, "", &[]).await;
    assert_eq!(
        empty.problem(),
        problem(422, "import_file_without_accounts")
    );
    let request = with_json(boss.request("POST", IMPORT), &json!({}));
    assert_eq!(
        send(request).await.problem(),
        problem(415, "unsupported_media_type")
    );
    let kind = "multipart/form-data; boundary=x";
    let cut_off = boss
        .request("POST", IMPORT)
        .header("content-type", kind)
        .body("--x\r\n");
    assert_eq!(
        send(cut_off).await.problem(),
        problem(400, "malformed_form")
    );
}

#[tokio::test]
async fn a_file_may_be_as_long_as_in_the_panel_and_no_longer() {
    let (_server, boss) = start().await;
    // As text in the file that is told among what is not kept.
    let long = |bytes| format!("name,colour\nanne,{}\n", "x".repeat(bytes));
    let dry = [("dry_run", "true")];
    let answer = import(&boss, &long(100 * 1024), &dry).await;
    assert_eq!(answer.status, 200, "{:?}", answer.problem());
    assert_eq!(answer.json()["counts"]["added"], 1);
    for key in [None, Some("k")] {
        let parts = [("format", "csv"), ("file", &long(MAX_BYTES)[..]), dry[0]];
        let mut request = with_form(boss.request("POST", IMPORT), &parts);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let answer = send(request).await;
        assert_eq!(answer.problem(), problem(413, "body_too_large"));
        let most = MAX_BYTES.to_string();
        assert!(answer.text.contains(&most), "{answer:?}");
    }
}

#[tokio::test]
async fn an_import_with_a_key_is_done_once_whatever_separates_its_parts() {
    let (_server, boss) = start().await;
    let import = |key: &'static str, boundary: &'static str, file: String| {
        let parts = [("format", "csv"), ("file", file.as_str())];
        let request = with_parts(boss.request("POST", IMPORT), boundary, &parts);
        send(request.header("idempotency-key", key))
    };
    let anne = format!("name,home,password\nanne,/anne,{PASSWORD}\n");
    let first = import("anne", "one", anne.clone()).await;
    assert_eq!(
        (first.status, &first.json()["written"]),
        (200, &json!(true)),
        "{first:?}"
    );
    let again = import("anne", "another", anne.clone()).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(again.header("idempotent-replayed"), "true");
    let other = import("anne", "one", accounts()).await;
    assert_eq!(other.problem(), problem(422, "idempotency_key_reused"));

    // What is refused can be sent again with its key; a link is answered once.
    let refused = import("luc", "one", with_a_refused_one()).await;
    assert_eq!(refused.problem(), problem(422, "import_refused"));
    let linked = import("luc", "one", accounts()).await;
    assert_eq!(linked.json()["links"][0]["name"], "luc", "{linked:?}");
    let again = import("luc", "one", accounts()).await;
    assert_eq!(again.problem(), problem(409, "answer_not_kept"));
    // A long answer is not kept either: the same again, without the key, says what is there.
    let long: String = (0..1000).map(|one| format!("a{one}\n")).collect();
    let parts = [
        ("format", "csv"),
        ("file", &format!("name\n{long}")[..]),
        ("dry_run", "true"),
    ];
    let ask = || {
        let request = with_form(boss.request("POST", IMPORT), &parts);
        send(request.header("idempotency-key", "long"))
    };
    assert_eq!(ask().await.status, 200);
    assert_eq!(ask().await.problem(), problem(409, "answer_not_kept"));
}

#[tokio::test]
async fn a_token_for_reading_is_shown_what_an_import_would_do() {
    let (server, _) = start().await;
    let reader = server.program("boss", ApiAccess::Read, &[]).await;
    let shown = import(&reader, &accounts(), &[("dry_run", "true")]).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    let refused = import(&reader, &accounts(), &[]).await;
    assert_eq!(refused.problem(), problem(403, "token_reads_only"));
    // Whoever may not is told so before the file is looked at.
    let owner = import(&server.marie().await, "", &[]).await;
    assert_eq!(owner.problem(), problem(403, "not_permitted"));
}

/// What `berth export` writes.
fn exported(server: &Server, options: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_berth"));
    command.env_clear().envs(server.settings());
    command.args(["export", "--subscription=example.com"]);
    let output = command.args(options).output().expect("an answer");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[tokio::test]
async fn an_export_is_what_the_command_writes_without_hashes() {
    let (server, boss) = start().await;
    let settings = json!({ "settings": { "note": "a \"note\"", "permission": "read_only" } });
    let paul = "/subscriptions/example.com/ftp-accounts/paul";
    assert_eq!(boss.change("PATCH", paul, "*", &settings).await.status, 200);
    let settings = json!({ "settings": { "enabled": false } });
    let example = "/subscriptions/example.com/ftp-accounts/example";
    let disabled = boss.change("PATCH", example, "*", &settings).await;
    assert_eq!(disabled.status, 200, "{disabled:?}");

    for (format, kind, notes) in [
        ("json", "application/json", ""),
        ("csv", "text/csv; charset=utf-8; header=present", ""),
        (
            "pure-ftpd",
            "text/plain; charset=utf-8",
            "locked=1, settings.permission=1",
        ),
        (
            "proftpd",
            "text/plain; charset=utf-8",
            "locked=1, settings.permission=1",
        ),
        ("sftpgo", "application/json", ""),
    ] {
        let answer = boss
            .get(&format!("{EXPORT}?format={format}&uid=1001&gid=1002"))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("berth-export-notes"), notes, "{format}");
        let options = [
            &format!("--format={format}")[..],
            "--uid=1001",
            "--gid=1002",
        ];
        assert_eq!(answer.text, exported(&server, &options), "{format}");
        assert!(answer.text.contains("paul"), "{format}");
        assert!(!answer.text.contains("$argon2"), "{format}");
    }
    let file = boss.get(&format!("{EXPORT}?format=csv")).await;
    let expected = "attachment; filename=\"ftp-accounts-example.com.csv\"";
    assert_eq!(file.header("content-disposition"), expected);
}

#[tokio::test]
async fn what_cannot_be_exported_is_told_before_anything_is_written() {
    let (server, boss) = start().await;
    for (query, expected) in [
        ("", problem(400, "invalid_query")),
        ("format=tape", problem(400, "invalid_query")),
        ("format=csv&hashes=true", problem(400, "invalid_query")),
        ("format=csv&uid=0", problem(400, "invalid_query")),
        // The subscription has no system user.
        ("format=proftpd", problem(422, "file_owner_missing")),
    ] {
        let answer = boss.get(&format!("{EXPORT}?{query}")).await;
        assert_eq!(answer.problem(), expected, "{query}: {answer:?}");
    }
    let colon = json!({
        "name": "colon", "home_directory": "/a:b", "credential": { "type": "generated_password" },
    });
    let accounts = "/subscriptions/example.com/ftp-accounts";
    assert_eq!(boss.post(accounts, &colon).await.status, 201);
    let answer = boss
        .get(&format!("{EXPORT}?format=pure-ftpd&uid=1001"))
        .await;
    assert_eq!(answer.problem(), problem(409, "home_not_writable"));
    let detail = answer.json()["detail"].clone();
    assert!(
        detail.as_str().unwrap_or_default().contains("colon"),
        "{detail}"
    );
    assert_eq!(boss.get(&format!("{EXPORT}?format=csv")).await.status, 200);

    // No operation asks for hashes; if one did, it would not get them.
    let token = ApiTokenSecret::new(boss.token.clone().expect("a token"));
    let origin = Origin {
        address: [127, 0, 0, 1].into(),
        user_agent: String::new(),
    };
    let found = server
        .services
        .api_tokens
        .authenticate(&token, &origin)
        .await;
    let (actor, domain) = (
        found.expect("a token").actor,
        "example.com".parse().expect("a domain"),
    );
    let all = async |actor: &Actor| {
        let accounts = &server.services.ftp_accounts;
        accounts.export_all(actor, &domain, true).await.err()
    };
    assert_eq!(all(&actor).await, Some(AppError::NotForTokens));
    assert_eq!(all(&Actor::CommandLine).await, None);
}

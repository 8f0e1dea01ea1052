//! `berth export`, as a process.

use std::os::unix::fs::PermissionsExt;

use sea_orm::ConnectionTrait;

use crate::command_line::{Answer, berth, berth_with};
use crate::support::{Installation, texts};

/// Accounts of `example.com`: `example`, `paul` with every setting, and `quiet`, who is disabled.
async fn installation() -> Installation {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.add_account("quiet", "/").await;
    let folder = installation.path("");
    let run = |arguments: &[&str]| {
        let answer = berth(&folder, arguments, "");
        assert_eq!(answer.code, 0, "{}", answer.err);
    };
    run(&[
        "ftp-account",
        "set",
        "paul",
        "--permission=upload-only",
        "--quota=5 GB",
        "--quota-files=100",
        "--expires=2099-12-31T18:30",
        "--allowed-addresses=192.0.2.0/24, 2001:db8::1",
        "--max-sessions=3",
        "--upload-rate=512",
        "--tls=required",
        "--note=until \"spring\", or so",
    ]);
    run(&["ftp-account", "set", "quiet", "--state=disabled"]);
    installation
}

fn export(installation: &Installation, options: &[&str]) -> Answer {
    let arguments = [&["export", "--subscription", "example.com"], options].concat();
    berth(&installation.path(""), &arguments, "")
}

/// What was exported, and what was said of it.
fn exported(installation: &Installation, options: &[&str]) -> (String, String) {
    let answer = export(installation, options);
    assert_eq!(answer.code, 0, "{}", answer.err);
    (answer.out, answer.err)
}

async fn hash_of(installation: &Installation, name: &str) -> String {
    let query = format!("SELECT password_hash FROM ftp_account WHERE name = '{name}'");
    texts(&installation.database().await, &query)
        .await
        .remove(0)
}

#[tokio::test]
async fn csv_has_every_setting_and_hashes_only_if_they_are_wanted() {
    let installation = installation().await;
    let heading = "name,home,password-hash,state,permission,quota_bytes,quota_files,expires,\
                   allowed_addresses,max_sessions,upload_rate,download_rate,tls,note\n";
    let lines = |hash: [&str; 3]| {
        let [main, paul, quiet] = hash;
        format!(
            "{heading}example,/,{main},enabled,read-write,,,,,,,,optional,\n\
             paul,/paul,{paul},enabled,upload-only,5 GB,100,2099-12-31T18:30,\
             \"192.0.2.0/24, 2001:db8::1\",3,512,,required,\"until \"\"spring\"\", or so\"\n\
             quiet,/,{quiet},disabled,read-write,,,,,,,,optional,\n"
        )
    };
    let (out, err) = exported(&installation, &["--format=csv"]);
    assert_eq!(out, lines([""; 3]));
    assert!(err.contains("nobody can sign in with it"), "{err}");

    let mut hashes = Vec::new();
    for name in ["example", "paul", "quiet"] {
        hashes.push(hash_of(&installation, name).await);
    }
    // A hash has commas.
    let hashes = hashes.iter().map(|hash| format!("\"{hash}\""));
    let hashes: Vec<String> = hashes.collect();
    let (out, err) = exported(&installation, &["--format=csv", "--hashes"]);
    assert_eq!(out, lines([&hashes[0], &hashes[1], &hashes[2]]));
    assert!(err.contains("keep it where nobody else reads"), "{err}");

    // Only what takes hashes along is recorded.
    let folder = installation.path("");
    let audit = berth(
        &folder,
        &["audit", "--action=ftp_account.export_hashes"],
        "",
    );
    assert_eq!(audit.out.matches("example.com").count(), 2, "{}", audit.out);
    assert!(!audit.out.contains("$argon2"), "{}", audit.out);
}

#[tokio::test]
async fn json_has_sizes_in_bytes_and_times_with_their_zone() {
    let installation = installation().await;
    let (out, _) = exported(&installation, &["--format=json", "--hashes"]);
    let accounts: serde_json::Value = serde_json::from_str(&out).unwrap();
    let hash = hash_of(&installation, "paul").await;
    assert_eq!(accounts.as_array().map(Vec::len), Some(3));
    assert_eq!(
        accounts[1],
        serde_json::json!({
            "name": "paul", "home": "/paul", "main": false, "password-hash": hash,
            "state": "enabled", "permission": "upload-only", "quota_bytes": 5_000_000_000_u64,
            "quota_files": 100, "expires": "2099-12-31T18:30:00Z",
            "allowed_addresses": ["192.0.2.0/24", "2001:db8::1/128"], "max_sessions": 3,
            "upload_rate": 512, "download_rate": null, "tls": "required",
            "note": "until \"spring\", or so",
        })
    );
    let (out, _) = exported(&installation, &["--format=json"]);
    let accounts: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(accounts[0]["password-hash"], serde_json::Value::Null);
}

#[tokio::test]
async fn other_servers_get_lines_of_their_own_and_what_they_lack_is_said_once() {
    let installation = installation().await;
    let root = installation.webspace("example.com").display().to_string();
    let hash = hash_of(&installation, "paul").await;
    let main = hash_of(&installation, "example").await;
    let owner = ["--uid=1001", "--gid=1002", "--hashes"];

    let (out, err) = exported(
        &installation,
        &[&["--format=pure-ftpd"], &owner[..]].concat(),
    );
    assert_eq!(
        out,
        format!(
            "example:{main}:1001:1002::{root}/./::::::::::::\n\
             paul:{hash}:1001:1002:until \"spring\", or so:{root}/paul/./:524288::::3:100:\
             5000000000:::192.0.2.0/24,2001:db8::1/128::\n\
             quiet:*:1001:1002::{root}/./::::::::::::\n"
        )
    );
    for said in [
        "left out of 1 account: Permission.",
        "left out of 1 account: Expires on.",
        "left out of 1 account: Allowed addresses.",
        "has expired: 1 account without a password",
        "of 2 accounts: Pure-FTPd verifies them if it was built with libsodium",
    ] {
        assert_eq!(err.matches(said).count(), 1, "{said}: {err}");
    }

    let (out, err) = exported(&installation, &[&["--format=proftpd"], &owner[..]].concat());
    assert_eq!(
        out,
        format!(
            "example:{main}:1001:1002::{root}:/bin/false\n\
             paul:{hash}:1001:1002:until \"spring\", or so:{root}/paul:/bin/false\n\
             quiet:!:1001:1002::{root}:/bin/false\n"
        )
    );
    assert!(
        err.contains("of 2 accounts: ProFTPD verifies them only if"),
        "{err}"
    );
    assert_eq!(err.matches("left out of 1 account").count(), 8, "{err}");

    let (out, err) = exported(&installation, &["--format=proftpd", "--uid=1001"]);
    assert!(out.starts_with("example:!:1001:1001:"), "{out}");
    assert!(!err.contains("Argon2id"), "{err}");

    let refused = export(&installation, &["--format=proftpd"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("Give --uid and --gid"),
        "{}",
        refused.err
    );
}

#[tokio::test]
async fn sftpgo_gets_users_that_it_can_load() {
    let installation = installation().await;
    let hash = "$2y$05$abcdefghijklmnopqrstuuWbYFhRMvbVjnlbPlHTzTbBAcPpCwYd.";
    let database = installation.database().await;
    for (name, hash) in [("paul", hash), ("quiet", "{unknown}")] {
        let change =
            format!("UPDATE ftp_account SET password_hash = '{hash}' WHERE name = '{name}'");
        database.execute_unprepared(&change).await.unwrap();
    }
    let (out, err) = exported(&installation, &["--format=sftpgo", "--hashes"]);
    let dump: serde_json::Value = serde_json::from_str(&out).unwrap();
    let home = installation.webspace("example.com").join("paul");
    assert_eq!(
        dump["users"][1],
        serde_json::json!({
            "username": "paul", "password": hash.replace("$2y$", "$2a$"), "status": 1,
            "expiration_date": 4_102_425_000_000_i64, "home_dir": home, "uid": 0, "gid": 0,
            "permissions": {"/": ["list", "upload", "create_dirs"]}, "max_sessions": 3,
            "quota_size": 5_000_000_000_u64, "quota_files": 100, "upload_bandwidth": 512,
            "download_bandwidth": 0,
            "filters": {"allowed_ip": ["192.0.2.0/24", "2001:db8::1/128"], "ftp_security": 1},
            "description": "until \"spring\", or so",
        })
    );
    // A text that SFTPGo does not take for a hash would become the password.
    assert_eq!(dump["users"][2]["status"], 0);
    assert_eq!(dump["users"][2].get("password"), None);
    assert!(
        err.contains("does not verify the hashes of 1 account"),
        "{err}"
    );
    assert!(!err.contains("left out of"), "{err}");
}

#[tokio::test]
async fn a_home_that_a_format_cannot_write_is_said_and_the_others_are_written() {
    let installation = installation().await;
    installation.add_account("colon", "/a:b").await;
    let answer = export(&installation, &["--format=pure-ftpd", "--uid=1001"]);
    assert_eq!(answer.code, 1);
    assert!(!answer.out.contains("colon"), "{}", answer.out);
    assert_eq!(answer.out.lines().count(), 3, "{}", answer.out);
    assert!(answer.err.contains("colon is not in it"), "{}", answer.err);
}

#[tokio::test]
async fn a_file_is_for_its_owner_alone_and_replaced_only_if_one_says_so() {
    let installation = installation().await;
    let file = installation.path("accounts.csv");
    let to_file = ["--format=csv", "--output=accounts.csv"];
    let (out, err) = exported(&installation, &to_file);
    assert_eq!(out, "");
    assert!(
        err.starts_with("3 accounts were written to accounts.csv."),
        "{err}"
    );
    let (printed, _) = exported(&installation, &["--format=csv"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), printed);
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    std::fs::write(&file, "mine").unwrap();
    let refused = export(&installation, &to_file);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    exported(&installation, &[&to_file[..], &["--force"]].concat());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), printed);

    let nowhere = export(
        &installation,
        &["--format=csv", "--output=missing/accounts.csv"],
    );
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere
            .err
            .contains("missing/accounts.csv cannot be written"),
        "{}",
        nowhere.err
    );
}

#[tokio::test]
async fn more_accounts_than_a_batch_are_all_there_once() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.copy("paul", 1_200).await;
    let (out, _) = exported(&installation, &["--format=csv"]);
    let mut names: Vec<_> = out
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(names.len(), 1_202);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 1_202);
}

#[tokio::test]
async fn what_is_said_is_said_in_french_too() {
    let installation = installation().await;
    let french = [("LC_ALL", "fr_FR.UTF-8")];
    let arguments = ["export", "--subscription=example.com", "--format=sftpgo"];
    let answer = berth_with(&installation.path(""), &french, &arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(
        answer.err.contains("3 comptes ont été écrits."),
        "{}",
        answer.err
    );
}

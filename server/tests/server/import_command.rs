//! `berth import`, and clients that sign in with their old passwords.

use std::fs;
use std::path::Path;

use model::ImportFormat;
use serde_json::{Value, json};

use crate::accounts_over_ftp::signs_in_over_tls;
use crate::command_line::{Answer, Running, berth};
use crate::import::{KEPT_HASH, account, dump};
use crate::support::PASSWORD;

/// [`PASSWORD`] as FileZilla Server keeps it: PBKDF2 with SHA-256, and the salt.
const FILEZILLA_HASH: [&str; 2] = [
    "bsQROsf1rJfJm8tY9sHyUjPdXwv/8mhLiMfTB7l/6a8",
    "YmVydGgtc2FsdC1vZi0zMi1ieXRlcy0wMTIzNDU2N1g",
];

/// Imports a file of the folder into the subscription of the demonstration.
fn import(folder: &Path, arguments: &[&str]) -> Answer {
    let command = ["import", "--subscription=example.com", "--map=/srv=/"];
    berth(folder, &[&command, arguments].concat(), "")
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).unwrap()
}

#[test]
fn what_would_be_done_is_told_before_it_is_done_and_what_is_refused_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::demo(folder.path());
    let file = dump(&[
        account("anne", "/srv/anne", json!({"public_keys": ["x"]})),
        account("luc", "/srv/luc", json!({"password": ""})),
        account("root", "/home/root", json!({})),
    ]);
    fs::write(folder.path().join("users.json"), file).unwrap();

    let answer = import(folder.path(), &["sftpgo", "users.json", "--dry-run"]);
    assert_eq!(answer.code, 1, "{}", answer.err);
    let expected = [
        "Line 1, anne: Added",
        "  Berth does not have: public_keys = 1",
        "Line 2, luc: Added",
        "  The password cannot be kept, so a one-time link is made: it has none on the other server, or is locked there.",
        "Line 3, root: Refused",
        "  FTP account name: This name is reserved. Choose another.",
        "  No folder of the webspace stands for /home/root. Say which one does, by a rule.",
        "  It could be called root-2, by the rule root=root-2",
        "2 added, 0 changed, 0 unchanged, 1 refused.",
        "This is what an import would do; nothing was changed.",
    ];
    assert_eq!(answer.out.lines().collect::<Vec<_>>(), expected);

    let answer = import(folder.path(), &["sftpgo", "users.json"]);
    assert_eq!(answer.code, 1);
    let last = "Nothing was imported, since accounts are refused. Correct them, or skip them.";
    assert_eq!(answer.out.lines().last(), Some(last));

    let skipping = ["sftpgo", "users.json", "--skip-refused", "--json"];
    let answer = import(folder.path(), &skipping);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let told = json_of(&answer);
    assert_eq!(told["written"], true);
    assert_eq!(
        (&told["counts"]["added"], &told["counts"]["links"]),
        (&2.into(), &1.into())
    );
    assert_eq!(told["links"][0]["name"], "luc");
    let link = told["links"][0]["link"].as_str().unwrap();
    assert!(link.starts_with("/set-password/"), "{link}");

    let named = [
        "sftpgo",
        "users.json",
        "--rename=root=root-2",
        "--map=/home=/home",
    ];
    let answer = import(folder.path(), &named);
    assert_eq!(answer.code, 0, "{}", answer.out);
    let answer = import(folder.path(), &named);
    let last = "0 added, 0 changed, 3 unchanged, 0 refused.";
    assert_eq!((answer.code, answer.out.lines().last()), (0, Some(last)));

    let answer = import(folder.path(), &["sftpgo", "none.json"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.err.starts_with("berth: none.json cannot be read: "),
        "{}",
        answer.err
    );
    let answer = import(folder.path(), &["sftpgo", "users.json", "--map=srv=/"]);
    assert!(
        answer.err.starts_with("berth: Folders: Rule 2: begin"),
        "{}",
        answer.err
    );
}

/// A file of each format with one account, whose password is [`PASSWORD`]; and the `shadow`.
fn file_of(format: ImportFormat, name: &str) -> (String, Option<String>) {
    let hash = KEPT_HASH;
    let passwd = format!("{name}:{hash}:1001:1001:{name}:/srv/{name}:/bin/bash\n");
    let file = match format {
        ImportFormat::PureFtpd => format!("{name}:{hash}:1001:1001::/srv/{name}/./::::::::::::\n"),
        ImportFormat::ProFtpd | ImportFormat::Cpanel => passwd,
        ImportFormat::ProFtpdSql => format!("userid,passwd,homedir\n{name},{hash},/srv/{name}\n"),
        ImportFormat::Vsftpd => format!("{name}\n{PASSWORD}\n"),
        ImportFormat::VsftpdPwdfile => format!("{name}:{hash}\n"),
        ImportFormat::Passwd => {
            let shadow = format!("{name}:{hash}:19000:0:99999:7:::\n");
            return (passwd.replace(hash, "x"), Some(shadow));
        }
        ImportFormat::Sftpgo => {
            let file = dump(&[account(name, &format!("/srv/{name}"), json!({}))]);
            String::from_utf8(file).unwrap()
        }
        ImportFormat::FileZilla => {
            let [hash, salt] = FILEZILLA_HASH;
            format!(
                "<filezilla><user name=\"{name}\" enabled=\"true\">\
                 <mount_point tvfs_path=\"/\" access=\"1\" native_path=\"/srv/{name}\"/>\
                 <password index=\"1\"><hash>{hash}</hash><salt>{salt}</salt>\
                 <iterations>1000</iterations></password><methods>1</methods></user></filezilla>"
            )
        }
        ImportFormat::Plesk => format!(
            "<migration-dump><admin><domains><domain name=\"example.com\"><phosting><ftpusers>\
             <ftpuser name=\"{name}\"><sysuser name=\"{name}\" home=\"/srv/{name}\">\
             <password type=\"crypt\">{hash}</password></sysuser>\
             <permission>download</permission><permission>upload</permission>\
             </ftpuser></ftpusers></phosting></domain></domains></admin></migration-dump>"
        ),
        ImportFormat::IspConfig => {
            format!("username\tpassword\tdir\tactive\n{name}\t{hash}\t/srv/{name}\ty\n")
        }
        ImportFormat::Froxlor => {
            format!("username;password;homedir;login_enabled\n{name};{hash};/srv/{name};Y\n")
        }
        ImportFormat::HestiaCp => format!(
            "DOMAIN='example.com' FTP_USER='{name}' FTP_MD5='{hash}' FTP_PATH='' SUSPENDED='no'\n"
        ),
        ImportFormat::Csv => {
            format!("name,home,password_hash\n{name},/srv/{name},{hash}\n")
        }
    };
    (file, None)
}

#[test]
fn an_account_of_each_format_signs_in_over_tls_with_its_old_password() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    for format in ImportFormat::ALL {
        let name = format!("of-{}", format.key());
        let (file, shadow) = file_of(format, &name);
        fs::write(folder.path().join("file"), file).unwrap();
        let mut arguments = vec![format.key(), "file", "--json", "--map=/web=/web"];
        if let Some(shadow) = shadow {
            fs::write(folder.path().join("shadow"), shadow).unwrap();
            arguments.push("--shadow=shadow");
        }
        let answer = import(folder.path(), &arguments);
        assert_eq!(answer.code, 0, "{name}: {}{}", answer.out, answer.err);
        assert_eq!(json_of(&answer)["counts"]["added"], 1, "{name}");
        signs_in_over_tls(running.ftp, &name, PASSWORD);
    }
}

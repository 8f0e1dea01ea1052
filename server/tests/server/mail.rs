//! The connection to the mail server: encrypted, with a password, or not at all.

use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use sea_orm::ConnectionTrait;

use crate::command_line::{Running, berth, berth_with};
use crate::smtp::SmtpServer;
use crate::support::database_of;

/// Makes an authority, and a certificate for `localhost` that it signed.
fn make_certificates(folder: &Path) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&authority_key).unwrap();
    fs::write(folder.join("authority.pem"), certificate.pem()).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap();
    fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
}

/// What `berth doctor` says of mail: its status, and the message.
fn examined(folder: &Path, settings: &[(&str, &str)]) -> (String, String) {
    let answer = berth_with(folder, settings, &["doctor", "--json"]);
    let checks: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let mut checks = checks.as_array().unwrap().iter();
    let mail = checks.find(|check| check["check"] == "mail").unwrap();
    let text = |key: &str| mail[key].as_str().unwrap().to_owned();
    (text("status"), text("message"))
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_encrypted_and_with_the_password_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(Running::demo(folder).terminate(), Some(0));
    make_certificates(folder);
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (certificate, key) = (file("certificate.pem"), file("key.pem"));
    let options = |tls| {
        let more = ["--login", "berth", "--password", "gehe1m"];
        [
            &["--certificate", &certificate, "--key", &key, "--tls", tls],
            &more[..],
        ]
        .concat()
    };
    let (starttls, tls) = (
        SmtpServer::start(&options("starttls")),
        SmtpServer::start(&options("tls")),
    );
    let plain = SmtpServer::start(&[]);
    fs::write(folder.join("password"), "gehe1m\n").unwrap();
    let (password, authority) = (file("password"), file("authority.pem"));
    let settings = [
        ("BERTH_SMTP_HOST", "localhost"),
        ("BERTH_SMTP_USER", "berth"),
        ("BERTH_SMTP_PASSWORD_FILE", password.as_str()),
        ("BERTH_MAIL_FROM", "berth@example.com"),
        ("BERTH_PUBLIC_URL", "https://panel.example.com"),
        ("SSL_CERT_FILE", authority.as_str()),
    ];
    let ports = [&starttls, &tls, &plain].map(|server| server.port.to_string());
    let with = |port: usize, more: &[(&'static str, &'static str)]| {
        let port = [("BERTH_SMTP_PORT", ports[port].as_str())];
        let all = [&settings[..], &port, more].concat();
        examined(folder, &all)
    };
    for (port, how) in [(0, "starttls"), (1, "tls")] {
        let (status, message) = with(port, &[("BERTH_SMTP_TLS", how)]);
        assert_eq!(status, "ok", "{how}: {message}");
    }
    for (port, more) in [
        // Whoever is between the two may take STARTTLS away.
        (2, ("BERTH_SMTP_TLS", "starttls")),
        (0, ("SSL_CERT_FILE", "/dev/null")),
        (0, ("BERTH_SMTP_HOST", "127.0.0.1")),
        (0, ("BERTH_SMTP_USER", "somebody")),
        (0, ("BERTH_SMTP_USER", "")),
        (0, ("BERTH_SMTP_PASSWORD", "another")),
    ] {
        let (status, message) = with(port, &[more]);
        assert_eq!(status, "problem", "{more:?}: {message}");
        assert!(!message.contains("gehe1m"), "{message}");
    }

    let answer = berth(
        folder,
        &["user", "set", "admin", "--email=admin@example.com"],
        "",
    );
    assert_eq!(answer.code, 0, "{}", answer.err);
    let full = "UPDATE ftp_account SET quota_bytes = 10, used_bytes = 10 WHERE is_main";
    let database = database_of(folder).await;
    database.execute_unprepared(full).await.unwrap();
    let port = [("BERTH_SMTP_PORT", ports[0].as_str())];
    let running = Running::with(folder, &[&settings[..], &port].concat());
    let mail = starttls.next();
    assert_eq!(mail.to(), "admin@example.com");
    assert_eq!(mail.header("subject"), "FTP accounts are nearly full");
    assert!(mail.text().contains("(example.com): "), "{mail:?}");
    assert_eq!(mail.0["encrypted"], true, "{mail:?}");
    assert_eq!(mail.0["login"], "berth", "{mail:?}");
    assert_eq!(running.terminate(), Some(0));
    assert!(plain.is_idle() && tls.is_idle());
}

#[test]
fn a_command_prints_a_link_and_mails_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(Running::demo(folder).terminate(), Some(0));
    let smtp = SmtpServer::start(&[]);
    let port = smtp.port.to_string();
    let url = ("BERTH_PUBLIC_URL", "https://panel.example.com");
    let settings = [
        url,
        ("BERTH_SMTP_HOST", "127.0.0.1"),
        ("BERTH_SMTP_PORT", &port),
        ("BERTH_SMTP_TLS", "none"),
        ("BERTH_MAIL_FROM", "Berth <berth@example.com>"),
    ];
    let link = [
        "ftp-account",
        "link",
        "example",
        "--mail",
        "paul@example.org",
    ];
    let in_french = [&link[..], &["--mail-language", "fr"]].concat();
    let answer = berth_with(folder, &settings, &in_french);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(
        answer.err.trim(),
        "The link has been sent to paul@example.org."
    );
    let mail = smtp.next();
    assert_eq!(mail.to(), "paul@example.org");
    assert!(mail.header("subject").contains("mot de passe"), "{mail:?}");
    assert!(mail.text().contains(answer.out.trim()), "{mail:?}");

    let add = ["user", "add", "zoe", "--role", "customer", "--link"];
    let with_mail = [&add[..], &["--email", "zoe@example.org", "--mail"]].concat();
    let made = berth_with(folder, &settings, &with_mail);
    assert_eq!(made.code, 0, "{}", made.err);
    let mail = smtp.next();
    assert_eq!(mail.to(), "zoe@example.org");
    assert!(mail.text().contains(made.out.trim()), "{mail:?}");
    let again = berth_with(folder, &settings, &["user", "link", "zoe", "--mail"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(smtp.next().text().contains(again.out.trim()));

    // What cannot be mailed is not made; what was made and is not taken is printed all the same.
    let nobody = berth_with(folder, &settings, &["user", "link", "admin", "--mail"]);
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
    assert!(
        nobody.err.contains("berth user set admin --email"),
        "{}",
        nobody.err
    );
    let without = berth_with(folder, &[url], &link);
    assert_eq!((without.code, without.out.as_str()), (1, ""));
    assert!(without.err.contains("BERTH_SMTP_HOST"), "{}", without.err);
    drop(smtp);
    let refused = berth_with(folder, &settings, &link);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .out
            .contains("https://panel.example.com/set-password/")
    );
    assert!(refused.err.contains("paul@example.org"), "{}", refused.err);
}

#[test]
fn settings_that_would_send_nothing_or_a_password_in_clear_are_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let from = ("BERTH_MAIL_FROM", "Berth <berth@example.com>");
    let host = ("BERTH_SMTP_HOST", "smtp.example.com");
    let (user, password) = (
        ("BERTH_SMTP_USER", "berth"),
        ("BERTH_SMTP_PASSWORD", "gehe1m"),
    );
    for (settings, expected) in [
        (&[host][..], "mail_from"),
        (&[from], "smtp_host"),
        (&[host, from, user], "BERTH_SMTP_PASSWORD_FILE"),
        (&[host, from, password], "BERTH_SMTP_USER"),
        (
            &[host, from, user, password, ("BERTH_SMTP_TLS", "none")],
            "unencrypted",
        ),
        (
            &[host, from, user, ("BERTH_SMTP_PASSWORD_FILE", "/missing")],
            "/missing",
        ),
    ] {
        let answer = berth_with(folder.path(), settings, &["serve"]);
        assert_eq!(answer.code, 1, "{expected}: {}", answer.err);
        assert!(answer.err.contains(expected), "{}", answer.err);
        assert!(!answer.err.contains("gehe1m"), "{}", answer.err);
    }
}

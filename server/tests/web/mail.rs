//! Mail: reminders and one-time links, taken by a real mail server.

use model::{Actor, EmailAddress, PanelUserDetails, Role, UtcTime};
use sea_orm::{ConnectionTrait, Statement};

use crate::metrics::{metrics, value};
use crate::smtp::SmtpServer;
use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, says};

const DAY: i64 = 24 * 60 * 60;

/// A panel that sends mail to this server, and says where it is; with the subscription example.com of
/// marie, who reads French and has an address.
async fn panel(smtp: &SmtpServer) -> Panel {
    let port = smtp.port;
    let panel = Panel::configured(|config| {
        config.http.public_url = model::PublicUrl::parse("https://panel.example.com");
        config.mail.smtp_host = Some("127.0.0.1".to_owned());
        config.mail.smtp_port = Some(port);
        config.mail.smtp_tls = server::config::SmtpTls::None;
        config.metrics.metrics_addr = Some(([127, 0, 0, 1], 0).into());
        config.mail.mail_from = "Berth <berth@example.com>".parse().ok();
    })
    .await;
    panel.add_user("marie", Role::Customer).await;
    panel.add_subscription("example.com", "marie").await;
    panel
        .sql(
            "UPDATE panel_user SET locale = 'fr', time_zone = 'Europe/Paris' WHERE login = 'marie'",
        )
        .await;
    set_email(&panel, "marie", "marie@example.com").await;
    panel
}

async fn set_email(panel: &Panel, login: &str, address: &str) {
    let users = &panel.services.panel_users;
    let login = login.parse().expect("a login");
    let now = users.view(&Actor::CommandLine, &login).await.expect("them");
    let details = PanelUserDetails {
        email: EmailAddress::parse(address).ok(),
        ..now.details
    };
    let changed = users.change(&Actor::CommandLine, &login, now.version, details);
    changed.await.expect("changed");
}

/// Has an account expire at some time.
async fn expire(panel: &Panel, account: &str, at: UtcTime) {
    let sql = format!(
        "UPDATE ftp_account SET expires_at = {} WHERE name = '{account}'",
        at.0
    );
    panel.sql(&sql).await;
}

/// A number that a query gives.
async fn number(panel: &Panel, sql: &str) -> i64 {
    let database = panel.database().await;
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.expect("an answer");
    let row = row.expect("a row");
    row.try_get_by_index(0).expect("a number")
}

async fn waiting(panel: &Panel) -> i64 {
    number(panel, "SELECT count(*) FROM outgoing_mail").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_told_before_an_account_expires_and_when_it_has_each_once() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    for name in ["paul", "lea", "later"] {
        panel.add_ftp_account("example.com", name).await;
    }
    let now = UtcTime::now();
    let end = UtcTime(now.0 + 40 * DAY);
    expire(&panel, "paul", end).await;
    expire(&panel, "lea", UtcTime(end.0 + 60)).await;
    expire(&panel, "later", UtcTime(now.0 + 100 * DAY)).await;
    let reminders = &panel.services.reminders;
    let remind = async |at: i64| reminders.remind(UtcTime(at)).await.expect("reminded");
    remind(end.0 - 31 * DAY).await;
    for (days, subject) in [
        (30, "Des comptes FTP expirent d'ici 30 jours"),
        (7, "Des comptes FTP expirent d'ici 7 jours"),
        (1, "Des comptes FTP expirent d'ici un jour"),
        (0, "Des comptes FTP ont expiré"),
    ] {
        let at = end.0 - days * DAY;
        // Both at once, so that both are in one mail; and again, so that nothing is told twice.
        remind(at + 120).await;
        remind(at + 180).await;
        let mail = smtp.next();
        assert_eq!(mail.to(), "marie@example.com");
        assert_eq!(mail.header("subject"), subject);
        assert_eq!(mail.header("from"), "Berth <berth@example.com>");
        assert_eq!(mail.header("auto-submitted"), "auto-generated");
        let text = mail.text();
        assert!(text.starts_with("Bonjour marie,\n"), "{text}");
        assert!(text.contains("- paul (example.com)\u{a0}: "), "{text}");
        assert!(text.contains("- lea (example.com)\u{a0}: "), "{text}");
        assert!(!text.contains("later"), "{text}");
        // In the person's own time zone.
        assert!(!text.contains("UTC"), "{text}");
        let settings = "https://panel.example.com/account/mail";
        assert!(text.contains(settings), "{text}");
    }
    // With another date it begins anew; and what is disabled is nobody's concern.
    expire(&panel, "paul", UtcTime(end.0 + 90 * DAY)).await;
    expire(&panel, "lea", UtcTime(end.0 + 90 * DAY)).await;
    panel
        .sql("UPDATE ftp_account SET enabled = FALSE WHERE name = 'lea'")
        .await;
    remind(end.0 + 61 * DAY).await;
    // In one order or the other: they are two mails, which are sent at once.
    let mails = [smtp.next(), smtp.next()];
    for (subject, named) in [
        ("Des comptes FTP expirent d'ici 30 jours", "- paul ("),
        ("Des comptes FTP ont expiré", "- later ("),
    ] {
        let mut mails = mails.iter();
        let mail = mails.find(|mail| mail.header("subject") == subject);
        let text = mail.expect(subject).text();
        assert!(text.contains(named), "{text}");
        assert_eq!(text.matches("\n- ").count(), 1, "{text}");
    }
    assert!(smtp.is_idle());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_told_of_once_until_it_has_room_again() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    panel.add_ftp_account("example.com", "paul").await;
    let used = async |bytes: i64| {
        let sql = format!(
            "UPDATE ftp_account SET quota_bytes = 1000, used_bytes = {bytes} WHERE name = 'paul'"
        );
        panel.sql(&sql).await;
        let reminded = panel.services.reminders.remind(UtcTime::now());
        reminded.await.expect("reminded");
    };
    used(899).await;
    assert_eq!(waiting(&panel).await, 0);
    used(950).await;
    let mail = smtp.next();
    assert_eq!(
        mail.header("subject"),
        "Des comptes FTP sont presque pleins"
    );
    assert!(
        mail.text()
            .contains("- paul (example.com)\u{a0}: 95\u{a0}%\n")
    );
    // A little more, a little less: no news.
    used(990).await;
    used(850).await;
    used(950).await;
    used(100).await;
    used(1000).await;
    let mail = smtp.next();
    assert!(mail.text().contains("\u{a0}: 100\u{a0}%\n"), "{mail:?}");
    assert!(smtp.is_idle());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_switched_off_they_are_not_mailed_about() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    panel.add_user("zoe", Role::Customer).await;
    panel.add_subscription("other.example", "zoe").await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    // A box that is not ticked is not sent.
    let fields = [("email", "marie@example.com"), ("mail_expiry", "on")];
    let answer = marie.call("change_mail_settings", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let page = marie.open("/account/mail?saved=1").await;
    assert!(says(&page, "Vos rappels et leur adresse ont été modifiés."));
    let sql = "UPDATE ftp_account SET quota_bytes = 10, used_bytes = 10";
    panel.sql(sql).await;
    let now = UtcTime::now();
    for name in ["example", "other"] {
        expire(&panel, name, UtcTime(now.0 + 40 * DAY)).await;
    }
    let reminders = &panel.services.reminders;
    let reminded = reminders.remind(UtcTime(now.0 + 35 * DAY));
    reminded.await.expect("reminded");
    // Of what is full nothing; of what expires only whoever has an address is told.
    let mail = smtp.next();
    assert_eq!(mail.to(), "marie@example.com");
    assert!(mail.header("subject").contains("expirent"), "{mail:?}");
    assert_eq!(waiting(&panel).await, 0);
    assert!(smtp.is_idle());
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_refused_sign_ins_are_told_once_a_day() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    for name in ["paul", "lea"] {
        panel.add_ftp_account("example.com", name).await;
    }
    let now = UtcTime::now();
    let told = async |name: &str, hours: i64| {
        let at = now.0 - hours * 3600;
        let sql = format!("UPDATE ftp_account SET lock_told_at = {at} WHERE name = '{name}'");
        panel.sql(&sql).await;
    };
    told("paul", 23).await;
    told("lea", 25).await;
    for name in ["example", "paul", "lea"] {
        for attempt in 0..20 {
            let address = "198.51.100.7".parse().expect("an address");
            let wrong = format!("wrong-{attempt}");
            let accounts = &panel.services.ftp_accounts;
            let refused = accounts.sign_in(name, &wrong, address, true).await;
            refused.expect_err("a wrong password");
        }
    }
    panel
        .services
        .reminders
        .remind(now)
        .await
        .expect("reminded");
    // It waits for others that are guessed at.
    assert_eq!(waiting(&panel).await, 1);
    assert!(smtp.is_idle());
    let naming = "SELECT count(*) FROM outgoing_mail WHERE reminder LIKE '%\"name\":\"lea\"%' \
                  AND reminder LIKE '%\"name\":\"example\"%' AND reminder NOT LIKE '%paul%'";
    assert_eq!(number(&panel, naming).await, 1);
}

/// The form that makes a one-time link, with these fields beside.
async fn make_link(browser: &Browser, more: &[(&str, &str)]) -> Answer {
    let fields = [
        ("domain", "example.com"),
        ("account", "paul"),
        ("hours", "24"),
    ];
    let fields = [&fields[..], more].concat();
    browser.call("make_one_time_link", &fields).await
}

/// The page that shows the link that was just made.
async fn link_page(mut browser: Browser, answer: &Answer) -> Answer {
    browser.keep_cookies(answer);
    let page = browser.open(answer.location()).await;
    assert_eq!(page.status, 200);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_link_is_mailed_to_whom_is_named_and_shown_all_the_same() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    panel.add_ftp_account("example.com", "paul").await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let wrong = make_link(&marie, &[("email", "paul"), ("mail_locale", "en")]).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let links = "SELECT count(*) FROM one_time_link";
    assert_eq!(number(&panel, links).await, 0);
    let to = [("email", "paul@example.net"), ("mail_locale", "en")];
    let answer = make_link(&marie, &to).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mail = smtp.next();
    assert_eq!(mail.to(), "paul@example.net");
    let subject = "Choose the password of the FTP account paul";
    assert_eq!(mail.header("subject"), subject);
    let mut lines = mail.text().lines();
    let link = lines.find(|line| line.starts_with("https://panel.example.com/set-password/"));
    let link = link.expect("a link").to_owned();
    let page = link_page(marie, &answer).await;
    assert!(says(&page, &link));
    assert!(says(&page, "Le lien a été envoyé à paul@example.net."));
    // It works, and is nowhere but in the mail.
    let path = link.strip_prefix("https://panel.example.com");
    let opened = panel.browser().open(path.expect("a path")).await;
    assert_eq!(opened.status, 200);
    assert_eq!(waiting(&panel).await, 0);
    let mailed = "SELECT count(*) FROM audit_event WHERE action = 'one_time_link.mail' \
                  AND after LIKE '%paul@example.net%'";
    assert_eq!(number(&panel, mailed).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_cannot_be_mailed_is_there_and_the_page_says_so() {
    let smtp = SmtpServer::start(&["--refuse", "550 nobody of that name"]);
    let panel = panel(&smtp).await;
    panel.add_ftp_account("example.com", "paul").await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let to = [("email", "paul@example.net"), ("mail_locale", "fr")];
    let answer = make_link(&marie, &to).await;
    let page = link_page(marie, &answer).await;
    assert!(says(
        &page,
        "Le lien n'a pas pu être envoyé à paul@example.net"
    ));
    assert!(says(&page, "https://panel.example.com/set-password/"));
    // A reminder that is refused for good is not attempted again.
    expire(&panel, "paul", UtcTime(UtcTime::now().0 + 40 * DAY)).await;
    let at = UtcTime(UtcTime::now().0 + 35 * DAY);
    let reminded = panel.services.reminders.remind(at).await;
    reminded.expect("reminded");
    let mut deadline = 600;
    while waiting(&panel).await > 0 {
        deadline -= 1;
        assert!(deadline > 0, "it is still attempted");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_mails_is_counted_and_what_waits() {
    for (reply, outcome, still_waiting) in [
        (None, "sent", 0.0),
        (Some("550 never"), "given_up", 0.0),
        (Some("450 later"), "failed", 1.0),
    ] {
        let options = reply.map(|reply| ["--refuse", reply]);
        let smtp = SmtpServer::start(options.as_ref().map_or(&[], |options| &options[..]));
        let panel = panel(&smtp).await;
        panel.add_ftp_account("example.com", "paul").await;
        let series = format!("berth_mails_total{{outcome=\"{outcome}\"}}");
        let before = value(&metrics(&panel).await, &series);
        expire(&panel, "paul", UtcTime(UtcTime::now().0 + 40 * DAY)).await;
        let at = UtcTime(UtcTime::now().0 + 35 * DAY);
        let reminded = panel.services.reminders.remind(at).await;
        reminded.expect("reminded");
        let mut deadline = 600;
        loop {
            let metrics = metrics(&panel).await;
            let waiting = value(&metrics, "berth_mails_waiting");
            if value(&metrics, &series) - before == 1.0 && waiting == still_waiting {
                break;
            }
            deadline -= 1;
            assert!(deadline > 0, "{outcome}: {waiting} wait");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_user_gets_the_link_at_their_own_address() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    let admin = panel.administrator().await;
    let fields = [
        ("login", "zoe"),
        ("role", "customer"),
        ("email", "zoe@example.org"),
        ("mail_link", "on"),
    ];
    let answer = admin.call("add_panel_user", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mail = smtp.next();
    assert_eq!(mail.to(), "zoe@example.org");
    let link = "https://panel.example.com/choose-password/";
    assert!(mail.text().contains(link), "{mail:?}");
    let page = link_page(admin, &answer).await;
    assert!(says(&page, "The link has been sent to zoe@example.org."));
    // Who has no address gets none, and nobody else does.
    let admin = panel.administrator().await;
    let fields = [("login", "leo"), ("role", "customer"), ("mail_link", "on")];
    let answer = admin.call("add_panel_user", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(smtp.is_idle());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_invited_gets_the_link_and_whoever_is_there_no_mail() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    panel.add_user("zoe", Role::Customer).await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let fields = |login, email, locale| {
        [
            ("domain", "example.com"),
            ("login", login),
            ("role", "viewer"),
            ("email", email),
            ("mail_locale", locale),
        ]
    };
    let form = "/subscriptions/example.com/people";
    let page = marie.open(form).await;
    assert!(says(&page, "name=\"email\""), "{page:?}");
    let wrong = fields("paul", "paul", "en");
    let wrong = marie.call("invite_collaborator", &wrong).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");

    let known = fields("zoe", "eve@example.org", "en");
    let known = marie.call("invite_collaborator", &known).await;
    assert_eq!(known.status, 200, "{known:?}");
    let eve = "SELECT count(*) FROM panel_user WHERE email = 'eve@example.org'";
    assert_eq!(number(&panel, eve).await, 0);

    let new = fields("paul", "paul@example.org", "en");
    let answer = marie.call("invite_collaborator", &new).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mail = smtp.next();
    assert_eq!(mail.to(), "paul@example.org", "and none before it");
    assert_eq!(mail.header("subject"), "Choose your password for the panel");
    let link = "https://panel.example.com/choose-password/";
    assert!(mail.text().contains(link), "{mail:?}");
    let page = link_page(marie, &answer).await;
    assert!(says(&page, "paul@example.org"), "{page:?}");
    let paul = "SELECT count(*) FROM panel_user WHERE email = 'paul@example.org'";
    assert_eq!(number(&panel, paul).await, 1);
    let mailed = "SELECT count(*) FROM audit_event WHERE action = 'panel_user_link.mail'";
    assert_eq!(number(&panel, mailed).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_of_ones_own_needs_a_recent_proof() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    panel
        .sql("UPDATE session SET proved_at = proved_at - 7200")
        .await;
    let same = [("email", "marie@example.com")];
    let answer = marie.call("change_mail_settings", &same).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let other = [("email", "eve@example.com")];
    let answer = marie.call("change_mail_settings", &other).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    let proved = [("email", "eve@example.com"), ("proof", CUSTOMER_PASSWORD)];
    let answer = marie.call("change_mail_settings", &proved).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let eve = "SELECT count(*) FROM panel_user WHERE email = 'eve@example.com'";
    assert_eq!(number(&panel, eve).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_nothing_is_missing_but_mail() {
    let panel = Panel::start().await;
    panel.add_user("marie", Role::Customer).await;
    panel.add_subscription("example.com", "marie").await;
    panel.add_ftp_account("example.com", "paul").await;
    set_email(&panel, "marie", "marie@example.com").await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let page = marie
        .open("/subscriptions/example.com/ftp/paul/connect")
        .await;
    assert!(!page.text.contains("name=\"email\""));
    assert!(
        marie
            .open("/account/mail")
            .await
            .text
            .contains("BERTH_SMTP_HOST")
    );
    let answer = make_link(&marie, &[]).await;
    let page = link_page(marie, &answer).await;
    assert!(says(&page, "/set-password/"));
    expire(&panel, "paul", UtcTime(UtcTime::now().0 + 40 * DAY)).await;
    let at = UtcTime(UtcTime::now().0 + 35 * DAY);
    panel.services.reminders.remind(at).await.expect("reminded");
    assert_eq!(waiting(&panel).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_are_told_once_of_a_certificate_that_has_expired() {
    let smtp = SmtpServer::start(&[]);
    let panel = panel(&smtp).await;
    set_email(&panel, "admin", "admin@example.com").await;
    // What Berth made itself is valid for thirty years.
    let later = UtcTime(UtcTime::now().0 + 32 * 365 * DAY);
    for _ in 0..2 {
        let reminded = panel.services.reminders.remind(later).await;
        reminded.expect("reminded");
    }
    let mail = smtp.next();
    assert_eq!(mail.to(), "admin@example.com");
    let subject = "A certificate of the FTP server or the panel has expired";
    assert_eq!(mail.header("subject"), subject);
    let matter = "The FTP server's certificate (FTPS) expired on ";
    assert!(mail.text().contains(matter), "{mail:?}");
    assert!(smtp.is_idle());
}

//! The page of an FTP account's own, in a browser and with real FTP sessions.

use app::i18n::texts;
use model::{Actor, AppError, Field, FieldError, Locale, OwnAccountView};

use crate::support::{
    Answer, Browser, CUSTOMER_PASSWORD, FTP_PASSWORD, FtpSession, Panel, problem, says,
};

const PASSWORD: &str = "lande-Basalte-44-quai";
const NOTE: &str = "owes us three invoices";
const DEFAULTS: &str = "/subscriptions/example.com/defaults";

/// A panel with two subscriptions of two people. The account `paul` of the one has a note.
async fn panel() -> (Panel, Browser) {
    let panel = Panel::start().await;
    for (login, domain) in [("marie", "example.com"), ("bob", "bob.example")] {
        panel.add_customer(login).await;
        panel.add_subscription(domain, login).await;
    }
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let fields = [
        ("domain", "example.com"),
        ("name", "paul"),
        ("home_directory", "/photos/of-paul"),
        ("password", FTP_PASSWORD),
        ("settings[note]", NOTE),
    ];
    let added = marie.call("add_ftp_account", &fields).await;
    assert_eq!(added.status, 200, "{added:?}");
    (panel, marie)
}

/// Signs in without scripts.
async fn sign_in(browser: &Browser, name: &str, password: &str) -> Answer {
    let fields = [("login", name), ("password", password)];
    browser
        .submit("/me/login", "own_account_sign_in", &fields)
        .await
}

async fn view(browser: &Browser) -> OwnAccountView {
    let answer = browser.read("own_account_page", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.text).expect("a view")
}

#[tokio::test]
async fn whoever_has_an_account_sees_it_and_nothing_else_in_both_languages() {
    let (panel, _) = panel().await;
    let mut paul = panel.browser();
    let answer = sign_in(&paul, "paul", FTP_PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (302, "/me"));
    let cookie = answer.set_cookies()[0];
    assert!(
        cookie.starts_with("berth-me=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
        "{cookie}"
    );
    paul.keep_cookies(&answer);
    assert_eq!(paul.token(), "", "it is no session of the panel");
    let root = panel.webspace_root("example.com").to_string();
    for locale in Locale::ALL {
        paul.headers = vec![("accept-language", locale.tag().to_owned())];
        let words = texts(locale);
        let page = paul.open("/me").await;
        assert_eq!(page.status, 200, "{page:?}");
        assert_eq!(page.header("cache-control"), "no-store");
        for shown in [
            "paul",
            "127.0.0.1",
            words.connection.explicit_tls,
            words.ftp_usage.title,
            words.ftp_sessions.title,
            words.own_account.last_activity,
            words.panel_user.sign_out,
            &(words.connection.download_for)("FileZilla"),
            "href=\"/me/password\"",
            "action=\"/api/own_account_sign_out\"",
        ] {
            assert!(says(&page, shown), "{shown}: {page:?}");
        }
        let form = paul.open("/me/password").await;
        assert_eq!(form.status, 200, "{form:?}");
        for page in [&page, &form, &panel.browser().open("/me/login").await] {
            for hidden in [
                root.as_str(),
                "/photos",
                NOTE,
                "marie",
                "bob",
                "href=\"/\"",
                "/subscriptions",
                "/account\"",
                "/overview",
                "/sessions\"",
                "/api/sign_out",
                FTP_PASSWORD,
            ] {
                assert!(!page.text.contains(hidden), "{hidden}: {page:?}");
            }
        }
    }
    for (file, part) in [
        ("filezilla.xml", "<User>paul</User>"),
        ("cyberduck.duck", "<string>paul</string>"),
        ("winscp.ini", "HostName=127.0.0.1\r\n"),
    ] {
        let sent = paul.open(&format!("/me/connect/{file}")).await;
        assert_eq!(sent.status, 200, "{sent:?}");
        assert!(sent.text.contains(part), "{sent:?}");
    }
    assert_eq!(paul.open("/me/connect/other.zip").await.status, 404);
    let anonymous = panel.browser().open("/me/connect/winscp.ini").await;
    assert_eq!(anonymous.status, 401);
}

#[tokio::test]
async fn neither_kind_of_session_leads_to_the_pages_of_the_other() {
    let (panel, marie) = panel().await;
    let example = panel.own_account("example").await;
    for page in ["/", "/account", DEFAULTS, "/subscriptions/example.com/ftp"] {
        let answer = example.open(page).await;
        assert_eq!(answer.status, 302, "{page}: {answer:?}");
        assert!(answer.location().starts_with("/login?next="), "{answer:?}");
    }
    for path in [
        "/subscriptions/example.com/ftp.csv",
        "/subscriptions/example.com/ftp/paul/connect/winscp.ini",
        "/api/ftp_sessions/stream?domain=example.com",
    ] {
        let request = example.get(path).header("accept", "text/event-stream");
        assert_eq!(example.send(request).await.status, 401, "{path}");
    }
    for page in ["/me", "/me/password"] {
        for browser in [&marie, &panel.browser()] {
            let answer = browser.open(page).await;
            assert_eq!(
                (answer.status, answer.location()),
                (302, "/me/login"),
                "{page}"
            );
        }
    }
    assert_eq!(marie.open("/me/connect/winscp.ini").await.status, 401);
    // The token of the one is none of the other, whatever cookie it stands in.
    let mut swapped = panel.browser();
    let (own, session) = (example.cookie("berth-me"), marie.token());
    swapped.cookies = format!("berth-session={own}; berth-me={session}");
    assert_eq!(swapped.open("/").await.status, 302);
    assert_eq!(swapped.open("/me").await.status, 302);

    // Nor are names and passwords.
    let anybody = panel.browser();
    let refused = sign_in(&anybody, "marie", CUSTOMER_PASSWORD).await;
    assert_eq!((refused.status, refused.location()), (302, "/me/login"));
    let page = anybody.follow(&refused).await;
    assert_eq!(page.status, 200, "{page:?}");
    let words = texts(Locale::En);
    assert!(says(&page, words.own_account.wrong_credentials), "{page:?}");
    assert!(page.text.contains("value=\"marie\""), "{page:?}");
    assert!(!page.text.contains(CUSTOMER_PASSWORD), "{page:?}");
    let fields = [("login", "paul"), ("password", FTP_PASSWORD)];
    let refused = anybody.call("sign_in", &fields).await;
    assert_eq!(problem(&refused), AppError::WrongCredentials);
}

#[tokio::test]
async fn an_account_sees_and_ends_its_own_sessions_only() {
    let (panel, _) = panel().await;
    let paul = panel.own_account("paul").await;
    let (mut own, reply) = FtpSession::sign_in(&panel, "paul", FTP_PASSWORD).await;
    assert_eq!(reply, "230");
    let (mut of_example, reply) = FtpSession::sign_in(&panel, "example", FTP_PASSWORD).await;
    assert_eq!(reply, "230");
    let example = panel.own_account("example").await;
    let others = view(&example).await.sessions[0].id.0.to_string();
    let sessions = view(&paul).await.sessions;
    assert_eq!(sessions.len(), 1, "{sessions:?}");
    let id = sessions[0].id.0.to_string();
    let page = paul.open("/me").await;
    assert!(
        page.text
            .contains(&format!("name=\"session\" value=\"{id}\"")),
        "{page:?}"
    );

    let refused = paul
        .call("own_account_end_session", &[("session", others.as_str())])
        .await;
    assert_eq!(problem(&refused), AppError::SessionOver);
    assert_eq!(of_example.send("NOOP").await, "200");
    let fields = [("session", id.as_str())];
    let ended = paul.submit("/me", "own_account_end_session", &fields).await;
    assert_eq!((ended.status, ended.location()), (302, "/me?done=session"));
    let page = paul.follow(&ended).await;
    let words = texts(Locale::En);
    assert!(says(&page, words.own_account.session_was_ended), "{page:?}");
    let reply = own.send("NOOP").await;
    assert!(["", "421"].contains(&reply.as_str()), "{reply}");
    // The server forgets it a moment after it has told the client.
    drop(own);
    let (everybody, sessions) = (Actor::CommandLine, &panel.services.ftp_sessions);
    while sessions.list(&everybody, None).await.expect("a list").len() > 1 {
        tokio::task::yield_now().await;
    }
    assert!(view(&paul).await.sessions.is_empty());
}

#[tokio::test]
async fn another_password_holds_at_once_over_ftp_and_ends_what_is_open() {
    let (panel, marie) = panel().await;
    let mut paul = panel.own_account("paul").await;
    let elsewhere = panel.own_account("paul").await;
    let (mut session, reply) = FtpSession::sign_in(&panel, "paul", FTP_PASSWORD).await;
    assert_eq!(reply, "230");
    let link = panel.one_time_link("example.com", "paul").await;
    let page = "/me/password";
    let function = "own_account_change_password";
    let fields = |current, new| {
        [
            ("current_password", current),
            ("password", new),
            ("again", new),
        ]
    };
    let words = texts(Locale::En);
    let refused = paul
        .submit(page, function, &fields("not this one", PASSWORD))
        .await;
    assert_eq!(refused.location(), page, "{refused:?}");
    let form = paul.follow(&refused).await;
    let wrong = (words.field_error)(FieldError::WrongPassword);
    assert!(says(&form, &wrong), "{form:?}");
    for secret in ["not this one", PASSWORD] {
        assert!(!form.text.contains(secret), "{form:?}");
    }
    let refused = paul.call(function, &fields(FTP_PASSWORD, "short")).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(matches!(
        problem(&refused),
        AppError::Invalid(fields) if fields[0].field == Field::Password
    ));

    let changed = paul
        .submit(page, function, &fields(FTP_PASSWORD, PASSWORD))
        .await;
    assert_eq!(changed.location(), "/me?done=password", "{changed:?}");
    let before = paul.cookie("berth-me").to_owned();
    paul.keep_cookies(&changed);
    assert_ne!(paul.cookie("berth-me"), before);
    let after = paul.open(changed.location()).await;
    assert!(
        says(&after, words.own_account.password_was_changed),
        "{after:?}"
    );
    assert_eq!(elsewhere.open("/me").await.location(), "/me/login");
    let ended = session.reply().await;
    assert!(["", "421"].contains(&ended.as_str()), "{ended}");
    for (password, expected) in [(FTP_PASSWORD, "530"), (PASSWORD, "230")] {
        let (_, reply) = FtpSession::sign_in(&panel, "paul", password).await;
        assert_eq!(reply, expected);
    }
    let link = panel.browser().open(&format!("/set-password/{link}")).await;
    assert_eq!(link.status, 404);
    let history = marie
        .open("/subscriptions/example.com/ftp/paul/history")
        .await;
    assert!(says(&history, words.own_account.by_account), "{history:?}");

    let signed_out = paul.submit("/me", "own_account_sign_out", &[]).await;
    assert_eq!(signed_out.location(), "/me/login");
    assert_eq!(signed_out.header("clear-site-data"), "\"cache\"");
    assert!(
        signed_out.set_cookies()[0].contains("Max-Age=0"),
        "{signed_out:?}"
    );
    assert_eq!(paul.open("/me").await.location(), "/me/login");
}

#[tokio::test]
async fn the_owner_switches_the_page_off_and_the_recipient_learns_where_it_is() {
    let (panel, marie) = panel().await;
    let paul = panel.own_account("paul").await;
    let words = texts(Locale::En);
    let address = format!("{}/me", panel.address);
    let connect = "/subscriptions/example.com/ftp/paul/connect";
    let shows_address = async |browser: &Browser, path: &str| {
        let page = browser.open(path).await;
        assert_eq!(page.status, 200, "{page:?}");
        says(&page, words.own_account.address) && says(&page, &format!(">{address}<"))
    };
    let set_by_link = async |password: &str| {
        let link = panel.one_time_link("example.com", "paul").await;
        let fields = [
            ("token", &*link),
            ("password", password),
            ("again", password),
        ];
        let mut recipient = panel.browser();
        let set = recipient.submit_privately("set_password", &fields).await;
        assert_eq!(set.location(), "/password-set", "{set:?}");
        recipient.keep_cookies(&set);
        recipient
    };
    assert!(shows_address(&marie, connect).await);
    let recipient = set_by_link(PASSWORD).await;
    assert!(shows_address(&recipient, "/password-set").await);
    let page = marie.open(DEFAULTS).await;
    assert!(says(&page, words.own_account.is_on), "{page:?}");
    let again = sign_in(&paul, "paul", PASSWORD).await;
    assert_eq!(again.location(), "/me");

    let fields = [("domain", "example.com"), ("on", "false")];
    let off = marie.submit(DEFAULTS, "switch_own_page", &fields).await;
    assert_eq!(off.status, 302, "{off:?}");
    let page = marie.follow(&off).await;
    assert!(says(&page, words.own_account.is_off), "{page:?}");
    let mut paul = panel.browser();
    paul.keep_cookies(&again);
    assert_eq!(paul.open("/me").await.location(), "/me/login");
    let refused = sign_in(&paul, "paul", PASSWORD).await;
    let page = paul.follow(&refused).await;
    assert!(says(&page, words.own_account.wrong_credentials), "{page:?}");
    assert!(!shows_address(&marie, connect).await);
    let recipient = set_by_link("prairie-Mica-52-treuil").await;
    assert!(!shows_address(&recipient, "/password-set").await);
    panel.own_account("bob").await;
}

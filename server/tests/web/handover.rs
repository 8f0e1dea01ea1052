//! Handing an account over in a browser: « Connexion », its files, and one-time links.

use app::api::ftp_accounts::FtpAccountsScreen;
use app::i18n::texts;
use model::{AppError, Field, FieldError, Locale, PasswordError};

use crate::support::{
    Answer, Browser, CUSTOMER_PASSWORD, FTP_PASSWORD, FtpSession, Panel, problem, says,
};

const PASSWORD: &str = "lande-Basalte-44-quai";

/// A panel with `example.com`, and its administrator's browser, which speaks French.
async fn example() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    (panel, browser)
}

const FIELDS: [(&str, &str); 4] = [
    ("domain", "example.com"),
    ("name", "paul"),
    ("home_directory", "/httpdocs"),
    ("password", PASSWORD),
];
const ADD: &str = "/subscriptions/example.com/ftp/new";
const CONNECT: &str = "/subscriptions/example.com/ftp/paul/connect";

/// Adds an account for whose password a link is made; answers with the page that shows it.
async fn link_page(browser: &Browser) -> Answer {
    let fields = [&FIELDS[..3], &[("link_hours", "72")]].concat();
    let fields = [&fields[..], &[("password", "")]].concat();
    let added = browser.submit(ADD, "add_ftp_account", &fields).await;
    assert_eq!(added.status, 302, "{added:?}");
    assert_eq!(added.location(), "/subscriptions/example.com/ftp/paul/link");
    browser.follow(&added).await
}

/// The path of the link that a page shows.
fn shown_link(panel: &Panel, page: &Answer) -> String {
    let start = format!("value=\"{}/set-password/", panel.address);
    let after = page.text.split(&start).nth(1);
    let token = after.and_then(|rest| rest.split('"').next());
    format!("/set-password/{}", token.expect("a link"))
}

/// Sends the form of a link's page without scripts.
async fn set(browser: &Browser, link: &str, password: &str, again: &str) -> Answer {
    let fields = [
        ("token", token(link)),
        ("password", password),
        ("again", again),
    ];
    browser.submit_privately("set_password", &fields).await
}

/// As [`set`], of what is refused: the browser is sent back to the link's page, which says why.
async fn refused(browser: &Browser, link: &str, password: &str, again: &str) -> Answer {
    let answer = set(browser, link, password, again).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert_eq!(answer.location(), link, "{answer:?}");
    browser.follow(&answer).await
}

/// The same by scripts, which learn why from the answer itself.
async fn refused_by_scripts(browser: &Browser, link: &str, password: &str, again: &str) -> Answer {
    let fields = [
        ("token", token(link)),
        ("password", password),
        ("again", again),
    ];
    let answer = browser.call("set_password", &fields).await;
    assert!(!answer.text.contains(token(link)), "{answer:?}");
    assert!(!answer.headers.contains_key("location"), "{answer:?}");
    answer
}

fn token(link: &str) -> &str {
    link.trim_start_matches("/set-password/")
}

#[tokio::test]
async fn the_receipt_and_the_page_of_an_account_tell_how_to_connect() {
    let (panel, browser) = example().await;
    let added = browser.submit(ADD, "add_ftp_account", &FIELDS).await;
    let receipt = browser.follow(&added).await;
    let port = panel.ftp.port().to_string();
    let fr = texts(Locale::Fr);
    for text in [
        fr.connection.host,
        "127.0.0.1",
        fr.connection.port,
        &port,
        fr.connection.explicit_tls,
        fr.connection.plaintext,
        fr.connection.fingerprint,
        &format!("href=\"{CONNECT}\""),
    ] {
        assert!(says(&receipt, text), "{text}: {receipt:?}");
    }
    assert!(!receipt.text.contains(PASSWORD));

    let done = added.location().split("done=").nth(1).expect("a key");
    let asked = [("domain", "example.com"), ("page", "1"), ("done", done)];
    let answer = browser.read("ftp_accounts_page", &asked).await;
    let screen: FtpAccountsScreen = serde_json::from_str(&answer.text).expect("a screen");
    let connect = screen.connect.expect("how to connect");
    assert_eq!(connect.domain.as_str(), "example.com");
    assert_eq!(connect.connection.account.as_str(), "paul");
    assert_eq!(connect.connection.port, panel.ftp.port());

    let page = browser.open(CONNECT).await;
    assert_eq!(page.status, 200);
    let curl = format!(" --user 'paul' 'ftp://127.0.0.1:{port}/'");
    let winscp = format!("winscp-ftpes://paul@127.0.0.1:{port}/");
    for text in [
        curl.as_str(),
        &winscp,
        fr.connection.compare_fingerprint,
        fr.connection.rclone_compares_nothing,
        fr.one_time_link.no_link,
        fr.common.copy,
        fr.connection.print,
    ] {
        assert!(says(&page, text), "{text}: {page:?}");
    }
    assert!(!page.text.contains(PASSWORD));
    let account = browser.open("/subscriptions/example.com/ftp/paul").await;
    assert!(account.text.contains(&format!("href=\"{CONNECT}\"")));
}

#[tokio::test]
async fn files_are_sent_to_whoever_sees_the_account() {
    let (panel, browser) = example().await;
    browser.submit(ADD, "add_ftp_account", &FIELDS).await;
    for (file, content_type, name, part) in [
        (
            "filezilla.xml",
            "application/xml; charset=utf-8",
            "filezilla-paul.xml",
            "<User>paul</User>",
        ),
        (
            "cyberduck.duck",
            "application/octet-stream",
            "paul.duck",
            "<string>ftps</string>",
        ),
        (
            "winscp.ini",
            "text/plain; charset=utf-8",
            "winscp-paul.ini",
            "HostName=127.0.0.1\r\n",
        ),
    ] {
        let sent = browser.open(&format!("{CONNECT}/{file}")).await;
        assert_eq!(sent.status, 200, "{sent:?}");
        assert_eq!(sent.header("content-type"), content_type);
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(sent.header("content-disposition"), disposition);
        assert_eq!(sent.header("cache-control"), "no-store");
        assert!(sent.text.contains(part), "{sent:?}");
        assert!(!sent.text.contains(PASSWORD));
    }
    let anonymous = panel.browser().open(&format!("{CONNECT}/winscp.ini")).await;
    assert_eq!(anonymous.status, 401);
    assert_eq!(
        browser.open(&format!("{CONNECT}/other.zip")).await.status,
        404
    );
}

#[tokio::test]
async fn another_s_account_is_not_handed_over() {
    let (panel, _) = example().await;
    panel.add_customer("bob").await;
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    for domain in ["example.com", "nil.example"] {
        let page = format!("/subscriptions/{domain}/ftp/example");
        for path in ["connect", "connect/filezilla.xml", "link"] {
            let answer = bob.open(&format!("{page}/{path}")).await;
            assert_eq!(answer.status, 404, "{domain} {path}");
        }
        let fields = [("domain", domain), ("account", "example"), ("hours", "1")];
        let made = bob.call("make_one_time_link", &fields).await;
        assert_eq!(made.status, 404, "{made:?}");
        assert!(made.set_cookies().is_empty());
        let revoked = bob.call("revoke_one_time_link", &fields[..2]).await;
        assert_eq!(revoked.status, 404, "{revoked:?}");
    }
}

#[tokio::test]
async fn a_receiver_sets_the_password_by_a_link_that_works_once() {
    let (panel, browser) = example().await;
    let page = link_page(&browser).await;
    assert_eq!(page.status, 200);
    let forgets = page.set_cookies();
    assert!(forgets[0].contains("Max-Age=0"), "{forgets:?}");
    let link = shown_link(&panel, &page);
    let again = browser
        .open("/subscriptions/example.com/ftp/paul/link")
        .await;
    let fr = texts(Locale::Fr);
    assert!(!again.text.contains(&link), "shown once");
    assert!(says(&again, fr.one_time_link.was_shown));
    let connect = browser.open(CONNECT).await;
    for text in [
        fr.one_time_link.waits_for_password,
        fr.one_time_link.revoke_link,
    ] {
        assert!(says(&connect, text), "{connect:?}");
    }
    assert!(says(&connect, "créé par admin"));
    let (_, reply) = FtpSession::sign_in(&panel, "paul", PASSWORD).await;
    assert_eq!(reply, "530");

    // The recipient has no session, and opens the link as often as they like.
    let mut recipient = panel.browser();
    recipient.headers = vec![("accept-language", "fr".to_owned())];
    for _ in 0..2 {
        let page = recipient.open(&link).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("x-robots-tag"), "noindex");
        assert!(page.text.contains("content=\"noindex\""), "{page:?}");
        assert!(says(&page, &(fr.set_password.intro)("paul")), "{page:?}");
        assert!(says(&page, "127.0.0.1"));
    }
    let guessable = FieldError::Password(PasswordError::Guessable);
    for (again, field, error) in [
        (
            "other",
            Field::RepeatedPassword,
            FieldError::PasswordsDiffer,
        ),
        ("password1234", Field::Password, guessable),
    ] {
        let page = refused(&recipient, &link, "password1234", again).await;
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert!(says(&page, &(fr.field_error)(error)), "{page:?}");
        assert!(!page.text.contains("password1234"));
        let answer = refused_by_scripts(&recipient, &link, "password1234", again).await;
        assert_eq!(answer.status, 422);
        assert_eq!(problem(&answer), AppError::at(field, error));
        assert!(!answer.text.contains("password1234"));
    }

    let answer = set(&recipient, &link, PASSWORD, PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (302, "/password-set"));
    let done = recipient.follow(&answer).await;
    assert_eq!(done.status, 200);
    assert!(
        says(&done, &(fr.set_password.password_was_set_of)("paul")),
        "{done:?}"
    );
    assert!(says(&done, "open -u paul ftp:"), "{done:?}");
    let (_, reply) = FtpSession::sign_in(&panel, "paul", PASSWORD).await;
    assert_eq!(reply, "230");

    // Used or wrong: the same page.
    let used = recipient.open(&link).await;
    let wrong = recipient.open("/set-password/x").await;
    assert_eq!((used.status, wrong.status), (404, 404));
    assert_eq!(
        without_nonces(&used).replace(token(&link), ""),
        without_nonces(&wrong).replace("/set-password/x", "/set-password/")
    );
    assert!(says(&used, fr.set_password.link_does_not_work_why));
    let again = refused_by_scripts(&recipient, &link, FTP_PASSWORD, FTP_PASSWORD).await;
    assert_eq!(again.status, 404);
    let again = refused(&recipient, &link, FTP_PASSWORD, FTP_PASSWORD).await;
    assert_eq!(again.status, 404);
    assert!(
        says(&again, fr.set_password.link_does_not_work_why),
        "{again:?}"
    );
    assert_eq!(recipient.open("/password-set").await.status, 404);
}

/// Opens a page as another site's page or a browser by itself makes it be opened.
async fn open_with(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = browser.get(path).header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request).await
}

const FROM_THE_SAME_DOMAIN: (&str, &str) = ("sec-fetch-site", "same-site");
const LINK: [(&str, &str); 2] = [
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

#[tokio::test]
async fn a_link_that_was_made_is_used_up_by_nobody_but_the_person() {
    let (panel, browser) = example().await;
    let fields = [&FIELDS[..3], &[("link_hours", "72"), ("password", "")]].concat();
    let added = browser.submit(ADD, "add_ftp_account", &fields).await;
    let waiting = added.set_cookies();
    let waiting = waiting.first().expect("a cookie");
    assert!(waiting.contains("; SameSite=Strict;"), "{waiting}");
    let mut holder = panel.browser();
    let pair = waiting.split(';').next().expect("a pair");
    holder.cookies = format!("{}; {pair}", browser.cookies);
    let page = added.location();
    let image = [("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")];
    for (headers, status) in [
        ([&[FROM_THE_SAME_DOMAIN][..], &image].concat(), 403),
        ([&[FROM_THE_SAME_DOMAIN][..], &LINK].concat(), 200),
        (vec![("sec-purpose", "prefetch")], 403),
        (vec![("sec-purpose", "prefetch;prerender")], 403),
    ] {
        let answer = open_with(&holder, page, &headers).await;
        assert_eq!(answer.status, status, "{headers:?}: {answer:?}");
        assert!(answer.set_cookies().is_empty(), "{headers:?}: {answer:?}");
        assert!(
            !answer.text.contains("/set-password/"),
            "{headers:?}: {answer:?}"
        );
    }
    let shown = open_with(
        &holder,
        page,
        &[("sec-fetch-site", "same-origin"), LINK[0], LINK[1]],
    )
    .await;
    let link = shown_link(&panel, &shown);
    assert!(shown.set_cookies()[0].contains("Max-Age=0"), "{shown:?}");
    assert_eq!(panel.browser().open(&link).await.status, 200);
}

/// A page of another site has its visitors' browsers open wrong links, and a mail program opens the
/// right one to see what it is.
#[tokio::test]
async fn a_receiver_s_link_works_whatever_their_browser_was_made_to_open() {
    let (panel, browser) = example().await;
    let page = link_page(&browser).await;
    let link = shown_link(&panel, &page);
    let recipient = panel.browser();
    let elsewhere = ("sec-fetch-site", "cross-site");
    for number in 0..40 {
        let wrong = format!("/set-password/wrong-{number}");
        for (headers, status) in [
            (
                vec![
                    elsewhere,
                    ("sec-fetch-mode", "no-cors"),
                    ("sec-fetch-dest", "image"),
                ],
                403,
            ),
            (vec![elsewhere, LINK[0], LINK[1]], 0),
        ] {
            let answer = open_with(&recipient, &wrong, &headers).await;
            let expected = [status, 404, 429];
            let expected = if status == 0 {
                &expected[1..]
            } else {
                &expected[..1]
            };
            assert!(expected.contains(&answer.status), "{headers:?}: {answer:?}");
        }
    }
    let preview = recipient.send(recipient.get(&link)).await;
    assert_eq!(preview.status, 200);
    let from_mail = open_with(&recipient, &link, &[elsewhere, LINK[0], LINK[1]]).await;
    assert_eq!(from_mail.status, 200, "{from_mail:?}");
    let answer = set(&recipient, &link, PASSWORD, PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (302, "/password-set"));
}

/// A page without what differs each time.
fn without_nonces(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap_or_default();
    page.text
        .replace(nonce.split('\'').next().unwrap_or_default(), "")
}

#[tokio::test]
async fn another_password_by_a_link_ends_open_sessions_and_a_revoked_link_sets_none() {
    let (panel, browser) = example().await;
    browser.submit(ADD, "add_ftp_account", &FIELDS).await;
    let (mut session, reply) = FtpSession::sign_in(&panel, "paul", PASSWORD).await;
    assert_eq!(reply, "230");
    let fields = [
        ("domain", "example.com"),
        ("account", "paul"),
        ("hours", "1"),
    ];
    let mut links = Vec::new();
    for _ in 0..3 {
        let made = browser.submit(CONNECT, "make_one_time_link", &fields).await;
        assert_eq!(made.status, 302, "{made:?}");
        let page = browser.follow(&made).await;
        links.push(shown_link(&panel, &page));
        if links.len() == 2 {
            let revoked = browser
                .submit(CONNECT, "revoke_one_time_link", &fields[..2])
                .await;
            assert_eq!(revoked.location(), CONNECT);
        }
    }
    let recipient = panel.browser();
    for link in &links[..2] {
        assert_eq!(recipient.open(link).await.status, 404);
        let answer = refused(&recipient, link, FTP_PASSWORD, FTP_PASSWORD).await;
        assert_eq!(answer.status, 404);
    }
    assert_eq!(session.send("NOOP").await, "200");
    let answer = set(&recipient, &links[2], FTP_PASSWORD, FTP_PASSWORD).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert_eq!(answer.location(), "/password-set");
    let ended = session.reply().await;
    assert!(["", "421"].contains(&ended.as_str()), "{ended}");
    let (_, reply) = FtpSession::sign_in(&panel, "paul", FTP_PASSWORD).await;
    assert_eq!(reply, "230");
}

#[tokio::test]
async fn a_choice_that_cannot_be_is_told_with_what_was_typed() {
    let (_panel, browser) = example().await;
    let fields = [&FIELDS[..], &[("link_hours", "9999")]].concat();
    let refused = browser.submit(ADD, "add_ftp_account", &fields).await;
    assert_eq!(refused.location(), ADD, "{refused:?}");
    let page = browser.follow(&refused).await;
    assert!(page.text.contains("value=\"paul\""), "{page:?}");
    assert!(says(&page, "336"), "{page:?}");
}

//! « Accès FTP » as browsers see it: the list, its forms without scripts, its table for programs.

use app::i18n::texts;
use model::{Actor, AppError, Field, FtpAccountSettings, Locale, NewFtpAccount, Password};

use crate::support::{CUSTOMER_PASSWORD, FTP_PASSWORD, Panel, markup, says};

const LIST: &str = "/subscriptions/example.com/ftp";

/// A panel with some accounts, one of which somebody made to break the page.
async fn panel() -> Panel {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_customer("bob").await;
    panel.add_subscription("example.com", "alice").await;
    for (name, note) in [
        ("marie", "=HYPERLINK(\"http://evil.example\"),x"),
        ("paul", "<script>alert(1)</script>\" onmouseover='x'"),
        ("zoe", ""),
    ] {
        let mut settings = FtpAccountSettings::default();
        settings.set(Field::Note, note).expect("a note");
        let new = NewFtpAccount {
            name: name.parse().expect("a name"),
            home_directory: format!("/{name}").parse().expect("a home"),
            password: Password::parse(FTP_PASSWORD, name).expect("a password"),
            settings,
        };
        let domain = "example.com".parse().expect("a domain");
        panel
            .services
            .ftp_accounts
            .add(&Actor::CommandLine, &domain, new)
            .await
            .expect("an account");
    }
    panel
}

#[tokio::test]
async fn what_was_typed_never_becomes_markup() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let page = browser
        .open(&format!(
            "{LIST}?q=%22%3E%3Cscript%3E+paul&chosen=%3Cb%3E&ask=remove"
        ))
        .await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<script>alert"), "{page:?}");
    assert!(!page.text.contains("\"><script> paul"), "{page:?}");
    assert!(!page.text.contains("<b>"), "{page:?}");
    // A quotation mark is a letter like any other in text, and ends what stands in an attribute.
    let page = browser.open(&format!("{LIST}?columns=note,name")).await;
    assert!(!page.text.contains("<script>alert"), "{page:?}");
    assert!(
        markup(&page).contains(">&lt;script&gt;alert(1)&lt;/script&gt;\" onmouseover='x'</"),
        "{page:?}"
    );
    let page = browser
        .open(&format!(
            "{LIST}?q=%22+onfocus%3D%22x&chosen=%22+x&ask=remove"
        ))
        .await;
    assert!(
        page.text.contains("value=\"&quot; onfocus=&quot;x\""),
        "{page:?}"
    );
    // What is no account's name is not even asked about.
    assert!(!page.text.contains("<dialog open"), "{page:?}");
}

#[tokio::test]
async fn a_list_is_searched_sorted_and_paged_by_its_address_alone() {
    let panel = panel().await;
    let mut browser = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    let fr = texts(Locale::Fr);
    let page = browser
        .open(&format!(
            "{LIST}?q=MAR&sort=-home&columns=name,state,expires,permission,note,changed"
        ))
        .await;
    assert!(says(&page, &(fr.ftp_access.found)(1, 4)), "{page:?}");
    for heading in [
        fr.field(Field::State),
        fr.field(Field::Expiry),
        fr.ftp_access.last_changed,
    ] {
        assert!(
            markup(&page).contains(&format!("\">{heading}</a></th>")),
            "{heading}: {page:?}"
        );
    }
    assert!(!page.text.contains("zoe"), "{page:?}");
    assert!(
        !page.text.contains("aria-sort"),
        "home is not shown: {page:?}"
    );
    assert!(
        page.text.contains("name=\"sort\" value=\"-home\""),
        "the form keeps it: {page:?}"
    );
    let page = browser.open(&format!("{LIST}?sort=-home")).await;
    assert!(page.text.contains("aria-sort=\"descending\""), "{page:?}");
    let none = browser.open(&format!("{LIST}?q=nobody")).await;
    assert!(says(&none, fr.ftp_access.none_found), "{none:?}");
}

/// What is confirmed is what is done, whatever an address asks for.
#[tokio::test]
async fn one_value_is_one_account() {
    let panel = panel().await;
    let browser = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    for chosen in [
        "chosen=marie%0Azoe",
        "chosen=marie%0D%0Azoe",
        "chosen=marie&chosen=zoe%0Aexample",
        "chosen=marie%2Czoe",
        "chosen=%0A",
        "chosen=",
    ] {
        let page = browser.open(&format!("{LIST}?{chosen}&ask=remove")).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("<dialog open"), "{chosen}: {page:?}");
        assert!(
            !page.text.contains("name=\"names[]\""),
            "{chosen}: {page:?}"
        );
    }
    let page = browser
        .open(&format!(
            "{LIST}?chosen=marie&chosen=zoe&chosen=marie&ask=remove"
        ))
        .await;
    let shown = markup(&page);
    assert!(
        shown.contains("<li>marie</li><li>zoe</li></ul>"),
        "{page:?}"
    );
    for name in ["marie", "zoe"] {
        let sent = format!("<input type=\"hidden\" name=\"names[]\" value=\"{name}\">");
        assert_eq!(shown.matches(&sent).count(), 1, "{name}: {page:?}");
    }

    for names in ["marie\nzoe", "marie\r\nzoe", "marie,zoe"] {
        for key in ["names", "names[]"] {
            let fields = [("domain", "example.com"), (key, names)];
            let answer = browser.call("remove_ftp_accounts", &fields).await;
            assert_eq!(answer.status, 404, "{key} {names:?}: {answer:?}");
        }
    }
    let page = browser.open(LIST).await;
    for name in ["marie", "zoe"] {
        assert!(says(&page, &format!("{LIST}/{name}")), "{page:?}");
    }
}

#[tokio::test]
async fn without_scripts_the_page_asks_before_anything_is_done() {
    let panel = panel().await;
    let mut browser = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    browser.headers = vec![("accept-language", "en".to_owned())];
    let en = texts(Locale::En);
    let asked = format!("{LIST}?sort=-name&chosen=marie&chosen=zoe&ask=disable");
    let page = browser.open(&asked).await;
    for part in [
        "<dialog open",
        "<li>marie</li><li>zoe</li>",
        "value=\"disable\"",
        "action=\"/api/change_ftp_accounts\"",
    ] {
        assert!(markup(&page).contains(part), "{part}: {page:?}");
    }
    let listing = "sort=-name";
    let fields = [
        ("domain", "example.com"),
        ("names[]", "marie"),
        ("names[]", "zoe"),
        ("listing", listing),
        ("action", "disable"),
    ];
    let answer = browser.submit(&asked, "change_ftp_accounts", &fields).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert!(
        answer
            .location()
            .starts_with(&format!("{LIST}?sort=-name&done=")),
        "{answer:?}"
    );
    let page = browser.follow(&answer).await;
    assert!(
        says(
            &page,
            &(en.receipt.accounts_were_changed)(2, "State: Disabled")
        ),
        "{page:?}"
    );
    let answer = browser.submit(&asked, "change_ftp_accounts", &fields).await;
    let page = browser.follow(&answer).await;
    assert!(
        says(&page, &(en.error)(&AppError::NothingToChange)),
        "{page:?}"
    );

    let page = browser.open(&format!("{LIST}?chosen=zoe&ask=expire")).await;
    assert!(page.text.contains("name=\"settings[expires]\""), "{page:?}");
    let fields = [
        ("domain", "example.com"),
        ("names", "zoe"),
        ("action", "expire"),
        ("settings[expires]", "2100-02-30"),
    ];
    let answer = browser.submit(LIST, "change_ftp_accounts", &fields).await;
    let page = browser.follow(&answer).await;
    assert!(says(&page, en.field(Field::Expiry)), "{page:?}");

    let nothing = browser.open(&format!("{LIST}?ask=remove")).await;
    assert!(
        says(&nothing, &(en.error)(&AppError::NothingChosen)),
        "{nothing:?}"
    );
    assert!(!nothing.text.contains("<dialog open"), "{nothing:?}");
    let page = browser
        .open(&format!("{LIST}?q=zoe&all=1&ask=remove"))
        .await;
    assert!(says(&page, &(en.ftp_access.all_found)(1)), "{page:?}");
    let fields = [
        ("domain", "example.com"),
        ("all", "true"),
        ("listing", "q=zoe"),
    ];
    let answer = browser.submit(LIST, "remove_ftp_accounts", &fields).await;
    assert!(
        answer
            .location()
            .starts_with(&format!("{LIST}?q=zoe&done=")),
        "{answer:?}"
    );
    let page = browser.follow(&answer).await;
    assert!(
        says(&page, &(en.receipt.accounts_were_removed)(&["zoe"])),
        "{page:?}"
    );
    let page = browser.open(LIST).await;
    assert!(
        page.text.contains("marie") && !page.text.contains("zoe"),
        "{page:?}"
    );
}

#[tokio::test]
async fn a_removal_is_taken_back_by_whoever_did_it() {
    let panel = panel().await;
    let mut alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    alice.headers = vec![("accept-language", "en".to_owned())];
    let en = texts(Locale::En);
    let fields = [
        ("domain", "example.com"),
        ("all", "true"),
        ("listing", "q=zoe"),
    ];
    let answer = alice.submit(LIST, "remove_ftp_accounts", &fields).await;
    let done = answer.location().split_once("done=").expect("a receipt").1;
    let page = alice.follow(&answer).await;
    for part in [
        "action=\"/api/undo_removal\"",
        &format!("name=\"removal\" value=\"{done}\""),
        en.ftp_access.undo_removal,
    ] {
        assert!(page.text.contains(part), "{part}: {page:?}");
    }
    let undo = [
        ("domain", "example.com"),
        ("removal", done),
        ("listing", "q=zoe"),
    ];

    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    let administrator = panel.administrator().await;
    for other in [bob, administrator] {
        let answer = other.call("undo_removal", &undo).await;
        assert_eq!(answer.status, 404, "{answer:?}");
    }

    let answer = alice.submit(LIST, "undo_removal", &undo).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert!(
        answer
            .location()
            .starts_with(&format!("{LIST}?q=zoe&done=")),
        "{answer:?}"
    );
    let page = alice.follow(&answer).await;
    assert!(
        says(&page, &(en.trash.accounts_were_restored)(&["zoe"])),
        "{page:?}"
    );
    assert!(says(&page, &(en.ftp_access.found)(1, 4)), "{page:?}");
    // Once, and nothing but a removal.
    let restoring = answer.location().split_once("done=").expect("a receipt").1;
    for removal in [done, restoring, "0123456789abcdef", "../trash"] {
        let undo = [("domain", "example.com"), ("removal", removal)];
        let answer = alice.call("undo_removal", &undo).await;
        assert_eq!(answer.status, 404, "{removal}: {answer:?}");
    }
}

#[tokio::test]
async fn a_way_back_leads_to_the_list_only() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let fields = [
        ("domain", "example.com"),
        ("names", "zoe"),
        ("listing", "//evil.example/?q=a%0d%0aset-cookie:x&\r\nx: y"),
    ];
    let answer = browser.submit(LIST, "remove_ftp_accounts", &fields).await;
    assert!(
        answer.location().starts_with(&format!("{LIST}?")),
        "{answer:?}"
    );
    assert!(!answer.location().contains("evil"), "{answer:?}");
}

#[tokio::test]
async fn what_is_found_is_a_table_for_programs() {
    let panel = panel().await;
    let mut alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    alice.headers = vec![("accept-language", "fr".to_owned())];
    let answer = alice
        .open(&format!("{LIST}.csv?sort=-name&size=25&q="))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(
        answer
            .header("content-type")
            .starts_with("text/csv; charset=utf-8")
    );
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"ftp-accounts-example.com.csv\""
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = answer.text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(
        lines[0].starts_with("Nom du compte FTP,Compte principal,Répertoire principal,État,"),
        "{text}"
    );
    let names: Vec<&str> = lines[1..]
        .iter()
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(names, ["example", "zoe", "paul", "marie"]);
    assert!(
        lines[1].starts_with("example,1,/,Activé,Lecture et écriture,,,,,,,"),
        "{text}"
    );
    assert!(
        lines[4].ends_with(",\"'=HYPERLINK(\"\"http://evil.example\"\"),x\""),
        "{text}"
    );
    let found = alice.open(&format!("{LIST}.csv?q=zoe")).await;
    assert_eq!(found.text.lines().count(), 2, "{found:?}");

    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    assert_eq!(bob.open(&format!("{LIST}.csv")).await.status, 404);
    assert_eq!(bob.open("/subscriptions/no.such/ftp.csv").await.status, 404);
    assert_eq!(
        panel.browser().open(&format!("{LIST}.csv")).await.status,
        401
    );
}

//! The pages of panel users, as a browser shows them that runs no scripts.

use app::i18n::texts;
use model::{
    AppError, EditedSettings, FieldError, Locale, PanelUserReceipt, PasswordError, ResellerLimit,
    Role,
};

use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, problem, says};

const PASSWORD: &str = "lande-Basalte-44-quai";

/// What the form that adds somebody sends.
fn somebody<'a>(login: &'a str, role: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("login", login),
        ("display_name", ""),
        ("role", role),
        ("user_state", "enabled"),
        ("link_hours", "72"),
    ]
}

/// The path of the link that a page shows.
fn shown_link(panel: &Panel, page: &Answer) -> String {
    let start = format!("value=\"{}/choose-password/", panel.address);
    let after = page.text.split(&start).nth(1);
    let token = after.and_then(|rest| rest.split('"').next());
    format!("/choose-password/{}", token.expect("a link"))
}

fn token(link: &str) -> &str {
    link.trim_start_matches("/choose-password/")
}

/// Sends the form of a link's page without scripts.
async fn choose(browser: &Browser, link: &str, password: &str, again: &str) -> Answer {
    let fields = [
        ("token", token(link)),
        ("password", password),
        ("again", again),
    ];
    browser.submit_privately("choose_password", &fields).await
}

#[tokio::test]
async fn somebody_is_added_and_chooses_a_password_that_nobody_else_knows() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let (en, fr) = (texts(Locale::En), texts(Locale::Fr));
    let list = browser.open("/users").await;
    assert!(says(&list, "href=\"/new-user\""), "{list:?}");
    let page = browser.open("/new-user").await;
    assert!(says(&page, en.panel_users.add_intro), "{page:?}");
    let answer = browser
        .submit("/new-user", "add_panel_user", &somebody("a b", "king"))
        .await;
    let page = browser.follow(&answer).await;
    assert!(says(&page, "value=\"a b\""), "{page:?}");
    let answer = browser
        .submit("/new-user", "add_panel_user", &somebody("Anne", "customer"))
        .await;
    assert_eq!(answer.location(), "/users/anne/link", "{answer:?}");
    let page = browser.follow(&answer).await;
    let link = shown_link(&panel, &page);
    // It is shown once.
    let again = browser.open("/users/anne/link").await;
    assert!(says(&again, en.one_time_link.was_shown), "{again:?}");
    assert!(!again.text.contains(token(&link)));

    let mut anne = panel.browser();
    anne.headers = vec![("accept-language", "fr".to_owned())];
    for _ in 0..2 {
        let page = anne.open(&link).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("x-robots-tag"), "noindex");
        let intro = (fr.panel_users.choose_password_intro)("anne");
        assert!(says(&page, &intro), "{page:?}");
    }
    let guessable = FieldError::Password(PasswordError::Guessable);
    for (again, error) in [
        ("other", FieldError::PasswordsDiffer),
        ("password1234", guessable),
    ] {
        let answer = choose(&anne, &link, "password1234", again).await;
        assert_eq!(answer.location(), link, "{answer:?}");
        let page = anne.follow(&answer).await;
        assert!(says(&page, &(fr.field_error)(error)), "{page:?}");
        assert!(!page.text.contains("password1234"));
    }
    let answer = choose(&anne, &link, PASSWORD, PASSWORD).await;
    assert_eq!(
        (answer.status, answer.location()),
        (302, "/password-chosen")
    );
    let done = anne.follow(&answer).await;
    assert!(
        says(&done, &(fr.panel_users.password_was_set_of)("anne")),
        "{done:?}"
    );
    let used = anne.open(&link).await;
    assert_eq!(used.status, 404);
    assert!(
        says(&used, fr.set_password.link_does_not_work_why),
        "{used:?}"
    );
    assert_eq!(anne.open("/password-chosen").await.status, 404);
    panel.signed_in("anne", PASSWORD).await;
}

#[tokio::test]
async fn a_list_is_searched_by_its_address() {
    let panel = Panel::start().await;
    for number in 0..30 {
        panel.add_customer(&format!("customer{number}")).await;
    }
    panel.add_user("rex", Role::Reseller).await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let first = browser.open("/users").await;
    assert!(says(&first, &(en.panel_users.count)(32)), "{first:?}");
    assert!(says(&first, "href=\"/users?page=2\""), "{first:?}");
    assert!(says(&first, "href=\"/users/customer2\"") && !says(&first, "/users/rex\""));
    let found = browser.open("/users?q=customer1&sort=-login").await;
    assert!(says(&found, &(en.panel_users.found)(11)), "{found:?}");
    assert!(says(&found, "value=\"customer1\"") && says(&found, "aria-sort=\"descending\""));
    let resellers = browser.open("/users?role=reseller").await;
    assert!(says(&resellers, "href=\"/users/rex\"") && !says(&resellers, "/users/customer1\""));
    let without = browser.open("/users?status=without-second-factor").await;
    assert!(says(&without, &(en.panel_users.found)(32)), "{without:?}");
    let chosen = "value=\"without-second-factor\" selected";
    assert!(says(&without, chosen), "{without:?}");
    let nobody = browser.open("/users?q=nobody").await;
    assert!(says(&nobody, en.panel_users.none_found), "{nobody:?}");
}

#[tokio::test]
async fn somebody_is_changed_and_whoever_is_late_sees_what_others_changed() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let change = |version: &'static str, name: &'static str, state: &'static str| {
        [
            ("user", "alice"),
            ("version", version),
            ("login", "alice"),
            ("display_name", name),
            ("role", "customer"),
            ("user_state", state),
        ]
    };
    let page = browser.open("/users/alice").await;
    assert!(says(&page, "name=\"version\" value=\"1\""), "{page:?}");
    let first = change("1", "Alice A.", "disabled");
    let answer = browser
        .submit("/users/alice", "change_panel_user", &first)
        .await;
    assert!(
        answer.location().starts_with("/users/alice?done="),
        "{answer:?}"
    );
    let page = browser.follow(&answer).await;
    let changed = PanelUserReceipt::Changed("alice".parse().expect("a login"));
    assert!(says(&page, &(en.panel_users.receipt)(&changed)), "{page:?}");
    assert!(says(&page, "value=\"Alice A.\""), "{page:?}");
    // Signed out at once, and no oracle.
    let out = alice.open("/").await;
    assert!(out.location().starts_with("/login"), "{out:?}");
    let mut anybody = panel.browser();
    let disabled = anybody.sign_in("alice", CUSTOMER_PASSWORD).await;
    let wrong = anybody.sign_in("alice", "wrong").await;
    assert_eq!(
        (disabled.status, &disabled.text),
        (wrong.status, &wrong.text)
    );
    assert_eq!(problem(&disabled), AppError::WrongCredentials);

    let late = change("1", "Alicia", "enabled");
    let answer = browser
        .submit("/users/alice", "change_panel_user", &late)
        .await;
    let page = browser.follow(&answer).await;
    let conflict = (en.error)(&AppError::SettingsEditConflict(EditedSettings::PanelUser));
    assert!(says(&page, &conflict), "{page:?}");
    assert!(says(&page, "Alice A.") && says(&page, "Alicia"), "{page:?}");
    assert!(says(&page, "name=\"version\" value=\"2\""), "{page:?}");
}

#[tokio::test]
async fn nobody_removes_themselves_and_what_somebody_owns_goes_to_another() {
    let panel = Panel::start().await;
    for login in ["alice", "bob"] {
        panel.add_customer(login).await;
    }
    panel.add_subscription("example.com", "alice").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let own = browser.open("/users/admin/remove").await;
    assert!(says(&own, en.panel_users.remove_own), "{own:?}");
    let answer = browser
        .call("remove_panel_user", &[("user", "admin")])
        .await;
    assert_eq!(problem(&answer), AppError::OwnAccount);
    let page = browser.open("/users/alice/remove").await;
    assert!(says(&page, "example.com"), "{page:?}");
    let remove = |heir: &'static str| [("user", "alice"), ("give_to", heir)];
    let page = "/users/alice/remove";
    let answer = browser.submit(page, "remove_panel_user", &remove("")).await;
    let asked = browser.follow(&answer).await;
    let needed = (en.field_error)(FieldError::NewOwnerNeeded);
    assert!(says(&asked, &needed), "{asked:?}");
    let answer = browser
        .submit(page, "remove_panel_user", &remove("bob"))
        .await;
    let list = browser.follow(&answer).await;
    let removed = PanelUserReceipt::Removed("alice".parse().expect("a login"));
    assert!(says(&list, &(en.panel_users.receipt)(&removed)), "{list:?}");
    assert!(!says(&list, "href=\"/users/alice\""), "{list:?}");
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    assert_eq!(bob.open("/subscriptions/example.com/ftp").await.status, 200);
}

#[tokio::test]
async fn a_reseller_sees_how_much_they_may_have_and_no_roles() {
    let panel = Panel::start().await;
    panel.add_user("rex", Role::Reseller).await;
    let admin = panel.administrator().await;
    let limits = [
        ("user", "rex"),
        ("version", "1"),
        ("login", "rex"),
        ("role", "reseller"),
        ("user_state", "enabled"),
        ("max_customers", "1"),
    ];
    let answer = admin.call("change_panel_user", &limits).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let rex = panel.signed_in("rex", CUSTOMER_PASSWORD).await;
    let en = texts(Locale::En);
    let add = somebody("carl", "customer");
    let answer = rex.submit("/new-user", "add_panel_user", &add).await;
    assert_eq!(answer.location(), "/users/carl/link", "{answer:?}");
    let list = rex.open("/users").await;
    let used = (en.panel_users.used_of)(ResellerLimit::Customers, "1", Some("1"));
    assert!(says(&list, &used), "{list:?}");
    assert!(
        says(&list, "/users/carl") && !says(&list, "/users/admin"),
        "{list:?}"
    );
    assert!(!says(&list, "without-second-factor"), "{list:?}");
    let form = rex.open("/new-user").await;
    assert!(!says(&form, "name=\"role\"") && !says(&form, "name=\"max_customers\""));
    let add = somebody("dora", "customer");
    let answer = rex.submit("/new-user", "add_panel_user", &add).await;
    let page = rex.follow(&answer).await;
    let reached = AppError::ResellerLimitReached {
        limit: ResellerLimit::Customers,
        most: 1,
    };
    assert!(says(&page, &(en.error)(&reached)), "{page:?}");
    // Nobody is made an administrator by a form that has no such field.
    let forged = somebody("eve", "administrator");
    let answer = rex.call("add_panel_user", &forged).await;
    assert_eq!(problem(&answer), AppError::NotPermitted);
}

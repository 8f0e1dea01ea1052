//! Reading the audit log: what is found, who may, and whom they may know.

use model::{Actor, AppError, AuditList, AuditListing, AuditPosition, Role, TimeZone, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use services::local_time::LocalClock;

use crate::command_line::{berth, berth_with};
use crate::support::{Installation, domain, texts};

/// People and two subscriptions: `example.com` of marie, whose reseller is vera, and `other.org` of paul,
/// who is nobody's customer. Zoe is invited to look at the first, max to manage it.
async fn installation() -> Installation {
    let installation = Installation::with_example().await;
    for login in ["paul", "max", "zoe"] {
        installation.add_user(login, Role::Customer).await;
    }
    installation.add_user("vera", Role::Reseller).await;
    installation.add_user("boss", Role::Administrator).await;
    let database = installation.database().await;
    for sql in [
        "UPDATE panel_user SET reseller_id = (SELECT id FROM panel_user WHERE login = 'vera') \
         WHERE login = 'marie'",
        "INSERT INTO collaborator (subscription_id, panel_user_id, role, added_at) \
         SELECT 1, id, CASE login WHEN 'max' THEN 'manager' ELSE 'viewer' END, 0 \
         FROM panel_user WHERE login IN ('max', 'zoe')",
    ] {
        database.execute_unprepared(sql).await.unwrap();
    }
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    installation
}

impl Installation {
    async fn audit_log(&self, actor: &Actor, of: Option<&str>, query: &str) -> AuditList {
        self.services.audit.flush().await;
        let of = of.map(domain);
        let listing = AuditListing::parse(query);
        let audit = &self.services.audit;
        audit
            .list(actor, of.as_ref(), &listing, &Utc)
            .await
            .unwrap()
    }

    async fn audit_refusal(&self, actor: &Actor, of: Option<&str>) -> AppError {
        let of = of.map(domain);
        let listing = AuditListing::default();
        let audit = &self.services.audit;
        let list = audit.list(actor, of.as_ref(), &listing, &Utc).await;
        list.unwrap_err()
    }
}

/// Who did what of each row, the latest first.
fn rows(list: &AuditList) -> Vec<String> {
    let row = |entry: &model::AuditEntry| format!("{} {}", entry.actor, entry.action);
    list.entries.iter().map(row).collect()
}

/// Adds rows of a person, one each second from 1000 on.
async fn add_rows(database: &DatabaseConnection, actor: &str, count: i64) {
    let row = |number: i64| {
        format!(
            "({}, '00000000000000aa', '{actor}', 'folder.make', 'folder', '/{number}', 1, 'example.com')",
            1000 + number
        )
    };
    let values: Vec<String> = (0..count).map(row).collect();
    let sql = format!(
        "INSERT INTO audit_event (at, operation, actor, action, subject_kind, subject_name, \
         subscription_id, domain) VALUES {}",
        values.join(", ")
    );
    database.execute_unprepared(&sql).await.unwrap();
}

#[tokio::test]
async fn a_customer_sees_an_administrator_as_administrator_without_address() {
    let installation = installation().await;
    let (_, boss) = installation.sign_in("boss").await;
    let (_, marie) = installation.sign_in("marie").await;
    let (_, max) = installation.sign_in("max").await;
    let (_, paul) = installation.sign_in("paul").await;
    let example = domain("example.com");
    let webspaces = &installation.services.webspaces;
    for (actor, path) in [
        (&boss, "/by-boss"),
        (&marie, "/by-marie"),
        (&max, "/by-max"),
    ] {
        let path = crate::support::home(path);
        webspaces.make_folder(actor, &example, path).await.unwrap();
    }
    let subscriptions = &installation.services.subscriptions;
    assert!(subscriptions.view(&paul, &example).await.is_err());

    let list = installation
        .audit_log(&marie, Some("example.com"), "")
        .await;
    let seen: Vec<_> = list
        .entries
        .iter()
        .map(|entry| (entry.actor.as_str(), entry.address.is_some()))
        .collect();
    let expected = [
        (Actor::SOMEBODY, false),
        ("max", true),
        ("marie", true),
        (Actor::ADMINISTRATOR, false),
        (Actor::ADMINISTRATOR, false),
    ];
    assert_eq!(seen, expected);
    // Nor do they learn the name by looking for it.
    for hidden in ["boss", "%28command+line%29"] {
        let query = format!("person={hidden}");
        let list = installation
            .audit_log(&marie, Some("example.com"), &query)
            .await;
        assert_eq!(rows(&list), [""; 0]);
    }
    let list = installation
        .audit_log(&marie, Some("example.com"), "person=max")
        .await;
    assert_eq!(rows(&list), ["max folder.make"]);
    let list = installation.audit_log(&boss, Some("example.com"), "").await;
    let everybody = [
        "paul access.refused",
        "max folder.make",
        "marie folder.make",
        "boss folder.make",
        "(command line) subscription.add",
    ];
    assert_eq!(rows(&list), everybody);
    assert!(list.entries.iter().all(|entry| entry.is_known));
    assert!(list.entries.last().unwrap().system_user.is_some());
}

#[tokio::test]
async fn each_person_reads_what_is_theirs() {
    let installation = installation().await;
    let (_, paul) = installation.sign_in("paul").await;
    let (_, zoe) = installation.sign_in("zoe").await;
    let (_, marie) = installation.sign_in("marie").await;
    let (_, vera) = installation.sign_in("vera").await;
    let (_, boss) = installation.sign_in("boss").await;
    let example = Some("example.com");
    assert_eq!(
        installation.audit_refusal(&paul, example).await,
        AppError::NotFound
    );
    assert_eq!(
        installation.audit_refusal(&zoe, example).await,
        AppError::NotPermitted
    );
    for customer in [&paul, &marie] {
        let refusal = installation.audit_refusal(customer, None).await;
        assert_eq!(refusal, AppError::AdministratorsOnly);
    }
    let list = installation.audit_log(&vera, None, "").await;
    let seen = rows(&list);
    for theirs in [
        "marie session.sign_in",
        "marie access.refused",
        "vera session.sign_in",
    ] {
        assert!(seen.iter().any(|row| row == theirs), "{theirs}: {seen:?}");
    }
    assert!(
        !seen.iter().any(|row| row.starts_with("paul session")),
        "{seen:?}"
    );
    let list = installation
        .audit_log(&vera, None, "subscription=other.org")
        .await;
    assert_eq!(rows(&list), [""; 0]);
    let list = installation.audit_log(
        &boss,
        None,
        "subscription=other.org&action=subscription.add",
    );
    assert_eq!(rows(&list.await), ["(command line) subscription.add"]);
    let list = installation
        .audit_log(&boss, None, "person=paul&refusals=1")
        .await;
    assert_eq!(rows(&list), ["paul access.refused", "paul access.refused"]);
}

#[tokio::test]
async fn whose_sign_in_was_refused_is_found_by_their_name() {
    let installation = installation().await;
    let sessions = &installation.services.sessions;
    let former = services::FormerTokens::default();
    let origin = crate::support::origin();
    let wrong = sessions.sign_in("marie", "wrong", &origin, &former).await;
    assert_eq!(wrong.err(), Some(AppError::WrongCredentials));
    let query = "person=marie&action=session.sign_in_refused";
    let list = installation
        .audit_log(&Actor::CommandLine, None, query)
        .await;
    assert_eq!(rows(&list), ["(nobody) session.sign_in_refused"]);
    let reason = list.entries[0].detail.reason.as_deref();
    assert_eq!(reason, Some("wrong_password"));
    assert_eq!(list.entries[0].subject.as_deref(), Some("marie"));
}

#[tokio::test]
async fn pages_and_dates_leave_nothing_out_and_show_nothing_twice() {
    let installation = installation().await;
    let database = installation.database().await;
    add_rows(&database, "mass", 1203).await;
    // Many of one second, as a bulk action writes them.
    for _ in 0..3 {
        add_rows(&database, "mass", 40).await;
    }
    let all = "SELECT CAST(id AS TEXT) FROM audit_event WHERE actor = 'mass' ORDER BY at DESC, audit_event.id DESC";
    let all = texts(&database, all).await;
    let ids = |list: &AuditList| -> Vec<String> {
        let ids = list.entries.iter().map(|entry| entry.key.id.to_string());
        ids.collect()
    };
    let line = &Actor::CommandLine;
    let mut seen = Vec::new();
    let mut listing = AuditListing::parse("person=mass");
    let mut pages = Vec::new();
    loop {
        let page = installation.audit_log(line, None, &listing.query()).await;
        seen.extend(ids(&page));
        let older = page.older;
        pages.push(page);
        match older {
            Some(key) => listing.position = AuditPosition::Before(key),
            None => break,
        }
    }
    assert_eq!(seen, all);
    // And back again.
    for pair in pages.windows(2).rev() {
        let [newer, older] = pair else { continue };
        let key = older.newer.unwrap();
        listing.position = AuditPosition::After(key);
        let page = installation.audit_log(line, None, &listing.query()).await;
        assert_eq!(ids(&page), ids(newer));
    }
    let listing = AuditListing::parse("person=mass");
    let audit = &installation.services.audit;
    let mut export = audit.export(line, None, &listing, &Utc).await.unwrap();
    let mut exported = Vec::new();
    while let Some(rows) = export.next().await.unwrap() {
        exported.extend(rows.iter().map(|row| row.key.id.to_string()));
    }
    assert_eq!(exported, all);

    // 1970-01-01 there ends at 23:00 UTC.
    let paris = LocalClock::of(&TimeZone::parse("Europe/Paris").unwrap());
    let late = "INSERT INTO audit_event (at, operation, actor, action, subject_kind) VALUES \
                (82799, '00000000000000aa', 'late', 'a.newer.action', 'thing'), \
                (82800, '00000000000000aa', 'late', 'a.newer.action', 'thing')";
    database.execute_unprepared(late).await.unwrap();
    let listing = AuditListing::parse("person=late&to=1970-01-01");
    let found = audit.list(line, None, &listing, &paris).await.unwrap();
    assert_eq!(rows(&found), ["late a.newer.action"]);
    assert_eq!(found.entries[0].key.at.0, 82_799);
    assert_eq!(found.entries[0].action(), None);
    let listing = AuditListing::parse("person=late&from=1970-01-02");
    let found = audit.list(line, None, &listing, &paris).await.unwrap();
    assert_eq!(found.entries[0].key.at.0, 82_800);
    assert_eq!(found.entries.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_reads_it_and_is_named_by_who_runs_it() {
    let installation = Installation::with_example().await;
    let folder = installation.path("");
    let settings = [("SUDO_USER", "alice")];
    let made = berth_with(
        &folder,
        &settings,
        &[
            "subscription",
            "defaults",
            "example.com",
            "--note",
            "made by =1+1",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let filters = [
        "--subscription",
        "example.com",
        "--action",
        "default_settings.change",
    ];
    let with = |more: &[&'static str]| -> Vec<&'static str> {
        ["audit"]
            .iter()
            .chain(&filters)
            .chain(more)
            .copied()
            .collect()
    };
    let json = berth(&folder, &with(&["--json"]), "");
    assert_eq!(json.code, 0, "{}", json.err);
    let lines: Vec<&str> = json.out.lines().collect();
    assert_eq!(lines.len(), 1, "{}", json.out);
    let row: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(row["actor"], "(command line)");
    let is_root = rustix::process::getuid().is_root();
    let user = row["system_user"].as_str().unwrap();
    assert_eq!(user == "alice", is_root, "{user}");
    assert_eq!(row["after"]["note"], "made by =1+1");
    let csv = berth(&folder, &with(&["--csv", "--limit", "5"]), "");
    assert_eq!(csv.out.lines().count(), 2, "{}", csv.out);
    let table = berth(&folder, &with(&["--since", "2020-01-01"]), "");
    assert!(
        table.out.contains("Default settings changed"),
        "{}",
        table.out
    );
    let none = berth(&folder, &with(&["--until", "2020-01-01", "--json"]), "");
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    let wrong = berth(&folder, &["audit", "--since", "yesterday"], "");
    assert_eq!(wrong.code, 2);
}

//! Subscriptions, panel users and plans, for those who manage them.

use model::{ApiAccess, Role};
use serde_json::{Value, json};

use crate::support::{Program, Server, problem};

async fn boss(server: &Server) -> Program {
    server.add_user("boss", Role::Administrator).await;
    server.program("boss", ApiAccess::Write, &[]).await
}

/// All items of a list, page after page, two on each.
async fn all(program: &Program, path: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut address = format!("{path}?limit=2");
    loop {
        let page = program.get(&address).await.json();
        let items = page["items"].as_array().cloned().unwrap_or_default();
        assert!(items.len() <= 2, "{page}");
        let text = |item: &Value| item[key].as_str().unwrap_or_default().to_owned();
        found.extend(items.iter().map(text));
        let Some(next) = page["next"].as_str() else {
            return found;
        };
        address = format!("{path}?limit=2&cursor={next}");
    }
}

#[tokio::test]
async fn a_token_says_what_it_is_for() {
    let server = Server::start().await;
    let limited = server
        .program("marie", ApiAccess::Read, &["example.com"])
        .await;
    let mut token = limited.get("/token").await.json();
    let text = token.to_string();
    assert!(
        !text.contains(limited.token.as_deref().expect("a token")),
        "{text}"
    );
    token
        .as_object_mut()
        .expect("an object")
        .remove("created_at");
    assert_eq!(
        token,
        json!({
            "name": "Read [\"example.com\"]", "user": "marie", "role": "customer", "scope": "read",
            "subscriptions": ["example.com"], "expires_at": null, "allowed_addresses": [],
        })
    );
}

#[tokio::test]
async fn a_site_is_set_up_and_given_away_by_a_program() {
    let server = Server::start().await;
    let boss = boss(&server).await;
    let user =
        json!({ "login": "anne", "role": "customer", "display_name": "Anne", "valid_hours": 1 });
    let user = boss.post("/users", &user).await;
    assert_eq!(user.status, 201, "{user:?}");
    assert_eq!(user.header("location"), "/api/v1/users/anne");
    let link = user.json()["password_link"]["url"].to_string();
    assert!(link.contains("/choose-password/"), "{link}");
    assert_eq!(user.json()["password_link"]["mail"], Value::Null);
    // This server has no mail server: the link is there all the same.
    let mailed = json!({ "send_mail": true });
    let mailed = boss.post("/users/anne/password-link", &mailed).await;
    assert_eq!(mailed.status, 201, "{mailed:?}");
    assert_eq!(mailed.json()["mail"], "failed");
    let site = json!({
        "domain": "Exämple.test", "owner": "anne", "name": "anne.main",
        "credential": { "type": "generated_password" },
    });
    let added = boss.post("/subscriptions", &site).await;
    assert_eq!(added.status, 201, "{added:?}");
    let address = "/subscriptions/xn--exmple-cua.test";
    assert_eq!(added.header("location"), format!("/api/v1{address}"));
    let password = added.json()["generated_password"].to_string();
    assert!(password.len() > 10, "{password}");
    let again = boss.post("/subscriptions", &site).await;
    assert_eq!(again.problem(), problem(422, "invalid"));
    let taken = |field: &str| (field.to_owned(), "taken".to_owned());
    for field in ["domain", "name"] {
        assert!(again.field_errors().contains(&taken(field)), "{again:?}");
    }

    let read = boss.get(address).await;
    assert_eq!(read.json()["owner"], "anne");
    let tag = read.header("etag").to_owned();
    let given = boss
        .change("PATCH", address, &tag, &json!({ "owner": "lea" }))
        .await;
    assert_eq!(given.json()["owner"], "lea", "{given:?}");
    let late = boss
        .change("PATCH", address, &tag, &json!({ "owner": "marie" }))
        .await;
    assert_eq!(late.problem(), problem(412, "edit_conflict"));
    assert_eq!(late.json()["current"]["owner"], "lea");
    let nobody = json!({ "owner": "nil" });
    let nobody = boss.change("PATCH", address, "*", &nobody).await;
    let no_such = ("owner".to_owned(), "no_such_panel_user".to_owned());
    assert_eq!(nobody.field_errors(), [no_such]);
    let late = boss.request("DELETE", address).header("if-match", &tag);
    let late = crate::support::send(late).await;
    assert_eq!(late.problem(), problem(412, "edit_conflict"));

    let suspended = format!("{address}/suspend");
    assert_eq!(boss.post(&suspended, &json!({})).await.status, 204);
    let again = boss.post(&suspended, &json!({})).await;
    assert_eq!(again.problem(), problem(409, "already_suspended"));
    let read = boss.get(address).await.json();
    assert_eq!(read["suspension"]["by"], "boss", "{read}");
}

#[tokio::test]
async fn lists_go_on_where_they_ended() {
    let server = Server::start().await;
    let boss = boss(&server).await;
    for name in ["c", "a", "b"] {
        let user = json!({ "login": format!("{name}.user"), "role": "customer" });
        assert_eq!(boss.post("/users", &user).await.status, 201);
        let plan = json!({ "name": format!("Plan {name}") });
        let added = boss.post("/plans", &plan).await;
        assert_eq!(added.status, 201);
        let location = added.header("location");
        assert_eq!(location, format!("/api/v1/plans/Plan%20{name}"));
    }
    let mut logins = all(&boss, "/users", "login").await;
    // Whom the program adds when it starts.
    logins.retain(|login| login != "admin");
    let expected = ["a.user", "b.user", "boss", "c.user", "lea", "marie"];
    assert_eq!(logins, expected);
    let plans = all(&boss, "/plans", "name").await;
    assert_eq!(plans, ["Plan c", "Plan a", "Plan b"]);
    let domains = all(&boss, "/subscriptions", "domain").await;
    assert_eq!(domains, ["example.com", "other.example"]);
    let marie = server.marie().await;
    let domains = all(&marie, "/subscriptions", "domain").await;
    assert_eq!(domains, ["example.com"]);
    for domain in ["other.example", "example.com"] {
        let removed = boss.delete(&format!("/subscriptions/{domain}")).await;
        assert_eq!(removed.status, 204);
    }
    let removed = all(&boss, "/trash/subscriptions", "domain").await;
    assert_eq!(removed, ["example.com", "other.example"]);
    let found = boss.get("/users?search=a.us&role=customer").await.json();
    assert_eq!(found["items"][0]["login"], "a.user", "{found}");
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn limits_that_are_exceeded_hold_only_where_that_is_accepted() {
    let server = Server::start().await;
    let boss = boss(&server).await;
    let address = "/subscriptions/example.com/limits";
    let one = json!({ "ftp_accounts": 1, "locked_settings": ["expires_at", "enabled"] });
    let own = |even: bool| json!({ "source": { "type": "own", "limits": one }, "even_if_exceeded": even });
    let beyond = boss.change("PUT", address, "\"0\"", &own(false)).await;
    assert_eq!(beyond.problem(), problem(409, "beyond_limits"));
    let set = boss.change("PUT", address, "\"0\"", &own(true)).await;
    assert_eq!(set.status, 200, "{set:?}");
    let limits = set.json();
    assert_eq!(limits["limits"]["ftp_accounts"], 1);
    assert_eq!(
        limits["limits"]["locked_settings"],
        json!(["enabled", "expires_at"])
    );
    assert_eq!(limits["used"]["ftp_accounts"], 2);
    let late = boss.change("PUT", address, "\"0\"", &own(true)).await;
    assert_eq!(late.problem(), problem(412, "edit_conflict"));

    let plan = json!({ "name": "Offre M", "limits": { "upload_bytes_per_second": 10_240 } });
    assert_eq!(boss.post("/plans", &plan).await.status, 201);
    let of_plan = json!({ "source": { "type": "plan", "name": "Offre M" } });
    let set = boss.change("PUT", address, "*", &of_plan).await.json();
    assert_eq!(set["plan"], "Offre M", "{set}");
    assert_eq!(set["limits"]["upload_bytes_per_second"], 10_240);
    let in_use = boss.delete("/plans/Offre%20M").await;
    assert_eq!(in_use.problem(), problem(409, "plan_in_use"));
    let other = json!({ "name": "Offre M", "limits": { "ftp_accounts": 1 } });
    let beyond = boss.change("PUT", "/plans/Offre%20M", "*", &other).await;
    assert_eq!(beyond.problem(), problem(409, "beyond_limits"));
    let none = json!({ "source": { "type": "plan", "name": "nil" } });
    let none = boss.change("PUT", address, "*", &none).await;
    let no_such = ("plan".to_owned(), "no_such_plan".to_owned());
    assert_eq!(none.field_errors(), [no_such]);
}

#[tokio::test]
async fn what_only_another_role_has_is_refused() {
    let server = Server::start().await;
    let boss = boss(&server).await;
    let error = |field: &str, code: &str| [(field.to_owned(), code.to_owned())];
    // Whatever the number: it would be lost.
    for limit in [0, 5, i64::from(u32::MAX)] {
        let limited = json!({ "login": "anne", "role": "customer", "max_subscriptions": limit });
        let answer = boss.post("/users", &limited).await;
        let expected = error("max_subscriptions", "for_resellers");
        assert_eq!(answer.field_errors(), expected, "{limit}: {answer:?}");
    }
    let rex = json!({ "login": "rex", "role": "reseller", "max_customers": 3 });
    assert_eq!(boss.post("/users", &rex).await.status, 201);
    for (login, change, expected) in [
        (
            "rex",
            json!({ "reseller": "rex" }),
            error("reseller", "for_customers"),
        ),
        (
            "lea",
            json!({ "max_customers": 3 }),
            error("max_customers", "for_resellers"),
        ),
    ] {
        let answer = boss
            .change("PATCH", &format!("/users/{login}"), "*", &change)
            .await;
        assert_eq!(answer.field_errors(), expected, "{change}: {answer:?}");
    }
    // What was theirs before is not said now.
    let customer = json!({ "role": "customer" });
    let answer = boss.change("PATCH", "/users/rex", "*", &customer).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_program_changes_no_administrator_and_nobody_without_saying_who_inherits() {
    let server = Server::start().await;
    let boss = boss(&server).await;
    server.add_user("chief", Role::Administrator).await;
    let refused = problem(403, "not_for_tokens");
    let promoted = json!({ "role": "administrator" });
    for login in ["chief", "marie"] {
        let address = format!("/users/{login}");
        let answer = boss.change("PATCH", &address, "*", &promoted).await;
        assert_eq!(answer.problem(), refused, "{login}");
    }
    let link = boss.post("/users/chief/password-link", &json!({})).await;
    assert_eq!(link.problem(), refused);
    let owns = boss.delete("/users/marie").await;
    let needed = ("new_owner".to_owned(), "new_owner_needed".to_owned());
    assert_eq!(owns.field_errors(), [needed]);
    let disabled = json!({ "enabled": false });
    let marie = server.marie().await;
    let answer = boss.change("PATCH", "/users/marie", "*", &disabled).await;
    assert_eq!(answer.json()["enabled"], false, "{answer:?}");
    let gone = marie.get("/token").await;
    assert_eq!(gone.problem(), problem(401, "token_invalid"));
    let removed = boss.delete("/users/marie?new_owner=lea").await;
    assert_eq!(removed.status, 204, "{removed:?}");
    let site = boss.get("/subscriptions/example.com").await.json();
    assert_eq!(site["owner"], "lea");
    let unknown = boss.get("/users/marie").await;
    assert_eq!(unknown.problem(), problem(404, "not_found"));
}

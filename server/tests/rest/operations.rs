//! Every operation, with a request that it carries out: what all tests go through that are about each of
//! them. The test of the description sees to it that none is missing.

use serde_json::{Value, json};

use crate::support::{Answer, Program, send, with_form, with_json};

/// An operation, with a request that it carries out on what [`Server`](crate::support::Server) begins
/// with and [`prepare`] adds.
pub(crate) struct Operation {
    /// Its name in the description.
    pub(crate) id: &'static str,
    method: &'static str,
    path: &'static str,
    /// The body, as JSON; none without one.
    body: Option<fn() -> Value>,
    /// The parts of a form, in the place of a body.
    form: &'static [(&'static str, &'static str)],
    /// The status of its answer.
    pub(crate) status: u16,
    /// What it concerns.
    pub(crate) reach: Reach,
}

/// What an operation concerns, and so which tokens are for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The subscription `example.com`: for whoever has something to do with it, as the permissions are.
    Subscription,
    /// Subscriptions of marie's, for those who manage them and by the tokens that are for them.
    Managed,
    /// The same, where it concerns other people than those of the subscription, too.
    ManagedByUnlimited,
    /// Removed subscriptions, for those who may restore them.
    Trash,
    /// The server, or all that somebody manages.
    Server,
    /// Nothing but who calls.
    Caller,
}

impl Operation {
    /// Whether it changes nothing.
    pub(crate) fn is_read(&self) -> bool {
        self.method == "GET"
    }

    /// Has a program ask for it.
    pub(crate) async fn ask(&self, program: &Program) -> Answer {
        let mut request = program.request(self.method, self.path);
        if matches!(self.method, "PATCH" | "PUT") {
            request = request.header("if-match", "*");
        }
        send(match self.body {
            Some(body) => with_json(request, &body()),
            None if self.form.is_empty() => request,
            None => with_form(request, self.form),
        })
        .await
    }
}

/// What the operations need beside what a server begins with.
pub(crate) async fn prepare(program: &Program) {
    let accounts = "/subscriptions/example.com/ftp-accounts";
    for name in ["renamed", "restored", "purged", "removed"] {
        let account = json!({
            "name": name, "home_directory": "/site", "credential": { "type": "generated_password" },
        });
        assert_eq!(program.post(accounts, &account).await.status, 201, "{name}");
    }
    for name in ["restored", "purged"] {
        let removed = program.delete(&format!("{accounts}/{name}")).await;
        assert_eq!(removed.status, 204, "{name}");
    }
    let name = json!({ "name": "renamed.now", "keep_former_name_days": 7 });
    let address = format!("{accounts}/renamed");
    let renamed = program.change("PATCH", &address, "*", &name).await;
    assert_eq!(renamed.status, 200);
    let helper = json!({ "login": "helper", "role": "viewer" });
    let people = "/subscriptions/example.com/collaborators";
    assert_eq!(program.post(people, &helper).await.status, 201);
    let link = format!("{accounts}/renamed.now/one-time-link");
    assert_eq!(program.post(&link, &json!({})).await.status, 201);
    let webhooks = "/subscriptions/example.com/webhooks";
    for name in ["deploy", "removed"] {
        let webhook = webhook(name);
        assert_eq!(program.post(webhooks, &webhook).await.status, 201, "{name}");
    }
    let test = format!("{webhooks}/deploy/test");
    assert_eq!(program.post(&test, &json!({})).await.status, 204);
}

/// A webhook whose host has no address.
fn webhook(name: &str) -> Value {
    json!({ "name": name, "url": "https://hooks.invalid/", "events": ["ftp.uploaded"] })
}

/// What the operations need that are for administrators. The program is one's.
pub(crate) async fn prepare_server(program: &Program) {
    for name in ["deploy", "removed"] {
        let webhook = webhook(name);
        let added = program.post("/webhooks", &webhook).await;
        assert_eq!(added.status, 201, "{name}");
    }
    let test = program.post("/webhooks/deploy/test", &json!({})).await;
    assert_eq!(test.status, 204);
    for login in ["paul", "removed"] {
        let user = json!({ "login": login, "role": "customer" });
        assert_eq!(program.post("/users", &user).await.status, 201, "{login}");
    }
    for name in ["Standard", "Removed"] {
        let plan = json!({ "name": name });
        assert_eq!(program.post("/plans", &plan).await.status, 201, "{name}");
    }
    for name in ["removed", "restored", "purged"] {
        let domain = format!("{name}.example");
        let site = json!({
            "domain": domain, "owner": "marie", "name": format!("{name}.main"),
            "credential": { "type": "generated_password" },
        });
        let added = program.post("/subscriptions", &site).await;
        assert_eq!(added.status, 201, "{added:?}");
    }
}

/// The subscriptions that [`prepare_server`] adds, beside `example.com`.
pub(crate) const MANAGED: [&str; 4] = [
    "example.com",
    "removed.example",
    "restored.example",
    "purged.example",
];

const fn concerning(reach: Reach, operation: Operation) -> Operation {
    Operation { reach, ..operation }
}

const fn read(id: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method: "GET",
        path,
        body: None,
        form: &[],
        status: 200,
        reach: Reach::Subscription,
    }
}

const fn change(
    id: &'static str,
    (method, path): (&'static str, &'static str),
    body: Option<fn() -> Value>,
    status: u16,
) -> Operation {
    Operation {
        id,
        method,
        path,
        body,
        form: &[],
        status,
        reach: Reach::Subscription,
    }
}

const fn import(path: &'static str, form: &'static [(&'static str, &'static str)]) -> Operation {
    Operation {
        form,
        ..change("import_ftp_accounts", ("POST", path), None, 200)
    }
}

/// Every operation, in an order in which none is in the way of another.
pub(crate) const OPERATIONS: &[Operation] = &[
    read(
        "list_ftp_accounts",
        "/subscriptions/example.com/ftp-accounts",
    ),
    change(
        "add_ftp_account",
        ("POST", "/subscriptions/example.com/ftp-accounts"),
        Some(|| {
            json!({
                "name": "added", "home_directory": "/added",
                "credential": { "type": "one_time_link" },
            })
        }),
        201,
    ),
    read(
        "get_ftp_account",
        "/subscriptions/example.com/ftp-accounts/paul",
    ),
    change(
        "change_ftp_account",
        ("PATCH", "/subscriptions/example.com/ftp-accounts/paul"),
        Some(|| json!({ "settings": { "note": "changed" } })),
        200,
    ),
    change(
        "generate_ftp_password",
        (
            "POST",
            "/subscriptions/example.com/ftp-accounts/paul/generate-password",
        ),
        None,
        200,
    ),
    read(
        "get_one_time_link",
        "/subscriptions/example.com/ftp-accounts/renamed.now/one-time-link",
    ),
    change(
        "add_one_time_link",
        (
            "POST",
            "/subscriptions/example.com/ftp-accounts/paul/one-time-link",
        ),
        Some(|| json!({ "valid_hours": 1 })),
        201,
    ),
    change(
        "remove_one_time_link",
        (
            "DELETE",
            "/subscriptions/example.com/ftp-accounts/paul/one-time-link",
        ),
        None,
        204,
    ),
    read(
        "get_ftp_usage",
        "/subscriptions/example.com/ftp-accounts/paul/usage",
    ),
    change(
        "recount_ftp_usage",
        (
            "POST",
            "/subscriptions/example.com/ftp-accounts/paul/usage/recount",
        ),
        None,
        202,
    ),
    read(
        "get_ftp_connection",
        "/subscriptions/example.com/ftp-accounts/paul/connection",
    ),
    read(
        "list_ftp_account_history",
        "/subscriptions/example.com/ftp-accounts/paul/history",
    ),
    read(
        "list_former_names",
        "/subscriptions/example.com/ftp-accounts/renamed.now/former-names",
    ),
    change(
        "remove_former_name",
        (
            "DELETE",
            "/subscriptions/example.com/ftp-accounts/renamed.now/former-names/renamed",
        ),
        None,
        204,
    ),
    change(
        "do_ftp_accounts_bulk_action",
        ("POST", "/subscriptions/example.com/bulk-actions"),
        Some(|| json!({ "names": ["paul"], "action": { "type": "disable" } })),
        200,
    ),
    concerning(
        Reach::Managed,
        import(
            "/subscriptions/example.com/import",
            &[("format", "csv"), ("file", "name\nimported\n")],
        ),
    ),
    concerning(
        Reach::Server,
        read(
            "export_ftp_accounts",
            "/subscriptions/example.com/export?format=json",
        ),
    ),
    change(
        "remove_ftp_account",
        ("DELETE", "/subscriptions/example.com/ftp-accounts/removed"),
        None,
        204,
    ),
    read(
        "list_ftp_sessions_of_subscription",
        "/subscriptions/example.com/ftp-sessions",
    ),
    change(
        "end_ftp_session_of_subscription",
        // Nobody is signed in.
        ("DELETE", "/subscriptions/example.com/ftp-sessions/1"),
        None,
        404,
    ),
    read(
        "list_ftp_activity",
        "/subscriptions/example.com/ftp-activity",
    ),
    read(
        "list_removed_ftp_accounts",
        "/subscriptions/example.com/trash/ftp-accounts",
    ),
    read(
        "get_removed_ftp_account",
        "/subscriptions/example.com/trash/ftp-accounts/restored",
    ),
    change(
        "restore_ftp_account",
        (
            "POST",
            "/subscriptions/example.com/trash/ftp-accounts/restored/restore",
        ),
        None,
        204,
    ),
    change(
        "purge_ftp_account",
        (
            "DELETE",
            "/subscriptions/example.com/trash/ftp-accounts/purged",
        ),
        None,
        200,
    ),
    read("list_folders", "/subscriptions/example.com/folders?path=/"),
    change(
        "add_folder",
        ("POST", "/subscriptions/example.com/folders"),
        Some(|| json!({ "path": "/new/folder" })),
        201,
    ),
    read(
        "get_default_settings",
        "/subscriptions/example.com/default-settings",
    ),
    change(
        "put_default_settings",
        ("PUT", "/subscriptions/example.com/default-settings"),
        Some(|| json!({ "settings": { "max_sessions": 5 } })),
        200,
    ),
    read(
        "get_overview_of_subscription",
        "/subscriptions/example.com/overview?period=90_days",
    ),
    read(
        "list_audit_of_subscription",
        "/subscriptions/example.com/audit",
    ),
    read("list_webhooks", "/subscriptions/example.com/webhooks"),
    change(
        "add_webhook",
        ("POST", "/subscriptions/example.com/webhooks"),
        Some(|| webhook("added")),
        201,
    ),
    read("get_webhook", "/subscriptions/example.com/webhooks/deploy"),
    change(
        "change_webhook",
        ("PATCH", "/subscriptions/example.com/webhooks/deploy"),
        Some(|| json!({ "events": ["ftp.uploaded", "ftp.removed"] })),
        200,
    ),
    change(
        "replace_webhook_secret",
        ("POST", "/subscriptions/example.com/webhooks/deploy/secret"),
        None,
        200,
    ),
    change(
        "test_webhook",
        ("POST", "/subscriptions/example.com/webhooks/deploy/test"),
        None,
        204,
    ),
    read(
        "list_webhook_deliveries",
        "/subscriptions/example.com/webhooks/deploy/deliveries",
    ),
    change(
        "send_webhook_delivery_again",
        (
            "POST",
            "/subscriptions/example.com/webhooks/deploy/deliveries/1/send-again",
        ),
        None,
        204,
    ),
    change(
        "remove_webhook",
        ("DELETE", "/subscriptions/example.com/webhooks/removed"),
        None,
        204,
    ),
    concerning(Reach::Server, read("list_server_webhooks", "/webhooks")),
    concerning(
        Reach::Server,
        change(
            "add_server_webhook",
            ("POST", "/webhooks"),
            Some(|| webhook("added")),
            201,
        ),
    ),
    concerning(
        Reach::Server,
        read("get_server_webhook", "/webhooks/deploy"),
    ),
    concerning(
        Reach::Server,
        change(
            "change_server_webhook",
            ("PATCH", "/webhooks/deploy"),
            Some(|| json!({ "events": ["certificate.expiring"] })),
            200,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "replace_server_webhook_secret",
            ("POST", "/webhooks/deploy/secret"),
            None,
            200,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "test_server_webhook",
            ("POST", "/webhooks/deploy/test"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Server,
        read(
            "list_server_webhook_deliveries",
            "/webhooks/deploy/deliveries",
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "send_server_webhook_delivery_again",
            ("POST", "/webhooks/deploy/deliveries/1/send-again"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "remove_server_webhook",
            ("DELETE", "/webhooks/removed"),
            None,
            204,
        ),
    ),
    concerning(Reach::Caller, read("get_token", "/token")),
    concerning(Reach::Caller, read("list_subscriptions", "/subscriptions")),
    read("get_subscription", "/subscriptions/example.com"),
    read(
        "list_collaborators",
        "/subscriptions/example.com/collaborators",
    ),
    change(
        "add_collaborator",
        ("POST", "/subscriptions/example.com/collaborators"),
        Some(|| json!({ "login": "invited", "role": "viewer" })),
        201,
    ),
    read(
        "get_collaborator",
        "/subscriptions/example.com/collaborators/helper",
    ),
    change(
        "change_collaborator",
        ("PATCH", "/subscriptions/example.com/collaborators/helper"),
        Some(|| json!({ "role": "manager" })),
        200,
    ),
    change(
        "remove_collaborator",
        ("DELETE", "/subscriptions/example.com/collaborators/helper"),
        None,
        204,
    ),
    concerning(
        Reach::Server,
        change(
            "add_subscription",
            ("POST", "/subscriptions"),
            Some(|| {
                json!({
                    "domain": "added.example", "owner": "lea", "name": "added.main",
                    "credential": { "type": "generated_password" },
                })
            }),
            201,
        ),
    ),
    concerning(
        Reach::ManagedByUnlimited,
        change(
            "change_subscription",
            ("PATCH", "/subscriptions/example.com"),
            Some(|| json!({ "owner": "marie" })),
            200,
        ),
    ),
    concerning(
        Reach::Managed,
        change(
            "suspend_subscription",
            ("POST", "/subscriptions/example.com/suspend"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Managed,
        change(
            "resume_subscription",
            ("POST", "/subscriptions/example.com/resume"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Managed,
        read(
            "get_subscription_limits",
            "/subscriptions/example.com/limits",
        ),
    ),
    concerning(
        Reach::Managed,
        change(
            "put_subscription_limits",
            ("PUT", "/subscriptions/example.com/limits"),
            Some(|| json!({ "source": { "type": "own", "limits": { "ftp_accounts": 100 } } })),
            200,
        ),
    ),
    concerning(
        Reach::Managed,
        read("get_hosting", "/subscriptions/example.com/hosting"),
    ),
    concerning(
        Reach::Managed,
        change(
            "put_hosting",
            ("PUT", "/subscriptions/example.com/hosting"),
            Some(|| json!({ "system_user": null, "umask": "027" })),
            200,
        ),
    ),
    concerning(
        Reach::Managed,
        change(
            "remove_subscription",
            ("DELETE", "/subscriptions/removed.example"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Server,
        read("list_removed_subscriptions", "/trash/subscriptions"),
    ),
    concerning(
        Reach::Trash,
        read(
            "get_removed_subscription",
            "/trash/subscriptions/restored.example",
        ),
    ),
    concerning(
        Reach::Trash,
        change(
            "restore_subscription",
            ("POST", "/trash/subscriptions/restored.example/restore"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Trash,
        change(
            "purge_subscription",
            ("DELETE", "/trash/subscriptions/purged.example"),
            None,
            204,
        ),
    ),
    concerning(Reach::Server, read("list_users", "/users?role=customer")),
    concerning(
        Reach::Server,
        change(
            "add_user",
            ("POST", "/users"),
            Some(|| json!({ "login": "fresh", "role": "reseller", "max_customers": 3 })),
            201,
        ),
    ),
    concerning(Reach::Server, read("get_user", "/users/paul")),
    concerning(
        Reach::Server,
        change(
            "change_user",
            ("PATCH", "/users/paul"),
            Some(|| json!({ "display_name": "Paul" })),
            200,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "add_password_link",
            ("POST", "/users/paul/password-link"),
            Some(|| json!({ "valid_hours": 1 })),
            201,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "remove_password_link",
            ("DELETE", "/users/paul/password-link"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Server,
        change(
            "reset_second_factor",
            ("POST", "/users/paul/reset-second-factor"),
            None,
            204,
        ),
    ),
    concerning(
        Reach::Server,
        change("remove_user", ("DELETE", "/users/removed"), None, 204),
    ),
    concerning(Reach::Server, read("list_plans", "/plans")),
    concerning(
        Reach::Server,
        change(
            "add_plan",
            ("POST", "/plans"),
            Some(|| json!({ "name": "Small", "limits": { "ftp_accounts": 5 } })),
            201,
        ),
    ),
    concerning(Reach::Server, read("get_plan", "/plans/Standard")),
    concerning(
        Reach::Server,
        change(
            "put_plan",
            ("PUT", "/plans/Standard"),
            Some(|| {
                json!({
                    "name": "Standard",
                    "limits": {
                        "disk_space_bytes": 5_000_000_000_u64, "locked_settings": ["permission"],
                    },
                })
            }),
            200,
        ),
    ),
    concerning(
        Reach::Server,
        change("remove_plan", ("DELETE", "/plans/Removed"), None, 204),
    ),
    concerning(Reach::Server, read("list_ftp_sessions", "/ftp-sessions")),
    concerning(
        Reach::Server,
        // Nobody is signed in.
        change("end_ftp_session", ("DELETE", "/ftp-sessions/1"), None, 404),
    ),
    concerning(Reach::Server, read("get_overview", "/overview")),
    concerning(
        Reach::Server,
        read("list_audit", "/audit?action=subscription.add"),
    ),
];

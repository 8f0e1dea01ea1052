//! Every server function, with arguments that it can read, and who may call it.

use model::{Permission, ServerPermission};

use crate::support::{Answer, Browser};

/// What somebody must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing: it is for everybody, signed in or not.
    Nothing,
    /// To be signed in.
    SignIn,
    /// This, in `example.com`.
    In(Permission),
    /// To be who may restore `removed.example`.
    Restoring,
    /// This, on the server.
    Server(ServerPermission),
    /// To be signed in as an FTP account, at the page of its own. No panel user is.
    OwnAccount,
    /// To manage Alice, who is a customer of the reseller Vera.
    ToManageAlice,
    /// To be Alice, or to manage her.
    ToBeAliceOrManageHer,
}

impl Needs {
    /// Whether it matters which panel user asks.
    pub(crate) fn concerns_panel_users(self) -> bool {
        self != Self::Nothing && self != Self::OwnAccount
    }
}

/// A server function, with arguments that it can read.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    pub(crate) method: &'static str,
    pub(crate) name: &'static str,
    /// Who may call it.
    pub(crate) needs: Needs,
    pub(crate) arguments: &'static [(&'static str, &'static str)],
    /// How it answers somebody who is not signed in: 401, unless it is for everybody.
    pub(crate) anonymous_status: u16,
}

impl Function {
    const fn reads(
        name: &'static str,
        needs: Needs,
        arguments: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            method: "GET",
            name,
            needs,
            arguments,
            anonymous_status: 401,
        }
    }

    const fn acts(
        name: &'static str,
        needs: Needs,
        arguments: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            method: "POST",
            ..Self::reads(name, needs, arguments)
        }
    }

    const fn answers_anybody(self, status: u16) -> Self {
        Self {
            anonymous_status: status,
            ..self
        }
    }

    /// Calls it as the panel's WebAssembly does.
    pub(crate) async fn call(&self, browser: &Browser) -> Answer {
        self.call_with(browser, self.arguments).await
    }

    /// As [`Self::call`], with other arguments.
    pub(crate) async fn call_with(&self, browser: &Browser, arguments: &[(&str, &str)]) -> Answer {
        match self.method {
            "GET" => browser.read(self.name, arguments).await,
            _ => browser.call(self.name, arguments).await,
        }
    }
}

/// Every server function, by name.
pub(crate) const FUNCTIONS: &[Function] = &[
    Function::acts(
        "add_api_token",
        Needs::SignIn,
        &[
            ("token_name", "fresh"),
            ("access", "read"),
            ("reach", "all"),
        ],
    ),
    Function::acts(
        "add_ftp_account",
        Needs::In(Permission::ManageFtpAccounts),
        &[
            ("domain", "example.com"),
            ("name", "fresh"),
            ("home_directory", "/"),
            ("password", "lande-Basalte-44-quai"),
        ],
    ),
    Function::reads(
        "add_ftp_account_page",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("like", "")],
    ),
    Function::acts(
        "add_panel_user",
        Needs::Server(ServerPermission::ManagePanelUsers),
        &[("login", "fresh"), ("role", "customer")],
    ),
    Function::reads(
        "add_panel_user_page",
        Needs::Server(ServerPermission::ManagePanelUsers),
        &[],
    ),
    Function::acts(
        "add_passkey",
        Needs::SignIn,
        &[("credential", "x"), ("passkey_name", "x")],
    ),
    Function::acts(
        "add_plan",
        Needs::Server(ServerPermission::ManagePlans),
        &[("plan_name", "fresh"), ("limits[ftp_accounts]", "20")],
    ),
    Function::reads(
        "add_plan_page",
        Needs::Server(ServerPermission::ManagePlans),
        &[],
    ),
    Function::acts(
        "add_subscription",
        Needs::Server(ServerPermission::AddSubscriptions),
        &[
            ("domain", "example.com"),
            ("webspace_root", "/srv/x"),
            ("owner", "alice"),
            ("name", "fresh"),
            ("password", "lande-Basalte-44-quai"),
        ],
    ),
    Function::acts(
        "add_webhook",
        Needs::In(Permission::ManageWebhooks),
        &[
            ("domain", "example.com"),
            ("webhook_name", "fresh"),
            ("webhook_url", "https://hooks.invalid/x"),
            ("events[ftp.uploaded]", "on"),
        ],
    ),
    Function::reads("api_token_ready_page", Needs::SignIn, &[]),
    Function::reads(
        "api_tokens_page",
        Needs::ToBeAliceOrManageHer,
        &[("login", "alice")],
    ),
    Function::acts("ask_passkey", Needs::Nothing, &[]).answers_anybody(422),
    Function::acts("ask_passkey_proof", Needs::SignIn, &[]),
    Function::acts("ask_second_passkey", Needs::Nothing, &[]).answers_anybody(401),
    Function::reads(
        "audit_page",
        Needs::In(Permission::ViewAudit),
        &[("domain", "example.com"), ("query", "")],
    ),
    Function::acts("begin_passkey", Needs::SignIn, &[("passkey_name", "x")]),
    Function::acts("begin_totp", Needs::SignIn, &[]),
    Function::acts(
        "change_collaborator",
        Needs::In(Permission::ManageCollaborators),
        &[
            ("domain", "example.com"),
            ("login", "zoe"),
            ("role", "viewer"),
        ],
    ),
    Function::acts(
        "change_default_settings",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("version", "0")],
    ),
    Function::acts(
        "change_ftp_account",
        Needs::In(Permission::ManageFtpAccounts),
        &[
            ("domain", "example.com"),
            ("account", "x"),
            ("version", "1"),
            ("name", "x"),
            ("home_directory", "/"),
            ("password", ""),
        ],
    ),
    Function::acts(
        "change_ftp_accounts",
        Needs::In(Permission::ManageFtpAccounts),
        &[
            ("domain", "example.com"),
            ("names", "x"),
            ("action", "enable"),
        ],
    ),
    Function::acts(
        "change_hosting",
        Needs::In(Permission::ManageHosting),
        &[("domain", "example.com"), ("version", "0")],
    ),
    Function::acts(
        "change_limits",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com"), ("version", "0")],
    ),
    Function::acts("change_mail_settings", Needs::SignIn, &[]),
    Function::acts(
        "change_own_password",
        Needs::SignIn,
        &[("current_password", "x"), ("password", "y")],
    ),
    Function::acts(
        "change_panel_user",
        Needs::ToManageAlice,
        &[
            ("user", "alice"),
            ("version", "99"),
            ("login", "alice"),
            ("role", "customer"),
        ],
    ),
    Function::acts(
        "change_plan",
        Needs::Server(ServerPermission::ManagePlans),
        &[("id", "1"), ("version", "1"), ("plan_name", "other")],
    ),
    Function::acts(
        "change_security",
        Needs::Server(ServerPermission::AdministerServer),
        &[("version", "0")],
    ),
    Function::acts(
        "change_subscription",
        Needs::In(Permission::ManageSubscription),
        &[
            ("of", "example.com"),
            ("version", "0"),
            ("domain", "other.example"),
            ("owner", "alice"),
        ],
    ),
    Function::acts(
        "change_webhook",
        Needs::In(Permission::ManageWebhooks),
        &[
            ("domain", "example.com"),
            ("id", "101"),
            ("version", "1"),
            ("webhook_name", "other"),
            ("webhook_url", "https://hooks.invalid/x"),
            ("events[ftp.uploaded]", "on"),
        ],
    ),
    Function::acts("choose_locale", Needs::Nothing, &[("locale", "fr")]).answers_anybody(200),
    Function::acts(
        "choose_password",
        Needs::Nothing,
        &[("token", "x"), ("password", "x"), ("again", "x")],
    )
    .answers_anybody(404),
    // It reads, but what it is asked is a secret, which no address but the link's may hold.
    Function::acts("choose_password_page", Needs::Nothing, &[("token", "x")]).answers_anybody(404),
    Function::acts("confirm_totp", Needs::SignIn, &[("code", "x")]),
    Function::reads(
        "default_settings_page",
        Needs::In(Permission::View),
        &[("domain", "example.com")],
    ),
    Function::acts(
        "end_former_name",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("account", "x"), ("former", "y")],
    ),
    Function::acts(
        "end_ftp_session",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("session", "1")],
    ),
    Function::acts("end_other_panel_sessions", Needs::SignIn, &[]),
    Function::acts("end_panel_session", Needs::SignIn, &[("session", "1")]),
    Function::acts("finish_sign_in", Needs::Nothing, &[("code", "000000")]).answers_anybody(401),
    Function::acts(
        "finish_sign_in_by_passkey",
        Needs::Nothing,
        &[("credential", "x")],
    )
    .answers_anybody(401),
    Function::acts(
        "folder_children",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("path", "/")],
    ),
    Function::acts(
        "folder_tree",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("home_directory", "")],
    ),
    Function::reads(
        "ftp_account",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "ftp_account_summary",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "ftp_accounts_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("listing", "")],
    ),
    Function::reads(
        "ftp_activity_page",
        Needs::In(Permission::View),
        &[
            ("domain", "example.com"),
            ("account", ""),
            ("kind", ""),
            ("page", "1"),
        ],
    ),
    Function::reads(
        "ftp_connection_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "ftp_history_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x"), ("before", "")],
    ),
    Function::reads(
        "ftp_sessions_page",
        Needs::In(Permission::View),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "ftp_usage_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "hosting_page",
        Needs::In(Permission::ManageHosting),
        &[("domain", "example.com")],
    ),
    Function::acts(
        "import_ftp_accounts",
        Needs::In(Permission::ImportFtpAccounts),
        &[("domain", "example.com"), ("upload", "x")],
    ),
    Function::reads(
        "import_page",
        Needs::In(Permission::ImportFtpAccounts),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "invitation_page",
        Needs::In(Permission::ManageCollaborators),
        &[("domain", "example.com")],
    ),
    Function::acts(
        "invite_collaborator",
        Needs::In(Permission::ManageCollaborators),
        &[
            ("domain", "example.com"),
            ("login", "fresh2"),
            ("role", "viewer"),
        ],
    ),
    Function::reads(
        "limits_in_use",
        Needs::In(Permission::View),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "limits_page",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com")],
    ),
    Function::reads("mail_settings_page", Needs::SignIn, &[]),
    Function::acts(
        "make_folder",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("path", "/"), ("folder", "x")],
    ),
    Function::acts(
        "make_one_time_link",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("account", "x"), ("hours", "1")],
    ),
    Function::acts(
        "make_panel_user_link",
        Needs::ToManageAlice,
        &[("login", "alice"), ("hours", "1")],
    ),
    Function::acts("make_recovery_codes", Needs::SignIn, &[]),
    Function::reads(
        "one_time_link_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "overview_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("days", "30")],
    ),
    Function::acts(
        "own_account_change_password",
        Needs::OwnAccount,
        &[("current_password", "x"), ("password", "y"), ("again", "y")],
    ),
    Function::acts(
        "own_account_end_session",
        Needs::OwnAccount,
        &[("session", "1")],
    ),
    Function::reads("own_account_page", Needs::OwnAccount, &[]),
    Function::acts(
        "own_account_sign_in",
        Needs::Nothing,
        &[("login", "nobody"), ("password", "x")],
    )
    .answers_anybody(401),
    Function::acts("own_account_sign_out", Needs::Nothing, &[]).answers_anybody(200),
    Function::reads("panel_sessions_page", Needs::SignIn, &[]),
    Function::reads(
        "panel_user_link_page",
        Needs::ToManageAlice,
        &[("login", "alice")],
    ),
    Function::reads(
        "panel_user_page",
        Needs::ToManageAlice,
        &[("login", "alice")],
    ),
    Function::reads(
        "panel_users_page",
        Needs::Server(ServerPermission::ManagePanelUsers),
        &[("listing", "")],
    ),
    Function::reads("password_chosen_page", Needs::Nothing, &[]).answers_anybody(404),
    Function::reads("password_set_page", Needs::Nothing, &[]).answers_anybody(404),
    Function::reads(
        "people_page",
        Needs::In(Permission::ManageCollaborators),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "plan",
        Needs::Server(ServerPermission::ManagePlans),
        &[("id", "1")],
    ),
    Function::reads(
        "plans_page",
        Needs::Server(ServerPermission::ManagePlans),
        &[("page", "1")],
    ),
    Function::acts(
        "preview_home",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("home_directory", "/")],
    ),
    Function::reads("proof_due", Needs::SignIn, &[]),
    Function::acts("prove_by_passkey", Needs::SignIn, &[("credential", "x")]),
    Function::acts(
        "purge_ftp_account",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::acts(
        "purge_subscription",
        Needs::Restoring,
        &[("name", "removed.example"), ("confirmation", "no")],
    ),
    Function::acts(
        "recount_ftp_account",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("account", "x")],
    ),
    Function::reads("recovery_codes_page", Needs::SignIn, &[]),
    Function::acts(
        "remove_ftp_accounts",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("names", "x")],
    ),
    Function::acts(
        "remove_panel_user",
        Needs::ToManageAlice,
        &[("user", "alice")],
    ),
    Function::acts("remove_passkey", Needs::SignIn, &[("passkey_name", "x")]),
    Function::acts(
        "remove_plan",
        Needs::Server(ServerPermission::ManagePlans),
        &[("id", "1")],
    ),
    Function::acts(
        "remove_subscription",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com")],
    ),
    Function::acts("remove_totp", Needs::SignIn, &[]),
    Function::acts(
        "remove_webhook",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com"), ("id", "101")],
    ),
    Function::reads(
        "removed_ftp_account",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "removed_subscription",
        Needs::Restoring,
        &[("domain", "removed.example")],
    ),
    Function::acts(
        "replace_webhook_secret",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com"), ("id", "101")],
    ),
    Function::acts(
        "reset_second_factor",
        Needs::Server(ServerPermission::AdministerServer),
        &[("login", "zoe")],
    ),
    Function::reads(
        "rest_api_operation",
        Needs::SignIn,
        &[("id", "list_ftp_accounts")],
    ),
    Function::reads("rest_api_page", Needs::SignIn, &[]),
    Function::acts(
        "restore_ftp_accounts",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("names[]", "x")],
    ),
    Function::acts(
        "restore_subscription",
        Needs::Restoring,
        &[("domain", "removed.example")],
    ),
    Function::acts(
        "resume_subscription",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com")],
    ),
    Function::acts(
        "revoke_api_token",
        Needs::ToBeAliceOrManageHer,
        &[("token_name", "none"), ("owner", "alice")],
    ),
    Function::acts(
        "revoke_one_time_link",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("account", "x")],
    ),
    Function::acts(
        "revoke_panel_user_link",
        Needs::ToManageAlice,
        &[("login", "alice")],
    ),
    Function::acts(
        "score_password",
        Needs::SignIn,
        &[("password", "x"), ("name", "x")],
    ),
    Function::reads("second_factor_choice_page", Needs::Nothing, &[]).answers_anybody(401),
    Function::reads("second_factor_page", Needs::SignIn, &[]),
    Function::reads(
        "security_page",
        Needs::Server(ServerPermission::AdministerServer),
        &[],
    ),
    Function::acts(
        "send_webhook_again",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com"), ("id", "101"), ("delivery", "1")],
    ),
    Function::acts(
        "set_password",
        Needs::Nothing,
        &[("token", "x"), ("password", "x"), ("again", "x")],
    )
    .answers_anybody(404),
    // It reads, but what it is asked is a secret, which no address but the link's may hold.
    Function::acts("set_password_page", Needs::Nothing, &[("token", "x")]).answers_anybody(404),
    Function::acts("set_time_zone", Needs::Nothing, &[("zone", "Europe/Paris")])
        .answers_anybody(200),
    Function::acts(
        "sign_in",
        Needs::Nothing,
        &[("login", "nobody"), ("password", "x")],
    )
    .answers_anybody(401),
    Function::acts(
        "sign_in_by_passkey",
        Needs::Nothing,
        &[("key", "x"), ("credential", "x")],
    )
    .answers_anybody(400),
    Function::acts("sign_out", Needs::Nothing, &[]).answers_anybody(200),
    Function::reads(
        "subscription",
        Needs::In(Permission::View),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "subscription_choices",
        Needs::Server(ServerPermission::AddSubscriptions),
        &[],
    ),
    Function::reads(
        "subscription_settings_page",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com")],
    ),
    Function::reads(
        "subscription_trash_page",
        Needs::Server(ServerPermission::AddSubscriptions),
        &[("page", "1")],
    ),
    Function::reads("subscriptions_page", Needs::SignIn, &[("page", "1")]),
    Function::acts("suggest_password", Needs::SignIn, &[("name", "x")]),
    Function::acts(
        "suspend_subscription",
        Needs::In(Permission::ManageSubscription),
        &[("domain", "example.com")],
    ),
    Function::acts(
        "switch_own_page",
        Needs::In(Permission::ManageFtpAccounts),
        &[("domain", "example.com"), ("on", "true")],
    ),
    Function::acts(
        "test_webhook",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com"), ("id", "101")],
    ),
    Function::reads("totp_page", Needs::SignIn, &[]),
    Function::reads(
        "trash_page",
        Needs::In(Permission::View),
        &[("domain", "example.com"), ("page", "1")],
    ),
    // Of what one has removed oneself.
    Function::acts(
        "undo_removal",
        Needs::SignIn,
        &[("domain", "example.com"), ("removal", "0123456789abcdef")],
    ),
    Function::reads(
        "webhook_page",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com"), ("id", "101"), ("page", "1")],
    ),
    Function::reads(
        "webhooks_page",
        Needs::In(Permission::ManageWebhooks),
        &[("domain", "example.com")],
    ),
];

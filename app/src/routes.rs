//! The address of every page.

use leptos_router::location::Url;
use model::{
    AuditListing, AuditPosition, FtpAccountListing, ListPosition, Operation, OverviewPeriod,
    PanelUserListing, PendingStep, PlanId, WebhookId,
};

/// « Site et Domaines », the panel's start.
pub const START: &str = "/";
/// What a person sets for themselves.
pub const ACCOUNT: &str = "/account";
/// « Deuxième facteur »: what a person signs in with beside the password.
pub const SECOND_FACTOR: &str = "/account/second-factor";
/// Where a person sets up an app that makes codes.
pub const TOTP: &str = "/account/second-factor/app";
/// Where recovery codes are shown, once.
pub const RECOVERY_CODES: &str = "/account/second-factor/recovery-codes";
/// « Sécurité »: who must have a second factor.
pub const SECURITY: &str = "/security";
/// The same, once that was changed.
pub const SECURITY_SAVED: &str = "/security?saved=1";
/// Where a person chooses a password of their own, in the place of one that was given to them.
pub const CHOOSE_PASSWORD: &str = "/account/password";
/// In which browsers a person is signed in to the panel.
pub const PANEL_SESSIONS: &str = "/account/sessions";
/// « Jetons d'API »: by what programs act for a person.
pub const API_TOKENS: &str = "/account/tokens";
/// The form that adds one.
pub const ADD_API_TOKEN: &str = "/account/tokens/new";
/// Where one that was just added is shown, once.
pub const API_TOKEN_READY: &str = "/account/tokens/ready";
/// Where a person's mail goes, and which mails they get.
pub const MAIL_SETTINGS: &str = "/account/mail";
/// The same, once that was changed.
pub const MAIL_SETTINGS_SAVED: &str = "/account/mail?saved=1";
/// « API REST »: the operations of the REST API.
pub const REST_API: &str = "/rest-api";
/// The description of the REST API (OpenAPI), which programs read.
pub const REST_API_DESCRIPTION: &str = "/api/v1/openapi.json";
/// The form that adds a subscription.
pub const ADD_SUBSCRIPTION: &str = "/subscriptions/new";
/// « Abonnements supprimés ».
pub const SUBSCRIPTION_TRASH: &str = "/subscriptions/trash";
/// « Offres »: named sets of limits.
pub const PLANS: &str = "/plans";
/// The form that adds a plan.
pub const ADD_PLAN: &str = "/plans/new";
/// The FTP sessions of all subscriptions.
pub const ALL_FTP_SESSIONS: &str = "/sessions";
/// The whole server at a glance.
pub const SERVER_OVERVIEW: &str = "/overview";
/// The audit log of the whole server, or of a reseller's customers.
pub const AUDIT: &str = "/audit";
/// What follows when a password was set by a one-time link.
pub const PASSWORD_SET: &str = "/password-set";

/// The page of an FTP account's own, for whoever has its name and password.
pub const OWN_ACCOUNT: &str = "/me";
/// Where one signs in to it.
pub const OWN_ACCOUNT_LOGIN: &str = "/me/login";
/// The form that changes the password of one's own FTP account.
pub const OWN_ACCOUNT_PASSWORD: &str = "/me/password";
/// The list of panel users.
pub const PANEL_USERS: &str = "/users";
/// The form that adds a panel user. Not below the list, where the pages of logins are.
pub const ADD_PANEL_USER: &str = "/new-user";
/// What follows when a panel user's password was set by a one-time link.
pub const PASSWORD_CHOSEN: &str = "/password-chosen";

/// What a person reads who has signed in again in a tab of its own, for a form that waits in another.
pub const SIGNED_IN_AGAIN: &str = "/signed-in";

/// Whether an address is a path of the panel's own, which leads a browser to no other site:
/// browsers read another site's name behind two slashes, take a backslash for a slash, and skip tabs
/// and line breaks (WHATWG URL, "basic URL parser").
pub fn is_local(address: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    address.starts_with('/') && !address.starts_with("//") && address.bytes().all(is_harmless)
}

/// Whether a path is that of an FTP account's own page, or of one below it.
pub fn is_own_account(path: &str) -> bool {
    let rest = path.strip_prefix(OWN_ACCOUNT);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the files are by which FTP clients learn of one's own FTP account.
pub const OWN_ACCOUNT_FILES: &str = "/me/connect";

/// Where a person does what they have to do before anything else, to go on to `next`.
pub fn pending_step(step: PendingStep, next: &str) -> String {
    format!("{}?next={}", page_of_step(step), Url::escape(next))
}

/// The page on which a person does what they have to do before anything else.
pub fn page_of_step(step: PendingStep) -> &'static str {
    match step {
        PendingStep::ChangePassword => CHOOSE_PASSWORD,
        PendingStep::SetUpSecondFactor => SECOND_FACTOR,
    }
}

/// The person's own sessions, after some have ended.
pub fn panel_sessions_ended(which: &str) -> String {
    format!("{PANEL_SESSIONS}?ended={which}")
}

/// Where a person's token of this name is shown, once.
pub fn api_token_ready(name: &str) -> String {
    format!("{API_TOKEN_READY}?name={}", Url::escape(name))
}

/// The tokens of the panel user who has this login, for those who manage them.
pub fn api_tokens_of(login: &str) -> String {
    format!("{PANEL_USERS}/{login}/tokens")
}

/// The tokens of a person, or of the panel user who has this login, after one was revoked.
pub fn api_token_revoked(login: Option<&str>) -> String {
    let list = login.map_or_else(|| API_TOKENS.to_owned(), api_tokens_of);
    format!("{list}?revoked=1")
}

/// Where one signs in, to go on to `next`.
pub fn login(next: &str) -> String {
    format!("/login?next={}", Url::escape(next))
}

/// Where one signs in again because the session ended while a form was filled in, to go back to the
/// page of that form.
pub fn login_again(form_page: &str) -> String {
    format!("{}&{SESSION_ENDED}=1", login(form_page))
}

/// Where a person whose password was right shows a second factor, to go on to `next`.
pub fn second_factor(next: &str) -> String {
    format!("/login/second-factor?next={}", Url::escape(next))
}

/// The parameter of the sign-in page that says why one is there.
pub const SESSION_ENDED: &str = "ended";

/// One of the lists of panel users, at its first page.
pub fn panel_users(listing: &PanelUserListing) -> String {
    with_query(PANEL_USERS.to_owned(), &listing.query())
}

/// The form that changes a panel user.
pub fn panel_user(login: &str) -> String {
    format!("{PANEL_USERS}/{login}")
}

/// The page that removes a panel user.
pub fn remove_panel_user(login: &str) -> String {
    format!("{PANEL_USERS}/{login}/remove")
}

/// The page that shows a panel user's one-time link.
pub fn panel_user_link(login: &str) -> String {
    format!("{PANEL_USERS}/{login}/link")
}

/// Where a panel user's one-time link leads. The address is a secret.
pub fn choose_password(token: &str) -> String {
    format!("/choose-password/{token}")
}

/// The people of a subscription.
pub fn people(domain: &str) -> String {
    format!("/subscriptions/{domain}/people")
}

/// The page that shows the one-time link of somebody who was added to a subscription.
pub fn invitation(domain: &str) -> String {
    format!("/subscriptions/{domain}/people/link")
}

/// A subscription's « Accès FTP »: the list of its FTP accounts.
pub fn ftp_access(domain: &str) -> String {
    format!("/subscriptions/{domain}/ftp")
}

/// The domain name of the subscription whose page a path is; none if it is none's. It may stand there
/// as people write it.
pub fn subscription_of(path: &str) -> Option<String> {
    let (domain, _) = path.strip_prefix("/subscriptions/")?.split_once('/')?;
    // « Abonnements supprimés » has pages below its own: a domain name has a dot.
    domain.contains('.').then(|| Url::unescape(domain))
}

/// A subscription's « Paramètres de l'abonnement ».
pub fn subscription_settings(domain: &str) -> String {
    format!("/subscriptions/{domain}/settings")
}

/// The page that removes a subscription for good.
pub fn purge_subscription(domain: &str) -> String {
    format!("{SUBSCRIPTION_TRASH}/{domain}")
}

/// One of the lists of « Accès FTP »: searched, filtered, sorted, at one of its pages.
pub fn ftp_accounts(domain: &str, listing: &FtpAccountListing) -> String {
    with_query(ftp_access(domain), &listing.query())
}

/// The same list, with the receipt of an operation.
pub fn ftp_accounts_done(
    domain: &str,
    listing: &FtpAccountListing,
    operation: &Operation,
) -> String {
    let list = ftp_accounts(domain, listing);
    let separator = if list.contains('?') { '&' } else { '?' };
    format!("{list}{separator}done={}", operation.as_str())
}

/// What a list of FTP accounts finds, on all of its pages, as CSV.
pub fn ftp_accounts_csv(domain: &str, listing: &FtpAccountListing) -> String {
    let found = listing.at(ListPosition::First);
    with_query(format!("{}.csv", ftp_access(domain)), &found.query())
}

fn with_query(path: String, query: &str) -> String {
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// The form that adds an FTP account.
pub fn add_ftp_account(domain: &str) -> String {
    format!("/subscriptions/{domain}/ftp/new")
}

/// The form that changes an FTP account.
pub fn ftp_account(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/ftp/{account}")
}

/// « Connexion »: how an FTP client connects to an account.
pub fn connection(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/ftp/{account}/connect")
}

/// The page that shows an account's one-time link.
pub fn one_time_link(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/ftp/{account}/link")
}

/// Where a one-time link leads. The address is a secret.
pub fn set_password(token: &str) -> String {
    format!("/set-password/{token}")
}

/// What an account's home directory holds.
pub fn ftp_usage(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/ftp/{account}/usage")
}

/// The history of an account.
pub fn ftp_history(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/ftp/{account}/history")
}

/// A subscription's « Sessions FTP ».
pub fn ftp_sessions(domain: &str) -> String {
    format!("/subscriptions/{domain}/sessions")
}

/// « Vue d'ensemble » of a subscription, or of the whole server, for a period.
pub fn overview(domain: Option<&str>, period: OverviewPeriod) -> String {
    let path = match domain {
        Some(domain) => format!("/subscriptions/{domain}/overview"),
        None => SERVER_OVERVIEW.to_owned(),
    };
    let query = if period == OverviewPeriod::default() {
        String::new()
    } else {
        format!("days={}", period.days())
    };
    with_query(path, &query)
}

/// An operation of the REST API.
pub fn rest_api_operation(id: &str) -> String {
    format!("{REST_API}/{id}")
}

/// The audit log of a subscription, or all that one may see of it.
pub fn audit(domain: Option<&str>, listing: &AuditListing) -> String {
    with_query(audit_path(domain), &listing.query())
}

/// All rows of the audit log that are found, as CSV.
pub fn audit_csv(domain: Option<&str>, listing: &AuditListing) -> String {
    audit_file(domain, listing, "csv")
}

/// All rows of the audit log that are found, as JSON lines.
pub fn audit_json_lines(domain: Option<&str>, listing: &AuditListing) -> String {
    audit_file(domain, listing, "jsonl")
}

fn audit_file(domain: Option<&str>, listing: &AuditListing, extension: &str) -> String {
    let found = listing.at(AuditPosition::Latest);
    with_query(
        format!("{}.{extension}", audit_path(domain)),
        &found.query(),
    )
}

fn audit_path(domain: Option<&str>) -> String {
    match domain {
        Some(domain) => format!("/subscriptions/{domain}/audit"),
        None => AUDIT.to_owned(),
    }
}

/// A subscription's « Activité FTP ».
pub fn ftp_activity(domain: &str) -> String {
    format!("/subscriptions/{domain}/activity")
}

/// The activity of one FTP account.
pub fn ftp_activity_of(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/activity?account={account}")
}

/// A subscription's « Corbeille ».
pub fn trash(domain: &str) -> String {
    format!("/subscriptions/{domain}/trash")
}

/// The page that removes an FTP account for good.
pub fn purge(domain: &str, account: &str) -> String {
    format!("/subscriptions/{domain}/trash/{account}")
}

/// A subscription's « Paramètres de l'hébergement ».
pub fn hosting(domain: &str) -> String {
    format!("/subscriptions/{domain}/hosting")
}

/// The page that imports FTP accounts into a subscription.
pub fn import(domain: &str) -> String {
    format!("/subscriptions/{domain}/import")
}

/// Where the form of that page sends its files.
pub fn import_files(domain: &str) -> String {
    format!("/subscriptions/{domain}/import/files")
}

/// What the page says beside what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportNotice {
    /// No file was chosen.
    NoFile,
    /// The files were too large.
    TooLarge,
    /// Nothing was imported.
    NotDone,
}

impl ImportNotice {
    const ALL: [Self; 3] = [Self::NoFile, Self::TooLarge, Self::NotDone];

    fn key(self) -> &'static str {
        match self {
            Self::NoFile => "no-file",
            Self::TooLarge => "too-large",
            Self::NotDone => "not-done",
        }
    }

    /// The one of a key in an address.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// The same page, which says why nothing was taken.
pub fn import_refused(domain: &str, notice: ImportNotice) -> String {
    format!("{}?notice={}", import(domain), notice.key())
}

/// The same page, with what would become of the file that is kept under a key.
pub fn import_preview(domain: &str, upload: &str, notice: Option<ImportNotice>) -> String {
    let page = format!("{}?upload={}", import(domain), Url::escape(upload));
    match notice {
        Some(notice) => format!("{page}&notice={}", notice.key()),
        None => page,
    }
}

/// The same page, with what became of it.
pub fn import_done(domain: &str, upload: &str) -> String {
    format!("{}?done={}", import(domain), Url::escape(upload))
}

/// A subscription's « Limites ».
pub fn limits(domain: &str) -> String {
    format!("/subscriptions/{domain}/limits")
}

/// « Webhooks »: of a subscription, or of the server.
pub fn webhooks(domain: Option<&str>) -> String {
    match domain {
        Some(domain) => format!("/subscriptions/{}/webhooks", Url::escape(domain)),
        None => "/webhooks".to_owned(),
    }
}

/// The form that adds a webhook to a subscription, or to the server.
pub fn add_webhook(domain: Option<&str>) -> String {
    format!("{}/new", webhooks(domain))
}

/// The page of a webhook.
pub fn webhook(domain: Option<&str>, id: WebhookId) -> String {
    format!("{}/{}", webhooks(domain), id.0)
}

/// The page of a plan.
pub fn plan(id: PlanId) -> String {
    format!("/plans/{}", id.0)
}

/// A subscription's « Réglages par défaut ».
pub fn default_settings(domain: &str) -> String {
    format!("/subscriptions/{domain}/defaults")
}

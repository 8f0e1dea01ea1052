//! The texts of the panel and the command line, in each language.
//!
//! A language is one value of [`Texts`], with a part for each page: a sentence that one of them lacks does not compile, and
//! a sentence with values in it is a function of those values. There is no message format to
//! load or parse, which keeps the WebAssembly small.

mod account_form;
mod account_header;
mod api_tokens;
mod audit;
mod certificate;
#[cfg(feature = "ssr")]
mod cli;
#[cfg(feature = "ssr")]
mod cli_backup;
#[cfg(feature = "ssr")]
mod cli_doctor;
#[cfg(feature = "ssr")]
mod cli_export;
mod common;
mod conflict;
mod connection;
mod csv;
mod default_settings;
mod en;
mod error_page;
mod format;
mod fr;
mod ftp_access;
mod ftp_activity;
mod ftp_history;
mod ftp_sessions;
mod ftp_usage;
mod home_directory;
mod hosting;
mod import;
mod import_page;
mod limits;
#[cfg(feature = "ssr")]
mod mail;
mod mail_settings;
mod one_time_link;
mod overview;
mod own_account;
mod pagination;
mod panel_sessions;
mod panel_user;
mod panel_users;
mod receipt;
#[cfg(feature = "ssr")]
mod rest;
mod rest_api;
mod second_factor;
mod set_password;
mod subscription_settings;
mod subscriptions;
mod trash;
mod webhooks;

#[cfg(feature = "ssr")]
pub use cli::{CliTexts, cli_texts};
#[cfg(feature = "ssr")]
pub use cli_backup::BackupTexts;
#[cfg(feature = "ssr")]
pub use cli_doctor::DoctorTexts;
#[cfg(feature = "ssr")]
pub use cli_export::ExportTexts;
#[cfg(feature = "ssr")]
pub use mail::{MailTexts, mail_texts};
#[cfg(feature = "ssr")]
pub use rest::{RestTexts, rest_texts};

use model::{
    Actor, AppError, CivilTime, Field, FieldError, FtpAccountSettings, FtpUsage, InvalidField,
    LocalTime, Locale, MailKind, ResellerLimit, SubscriptionLimits, Utc, UtcTime, size_text,
};

/// All texts in one language, by page.
pub struct Texts {
    /// The language.
    pub locale: Locale,
    /// Words that stand on every page.
    pub common: common::CommonTexts,
    /// Signing in and out, and a panel user's own account.
    pub panel_user: panel_user::PanelUserTexts,
    /// The pages of those who manage panel users, and of the people of a subscription.
    pub panel_users: panel_users::PanelUsersTexts,
    /// Second factors: at sign-in, one's own, and who must have one.
    pub second_factor: second_factor::SecondFactorTexts,
    /// The tokens by which programs act for a panel user.
    pub api_tokens: api_tokens::ApiTokensTexts,
    /// « Mes sessions ».
    pub panel_sessions: panel_sessions::PanelSessionsTexts,
    /// The REST API.
    pub rest_api: rest_api::RestApiTexts,
    /// « Site et Domaines ».
    pub subscriptions: subscriptions::SubscriptionsTexts,
    /// What administrators are told about certificates.
    pub certificate: certificate::CertificateTexts,
    /// « Accès FTP »: the list of FTP accounts, its filters and its bulk actions.
    pub ftp_access: ftp_access::FtpAccessTexts,
    /// The form of an FTP account, with its password and its settings.
    pub account_form: account_form::AccountFormTexts,
    /// The head of an FTP account's pages.
    pub account_header: account_header::AccountHeaderTexts,
    /// What a home directory holds.
    pub ftp_usage: ftp_usage::FtpUsageTexts,
    /// « Réglages par défaut ».
    pub default_settings: default_settings::DefaultSettingsTexts,
    /// « Paramètres de l'hébergement ».
    pub hosting: hosting::HostingTexts,
    /// Importing FTP accounts.
    pub import: import::ImportTexts,
    /// The page that imports FTP accounts.
    pub import_page: import_page::ImportPageTexts,
    /// « Paramètres de l'abonnement », and « Abonnements supprimés ».
    pub subscription_settings: subscription_settings::SubscriptionSettingsTexts,
    /// What subscriptions may have and use, and plans.
    pub limits: limits::LimitsTexts,
    /// Where mail goes, and which mails are wanted.
    pub mail_settings: mail_settings::MailSettingsTexts,
    /// What was done.
    pub receipt: receipt::ReceiptTexts,
    /// « Connexion »: how an FTP client connects.
    pub connection: connection::ConnectionTexts,
    /// One-time links.
    pub one_time_link: one_time_link::OneTimeLinkTexts,
    /// « Sessions FTP ».
    pub ftp_sessions: ftp_sessions::FtpSessionsTexts,
    /// « Activité FTP ».
    pub ftp_activity: ftp_activity::FtpActivityTexts,
    /// « Vue d'ensemble ».
    pub overview: overview::OverviewTexts,
    /// « Corbeille ».
    pub trash: trash::TrashTexts,
    /// Webhooks.
    pub webhooks: webhooks::WebhooksTexts,
    /// The audit log.
    pub audit: audit::AuditTexts,
    /// The history of an FTP account.
    pub ftp_history: ftp_history::FtpHistoryTexts,
    /// An account that someone else changed during an edit.
    pub conflict: conflict::ConflictTexts,
    /// Pages of a list.
    pub pagination: pagination::PaginationTexts,
    /// When there is nothing to show.
    pub error_page: error_page::ErrorPageTexts,
    /// The list of FTP accounts as CSV.
    pub csv: csv::CsvTexts,
    /// What the recipient of a one-time link sees.
    pub set_password: set_password::SetPasswordTexts,
    /// The page of an FTP account's own.
    pub own_account: own_account::OwnAccountTexts,
    /// The tools of « Répertoire principal »: the folder tree and the preview.
    pub home_directory: home_directory::HomeDirectoryToolsTexts,
    /// Why something was not done, and what to do about it.
    pub error: fn(&AppError) -> String,
    /// Which rule a field's value breaks, and how to keep it.
    pub field_error: fn(FieldError) -> String,
    /// A date and a time of day, to the minute.
    pub date_time: fn(CivilTime) -> String,
    /// A date and a time of day, to the second.
    pub date_time_seconds: fn(CivilTime) -> String,
    /// A whole number, its digits in groups.
    pub number: fn(u64) -> String,
    /// A number of bytes, rounded.
    pub size: fn(u64) -> String,
}

/// A list of what one can choose from, with the language's "or" before the last.
pub(crate) fn alternatives(all: &[String], or: &str) -> String {
    match all {
        [before @ .., last] if !before.is_empty() => format!("{} {or} {last}", before.join(", ")),
        one => one.concat(),
    }
}

impl Texts {
    /// The name of a field, as its label shows it.
    pub fn field(&self, field: Field) -> &'static str {
        match field {
            Field::AccountName => self.account_form.ftp_account_name,
            Field::HomeDirectory => self.account_form.home_directory,
            Field::Password | Field::RepeatedPassword => self.panel_user.panel_password,
            Field::CurrentPassword => self.panel_user.current_password,
            Field::Proof => self.panel_user.proof,
            Field::Login => self.panel_user.login,
            Field::DisplayName => self.panel_user.display_name,
            Field::Email => self.mail_settings.address,
            Field::MailExpiry => (self.mail_settings.kind)(MailKind::Expiry),
            Field::MailQuota => (self.mail_settings.kind)(MailKind::Quota),
            Field::MailLocked => (self.mail_settings.kind)(MailKind::Locked),
            Field::MailCertificate => (self.mail_settings.kind)(MailKind::Certificate),
            Field::MailLocale => self.mail_settings.locale,
            Field::Domain => self.subscriptions.domain,
            Field::WebspaceRoot => self.subscriptions.webspace_root,
            Field::Owner => self.subscriptions.owner,
            Field::LinkHours => self.one_time_link.title,
            Field::SystemUser => self.hosting.system_user,
            Field::Umask => self.hosting.umask,
            Field::Role => self.panel_user.role_label,
            Field::UserState => self.panel_users.state,
            Field::Reseller => self.panel_users.reseller,
            Field::ResellerCustomers => (self.panel_users.limit)(ResellerLimit::Customers),
            Field::ResellerSubscriptions => (self.panel_users.limit)(ResellerLimit::Subscriptions),
            Field::ResellerFtpAccounts => (self.panel_users.limit)(ResellerLimit::FtpAccounts),
            Field::NewOwner => self.panel_users.new_owner,
            Field::NewReseller => self.panel_users.new_reseller,
            Field::Code => self.second_factor.code,
            Field::RecoveryCode => self.second_factor.recovery_code,
            Field::PasskeyName => self.second_factor.passkey_name,
            Field::MaxFtpAccounts
            | Field::MaxDiskSpace
            | Field::MaxFiles
            | Field::MaxFtpSessions
            | Field::TotalUploadRate
            | Field::TotalDownloadRate
            | Field::Plan
            | Field::PlanName => (self.limits.field)(field),
            Field::LockedSettings => self.limits.locked,
            Field::WebhookName => self.webhooks.name,
            Field::WebhookUrl => self.webhooks.url,
            Field::WebhookState => self.webhooks.enabled,
            Field::EventKinds => self.webhooks.events,
            Field::ImportFormat => self.import.format,
            Field::ImportFile => self.import.file,
            Field::ImportShadow => self.import.shadow,
            Field::HomeMappings => self.import.mappings,
            Field::Renames => self.import.renames,
            Field::ApiTokenName
            | Field::ApiTokenAccess
            | Field::ApiTokenReach
            | Field::ApiTokenSubscriptions
            | Field::ApiTokenExpiry
            | Field::ApiTokenAddresses => (self.api_tokens.field)(field),
            setting => (self.account_form.setting_label)(setting),
        }
    }

    /// A date and a time of day in UTC, for where nobody's own time zone is known.
    pub fn date_time_utc(&self, time: UtcTime) -> String {
        format!("{} UTC", (self.date_time)(time.civil()))
    }

    /// A setting of an FTP account, as a person reads it, for where nobody's own time zone is
    /// known.
    pub fn setting(&self, field: Field, settings: &FtpAccountSettings) -> String {
        match settings.expires_at {
            Some(at) if field == Field::Expiry => self.date_time_utc(at),
            _ => self.setting_in(field, settings, &Utc),
        }
    }

    /// A setting of an FTP account, as a person whose clock is `clock` reads it.
    pub fn setting_in(
        &self,
        field: Field,
        settings: &FtpAccountSettings,
        clock: &dyn LocalTime,
    ) -> String {
        let rate = |rate: Option<u32>| rate.map(self.account_form.kib_per_second);
        let shown = match field {
            Field::QuotaBytes => settings.quota_bytes.map(|bytes| self.exact_size(bytes)),
            Field::QuotaFiles => settings.quota_files.map(self.number),
            Field::Expiry => settings
                .expires_at
                .map(|at| (self.date_time)(clock.to_civil(at))),
            Field::UploadRate => rate(settings.upload_rate),
            Field::DownloadRate => rate(settings.download_rate),
            Field::Note => Some(settings.note.clone()),
            _ => {
                let value = settings.value(field);
                let chosen = FtpAccountSettings::choices(field).is_some();
                if chosen {
                    Some((self.account_form.setting_choice)(field, &value).to_owned())
                } else {
                    Some(value).filter(|value| !value.is_empty())
                }
            }
        };
        shown.unwrap_or_else(|| self.account_form.no_limit.to_owned())
    }

    /// A limit of a subscription, as a person reads it.
    pub fn limit(&self, field: Field, limits: &SubscriptionLimits) -> String {
        let rate = |rate: Option<u32>| rate.map(self.account_form.kib_per_second);
        let number = |most: Option<u32>| most.map(|most| (self.number)(most.into()));
        let shown = match field {
            Field::MaxFtpAccounts => number(limits.ftp_accounts),
            Field::MaxDiskSpace => limits.disk_space.map(|bytes| self.exact_size(bytes)),
            Field::MaxFiles => limits.files.map(self.number),
            Field::MaxFtpSessions => number(limits.ftp_sessions),
            Field::TotalUploadRate => rate(limits.upload_rate),
            Field::TotalDownloadRate => rate(limits.download_rate),
            _ => None,
        };
        shown.unwrap_or_else(|| self.limits.unlimited.to_owned())
    }

    /// A setting as one types it in this language.
    pub fn typed_setting(&self, field: Field, value: String) -> String {
        if matches!(field, Field::QuotaBytes | Field::MaxDiskSpace) {
            self.units(&value)
        } else {
            value
        }
    }

    /// A number of bytes, none of which is left out.
    pub fn exact_size(&self, bytes: u64) -> String {
        self.units(&size_text(bytes)).replace(' ', "\u{a0}")
    }

    /// A size in the units of this language: bytes are « octets » in French.
    fn units(&self, size: &str) -> String {
        match self.locale {
            Locale::En => size.to_owned(),
            Locale::Fr => size.replace('B', "o"),
        }
    }

    /// What a home directory holds, and what it may hold.
    pub fn usage(&self, usage: FtpUsage, bytes: Option<u64>, files: Option<u64>) -> String {
        let of = |used: String, quota: Option<String>| match quota {
            Some(quota) => (self.ftp_usage.used_of)(&used, &quota),
            None => used,
        };
        let bytes = of(
            (self.size)(usage.bytes),
            bytes.map(|bytes| self.exact_size(bytes)),
        );
        let count = of((self.number)(usage.files), files.map(self.number));
        let noun = (self.ftp_usage.files)(files.unwrap_or(usage.files));
        format!("{bytes}, {count} {noun}")
    }

    /// Who did something, by the name under which the audit trail keeps it.
    pub fn actor<'a>(&'a self, name: &'a str) -> &'a str {
        match name {
            Actor::COMMAND_LINE => self.trash.by_command_line,
            Actor::PROGRAM => "Berth",
            Actor::RECIPIENT => self.trash.by_recipient,
            Actor::FTP_ACCOUNT => self.own_account.by_account,
            Actor::ADMINISTRATOR => self.trash.by_administrator,
            Actor::NOBODY => self.trash.by_nobody,
            Actor::SOMEBODY => self.trash.by_somebody,
            Actor::SEVERAL => self.trash.by_several,
            login => login,
        }
    }

    /// Who did something, with the system user who ran the command line, or the API token by which a
    /// program acted for them.
    pub fn actor_as(&self, name: &str, system_user: Option<&str>, token: Option<&str>) -> String {
        match (system_user, token) {
            (Some(user), _) => (self.audit.by_command_line)(user),
            (None, Some(token)) => (self.audit.by_token)(self.actor(name), token),
            (None, None) => self.actor(name).to_owned(),
        }
    }

    /// What a value of the audit log is called, by its key, such as `hosting.umask`.
    pub fn audit_value<'a>(&'a self, key: &'a str) -> &'a str {
        let name = key.rsplit('.').next().unwrap_or(key);
        let field = match name {
            "login" => Some(Field::Login),
            "display_name" => Some(Field::DisplayName),
            "email" => Some(Field::Email),
            "domain" => Some(Field::Domain),
            "webspace_root" => Some(Field::WebspaceRoot),
            "owner" => Some(Field::Owner),
            "home_directory" => Some(Field::HomeDirectory),
            "system_user" => Some(Field::SystemUser),
            "umask" => Some(Field::Umask),
            "token" => Some(Field::ApiTokenName),
            "access" => Some(Field::ApiTokenAccess),
            "allowed_addresses" => Some(Field::ApiTokenAddresses),
            _ => None,
        };
        match field {
            Some(field) => self.field(field),
            None => (self.audit.value)(name).unwrap_or(key),
        }
    }

    /// An error in one paragraph: where fields are to blame, each with its name.
    ///
    /// Screens show what is wrong with a field at that field; this is for the command line and
    /// for fields that a screen does not have.
    pub fn error_in_full(&self, problem: &AppError) -> String {
        match problem {
            AppError::Invalid(problems) => {
                let sentences: Vec<String> = problems
                    .iter()
                    .map(|problem| self.field_problem(problem))
                    .collect();
                sentences.join("\n")
            }
            problem => (self.error)(problem),
        }
    }

    fn field_problem(&self, problem: &InvalidField) -> String {
        self.labelled(problem.field, &(self.field_error)(problem.error))
    }

    /// Something about a field, with its name before it.
    pub fn labelled(&self, field: Field, text: &str) -> String {
        self.labelled_by(self.field(field), text)
    }

    /// Something about what is named before it.
    pub fn labelled_by(&self, name: &str, text: &str) -> String {
        let colon = match self.locale {
            Locale::En => ": ",
            Locale::Fr => "\u{a0}: ",
        };
        format!("{name}{colon}{text}")
    }
}

/// What is said in a language.
pub fn texts(locale: Locale) -> &'static Texts {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Fr => &FRENCH,
    }
}

static ENGLISH: Texts = Texts {
    locale: Locale::En,

    common: common::EN,
    panel_user: panel_user::EN,
    panel_users: panel_users::EN,
    second_factor: second_factor::EN,
    api_tokens: api_tokens::EN,
    panel_sessions: panel_sessions::EN,
    rest_api: rest_api::EN,
    subscriptions: subscriptions::EN,
    certificate: certificate::EN,
    ftp_access: ftp_access::EN,
    account_form: account_form::EN,
    account_header: account_header::EN,
    webhooks: webhooks::EN,
    audit: audit::EN,
    ftp_usage: ftp_usage::EN,
    default_settings: default_settings::EN,
    hosting: hosting::EN,
    import: import::EN,
    import_page: import_page::EN,
    subscription_settings: subscription_settings::EN,
    limits: limits::EN,
    mail_settings: mail_settings::EN,
    receipt: receipt::EN,
    connection: connection::EN,
    one_time_link: one_time_link::EN,
    ftp_sessions: ftp_sessions::EN,
    ftp_activity: ftp_activity::EN,
    overview: overview::EN,
    trash: trash::EN,
    ftp_history: ftp_history::EN,
    conflict: conflict::EN,
    pagination: pagination::EN,
    error_page: error_page::EN,
    csv: csv::EN,
    set_password: set_password::EN,
    own_account: own_account::EN,
    home_directory: home_directory::EN,
    error: en::problem,
    field_error: en::field_error,
    date_time: en::date_time,
    date_time_seconds: en::date_time_seconds,
    number: en::number,
    size: en::size,
};

static FRENCH: Texts = Texts {
    locale: Locale::Fr,

    common: common::FR,
    panel_user: panel_user::FR,
    panel_users: panel_users::FR,
    second_factor: second_factor::FR,
    api_tokens: api_tokens::FR,
    panel_sessions: panel_sessions::FR,
    rest_api: rest_api::FR,
    subscriptions: subscriptions::FR,
    certificate: certificate::FR,
    ftp_access: ftp_access::FR,
    account_form: account_form::FR,
    account_header: account_header::FR,
    webhooks: webhooks::FR,
    audit: audit::FR,
    ftp_usage: ftp_usage::FR,
    default_settings: default_settings::FR,
    hosting: hosting::FR,
    import: import::FR,
    import_page: import_page::FR,
    subscription_settings: subscription_settings::FR,
    limits: limits::FR,
    mail_settings: mail_settings::FR,
    receipt: receipt::FR,
    connection: connection::FR,
    one_time_link: one_time_link::FR,
    ftp_sessions: ftp_sessions::FR,
    ftp_activity: ftp_activity::FR,
    overview: overview::FR,
    trash: trash::FR,
    ftp_history: ftp_history::FR,
    conflict: conflict::FR,
    pagination: pagination::FR,
    error_page: error_page::FR,
    csv: csv::FR,
    set_password: set_password::FR,
    own_account: own_account::FR,
    home_directory: home_directory::FR,
    error: fr::problem,
    field_error: fr::field_error,
    date_time: fr::date_time,
    date_time_seconds: fr::date_time_seconds,
    number: fr::number,
    size: fr::size,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        let english = |number| (texts(Locale::En).number)(number);
        assert_eq!(
            [
                english(0),
                english(999),
                english(1_000),
                english(100_000),
                english(1_234_567)
            ],
            ["0", "999", "1,000", "100,000", "1,234,567"].map(str::to_owned)
        );
        assert_eq!((texts(Locale::Fr).number)(100_000), "100\u{202f}000");
    }

    #[test]
    fn a_transfer_is_told_in_the_units_of_the_language() {
        assert_eq!(
            (texts(Locale::Fr).ftp_sessions.moved)(1_500_000, Some(3_000_000), 500_000),
            "1,5\u{a0}Mo sur 3,0\u{a0}Mo, 500\u{a0}ko/s"
        );
    }

    #[test]
    fn what_a_home_holds_is_said_beside_what_it_may_hold() {
        let usage = FtpUsage {
            bytes: 1_234_567_890,
            files: 340,
            ..FtpUsage::default()
        };
        let said = |locale, bytes, files| texts(locale).usage(usage, bytes, files);
        let quota = Some(5_000_000_000);
        assert_eq!(
            said(Locale::Fr, quota, None),
            "1,2\u{a0}Go sur 5\u{a0}Go, 340 fichiers"
        );
        assert_eq!(
            said(Locale::En, quota, Some(1000)),
            "1.2\u{a0}GB of 5\u{a0}GB, 340 of 1,000 files"
        );
        assert_eq!(said(Locale::En, None, None), "1.2\u{a0}GB, 340 files");
        let settings = FtpAccountSettings {
            quota_bytes: Some(2 << 30),
            ..FtpAccountSettings::default()
        };
        let shown = |locale| texts(locale).setting(Field::QuotaBytes, &settings);
        assert_eq!(
            (shown(Locale::Fr), shown(Locale::En)),
            ("2\u{a0}Gio".into(), "2\u{a0}GiB".into())
        );
    }

    #[test]
    fn dates_follow_the_language() {
        let time = UtcTime(1_795_478_399);
        for (locale, to_the_minute, to_the_second) in [
            (Locale::Fr, "23/11/2026 23:59", "23/11/2026 23:59:59"),
            (Locale::En, "23 Nov 2026, 23:59", "23 Nov 2026, 23:59:59"),
        ] {
            let texts = texts(locale);
            assert_eq!((texts.date_time)(time.civil()), to_the_minute);
            assert_eq!((texts.date_time_seconds)(time.civil()), to_the_second);
            assert_eq!(texts.date_time_utc(time), format!("{to_the_minute} UTC"));
        }
    }

    #[test]
    fn the_labels_of_the_guide_are_kept_to_the_letter() {
        let fr = texts(Locale::Fr);
        assert_eq!(fr.subscriptions.title, "Site et Domaines");
        assert_eq!(fr.ftp_access.title, "Accès FTP");
        assert_eq!(fr.ftp_access.add_ftp_account, "Ajouter un compte FTP");
        assert_eq!(fr.account_form.ftp_account_name, "Nom du compte FTP");
        assert_eq!(fr.account_form.home_directory, "Répertoire principal");
        assert_eq!(fr.account_form.ftp_password, "Mot de passe FTP");
        assert_eq!(fr.ftp_access.main_account, "Compte principal");
        assert_eq!(
            [fr.common.ok, fr.common.cancel, fr.ftp_access.remove],
            ["OK", "Annuler", "Supprimer"]
        );
        assert_eq!(
            fr.receipt.note_the_changes,
            "Prenez bien note des modifications effectuées"
        );
        assert!(
            (fr.error)(&AppError::MainAccountStays)
                .contains("il est impossible de supprimer le compte FTP principal d'un abonnement")
        );
    }

    #[test]
    fn an_error_in_full_names_the_field() {
        let problem = AppError::at(Field::AccountName, FieldError::Taken);
        for locale in Locale::ALL {
            let texts = texts(locale);
            assert!(
                texts
                    .error_in_full(&problem)
                    .starts_with(texts.account_form.ftp_account_name)
            );
        }
    }
}

//! What the screens that only the server draws say: not in the WebAssembly.

mod en;
mod fr;

use crate::client_files::ClientFile;
use model::{
    Actor, FieldError, FilesStay, FtpActivityGroup, FtpEventKind, FtpRefusal, FtpTransferred,
    HistoryEvent, Locale, PasswordWeakness, PurgedFiles,
};

/// All that those screens say in one language, beside [`Texts`](super::Texts).
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct ServerTexts {
    // « Activité FTP ».
    pub ftp_activity_of: fn(&str) -> String,
    pub ftp_activity_intro: &'static str,
    pub ftp_activity_count: fn(u64) -> String,
    pub no_ftp_activity: &'static str,
    pub kind_of_activity: &'static str,
    pub every_kind: &'static str,
    pub activity_group: fn(FtpActivityGroup) -> &'static str,
    pub filter: &'static str,
    pub date: &'static str,
    pub event: fn(&FtpEventKind) -> &'static str,
    pub refusal: fn(FtpRefusal) -> &'static str,
    pub transferred: fn(&FtpTransferred) -> String,

    // What a home directory holds.
    pub space_used_by: fn(&str) -> String,
    pub usage_intro: &'static str,
    pub counted_at: &'static str,
    pub counted_so_far: fn(u64) -> String,
    pub back_to_account: &'static str,
    // The list of FTP accounts as CSV.
    pub used_bytes: &'static str,
    pub quota_bytes: &'static str,
    pub used_files: &'static str,
    pub quota_files: &'static str,
    // « Connexion ».
    pub connection_of: fn(&str) -> String,
    pub connection_intro: &'static str,
    pub host: &'static str,
    pub port: &'static str,
    pub protocol: &'static str,
    pub protocol_too: &'static str,
    pub explicit_tls: &'static str,
    pub implicit_tls: fn(u16) -> String,
    pub in_clear: &'static str,
    pub fingerprint: &'static str,
    pub compare_fingerprint: &'static str,
    pub rclone_compares_nothing: &'static str,
    pub print: &'static str,
    pub for_clients: &'static str,
    pub for_clients_intro: &'static str,
    pub download_for: fn(&str) -> String,
    pub import_hint: fn(ClientFile) -> &'static str,
    pub open_in_winscp: &'static str,
    pub command_line: &'static str,
    pub command_line_intro: &'static str,

    // One-time links.
    pub link_intro: &'static str,
    pub waits_for_password: &'static str,
    pub no_link: &'static str,
    pub link_validity: &'static str,
    pub link_validities: [(&'static str, &'static str); 5],
    pub make_link: &'static str,
    pub make_another_link: &'static str,
    pub revoke_link: &'static str,
    pub link_of: fn(&str) -> String,
    pub link_is_ready: fn(&str) -> String,
    pub link_rules: &'static str,
    pub link_was_shown: &'static str,

    // What the receiver of a link sees.
    pub set_password: &'static str,
    pub set_password_intro: fn(&str) -> String,
    pub password_again: &'static str,
    pub passwords_differ: &'static str,
    pub link_does_not_work: &'static str,
    pub link_does_not_work_why: &'static str,
    pub password_was_set: &'static str,
    pub password_was_set_of: fn(&str) -> String,
    // « Corbeille ».
    pub trash_of: fn(&str) -> String,
    pub trash_intro: &'static str,
    pub trash_is_empty: &'static str,
    pub removed_on: &'static str,
    pub gone_on: &'static str,
    pub by: fn(&str) -> String,
    pub by_command_line: &'static str,
    pub restore: &'static str,
    pub accounts_were_restored: fn(&[&str]) -> String,
    pub purge: &'static str,
    pub purge_account: fn(&str) -> String,
    pub purge_keeping_files: &'static str,
    pub purge_keeping_files_text: &'static str,
    pub purge_with_files: &'static str,
    pub purge_with_files_text: fn(&str) -> String,
    pub confirmation: &'static str,
    pub confirmation_hint: &'static str,
    pub files_stay: fn(&FilesStay) -> String,
    pub account_was_purged: fn(&str, &PurgedFiles) -> String,
    pub files_were_left: fn(u64) -> String,

    // The history of an account.
    pub history_of: fn(&str) -> String,
    pub history_intro: &'static str,
    pub no_history: &'static str,
    pub history_deed: fn(&HistoryEvent) -> &'static str,
    pub older_entries: &'static str,
    pub latest_entries: &'static str,

    // The tools of an FTP account's form.
    pub strength: fn(u8) -> &'static str,
    pub weakness: fn(PasswordWeakness) -> &'static str,
    pub choose_home: &'static str,
    pub choose_home_hint: &'static str,
    pub folder_barred: fn(FieldError) -> &'static str,
    pub more_folders: &'static str,
    pub no_folders: &'static str,
    pub new_folder: &'static str,
    pub make_folder: &'static str,
    pub home_seen: fn(&[String], usize, bool) -> String,
    pub home_can_be_written: &'static str,
    pub home_cannot_be_written: fn(FieldError) -> String,
    pub home_will_be_made: &'static str,

    // « Réglages par défaut ».
    pub default_settings_of: fn(&str) -> String,
    pub default_settings_intro: &'static str,
    pub default_settings_saved: &'static str,
    pub default_settings_unchanged: &'static str,
}

impl ServerTexts {
    /// Who did something, by the name under which the audit trail keeps it.
    pub fn actor<'a>(&'a self, name: &'a str) -> &'a str {
        match name {
            Actor::COMMAND_LINE => self.by_command_line,
            Actor::PROGRAM => "Berth",
            login => login,
        }
    }
}

/// What those screens say in a language.
pub fn server_texts(locale: Locale) -> &'static ServerTexts {
    match locale {
        Locale::En => &en::TEXTS,
        Locale::Fr => &fr::TEXTS,
    }
}

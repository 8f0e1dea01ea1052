//! What the panel and the command line say, in each language.
//!
//! A language is one value of [`Texts`]: a sentence that one of them lacks does not compile, and
//! a sentence with values in it is a function of those values. There is no message format to
//! load or parse, which keeps the WebAssembly small.

#[cfg(feature = "ssr")]
mod cli;
mod en;
mod fr;
#[cfg(feature = "ssr")]
mod server_pages;

#[cfg(feature = "ssr")]
pub use cli::{CliTexts, cli_texts};
#[cfg(feature = "ssr")]
pub use server_pages::{ServerTexts, server_texts};

use model::{
    AppError, BulkAction, Field, FieldError, FtpAccountSettings, FtpDirection, FtpUsage,
    InvalidField, Locale, PageNumber, Role, UtcTime, size_text,
};

/// All that is said in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct Texts {
    pub locale: Locale,

    // Words that stand on every screen.
    pub tagline: &'static str,
    pub skip_to_content: &'static str,
    pub language: &'static str,
    pub main_navigation: &'static str,
    pub breadcrumb: &'static str,
    pub cancel: &'static str,
    pub ok: &'static str,
    pub try_again: &'static str,
    pub loading: &'static str,

    // Signing in and out.
    pub sign_in: &'static str,
    pub sign_in_title: &'static str,
    pub sign_out: &'static str,
    pub login: &'static str,
    pub panel_password: &'static str,
    pub my_account: &'static str,
    pub role_label: &'static str,
    pub role: fn(Role) -> &'static str,
    pub change_password: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub other_sessions_end: &'static str,
    pub password_was_changed: &'static str,

    // « Site et Domaines ».
    pub websites_and_domains: &'static str,
    pub subscriptions_caption: &'static str,
    pub domain: &'static str,
    pub domain_hint: &'static str,
    pub owner: &'static str,
    pub owner_hint: &'static str,
    pub webspace_root: &'static str,
    pub webspace_root_hint: &'static str,
    pub ftp_accounts: &'static str,
    pub created: &'static str,
    pub actions: &'static str,
    pub add_subscription: &'static str,
    pub main_account_of_subscription: &'static str,
    pub main_account_hint: &'static str,
    pub no_subscription_for_administrator: &'static str,
    pub no_subscription_for_customer: &'static str,
    pub subscriptions_count: fn(u64) -> String,

    // « Accès FTP ».
    pub ftp_access: &'static str,
    pub ftp_access_of: fn(&str) -> String,
    pub ftp_access_intro: &'static str,
    pub ftp_accounts_caption: fn(&str) -> String,
    pub ftp_accounts_count: fn(u64) -> String,
    pub add_ftp_account: &'static str,
    pub edit_ftp_account: fn(&str) -> String,
    pub ftp_account_name: &'static str,
    pub ftp_account_name_hint: &'static str,
    pub home_directory: &'static str,
    pub home_directory_hint: &'static str,
    pub home_of_main_account_hint: &'static str,
    pub ftp_password: &'static str,
    pub password_hint: &'static str,
    pub password_unchanged_hint: &'static str,
    pub sessions_end_hint: &'static str,
    pub advanced_options: &'static str,
    pub setting_label: fn(Field) -> &'static str,
    pub setting_hint: fn(Field) -> &'static str,
    pub setting_choice: fn(Field, &str) -> &'static str,
    pub no_limit: &'static str,
    pub kib_per_second: fn(u32) -> String,
    pub expiry_shortcuts: [&'static str; 4],
    pub space_used: &'static str,
    pub not_counted: &'static str,
    pub used_of: fn(&str, &str) -> String,
    pub files: fn(u64) -> &'static str,
    pub count_again: &'static str,
    pub expires: fn(&str) -> String,
    pub expired: fn(&str) -> String,
    pub main_account: &'static str,
    pub waits_for_password: &'static str,
    pub last_changed: &'static str,
    pub select: &'static str,
    pub select_account: fn(&str) -> String,
    pub select_page: &'static str,
    pub main_account_cannot_be_selected: &'static str,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub generate_password: &'static str,
    pub browse: &'static str,
    pub duplicate: &'static str,
    pub default_settings: &'static str,

    // The list of « Accès FTP », when it is long.
    pub search: &'static str,
    pub search_hint: &'static str,
    pub list_options: &'static str,
    pub every_value: &'static str,
    pub only_expiring: &'static str,
    pub only_unused: &'static str,
    pub only_nearly_full: &'static str,
    pub shown_columns: &'static str,
    pub rows_on_a_page: &'static str,
    pub apply: &'static str,
    pub show_all: &'static str,
    pub ftp_accounts_found: fn(u64, u64) -> String,
    pub no_ftp_account_found: &'static str,
    pub export_csv: &'static str,
    pub usage: &'static str,
    pub no_quota: &'static str,
    pub bulk_action: fn(BulkAction) -> &'static str,
    pub bulk_action_title: fn(BulkAction) -> &'static str,
    pub choose_all_found: &'static str,
    pub all_found: fn(u64) -> String,
    pub list_keys: &'static str,
    pub character_keys: &'static str,
    pub first_page: &'static str,
    pub last_page: &'static str,
    pub accounts_were_changed: fn(u64, &str) -> String,
    pub many_accounts_were_removed: fn(u64) -> String,
    // Handing an account over.
    pub copy: &'static str,
    pub copied: &'static str,
    pub connect: &'static str,
    pub password_choice: &'static str,
    pub password_choice_hint: &'static str,
    pub password_choices: [&'static str; 4],
    pub shown_this_once: &'static str,
    pub one_time_link: &'static str,
    pub link_until: fn(&str, &str) -> String,

    // « Sessions FTP ».
    pub ftp_sections: &'static str,
    pub ftp_sessions: &'static str,
    pub ftp_sessions_of: fn(&str) -> String,
    pub ftp_sessions_intro: &'static str,
    pub ftp_sessions_count: fn(usize) -> String,
    pub live: &'static str,
    pub not_live: &'static str,
    pub refresh: &'static str,
    pub ftp_account: &'static str,
    pub address_and_protocol: &'static str,
    pub since: &'static str,
    pub now: &'static str,
    pub idle: fn(u64) -> String,
    pub direction: fn(FtpDirection) -> &'static str,
    pub progress: &'static str,
    pub moved: fn(u64, Option<u64>, u64) -> String,
    pub disconnect: &'static str,
    pub disconnect_session: fn(&str) -> String,

    // « Activité FTP ».
    pub ftp_activity: &'static str,
    pub last_sign_in: &'static str,
    pub never: &'static str,

    // Removing.
    pub remove: &'static str,
    pub remove_title: fn(usize) -> String,
    pub remove_consequence: fn(usize) -> &'static str,

    // « Corbeille », history, former names.
    pub trash: &'static str,
    pub history: &'static str,
    pub former_names: &'static str,
    pub stop_accepting: fn(&str) -> String,
    pub old_name_kept: fn(&str) -> String,

    // What was done.
    pub note_the_changes: &'static str,
    pub nothing_was_changed: fn(&str) -> String,
    pub account_was_added: fn(&str, &str) -> String,
    pub account_was_changed: fn(&str) -> String,
    pub accounts_were_removed: fn(&[&str]) -> String,
    pub subscription_was_added: fn(&str, &str) -> String,
    pub session_was_ended: fn(&str) -> String,
    pub what: &'static str,
    pub old_value: &'static str,
    pub new_value: &'static str,
    pub secret_was_changed: &'static str,

    // An account that someone else changed meanwhile.
    pub value_now: &'static str,
    pub your_value: &'static str,
    pub overwrite_hint: &'static str,
    pub discard_mine: &'static str,
    pub back_to_list: &'static str,

    // Pages of a list.
    pub pages: &'static str,
    pub page_of: fn(PageNumber, u32) -> String,
    pub previous_page: &'static str,
    pub next_page: &'static str,

    // When there is nothing to show.
    pub not_found_title: &'static str,
    pub not_found_text: &'static str,
    pub error_title: &'static str,
    pub to_start: &'static str,

    /// Why something was not done, and what to do about it.
    pub problem: fn(&AppError) -> String,
    /// Which rule a field's value breaks, and how to keep it.
    pub field_error: fn(FieldError) -> String,
    /// A date and a time of day, in UTC.
    pub date_time: fn(UtcTime) -> String,
    /// A whole number, its digits in groups.
    pub number: fn(u64) -> String,
    /// A number of bytes, rounded.
    pub size: fn(u64) -> String,
}

impl Texts {
    /// The name of a field, as its label shows it.
    pub fn field(&self, field: Field) -> &'static str {
        match field {
            Field::AccountName => self.ftp_account_name,
            Field::HomeDirectory => self.home_directory,
            Field::Password | Field::RepeatedPassword => self.panel_password,
            Field::CurrentPassword => self.current_password,
            Field::Login => self.login,
            Field::Domain => self.domain,
            Field::WebspaceRoot => self.webspace_root,
            Field::Owner => self.owner,
            Field::LinkHours => self.one_time_link,
            setting => (self.setting_label)(setting),
        }
    }

    /// A setting of an FTP account, as a person reads it.
    pub fn setting(&self, field: Field, settings: &FtpAccountSettings) -> String {
        let rate = |rate: Option<u32>| rate.map(self.kib_per_second);
        let shown = match field {
            Field::QuotaBytes => settings.quota_bytes.map(|bytes| self.exact_size(bytes)),
            Field::QuotaFiles => settings.quota_files.map(self.number),
            Field::Expiry => settings.expires_at.map(self.date_time),
            Field::UploadRate => rate(settings.upload_rate),
            Field::DownloadRate => rate(settings.download_rate),
            Field::Note => Some(settings.note.clone()),
            _ => {
                let value = settings.value(field);
                let chosen = FtpAccountSettings::choices(field).is_some();
                if chosen {
                    Some((self.setting_choice)(field, &value).to_owned())
                } else {
                    Some(value).filter(|value| !value.is_empty())
                }
            }
        };
        shown.unwrap_or_else(|| self.no_limit.to_owned())
    }

    /// A setting as one types it in this language.
    pub fn typed_setting(&self, field: Field, value: String) -> String {
        if field == Field::QuotaBytes {
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
            Some(quota) => (self.used_of)(&used, &quota),
            None => used,
        };
        let bytes = of(
            (self.size)(usage.bytes),
            bytes.map(|bytes| self.exact_size(bytes)),
        );
        let count = of((self.number)(usage.files), files.map(self.number));
        let noun = (self.files)(files.unwrap_or(usage.files));
        format!("{bytes}, {count} {noun}")
    }

    /// A problem in one paragraph: where fields are to blame, each with its name.
    ///
    /// Screens show what is wrong with a field at that field; this is for the command line and
    /// for fields that a screen does not have.
    pub fn problem_in_full(&self, problem: &AppError) -> String {
        match problem {
            AppError::Invalid(problems) => {
                let sentences: Vec<String> = problems
                    .iter()
                    .map(|problem| self.field_problem(problem))
                    .collect();
                sentences.join("\n")
            }
            problem => (self.problem)(problem),
        }
    }

    fn field_problem(&self, problem: &InvalidField) -> String {
        self.labelled(problem.field, &(self.field_error)(problem.error))
    }

    /// Something about a field, with its name before it.
    pub fn labelled(&self, field: Field, text: &str) -> String {
        let colon = match self.locale {
            Locale::En => ": ",
            Locale::Fr => "\u{a0}: ",
        };
        format!("{}{colon}{text}", self.field(field))
    }
}

/// What is said in a language.
pub fn texts(locale: Locale) -> &'static Texts {
    match locale {
        Locale::En => &en::TEXTS,
        Locale::Fr => &fr::TEXTS,
    }
}

/// The digits of a number in groups of three.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * separator.len());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the largest unit that leaves a whole one, with one decimal below ten.
///
/// In whole numbers: to print fractions would bring in a large part of the standard library.
fn sized(bytes: u64, units: [&str; 5], point: char) -> String {
    let mut unit = 0;
    let mut tenths = bytes.saturating_mul(10);
    while tenths >= 10_000 && unit + 1 < units.len() {
        tenths /= 1000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let fraction = if unit > 0 && whole < 10 {
        format!("{point}{tenth}")
    } else {
        String::new()
    };
    format!("{whole}{fraction}\u{a0}{}", units[unit])
}

/// How long something took: with tenths below ten seconds, in minutes from ten minutes on.
#[cfg(feature = "ssr")]
fn duration(milliseconds: u64, point: char) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("{seconds}{point}{}\u{a0}s", milliseconds / 100 % 10),
        10..600 => format!("{seconds}\u{a0}s"),
        _ => format!("{}\u{a0}min", seconds / 60),
    }
}

/// A time to wait, rounded up: how many seconds, or minutes (`true`) from a minute on.
fn wait(seconds: u64) -> (u64, bool) {
    if seconds < 60 {
        (seconds.max(1), false)
    } else {
        (seconds.div_ceil(60), true)
    }
}

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
    fn sizes_are_short() {
        let english = |bytes| sized(bytes, ["B", "kB", "MB", "GB", "TB"], '.');
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (9_999, "9.9 kB"),
            (10_000, "10 kB"),
            (999_999, "999 kB"),
            (1_250_000, "1.2 MB"),
            (40_000_000_000, "40 GB"),
            (u64::MAX, "1844674 TB"),
        ] {
            assert_eq!(english(bytes), text.replace(' ', "\u{a0}"), "{bytes}");
        }
        assert_eq!(
            (texts(Locale::Fr).moved)(1_500_000, Some(3_000_000), 500_000),
            "1,5\u{a0}Mo sur 3,0\u{a0}Mo, 500\u{a0}ko/s"
        );
    }

    #[test]
    fn what_a_home_holds_is_said_beside_what_it_may_hold() {
        let usage = FtpUsage {
            bytes: 1_234_567_890,
            files: 340,
            counted_at: None,
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
        assert_eq!((texts(Locale::Fr).date_time)(time), "23/11/2026 23:59 UTC");
        assert_eq!(
            (texts(Locale::En).date_time)(time),
            "23 Nov 2026, 23:59 UTC"
        );
    }

    #[test]
    fn the_labels_of_the_guide_are_kept_to_the_letter() {
        let fr = texts(Locale::Fr);
        assert_eq!(fr.websites_and_domains, "Site et Domaines");
        assert_eq!(fr.ftp_access, "Accès FTP");
        assert_eq!(fr.add_ftp_account, "Ajouter un compte FTP");
        assert_eq!(fr.ftp_account_name, "Nom du compte FTP");
        assert_eq!(fr.home_directory, "Répertoire principal");
        assert_eq!(fr.ftp_password, "Mot de passe FTP");
        assert_eq!(fr.main_account, "Compte principal");
        assert_eq!(
            [fr.ok, fr.cancel, fr.remove],
            ["OK", "Annuler", "Supprimer"]
        );
        assert_eq!(
            fr.note_the_changes,
            "Prenez bien note des modifications effectuées"
        );
        assert!(
            (fr.problem)(&AppError::MainAccountStays)
                .contains("il est impossible de supprimer le compte FTP principal d'un abonnement")
        );
    }

    #[test]
    fn a_problem_in_full_names_the_field() {
        let problem = AppError::at(Field::AccountName, FieldError::Taken);
        for locale in Locale::ALL {
            let texts = texts(locale);
            assert!(
                texts
                    .problem_in_full(&problem)
                    .starts_with(texts.ftp_account_name)
            );
        }
    }
}

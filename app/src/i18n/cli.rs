//! What the command line says, beside what the panel says too.

use super::format::domain_name;
use model::Locale;

use super::alternatives;
use super::cli_backup::{self, BackupTexts};
use super::cli_doctor::{self, DoctorTexts};
use super::cli_export::{self, ExportTexts};

/// All that only the command line says, in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct CliTexts {
    // What `berth serve` prints at its start. The labels are as wide as each other.
    pub panel: &'static str,
    pub ftp: &'static str,
    pub ftps: &'static str,
    pub first_administrator: &'static str,
    pub demo_account: fn(&str) -> String,
    pub login: &'static str,
    pub account_name: &'static str,
    pub password: &'static str,
    pub passwords_are_in: fn(&str) -> String,

    // Questions at the terminal.
    pub password_prompt: &'static str,
    pub repeat_password_prompt: &'static str,

    // What was done.
    pub panel_user_was_added: fn(&str) -> String,
    pub panel_user_password_was_changed: fn(&str) -> String,
    pub panel_user_was_changed: fn(&str) -> String,
    pub panel_user_was_removed: fn(&str) -> String,
    pub second_factor_was_reset: fn(&str) -> String,
    pub own_page_was_switched: fn(&str, bool) -> String,
    pub default_settings_were_changed: fn(&str) -> String,
    pub hosting_was_changed: fn(&str) -> String,
    /// With the command that changes that.
    pub files_stay_whose_they_are: fn(&str) -> String,

    // The settings.
    pub setting: &'static str,
    pub setting_value: &'static str,
    pub setting_source: &'static str,
    pub default_setting: &'static str,
    pub settings_are_right: fn(&str) -> String,

    // Why something was not done.
    pub no_settings_file: &'static str,
    /// By the file, and what the system says of it.
    pub unreadable: fn(&str, &str) -> String,
    pub passwords_differ: &'static str,
    pub no_terminal: &'static str,
    pub several_administrators: fn(&[&str]) -> String,
    pub no_default_expiry: &'static str,
    pub no_mail_server: &'static str,
    pub no_address: fn(&str) -> String,
    /// The panel's sentence speaks of an address and a page.
    pub not_found: &'static str,
    pub main_account_stays: &'static str,
    /// The panel names the folders beside the field.
    pub outside_bases: fn(&[String]) -> String,

    /// `berth backup` and `berth restore`.
    pub backup: &'static BackupTexts,
    /// `berth export`.
    pub export: &'static ExportTexts,
    /// `berth doctor`.
    pub doctor: &'static DoctorTexts,
}

/// What the command line says in a language.
pub fn cli_texts(locale: Locale) -> &'static CliTexts {
    match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
    }
}

static EN: CliTexts = CliTexts {
    panel: "Panel:  ",
    ftp: "FTP:    ",
    ftps: "FTPS:   ",
    first_administrator: "The panel's administrator, shown this once:",
    demo_account: |domain| {
        format!(
            "The main FTP account of {}, shown this once:",
            domain_name(domain)
        )
    },
    login: "login:    ",
    account_name: "name:     ",
    password: "password: ",
    passwords_are_in: |file| {
        format!("The passwords that were made are in {file}. Read it, then remove it.")
    },

    password_prompt: "Password: ",
    repeat_password_prompt: "Again: ",

    panel_user_was_added: |login| format!("The panel user {login} has been added."),
    panel_user_password_was_changed: |login| format!("The password of {login} has been changed."),
    panel_user_was_changed: |login| format!("The panel user {login} has been changed."),
    panel_user_was_removed: |login| format!("The panel user {login} has been removed."),
    own_page_was_switched: |domain, on| {
        let state = if on { "on" } else { "off" };
        format!("The pages of the FTP accounts of {domain} are {state}.")
    },
    second_factor_was_reset: |login| {
        format!("{login} has no second factor any more, and signs in with the password alone.")
    },
    default_settings_were_changed: |domain| {
        format!(
            "The default settings of {} have been changed.",
            domain_name(domain)
        )
    },
    hosting_was_changed: |domain| {
        format!(
            "The hosting settings of {} have been changed. Its open FTP sessions end.",
            domain_name(domain)
        )
    },
    files_stay_whose_they_are: |command| {
        format!(
            "Files that are there stay whose they are. To give them to the system user, run as root: {command}"
        )
    },

    setting: "SETTING",
    setting_value: "VALUE",
    setting_source: "FROM",
    default_setting: "default",
    settings_are_right: |file| format!("{file}: no problem found."),

    no_settings_file: "No settings file would be read. Name the one to check.",
    unreadable: |file, reason| format!("{file} cannot be read: {reason}"),
    passwords_differ: "The two passwords differ. Try again.",
    no_terminal: "There is no terminal to ask for the password at. Use --password-stdin.",
    several_administrators: |logins| {
        let logins = logins.join(", ");
        format!(
            "Nothing was done: say whose token is meant, with --user. The administrators are: {logins}."
        )
    },
    no_mail_server: "Nothing was done: no mail server is named. Set BERTH_SMTP_HOST and BERTH_MAIL_FROM, or leave --mail out.",
    no_address: |login| {
        format!(
            "Nothing was done: {login} has no e-mail address. Give one with: berth user set {login} --email ADDRESS"
        )
    },
    no_default_expiry: "An expiry can be no default: give it to each account, with ftp-account add or set.",
    not_found: "There is nothing of that name. See what there is with the list commands.",
    main_account_stays: "Nothing was removed: it is impossible to remove a subscription's main FTP account.",
    outside_bases: |bases| {
        format!(
            "No webspace may be there. Choose a folder below {}, or set BERTH_WEBSPACE_BASES.",
            alternatives(bases, "or")
        )
    },

    backup: &cli_backup::EN,
    export: &cli_export::EN,
    doctor: &cli_doctor::EN,
};

static FR: CliTexts = CliTexts {
    panel: "Panneau : ",
    ftp: "FTP :     ",
    ftps: "FTPS :    ",
    first_administrator: "L'administrateur du panneau, montré cette seule fois :",
    demo_account: |domain| {
        format!(
            "Le compte FTP principal de {}, montré cette seule fois :",
            domain_name(domain)
        )
    },
    login: "identifiant :  ",
    account_name: "nom :          ",
    password: "mot de passe : ",
    passwords_are_in: |file| {
        format!("Les mots de passe créés sont dans {file}. Lisez-le, puis supprimez-le.")
    },

    password_prompt: "Mot de passe : ",
    repeat_password_prompt: "Encore une fois : ",

    panel_user_was_added: |login| format!("L'utilisateur du panneau {login} a été ajouté."),
    panel_user_password_was_changed: |login| format!("Le mot de passe de {login} a été modifié."),
    panel_user_was_changed: |login| format!("L'utilisateur du panneau {login} a été modifié."),
    panel_user_was_removed: |login| format!("L'utilisateur du panneau {login} a été supprimé."),
    own_page_was_switched: |domain, on| {
        let state = if on { "activées" } else { "désactivées" };
        format!("Les pages des comptes FTP de {domain} sont {state}.")
    },
    second_factor_was_reset: |login| {
        format!("{login} n'a plus de deuxième facteur, et se connecte avec le seul mot de passe.")
    },
    default_settings_were_changed: |domain| {
        format!(
            "Les réglages par défaut de {} ont été modifiés.",
            domain_name(domain)
        )
    },
    hosting_was_changed: |domain| {
        format!(
            "Les paramètres de l'hébergement de {} ont été modifiés. Ses sessions FTP ouvertes prennent fin.",
            domain_name(domain)
        )
    },
    files_stay_whose_they_are: |command| {
        format!(
            "Les fichiers existants restent à qui ils sont. Pour les donner à l'utilisateur système, lancez en tant que root : {command}"
        )
    },

    setting: "RÉGLAGE",
    setting_value: "VALEUR",
    setting_source: "ORIGINE",
    default_setting: "par défaut",
    settings_are_right: |file| format!("{file} : aucun problème trouvé."),

    no_settings_file: "Aucun fichier de réglages ne serait lu. Indiquez celui à vérifier.",
    unreadable: |file, reason| format!("{file} ne peut pas être lu\u{a0}: {reason}"),
    passwords_differ: "Les deux mots de passe diffèrent. Recommencez.",
    no_terminal: "Aucun terminal pour demander le mot de passe. Utilisez --password-stdin.",
    several_administrators: |logins| {
        let logins = logins.join(", ");
        format!(
            "Rien n'a été fait : dites de qui est le jeton, avec --user. Les administrateurs sont : {logins}."
        )
    },
    no_mail_server: "Rien n'a été fait : aucun serveur de messagerie n'est indiqué. Définissez BERTH_SMTP_HOST et BERTH_MAIL_FROM, ou retirez --mail.",
    no_address: |login| {
        format!(
            "Rien n'a été fait : {login} n'a pas d'adresse e-mail. Donnez-en une : berth user set {login} --email ADRESSE"
        )
    },
    no_default_expiry: "Une expiration ne peut pas être un réglage par défaut. Donnez-la à chaque compte, avec ftp-account add ou set.",
    not_found: "Il n'y a rien de ce nom. Les commandes « list » montrent ce qui existe.",
    main_account_stays: "Rien n'a été supprimé : il est impossible de supprimer le compte FTP principal d'un abonnement.",
    outside_bases: |bases| {
        format!(
            "Aucun espace web ne peut être là. Choisissez un dossier dans {}, ou réglez BERTH_WEBSPACE_BASES.",
            alternatives(bases, "ou")
        )
    },

    backup: &cli_backup::FR,
    export: &cli_export::FR,
    doctor: &cli_doctor::FR,
};

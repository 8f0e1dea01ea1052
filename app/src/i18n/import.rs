//! Importing the FTP accounts of other servers: the page's texts and the command's.

use model::{
    HashNotKept, ImportCounts, ImportFileError, ImportFormat, ImportOutcome, ImportRefusal,
    ImportRow, ImportRuleError, ImportedPassword, MAX_IMPORT_FILE_SIZE, MAX_IMPORT_RECORDS,
    RecordError, SettingNotKept,
};

use super::{Texts, en, fr};

/// What is said of an import in one language.
pub struct ImportTexts {
    pub title: &'static str,
    pub format: &'static str,
    pub file: &'static str,
    pub shadow: &'static str,
    pub mappings: &'static str,
    pub renames: &'static str,
    /// What a format is called, with the file that is meant.
    pub format_name: fn(ImportFormat) -> &'static str,
    pub file_error: fn(&ImportFileError) -> String,
    pub rule_error: fn(u32, ImportRuleError) -> String,
    pub record_error: fn(&RecordError) -> String,
    pub hash_not_kept: fn(HashNotKept) -> String,
    pub outcome: fn(&ImportOutcome) -> &'static str,
    pub name_twice: fn(u64) -> String,
    pub home_not_mapped: fn(&str) -> String,
    pub too_many: &'static str,
    pub hash_kept: &'static str,
    pub hashed: &'static str,
    pub password_unchanged: &'static str,
    pub gets_link: fn(&str) -> String,
    /// By its name in the file, and the one that is proposed.
    pub proposal: fn(&str, &str) -> String,
    pub changes: fn(&str) -> String,
    pub not_kept: fn(&str) -> String,
    pub record: fn(u64, &str) -> String,
    pub counts: fn(&ImportCounts) -> String,
    pub nothing_done: &'static str,
    pub would_be: &'static str,
    pub links: &'static str,
}

impl Texts {
    /// Why an account is not taken.
    pub fn import_refusal(&self, refusal: &ImportRefusal) -> String {
        let texts = &self.import;
        match refusal {
            ImportRefusal::Record(error) => (texts.record_error)(error),
            ImportRefusal::Field { field, error } => {
                self.labelled(*field, &(self.field_error)(*error))
            }
            ImportRefusal::NameTwice { line } => (texts.name_twice)(*line),
            ImportRefusal::HomeNotMapped { home } => (texts.home_not_mapped)(home),
            ImportRefusal::TooManyFtpAccounts => texts.too_many.to_owned(),
        }
    }

    /// What becomes of an account's password.
    pub fn imported_password(&self, password: ImportedPassword) -> String {
        match password {
            ImportedPassword::HashKept => self.import.hash_kept.to_owned(),
            ImportedPassword::Hashed => self.import.hashed.to_owned(),
            ImportedPassword::Unchanged => self.import.password_unchanged.to_owned(),
            ImportedPassword::Link(why) => {
                (self.import.gets_link)(&(self.import.hash_not_kept)(why))
            }
        }
    }

    /// Everything about a record that a person should know: why it is refused and what it could be
    /// called, what changes, which settings are lost, and why the password is. Nothing of one that is
    /// simply added, or there just so.
    pub fn import_notes(&self, row: &ImportRow) -> Vec<String> {
        let texts = &self.import;
        let mut notes = Vec::new();
        match &row.outcome {
            ImportOutcome::Refused(refusals) => {
                notes.extend(refusals.iter().map(|why| self.import_refusal(why)));
                if let (true, Some(name)) = (row.is_refused_for_its_name(), &row.name) {
                    notes.push((texts.proposal)(&row.source_name, name.as_str()));
                }
            }
            ImportOutcome::Changed(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| self.field(*field)).collect();
                notes.push((texts.changes)(&names.join(", ")));
            }
            ImportOutcome::Added | ImportOutcome::Unchanged => {}
        }
        if let Some(password @ ImportedPassword::Link(_)) = row.password {
            notes.push(self.imported_password(password));
        }
        if !row.not_kept.is_empty() {
            let one = |one: &SettingNotKept| match one.value.is_empty() {
                true => one.setting.clone(),
                false => format!("{} = {}", one.setting, one.value),
            };
            let all: Vec<String> = row.not_kept.iter().map(one).collect();
            notes.push((texts.not_kept)(&all.join(", ")));
        }
        notes
    }
}

/// The greatest file, in MiB.
const MAX_MIB: u64 = MAX_IMPORT_FILE_SIZE / (1024 * 1024);

pub(super) const EN: ImportTexts = ImportTexts {
    title: "Import FTP accounts",
    format: "Where the accounts are from",
    file: "File of the accounts",
    shadow: "The shadow file",
    mappings: "Folders",
    renames: "New names",
    format_name: |format| match format {
        ImportFormat::PureFtpd => "Pure-FTPd (pureftpd.passwd)",
        ImportFormat::ProFtpd => "ProFTPD (AuthUserFile)",
        ImportFormat::ProFtpdSql => "ProFTPD with a database (CSV)",
        ImportFormat::Vsftpd => "vsftpd with pam_userdb (names and passwords)",
        ImportFormat::VsftpdPwdfile => "vsftpd with pam_pwdfile",
        ImportFormat::Passwd => "System users (passwd and shadow)",
        ImportFormat::Sftpgo => "SFTPGo (JSON of dumpdata)",
        ImportFormat::FileZilla => "FileZilla Server (users.xml)",
        ImportFormat::Cpanel => "cPanel (cpmove archive or proftpdpasswd)",
        ImportFormat::Plesk => "Plesk (XML of a backup)",
        ImportFormat::IspConfig => "ISPConfig (table ftp_user as CSV)",
        ImportFormat::Froxlor => "Froxlor (table ftp_users as CSV)",
        ImportFormat::HestiaCp => "HestiaCP (web.conf)",
        ImportFormat::Csv => "Berth (CSV)",
    },
    file_error: |error| {
        match error {
        ImportFileError::TooLarge => format!(
            "The file has more than {MAX_MIB} MiB once it is unpacked, or more than {} records. Split it, and import one part after the other.",
            en::number(MAX_IMPORT_RECORDS as u64)
        ),
        ImportFileError::NoAccounts => {
            "The file holds no account. Check that it is the right one.".to_owned()
        }
        ImportFileError::NotThisFormat { line: None } => {
            "The file is not written in this format. Choose another format, or export the file again.".to_owned()
        }
        ImportFileError::NotThisFormat { line: Some(line) } => format!(
            "The file is not written in this format: see line {}. Choose another format, or export the file again.",
            en::number(*line)
        ),
        ImportFileError::ColumnMissing { column } => format!(
            "The file's heading lacks the column {column}. Export the table again with all of its columns and their names."
        ),
    }
    },
    rule_error: |number, error| {
        let why = match error {
            ImportRuleError::NotAPair => "write two values with = between them.".to_owned(),
            ImportRuleError::FromNotAbsolute => {
                "begin the other server's folder with / or with a drive such as C:\\.".to_owned()
            }
            ImportRuleError::HomeDirectory(error) => en::home_directory_error(error),
            ImportRuleError::AccountName(error) => en::account_name_error(error),
            ImportRuleError::Twice => {
                "an earlier line says the same of something else. Remove one of them.".to_owned()
            }
            ImportRuleError::NotInFile => {
                "the file has no account of that name. Write it as it stands in the file."
                    .to_owned()
            }
        };
        format!("Rule {number}: {why}")
    },
    record_error: |error| match error {
        RecordError::FieldCount { found } => format!(
            "This record has {}, which is not as many as this format has.",
            en::counted(*found, "field")
        ),
        RecordError::FieldMissing { field } => {
            format!("The field {field} is missing or empty. Complete it in the file.")
        }
        RecordError::FieldUnreadable { field } => {
            format!("The field {field} cannot be read. Correct it in the file.")
        }
        RecordError::NotUtf8 => {
            "This record is not written in UTF-8. Convert the file first.".to_owned()
        }
        RecordError::SystemAccount => {
            "This is an account of the system itself, which nobody signs in to over FTP.".to_owned()
        }
    },
    hash_not_kept: |why| match why {
        HashNotKept::NoPassword => {
            "it has none on the other server, or is locked there.".to_owned()
        }
        HashNotKept::UnknownScheme => "Berth does not know its kind of hash.".to_owned(),
        HashNotKept::TooCostly => {
            "checking its hash would take too much memory or time.".to_owned()
        }
        HashNotKept::Malformed => "its hash is damaged.".to_owned(),
        HashNotKept::Password(error) => {
            format!("it breaks a rule of Berth's. {}", en::password_error(error))
        }
    },
    outcome: |outcome| match outcome {
        ImportOutcome::Added => "Added",
        ImportOutcome::Changed(_) => "Changed",
        ImportOutcome::Unchanged => "Unchanged",
        ImportOutcome::Refused(_) => "Refused",
    },
    name_twice: |line| {
        format!(
            "Line {} has the same name already. Remove one of them from the file.",
            en::number(line)
        )
    },
    home_not_mapped: |home| {
        format!("No folder of the webspace stands for {home}. Say which one does, by a rule.")
    },
    too_many: "The subscription, or its reseller, may not have so many FTP accounts. Raise the limit, or import fewer.",
    hash_kept: "The password goes on working.",
    hashed: "The password goes on working.",
    password_unchanged: "The password stays as it is.",
    gets_link: |why| format!("The password cannot be kept, so a one-time link is made: {why}"),
    proposal: |source, name| format!("It could be called {name}, by the rule {source}={name}"),
    changes: |fields| format!("Changed: {fields}"),
    not_kept: |settings| format!("Berth does not have: {settings}"),
    record: |line, name| match name {
        "" => format!("Line {line}"),
        name => format!("Line {line}, {name}"),
    },
    counts: |counts| {
        format!(
            "{} added, {} changed, {} unchanged, {} refused.",
            en::number(counts.added),
            en::number(counts.changed),
            en::number(counts.unchanged),
            en::number(counts.refused)
        )
    },
    nothing_done: "Nothing was imported, since accounts are refused. Correct them, or skip them.",
    would_be: "This is what an import would do; nothing was changed.",
    links: "One-time links, shown this once. Send each to the person who uses the account:",
};

pub(super) const FR: ImportTexts = ImportTexts {
    title: "Importer des comptes FTP",
    format: "Provenance des comptes",
    file: "Fichier des comptes",
    shadow: "Le fichier shadow",
    mappings: "Dossiers",
    renames: "Nouveaux noms",
    format_name: |format| match format {
        ImportFormat::PureFtpd => "Pure-FTPd (pureftpd.passwd)",
        ImportFormat::ProFtpd => "ProFTPD (AuthUserFile)",
        ImportFormat::ProFtpdSql => "ProFTPD avec une base de données (CSV)",
        ImportFormat::Vsftpd => "vsftpd avec pam_userdb (noms et mots de passe)",
        ImportFormat::VsftpdPwdfile => "vsftpd avec pam_pwdfile",
        ImportFormat::Passwd => "Utilisateurs système (passwd et shadow)",
        ImportFormat::Sftpgo => "SFTPGo (JSON de dumpdata)",
        ImportFormat::FileZilla => "FileZilla Server (users.xml)",
        ImportFormat::Cpanel => "cPanel (archive cpmove ou proftpdpasswd)",
        ImportFormat::Plesk => "Plesk (XML d'une sauvegarde)",
        ImportFormat::IspConfig => "ISPConfig (table ftp_user en CSV)",
        ImportFormat::Froxlor => "Froxlor (table ftp_users en CSV)",
        ImportFormat::HestiaCp => "HestiaCP (web.conf)",
        ImportFormat::Csv => "Berth (CSV)",
    },
    file_error: |error| {
        match error {
        ImportFileError::TooLarge => format!(
            "Le fichier dépasse {MAX_MIB}\u{a0}Mio une fois décompressé, ou a plus de {} enregistrements. Divisez-le, et importez une partie après l'autre.",
            fr::number(MAX_IMPORT_RECORDS as u64)
        ),
        ImportFileError::NoAccounts => {
            "Le fichier ne contient aucun compte. Vérifiez que c'est le bon.".to_owned()
        }
        ImportFileError::NotThisFormat { line: None } => {
            "Le fichier n'est pas écrit dans ce format. Choisissez un autre format, ou exportez à nouveau le fichier.".to_owned()
        }
        ImportFileError::NotThisFormat { line: Some(line) } => format!(
            "Le fichier n'est pas écrit dans ce format\u{a0}: voyez la ligne {}. Choisissez un autre format, ou exportez à nouveau le fichier.",
            fr::number(*line)
        ),
        ImportFileError::ColumnMissing { column } => format!(
            "Il manque la colonne {column} à l'en-tête du fichier. Exportez à nouveau la table avec toutes ses colonnes et leurs noms."
        ),
    }
    },
    rule_error: |number, error| {
        let why = match error {
            ImportRuleError::NotAPair => "écrivez deux valeurs séparées par =.".to_owned(),
            ImportRuleError::FromNotAbsolute => {
                "faites commencer le dossier de l'autre serveur par / ou par un lecteur comme C:\\."
                    .to_owned()
            }
            ImportRuleError::HomeDirectory(error) => fr::home_directory_error(error),
            ImportRuleError::AccountName(error) => fr::account_name_error(error),
            ImportRuleError::Twice => {
                "une ligne précédente dit autre chose de la même chose. Supprimez l'une des deux."
                    .to_owned()
            }
            ImportRuleError::NotInFile => {
                "le fichier n'a pas de compte de ce nom. Écrivez-le comme il est dans le fichier."
                    .to_owned()
            }
        };
        format!("Règle {number}\u{a0}: {why}")
    },
    record_error: |error| match error {
        RecordError::FieldCount { found } => format!(
            "Cet enregistrement a {}, ce qui n'est pas le nombre que veut ce format.",
            fr::counted(*found, "champ")
        ),
        RecordError::FieldMissing { field } => {
            format!("Le champ {field} manque ou est vide. Complétez-le dans le fichier.")
        }
        RecordError::FieldUnreadable { field } => {
            format!("Le champ {field} est illisible. Corrigez-le dans le fichier.")
        }
        RecordError::NotUtf8 => {
            "Cet enregistrement n'est pas écrit en UTF-8. Convertissez d'abord le fichier."
                .to_owned()
        }
        RecordError::SystemAccount => {
            "C'est un compte du système lui-même, avec lequel personne ne se connecte en FTP."
                .to_owned()
        }
    },
    hash_not_kept: |why| match why {
        HashNotKept::NoPassword => {
            "il n'y en a pas sur l'autre serveur, ou le compte y est verrouillé.".to_owned()
        }
        HashNotKept::UnknownScheme => "Berth ne connaît pas ce genre d'empreinte.".to_owned(),
        HashNotKept::TooCostly => {
            "vérifier son empreinte prendrait trop de mémoire ou de temps.".to_owned()
        }
        HashNotKept::Malformed => "son empreinte est endommagée.".to_owned(),
        HashNotKept::Password(error) => format!(
            "il enfreint une règle de Berth. {}",
            fr::password_error(error)
        ),
    },
    outcome: |outcome| match outcome {
        ImportOutcome::Added => "Ajouté",
        ImportOutcome::Changed(_) => "Modifié",
        ImportOutcome::Unchanged => "Inchangé",
        ImportOutcome::Refused(_) => "Refusé",
    },
    name_twice: |line| {
        format!(
            "La ligne {} a déjà le même nom. Supprimez l'une des deux du fichier.",
            fr::number(line)
        )
    },
    home_not_mapped: |home| {
        format!(
            "Aucun dossier de l'espace web ne correspond à {home}. Indiquez lequel, par une règle."
        )
    },
    too_many: "L'abonnement, ou son revendeur, ne peut pas avoir autant de comptes FTP. Relevez la limite, ou importez-en moins.",
    hash_kept: "Le mot de passe continue de fonctionner.",
    hashed: "Le mot de passe continue de fonctionner.",
    password_unchanged: "Le mot de passe reste ce qu'il est.",
    gets_link: |why| {
        format!(
            "Le mot de passe ne peut pas être gardé, un lien à usage unique est donc créé\u{a0}: {why}"
        )
    },
    proposal: |source, name| format!("Il pourrait s'appeler {name}, par la règle {source}={name}"),
    changes: |fields| format!("Modifié\u{a0}: {fields}"),
    not_kept: |settings| format!("Berth n'a pas\u{a0}: {settings}"),
    record: |line, name| match name {
        "" => format!("Ligne {line}"),
        name => format!("Ligne {line}, {name}"),
    },
    counts: |counts| {
        let all = [
            (counts.added, "ajouté"),
            (counts.changed, "modifié"),
            (counts.unchanged, "inchangé"),
            (counts.refused, "refusé"),
        ];
        let all = all.map(|(count, what)| fr::counted(count, what));
        format!("{}.", all.join(", "))
    },
    nothing_done: "Rien n'a été importé, car des comptes sont refusés. Corrigez-les, ou ignorez-les.",
    would_be: "Voici ce que ferait une importation\u{a0}; rien n'a été modifié.",
    links: "Liens à usage unique, affichés cette seule fois. Envoyez chacun à la personne qui utilise le compte\u{a0}:",
};

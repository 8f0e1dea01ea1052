//! English.

use super::super::duration;
use super::super::en::{number, size};
use super::ServerTexts;
use crate::client_files::ClientFile;
use model::{
    FieldError, FilesStay, FolderTrouble, FtpActivityGroup, FtpActivityList, FtpEventKind,
    FtpRefusal, HistoryEvent, PasswordWeakness, PurgedFiles,
};

/// All that the screens that only the server draws say in English.
pub(super) static TEXTS: ServerTexts = ServerTexts {
    ftp_activity_of: |domain| format!("FTP Activity – {domain}"),
    ftp_activity_intro: "What was done over FTP, the latest first.",
    ftp_activity_count: |count| match count {
        1 => "1 entry".into(),
        FtpActivityList::MAX_ROWS => format!("The latest {} entries", number(count)),
        count => format!("{} entries", number(count)),
    },
    no_ftp_activity: "There is nothing here yet. What is done over FTP shows a second later.",
    kind_of_activity: "Kind of activity",
    every_kind: "Every kind",
    activity_group: |group| match group {
        FtpActivityGroup::SignIns => "Sign-ins",
        FtpActivityGroup::Refusals => "Refused sign-ins",
        FtpActivityGroup::Uploads => "Uploads",
        FtpActivityGroup::Downloads => "Downloads",
        FtpActivityGroup::Changes => "Removals, renames, folders",
    },
    filter: "Filter",
    date: "Date",
    event: |event| match event {
        FtpEventKind::SignedIn => "Sign-in",
        FtpEventKind::SignInRefused(_) => "Refused sign-in",
        FtpEventKind::Uploaded(_) => "Upload",
        FtpEventKind::Downloaded(_) => "Download",
        FtpEventKind::FileRemoved(_) => "File removed",
        FtpEventKind::FolderMade(_) => "Folder made",
        FtpEventKind::FolderRemoved(_) => "Folder removed",
        FtpEventKind::Renamed { .. } => "Rename",
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Wrong password",
        FtpRefusal::Throttled => "Too many failed attempts shortly before",
        FtpRefusal::HomeUnavailable => "Home directory not found",
        FtpRefusal::Disabled => "Account disabled",
        FtpRefusal::Expired => "Account expired",
        FtpRefusal::AddressNotAllowed => "Address not allowed",
        FtpRefusal::TlsRequired => "Not encrypted (TLS)",
        FtpRefusal::WaitsForPassword => "Password not chosen by the receiver yet",
    },
    transferred: |transfer| {
        let end = if transfer.complete {
            ""
        } else {
            ", broken off"
        };
        format!(
            "{} in {}{end}",
            size(transfer.bytes),
            duration(transfer.took_ms, '.')
        )
    },

    used_bytes: "Used (bytes)",
    quota_bytes: "Quota (bytes)",
    used_files: "Used (files)",
    quota_files: "Quota (files)",
    connection_of: |name| format!("How to connect – {name}"),
    connection_intro: "What to type into an FTP client to use this account. The password is never shown here.",
    host: "Host",
    port: "Port",
    protocol: "Protocol",
    protocol_too: "Or",
    explicit_tls: "FTP with explicit TLS (FTPES)",
    implicit_tls: |port| format!("FTP with implicit TLS (FTPS), on port {port}"),
    in_clear: "FTP without encryption, but then the password and the files are sent in clear",
    fingerprint: "Certificate (SHA-256)",
    compare_fingerprint: "No authority has signed the server's certificate, so a client asks whether to trust it. Compare the fingerprint that it shows with this one, and accept it only if they are the same.",
    rclone_compares_nothing: "curl and lftp take no certificate but this one. rclone cannot be told so: it takes any.",
    print: "Print",
    for_clients: "For an FTP client",
    for_clients_intro: "These files hold all but the password, for which the client asks by itself.",
    download_for: |client| format!("Download for {client}"),
    import_hint: |file| match file {
        ClientFile::FileZilla => "In FileZilla: File, Import.",
        ClientFile::Cyberduck => "Double-click the file to open it in Cyberduck.",
        ClientFile::WinScp => {
            "In WinSCP, on the Login screen: Tools, Import Sites, INI file. Do not use “Import/Restore Configuration”, which removes your other sites."
        }
    },
    open_in_winscp: "Open in WinSCP",
    command_line: "On the command line",
    command_line_intro: "Each command asks for the password.",

    link_intro: "By a one-time link its receiver chooses the account's password alone, so that nobody has to send one. The link works once and can be revoked.",
    waits_for_password: "This account waits for its receiver to choose a password. Until then nobody can sign in with it.",
    no_link: "This account has no link at the moment.",
    link_validity: "Works for",
    link_validities: [
        ("1", "1 hour"),
        ("24", "1 day"),
        ("72", "3 days"),
        ("168", "7 days"),
        ("336", "14 days"),
    ],
    make_link: "Make a one-time link",
    make_another_link: "Make another link, which replaces this one",
    revoke_link: "Revoke the link",
    link_of: |name| format!("One-time link – {name}"),
    link_is_ready: |name| {
        format!(
            "Send this link to the person who will use the FTP account {name}. They choose the password there."
        )
    },
    link_rules: "Copy it now: it is shown this once. Whoever has it can use it, a single time.",
    link_was_shown: "A link is shown once, when it is made. If you do not have it any more, make another.",

    set_password: "Choose the password",
    set_password_intro: |name| {
        format!("Choose the password of the FTP account {name}. Nobody but you will know it.")
    },
    password_again: "Once more",
    passwords_differ: "The two passwords differ. Type them again.",
    link_does_not_work: "This link does not work",
    link_does_not_work_why: "It was used already, has expired, was revoked or is incomplete. Ask whoever sent it to you for another.",
    password_was_set: "The password is set",
    password_was_set_of: |name| {
        format!(
            "The FTP account {name} can sign in from now on, with the password that you have just chosen."
        )
    },
    trash_of: |domain| format!("Trash – {domain}"),
    trash_intro: "The FTP accounts that were removed less than 30 days ago. None of them can sign in; their names stay taken. An account that is restored has everything again, its password too.",
    trash_is_empty: "The trash is empty.",
    removed_on: "Removed on",
    gone_on: "Gone on",
    by: |who| format!("by {who}"),
    by_command_line: "the command line",
    restore: "Restore",
    accounts_were_restored: |names| match names {
        [name] => format!(
            "The FTP account {name} has been restored. It signs in again, with the same password."
        ),
        names => format!(
            "{} FTP accounts have been restored: {}. They sign in again, with the same passwords.",
            names.len(),
            names.join(", ")
        ),
    },
    purge: "Remove for good",
    purge_account: |name| format!("Remove {name} for good"),
    purge_keeping_files: "Remove the account alone",
    purge_keeping_files_text: "The account can be restored no more, and its name becomes free. Its files stay where they are.",
    purge_with_files: "Remove its files too",
    purge_with_files_text: |home| {
        format!(
            "The account and the folder {home}, with everything in it, are removed for ever. Nothing can be restored."
        )
    },
    confirmation: "Account name, to confirm",
    confirmation_hint: "Type the FTP account's name, or the path of its home directory.",
    files_stay: |reason| match reason {
        FilesStay::WebspaceRoot => {
            "Not possible: the account's home directory is the webspace root.".into()
        }
        FilesStay::SharedWith(name) => format!(
            "Not possible: the FTP account {name} uses this folder, one inside it or one around it."
        ),
        FilesStay::Missing => {
            "The folder is not there any more: there is nothing to remove.".into()
        }
        FilesStay::Unreachable => {
            "Not possible: the folder cannot be opened, or lies outside the webspace.".into()
        }
        FilesStay::Unclear(name) => format!(
            "Not possible: the folder of the FTP account {name} cannot be opened, and could be the same."
        ),
    },
    account_was_purged: |name, files| match files {
        PurgedFiles::Kept => {
            format!("The FTP account {name} has been removed for good. Its files are still there.")
        }
        PurgedFiles::Underway => format!(
            "The FTP account {name} has been removed for good. Its files are being removed: reload this page to see the end of it."
        ),
        PurgedFiles::Removed(removed) => format!(
            "The FTP account {name} has been removed for good, and with it: {} ({}), {}.",
            counted(removed.files, "file"),
            size(removed.bytes),
            counted(removed.folders, "folder")
        ),
    },
    files_were_left: |count| match count {
        1 => "One thing could not be removed:".into(),
        count => format!("{} things could not be removed, among them:", number(count)),
    },

    history_of: |name| format!("History of {name}"),
    history_intro: "What was changed and by whom, with the sign-ins between, the latest first.",
    no_history: "There is nothing older.",
    history_deed: |event| match event {
        HistoryEvent::Added(..) => "Account added",
        HistoryEvent::Changed(_) => "Account changed",
        HistoryEvent::Removed => "Put into the trash",
        HistoryEvent::Restored => "Restored",
        HistoryEvent::FormerNameEnded(_) => "Former name ended",
        HistoryEvent::SessionEnded => "Session disconnected",
        HistoryEvent::LinkMade => "One-time link made",
        HistoryEvent::LinkRevoked => "One-time link revoked",
        HistoryEvent::LinkUsed => "Password set by a one-time link",
        HistoryEvent::Other(_) => "Something else",
        HistoryEvent::SignedIn(_) => "Sign-in",
        HistoryEvent::SignInRefused(_) => "Refused sign-in",
    },
    older_entries: "Older ones",
    latest_entries: "The latest ones",
    strength: |score| match score {
        0 => "Too easy: guessed at once",
        1 => "Too easy: guessed in no time",
        2 => "Fair",
        3 => "Good",
        _ => "Very good",
    },
    weakness: |weakness| match weakness {
        PasswordWeakness::Common => "It is one of the passwords that are used most.",
        PasswordWeakness::SimilarToCommon => {
            "It is much like a password that many use; @ instead of a does not help."
        }
        PasswordWeakness::OneWord => "A word by itself is soon guessed. Add others.",
        PasswordWeakness::OneName => "A person's name by itself is soon guessed. Add words.",
        PasswordWeakness::Name => "It has a common name of a person in it.",
        PasswordWeakness::KeyboardRow => "It has a row of keys of the keyboard in it.",
        PasswordWeakness::KeyboardPattern => "It has a short keyboard pattern in it.",
        PasswordWeakness::RepeatedCharacter => "A character is repeated, as in “aaa”.",
        PasswordWeakness::RepeatedPart => "A part is repeated, as in “abcabc”.",
        PasswordWeakness::Sequence => "It has a sequence such as “abc” or “6543” in it.",
        PasswordWeakness::RecentYear => "It has a recent year in it.",
        PasswordWeakness::Date => "It has a date in it.",
        PasswordWeakness::TooShort => "Add a word or two; uncommon ones are better.",
    },
    choose_home: "Choose the home directory",
    choose_home_hint: "The arrow keys walk through the folders; Enter chooses the selected one.",
    folder_barred: |error| match error {
        FieldError::LeavesWebspace => "leads out of the webspace",
        FieldError::Folder(FolderTrouble::NotAFolder) => "a link that leads to no folder",
        FieldError::Folder(FolderTrouble::PermissionDenied) => "the server may not open it",
        FieldError::Folder(FolderTrouble::NameRefused) | FieldError::HomeDirectory(_) => {
            "its name cannot be typed"
        }
        _ => "cannot be opened",
    },
    more_folders: "There are more: type their path.",
    no_folders: "No folders",
    new_folder: "New folder in the selected one",
    make_folder: "Make",
    home_seen: |first, count, more| match (first, count) {
        ([], _) => "The account will find an empty folder there.".into(),
        ([one], 1) => format!("The account will see 1 entry there: {one}."),
        (first, count) => {
            let over = if more { "more than " } else { "" };
            let rest = if count > first.len() { "…" } else { "." };
            format!(
                "The account will see {over}{} entries there: {}{rest}",
                number(count as u64),
                first.join(", ")
            )
        }
    },
    home_can_be_written: "The server can write there.",
    home_cannot_be_written: |error| {
        let why = match error {
            FieldError::Folder(FolderTrouble::PermissionDenied) => {
                "it lacks the permission. Ask your administrator for it."
            }
            FieldError::Folder(FolderTrouble::ReadOnly) => {
                "the disk is read-only. Ask your administrator."
            }
            _ => "its log has the cause. Ask your administrator.",
        };
        format!("The server cannot write there: {why}")
    },
    home_will_be_made: "This folder does not exist yet. Saving makes it, empty, and the server will be able to write there.",

    default_settings_of: |domain| format!("Default settings – {domain}"),
    default_settings_intro: "What each new FTP account of this subscription gets, unless something else is chosen in its form. Services that exist stay as they are.",
    default_settings_saved: "The default settings have been changed.",
    default_settings_unchanged: "Nothing was changed.",
    space_used_by: |name| format!("Space Used by {name}"),
    usage_intro: "All files in the account's home directory, whoever put them there. What is done over FTP is followed to the byte; what changes in other ways is seen by the next count.",
    counted_at: "Last counted",
    counted_so_far: |files| match files {
        0 => "The count is about to begin…".into(),
        1 => "Counting: 1 file so far.".into(),
        files => format!("Counting: {} files so far.", number(files)),
    },
    back_to_account: "Back to the account",
};

/// So many of something, with the plural of its name.
fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(count))
}

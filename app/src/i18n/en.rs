//! English.

use super::{Texts, grouped, sized, wait};
use model::{
    AccountName, AccountNameError, AddressList, AddressListError, AppError, BulkAction,
    DomainNameError, Field, FieldError, FolderTrouble, FtpAccountList, FtpAccountSelection,
    FtpAccountSettings, FtpDirection, HomeDirectory, HomeDirectoryError, Locale, Login, LoginError,
    Password, PasswordError, Role, SettingError, UtcTime, WebspaceRootError,
};

/// All that is said in English.
pub(super) static TEXTS: Texts = Texts {
    locale: Locale::En,

    tagline: "FTP accounts for your sites",
    skip_to_content: "Skip to content",
    language: "Language",
    main_navigation: "Main navigation",
    breadcrumb: "You are here",
    cancel: "Cancel",
    ok: "OK",
    try_again: "Try again",
    loading: "Loading…",

    sign_in: "Sign in",
    sign_in_title: "Sign in to Berth",
    sign_out: "Sign out",
    login: "Login",
    panel_password: "Password",
    my_account: "My account",
    role_label: "Role",
    role: |role| match role {
        Role::Administrator => "Administrator",
        Role::Customer => "Customer",
    },
    change_password: "Change password",
    current_password: "Current password",
    new_password: "New password",
    other_sessions_end: "You stay signed in here and are signed out everywhere else.",
    password_was_changed: "Your password has been changed. All your other sessions have ended.",

    websites_and_domains: "Websites & Domains",
    subscriptions_caption: "Subscriptions",
    domain: "Domain name",
    domain_hint: "For example example.com.",
    owner: "Owner",
    owner_hint: "The panel user who sees and manages this subscription.",
    webspace_root: "Webspace root",
    webspace_root_hint: "An absolute folder on the server, such as /var/www/example.com. It is made if it is missing.",
    ftp_accounts: "FTP accounts",
    created: "Created",
    actions: "Actions",
    add_subscription: "Add a Subscription",
    main_account_of_subscription: "Main FTP account",
    main_account_hint: "It sees the whole webspace and lives as long as the subscription.",
    no_subscription_for_administrator: "There is no subscription yet. Add the first one: a site's domain name, its folder on this server and its main FTP account.",
    no_subscription_for_customer: "You have no subscription yet. Ask your administrator to add one for you.",
    subscriptions_count: |count| {
        if count == 1 {
            "1 subscription".into()
        } else {
            format!("{} subscriptions", number(count))
        }
    },

    ftp_access: "FTP Access",
    ftp_access_of: |domain| format!("FTP Access – {domain}"),
    ftp_access_intro: "Each account signs in with an FTP client and sees its home directory only.",
    ftp_accounts_caption: |domain| format!("FTP accounts of {domain}"),
    ftp_accounts_count: |count| {
        if count == 1 {
            "1 FTP account".into()
        } else {
            format!("{} FTP accounts", number(count))
        }
    },
    add_ftp_account: "Add an FTP Account",
    edit_ftp_account: |name| format!("FTP account {name}"),
    ftp_account_name: "FTP account name",
    ftp_account_name_hint: "Unaccented letters, digits and . _ - @, beginning with a letter or digit. The person types it into the FTP client.",
    home_directory: "Home directory",
    home_directory_hint: "A path from the webspace root, such as /httpdocs. The account sees nothing above it. A missing folder is made.",
    home_of_main_account_hint: "The main account always sees the whole webspace.",
    ftp_password: "FTP password",
    password_hint: "At least 10 characters; hard to guess; without the account's name.",
    password_unchanged_hint: "Leave it empty to keep the current password.",
    sessions_end_hint: "A change ends the account's open FTP sessions; a change of the note alone does not.",
    advanced_options: "Advanced options",
    setting_label: |field| match field {
        Field::State => "State",
        Field::Permission => "Permission",
        Field::Expiry => "Expires on (UTC)",
        Field::AllowedAddresses => "Allowed addresses",
        Field::MaxSessions => "Sessions at once",
        Field::UploadRate => "Upload rate (KiB/s)",
        Field::DownloadRate => "Download rate (KiB/s)",
        Field::Tls => "Encryption (TLS)",
        Field::KeepOldName => "Keep the old name (days)",
        Field::Confirmation => "Confirmation",
        Field::QuotaBytes => "Space quota",
        Field::QuotaFiles => "File quota",
        _ => "Note",
    },
    setting_hint: |field| match field {
        Field::State => "A disabled account cannot sign in; its files stay.",
        Field::Permission => {
            "Upload only: new files can be added, but nothing that is there can be read, replaced or removed."
        }
        Field::Expiry => {
            "From then on nobody signs in with this account, and its sessions end. Empty: never."
        }
        Field::AllowedAddresses => {
            "IPv4 or IPv6 addresses or blocks, such as 192.0.2.7 or 2001:db8::/32, with commas between them. Empty: from everywhere."
        }
        Field::MaxSessions => {
            "Many clients open two to ten at once. Empty: as many as the server grants."
        }
        Field::UploadRate | Field::DownloadRate => {
            "For all of the account's transfers together. Empty: no limit."
        }
        Field::QuotaBytes => {
            "What the home directory may hold in all, with the unit, such as 500\u{a0}MB or 2\u{a0}GiB. What others put there counts too. Empty: no limit."
        }
        Field::QuotaFiles => "How many files the home directory may hold in all. Empty: no limit.",
        Field::KeepOldName => {
            "If you change the name, the old one still works for this time. Empty or 0: not at all."
        }
        Field::Tls => "Where it is required, neither sign-ins nor files travel in clear.",
        _ => "For you alone: clients never see it.",
    },
    setting_choice: |field, choice| match (field, choice) {
        (Field::State, "enabled") => "Enabled",
        (Field::State, _) => "Disabled",
        (Field::Permission, "read-write") => "Read and write",
        (Field::Permission, "read-only") => "Read only",
        (Field::Permission, _) => "Upload only",
        (_, "required") => "Required",
        _ => "Optional",
    },
    no_limit: "None",
    kib_per_second: |rate| format!("{}\u{a0}KiB/s", number(rate.into())),
    expiry_shortcuts: ["In 1 day", "In 1 week", "In 1 month", "In 3 months"],
    space_used: "Space used",
    not_counted: "not counted yet",
    used_of: |used, quota| format!("{used} of {quota}"),
    files: |count| if count == 1 { "file" } else { "files" },
    count_again: "Count again",
    expires: |time| format!("Expires {time}"),
    expired: |time| format!("Expired {time}"),
    main_account: "Main account",
    waits_for_password: "Waits for its password",
    last_changed: "Last changed",
    select: "Select",
    select_account: |name| format!("Select {name}"),
    select_page: "Select every account on this page",
    main_account_cannot_be_selected: "A subscription's main FTP account cannot be removed.",
    show_password: "Show",
    hide_password: "Hide",
    generate_password: "Generate",
    browse: "Browse",
    duplicate: "Duplicate",
    default_settings: "Default settings",

    search: "Search",
    search_hint: "Name, directory or note",
    list_options: "Filters and columns",
    every_value: "All",
    only_expiring: "Expires within 7 days",
    only_unused: "Never used",
    only_nearly_full: "90% of the quota used or more",
    shown_columns: "Columns",
    rows_on_a_page: "Rows on a page",
    apply: "Apply",
    show_all: "Show all",
    ftp_accounts_found: |found, total| {
        let total = number(total);
        match found {
            1 => format!("1 FTP account found of {total}"),
            found if found > FtpAccountList::MAX_FOUND => format!(
                "More than {} FTP accounts found of {total}",
                number(FtpAccountList::MAX_FOUND)
            ),
            _ => format!("{} FTP accounts found of {total}", number(found)),
        }
    },
    no_ftp_account_found: "No FTP account matches. The search compares the beginnings of words.",
    export_csv: "Export (CSV)",
    usage: "Quota used",
    no_quota: "No quota",
    bulk_action: |action| match action {
        BulkAction::Enable => "Enable",
        BulkAction::Disable => "Disable",
        BulkAction::Expire => "Set the expiry",
        BulkAction::Remove => TEXTS.remove,
    },
    bulk_action_title: |action| match action {
        BulkAction::Enable => "Enable these FTP accounts?",
        BulkAction::Disable => "Disable these FTP accounts?",
        BulkAction::Expire => "Set the expiry of these FTP accounts?",
        BulkAction::Remove => "Remove these FTP accounts?",
    },
    choose_all_found: "All that are found, on every page",
    all_found: |count| {
        let most = number(FtpAccountSelection::MAX_ACCOUNTS);
        if count > FtpAccountSelection::MAX_ACCOUNTS {
            format!(
                "The first {most} of those found, never the main account. Do it again for the next ones."
            )
        } else {
            format!(
                "All that are found ({}), except for the main account.",
                number(count)
            )
        }
    },
    list_keys: "Keys: / searches, ↑ ↓ and Space select, Enter opens, n adds.",
    character_keys: "Use the keys / and n",
    first_page: "First page",
    last_page: "Last page",
    accounts_were_changed: |count, now| {
        format!(
            "{} FTP accounts have been changed. {now}.{}",
            number(count),
            again(count)
        )
    },
    many_accounts_were_removed: |count| {
        format!(
            "{} FTP accounts have been removed. They stay in the trash for 30 days; their files are still there.{}",
            number(count),
            again(count)
        )
    },
    copy: "Copy",
    copied: "Copied",
    connect: "How to connect",
    password_choice: "Who chooses the password",
    password_choice_hint: "With a one-time link its receiver chooses the password alone. Until then nobody signs in with this account.",
    password_choices: [
        "I do, now",
        "The receiver, by a link that works for 1 day",
        "The receiver, by a link that works for 3 days",
        "The receiver, by a link that works for 14 days",
    ],
    shown_this_once: "Note it or hand it on now: it is shown this once.",
    one_time_link: "One-time link",
    link_until: |end, by| format!("Works until {end}, made by {by}"),

    ftp_sections: "FTP sections",
    ftp_sessions: "FTP Sessions",
    ftp_sessions_of: |domain| format!("FTP Sessions – {domain}"),
    ftp_sessions_intro: "The FTP clients that are signed in now, and what each is doing.",
    ftp_sessions_count: |count| match count {
        0 => "No FTP session is open.".into(),
        1 => "1 FTP session".into(),
        count => format!("{count} FTP sessions"),
    },
    live: "Live",
    not_live: "Not updating by itself",
    refresh: "Refresh",
    ftp_account: "FTP account",
    address_and_protocol: "Address and protocol",
    since: "Since",
    now: "Now",
    idle: |seconds| match seconds {
        0 => "Idle".into(),
        1..60 => format!("Idle for {seconds}\u{a0}s"),
        _ => format!("Idle for {}\u{a0}min", seconds / 60),
    },
    direction: |direction| match direction {
        FtpDirection::Upload => "Upload",
        FtpDirection::Download => "Download",
        FtpDirection::Listing => "Folder listing",
    },
    progress: "Progress",
    moved: |bytes, size, rate| {
        let size = size
            .map(|size| format!(" of {}", self::size(size)))
            .unwrap_or_default();
        format!("{}{size}, {}/s", self::size(bytes), self::size(rate))
    },
    disconnect: "Disconnect",
    disconnect_session: |account| format!("Disconnect the session of {account}"),

    ftp_activity: "FTP Activity",
    last_sign_in: "Last sign-in",
    never: "Never",

    remove: "Remove",
    remove_title: |count| {
        if count == 1 {
            "Remove this FTP account?".into()
        } else {
            format!("Remove these {count} FTP accounts?")
        }
    },
    remove_consequence: |count| {
        if count == 1 {
            "It can no longer sign in and its open FTP sessions end. For 30 days you can restore it from the trash. Its files stay where they are."
        } else {
            "They can no longer sign in and their open FTP sessions end. For 30 days you can restore them from the trash. Their files stay where they are."
        }
    },

    trash: "Trash",
    history: "History",
    former_names: "Former names",
    stop_accepting: |name| format!("Stop accepting {name}"),
    old_name_kept: |time| format!("The old name works until {time}"),

    note_the_changes: "Please note what was changed",
    nothing_was_changed: |name| format!("Nothing was changed for the FTP account {name}."),
    account_was_added: |name, home| {
        format!(
            "The FTP account {name} has been added, with the home directory {home}. It can sign in now."
        )
    },
    account_was_changed: |name| format!("The FTP account {name} has been changed."),
    accounts_were_removed: |names| match names {
        [name] => format!(
            "The FTP account {name} has been removed. It stays in the trash for 30 days; its files are still there."
        ),
        names => format!(
            "{} FTP accounts have been removed: {}. They stay in the trash for 30 days; their files are still there.",
            names.len(),
            names.join(", ")
        ),
    },
    subscription_was_added: |domain, account| {
        format!("The subscription {domain} has been added, with the main FTP account {account}.")
    },
    session_was_ended: |account| {
        format!(
            "The FTP session of the account {account} has been disconnected. The account may sign in again."
        )
    },
    what: "What",

    old_value: "Old value",
    new_value: "New value",
    secret_was_changed: "changed",

    value_now: "Value now",
    your_value: "Your value",
    overwrite_hint: "Press OK to save your values all the same, or",
    discard_mine: "start again from the values now",
    back_to_list: "Back to the list",

    pages: "Pages",
    page_of: |page, last| {
        format!(
            "Page {} of {}",
            number(page.get().into()),
            number(last.into())
        )
    },
    previous_page: "Previous page",
    next_page: "Next page",

    not_found_title: "Not found",
    not_found_text: "There is nothing at this address, or it is not yours to see. Check the address, or begin again at the start page.",
    error_title: "That did not work",
    to_start: "To the start page",

    problem,
    field_error,
    date_time,
    number,
    size,
};

fn problem(problem: &AppError) -> String {
    match problem {
        AppError::NotSignedIn => "You are not signed in, or your session has ended. Sign in again.",
        AppError::WrongCredentials => "Login and password do not match. Check both and try again.",
        AppError::Throttled { seconds } => {
            let (count, minutes) = wait(*seconds);
            let unit = if minutes { "minute" } else { "second" };
            let plural = if count == 1 { "" } else { "s" };
            return format!("Too many failed attempts. Try again in {count} {unit}{plural}.");
        }
        AppError::NotFound => TEXTS.not_found_text,
        AppError::AdministratorsOnly => "Only an administrator may do this. Ask yours.",
        AppError::MainAccountStays => {
            "Nothing was removed: it is impossible to remove a subscription's main FTP account. Untick it and try again."
        }
        AppError::NothingToChange => {
            "Nothing was changed: all the FTP accounts that were chosen are so already."
        }
        AppError::NothingChosen => "No FTP account is ticked. Tick at least one and try again.",
        AppError::Invalid(_) => "Some fields need your attention. Correct them and press OK again.",
        AppError::EditConflict(_) => {
            "Someone else has changed this FTP account meanwhile. Compare before you save."
        }
        AppError::RemovedDuringEdit => {
            "Someone else has removed this FTP account meanwhile. If it is needed, restore it from the trash."
        }
        AppError::DefaultsEditConflict => {
            "Someone else has changed these settings meanwhile. Compare before you save."
        }
        AppError::SessionOver => {
            "This FTP session is over already: there is nothing left to disconnect."
        }
        AppError::Malformed => "The request could not be read. Reload the page and try again.",
        AppError::Busy => "The server has too much to do at the moment. Try again in a few seconds.",
        AppError::Unreachable => {
            "The server could not be reached. Check your connection and try again."
        }
        AppError::Internal => {
            "The server failed. Try again; if it happens again, tell your administrator, whose log has the cause."
        }
    }
    .into()
}

fn field_error(error: FieldError) -> String {
    match error {
        FieldError::AccountName(error) => return account_name_error(error),
        FieldError::HomeDirectory(error) => return home_directory_error(error),
        FieldError::Password(error) => return password_error(error),
        FieldError::Login(error) => return login_error(error),
        FieldError::Domain(error) => return domain_error(error),
        FieldError::WebspaceRoot(error) => webspace_root_error(error),
        FieldError::Setting(error) => return setting_error(error),
        FieldError::AllowedAddresses(AddressListError::NotAnAddress) => {
            "This is no list of addresses. Write them like 192.0.2.7 or 2001:db8::/32, with commas between them."
        }
        FieldError::AllowedAddresses(AddressListError::TooMany) => {
            return format!("Use {} addresses or blocks at most.", AddressList::MAX_BLOCKS);
        }
        FieldError::Taken => "This name is taken already. Choose another.",
        FieldError::TakenInTrash => {
            "An account of this name is in the trash. Restore it, remove it for good, or choose another name."
        }
        FieldError::TakenByFormerName => {
            "This is the former name of an account and still works. Stop accepting it on that account's page, or choose another."
        }
        FieldError::NotConfirmed => "This is not what is asked for. Type exactly that.",
        FieldError::FilesStay => {
            "Nothing was removed: these files cannot be. The reason is told below."
        }
        FieldError::LeavesWebspace => {
            "This folder lies outside the webspace, through a link. Choose a folder inside."
        }
        FieldError::Folder(trouble) => folder_trouble(trouble),
        FieldError::PasswordsDiffer => "The two passwords differ. Type them again.",
        FieldError::WrongPassword => "This is not your current password. Type it again.",
        FieldError::NoSuchPanelUser => "No panel user has this login. Choose an existing one.",
        FieldError::OverlapsWebspace => {
            "This folder lies inside another subscription's webspace, or around it. Choose a separate folder."
        }
        FieldError::HoldsPanelData => {
            "This folder would let FTP reach the panel's own data. Choose another."
        }
        FieldError::MainAccountHome => {
            "The main FTP account's home directory is / and cannot be changed."
        }
    }
    .into()
}

fn setting_error(error: SettingError) -> String {
    match error {
        SettingError::NotAChoice => "This is none of the choices. Choose one of them.".into(),
        SettingError::NotATime => "This is no date and time. Choose one, or leave it empty.".into(),
        SettingError::NotANumber { most } => format!(
            "Type a whole number from 1 to {}, or leave it empty.",
            number(most.into())
        ),
        SettingError::NotASize => {
            "Type a size with its unit, such as 500\u{a0}MB, 2\u{a0}GiB or 1.5\u{a0}GB, or leave it empty.".into()
        }
        SettingError::NoteTooLong => format!(
            "Use {} characters at most.",
            FtpAccountSettings::MAX_NOTE_LENGTH
        ),
        SettingError::ControlCharacter => {
            "Line breaks and control characters cannot be used here. Remove them.".into()
        }
    }
}

fn account_name_error(error: AccountNameError) -> String {
    match error {
        AccountNameError::Empty => "Type a name for the FTP account.".into(),
        AccountNameError::TooLong => {
            format!("Use at most {} characters.", AccountName::MAX_LENGTH)
        }
        AccountNameError::Character(character) => format!(
            "{} cannot be used here. Use letters without accents, digits and . _ - @",
            shown(character)
        ),
        AccountNameError::Start => "Begin with a letter or a digit.".into(),
        AccountNameError::EndsWithDot => "The last character may not be a dot. Remove it.".into(),
        AccountNameError::TwoAts => "Use @ only once.".into(),
        AccountNameError::Reserved => "This name is reserved. Choose another.".into(),
    }
}

fn home_directory_error(error: HomeDirectoryError) -> String {
    match error {
        HomeDirectoryError::Empty => {
            "Type a folder, such as /httpdocs, or / for the whole webspace.".into()
        }
        HomeDirectoryError::NotFromRoot => "Begin the path with /.".into(),
        HomeDirectoryError::DotComponent => {
            "The folders . and .. cannot be used: write the path in full, from /.".into()
        }
        HomeDirectoryError::ControlCharacter => "Remove the invisible control characters.".into(),
        HomeDirectoryError::TooLong => {
            format!(
                "Use at most {} bytes in all.",
                number(HomeDirectory::MAX_BYTES as u64)
            )
        }
        HomeDirectoryError::ComponentTooLong => {
            format!(
                "Use at most {} bytes for each folder.",
                HomeDirectory::MAX_COMPONENT_BYTES
            )
        }
    }
}

fn password_error(error: PasswordError) -> String {
    match error {
        PasswordError::Empty => "Type a password.".into(),
        PasswordError::TooShort => format!("Use at least {} characters.", Password::MIN_LENGTH),
        PasswordError::TooLong => format!("Use at most {} characters.", Password::MAX_LENGTH),
        PasswordError::ControlCharacter => "Remove the invisible control characters.".into(),
        PasswordError::ContainsName => "The name may not be part of the password.".into(),
        PasswordError::Guessable => {
            "This password is too easy to guess. Make it longer or less predictable.".into()
        }
    }
}

fn login_error(error: LoginError) -> String {
    match error {
        LoginError::Empty => "Type a login.".into(),
        LoginError::TooLong => format!("Use at most {} characters.", Login::MAX_LENGTH),
        LoginError::Character(character) => format!(
            "{} cannot be used here. Use letters without accents, digits and . _ - @ +",
            shown(character)
        ),
        LoginError::Start => "Begin with a letter or a digit.".into(),
    }
}

fn domain_error(error: DomainNameError) -> String {
    match error {
        DomainNameError::Empty => "Type a domain name, such as example.com.".into(),
        DomainNameError::TooLong => "This domain name is too long. Shorten it.".into(),
        DomainNameError::Character(character) => format!(
            "{} cannot be used here. Use letters without accents, digits, - and .",
            shown(character)
        ),
        DomainNameError::Shape => "Write the domain name like example.com.".into(),
    }
}

fn webspace_root_error(error: WebspaceRootError) -> &'static str {
    match error {
        WebspaceRootError::Empty => "Type a folder, such as /var/www/example.com.",
        WebspaceRootError::NotAbsolute => "Begin the path with /.",
        WebspaceRootError::WholeServer => "The whole server cannot be a webspace. Choose a folder.",
        WebspaceRootError::DotComponent => {
            "The folders . and .. cannot be used: write the path in full, from /."
        }
        WebspaceRootError::ControlCharacter => "Remove the invisible control characters.",
        WebspaceRootError::TooLong => "This path is too long. Choose a shorter one.",
    }
}

fn folder_trouble(trouble: FolderTrouble) -> &'static str {
    match trouble {
        FolderTrouble::NotAFolder => {
            "Something of this name is there and is no folder. Choose another path."
        }
        FolderTrouble::PermissionDenied => {
            "The server may not make or open this folder. Choose another, or ask your administrator for the permission."
        }
        FolderTrouble::NoSpace => "The disk is full. Free some space and try again.",
        FolderTrouble::ReadOnly => "The disk is read-only. Ask your administrator.",
        FolderTrouble::NameRefused => "The disk takes no folder of this name. Choose another.",
        FolderTrouble::WebspaceMissing => {
            "The webspace root is missing on the server. Ask your administrator."
        }
        FolderTrouble::Other => {
            "This folder cannot be made or opened. Choose another, or ask your administrator, whose log has the cause."
        }
    }
}

/// What is said when no more accounts could be taken at once.
fn again(count: u64) -> &'static str {
    if count < FtpAccountSelection::MAX_ACCOUNTS {
        ""
    } else {
        " If any are left, do it again: there are never more at once."
    }
}

/// A character as a sentence shows it.
fn shown(character: char) -> String {
    if character == ' ' {
        "A space".into()
    } else {
        format!("“{}”", character.escape_debug())
    }
}

fn date_time(time: UtcTime) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let civil = time.civil();
    let month = MONTHS
        .get(usize::from(civil.month) - 1)
        .copied()
        .unwrap_or_default();
    format!(
        "{} {month} {}, {:02}:{:02} UTC",
        civil.day, civil.year, civil.hour, civil.minute
    )
}

pub(super) fn number(number: u64) -> String {
    grouped(number, ",")
}

pub(super) fn size(bytes: u64) -> String {
    sized(bytes, ["B", "kB", "MB", "GB", "TB"], '.')
}

//! Numbers, dates and what is wrong, in English.

use super::format::{grouped, sized, wait};
use model::{
    AccountName, AccountNameError, AddressList, AddressListError, AppError, CivilTime, DisplayName,
    DisplayNameError, DomainNameError, EditedSettings, EmailAddress, EmailAddressError, EventKinds,
    FieldError, FolderTrouble, FtpAccountSelection, FtpAccountSettings, HomeDirectory,
    HomeDirectoryError, LockedSettings, Login, LoginError, Password, PasswordError, PasswordPolicy,
    PendingStep, PlanName, PlanNameError, PublicUrl, SettingError, SubscriptionPeople,
    SystemUserError, UmaskError, UnknownSetting, WebspaceRootError,
};

/// What to do about what is not seen, but changes how the rest is shown.
pub(super) const CONTROL_CHARACTERS: &str = "Remove the invisible characters: control characters, and those that turn the direction of text.";

pub(super) fn problem(problem: &AppError) -> String {
    match problem {
        AppError::NotSignedIn => "You are not signed in, or your session has ended. Sign in again.",
        AppError::WrongCredentials => "Login and password do not match. Check both and try again.",
        AppError::Throttled { seconds } => {
            let (count, minutes) = wait(*seconds);
            let unit = if minutes { "minute" } else { "second" };
            let plural = if count == 1 { "" } else { "s" };
            return format!("Too many failed attempts. Try again in {count} {unit}{plural}.");
        }
        AppError::NotFound => super::error_page::EN.not_found_text,
        AppError::NotPermitted => {
            "You may look at this, but not change it. Ask whoever invited you, or your provider."
        }
        AppError::AdministratorsOnly => "Only an administrator may do this. Ask yours.",
        AppError::TokenReadsOnly => super::api_tokens::EN.reads_only,
        AppError::TokenIsLimited => super::api_tokens::EN.is_limited,
        AppError::NotForTokens => super::api_tokens::EN.not_for_tokens,
        AppError::StepPending(PendingStep::ChangePassword) => {
            "First choose a password of your own: the one that you have was given to you."
        }
        AppError::ProofRequired => {
            "Confirm that it is you: type your password below, or use a passkey if you have one, and press the button once more. Nothing was done yet."
        }
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
        AppError::SettingsEditConflict(EditedSettings::General) => {
            "Someone else has changed these settings meanwhile. Compare before you save."
        }
        AppError::SettingsEditConflict(EditedSettings::PanelUser) => {
            "Somebody else changed this panel user in the meantime. Compare before you save."
        }
        AppError::SettingsEditConflict(EditedSettings::Limits) => {
            super::limits::EN.edit_conflict
        }
        AppError::LastAdministrator => {
            "Nothing was done: this is the last administrator who can sign in. Make somebody else an administrator first."
        }
        AppError::OwnAccount => {
            "Nothing was done: nobody removes or disables themselves, gives themselves another role or makes a link for themselves. Ask another administrator; a password is changed under “My account”."
        }
        AppError::ResellerLimitReached { limit, most } => {
            let most = number(*most);
            let used = (super::panel_users::EN.used_of)(*limit, &most, Some(&most));
            return format!(
                "Nothing was added: the reseller has {used} already, or would have more. Remove some, or have an administrator raise the limit."
            );
        }
        AppError::TooManyCollaborators => {
            return format!(
                "Nobody was invited: a subscription has at most {} people beside its owner. Remove somebody first.",
                SubscriptionPeople::MAX_COLLABORATORS
            );
        }
        AppError::AlreadySuspended => "This subscription is suspended already.",
        AppError::NotSuspended => {
            "This subscription is not suspended: its FTP accounts can sign in."
        }
        AppError::TooManyFtpAccounts { has, most } => {
            return (super::limits::EN.at_limit)(*has, (*most).into());
        }
        AppError::ImportFile(error) => return (super::import::EN.file_error)(error),
        AppError::BeyondLimits(preview) => {
            return (super::limits::EN.would_be_over)(preview.over, preview.subscriptions);
        }
        AppError::PlanInUse { subscriptions } => {
            return (super::limits::EN.plan_in_use)(*subscriptions);
        }
        AppError::SessionOver => {
            "This FTP session is over already: there is nothing left to disconnect."
        }
        AppError::Malformed => "The request could not be read. Reload the page and try again.",
        AppError::OtherOrigin { seen, expected } => {
            return other_origin(seen.as_ref(), expected.as_ref());
        }
        AppError::SignInOver => {
            "This sign-in took too long, or too many codes were wrong. Start again with the password."
        }
        AppError::StepPending(PendingStep::SetUpSecondFactor) => {
            "Your administrator requires a second factor. Set one up first, under “My account”."
        }
        AppError::PasskeyRefused => {
            "This passkey was not accepted. Try again, or choose another way."
        }
        AppError::PasskeysUnavailable => {
            "There are no passkeys at this address. Open the panel over HTTPS by its host name, where the passkey was added; an administrator may have to set BERTH_PUBLIC_URL."
        }
        AppError::OwnSecondFactor => {
            "Nobody resets their own second factor. Ask another administrator, or run “berth user reset-second-factor” on the server."
        }
        AppError::SystemUserUnavailable => {
            "Nothing was done: Berth cannot act as the system user that this subscription's files belong to. Tell your administrator, whose log has the reason; a command on the server has to be run as root."
        }
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

fn other_origin(seen: Option<&PublicUrl>, expected: Option<&PublicUrl>) -> String {
    let seen = seen.map_or("a page that it does not name", PublicUrl::as_str);
    let expected = expected.map_or("an address that is not known", PublicUrl::as_str);
    format!(
        "Nothing was done: the request comes from {seen}, but the panel was reached as {expected}. If both are this panel, the proxy in front of it changes the host, the port or the scheme: have it pass on what the browser asked for, as the README shows."
    )
}

pub(super) fn field_error(error: FieldError) -> String {
    match error {
        FieldError::AccountName(error) => return account_name_error(error),
        FieldError::HomeDirectory(error) => return home_directory_error(error),
        FieldError::Password(error) => return password_error(error),
        FieldError::Login(error) => return login_error(error),
        FieldError::DisplayName(error) => return display_name_error(error),
        FieldError::EmailAddress(error) => return email_error(error),
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
        FieldError::NoSuchReseller => "No reseller has this login. Enter that of one.",
        FieldError::ForCustomers => {
            "Only a customer has a reseller. Leave this empty, or choose the role of a customer."
        }
        FieldError::ForResellers => {
            "Only a reseller has this limit. Leave it empty, or choose the role of a reseller."
        }
        FieldError::NewOwnerNeeded => {
            "This person owns subscriptions. Enter the login of whoever gets them."
        }
        FieldError::GivenToThemselves => {
            "That is the person who is removed. Enter somebody else's login."
        }
        FieldError::HasCustomers => {
            "This reseller has customers. Give them to another reseller first, or to the administrators."
        }
        FieldError::OwnsSubscription => {
            "This person owns the subscription, and may do more already. Invite somebody else."
        }
        FieldError::IsCollaborator => {
            "This person has access already. Change the role in the list instead."
        }
        FieldError::NotACode => {
            "This is no code. Type it as it is shown: six digits of the app, or 16 letters and digits of a recovery code."
        }
        FieldError::WrongCode => {
            "This code is not right, or was used already. Wait for the next one of your app, or use another recovery code."
        }
        FieldError::TooMany { most } => {
            return format!("There are {most} already, and there may be no more. Remove one first.");
        }
        FieldError::LeavesWebspace => {
            "This folder lies outside the webspace, through a link. Choose a folder inside."
        }
        FieldError::SystemUser(error) => return system_user_error(error),
        FieldError::Umask(UmaskError) => {
            "This is no umask. Type three octal digits, such as 022 or 027."
        }
        FieldError::SystemUserDenied => {
            "The system user may neither make nor open this folder. Make it on the server as root and give it to them (chown), and let them through the folders above it."
        }
        FieldError::Folder(trouble) => folder_trouble(trouble),
        FieldError::PasswordsDiffer => "The two passwords differ. Type them again.",
        FieldError::SamePassword => "This is the password that you have. Choose another one.",
        FieldError::WrongPassword => "This is not your current password. Type it again.",
        FieldError::NoSuchPanelUser => "No panel user has this login. Choose an existing one.",
        FieldError::OverlapsWebspace => {
            "This folder lies inside another subscription's webspace, or around it. Choose a separate folder."
        }
        FieldError::OverlapsWebspaceInTrash => {
            "This folder lies inside the webspace of a removed subscription, or around it, which keeps it while it is in the trash. Choose a separate folder, or remove that subscription for good."
        }
        FieldError::TakenBySubscriptionInTrash => {
            "A subscription of this domain name is in the trash. Restore it, remove it for good, or choose another name."
        }
        FieldError::FolderInUse => {
            "There are files in the folder that the new subscription would have, or it cannot be read. Ask your administrator, who can choose another folder."
        }
        FieldError::HoldsPanelData => {
            "This folder would let FTP reach Berth's own files: its data, program, pages or keys. Choose another."
        }
        FieldError::OutsideBases => {
            "No webspace may be here. Choose a folder below one of those that BERTH_WEBSPACE_BASES names, or have it added there."
        }
        FieldError::PlanName(error) => return plan_name_error(error),
        FieldError::WebhookName(error) => return (super::webhooks::EN.name_error)(error),
        FieldError::WebhookUrl(error) => return (super::webhooks::EN.url_error)(error),
        FieldError::NoEventKinds => super::webhooks::EN.no_event_kinds,
        FieldError::NoSuchEventKind => {
            let all = EventKinds::all(true).keys().replace(',', ", ");
            return (super::webhooks::EN.no_such_event_kind)(&all);
        }
        FieldError::TooManyWebhooks => super::webhooks::EN.too_many,
        FieldError::NoSuchPlan => super::limits::EN.no_such_plan,
        FieldError::TooManyPlans => super::limits::EN.too_many_plans,
        FieldError::Locked => {
            "Only whoever manages this subscription may change this setting. Ask your provider."
        }
        FieldError::LockedSettings(UnknownSetting) => {
            let all = LockedSettings::of(|_| true);
            return (super::limits::EN.no_such_setting)(&all.keys());
        }
        FieldError::ApiTokenName(error) => return (super::api_tokens::EN.name_error)(error),
        FieldError::NoneNamed => super::api_tokens::EN.none_named,
        FieldError::TimeIsPast => super::api_tokens::EN.time_is_past,
        FieldError::NoSuchSubscription => super::api_tokens::EN.no_such_subscription,
        FieldError::ImportRule { number, error } => {
            return (super::import::EN.rule_error)(number, error);
        }
        FieldError::MainAccountHome => {
            "The main FTP account's home directory is / and cannot be changed."
        }
    }
    .into()
}

fn system_user_error(error: SystemUserError) -> String {
    match error {
        SystemUserError::Shape => {
            "This is no system user. Type a user, or a user and a group with a colon between, such as anne, anne:www-data or 1001:33."
        }
        SystemUserError::Root => "Files never belong to root or its group here. Choose another.",
        SystemUserError::NoSuchUser => {
            "The server has no such system user. Make it there first, or choose another."
        }
        SystemUserError::NoSuchGroup => {
            "The server has no such group. Make it there first, or choose another."
        }
        SystemUserError::OwnUser => {
            "This is the user that Berth itself runs as, whose files no site may reach. Choose another."
        }
        SystemUserError::NotAllowed => {
            "The server's setting BERTH_SYSTEM_USERS does not allow this user. Choose another, or have it added there."
        }
        SystemUserError::GroupNotAllowed => {
            "This group is not the user's own, and the server's setting BERTH_SYSTEM_USERS does not allow it. Choose another, or have it added there."
        }
        SystemUserError::NoPermission => {
            "Berth may not act as other users: it lacks CAP_SETUID and CAP_SETGID. Give it both (AmbientCapabilities= of systemd), or start it as root with BERTH_USER; run a command as root. Without them leave this empty."
        }
    }
    .into()
}

pub(super) fn setting_error(error: SettingError) -> String {
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
            "Line breaks, control characters and those that turn the direction of text cannot be used here. Remove them.".into()
        }
    }
}

pub(super) fn account_name_error(error: AccountNameError) -> String {
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

pub(super) fn home_directory_error(error: HomeDirectoryError) -> String {
    match error {
        HomeDirectoryError::Empty => {
            "Type a folder, such as /httpdocs, or / for the whole webspace.".into()
        }
        HomeDirectoryError::NotFromRoot => "Begin the path with /.".into(),
        HomeDirectoryError::DotComponent => {
            "The folders . and .. cannot be used: write the path in full, from /.".into()
        }
        HomeDirectoryError::ControlCharacter => CONTROL_CHARACTERS.into(),
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

pub(super) fn password_error(error: PasswordError) -> String {
    match error {
        PasswordError::Empty => "Type a password.".into(),
        PasswordError::TooShort => format!("Use at least {} characters.", Password::MIN_LENGTH),
        PasswordError::TooShortForRole => format!(
            "Use at least {} characters: whoever may change the data of others needs a longer password.",
            PasswordPolicy::STRICT.min_length
        ),
        PasswordError::TooLong => format!("Use at most {} characters.", Password::MAX_LENGTH),
        PasswordError::ControlCharacter => CONTROL_CHARACTERS.into(),
        PasswordError::ContainsName => "The name may not be part of the password.".into(),
        PasswordError::Guessable => {
            "This password is too easy to guess. Make it longer or less predictable.".into()
        }
    }
}

pub(super) fn login_error(error: LoginError) -> String {
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

pub(super) fn display_name_error(error: DisplayNameError) -> String {
    match error {
        DisplayNameError::Empty => "Type a name.".into(),
        DisplayNameError::TooLong => format!("Use {} characters at most.", DisplayName::MAX_LENGTH),
        DisplayNameError::ControlCharacter => CONTROL_CHARACTERS.into(),
    }
}

fn email_error(error: EmailAddressError) -> String {
    match error {
        EmailAddressError::Empty => "Type an e-mail address.".into(),
        EmailAddressError::TooLong => format!(
            "Use {} characters at most, and 64 before the @.",
            EmailAddress::MAX_LENGTH
        ),
        EmailAddressError::Character(character) => format!(
            "{} cannot be used here. Write the address like marie@example.com, and a domain name with accents in its xn-- form.",
            shown(character)
        ),
        EmailAddressError::Shape => "Write the address like marie@example.com.".into(),
    }
}

fn plan_name_error(error: PlanNameError) -> String {
    match error {
        PlanNameError::Empty => "Type a name.".into(),
        PlanNameError::TooLong => format!("Use {} characters at most.", PlanName::MAX_LENGTH),
        PlanNameError::ControlCharacter => CONTROL_CHARACTERS.into(),
    }
}

pub(super) fn domain_error(error: DomainNameError) -> String {
    match error {
        DomainNameError::Empty => "Type a domain name, such as example.com.".into(),
        DomainNameError::TooLong => "This domain name is too long. Shorten it.".into(),
        DomainNameError::Character(character) => format!(
            "{} cannot be used here. Use letters, digits, - and .",
            shown(character)
        ),
        DomainNameError::Letters => {
            "A domain name cannot have these letters, or not together. Check how it is spelled."
                .into()
        }
        DomainNameError::Shape => "Write the domain name like example.com.".into(),
    }
}

pub(super) fn webspace_root_error(error: WebspaceRootError) -> &'static str {
    match error {
        WebspaceRootError::Empty => "Type a folder, such as /var/www/example.com.",
        WebspaceRootError::NotAbsolute => "Begin the path with /.",
        WebspaceRootError::WholeServer => "The whole server cannot be a webspace. Choose a folder.",
        WebspaceRootError::DotComponent => {
            "The folders . and .. cannot be used: write the path in full, from /."
        }
        WebspaceRootError::ControlCharacter => CONTROL_CHARACTERS,
        WebspaceRootError::TooLong => "This path is too long. Choose a shorter one.",
    }
}

pub(super) fn folder_trouble(trouble: FolderTrouble) -> &'static str {
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
pub(super) fn again(count: u64) -> &'static str {
    if count < FtpAccountSelection::MAX_ACCOUNTS {
        ""
    } else {
        " If any are left, do it again: there are never more at once."
    }
}

/// A character as a sentence shows it.
pub(super) fn shown(character: char) -> String {
    if character == ' ' {
        "A space".into()
    } else {
        format!("“{}”", character.escape_debug())
    }
}

pub(super) fn date_time(time: CivilTime) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::from(time.month)
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default();
    format!(
        "{} {month} {}, {:02}:{:02}",
        time.day, time.year, time.hour, time.minute
    )
}

pub(super) fn date_time_seconds(time: CivilTime) -> String {
    format!("{}:{:02}", date_time(time), time.second)
}

pub(super) fn number(number: u64) -> String {
    grouped(number, ",")
}

pub(super) fn size(bytes: u64) -> String {
    sized(bytes, ["B", "kB", "MB", "GB", "TB"], '.')
}

/// So many of something, with the plural of its name.
pub(super) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(count))
}

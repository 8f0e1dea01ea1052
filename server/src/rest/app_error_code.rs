//! The stable names of the errors of use cases.

use model::{AppError, EditedSettings, ImportFileError, PendingStep, ResellerLimit};

/// The stable name of an error. It never changes.
pub(super) fn app_error_code(error: &AppError) -> &'static str {
    match error {
        AppError::NotSignedIn => "token_invalid",
        AppError::WrongCredentials => "wrong_credentials",
        AppError::Throttled { .. } => "throttled",
        AppError::NotFound | AppError::RemovedDuringEdit => "not_found",
        AppError::AdministratorsOnly => "administrators_only",
        AppError::NotPermitted => "not_permitted",
        AppError::TokenReadsOnly => "token_reads_only",
        AppError::TokenIsLimited => "token_is_limited",
        AppError::NotForTokens | AppError::ProofRequired => "not_for_tokens",
        AppError::StepPending(PendingStep::ChangePassword) => "password_change_pending",
        AppError::StepPending(PendingStep::SetUpSecondFactor) => "second_factor_pending",
        AppError::MainAccountStays => "main_account_stays",
        AppError::NothingChosen => "nothing_named",
        AppError::NothingToChange => "nothing_to_change",
        AppError::Invalid(_) => "invalid",
        AppError::EditConflict(_) => "edit_conflict",
        AppError::SettingsEditConflict(
            EditedSettings::General | EditedSettings::Limits | EditedSettings::PanelUser,
        ) => "edit_conflict",
        AppError::LastAdministrator => "last_administrator",
        AppError::OwnAccount => "own_account",
        AppError::ResellerLimitReached { limit, .. } => match limit {
            ResellerLimit::Customers => "too_many_customers",
            ResellerLimit::Subscriptions => "too_many_subscriptions",
            ResellerLimit::FtpAccounts => "too_many_ftp_accounts_of_reseller",
        },
        AppError::TooManyCollaborators => "too_many_collaborators",
        AppError::SignInOver => "sign_in_over",
        AppError::PasskeyRefused => "passkey_refused",
        AppError::PasskeysUnavailable => "passkeys_unavailable",
        AppError::OwnSecondFactor => "own_second_factor",
        AppError::AlreadySuspended => "already_suspended",
        AppError::NotSuspended => "not_suspended",
        AppError::TooManyFtpAccounts { .. } => "too_many_ftp_accounts",
        AppError::ImportFile(error) => match error {
            ImportFileError::TooLarge => "import_file_too_large",
            ImportFileError::NoAccounts => "import_file_without_accounts",
            ImportFileError::NotThisFormat { .. } => "import_file_of_another_format",
            ImportFileError::ColumnMissing { .. } => "import_file_lacks_column",
        },
        AppError::BeyondLimits(_) => "beyond_limits",
        AppError::PlanInUse { .. } => "plan_in_use",
        AppError::SystemUserUnavailable => "system_user_unavailable",
        AppError::SessionOver => "session_over",
        AppError::Malformed => "malformed",
        AppError::OtherOrigin { .. } => "other_origin",
        AppError::Busy => "busy",
        AppError::Unreachable | AppError::Internal => "internal",
    }
}

//! The pages, one file or folder for each.

mod account;
mod account_header;
mod api_tokens;
mod audit;
mod choose_password;
mod default_settings;
mod first_password;
mod ftp_access;
mod ftp_account;
mod ftp_activity;
mod ftp_sessions;
mod hosting;
mod import;
mod limits;
mod login;
mod mail_settings;
mod overview;
mod own_account;
mod own_page_switch;
mod panel_sessions;
mod panel_users;
mod params;
mod password_link;
mod people;
mod plans;
mod rest_api;
mod second_factor;
mod set_password;
mod signed_in_again;
mod subscription_header;
mod subscriptions;
mod trash;
mod webhooks;

pub(crate) use account::AccountPage;
pub(crate) use api_tokens::{AddApiToken, ApiTokenReady, ApiTokens, ApiTokensOf};
pub(crate) use audit::AuditPage;
pub(crate) use choose_password::{ChoosePassword, PasswordChosen};
pub(crate) use default_settings::DefaultSettings;
pub(crate) use first_password::FirstPassword;
pub(crate) use ftp_access::FtpAccess;
pub(crate) use ftp_account::{
    AddFtpAccount, EditFtpAccount, FtpConnectionPage, FtpHistory, FtpUsage, OneTimeLinkPage,
};
pub(crate) use ftp_activity::FtpActivity;
pub(crate) use ftp_sessions::FtpSessions;
pub(crate) use hosting::Hosting;
pub(crate) use import::Import;
pub(crate) use limits::SubscriptionLimits;
pub(crate) use login::LoginPage;
pub(crate) use mail_settings::MailSettings;
pub(crate) use overview::OverviewPage;
pub(crate) use own_account::{OwnAccount, OwnAccountLogin, OwnAccountPassword};
pub(crate) use panel_sessions::PanelSessions;
pub(crate) use panel_users::{
    AddPanelUser, EditPanelUser, PanelUserLinkPage, PanelUsers, RemovePanelUser,
};
pub(crate) use people::{InvitationPage, People};
pub(crate) use plans::{AddPlan, EditPlan, Plans};
pub(crate) use rest_api::{RestApi, RestApiOperationPage};
pub(crate) use second_factor::{
    RecoveryCodes, SecondFactor, Security, SetUpTotp, SignInSecondFactor,
};
pub(crate) use set_password::{PasswordSet, SetPassword};
pub(crate) use signed_in_again::SignedInAgain;
pub(crate) use subscriptions::{
    AddSubscription, PurgeSubscription, SubscriptionSettings, SubscriptionTrash, Subscriptions,
};
pub(crate) use trash::{PurgeFtpAccount, Trash};
pub(crate) use webhooks::{AddWebhook, WebhookPage, Webhooks};

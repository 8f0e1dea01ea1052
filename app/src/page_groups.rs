//! Pages that one seldom visits, in groups that the browser loads when it first visits one.
//!
//! A group is one function that the splitter takes out of the WebAssembly, with all that nothing
//! else uses, and not a function for each page: it makes a file for each combination of users
//! (docs/decisions/page-groups.md).

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::LazyRoute;

use crate::components::or_reload;
use crate::pages::{
    AccountPage, AddApiToken, AddFtpAccount, AddPanelUser, AddPlan, AddSubscription, AddWebhook,
    ApiTokenReady, ApiTokens, ApiTokensOf, AuditPage, ChoosePassword, DefaultSettings,
    EditFtpAccount, EditPanelUser, EditPlan, FirstPassword, FtpActivity, FtpConnectionPage,
    FtpHistory, FtpSessions, FtpUsage, Hosting, Import, InvitationPage, MailSettings,
    OneTimeLinkPage, OverviewPage, OwnAccount, OwnAccountLogin, OwnAccountPassword, PanelSessions,
    PanelUserLinkPage, PanelUsers, PasswordChosen, PasswordSet, People, Plans, PurgeFtpAccount,
    PurgeSubscription, RecoveryCodes, RemovePanelUser, RestApi, RestApiOperationPage, SecondFactor,
    Security, SetPassword, SetUpTotp, SignInSecondFactor, SubscriptionLimits, SubscriptionSettings,
    SubscriptionTrash, Trash, WebhookPage, Webhooks,
};

/// Declares a group: the function that draws its pages, and a route for each page.
macro_rules! page_group {
    ($(#[$documentation:meta])* $group:ident as $name:literal in $pages:ident {
        $($route:ident => $page:ident),* $(,)?
    }) => {
        #[derive(Clone, Copy)]
        enum $pages {
            $($page,)*
        }

        $(#[$documentation])*
        #[wasm_split($group, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $group(page: $pages) -> Result<AnyView, SplitLoaderError> {
            // So that the server's page has the browser load the group at once.
            #[cfg(feature = "ssr")]
            leptos::prefetch_lazy_fn_on_server($name);
            Ok(match page {
                $($pages::$page => view! { <$page /> }.into_any(),)*
            })
        }

        $(
            #[doc = concat!("The route of [`", stringify!($page), "`].")]
            pub(crate) struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                fn view(_: Self) -> impl Future<Output = AnyView> {
                    or_reload($group, $pages::$page)
                }
            }
        )*
    };
}

page_group! {
    /// The pages of those who host: panel users, plans and limits, subscriptions as a whole, policies,
    /// the audit log. Owners come here for the people, the audit log and the API tokens of their own.
    /// the audit log, webhooks. Owners come here for those of their own.
    administration as "administration" in AdministrationPage {
        AddApiTokenRoute => AddApiToken,
        AddPanelUserRoute => AddPanelUser,
        AddPlanRoute => AddPlan,
        AddSubscriptionRoute => AddSubscription,
        ApiTokenReadyRoute => ApiTokenReady,
        ApiTokensOfRoute => ApiTokensOf,
        ApiTokensRoute => ApiTokens,
        AddWebhookRoute => AddWebhook,
        AuditRoute => AuditPage,
        EditPanelUserRoute => EditPanelUser,
        EditPlanRoute => EditPlan,
        HostingRoute => Hosting,
        ImportRoute => Import,
        InvitationRoute => InvitationPage,
        PanelUserLinkRoute => PanelUserLinkPage,
        PanelUsersRoute => PanelUsers,
        PeopleRoute => People,
        PlansRoute => Plans,
        PurgeSubscriptionRoute => PurgeSubscription,
        RemovePanelUserRoute => RemovePanelUser,
        RestApiOperationRoute => RestApiOperationPage,
        RestApiRoute => RestApi,
        SecurityRoute => Security,
        SubscriptionLimitsRoute => SubscriptionLimits,
        SubscriptionSettingsRoute => SubscriptionSettings,
        SubscriptionTrashRoute => SubscriptionTrash,
        WebhookRoute => WebhookPage,
        WebhooksRoute => Webhooks,
    }
}

page_group! {
    /// The forms: of FTP accounts, of one's own account, and of the links that set a password.
    forms as "forms" in FormPage {
        AccountRoute => AccountPage,
        AddFtpAccountRoute => AddFtpAccount,
        ChoosePasswordRoute => ChoosePassword,
        DefaultSettingsRoute => DefaultSettings,
        EditFtpAccountRoute => EditFtpAccount,
        FirstPasswordRoute => FirstPassword,
        MailSettingsRoute => MailSettings,
        OwnAccountLoginRoute => OwnAccountLogin,
        OwnAccountPasswordRoute => OwnAccountPassword,
        RecoveryCodesRoute => RecoveryCodes,
        SecondFactorRoute => SecondFactor,
        SetPasswordRoute => SetPassword,
        SetUpTotpRoute => SetUpTotp,
        SignInSecondFactorRoute => SignInSecondFactor,
    }
}

page_group! {
    /// The records: what happens and what happened, in all too, what is held, what was removed, and
    /// how to connect; and the page of an FTP account's own, which has some of that.
    records as "records" in RecordPage {
        FtpActivityRoute => FtpActivity,
        FtpConnectionRoute => FtpConnectionPage,
        FtpHistoryRoute => FtpHistory,
        FtpSessionsRoute => FtpSessions,
        FtpUsageRoute => FtpUsage,
        OneTimeLinkRoute => OneTimeLinkPage,
        OverviewRoute => OverviewPage,
        OwnAccountRoute => OwnAccount,
        PanelSessionsRoute => PanelSessions,
        PasswordChosenRoute => PasswordChosen,
        PasswordSetRoute => PasswordSet,
        PurgeFtpAccountRoute => PurgeFtpAccount,
        TrashRoute => Trash,
    }
}

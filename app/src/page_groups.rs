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
    AccountPage, AddFtpAccount, AddPanelUser, AddPlan, AddSubscription, AuditPage, ChoosePassword,
    DefaultSettings, EditFtpAccount, EditPanelUser, EditPlan, FirstPassword, FtpActivity,
    FtpConnectionPage, FtpHistory, FtpUsage, Hosting, InvitationPage, OneTimeLinkPage,
    OverviewPage, OwnAccount, OwnAccountLogin, OwnAccountPassword, PanelSessions,
    PanelUserLinkPage, PanelUsers, PasswordChosen, PasswordSet, People, Plans, PurgeFtpAccount,
    PurgeSubscription, RecoveryCodes, RemovePanelUser, SecondFactor, Security, SetPassword,
    SetUpTotp, SignInSecondFactor, SubscriptionLimits, SubscriptionSettings, SubscriptionTrash,
    Trash,
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
                    or_reload(|| $group($pages::$page))
                }
            }
        )*
    };
}

page_group! {
    /// The forms.
    forms as "forms" in FormPage {
        AccountRoute => AccountPage,
        AddFtpAccountRoute => AddFtpAccount,
        AddPlanRoute => AddPlan,
        AddSubscriptionRoute => AddSubscription,
        FirstPasswordRoute => FirstPassword,
        DefaultSettingsRoute => DefaultSettings,
        EditFtpAccountRoute => EditFtpAccount,
        EditPlanRoute => EditPlan,
        HostingRoute => Hosting,
        OwnAccountLoginRoute => OwnAccountLogin,
        OwnAccountPasswordRoute => OwnAccountPassword,
        RecoveryCodesRoute => RecoveryCodes,
        SecondFactorRoute => SecondFactor,
        SecurityRoute => Security,
        PlansRoute => Plans,
        SetPasswordRoute => SetPassword,
        ChoosePasswordRoute => ChoosePassword,
        AddPanelUserRoute => AddPanelUser,
        EditPanelUserRoute => EditPanelUser,
        RemovePanelUserRoute => RemovePanelUser,
        PeopleRoute => People,
        SetUpTotpRoute => SetUpTotp,
        SignInSecondFactorRoute => SignInSecondFactor,
        SubscriptionSettingsRoute => SubscriptionSettings,
        SubscriptionLimitsRoute => SubscriptionLimits,
    }
}

page_group! {
    /// The records: what happened, in all too, what is held, what was removed, and how to
    /// connect; and the page of an FTP account's own, which has some of that.
    records as "records" in RecordPage {
        AuditRoute => AuditPage,
        FtpActivityRoute => FtpActivity,
        FtpConnectionRoute => FtpConnectionPage,
        FtpHistoryRoute => FtpHistory,
        FtpUsageRoute => FtpUsage,
        OneTimeLinkRoute => OneTimeLinkPage,
        OverviewRoute => OverviewPage,
        OwnAccountRoute => OwnAccount,
        PanelUserLinkRoute => PanelUserLinkPage,
        PanelUsersRoute => PanelUsers,
        InvitationRoute => InvitationPage,
        PasswordChosenRoute => PasswordChosen,
        PanelSessionsRoute => PanelSessions,
        PasswordSetRoute => PasswordSet,
        PurgeFtpAccountRoute => PurgeFtpAccount,
        PurgeSubscriptionRoute => PurgeSubscription,
        SubscriptionTrashRoute => SubscriptionTrash,
        TrashRoute => Trash,
    }
}

//! The page around every page, and which page stands at which address.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

use crate::api::RefusedForm;
use crate::components::{
    Header, IconSprite, MadePassword, NotFound, PageContext, SubscriptionScope, ZoneNote, use_texts,
};
use crate::page_groups::{
    AccountRoute, AddApiTokenRoute, AddFtpAccountRoute, AddPanelUserRoute, AddPlanRoute,
    AddSubscriptionRoute, AddWebhookRoute, ApiTokenReadyRoute, ApiTokensOfRoute, ApiTokensRoute,
    AuditRoute, ChoosePasswordRoute, DefaultSettingsRoute, EditFtpAccountRoute, EditPanelUserRoute,
    EditPlanRoute, FirstPasswordRoute, FtpActivityRoute, FtpConnectionRoute, FtpHistoryRoute,
    FtpSessionsRoute, FtpUsageRoute, HostingRoute, ImportRoute, InvitationRoute, MailSettingsRoute,
    OneTimeLinkRoute, OverviewRoute, OwnAccountLoginRoute, OwnAccountPasswordRoute,
    OwnAccountRoute, PanelSessionsRoute, PanelUserLinkRoute, PanelUsersRoute, PasswordChosenRoute,
    PasswordSetRoute, PeopleRoute, PlansRoute, PurgeFtpAccountRoute, PurgeSubscriptionRoute,
    RecoveryCodesRoute, RemovePanelUserRoute, RestApiOperationRoute, RestApiRoute,
    SecondFactorRoute, SecurityRoute, SetPasswordRoute, SetUpTotpRoute, SignInSecondFactorRoute,
    SubscriptionLimitsRoute, SubscriptionSettingsRoute, SubscriptionTrashRoute, TrashRoute,
    WebhookRoute, WebhooksRoute,
};
use crate::pages::{FtpAccess, LoginPage, SignedInAgain, Subscriptions};

/// Every page of the panel at its address.
///
/// Pages are drawn whole on the server (`SsrMode::Async`): with real status codes and redirects,
/// and to be read with JavaScript off.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    PageContext::provide();
    RefusedForm::provide();
    MadePassword::provide();
    view! {
        <Router>
            <IconSprite />
            <SkipLink />
            <Header />
            <SubscriptionScope>
                <main id="content" tabindex="-1">
                    <FlatRoutes fallback=|| view! { <NotFound /> }>
                        <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                        <Route path=path!("/login/second-factor") view={Lazy::<SignInSecondFactorRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/signed-in") view=SignedInAgain ssr=SsrMode::Async />
                        <Route path=path!("/") view=Subscriptions ssr=SsrMode::Async />
                        <Route path=path!("/account") view={Lazy::<AccountRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/second-factor") view={Lazy::<SecondFactorRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/second-factor/app") view={Lazy::<SetUpTotpRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/second-factor/recovery-codes") view={Lazy::<RecoveryCodesRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/security") view={Lazy::<SecurityRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/password") view={Lazy::<FirstPasswordRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/sessions") view={Lazy::<PanelSessionsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/tokens") view={Lazy::<ApiTokensRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/tokens/new") view={Lazy::<AddApiTokenRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/tokens/ready") view={Lazy::<ApiTokenReadyRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/account/mail") view={Lazy::<MailSettingsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/rest-api") view={Lazy::<RestApiRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/rest-api/:operation") view={Lazy::<RestApiOperationRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/overview") view={Lazy::<OverviewRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/audit") view={Lazy::<AuditRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/sessions") view={Lazy::<FtpSessionsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/plans") view={Lazy::<PlansRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/plans/new") view={Lazy::<AddPlanRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/plans/:id") view={Lazy::<EditPlanRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/new") view={Lazy::<AddSubscriptionRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/trash") view={Lazy::<SubscriptionTrashRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/trash/:domain") view={Lazy::<PurgeSubscriptionRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/settings") view={Lazy::<SubscriptionSettingsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp") view=FtpAccess ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/new") view={Lazy::<AddFtpAccountRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/:name") view={Lazy::<EditFtpAccountRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/:name/connect") view={Lazy::<FtpConnectionRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/:name/link") view={Lazy::<OneTimeLinkRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/:name/usage") view={Lazy::<FtpUsageRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/ftp/:name/history") view={Lazy::<FtpHistoryRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/sessions") view={Lazy::<FtpSessionsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/overview") view={Lazy::<OverviewRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/activity") view={Lazy::<FtpActivityRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/audit") view={Lazy::<AuditRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/trash") view={Lazy::<TrashRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/trash/:name") view={Lazy::<PurgeFtpAccountRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/defaults") view={Lazy::<DefaultSettingsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/limits") view={Lazy::<SubscriptionLimitsRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/hosting") view={Lazy::<HostingRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/import") view={Lazy::<ImportRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/webhooks") view={Lazy::<WebhooksRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/webhooks/new") view={Lazy::<AddWebhookRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/webhooks/:id") view={Lazy::<WebhookRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/webhooks") view={Lazy::<WebhooksRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/webhooks/new") view={Lazy::<AddWebhookRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/webhooks/:id") view={Lazy::<WebhookRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/me") view={Lazy::<OwnAccountRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/me/login") view={Lazy::<OwnAccountLoginRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/me/password") view={Lazy::<OwnAccountPasswordRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/people") view={Lazy::<PeopleRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/subscriptions/:domain/people/link") view={Lazy::<InvitationRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/users") view={Lazy::<PanelUsersRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/new-user") view={Lazy::<AddPanelUserRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/users/:login") view={Lazy::<EditPanelUserRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/users/:login/remove") view={Lazy::<RemovePanelUserRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/users/:login/link") view={Lazy::<PanelUserLinkRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/users/:login/tokens") view={Lazy::<ApiTokensOfRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/choose-password/:token") view={Lazy::<ChoosePasswordRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/password-chosen") view={Lazy::<PasswordChosenRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/set-password/:token") view={Lazy::<SetPasswordRoute>::new()} ssr=SsrMode::Async />
                        <Route path=path!("/password-set") view={Lazy::<PasswordSetRoute>::new()} ssr=SsrMode::Async />
                    </FlatRoutes>
                </main>
            </SubscriptionScope>
            <ZoneNote />
        </Router>
        // Brought to life last: before the page's own title was, there would be none.
        <Title formatter=document_title />
    }
}

/// The browser's title for a page: its own, and the product's.
fn document_title(page: String) -> String {
    if page.is_empty() {
        "Berth".into()
    } else {
        format!("{page} – Berth")
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    let texts = use_texts();
    view! {
        <a class="skip-link" href="#content" rel="external">
            {texts.common.skip_to_content}
        </a>
    }
}

//! What an FTP account's home directory holds and may hold; how far a count of it is.

use std::time::Duration;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ftp_usage::{RecountFtpAccount, ftp_usage_page};
use crate::components::{
    FormError, LastSignIn, Loaded, Permitted, UsageBar, form_error, use_texts,
};
use crate::pages::account_header::{AccountHeader, AccountTab};
use crate::pages::params::account_params;
use crate::routes;
use model::{FtpUsageView, Permission};

/// How long a page waits before it asks again how far a count is.
const PAUSE: Duration = Duration::from_millis(700);

/// What the home directory of the account in the address holds.
#[component]
pub(crate) fn FtpUsage() -> impl IntoView {
    let address = account_params();
    view! {
        <AccountHeader
            domain=Signal::derive(move || address.get().0)
            account=Signal::derive(move || address.get().1)
            tab=AccountTab::Usage
        />
        <Loaded
            source=move || address.get()
            fetch=|(domain, name)| ftp_usage_page(domain, name)
            view=|usage| view! { <UsageOf usage /> }
        />
    }
}

#[component]
fn UsageOf(usage: FtpUsageView) -> impl IntoView {
    let texts = use_texts();
    let (domain, name) = (usage.domain.to_string(), usage.name.to_string());
    let again = routes::ftp_usage(&domain, &name);
    let usage = RwSignal::new(usage);
    let recount = ServerAction::<RecountFtpAccount>::new();
    follow(usage, recount);
    view! {
        <Title text=(texts.ftp_usage.title_of)(&name) />
        <p class="lead">{texts.ftp_usage.intro}</p>
        <FormError error=form_error(recount) fields=&[] />
        <div aria-live="polite">
            <dl class="facts">
                <dt>{texts.ftp_usage.title}</dt>
                <dd>
                    {move || {
                        let FtpUsageView { usage, quota_bytes, quota_files, .. } = usage.get();
                        let incomplete = usage
                            .is_incomplete
                            .then(|| view! { <p>{texts.ftp_usage.is_incomplete}</p> });
                        view! {
                            <UsageBar usage quota_bytes quota_files />
                            {incomplete}
                        }
                    }}
                </dd>
                <dt>{texts.ftp_usage.counted_at}</dt>
                <dd>{move || view! { <LastSignIn at=usage.read().usage.counted_at /> }}</dd>
            </dl>
            {move || {
                let again = again.clone();
                let counted = usage.read().counting?;
                Some(view! { <CountUnderWay counted again /> })
            }}
        </div>
        <ActionForm action=recount>
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="account" value=name.clone() />
            <div class="form-buttons">
                <Permitted permission=Permission::ManageFtpAccounts>
                    <button type="submit" class="button button-primary">
                        {texts.ftp_usage.count_again}
                    </button>
                </Permitted>
                <a class="button" href=routes::ftp_account(&domain, &name)>
                    {texts.ftp_usage.back_to_account}
                </a>
            </div>
        </ActionForm>
    }
}

/// How far the count is, with the link that asks again where there are no scripts to do it.
#[component]
fn CountUnderWay(counted: u64, again: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>
            {(texts.ftp_usage.counted_so_far)(counted)} " "
            <a class="without-scripts" href=again>
                {texts.common.refresh}
            </a>
        </p>
    }
}

/// Asks again after each « Recalculer », and as long as a count is under way.
fn follow(usage: RwSignal<FtpUsageView>, recount: ServerAction<RecountFtpAccount>) {
    let ask = Action::new(move |(): &()| {
        let view = usage.read_untracked();
        ftp_usage_page(view.domain.to_string(), view.name.to_string())
    });
    Effect::new(move || {
        if let Some(Ok(now)) = ask.value().get() {
            usage.set(now);
        }
    });
    Effect::new(move || {
        if recount.version().get() > 0 {
            ask.dispatch(());
        }
    });
    Effect::new(move || {
        // An answer that does not come is asked for again as well.
        ask.version().track();
        if usage.read().counting.is_some() {
            let again = move || {
                ask.dispatch(());
            };
            if let Ok(timer) = set_timeout_with_handle(again, PAUSE) {
                on_cleanup(move || timer.clear());
            }
        }
    });
}

//! The names that an FTP account had and may still sign in with.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::former_names::EndFormerName;
use crate::components::{FormError, LastSignIn, Permitted, form_error, use_local_time, use_texts};
use model::{FormerName, Permission};

/// Until when each name works and when it was last used, with the button that ends it.
#[component]
pub(super) fn FormerNames(
    /// The subscription.
    domain: String,
    /// The account's name now.
    account: String,
    /// The names that it had.
    names: Vec<FormerName>,
) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let error = form_error(ServerAction::<EndFormerName>::new());
    let row = |former: FormerName| {
        let name = former.name.to_string();
        view! {
            <li>
                // A plain form: the page begins again with the names that are left.
                <form method="post" action=EndFormerName::url() class="inline">
                    <input type="hidden" name="domain" value=domain.clone() />
                    <input type="hidden" name="account" value=account.clone() />
                    <strong>{name.clone()}</strong>
                    <span>{move || (texts.account_form.expires)(&clock.date_time(former.until))}</span>
                    <span>{texts.ftp_access.last_sign_in} " " <LastSignIn at=former.last_used_at /></span>
                    <Permitted permission=Permission::ManageFtpAccounts>
                        <button type="submit" name="former" value=name.clone() class="button">
                            {(texts.account_form.stop_accepting)(&name)}
                        </button>
                    </Permitted>
                </form>
            </li>
        }
    };
    let rows: Vec<_> = names.into_iter().map(row).collect();
    view! {
        <FormError error fields=&[] />
        {(!rows.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{texts.account_form.former_names}</h2>
                        <ul class="plain">{rows}</ul>
                    </section>
                }
            })}
    }
}

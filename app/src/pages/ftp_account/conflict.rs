//! An FTP account that someone else changed or removed while it was being edited.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiError;
use crate::components::{ComparisonTable, FormError, Isolated, use_local_time, use_texts};
use crate::pages::subscription_header::Breadcrumb;
use crate::routes;
use model::{Field, FtpAccountSettings, FtpAccountView};

/// What the account is now, beside what was submitted.
#[component]
pub(super) fn EditConflict(
    /// What it is now.
    now: FtpAccountView,
    /// What was submitted, by [`Field::key`].
    submitted: Vec<(String, String)>,
) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let again = format!("{}/{}", routes::ftp_access(now.domain.as_str()), now.name);
    let mut rows = vec![
        (Field::AccountName, String::from(now.name)),
        (Field::HomeDirectory, String::from(now.home_directory)),
    ];
    rows.extend(FtpAccountSettings::FIELDS.map(|field| (field, now.settings.value(field))));
    let shown = move |field: Field, value: String| {
        let mut settings = FtpAccountSettings::default();
        match settings.set(field, &value) {
            Ok(()) if FtpAccountSettings::FIELDS.contains(&field) => {
                texts.setting_in(field, &settings, &clock)
            }
            _ => value,
        }
    };
    let row = move |(field, now): (Field, String)| {
        let mine = submitted.iter().find(|(key, _)| key == field.key());
        let yours = mine.map(|(_, value)| value.clone()).unwrap_or_default();
        let (now, yours) = (shown(field, now), shown(field, yours));
        let differs = now != yours;
        view! {
            <tr class:differs=differs>
                <th scope="row">{texts.field(field)}</th>
                <td>
                    <Isolated text=now />
                </td>
                <td>
                    <Isolated text=yours />
                </td>
            </tr>
        }
    };
    view! {
        <ComparisonTable first=texts.conflict.value_now second=texts.conflict.your_value>
            {rows.into_iter().map(row).collect_view()}
        </ComparisonTable>
        <p>
            {texts.conflict.overwrite_hint} " "
            // A whole new page: the form begins again from what the account is now.
            <a rel="external" href=again>
                {texts.conflict.discard_mine}
            </a> "."
        </p>
    }
}

/// What was submitted for an account that is gone.
#[component]
pub(super) fn RemovedDuringEdit(
    /// The subscription it belonged to.
    domain: String,
    /// The refusal, with what was submitted.
    error: ApiError,
) -> impl IntoView {
    let texts = use_texts();
    let name = error
        .submitted(Field::AccountName)
        .unwrap_or_default()
        .to_owned();
    let home = error
        .submitted(Field::HomeDirectory)
        .unwrap_or_default()
        .to_owned();
    view! {
        <Title text=texts.error_page.title />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{texts.error_page.title}</h1>
        <FormError error=Signal::stored(Some(error)) fields=&[] />
        <dl class="facts">
            <dt>{texts.account_form.ftp_account_name}</dt>
            <dd>
                <Isolated text=name />
            </dd>
            <dt>{texts.account_form.home_directory}</dt>
            <dd>
                <Isolated text=home />
            </dd>
        </dl>
        <p>
            <a class="button" href=routes::ftp_access(&domain)>
                {texts.conflict.back_to_list}
            </a>
        </p>
    }
}

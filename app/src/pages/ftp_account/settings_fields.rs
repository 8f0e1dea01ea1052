//! « Options avancées »: what an FTP account may do and until when.

use leptos::prelude::*;
use web_sys::js_sys::Date;

use crate::components::{
    FieldState, FormFields, PageClock, SelectField, TextField, use_subscription, use_texts,
};
use crate::i18n::Texts;
use model::{Field, Form, FtpAccountSettings, UtcTime};

/// Who may come in, and when, and from where.
const ACCESS: &[Field] = &[
    Field::State,
    Field::Permission,
    Field::Expiry,
    Field::AllowedAddresses,
    Field::Tls,
    Field::KeepOldName,
];

/// How much of everything.
const LIMITS: &[Field] = &[
    Field::QuotaBytes,
    Field::QuotaFiles,
    Field::MaxSessions,
    Field::UploadRate,
    Field::DownloadRate,
];

/// What people tell each other.
const REMARKS: &[Field] = &[Field::Note];

/// Every setting, below a heading that opens them. They are open where any differs from what a
/// new account has, or is wrong. On a wide screen they stand beside the other fields.
#[component]
pub(crate) fn SettingsFields(
    /// The form.
    form: FormFields,
    /// The clock that the form's times are written by.
    clock: PageClock,
    /// Whether the account is there already, and may keep the name that it had.
    #[prop(default = false)]
    may_keep_name: bool,
    /// Where the subscription's defaults are, for a new account.
    #[prop(optional)]
    defaults_at: Option<String>,
    /// Whether these are the defaults themselves, which stand open and have no expiry.
    #[prop(default = false)]
    are_defaults: bool,
) -> impl IntoView {
    let texts = use_texts();
    let usual = FtpAccountSettings::default();
    let differ = FtpAccountSettings::FIELDS
        .into_iter()
        .filter(|field| !are_defaults || *field != Field::Expiry)
        .any(|field| form.text_at_first(field) != usual.value(field));
    let wrong = move || {
        [ACCESS, LIMITS, REMARKS]
            .into_iter()
            .any(|fields| form.any_refused(fields))
    };
    // What was opened once is not closed over what was typed in it.
    let open = Memo::new(move |was_open: Option<&bool>| {
        wrong() || was_open.copied().unwrap_or(are_defaults || differ)
    });
    let is_there = move |field: &Field| match field {
        Field::KeepOldName => may_keep_name,
        Field::Expiry => !are_defaults,
        _ => true,
    };
    let [access, limits, remarks] = texts.account_form.option_groups;
    let groups = [(access, ACCESS), (limits, LIMITS), (remarks, REMARKS)];
    let subscription = use_subscription();
    let draw = move || {
        Suspend::new(async move {
            let locked = subscription.await.map(|subscription| subscription.locked);
            let locked = locked.unwrap_or_default();
            let group = |(heading, fields): (&'static str, &'static [Field])| {
                let fields = fields.iter().copied().filter(is_there);
                let fields = fields.map(|field| match locked.contains(field) {
                    true => view! { <LockedSetting form field clock /> }.into_any(),
                    false => view! { <SettingField state=form.field(field) clock /> }.into_any(),
                });
                view! {
                    <fieldset>
                        <legend>{heading}</legend>
                        {fields.collect_view()}
                    </fieldset>
                }
            };
            groups.map(group).into_iter().collect_view()
        })
    };
    let defaults = defaults_at.map(|path| {
        view! {
            <p class="field-hint">
                <a href=path>{texts.default_settings.title}</a>
            </p>
        }
    });
    view! {
        <details class="advanced" open=open>
            <summary>{texts.account_form.advanced_options}</summary>
            <div class="option-groups">
                <Transition>{draw}</Transition>
            </div>
            {defaults}
        </details>
    }
}

/// A setting that this person may not change: what it is, and who sets it. It is not submitted, and
/// so stays, or is the subscription's default.
#[component]
fn LockedSetting(form: FormFields, field: Field, clock: PageClock) -> impl IntoView {
    let texts = use_texts();
    let mut settings = FtpAccountSettings::default();
    // What stands in the form was written from a setting, so that it is none that is wrong.
    let _ = settings.set_in(field, &form.text_at_first(field), &clock);
    view! {
        <div class="field">
            <dl class="facts">
                <dt>{texts.field(field)}</dt>
                <dd>{texts.setting_in(field, &settings, &clock)}</dd>
            </dl>
            <p class="field-hint">{texts.limits.set_by_provider}</p>
        </div>
    }
}

/// One setting.
#[component]
fn SettingField(state: FieldState, clock: PageClock) -> impl IntoView {
    let texts = use_texts();
    let field = state.field;
    let (label, hint) = (texts.field(field), (texts.account_form.setting_hint)(field));
    if let Some(choices) = FtpAccountSettings::choices(field) {
        let name = |choice: &'static str| (texts.account_form.setting_choice)(field, choice);
        let choices = choices
            .into_iter()
            .map(|choice| (choice.to_owned(), name(choice).to_owned()))
            .collect();
        view! { <SelectField state label hint choices /> }.into_any()
    } else if field == Field::Expiry {
        let below = view! { <ExpiryShortcuts expiry=state clock /> }.into_any();
        view! { <TextField state label hint kind="datetime-local" below /> }.into_any()
    } else {
        view! { <TextField state label hint /> }.into_any()
    }
}

/// Writes what a form begins with as people of this language do.
pub(crate) fn localise(form: &mut impl Form, texts: &Texts) {
    let quota = form.text(Field::QuotaBytes).to_owned();
    form.set(
        Field::QuotaBytes,
        &texts.typed_setting(Field::QuotaBytes, quota),
    );
}

/// Buttons that set the expiry to some time from now.
#[component]
fn ExpiryShortcuts(expiry: FieldState, clock: PageClock) -> impl IntoView {
    let texts = use_texts();
    let button = |(months, days, label): (u32, u32, &'static str)| {
        view! {
            <button
                type="button"
                class="button button-quiet needs-script"
                on:click=move |_| expiry.fill_in(time_from_now(months, days, clock))
            >
                {label}
            </button>
        }
    };
    let [day, week, month, three_months] = texts.account_form.expiry_shortcuts;
    let shortcuts = [
        (0, 1, day),
        (0, 7, week),
        (1, 0, month),
        (3, 0, three_months),
    ];
    view! {
        <div class="shortcuts">
            {shortcuts.map(button).into_iter().collect_view()}
        </div>
        <p class="field-hint">{(texts.common.times_are_in)(clock.zone().as_str())}</p>
    }
}

/// A time so much later than now, as the field shows it: to the minute, by this clock.
fn time_from_now(months: u32, days: u32, clock: PageClock) -> String {
    const MILLISECONDS: f64 = 60_000.0;
    // Whole minutes since 1970 are far below what a number of JavaScript holds exactly.
    let minutes = (Date::now() / MILLISECONDS).floor() as i64;
    let now = UtcTime(minutes * 60);
    // No browser's clock shows the last year.
    let later = now.later(months, days, &clock).unwrap_or(now);
    later.input_value(&clock)
}

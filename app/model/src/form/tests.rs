//! What holds of every form: names, what is kept, and what is shown.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::*;
use crate::FtpAccountSettings;

/// The arguments of a server function, as `#[server(flatten)]` makes them.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Arguments<F> {
    of: String,
    #[serde(flatten)]
    form: F,
}

/// What a browser sends for these fields, each under its key.
fn submission(fields: &[(Field, &str)]) -> String {
    let mut query = "of=example.com".to_owned();
    for (field, text) in fields {
        crate::query_string::add(&mut query, field.key(), text);
    }
    query
}

/// As server functions read what is submitted.
fn read_query<F: DeserializeOwned>(query: &str) -> Result<F, serde_qs::Error> {
    serde_qs::Config::new(5, false).deserialize_str(query)
}

fn submitted<F: DeserializeOwned>(fields: &[(Field, &str)]) -> F {
    let read: Arguments<F> = read_query(&submission(fields)).unwrap();
    assert_eq!(read.of, "example.com");
    read.form
}

/// As [`takes_what_is_sent`]; and it may be sent without any field.
fn takes<F>(fields: &[Field])
where
    F: Form + Debug + PartialEq + Serialize + DeserializeOwned,
{
    takes_what_is_sent::<F>(fields);
    assert_eq!(submitted::<F>(&[]), F::default());
}

/// A form takes each of its fields under the field's key, and sends what it takes.
fn takes_what_is_sent<F>(fields: &[Field])
where
    F: Form + Debug + PartialEq + Serialize + DeserializeOwned,
{
    for text in ["x", "", " é&=+%1[2]\r\n"] {
        let texts: Vec<(Field, &str)> = fields.iter().map(|field| (*field, text)).collect();
        let read: F = submitted(&texts);
        let mut filled = F::default();
        for field in fields {
            filled.set(*field, text);
            assert_eq!(read.text(*field), text, "{field:?}");
        }
        assert_eq!(read, filled);
        let sent = serde_qs::to_string(&Arguments {
            of: "example.com".to_owned(),
            form: filled.clone(),
        });
        let again: Arguments<F> = read_query(&sent.unwrap()).unwrap();
        assert_eq!(again.form, filled);
        let json = serde_json::to_string(&filled).unwrap();
        assert_eq!(serde_json::from_str::<F>(&json).unwrap(), filled);
    }
}

fn with_settings(fields: &[Field]) -> Vec<Field> {
    let settings = FtpAccountSettings::FIELDS;
    fields.iter().copied().chain(settings).collect()
}

#[test]
fn each_name_of_a_bulk_action_is_a_value_of_its_own() {
    let names = |query: &str| {
        let read: Result<Arguments<BulkActionForm>, _> = read_query(&format!("of=x&{query}"));
        read.map(|arguments| arguments.form.names).unwrap()
    };
    assert_eq!(names("names[]=marie&names[]=paul"), ["marie", "paul"]);
    assert_eq!(names("names%5B%5D=marie"), ["marie"]);
    assert_eq!(names("names=marie%0Apaul"), ["marie\npaul"]);
    assert_eq!(names("action=enable"), [""; 0]);

    // As the panel's scripts send what they have read.
    let many: Vec<String> = (0..2_000)
        .map(|number| format!("account-{number}"))
        .collect();
    let sent = serde_qs::to_string(&Arguments {
        of: "example.com".to_owned(),
        form: BulkActionForm {
            names: many.clone(),
            ..BulkActionForm::default()
        },
    });
    let read: Arguments<BulkActionForm> = read_query(&sent.unwrap()).unwrap();
    assert_eq!(read.form.names, many);
}

#[test]
fn every_form_takes_its_fields_by_their_keys() {
    let account = [Field::AccountName, Field::HomeDirectory, Field::Password];
    let mut added = with_settings(&account);
    added.push(Field::LinkHours);
    takes::<FtpAccountForm>(&added);
    let mut changed = with_settings(&account);
    changed.push(Field::KeepOldName);
    takes::<FtpAccountChangeForm>(&changed);
    takes::<DefaultSettingsForm>(&with_settings(&[]));
    takes::<BulkActionForm>(&with_settings(&[]));
    takes::<SubscriptionForm>(&[
        Field::Domain,
        Field::WebspaceRoot,
        Field::Owner,
        Field::AccountName,
        Field::Password,
        Field::SystemUser,
        Field::Umask,
    ]);
    takes::<HostingForm>(&[Field::SystemUser, Field::Umask]);
    takes::<PurgeForm>(&[Field::Confirmation]);
    takes::<OneTimeLinkForm>(&[Field::LinkHours]);
    takes::<SetPasswordForm>(&[Field::Password, Field::RepeatedPassword]);
    takes::<ChangePasswordForm>(&[Field::CurrentPassword, Field::Password]);
    takes_what_is_sent::<SignInForm>(&[Field::Login, Field::Password]);
    assert!(read_query::<Arguments<SignInForm>>("of=example.com&login=marie").is_err());
    takes::<PanelUserForm>(&[Field::Login, Field::Password]);
}

#[test]
fn a_version_is_submitted_as_text() {
    let read: Arguments<FtpAccountChangeForm> =
        read_query("of=example.com&account=marie&version=-7").unwrap();
    assert_eq!(
        (read.form.account.as_str(), read.form.version),
        ("marie", -7)
    );
    let wrong = read_query::<Arguments<FtpAccountChangeForm>>("of=a&version=x");
    assert!(wrong.is_err());
}

#[test]
fn a_form_to_be_filled_in_again_has_no_secret_and_nothing_too_long() {
    let mut form = FtpAccountForm::default();
    form.set(Field::AccountName, "marie");
    form.set(Field::Password, "correct horse battery");
    form.set(Field::HomeDirectory, &"a".repeat(MAX_KEPT_BYTES + 1));
    form.set(Field::Note, &"a".repeat(MAX_KEPT_BYTES));
    let kept = form.without_secrets();
    assert_eq!(kept.text(Field::AccountName), "marie");
    assert_eq!(kept.text(Field::Password), "");
    assert_eq!(kept.text(Field::HomeDirectory), "");
    assert_eq!(kept.text(Field::Note).len(), MAX_KEPT_BYTES);
    // A setting that was not submitted is not filled in with nothing.
    let fields: Vec<Field> = kept.submitted().iter().map(|(field, _)| *field).collect();
    let expected = [
        Field::AccountName,
        Field::HomeDirectory,
        Field::LinkHours,
        Field::Note,
    ];
    assert_eq!(fields, expected);
}

#[test]
fn no_form_shows_its_passwords() {
    let secret = "correct horse battery";
    let password = [Field::Password];
    let all = [
        Field::Password,
        Field::RepeatedPassword,
        Field::CurrentPassword,
    ];
    let forms: [&dyn Debug; 7] = [
        &with_secret(FtpAccountForm::default(), &password, secret),
        &with_secret(FtpAccountChangeForm::default(), &password, secret),
        &with_secret(SubscriptionForm::default(), &password, secret),
        &with_secret(SetPasswordForm::default(), &all, secret),
        &with_secret(ChangePasswordForm::default(), &all, secret),
        &with_secret(SignInForm::default(), &password, secret),
        &with_secret(PanelUserForm::default(), &password, secret),
    ];
    for form in forms {
        let shown = format!("{form:?}");
        assert!(shown.contains("SecretText(…)") && !shown.contains(secret));
    }
}

fn with_secret<F: Form>(mut form: F, fields: &[Field], secret: &str) -> F {
    for field in fields {
        form.set(*field, secret);
    }
    form
}

//! Whoever floods people's sign-ins with wrong codes keeps none of them out.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::net::IpAddr;

use model::{
    Actor, AppError, Field, FieldError, Login, Origin, RecoveryCode, Role, SecondFactorCode,
    TotpCode, UtcTime,
};
use totp_rs::{Builder, Secret};

use crate::store::{Database, NewPanelUserRecord, PanelUserRecord, Store};
use crate::transaction::transaction;
use crate::{BrowserTokens, DeviceToken, FormerTokens, Services, ServicesConfig};

const PEOPLE: usize = 100;
/// For each sign-in.
const GUESSES: usize = 2;

/// Somebody who has a second factor, and a browser in which they have signed in.
struct Person {
    record: PanelUserRecord,
    device: DeviceToken,
    /// What they have not used yet.
    recovery_codes: Vec<RecoveryCode>,
}

fn from(address: [u8; 4]) -> Origin {
    Origin {
        address: IpAddr::from(address),
        user_agent: "a test".to_owned(),
    }
}

fn totp_code(secret: &str, steps: i64) -> TotpCode {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let time = u64::try_from(UtcTime::now().0 + 30 * steps).unwrap();
    TotpCode::parse(&totp.generate(time).to_string()).unwrap()
}

/// Signs somebody in whose password was right, which no test of codes needs to verify.
async fn finish(
    services: &Services,
    user: &PanelUserRecord,
    code: SecondFactorCode,
    from: Origin,
    device: Option<&DeviceToken>,
) -> Result<BrowserTokens, AppError> {
    let known_device = device.is_some();
    let token = services.context.ask_second_factor(user.id, known_device);
    let token = token.await.unwrap();
    let former = FormerTokens {
        session: None,
        device: device.cloned(),
    };
    let sessions = &services.sessions;
    sessions.finish_sign_in(&token, &code, &from, &former).await
}

async fn person(services: &Services, number: usize) -> Person {
    let login = Login::parse(&format!("person-{number}")).unwrap();
    let store = services.context.store();
    transaction!(store, |transaction| {
        let new = NewPanelUserRecord {
            login: login.clone(),
            display_name: login.to_string(),
            email: None,
            password_hash: String::new(),
            must_change_password: false,
            role: Role::Customer,
            locale: None,
            created_at: UtcTime::now(),
        };
        Ok(transaction.add_panel_user(new).await.map(drop)?)
    })
    .await
    .unwrap();
    let record = store.panel_user_by_login(&login).await.unwrap().unwrap();
    let here = from([192, 0, 2, 7]);
    let actor = Actor::PanelUser {
        id: record.id,
        login,
        role: record.role,
        proved_at: UtcTime::now(),
        origin: here.clone(),
        token: None,
    };
    let factors = &services.second_factors;
    factors.begin_totp(&actor).await.unwrap();
    let shown = factors.totp_set_up(&actor, None).await.unwrap().unwrap();
    let first = totp_code(&shown.secret, 0);
    let codes = factors.confirm_totp(&actor, &first).await.unwrap();
    // The first sign-in makes the browser known.
    let next = SecondFactorCode::Totp(totp_code(&shown.secret, 1));
    let signed_in = finish(services, &record, next, here, None).await.unwrap();
    Person {
        record,
        device: signed_in.device,
        recovery_codes: codes.unwrap(),
    }
}

/// A wrong code by who knows the password, from one of many networks.
async fn guess(services: &Services, user: &PanelUserRecord, number: usize) {
    let [.., high, low] = number.to_be_bytes();
    let code = SecondFactorCode::Totp(TotpCode::parse("000000").unwrap());
    let guesser = from([198, 51, high, low]);
    let refused = finish(services, user, code, guesser, None).await;
    let refused = refused.unwrap_err();
    let wrong = AppError::at(Field::Code, FieldError::WrongCode);
    let is_throttled = matches!(refused, AppError::Throttled { .. });
    assert!(refused == wrong || is_throttled, "{refused:?}");
}

#[tokio::test]
async fn a_thousand_right_second_factors_pass_beside_a_flood_of_wrong_ones() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::File(folder.path().join("berth.sqlite"));
    let store = Store::open(&database).await.unwrap();
    let services = Services::new(store, ServicesConfig::new(&folder.path().join("data")));
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(person(&services, number).await);
    }
    let (mut right, mut guesses) = (0, 0);
    for person in &mut people {
        while let Some(code) = person.recovery_codes.pop() {
            for _ in 0..GUESSES {
                guesses += 1;
                guess(&services, &person.record, guesses).await;
            }
            let code = SecondFactorCode::Recovery(code);
            let here = from([203, 0, 113, 9]);
            let device = Some(&person.device);
            let signed_in = finish(&services, &person.record, code, here, device).await;
            person.device = signed_in.unwrap().device;
            right += 1;
        }
    }
    assert_eq!((right, guesses), (1000, 2000));
}

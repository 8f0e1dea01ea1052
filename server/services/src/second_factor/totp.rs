//! Codes of an app (RFC 6238): the secret, what an app reads it from, and which code is right.

use model::{Login, PublicUrl, QrCode, TotpCode, TotpSetUp, UtcTime};
use qrcode::{Color, QrCode as Encoder};
use totp_rs::{Builder, Secret, Totp, TotpError};

use crate::error::InternalError;
use crate::random;

/// What apps show as whose codes they are.
const ISSUER: &str = "Berth";
/// The light modules around a QR code that scanners need (ISO/IEC 18004, "quiet zone").
const QUIET_ZONE: usize = 4;

/// A new secret of 160 random bits, in Base32.
///
/// # Errors
/// If the system has no random bytes.
pub(super) fn new_secret() -> Result<String, InternalError> {
    Ok(Secret::from(random::bytes::<20>()?).to_base32())
}

/// The time step of which this is the code, if it is that of now, of the one before or of the one
/// after: clocks differ, and people type (RFC 6238, 5.2 and 6).
///
/// # Errors
/// If the secret is unreadable.
pub(crate) fn matching_step(
    secret: &str,
    code: &TotpCode,
    now: UtcTime,
) -> Result<Option<i64>, InternalError> {
    let totp = builder(secret)?.build()?;
    let step = totp.check(code.expose(), u64::try_from(now.0).unwrap_or(0));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What an app needs to make the codes of a person at the panel at this address.
///
/// # Errors
/// If the secret is unreadable.
pub(super) fn set_up(
    secret: &str,
    login: &Login,
    panel: Option<&PublicUrl>,
) -> Result<TotpSetUp, InternalError> {
    let totp = at_panel(secret, login, panel)?;
    let address = totp.to_url()?;
    Ok(TotpSetUp {
        secret: secret.to_owned(),
        qr_code: qr_code(&address),
        address,
    })
}

/// People have accounts of several panels in one app: the host name tells them apart.
fn at_panel(secret: &str, login: &Login, panel: Option<&PublicUrl>) -> Result<Totp, InternalError> {
    let authority = panel.and_then(|panel| panel.as_str().split_once("://"));
    let host = authority.map(|(_, authority)| authority);
    // An issuer has no colon: neither a port's nor one of IPv6.
    let host = host.and_then(|host| host.split(':').next());
    let issuer = match host.filter(|host| !host.starts_with('[')) {
        Some(host) => format!("{ISSUER} {host}"),
        None => ISSUER.to_owned(),
    };
    let builder = builder(secret)?.with_account_name(login.as_str());
    Ok(builder.with_issuer(Some(issuer)).build()?)
}

fn builder(secret: &str) -> Result<Builder, TotpError> {
    let secret = Secret::try_from_base32(secret).map_err(|_| TotpError::SecretNotSet)?;
    // Six digits of SHA-1 each 30 seconds: what every app knows.
    Ok(Builder::new().with_secret(secret))
}

fn qr_code(text: &str) -> Option<QrCode> {
    let code = Encoder::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while let Some(begin) = (x..width).find(|x| row[*x] == Color::Dark) {
            let end = (begin..width).find(|x| row[*x] == Color::Light);
            let end = end.unwrap_or(width);
            let (left, top, length) = (begin + QUIET_ZONE, y + QUIET_ZONE, end - begin);
            path += &format!("M{left} {top}h{length}v1h-{length}z");
            x = end;
        }
    }
    Some(QrCode {
        size: u32::try_from(width + 2 * QUIET_ZONE).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    /// The secret of RFC 6238's test vectors, and its code at 59 seconds, of which the last six
    /// digits are taken.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn a_code_is_right_for_its_step_and_the_two_beside_it() {
        let code = TotpCode::parse("287082").unwrap();
        let step = |now| matching_step(SECRET, &code, UtcTime(now)).unwrap();
        for now in [0, 30, 59, 89] {
            assert_eq!(step(now), Some(1), "{now}");
        }
        assert_eq!(step(90), None);
        let other = TotpCode::parse("287083").unwrap();
        assert_eq!(matching_step(SECRET, &other, UtcTime(59)).unwrap(), None);
    }

    #[test]
    fn an_app_is_told_whose_codes_they_are() {
        let login = Login::parse("marie+1@example.com").unwrap();
        let set_up = |url: Option<&str>| {
            let panel = url.map(|url| PublicUrl::parse(url).unwrap());
            super::set_up(SECRET, &login, panel.as_ref()).unwrap()
        };
        let shown = set_up(Some("https://panel.example:8443"));
        let (label, query) = shown.address.split_once('?').unwrap();
        assert!(
            label.starts_with("otpauth://totp/Berth%20panel.example:"),
            "{label}"
        );
        assert!(query.contains(&format!("secret={SECRET}")), "{query}");
        for url in [None, Some("https://[2001:db8::1]:8443")] {
            let address = set_up(url).address;
            assert!(address.starts_with("otpauth://totp/Berth:"), "{address}");
        }
    }

    #[test]
    fn a_qr_code_is_drawn_within_its_quiet_zone() {
        let code = qr_code("otpauth://totp/x").unwrap();
        // The three corners of every QR code begin with seven dark modules.
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        let most = code.size - 4;
        let columns = code.path.split('M').filter_map(|run| run.split(' ').next());
        for column in columns.filter_map(|column| column.parse::<u32>().ok()) {
            assert!((4..most).contains(&column), "{column}");
        }
    }

    #[test]
    fn secrets_are_made_at_random() {
        let secrets = [new_secret().unwrap(), new_secret().unwrap()];
        assert_eq!(secrets[0].len(), 32);
        assert_ne!(secrets[0], secrets[1]);
    }
}

//! Showing a setting that may hold a password.

use super::describe::Setting;

/// What is shown instead of a password.
const HIDDEN: &str = "***";

/// A setting that may hold a password, without it: that of a URL in there, or else all of it.
pub(super) fn hidden(setting: &Setting, text: &str) -> String {
    match setting.placeholder.as_str() {
        "URL" => without_password(text),
        _ => HIDDEN.to_owned(),
    }
}

/// The URL of a database without the passwords that it holds. What is no URL is hidden whole.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once(':') else {
        return HIDDEN.to_owned();
    };
    if scheme == "sqlite" {
        return text.to_owned();
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return HIDDEN.to_owned();
    };
    let (place, query) = match rest.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (rest, None),
    };
    // A password may hold any character, such as @ and /, by mistake.
    let place = match place.rsplit_once('@') {
        Some((person, host)) => match person.split_once(':') {
            Some((user, _)) => format!("{user}:{HIDDEN}@{host}"),
            None => format!("{person}@{host}"),
        },
        None => place.to_owned(),
    };
    let Some(query) = query else {
        return format!("{scheme}://{place}");
    };
    if query.contains('@') {
        return format!("{scheme}://{HIDDEN}");
    }
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _)) if key.to_ascii_lowercase().contains("password") => {
            format!("{key}={HIDDEN}")
        }
        _ => pair.to_owned(),
    });
    let query: Vec<String> = pairs.collect();
    format!("{scheme}://{place}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (url, shown) in [
            (
                "sqlite:/var/lib/berth/a.sqlite",
                "sqlite:/var/lib/berth/a.sqlite",
            ),
            ("postgres://localhost/berth", "postgres://localhost/berth"),
            ("postgres://berth@db/berth", "postgres://berth@db/berth"),
            (
                "postgres://berth:s3cret@db:5432/berth",
                "postgres://berth:***@db:5432/berth",
            ),
            (
                "postgres://berth:s3:c@r/et@db/berth",
                "postgres://berth:***@db/berth",
            ),
            ("postgres://berth:s3cr?t@db/berth", "postgres://***"),
            (
                "postgres:///berth?host=/run&user=b&password=s3cret&sslmode=require",
                "postgres:///berth?host=/run&user=b&password=***&sslmode=require",
            ),
            ("berth:s3cret@db", "***"),
            ("s3cret", "***"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}

//! Numbers, sizes and durations, alike in all languages but for their marks.

use model::{domain_text, isolated};

/// The digits of a number in groups of three.
pub(super) fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * separator.len());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the largest unit that leaves a whole one, with one decimal below ten.
///
/// In whole numbers: to print fractions would bring in a large part of the standard library.
pub(super) fn sized(bytes: u64, units: [&str; 5], point: char) -> String {
    let mut unit = 0;
    let mut tenths = bytes.saturating_mul(10);
    while tenths >= 10_000 && unit + 1 < units.len() {
        tenths /= 1000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let fraction = if unit > 0 && whole < 10 {
        format!("{point}{tenth}")
    } else {
        String::new()
    };
    format!("{whole}{fraction}\u{a0}{}", units[unit])
}

/// A domain name as a part of a sentence.
pub(super) fn domain_name(name: &str) -> String {
    isolated(&domain_text(name)).into_owned()
}

/// Names of a disk as a part of a sentence, with commas between them.
pub(super) fn names(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| isolated(name)).collect();
    names.join(", ")
}

/// How long something took: with tenths below ten seconds, in minutes from ten minutes on.
pub(super) fn duration(milliseconds: u64, point: char) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("{seconds}{point}{}\u{a0}s", milliseconds / 100 % 10),
        10..600 => format!("{seconds}\u{a0}s"),
        _ => format!("{}\u{a0}min", seconds / 60),
    }
}

/// A time to wait, rounded up: how many seconds, or minutes (`true`) from a minute on.
pub(super) fn wait(seconds: u64) -> (u64, bool) {
    if seconds < 60 {
        (seconds.max(1), false)
    } else {
        (seconds.div_ceil(60), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (9_999, "9.9 kB"),
            (10_000, "10 kB"),
            (999_999, "999 kB"),
            (1_250_000, "1.2 MB"),
            (40_000_000_000, "40 GB"),
            (u64::MAX, "1844674 TB"),
        ] {
            let short = sized(bytes, ["B", "kB", "MB", "GB", "TB"], '.');
            assert_eq!(short, text.replace(' ', "\u{a0}"), "{bytes}");
        }
    }
}

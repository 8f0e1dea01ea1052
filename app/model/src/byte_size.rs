//! Numbers of bytes as people type and read them: a number and its unit, always.

/// A greatest size: a thousand petabytes.
pub const MAX_SIZE: u64 = 1_000_000_000_000_000_000;

/// The units of a thousand, and those of 1,024.
const UNITS: [(u64, [&str; 6]); 2] = [
    (1000, ["B", "kB", "MB", "GB", "TB", "PB"]),
    (1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]),
];

/// Reads a size such as `500 MB`, `2 GiB` or `1,5 Go`: from 1 byte to [`MAX_SIZE`].
///
/// A unit is required, in English (`B`) or French (`o`), in any letter case: `MB` is a million,
/// `MiB` 1,048,576. Point and comma both begin a fraction, so that three digits behind one are
/// refused unless a single 0 is before it: `1,500 MB` means two things. None for what is no size,
/// or no whole number of bytes.
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(unit);
    let unit = unit_of(&unit.to_ascii_lowercase())?;
    let number = number.trim_end();
    let at = number.find([',', '.']);
    let whole = whole_number(&number[..at.unwrap_or(number.len())])?;
    let mut bytes = whole.checked_mul(unit)?;
    if let Some(at) = at {
        let fraction = &number[at + 1..];
        let digits = fraction.len();
        if digits > 3 || digits == 3 && &number[..at] != "0" {
            return None;
        }
        // At most 999 petabytes.
        let parts = digits_of(fraction)? * unit;
        let divisor = 10_u64.pow(u32::try_from(digits).ok()?);
        if !parts.is_multiple_of(divisor) {
            return None;
        }
        bytes = bytes.checked_add(parts / divisor)?;
    }
    Some(bytes).filter(|bytes| (1..=MAX_SIZE).contains(bytes))
}

/// Writes a size with the unit that leaves the smallest whole number, so that it is read as the
/// same: `1500 MB`, `2 GiB`.
pub fn size_text(bytes: u64) -> String {
    let (mut number, mut unit) = (bytes, "B");
    for (base, names) in UNITS {
        let mut rest = bytes;
        for name in &names[1..] {
            if rest == 0 || !rest.is_multiple_of(base) {
                break;
            }
            rest /= base;
            if rest < number {
                (number, unit) = (rest, name);
            }
        }
    }
    format!("{number} {unit}")
}

/// The bytes of a unit in small letters.
fn unit_of(unit: &str) -> Option<u64> {
    let prefix = match unit {
        "byte" | "bytes" | "octet" | "octets" => "",
        unit => unit.strip_suffix(['b', 'o'])?,
    };
    let (base, prefix) = match prefix.strip_suffix('i') {
        Some(prefix) if !prefix.is_empty() => (1024_u64, prefix),
        _ => (1000, prefix),
    };
    let power = ["", "k", "m", "g", "t", "p"]
        .iter()
        .position(|known| *known == prefix)?;
    Some(base.pow(u32::try_from(power).ok()?))
}

/// A whole number, its digits in groups of three or not.
fn whole_number(text: &str) -> Option<u64> {
    let mut groups = text.split_whitespace();
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits_of(&digits)
}

/// Digits alone: no sign.
fn digits_of(text: &str) -> Option<u64> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_size_is_a_number_with_its_unit() {
        for (text, bytes) in [
            ("500 MB", 500_000_000),
            ("2 GiB", 2_147_483_648),
            ("1,5 Go", 1_500_000_000),
            ("1.5GB", 1_500_000_000),
            (" 1 500 Mo ", 1_500_000_000),
            ("1\u{202f}500\u{a0}Mo", 1_500_000_000),
            ("1500 mo", 1_500_000_000),
            ("0,125 ko", 125),
            ("0.5 KiB", 512),
            ("1 B", 1),
            ("12 octets", 12),
            ("1 byte", 1),
            ("7 o", 7),
            ("2 Tio", 2_199_023_255_552),
            ("1000 PB", MAX_SIZE),
        ] {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_is_refused() {
        for text in [
            "",
            "5",
            "MB",
            "5 G",
            "5 Gi",
            "1,500 MB",
            "1.500 Go",
            "1,5,5 MB",
            "-1 MB",
            "+1 MB",
            "1e3 MB",
            "0 B",
            "0,5 B",
            "1,0005 kB",
            "1 50 MB",
            "1500 000 kB",
            "1001 PB",
            "5 MBit",
            "5 ib",
            "1, MB",
            ",5 MB",
            "18446744073709551616 B",
            "1 000,5,0 B",
            "٣ MB",
            "5 é",
        ] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }

    #[test]
    fn a_size_is_written_with_the_unit_that_fits() {
        for (bytes, text) in [
            (1, "1 B"),
            (999, "999 B"),
            (1000, "1 kB"),
            (1024, "1 KiB"),
            (1_500_000_000, "1500 MB"),
            (5_000_000_000, "5 GB"),
            (2_147_483_648, "2 GiB"),
            (1_024_000, "1000 KiB"),
            (1_234_567_891, "1234567891 B"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(bytes in 1..=MAX_SIZE) {
            prop_assert_eq!(parse_size(&size_text(bytes)), Some(bytes));
        }

        #[test]
        fn what_is_typed_is_kept_to_the_byte(
            whole in 1_u64..2_000_000, tenths in 0_u64..100, power in 0_u32..4, binary: bool,
            french: bool,
        ) {
            let names = UNITS[usize::from(binary)].1;
            let mut unit = names[power as usize].to_owned();
            if french {
                unit = unit.replace('B', "o");
            }
            let base = UNITS[usize::from(binary)].0.pow(power);
            let typed = format!("{whole},{tenths:02} {unit}");
            let exact = whole * base * 100 + tenths * base;
            let expected = (exact % 100 == 0).then_some(exact / 100);
            prop_assert_eq!(parse_size(&typed), expected);
            if let Some(bytes) = expected {
                prop_assert_eq!(parse_size(&size_text(bytes)), Some(bytes));
            }
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text in ".{0,20}") {
            if let Some(bytes) = parse_size(&text) {
                prop_assert_eq!(parse_size(&size_text(bytes)), Some(bytes));
            }
        }
    }
}

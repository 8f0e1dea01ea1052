//! Fast formatting of integers. A listing writes tens of thousands of them, for which the
//! standard library's formatting takes several times as long.

/// Appends a number in decimal, padded on the left with `fill` to `width`.
pub(crate) fn push_decimal(out: &mut Vec<u8>, number: u64, width: usize, fill: u8) {
    push::<10>(out, number, width, fill);
}

/// Appends a number in octal, zero-padded to `width`.
pub(crate) fn push_octal(out: &mut Vec<u8>, number: u32, width: usize) {
    push::<8>(out, number.into(), width, b'0');
}

/// Appends a number in hexadecimal.
pub(crate) fn push_hexadecimal(out: &mut Vec<u8>, number: u64) {
    push::<16>(out, number, 1, b'0');
}

fn push<const BASE: u64>(out: &mut Vec<u8>, mut number: u64, width: usize, fill: u8) {
    // The most that 64 bits need: 22 digits in octal.
    let mut digits = [0; 22];
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdef"
            .get(usize::try_from(number % BASE).unwrap_or_default())
            .copied()
            .unwrap_or_default();
        length += 1;
        number /= BASE;
        if number == 0 {
            break;
        }
    }
    out.resize(out.len() + width.saturating_sub(length), fill);
    out.extend_from_slice(digits.get(digits.len() - length..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"x".to_vec();
        push(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    proptest! {
        #[test]
        fn is_what_the_standard_library_writes(number in any::<u64>(), small in any::<u32>()) {
            for number in [number, number >> 32, number >> 60, 0, u64::MAX] {
                let decimal = |width, fill| written(|out| push_decimal(out, number, width, fill));
                prop_assert_eq!(decimal(12, b' '), format!("x{number:12}"));
                prop_assert_eq!(decimal(4, b'0'), format!("x{number:04}"));
                let hexadecimal = written(|out| push_hexadecimal(out, number));
                prop_assert_eq!(hexadecimal, format!("x{number:x}"));
            }
            prop_assert_eq!(written(|out| push_octal(out, small, 3)), format!("x{small:03o}"));
        }
    }
}

//! From values to heights. In whole numbers: fractions would bring in a large part of the standard
//! library.

/// How high a chart's half is, above the line or below it, in units of its drawing.
pub(super) const HALF: u64 = 200;

/// The scale of both halves of a chart, so that they can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    top: u64,
}

impl Scale {
    /// The scale for values up to this one. It ends at 2, 4, 6, 8 or 10 with zeros behind, so that its
    /// half is short to read, too.
    pub(super) fn up_to(greatest: u64) -> Self {
        let mut power: u64 = 1;
        loop {
            let found = [2, 4, 6, 8, 10].into_iter().find_map(|steps| {
                let top = power.checked_mul(steps)?;
                (top >= greatest).then_some(top)
            });
            match (found, power.checked_mul(10)) {
                (Some(top), _) => return Self { top },
                (None, Some(next)) => power = next,
                (None, None) => return Self { top: u64::MAX },
            }
        }
    }

    /// The values that are written beside it, from its top to its line.
    pub(super) fn ticks(self) -> [u64; 3] {
        [self.top, self.top / 2, 0]
    }

    /// How high a value is drawn, at most [`HALF`]. What is little can be seen, too.
    pub(super) fn height(self, value: u64) -> u64 {
        let height = u128::from(value) * u128::from(HALF) / u128::from(self.top);
        let height = u64::try_from(height).map_or(HALF, |height| height.min(HALF));
        height.max(u64::from(value > 0) * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_short_number() {
        for (greatest, top) in [
            (0, 2),
            (2, 2),
            (3, 4),
            (9, 10),
            (11, 20),
            (61, 80),
            (3_400_000_000, 4_000_000_000),
            (u64::MAX, u64::MAX),
        ] {
            let scale = Scale::up_to(greatest);
            assert_eq!(scale.ticks(), [top, top / 2, 0], "{greatest}");
            assert!(scale.height(greatest) <= HALF);
        }
    }

    #[test]
    fn what_is_little_is_seen_and_nothing_is_not() {
        let scale = Scale::up_to(1_000_000);
        assert_eq!(
            [0, 1, 250_000, 1_000_000].map(|value| scale.height(value)),
            [0, 2, 50, 200]
        );
    }
}

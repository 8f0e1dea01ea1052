//! Secrets that are made as text and never printed.

/// Implements what such secrets share.
macro_rules! secret_text {
    ($type:ident) => {
        impl $type {
            /// Takes a secret as it was sent, or as it was just made.
            pub fn new(text: String) -> Self {
                Self(text)
            }

            /// The secret itself, to be sent to its owner and for hashing.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

/// The token by which a browser shows that it is signed in. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);
secret_text!(SessionToken);

/// The token in a one-time link. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeToken(String);
secret_text!(OneTimeToken);

//! How a part of [`Services`](crate::Services) is declared.

/// Declares a part of [`Services`](crate::Services): what it is for, and what it works with.
macro_rules! part {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone)]
        pub struct $name {
            context: std::sync::Arc<$crate::context::Context>,
        }

        impl $name {
            pub(crate) fn new(context: std::sync::Arc<$crate::context::Context>) -> Self {
                Self { context }
            }
        }
    };
}
pub(crate) use part;

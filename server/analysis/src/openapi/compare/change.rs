//! Whether a change of what is allowed breaks clients, and what to do about it.

use crate::openapi::difference::Direction;

/// What happened to the set of allowed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Fewer values are allowed.
    Narrowed,
    /// More values are allowed.
    Widened,
    /// Some are not allowed any more, others are now; or it cannot be told.
    Replaced,
}

impl Change {
    pub(super) fn breaks(self, direction: Direction) -> bool {
        match self {
            Self::Narrowed => direction == Direction::Request,
            Self::Widened => direction == Direction::Response,
            Self::Replaced => true,
        }
    }

    pub(super) fn why(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Narrowed, Direction::Request) => "A client that sends what was accepted until now is refused.",
            (Self::Widened, Direction::Request) => "All that was accepted until now still is.",
            (Self::Replaced, Direction::Request) => {
                "Some of what clients send until now is refused or read differently."
            }
            (Self::Narrowed, Direction::Response) => "Clients get less than they are prepared for, and nothing new.",
            (Self::Widened, Direction::Response) => "A client written for the old answers gets what it does not know.",
            (Self::Replaced, Direction::Response) => {
                "A client written for the old answers cannot rely on them any more."
            }
        }
    }

    pub(super) fn fix(self, direction: Direction) -> &'static str {
        match (self.breaks(direction), direction) {
            (false, _) => "",
            (true, Direction::Request) => {
                "Go on accepting the old form beside the new one, or publish the new one under another path or version."
            }
            (true, Direction::Response) => {
                "Keep the old form and add the new one beside it, or publish it under another path or version."
            }
        }
    }
}

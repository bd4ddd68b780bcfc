//! How a routine is called.

/// Which way an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Mode {
    In,
    Out,
    InOut,
    Variadic,
}

/// An argument of a routine.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Argument {
    pub mode: Mode,
    pub name: Option<String>,
    /// Without its length.
    pub ty: String,
    /// The call may leave it out.
    pub default: bool,
}

/// What tells routines of one name apart, and what a call of it gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
    /// What follows `RETURNS`.
    pub returns: Option<String>,
}

impl Signature {
    /// What is given at a call.
    pub fn inputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.mode != Mode::Out)
    }

    /// The types of what is given: two routines of a name differ in these.
    pub fn types(&self) -> Vec<&str> {
        self.inputs().map(|argument| argument.ty.as_str()).collect()
    }

    /// A call that is written for this one means `new` as well, and gets the same back: what was added has defaults.
    pub fn is_kept_by(&self, new: &Self) -> bool {
        let count = self.inputs().count();
        let kept = |(was, is): (&Argument, &Argument)| {
            let variadic = |one: &Argument| one.mode == Mode::Variadic;
            was.ty == is.ty && variadic(was) == variadic(is) && (is.default || !was.default)
        };
        new.inputs().count() >= count
            && self.inputs().zip(new.inputs()).all(kept)
            && new.inputs().skip(count).all(|one| one.default)
            && self.result() == new.result()
    }

    /// What comes back: as it is declared, or else as the arguments that go out say.
    pub fn result(&self) -> String {
        let out = self.arguments.iter().filter(|argument| matches!(argument.mode, Mode::Out | Mode::InOut));
        let out: Vec<_> = out.map(|one| format!("{} {}", one.name.as_deref().unwrap_or(""), one.ty)).collect();
        match out.len() {
            0 | 1 => self.returns.clone().or_else(|| out.first()?.rsplit(' ').next().map(str::to_owned)),
            _ => Some(out.join(", ")),
        }
        .unwrap_or_default()
    }
}

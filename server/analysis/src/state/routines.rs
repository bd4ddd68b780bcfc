//! Routines of one name, told apart by their arguments.

use super::Catalog;
use super::catalog::{Origin, Routine};
use crate::sql::{Name, Op, Query, Signature};

/// What becomes of a routine that is made under a name that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It takes the place of the one that was there.
    Whole,
    /// The server refuses it, for this reason.
    Refused(String),
    /// It is another one beside those; a call of this one, by its arguments, may mean either.
    Beside(Option<String>),
}

impl Catalog {
    /// What becomes of it; nothing where the name is free or arguments are not known.
    pub fn replaced(&self, op: &Op) -> Option<Replaced> {
        let Op::CreateRoutine { name, signature, or_replace, .. } = op else { return None };
        let known = self.routines.get(name)?;
        let Some(new) = signature.as_ref().filter(|_| !known.overloads.is_empty()) else {
            return or_replace.then_some(Replaced::Whole);
        };
        if let Some((old, _)) = known.overloads.iter().find(|(old, _)| old.types() == new.types()) {
            let refused = if *or_replace { refusal(old, new) } else { Some("it is there already".to_owned()) };
            return Some(refused.map_or(Replaced::Whole, Replaced::Refused));
        }
        let either = known.overloads.iter().find(|(old, _)| meet(old, new));
        Some(Replaced::Beside(either.map(|(old, _)| format!("{name}({})", old.types().join(", ")))))
    }

    /// Those of this name that the arguments may mean; `None` where that is not known.
    pub fn overloads(&self, name: &Name, arguments: Option<&[String]>) -> Option<Vec<&(Signature, Origin)>> {
        let known = self.routines.get(name).filter(|known| !known.overloads.is_empty())?;
        let meant = |one: &&(Signature, Origin)| arguments.is_none_or(|arguments| one.0.types() == arguments);
        Some(known.overloads.iter().filter(meant).collect())
    }

    /// Every routine of this name, in whatever schema, is declared to give one result in a statement, and there is one.
    pub fn is_stable(&self, name: &str) -> bool {
        let mut named = self.routines.iter().filter(|(known, _)| known.name == name).peekable();
        named.peek().is_some() && named.all(|(_, known)| known.stable)
    }

    pub(super) fn create_routine(&mut self, op: &Op, origin: Origin) {
        let Op::CreateRoutine { name, language, signature, stable, query, effects, text, .. } = op else { return };
        let query = self.read_by(query);
        let beside = matches!(self.replaced(op), Some(Replaced::Beside(_)));
        let old = self.routines.remove(name);
        let first = old.as_ref().map_or(origin, |known| known.origin);
        let known = old.is_some();
        let mut new = Routine {
            query,
            origin: first,
            language: language.clone(),
            stable: *stable,
            effects: effects.clone(),
            overloads: Vec::new(),
            texts: text.iter().cloned().collect(),
        };
        if let Some(old) = old {
            new.overloads = old.overloads;
            if beside {
                // Either may be called.
                new.query = joined(old.query, new.query);
                new.stable &= old.stable;
                new.texts.extend(old.texts);
                new.effects = old.effects.zip(new.effects).map(|(old, new)| old.iter().chain(&*new).cloned().collect());
            }
        }
        match signature {
            Some(signature) if !known || !new.overloads.is_empty() => {
                let kept = new.overloads.iter().position(|(old, _)| old.types() == signature.types());
                let origin = kept.map_or(origin, |at| new.overloads.remove(at).1);
                new.overloads.push((signature.clone(), origin));
            }
            _ => new.overloads.clear(),
        }
        self.routines.insert(name.clone(), new);
    }

    pub(super) fn drop_routine(&mut self, name: &Name, arguments: Option<&[String]>) {
        let Some(known) = self.routines.get_mut(name) else { return };
        if let Some(arguments) = arguments.filter(|_| !known.overloads.is_empty()) {
            known.overloads.retain(|(one, _)| one.types() != arguments);
            if !known.overloads.is_empty() {
                return;
            }
        }
        self.routines.remove(name);
    }
}

fn joined(old: Query, new: Query) -> Query {
    let mut words = [old.words, new.words].concat();
    words.sort();
    words.dedup();
    Query {
        words,
        tables: [old.tables, new.tables].concat(),
        calls: [old.calls, new.calls].concat(),
        star: old.star || new.star,
        alone: Vec::new(),
    }
}

/// Why the server does not replace one by the other.
fn refusal(old: &Signature, new: &Signature) -> Option<String> {
    let changed = old.inputs().zip(new.inputs()).find(|(old, new)| old.name.is_some() && old.name != new.name);
    if let Some((argument, _)) = changed {
        let name = argument.name.clone().unwrap_or_default();
        return Some(format!("the name of its argument {name} cannot be changed"));
    }
    if old.result() != new.result() {
        let nothing = |one: String| if one.is_empty() { "nothing".to_owned() } else { one };
        let (old, new) = (nothing(old.result()), nothing(new.result()));
        return Some(format!("what it returns cannot be changed from {old} to {new}"));
    }
    let lost = old.inputs().zip(new.inputs()).position(|(old, new)| old.default && !new.default)?;
    Some(format!("its argument {} cannot lose its default", lost + 1))
}

/// A call with as many arguments as one of them takes may mean the other, by its defaults.
fn meet(old: &Signature, new: &Signature) -> bool {
    let most = |one: &Signature| one.inputs().count();
    let least = |one: &Signature| one.inputs().filter(|argument| !argument.default).count();
    let (from, to) = (least(old).max(least(new)), most(old).min(most(new)));
    (from..=to).any(|given| old.types()[..given] == new.types()[..given])
}

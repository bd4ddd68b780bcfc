//! The manners of migration tools.

use super::flyway::{self, callback};
use super::liquibase::{self, Cut};
use super::sections::{self, Section};
use super::sqitch;
use super::{Defect, Migration, Script, Transaction, has_extension};
use crate::sql::Dialect;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub(super) type Texts = BTreeMap<String, Arc<str>>;
pub(super) type Defects = Vec<(String, Defect)>;

/// A manner of naming and cutting migration files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// `<timestamp>_<name>.{up,down}.sql`, or `<timestamp>_<name>.sql` without a way back; by sqlx.
    Sqlx,
    /// `<number>_<name>.{up,down}.sql`; golang-migrate and its like.
    GolangMigrate,
    /// `-- migrate:up` and `-- migrate:down` in one file.
    Dbmate,
    /// `-- +goose Up` and `-- +goose Down` in one file.
    Goose,
    /// `V1__name.sql`, `U1__name.sql`, `R__name.sql`.
    Flyway,
    /// `--changeset author:id` and `--rollback …` in one file.
    Liquibase,
    /// `<timestamp>_<name>/migration.sql`.
    Prisma,
    /// `<timestamp>_<name>/{up,down}.sql`.
    Diesel,
    /// `sqitch.plan` with `deploy/` and `revert/`.
    Sqitch,
    /// `001_name.sql`, without a way back.
    Numbered,
    /// SQL files in the order of their names.
    Plain,
}

impl Layout {
    /// The manner most of the files keep.
    pub fn recognise(texts: &Texts, root: &str) -> Self {
        if texts.contains_key(&format!("{root}sqitch.plan")) {
            return Self::Sqitch;
        }
        let mut votes = BTreeMap::<Self, usize>::new();
        let mut below = BTreeMap::<Self, usize>::new();
        for (path, text) in texts.iter().filter(|(path, _)| has_extension(path, "sql")) {
            let own = path.strip_prefix(root).is_some_and(|name| !name.contains('/'));
            let signs = ["-- +goose up", "-- migrate:up", "--liquibase formatted sql", "-- liquibase formatted sql"];
            let vote = match sections::starts(text, &signs) {
                Some("-- +goose up") => Self::Goose,
                Some("-- migrate:up") => Self::Dbmate,
                Some(_) => Self::Liquibase,
                None => Self::by_name(path),
            };
            *if own { &mut votes } else { &mut below }.entry(vote).or_default() += 1;
        }
        // What is kept in folders beside the migrations does not decide how they are named.
        let flat = votes.keys().any(|vote| vote.is_flat());
        for (vote, count) in
            below.into_iter().filter(|(vote, _)| !(flat && matches!(vote, Self::Plain | Self::Numbered)))
        {
            *votes.entry(vote).or_default() += count;
        }
        // A pair counts twice, so that the few old files without a way back do not decide.
        votes
            .into_iter()
            .max_by_key(|(layout, count)| (*count, std::cmp::Reverse(*layout)))
            .map_or(Self::Plain, |(layout, _)| layout)
    }

    fn by_name(path: &str) -> Self {
        let mut parts = path.rsplit('/');
        let file = parts.next().unwrap_or_default();
        let folder = parts.next().unwrap_or_default();
        let stem = &file[..file.len() - 4];
        let (number, _) = split(stem);
        if file == "migration.sql" && !split(folder).0.is_empty() {
            return Self::Prisma;
        }
        if (file == "up.sql" || file == "down.sql") && !split(folder).0.is_empty() {
            return Self::Diesel;
        }
        if flyway::parts(stem).is_some() {
            return Self::Flyway;
        }
        let paired = stem.ends_with(".up") || stem.ends_with(".down");
        match (number.len(), paired) {
            (0, _) => Self::Plain,
            (14.., _) => Self::Sqlx,
            (_, true) => Self::GolangMigrate,
            _ => Self::Numbered,
        }
    }

    /// Its tool reads the files of one folder, and not those of the folders in it.
    pub(super) fn is_flat(self) -> bool {
        matches!(self, Self::Sqlx | Self::GolangMigrate | Self::Dbmate | Self::Goose)
    }

    /// How its tool runs a script that says nothing else.
    fn transaction(self) -> Transaction {
        match self {
            Self::Sqlx | Self::Dbmate | Self::Goose | Self::Flyway | Self::Liquibase | Self::Diesel => {
                Transaction::Always
            }
            Self::GolangMigrate | Self::Prisma => Transaction::Implicit,
            Self::Sqitch | Self::Numbered | Self::Plain => Transaction::Never,
        }
    }

    /// What a migration is known by: a change that Sqitch reworks keeps its name, and its old script moves.
    pub(super) fn key(self, migration: &Migration) -> (&str, &str) {
        let path = if self == Self::Sqitch { "" } else { migration.up.path.as_str() };
        (path, &migration.name)
    }

    /// A deployed script reads as it did. Liquibase's checksum leaves blanks out, as those between two changesets.
    pub(super) fn is_same(self, old: &Script, new: &Script) -> bool {
        match self {
            Self::Liquibase => old.sql().split_whitespace().eq(new.sql().split_whitespace()),
            _ => old.sql() == new.sql(),
        }
    }

    /// Whether a migration of this manner is expected to say how it is undone.
    pub fn has_down(self) -> bool {
        !matches!(self, Self::Flyway | Self::Prisma | Self::Numbered | Self::Plain)
    }

    /// The migrations among the files; not yet in order.
    pub(super) fn migrations(
        self,
        texts: &Texts,
        root: &str,
        dialect: Dialect,
        defects: &mut Defects,
    ) -> Vec<Migration> {
        match self {
            Self::Sqlx | Self::GolangMigrate | Self::Numbered | Self::Plain => self.pairs(texts, root, defects),
            Self::Dbmate | Self::Goose => self.cut(texts),
            Self::Liquibase => self.changesets(texts, dialect),
            Self::Flyway => self.flyway(texts, dialect, defects),
            Self::Prisma | Self::Diesel => self.folders(texts, defects),
            Self::Sqitch => sqitch::plan(texts, root, defects),
        }
    }

    /// How its tool runs a script that asks for no transaction.
    fn without_transaction(self) -> Transaction {
        match self {
            // They send the script in one message, whose statements PostgreSQL takes for one transaction.
            Self::Sqlx | Self::Dbmate | Self::Diesel => Transaction::Implicit,
            _ => Transaction::Never,
        }
    }

    pub(super) fn whole(self, path: &str, text: &Arc<str>) -> Script {
        let opts_out = match self {
            // sqlx looks at the first bytes alone.
            Self::Sqlx => text.starts_with("-- no-transaction"),
            _ => sections::opts_out(text),
        };
        let transaction = match opts_out {
            true => self.without_transaction(),
            false => self.transaction(),
        };
        Script { path: path.to_owned(), text: text.clone(), span: 0..text.len(), transaction }
    }

    fn pairs(self, texts: &Texts, root: &str, defects: &mut Defects) -> Vec<Migration> {
        let mut downs = BTreeMap::new();
        let mut ups = Vec::new();
        for (path, text) in sql(texts) {
            let stem = &path[..path.len() - 4];
            match stem.strip_suffix(".down").or_else(|| stem.strip_suffix(".rollback")) {
                Some(stem) => drop(downs.insert(stem, (path, text))),
                None => ups.push((stem.strip_suffix(".up").unwrap_or(stem), path, text)),
            }
        }
        let mut all = Vec::new();
        for (stem, path, text) in ups {
            let down = downs.remove(stem).map(|(path, text)| self.whole(path, text));
            let file = stem.rsplit('/').next().unwrap_or(stem);
            let (version, name) = split(file);
            let version = if version.is_empty() { stem.strip_prefix(root).unwrap_or(stem) } else { version };
            all.push(migration(version, name, self.whole(path, text), down));
        }
        defects.extend(downs.into_values().map(|(path, _)| (path.clone(), Defect::Orphan)));
        all
    }

    /// One file holds both ways.
    fn cut(self, texts: &Texts) -> Vec<Migration> {
        let mut all = Vec::new();
        for (path, text) in sql(texts) {
            let file = path.rsplit('/').next().unwrap_or(path);
            let (version, name) = split(&file[..file.len() - 4]);
            let Section { up, down, alone } = sections::cut(self, text);
            let down = down.map(|span| self.part(path, text, span, alone));
            let up = self.part(path, text, up, alone);
            all.push(migration(if version.is_empty() { file } else { version }, name, up, down));
        }
        all
    }

    fn part(self, path: &str, text: &Arc<str>, span: Range<usize>, alone: bool) -> Script {
        let transaction = if alone { self.without_transaction() } else { self.transaction() };
        Script { path: path.to_owned(), text: text.clone(), span, transaction }
    }

    /// One file holds several changes; those of other products are none.
    fn changesets(self, texts: &Texts, dialect: Dialect) -> Vec<Migration> {
        let mut all = Vec::new();
        for (path, text) in sql(texts) {
            let file = path.rsplit('/').next().unwrap_or(path);
            let Cut { sets, up, down } = liquibase::cut(text);
            if sets.is_empty() {
                let (version, name) = split(&file[..file.len() - 4]);
                let version = if version.is_empty() { file } else { version };
                all.push(migration(version, name, self.part(path, text, 0..text.len(), false), None));
            }
            for set in sets.iter().filter(|set| set.runs_on(dialect)) {
                let again = set.again.as_ref().and_then(|id| sets.iter().find(|other| other.id == *id));
                let undone = match again {
                    Some(other) => Some(self.part(path, &up, other.up.clone(), set.alone)),
                    None => set.down.clone().map(|span| self.part(path, &down, span, set.alone)),
                };
                let mut one = migration(file, &set.id, self.part(path, &up, set.up.clone(), set.alone), undone);
                one.repeatable = set.repeatable;
                all.push(one);
            }
        }
        all
    }

    fn flyway(self, texts: &Texts, dialect: Dialect, defects: &mut Defects) -> Vec<Migration> {
        let mut undo = BTreeMap::new();
        let mut all = Vec::new();
        let mut baselines = Vec::new();
        let whole = |path: &String, text: &Arc<str>| {
            let mut script = self.whole(path, text);
            if texts.get(&format!("{path}.conf")).is_some_and(|conf| sections::conf_opts_out(conf)) {
                script.transaction = Transaction::Never;
            }
            if dialect == Dialect::Postgres {
                script.transaction = flyway::transaction(text, script.transaction);
            }
            script
        };
        for (path, text) in sql(texts) {
            let file = path.rsplit('/').next().unwrap_or(path);
            let stem = &file[..file.len() - 4];
            match flyway::parts(stem).or_else(|| callback(stem)) {
                Some(('U', version, _)) => drop(undo.insert(version.to_owned(), (path, text))),
                Some(('B', version, name)) => {
                    let one = migration(version, name, whole(path, text), None);
                    baselines.push(Migration { baseline: true, ..one });
                }
                Some((kind, version, name)) => {
                    let mut one = migration(version, name, whole(path, text), None);
                    one.repeatable = kind == 'R';
                    all.push(one);
                }
                None => {
                    defects.push((path.clone(), Defect::Unplanned("not named as Flyway names migrations".to_owned())))
                }
            }
        }
        for one in &mut all {
            if !one.repeatable {
                one.down = undo.remove(&one.version).map(|(path, text)| whole(path, text));
            }
        }
        all.extend(flyway::beginning(baselines, &all));
        defects.extend(undo.into_values().map(|(path, _)| (path.clone(), Defect::Orphan)));
        all
    }

    fn folders(self, texts: &Texts, defects: &mut Defects) -> Vec<Migration> {
        let mut all = Vec::new();
        for (path, text) in sql(texts) {
            let Some((folder, file)) = path.rsplit_once('/') else { continue };
            let (version, name) = split(folder.rsplit('/').next().unwrap_or(folder));
            if file == "migration.sql" || file == "up.sql" {
                let down_path = format!("{folder}/down.sql");
                let plain = texts
                    .get(&format!("{folder}/metadata.toml"))
                    .is_some_and(|meta| meta.lines().any(|line| line.replace(' ', "") == "run_in_transaction=false"));
                let script = |path: &str, text: &Arc<str>| {
                    let mut script = self.whole(path, text);
                    if plain {
                        script.transaction = self.without_transaction();
                    }
                    script
                };
                let down = texts.get(&down_path).map(|text| script(&down_path, text));
                all.push(migration(version, name, script(path, text), down));
            } else if file == "down.sql"
                && !texts.contains_key(&format!("{folder}/up.sql"))
                && !texts.contains_key(&format!("{folder}/migration.sql"))
            {
                defects.push((path.clone(), Defect::Orphan));
            }
        }
        all
    }
}

pub(super) fn sql(texts: &Texts) -> impl Iterator<Item = (&String, &Arc<str>)> {
    texts.iter().filter(|(path, _)| has_extension(path, "sql"))
}

pub(super) fn migration(version: &str, name: &str, up: Script, down: Option<Script>) -> Migration {
    Migration { version: version.to_owned(), name: name.to_owned(), repeatable: false, baseline: false, up, down }
}

/// Leading number (also `2026-01-02-030405`, `1.2`), and the rest without its separator.
pub(super) fn split(stem: &str) -> (&str, &str) {
    let stem_bytes = stem.as_bytes();
    if !stem_bytes.first().is_some_and(u8::is_ascii_digit) {
        return ("", stem);
    }
    let mut end = 0;
    for (at, byte) in stem.bytes().enumerate() {
        let next_digit = stem_bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_digit() || (matches!(byte, b'-' | b'.') && next_digit) {
            end = at + 1;
        } else {
            break;
        }
    }
    (&stem[..end], stem[end..].trim_start_matches(['_', '-', '.', ' ']))
}

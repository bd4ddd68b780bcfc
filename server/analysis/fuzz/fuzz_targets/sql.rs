//! Any bytes as a folder of migrations: the first byte chooses the dialect and the layout.
#![no_main]

use analysis::history::Layout;
use analysis::sql::Dialect;
use analysis::{Files, Options, lint};
use libfuzzer_sys::fuzz_target;

/// What is chosen beyond these is recognised by the files.
const LAYOUTS: [Layout; 11] = [
    Layout::Plain,
    Layout::Sqlx,
    Layout::GolangMigrate,
    Layout::Dbmate,
    Layout::Goose,
    Layout::Flyway,
    Layout::Liquibase,
    Layout::Prisma,
    Layout::Diesel,
    Layout::Sqitch,
    Layout::Numbered,
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, script)) = data.split_first() else { return };
    let dialect = [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite][usize::from(choice % 3)];
    let layout = LAYOUTS.get(usize::from(choice / 3)).copied();
    let options = Options { dialect: Some(dialect), layout, ..Options::default() };
    let paths = ["1_a.up.sql", "1_a.down.sql", "2_b/migration.sql", "V3__c.sql", "sqitch.plan", "deploy/d.sql"];
    let head: Files = paths.map(|path| (path, script.to_vec())).into_iter().collect();
    let report = lint(&head, &Files::default(), &options);
    analysis::report::text(&report, &head, true);
    analysis::report::sarif(&report);
    // Once more as a history that is deployed.
    lint(&head, &head, &options);
});

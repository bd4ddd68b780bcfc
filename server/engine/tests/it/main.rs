//! The engine on a real PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod concurrency;
mod desk;
#[path = "../../../../app/domain/tests/it/gen_input.rs"]
#[allow(dead_code)]
mod gen_input;
mod impact_job;
mod intake;
mod lifecycle;
mod office;
mod projects;
mod proof;
mod proof_limits;
mod proof_property;
mod proof_rows;
mod proof_sequences;
mod proof_told;
mod property_02;
mod property_05;
mod property_07;
mod property_08;
mod random;
mod reading;
mod sample;
mod stream;
mod tampering;
mod tokens;
mod validation_job;
mod validation_many;
mod world;

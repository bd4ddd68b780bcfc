//! What goes, or moves, with the object that owns it leaves its name free.

use super::tests::in_up;

#[test]
fn a_name_is_free_again_when_its_owner_goes() {
    for sql in [
        "CREATE MATERIALIZED VIEW mv AS SELECT id FROM users; CREATE UNIQUE INDEX mv_u ON mv (id);
         DROP MATERIALIZED VIEW mv; CREATE MATERIALIZED VIEW mv AS SELECT id FROM users; CREATE UNIQUE INDEX mv_u ON mv (id);",
        "CREATE TABLE mt (id int); CREATE MATERIALIZED VIEW mv AS SELECT id FROM mt; CREATE INDEX mv_u ON mv (id);
         DROP TABLE mt CASCADE; CREATE TABLE mt (id int); CREATE INDEX mv_u ON mt (id);",
        "CREATE TABLE pt (id int) PARTITION BY RANGE (id);
         CREATE TABLE pt_1 PARTITION OF pt FOR VALUES FROM (1) TO (9) PARTITION BY RANGE (id);
         CREATE TABLE pt_2 PARTITION OF pt_1 FOR VALUES FROM (1) TO (5); CREATE INDEX pt_i ON pt_2 (id);
         DROP TABLE pt; CREATE TABLE pt_1 (id int); CREATE TABLE pt_2 (id int); CREATE INDEX pt_i ON pt_2 (id);",
        "CREATE SCHEMA s3; CREATE TABLE q (id int PRIMARY KEY); CREATE INDEX q_b ON q (id);
         ALTER TABLE q SET SCHEMA s3; CREATE TABLE q (id int PRIMARY KEY); CREATE INDEX q_b ON q (id);",
    ] {
        assert_eq!(in_up(sql, &["existing-object"]), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn a_name_that_moved_or_stayed_is_taken() {
    let moved = "CREATE SCHEMA s3; CREATE TABLE q (id int); CREATE INDEX q_b ON q (id); ALTER TABLE q SET SCHEMA s3;
        CREATE INDEX q_b ON s3.q (id);";
    assert_eq!(in_up(moved, &["existing-object"]), ["existing-object: index q_b is there already at this point"]);
    let renamed = "CREATE TABLE q (id int); CREATE INDEX q_b ON q (id); ALTER TABLE q RENAME TO r;
        CREATE TABLE q (id int); CREATE INDEX q_b ON q (id);";
    assert_eq!(in_up(renamed, &["existing-object"]), ["existing-object: index q_b is there already at this point"]);
    let detached = "CREATE TABLE pt (id int) PARTITION BY RANGE (id);
        CREATE TABLE pt_1 PARTITION OF pt FOR VALUES FROM (1) TO (9); ALTER TABLE pt DETACH PARTITION pt_1;
        DROP TABLE pt; CREATE TABLE pt_1 (id int);";
    assert_eq!(in_up(detached, &["existing-object"]), ["existing-object: table pt_1 is there already at this point"]);
}

DROP INDEX workflow_states_by_branch;
ALTER TABLE validation_runs DROP COLUMN about;
DROP TABLE change_reaches;

DROP INDEX workflow_states_with_waivers;
DROP INDEX workflow_states_with_source;
DROP TABLE proofs;
DROP TABLE validation_runs;

DROP TABLE idempotency_keys, documents, change_dependencies, change_touches, workflow_states, change_requests;
DROP SEQUENCE change_numbers;

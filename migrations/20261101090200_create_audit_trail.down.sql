DROP TABLE live_events, audit_checkpoints, audit_heads, audit_trail;
DROP FUNCTION refuse_alteration();

//! Queries about what is no table.

pub(super) const FUNCTIONS: &str = "
SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
    coalesce(pg_get_function_result(p.oid), '') AS returns,
    CASE WHEN p.prokind = 'a' THEN concat_ws(' ', 'aggregate', a.aggtransfn::text, a.aggfinalfn::text,
            format_type(a.aggtranstype, NULL), a.agginitval)
        ELSE pg_get_functiondef(p.oid) END AS definition
FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE p.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY 1";

pub(super) const ENUMS: &str = "
SELECT n.nspname || '.' || t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'
GROUP BY 1 ORDER BY 1";

pub(super) const DOMAINS: &str = "
SELECT n.nspname || '.' || t.typname AS name, format_type(t.typbasetype, t.typtypmod) AS base, t.typnotnull AS not_null,
    ARRAY(SELECT k.conname || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.contypid = t.oid
        ORDER BY k.conname)
    || ARRAY(SELECT 'default: ' || t.typdefault WHERE t.typdefault IS NOT NULL) AS constraints,
    (SELECT bn.nspname || '.' || b.typname FROM pg_type b JOIN pg_namespace bn ON bn.oid = b.typnamespace
        WHERE b.oid = t.typbasetype AND b.typtype = 'd') AS under
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.oid >= 16384 AND t.typtype = 'd' AND n.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY 1";

/// Sequences of serial and identity columns are told by their columns, but a serial's can be left behind.
pub(super) const OTHERS: &str = "
SELECT 'schema ' || nspname AS object, '' AS definition
FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
UNION ALL
SELECT 'sequence ' || n.nspname || '.' || c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart,
    'increment', s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, CASE WHEN s.seqcycle THEN 'cycle' END)
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relpersistence <> 't'
UNION ALL
SELECT 'extension ' || extname, extversion FROM pg_extension
UNION ALL
SELECT 'type ' || n.nspname || '.' || t.typname, coalesce(
    (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT 'range of ' || format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid), '')
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%' AND (t.typtype = 'r' OR t.typtype = 'c' AND c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL
SELECT 'rule ' || r.rulename || ' on ' || n.nspname || '.' || c.relname, pg_get_ruledef(r.oid)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.oid >= 16384 AND r.rulename <> '_RETURN' AND n.nspname NOT LIKE 'pg\\_%'
UNION ALL
SELECT 'statistics ' || n.nspname || '.' || s.stxname, pg_get_statisticsobjdef(s.oid)
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
UNION ALL
SELECT 'settings of ' || n.nspname || '.' || c.relname,
    concat_ws(' ', 'options', c.reloptions::text, 'persistence', c.relpersistence::text, 'forced security',
        c.relforcerowsecurity::text, 'identity', c.relreplident::text, 'owner', pg_get_userbyid(c.relowner)::text)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v') AND n.nspname NOT LIKE 'pg\\_%' AND c.relpersistence <> 't'
UNION ALL
SELECT 'comment on ' || coalesce((pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity, d.objoid::text),
    d.description
FROM pg_description d WHERE d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
UNION ALL
SELECT 'inheritance of ' || n.nspname || '.' || c.relname, string_agg(i.inhparent::regclass::text, ', ' ORDER BY inhseqno)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND NOT c.relispartition GROUP BY 1
ORDER BY 1";

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

pub(super) const SEQUENCES: &str = "
SELECT n.nspname::text AS schema, c.relname::text AS name, s.seqincrement AS increment,
    (SELECT ARRAY[tn.nspname::text, t.relname::text, a.attname::text]
        FROM (SELECT d.refobjid AS relation, d.refobjsubid AS number, 1 AS rank FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                    AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
            UNION ALL
            SELECT f.adrelid, f.adnum, 2 FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
            ) u
            JOIN pg_class t ON t.oid = u.relation JOIN pg_namespace tn ON tn.oid = t.relnamespace
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number
        ORDER BY u.rank, 1 LIMIT 1) AS column
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2";

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
    concat_ws(E'\n', 'options: ' || array_to_string(c.reloptions, ', '),
        'persistence: ' || CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END,
        'row security for the owner: ' || CASE WHEN c.relforcerowsecurity THEN 'on' ELSE 'off' END,
        'replica identity: ' || CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'an index'
            ELSE 'default' END,
        'owner: ' || pg_get_userbyid(c.relowner)::text)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v') AND n.nspname NOT LIKE 'pg\\_%' AND c.relpersistence <> 't'
UNION ALL
SELECT 'settings of column ' || n.nspname || '.' || c.relname || '.' || a.attname, concat_ws(E'\n',
    'collation: ' || CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
    'storage: ' || CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'plain'
        WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END,
    'compression: ' || CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
    'statistics: ' || CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
    'options: ' || array_to_string(a.attoptions, ', '))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%' AND c.relpersistence <> 't'
    AND a.attnum > 0 AND NOT a.attisdropped
    AND (a.attcollation <> t.typcollation OR a.attstorage <> t.typstorage OR a.attcompression <> ''
        OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL)
UNION ALL
SELECT 'default privileges of ' || pg_get_userbyid(d.defaclrole) || coalesce(' in schema ' || n.nspname, '') || ' on '
    || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
        WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE d.defaclobjtype::text END,
    (SELECT string_agg(x::text, ', ' ORDER BY x::text) FROM unnest(d.defaclacl) x)
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
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

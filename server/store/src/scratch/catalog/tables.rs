//! Queries about tables and what hangs on them.
//!
//! Objects that users make have oids from 16384 on; temporary schemas and TOAST are PostgreSQL's own.

pub(super) const RELATIONS: &str = "
SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind, c.relrowsecurity AS row_security,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
    CASE WHEN c.relispartition THEN
        (SELECT pn.nspname || '.' || p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
            JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid LIMIT 1) END AS parent,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't'
    AND n.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2";

/// Those of composite types as well.
pub(super) const COLUMNS: &str = "
WITH RECURSIVE base(oid, root, modifier, not_null) AS (
    SELECT t.oid, t.oid, -1, false FROM pg_type t WHERE t.typtype <> 'd'
    UNION ALL
    SELECT d.oid, b.root, CASE WHEN d.typtypmod >= 0 THEN d.typtypmod ELSE b.modifier END, d.typnotnull OR b.not_null
    FROM base b JOIN pg_type d ON d.typbasetype = b.oid WHERE d.typtype = 'd'
)
SELECT n.nspname || '.' || c.relname AS relation, a.attname::text AS name,
    format_type(a.atttypid, a.atttypmod) AS ty, a.attnotnull AS not_null,
    pg_get_expr(f.adbin, f.adrelid) AS default, a.attidentity::text AS identity, a.attgenerated::text AS generated,
    r.typname::text AS base, r.typtype::text AS base_kind, rn.nspname || '.' || r.typname AS base_name,
    e.typname::text AS element, e.typtype::text AS element_kind, en.nspname || '.' || e.typname AS element_name,
    CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE b.modifier END AS modifier,
    CASE WHEN t.typtype = 'd' THEN tn.nspname || '.' || t.typname END AS domain, b.not_null AS domain_not_null
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
    JOIN base b ON b.oid = a.atttypid
    JOIN pg_type r ON r.oid = b.root
    JOIN pg_namespace rn ON rn.oid = r.typnamespace
    LEFT JOIN base eb ON eb.oid = r.typelem AND r.typcategory = 'A'
    LEFT JOIN pg_type e ON e.oid = eb.root
    LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND c.relpersistence <> 't'
    AND n.nspname NOT LIKE 'pg\\_%' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY 1, a.attnum";

pub(super) const CONSTRAINTS: &str = "
SELECT n.nspname || '.' || c.relname AS relation, k.conname::text AS name, k.contype::text AS kind,
    pg_get_constraintdef(k.oid) AS definition, k.convalidated AS valid,
    ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, o)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.o) AS columns,
    (SELECT tn.nspname || '.' || t.relname FROM pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE t.oid = k.confrelid) AS target,
    ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, o)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.o) AS target_columns
FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND k.contype <> 't' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2";

pub(super) const INDEXES: &str = "
SELECT n.nspname || '.' || c.relname AS relation, i.relname::text AS name, pg_get_indexdef(x.indexrelid) AS definition,
    x.indisunique AS unique, x.indisvalid AS valid,
    ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(n, o)
        JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.n ORDER BY u.o) AS columns
FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY 1, 2";

pub(super) const TRIGGERS: &str = "
SELECT n.nspname || '.' || c.relname AS relation, t.tgname::text AS name, pg_get_triggerdef(t.oid) AS definition,
    t.tgenabled <> 'D' AS enabled
FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND NOT t.tgisinternal AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2";

pub(super) const POLICIES: &str = "
SELECT n.nspname || '.' || c.relname AS relation, p.polname::text AS name, p.polpermissive AS permissive,
    concat_ws(' ', 'FOR', p.polcmd::text, 'TO',
        (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY r)
            FROM unnest(p.polroles) r),
        'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS definition
FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2";

pub(super) const GRANTS: &str = "
SELECT n.nspname || '.' || c.relname AS relation,
    CASE g.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(g.grantee)::text END AS role,
    g.privilege_type || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS privilege
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND g.grantee <> c.relowner
    AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2, 3";

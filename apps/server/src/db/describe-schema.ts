import type pg from 'pg';

/** What the description covers. BullMQ's schema belongs to its package. */
const SCHEMAS = ['control', 'erp', 'migrations'];

const HEAD = `-- The database as the migrations and functions make it, read from its catalogue, for readers and reviewers.
-- Written by \`npm run schema\`; a test compares it. Do not edit, do not run.
`;

interface Line {
  object: string;
  line: string;
}

/** Each query answers lines of the tables' descriptions, in order, each with the name of its table. */
const TABLES = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object,
    concat_ws(' ', '--', CASE WHEN c.relrowsecurity THEN 'row security' || CASE WHEN c.relforcerowsecurity THEN ', forced' ELSE '' END
      ELSE 'no row security' END) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1)`;

const COLUMNS = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object,
    concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
      'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attnum`;

/** NOT NULL stands with the columns, whether a version of PostgreSQL keeps it as a constraint or not. */
const CONSTRAINTS = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)) AS line
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  ORDER BY strpos('pufcx', k.contype::text), k.conname`;

const INDEXES = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object, pg_get_indexdef(i.indexrelid) AS line
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY pg_get_indexdef(i.indexrelid) COLLATE "C"`;

const POLICIES = `
  SELECT format('%s.%s', schemaname, tablename) AS object, concat_ws(' ', 'POLICY', policyname, permissive, 'FOR', cmd, 'TO',
    CASE WHEN 'crypto_erp_app' = ANY (roles) OR 'public' = ANY (roles) THEN array_to_string(roles, ', ') ELSE 'the owner' END,
    'USING ' || qual, 'WITH CHECK ' || with_check) AS line
  FROM pg_policies WHERE schemaname = ANY ($1) ORDER BY policyname`;

const TRIGGERS = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object, pg_get_triggerdef(t.oid) AS line
  FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND NOT t.tgisinternal ORDER BY t.tgname`;

const TABLE_RIGHTS = `
  SELECT format('%s.%s', n.nspname, c.relname) AS object,
    format('GRANT %s TO crypto_erp_app', string_agg(p.privilege_type, ', ' ORDER BY p.privilege_type COLLATE "C")) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL aclexplode(c.relacl) AS p
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND p.grantee = 'crypto_erp_app'::regrole
  GROUP BY 1`;

/** A function's text is in its file; here is what calls it, and who may. */
const ROUTINES = `
  SELECT concat_ws(' ', format('%s.%s(%s) RETURNS %s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
      pg_get_function_result(p.oid)), 'LANGUAGE ' || l.lanname,
    CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END,
    CASE WHEN p.prosecdef THEN 'SECURITY DEFINER' END, 'SET ' || array_to_string(p.proconfig, ', '),
    CASE WHEN has_function_privilege('crypto_erp_app', p.oid, 'EXECUTE') THEN '-- for the application' END) AS line
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname = ANY ($1) ORDER BY n.nspname, p.proname, pg_get_function_identity_arguments(p.oid) COLLATE "C"`;

/** Describes every table and function of ours as text, the same for the same schema. `client` is the owner's. */
export async function describeSchema(client: pg.Client): Promise<string> {
  // Without a search path every name is written with its schema.
  await client.query("SET search_path = ''");
  const found: Line[] = [];
  for (const query of [TABLES, COLUMNS, CONSTRAINTS, INDEXES, POLICIES, TRIGGERS, TABLE_RIGHTS]) {
    found.push(...(await client.query<Line>(query, [SCHEMAS])).rows);
  }
  const tables = [...new Set(found.map((row) => row.object))].sort().map((table) => {
    const own = found.filter((row) => row.object === table);
    return `TABLE ${table}\n${own.map((row) => `  ${row.line}\n`).join('')}`;
  });
  const routines = await client.query<Line>(ROUTINES, [SCHEMAS]);
  return [HEAD, ...tables, routines.rows.map((row) => `FUNCTION ${row.line}\n`).join('')].join('\n');
}

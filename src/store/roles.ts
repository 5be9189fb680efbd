import type { ClientBase } from 'pg';
import { OperatorError } from '../core/errors.ts';
import { errorCode } from './error-code.ts';

/** The roles that queries run as. They own nothing and cannot log in; the login role takes them for one transaction. */
export const APP_ROLE = 'portreeve_app';
export const OPERATOR_ROLE = 'portreeve_operator';
const ROLES = [APP_ROLE, OPERATOR_ROLE];

/**
 * Creates the roles where they are missing, and lets the login role take them. Roles belong to the whole server, so two
 * databases may do this at once, and a restored database may come without them.
 */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of ROLES) {
    const state = await readRole(client, role);
    if (!state.exists) await attempt(client, `create role ${role} nologin`);
    if (!state.usable && !(await readRole(client, role)).usable) {
      await attempt(client, `grant ${role} to ${client.escapeIdentifier(state.login)}`);
    }
  }
}

async function readRole(client: ClientBase, role: string) {
  const { rows } = await client.query<{ exists: boolean; usable: boolean; login: string }>(
    `select r.oid is not null as exists, session_user as login,
      coalesce(pg_has_role(session_user, r.oid,
        case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end), false) as usable
     from (select 1) one left join pg_roles r on r.rolname = $1`,
    [role],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A query that always has one row had none.');
  return row;
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';
const INSUFFICIENT_PRIVILEGE = '42501';
/** "tuple concurrently updated", when two grants meet. */
const INTERNAL_ERROR = 'XX000';

async function attempt(client: ClientBase, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = errorCode(error);
    if (code === DUPLICATE_OBJECT || code === UNIQUE_VIOLATION || code === INTERNAL_ERROR) return;
    if (code !== INSUFFICIENT_PRIVILEGE) throw error;
    const login = client.escapeIdentifier((await readRole(client, APP_ROLE)).login);
    const statements = [
      ...ROLES.map((role) => `CREATE ROLE ${role} NOLOGIN;`),
      `GRANT ${ROLES.join(', ')} TO ${login};`,
    ].join(' ');
    throw new OperatorError('database-roles', { statements }, { cause: error });
  }
}

import type { ClientBase, Pool } from 'pg';
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
export async function ensureRoles(client: ClientBase | Pool): Promise<void> {
  for (const role of ROLES) {
    const state = await readRole(client, role);
    if (!state.exists) await attempt(client, `create role ${role} nologin`);
    if (!state.usable && !(await readRole(client, role)).usable) await attempt(client, grantOf([role], state));
  }
}

interface RoleState {
  readonly exists: boolean;
  /** Whether the login role may take it. */
  readonly usable: boolean;
  readonly login: string;
  /** Such as 150020. */
  readonly version: number;
}

const POSTGRESQL_16 = 160_000;

async function readRole(client: ClientBase | Pool, role: string): Promise<RoleState> {
  const { rows } = await client.query<RoleState>(
    `with server as (select current_setting('server_version_num')::int as version)
     select r.oid is not null as exists, quote_ident(session_user) as login, version,
      coalesce(pg_has_role(session_user, r.oid,
        case when version >= ${POSTGRESQL_16} then 'SET' else 'MEMBER' end), false) as usable
     from server left join pg_roles r on r.rolname = $1`,
    [role],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A query that always has one row had none.');
  return row;
}

/** To be taken, not inherited: a query that was started without a role sees nothing. Before version 16 it would. */
function grantOf(roles: readonly string[], { login, version }: RoleState): string {
  const withoutInheriting = version >= POSTGRESQL_16 ? ' with inherit false, set true' : '';
  return `grant ${roles.join(', ')} to ${login}${withoutInheriting}`;
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';
const INSUFFICIENT_PRIVILEGE = '42501';
/** "tuple concurrently updated", when two grants meet. */
const INTERNAL_ERROR = 'XX000';

async function attempt(client: ClientBase | Pool, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = errorCode(error);
    if (code === DUPLICATE_OBJECT || code === UNIQUE_VIOLATION || code === INTERNAL_ERROR) return;
    if (code !== INSUFFICIENT_PRIVILEGE) throw error;
    const states = await Promise.all(ROLES.map(async (role) => ({ role, ...(await readRole(client, role)) })));
    const missing = states.filter(({ exists }) => !exists).map(({ role }) => `create role ${role} nologin`);
    const grants = states.slice(0, 1).map((state) => grantOf(ROLES, state));
    const statements = [...missing, ...grants].map((statement) => `${statement};`).join(' ');
    throw new OperatorError('database-roles', { statements }, { cause: error });
  }
}

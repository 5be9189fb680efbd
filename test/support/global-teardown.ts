import { removeTestDatabases } from './database.ts';

export default removeTestDatabases;

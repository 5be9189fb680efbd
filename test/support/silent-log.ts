import { pino } from 'pino';

/** For what is given a log and whose log is not what the test is about. */
export const silentLog = pino({ level: 'silent' });

/** The schema that our tables are in. */
export const SCHEMA = 'portreeve';

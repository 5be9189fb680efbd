// For those who know the tasks and not the store.
export { readVersion } from '../store/version.ts';

/** For commands: what they have to say, they say themselves. */
export const SILENT = { info() {}, warn() {}, error() {} };

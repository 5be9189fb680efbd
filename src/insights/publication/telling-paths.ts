/** Files and folders whose names say that somebody should look before they become public. A name is a hint, no proof. */
export interface TellingPaths {
  /** They may hold a password or a key. */
  readonly secrets: readonly string[];
  /** They may hold data on people. */
  readonly personal: readonly string[];
  /** Folders, and files outside of them, that others made. */
  readonly thirdParty: readonly string[];
  /** Where others' notices may stand. */
  readonly notices: readonly string[];
  readonly publiccode: readonly string[];
}

const EXAMPLES = /\.(?:example|sample|template|dist|default)$/;
const SECRET_NAMES = new Set([
  '.env',
  '.git-credentials',
  '.htpasswd',
  '.netrc',
  '.npmrc',
  '.pgpass',
  '.pypirc',
  'credentials',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  'id_rsa',
  'secrets.yaml',
  'secrets.yml',
  'terraform.tfstate',
]);
const SECRET_ENDS = /\.(?:env|jks|kdbx|key|keystore|ovpn|p12|pem|pfx|ppk|tfvars)$/;
const DATA_ENDS =
  /\.(?:accdb|bak|csv|db|dbf|dump|eml|mbox|mdb|msg|ods|parquet|pst|sqlite|sqlite3|sql|tsv|vcf|xls|xlsx)$/;
const VENDOR_FOLDERS = new Set([
  'bower_components',
  'jspm_packages',
  'node_modules',
  'third-party',
  'third_party',
  'thirdparty',
  'vendor',
  'vendored',
  'vendors',
]);
const BUILT_ENDS = /\.(?:min\.js|min\.css|jar|dll|whl|gem|nupkg)$/;
const NOTICES =
  /^(?:(?:licenses|third[-_ ]?party[-_ ]?(?:notices|licenses)|notices?|attributions?|credits)(?:\.\w{1,9})?|reuse\.toml)$/;

/** Sorts paths by what their names tell. Linear in their length. */
export function tellingPaths(paths: readonly string[]): TellingPaths {
  const secrets: string[] = [];
  const personal: string[] = [];
  const thirdParty = new Set<string>();
  const notices: string[] = [];
  const publiccode: string[] = [];
  for (const path of paths) {
    const parts = path.toLowerCase().split('/');
    const name = parts.at(-1) ?? '';
    const vendor = parts.findIndex((part, index) => index < parts.length - 1 && VENDOR_FOLDERS.has(part));
    if (vendor !== -1) {
      thirdParty.add(
        `${path
          .split('/')
          .slice(0, vendor + 1)
          .join('/')}/`,
      );
      continue;
    }
    if (BUILT_ENDS.test(name)) thirdParty.add(path);
    if (NOTICES.test(parts[0] ?? '') || path === '.reuse/dep5') notices.push(path);
    if (path === 'publiccode.yml' || path === 'publiccode.yaml') publiccode.push(path);
    const isSecret = SECRET_NAMES.has(name) || SECRET_ENDS.test(name) || name.startsWith('.env.');
    if (isSecret && !EXAMPLES.test(name)) secrets.push(path);
    else if (DATA_ENDS.test(name)) personal.push(path);
  }
  return { secrets, personal, thirdParty: [...thirdParty], notices, publiccode };
}

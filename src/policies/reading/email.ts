/** Accounts and hosts that have the form of an address and are none. */
const NO_MAILBOXES = ['git@', 'noreply@', 'no-reply@'];

/** What templates write where an address is to go. */
const STAND_INS = [
  ...['yourdomain', 'your-domain', 'yourcompany', 'your-company', 'yourproject', 'your-project', 'yourorg', 'your-org'],
  ...['your.email', 'your-email', 'youremail', 'your@', 'you@', 'email@domain', 'user@domain', 'name@domain'],
];

/** Whether a line holds an e-mail address to write to, also as `security [at] example [dot] org`. Linear. */
export function findEmail(line: string): boolean {
  return partsOf(line).some(
    (part) => isEmail(part) && !isStandIn(part) && !NO_MAILBOXES.some((box) => part.startsWith(box)),
  );
}

/** Whether a line holds an address that a template left to be filled in. */
export function isStandInEmail(line: string): boolean {
  return partsOf(line).some((part) => isEmail(part) && isStandIn(part));
}

function partsOf(line: string): string[] {
  return spelledOut(line)
    .split(/[\s<>()[\]{}"'`*,;:|/\\!?]/)
    .map(trimDots);
}

/** Puts `@` and `.` where people hide an address from machines. */
function spelledOut(line: string): string {
  let plain = line.toLowerCase();
  for (const [open, close] of ['[]', '()', '{}', '<>']) {
    plain = plain.replaceAll(`${open}at${close}`, '@').replaceAll(`${open}dot${close}`, '.');
  }
  plain = plain.replaceAll(' @ ', '@').replaceAll(' . ', '.');
  return plain.includes(' dot ') ? plain.replaceAll(' at ', '@').replaceAll(' dot ', '.') : plain;
}

function trimDots(part: string): string {
  let end = part.length;
  while (end > 0 && part[end - 1] === '.') end -= 1;
  return part.slice(0, end);
}

function isEmail(part: string): boolean {
  const at = part.indexOf('@');
  if (at < 1 || at !== part.lastIndexOf('@')) return false;
  const labels = part.slice(at + 1).split('.');
  const top = labels.at(-1) ?? '';
  return (
    labels.length >= 2 &&
    labels.every((label) => label !== '') &&
    top.length >= 2 &&
    /^(?:\p{L}+|xn--[a-z0-9-]+)$/u.test(top)
  );
}

function isStandIn(address: string): boolean {
  return STAND_INS.some((standIn) => address.includes(standIn));
}

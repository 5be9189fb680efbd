import type { WatchedFiles } from '../core/files.ts';

const STEMS = ['license', 'licence', 'copying', 'unlicense', 'unlicence', 'copyright', 'ofl'];
const EXTENSIONS = new Set([
  '',
  '.md',
  '.markdown',
  '.txt',
  '.rst',
  '.adoc',
  '.html',
  '.mit',
  '.apache',
  '.bsd',
  '.lesser',
]);

/**
 * The files in which GitHub's licence detection looks for a licence: LICENSE, LICENCE, COPYING, UNLICENSE … in the root,
 * with any of the usual extensions, and with a licence's name before or after (`LICENSE-MIT`, `MIT-LICENSE.txt`).
 * @see https://github.com/licensee/licensee/blob/main/docs/what-we-look-at.md
 */
export const LICENSE_FILES: WatchedFiles = {
  folders: [''],
  isName: isLicenseName,
  description: 'LICENSE, LICENCE, COPYING, UNLICENSE (also .md, .txt …, LICENSE-MIT, MIT-LICENSE, in any case)',
};

function isLicenseName(name: string): boolean {
  const lower = name.toLowerCase();
  return STEMS.some((stem) => {
    if (lower.startsWith(stem)) {
      const rest = lower.slice(stem.length);
      return EXTENSIONS.has(rest) || rest.startsWith('-') || rest.startsWith('_');
    }
    const dot = lower.indexOf('.');
    const base = dot === -1 ? lower : lower.slice(0, dot);
    return EXTENSIONS.has(lower.slice(base.length)) && (base.endsWith(`-${stem}`) || base.endsWith(`_${stem}`));
  });
}

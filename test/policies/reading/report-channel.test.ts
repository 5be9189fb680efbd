import { describe, expect, test } from '@jest/globals';
import { findReportChannel } from '../../../src/policies/reading/report-channel.ts';
import { visibleLines } from '../../../src/policies/reading/visible-lines.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const kindOf = (text: string) => findReportChannel(visibleLines(text)).kind;

describe('a private way to report', () => {
  test.each([
    ['an address', 'Write to security@city.example.'],
    ['an address in a link', 'Mail [us](mailto:it-sicherheit@stadt.example) please.'],
    ['an address hidden from machines', 'security [at] city [dot] example'],
    ['an address hidden from machines, otherwise', 'security (at) city.example'],
    ['an address spelled out', 'Contact security at city dot example'],
    ['an address with a name beyond ASCII', 'Kontakt: sicherheit@münchen.example'],
    ['an address in code', '`security@city.example`'],
    ['GitHub’s private reporting by its address', 'https://github.com/city/app/security/advisories/new'],
    ['GitHub’s private reporting by its name', 'Please use private vulnerability reporting on the Security tab.'],
    ['GitHub’s private reporting by its list', 'Submit a report under Security Advisories.'],
    ['a platform', 'Our programme: https://hackerone.com/city'],
    ['a platform of a state', 'See https://vdp.example.gov/'],
    ['a form, English', 'Report vulnerabilities at https://city.example/report.'],
    ['a form, French', 'Utilisez le formulaire https://ville.example/securite pour nous joindre.'],
    ['a form, German', 'Melden Sie Schwachstellen über https://stadt.example/melden.'],
    ['a form, Spanish', 'Utilice el formulario https://ciudad.example/seguridad.'],
    ['a form, Italian', 'Compilate il modulo <https://comune.example/sicurezza>.'],
    ['a form, Dutch', 'Gebruik het formulier: https://gemeente.example/beveiliging'],
    ['a form, Portuguese', 'Preencha o formulário em https://cidade.example/seguranca.'],
    ['a form below the sentence that introduces it', 'Report it here:\n\nhttps://city.example/secure'],
    ['a private way beside a public one', 'Do not open an issue. Mail cert@city.example.'],
  ])('%s', (_, text) => {
    expect(kindOf(text)).toBe('private');
  });
});

describe('no private way to report', () => {
  test.each([
    ['good intentions', 'none', 'We take security very seriously.'],
    ['good intentions, Spanish', 'none', 'La seguridad es muy importante para nosotros.'],
    ['an address that only a comment holds', 'none', 'We care.\n<!-- security@city.example -->'],
    ['an account of git', 'none', 'Clone git@github.com:city/app.git.'],
    ['a mailbox that nobody reads', 'none', 'You get a mail from noreply@city.example.'],
    ['a package’s version', 'none', 'Affected: left-pad@1.2.3'],
    ['a scoped package', 'none', 'Affected: @city/app'],
    ['advisories that are published', 'none', 'We publish security advisories on our blog.'],
    ['a page that only explains', 'none', 'See https://cve.mitre.org for what a vulnerability is.'],
    ['an issue, English', 'public', 'Please open an issue.'],
    ['an issue, by its address', 'public', 'Report at https://github.com/city/app/issues.'],
    ['an issue, French', 'public', 'Veuillez ouvrir une issue.'],
    ['an issue, German', 'public', 'Bitte ein Issue eröffnen.'],
    ['an issue, Spanish', 'public', 'Abra una incidencia.'],
    ['an issue, Italian', 'public', 'Potete aprire una issue.'],
    ['an issue, Dutch', 'public', 'Maak een issue aan.'],
    ['an issue, Portuguese', 'public', 'Por favor, abra uma issue.'],
    ['GitHub’s template', 'placeholder', 'Use this section to tell people how to report a vulnerability.'],
    ['a gap', 'placeholder', 'Contact us at [INSERT CONTACT METHOD].'],
    ['a gap with an address beside it', 'placeholder', 'Contact [INSERT CONTACT METHOD] or a@city.example.'],
    ['an address that stands for one', 'placeholder', 'Write to security@yourdomain.com.'],
  ])('%s: %s', (_, kind, text) => {
    expect(kindOf(text)).toBe(kind);
  });

  test('the line is that of the words that were found', () => {
    const text = '# Security\n\nWelcome.\n\nPlease open an issue.\n';

    expect(findReportChannel(visibleLines(text))).toEqual({ kind: 'public', line: 5 });
  });
});

test.each<[of: string, before: string, row: string, after: string]>([
  ['at signs', '', '@', ''],
  ['comment starts', '', '<!--', ''],
  ['dots', 'a@', '.', ''],
  ['brackets', '', '[at]', ''],
  ['spaces', 'a', ' ', 'b'],
  ['addresses that never end', '', 'https://', ''],
  ['rulers', '', '-= ', ''],
  ['lines', '', 'a\n', ''],
])('A21: a long row of %s is read in linear work', async (_, before, row, after) => {
  const read = (length: number) =>
    findReportChannel(visibleLines(before + row.repeat(Math.ceil(length / row.length)) + after));

  expect(await growth(read, 16_384)).toBeLessThan(LINEAR);
});

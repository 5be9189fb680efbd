/**
 * What the SPDX list's data does not say in `spdx-license-list`: licences that the Free Software Foundation calls free, or
 * that are public domain dedications and permissive texts in every distribution's main archive; and those that keep
 * something back that the Open Source Definition gives. Whatever stands in neither is left to people.
 * @see https://www.gnu.org/licenses/license-list.html
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

export const FREE = words(`
  0BSD AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0 AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0-only AGPL-3.0-or-later
  Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-2.0 Beerware BitTorrent-1.1 blessing BlueOak-1.0.0 Boehm-GC
  BSD-1-Clause BSD-2-Clause BSD-2-Clause-Views BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSD-4-Clause-UC
  BSD-Source-Code BSL-1.0 bzip2-1.0.6 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CC-PDDC CDDL-1.0 CECILL-1.0 CECILL-2.0 CECILL-2.1 CECILL-B
  CECILL-C ClArtistic Condor-1.1 CPAL-1.0 CPL-1.0 curl DL-DE-BY-2.0 DL-DE-ZERO-2.0 ECL-2.0 ECOS-2.0 EFL-2.0 EPL-1.0 EPL-2.0 etalab-2.0
  EUDatagrid EUPL-1.0 EUPL-1.1 EUPL-1.2 FSFAP FSFUL FSFULLR FTL GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later
  GFDL-1.3-only GFDL-1.3-or-later GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later gnuplot HPND
  HPND-sell-variant ICU IJG iMatix Imlib2 Intel IPA IPL-1.0 ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later
  LGPL-3.0-only LGPL-3.0-or-later Libpng libpng-2.0 libtiff LPL-1.02 LPPL-1.2 LPPL-1.3a LPPL-1.3c MIT MIT-0 MIT-CMU MIT-Wu MIT-feh MIT-advertising MIT-enna
  MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL MulanPSL-2.0 NCSA Nokia NOSL NPL-1.0 NPL-1.1 NTP ODbL-1.0 ODC-By-1.0 OFL-1.0
  OFL-1.1 OGL-UK-2.0 OGL-UK-3.0 OLDAP-2.3 OLDAP-2.7 OLDAP-2.8 OpenSSL OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 PDDL-1.0 PHP-3.01 PostgreSQL PSF-2.0
  Python-2.0 Python-2.0.1 QPL-1.0 RPSL-1.0 Ruby SAX-PD SGI-B-2.0 SISSL Sleepycat SMLNJ SPL-1.0 SSH-short TCL Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016
  Unlicense UPL-1.0 Vim W3C WTFPL X11 X11-distribute-modifications-variant Xdebug-1.03 Xnet XFree86-1.1 Zend-2.0 Zimbra-1.3 Zlib zlib-acknowledgement ZPL-2.0 ZPL-2.1`);

export const NOT_OPEN = words(`
  Aladdin Arphic-1999 BUSL-1.1 Elastic-2.0 FSL-1.1-ALv2 FSL-1.1-MIT Hippocratic-2.1 JSON NCGL-UK-2.0
  SSPL-1.0 SUL-1.0 PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0 Parity-6.0.0 Parity-7.0.0 PPL
  CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-3.0-DE CC-BY-NC-4.0 CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5
  CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR
  CC-BY-NC-SA-2.0-UK CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0
  CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-3.0-DE CC-BY-ND-4.0 COIL-1.0 DRL-1.0 DRL-1.1 LicenseRef-Commons-Clause-1.0`);

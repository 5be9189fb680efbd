import { describe, expect, test } from '@jest/globals';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const { licenseIndex } = await loadReferenceData();
const identify = (text: string) => identifyLicense(text, licenseIndex());

const GPL =
  'This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.';
const APACHE =
  'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0';
const MPL =
  'This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.';

const MPL_1_1 =
  'The contents of this file are subject to the Mozilla Public License Version 1.1 (the "License"); you may not use this file except in compliance with the License. You may obtain a copy of the License at http://www.mozilla.org/MPL/\n\nSoftware distributed under the License is distributed on an "AS IS" basis, WITHOUT WARRANTY OF ANY KIND, either express or implied. See the License for the specific language governing rights and limitations under the License.';
const OR_GNU =
  'Alternatively, the contents of this file may be used under the terms of either the GNU General Public License Version 2 or later (the "GPL"), or the GNU Lesser General Public License Version 2.1 or later (the "LGPL"), in which case the provisions of the GPL or the LGPL are applicable instead of those above.';
const GFDL =
  'Permission is granted to copy, distribute and/or modify this document under the terms of the GNU Free Documentation License, Version 1.3 or any later version published by the Free Software Foundation; with no Invariant Sections, with no Front-Cover Texts, and with no Back-Cover Texts.';

describe('a sentence that grants a licence is a notice', () => {
  test.each([
    ['GPL-2.0-or-later', GPL],
    ['GPL-2.0-or-later', `/*\n * Copyright (C) 2010 Ada\n *\n * ${GPL}\n */`],
    ['GPL-2.0-only', 'Licensed under the GPLv2.'],
    ['LGPL-2.1-or-later', 'Released under the GNU Lesser General Public License, version 2.1 or later.'],
    ['AGPL-3.0-only', 'This software is licensed under the GNU Affero General Public License version 3 only.'],
    ['Apache-2.0', APACHE],
    ['MPL-2.0', MPL],
    ['MPL-1.1', MPL_1_1],
    ['MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later', `${MPL_1_1}\n\n${OR_GNU}`],
    ['GFDL-1.3-no-invariants-or-later', GFDL],
    ['MIT', 'This is free software, licensed under:\n\n  The MIT (X11) License'],
    ['LGPL-2.1-or-later', 'This file is part of the GNU C Library.\n\nReleased under the LGPL, version 2.1 or later.'],
    ['MIT', 'License: MIT'],
    ['MIT', 'Released under the MIT license.'],
    ['CC-BY-4.0', 'This work is licensed under a Creative Commons Attribution 4.0 International License.'],
    ['MIT OR Apache-2.0', 'Dual-licensed under the MIT license or the Apache License, Version 2.0, at your option.'],
    ['CC0-1.0', 'This work is licensed under the Creative Commons CC0 1.0 Universal License.'],
    [
      'GPL-2.0-or-later',
      GPL.replace('This program', 'These programs').replace(
        'redistribute it and/or modify it',
        'redistribute and/or modify them',
      ),
    ],
    ['GPL-2.0-or-later', GPL.replace('General Public License as', 'General Public License, version 2, as')],
    ['GPL-3.0-only', GPL.replace(/either version 2.*later version/, 'version 3 dated June, 2007')],
    [
      'Apache-2.0',
      'Licensed to the Apache Software Foundation (ASF) under one or more contributor license agreements. See the NOTICE file distributed with this work for additional information regarding copyright ownership. The ASF licenses this file to you under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with the License. You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0',
    ],
    [
      'WTFPL',
      'This work is free. You can redistribute it and/or modify it under the terms of the Do What The Fuck You Want To Public License, Version 2, as published by Sam Hocevar.',
    ],
    [
      'CC0-1.0',
      'To the extent possible under law, the author(s) have dedicated all copyright and related and neighboring rights to this software to the public domain worldwide. This software is distributed without any warranty.\n\nYou should have received a copy of the CC0 Public Domain Dedication along with this software. If not, see <http://creativecommons.org/publicdomain/zero/1.0/>.',
    ],
    ['EUPL-1.2', 'Licensed under the EUPL, Version 1.2 only.'],
    ['EUPL-1.2', 'Lizenziert unter der EUPL, nur Version 1.2.'],
    [
      'EUPL-1.2',
      'Concédée sous licence EUPL, version 1.2 ou – dès leur approbation par la Commission européenne – versions ultérieures de l’EUPL',
    ],
    [
      'EUPL-1.2',
      'In licentie gegeven krachtens de EUPL, versie 1.2 of – zodra deze worden goedgekeurd door de Europese Commissie – opeenvolgende versies van de EUPL',
    ],
    ['EUPL-1.2', 'Concesso in licenza a norma dell’EUPL, versione 1.2 o successive'],
    ['EUPL-1.2', 'Con arreglo a la licencia EUPL, versión 1.2 o posteriores'],
    ['MIT OR Apache-2.0', '// SPDX-FileCopyrightText: 2024 Ada\n// SPDX-License-Identifier: MIT OR Apache-2.0\n'],
  ])('%s: %s', (id, text) => {
    const { expression, matches } = identify(text);

    expect(expression).toBe(id);
    expect(new Set(matches.map(({ kind }) => kind))).toEqual(new Set(['notice']));
  });
});

describe('and nothing else is', () => {
  test.each([
    ['a pointer', 'See LICENSE.txt for license information.'],
    ['a name', 'MIT License'],
    ['a condition in the sentence', 'Licensed under the MIT license for non-commercial use.'],
    ['a condition after it', 'Licensed under the MIT license. Commercial use requires a separate agreement.'],
    ['a family without a version', 'Licensed under the GNU General Public License.'],
    ['a refusal', 'This software is not licensed under the MIT license.'],
    ['two licences one after the other', `${MPL_1_1}\n\n${OR_GNU.replace('Alternatively, t', 'T')}`],
    ['a choice with a condition', `${MPL_1_1}\n\n${OR_GNU.replace('above.', 'above, in schools.')}`],
    ['a section that must stay', GFDL.replace('no Invariant Sections', 'one Invariant Section')],
    [
      'another version that is named beside',
      GPL.replace('General Public License as', 'General Public License, version 3, as'),
    ],
    [
      'rights that are kept',
      'To the extent possible under law, the author has waived some copyright to this software.',
    ],
    ['all rights kept', 'Copyright Acme. All rights reserved. This software is proprietary.'],
  ])('%s', (_, text) => {
    expect(identify(text).expression).toBe('NOASSERTION');
  });
});

describe('where Debian keeps the text of a licence changes nothing of a notice', () => {
  test.each([
    'On Debian systems, the complete text of the GNU General Public License can be found in "/usr/share/common-licenses/GPL-2".',
    'On a Debian GNU/Linux system you can find the full text of the GPL-2 license under /usr/share/common-licenses/GPL-2.',
    'The complete text of the GNU General Public License is contained in /usr/share/common-licenses/GPL-2 on Debian systems.',
    'A copy of the GNU General Public License, version 2, is available in /usr/share/common-licenses/GPL-2.',
    "See `/usr/share/common-licenses/GPL-2', on Debian systems.",
    'Full text at /usr/share/common-licenses/GPL-2',
    'On Debian/Ubuntu systems, the full text of the GPL v2 could be found in /usr/share/common-licenses/GPL-2.',
    'The full license text is also available on Debian systems in /usr/share/common-licenses/GPL-2.',
    'Debian systems provide the GPL 2.0 in /usr/share/common-licenses/GPL-2.',
    'See /usr/share/common-licenses/GPL-2 for the full license text.',
  ])('%s', (pointer) => {
    expect(identify(`${GPL}\n\n${pointer}\n`).expression).toBe('GPL-2.0-or-later');
    expect(identify(`${GPL}\n\n${pointer.replace(/\.?$/, ' for schools.')}\n`).expression).toBe('NOASSERTION');
    expect(identify(pointer).expression).toBe('NOASSERTION');
  });
});

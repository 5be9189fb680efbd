import Sequencer from '@jest/test-sequencer';

/** What takes a minute and more although its file is short. Begun last, one of them would keep the others waiting. */
const LONG = ['/test/faults/', '/test/app/whole-way/', '/test/demo/', '/test/store/backup', '/test/odd/'];

/** Jest begins with the largest files where it has not seen the tests before, as on a fresh machine. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONG.some((part) => path.includes(part));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

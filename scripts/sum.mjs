// The last line of .ci/run: what `npm test` and `npm run e2e` left in .results, added up.
import { readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of ['.results/test.json', '.results/e2e.json']) {
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of Object.keys(total)) total[key] += counts[key];
  } catch (error) {
    console.log(`${file}: ${error.message}`); // that step died before it could count
    total.failed += 1;
  }
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

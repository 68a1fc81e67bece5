// node tally.mjs NAME EXITCODE FOLDER: says how a test program went, and leaves "passed failed" in FOLDER/NAME.sum.
// A program that ends without a report, ran nothing or failed outside its tests counts as one failure; so does each skipped test.
import { readFileSync, writeFileSync } from "node:fs";

const [name, code, folder] = process.argv.slice(2);
const lines = [];
const plain = text => (text ?? "").replaceAll("\\\"", "\""); // the report escapes quotes twice
let passed = 0, failed = 0;

try {
  const { summary, tests } = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")).results;
  passed = summary.passed;
  failed = summary.tests - passed;
  for (const test of tests.filter(test => test.status !== "passed"))
    lines.push(`  ${test.status}: ${plain(test.name)}`, ...plain(test.message).split("\n").map(line => `    ${line}`));
} catch {
  lines.push("  no report: the program ended before its tests did");
}
if (failed === 0 && (code !== "0" || passed === 0)) {
  failed = 1;
  lines.push(`  exit code ${code}; the end of its log:`, ...readFileSync(`${folder}/${name}.log`, "utf8").trimEnd().split("\n").slice(-15).map(line => `    ${line}`));
}

writeFileSync(`${folder}/${name}.sum`, `${passed} ${failed}\n`);
console.log([`${name}: ${passed} passed, ${failed} failed`, ...lines].join("\n"));

// Validates reports: node reports.mjs SCHEMA FILE. FILE has one to a line: {"name": ..., "report": ...}. Prints what is wrong, nothing when all is right.
// SCHEMA is a file, or "sarif" for the schema of SARIF 2.1.0 as its authors publish it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import Ajv7 from 'ajv';
import formats from 'ajv-formats';

const [schemaName, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const isSarif = schemaName === 'sarif';
const schema = JSON.parse(readFileSync(isSarif ? require.resolve('@microsoft/jest-sarif').replace(/lib\/.*$/, 'lib/schemas/sarif-2.1.0-rtm.5.json') : schemaName, 'utf8'));

// Readers of our own schema let fields pass that were added later; here none may be missing in it.
const close = node => {
  if (node === null || typeof node !== 'object') return;
  if (node.properties && node.additionalProperties === undefined) node.additionalProperties = false;
  Object.values(node).forEach(close);
};
if (!isSarif) close(schema);

// That of SARIF is of an older draft, and uses nothing that has another meaning since.
if (isSarif) {
  delete schema.$schema;
  delete schema.id;
}

const ajv = isSarif ? new Ajv7({ strict: false, allErrors: true, unicodeRegExp: false }) : new Ajv({ strict: true, allErrors: true });
formats(ajv);
const validate = ajv.compile(schema);
let count = 0;
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const { name, report } = JSON.parse(line);
  count++;
  if (!validate(report)) console.log(name, JSON.stringify(validate.errors.slice(0, 5)));
}
console.error(`${count} reports`);

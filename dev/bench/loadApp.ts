// In a process of its own: loads an app as the Functions worker does, and prints how long that took.
import { createRequire } from 'node:module';
import { beginRegistration, installFunctionsCore } from '../host/functionsCore.ts';

export type Load = { milliseconds: number; functions: number };

const [entry = ''] = process.argv.slice(2);
const require = createRequire(entry);
installFunctionsCore();
const { registration, end } = beginRegistration();

const from = performance.now();
require(entry);
const load: Load = { milliseconds: performance.now() - from, functions: registration.functions.size };
end();
console.log(JSON.stringify(load));

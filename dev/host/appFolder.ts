import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toFunctionApp } from './registeredApp.ts';
import type { FunctionApp } from './registeredApp.ts';
import { beginRegistration } from './functionsCore.ts';
import { readHostJson, readJson, readLocalValues } from './hostJson.ts';

/**
 * Loads a compiled app as the real worker does: every file that `main` of package.json matches, by `import` if it is
 * an ES module, else by `require`. Settings that `environment` already has win over local.settings.json.
 */
export async function loadAppFolder(folder: string, environment: NodeJS.ProcessEnv): Promise<FunctionApp> {
  const root = resolve(folder);
  const manifest = readJson(join(root, 'package.json')) as { main?: string; type?: string };
  const files = entryFiles(root, manifest.main);
  setEnvironment(environment, root);

  const { registration, end } = beginRegistration();
  try {
    for (const file of files) await loadFile(file, manifest.type === 'module');
  } finally {
    end();
  }
  return toFunctionApp(registration, { settings: readHostJson(root), environment });
}

function entryFiles(root: string, main: string | undefined): string[] {
  if (main === undefined)
    throw new Error(`${join(root, 'package.json')} names no "main": there is no app to load.`);
  const files = globSync(main, { cwd: root }).sort();
  if (files.length === 0) throw new Error(`No file in ${root} matches "main": ${main}. Is the app built?`);
  return files.map((file) => join(root, file));
}

function setEnvironment(environment: NodeJS.ProcessEnv, root: string): void {
  const values = {
    ...readLocalValues(root),
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    AzureWebJobsScriptRoot: root,
  };
  for (const [name, value] of Object.entries(values)) environment[name] ??= value;
  // The durable client of the app would otherwise look for this host behind a proxy that the machine may have.
  const direct = ['localhost', '127.0.0.1'];
  environment.NO_PROXY = [environment.NO_PROXY, ...direct].filter(Boolean).join(',');
}

async function loadFile(file: string, isModulePackage: boolean): Promise<void> {
  const extension = extname(file);
  if (extension === '.mjs' || (isModulePackage && extension !== '.cjs')) {
    await import(pathToFileURL(file).href);
    return;
  }
  const require = createRequire(file);
  // A file that was loaded before would register nothing the second time.
  delete require.cache[file];
  require(file);
}

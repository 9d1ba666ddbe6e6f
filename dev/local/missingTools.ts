import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Tool = { command: string; is: string; get: string };

/** What `npm run start:func` runs beside the app. Neither is a dependency: only who has them wants them. */
export const funcTools: readonly Tool[] = [
  {
    command: 'func',
    is: 'Azure Functions Core Tools, version 4',
    get: 'npm install --global azure-functions-core-tools@4 (or https://aka.ms/azfunc-install)',
  },
  {
    command: 'azurite',
    is: 'Azurite, a local Azure Storage',
    get: 'npm install --global azurite',
  },
];

/** Those of the tools that no folder of the PATH has. */
export function missingTools(tools: readonly Tool[], path: string): Tool[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return tools.filter(({ command }) => !folders.some((folder) => hasProgram(folder, command)));
}

function hasProgram(folder: string, command: string): boolean {
  const names = process.platform === 'win32' ? [`${command}.cmd`, `${command}.exe`] : [command];
  return names.some((name) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

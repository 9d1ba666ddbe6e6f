const longest = 100;

/** Why the real host would not take this id for an instance; undefined if it would. */
export function instanceIdProblem(id: string): string | undefined {
  if (id.length === 0 || id.length > longest)
    return `An instance id has 1 to ${longest} characters: '${id}'.`;
  if (id.startsWith('@')) return `An instance id must not start with @, which stands for entities: '${id}'.`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id)) {
    return `An instance id must not contain /, \\, #, ? or control characters: '${id}'.`;
  }
  return undefined;
}

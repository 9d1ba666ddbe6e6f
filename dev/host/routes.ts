/** What a route accepts in place of `{name:constraint}`. */
const constraints: Record<string, string> = {
  alpha: '[a-z]+',
  bool: 'true|false',
  guid: '[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}',
  int: '-?\\d+',
  long: '-?\\d+',
};

export type Route = {
  /** The parameters if the path fits, else undefined. */
  match(path: string): Record<string, string> | undefined;
  /** Sorts literal routes before those with parameters. */
  order: string;
};

/** Understands a route of an HTTP trigger, such as `grants/{id:guid}/{part?}` or `files/{*path}`. */
export function parseRoute(template: string): Route {
  const names: string[] = [];
  let pattern = '';
  let order = '';
  for (const segment of template.split('/').filter((part) => part !== '')) {
    const parsed = parseSegment(segment, template);
    names.push(...parsed.names);
    pattern += parsed.isOptional ? `(?:/${parsed.pattern})?` : `/${parsed.pattern}`;
    order += parsed.order;
  }
  const expression = new RegExp(`^${pattern}/?$`, 'i');
  return {
    order,
    match(path) {
      const found = expression.exec(path);
      if (found === null) return undefined;
      const values = names.map((name, index) => [name, found[index + 1]] as const);
      return Object.fromEntries(
        values.filter((pair): pair is [string, string] => pair[1] !== undefined).map(decode),
      );
    },
  };
}

function parseSegment(segment: string, template: string) {
  const names: string[] = [];
  let order = '1';
  let isOptional = false;
  const pattern = segment.replace(/\{([^}]*)\}|[^{]+/g, (text, parameter: string | undefined) => {
    if (parameter === undefined) return text.replace(/[.*+?^$()|[\]\\}]/g, '\\$&');
    const parts = /^(\*?)(\w+)(?::(\w+))?(\??)$/.exec(parameter);
    const [, rest = '', name = '', constraint, optional = ''] = parts ?? [];
    if (parts === null || (constraint !== undefined && constraints[constraint] === undefined)) {
      throw new Error(`The local host does not understand {${parameter}} in the route "${template}".`);
    }
    names.push(name);
    isOptional = optional === '?' || rest === '*';
    order = rest === '*' ? '5' : constraint === undefined ? '4' : '3';
    return rest === '*' ? '(.+)' : `(${constraint === undefined ? '[^/]+' : constraints[constraint]})`;
  });
  const isMixed = names.length > 0 && !/^\{[^}]*\}$/.test(segment);
  return { names, pattern, isOptional, order: isMixed ? '2' : order };
}

function decode([name, value]: [string, string]): [string, string] {
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return [name, value]; // Not encoded, merely a percent sign in the path.
  }
}

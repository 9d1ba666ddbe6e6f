const resourceGroup = 'subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<resourceGroup>[^/]+)';
const placeholders: Record<string, string> = {
  '{subscription}': 'subscriptions/(?<subscription>[^/]+)',
  '{resourceGroup}': resourceGroup,
  '{communication}': `${resourceGroup}/providers/Microsoft\\.Communication`,
  '{authorization}': '(?:(?<scope>.*)/)?providers/Microsoft\\.Authorization',
  '{parent}': '(?<parent>[^/]+)',
  '{name}': '(?<name>[^/]+)',
};

/**
 * A route's path from a template. One leading '/' or two: clients put a scope, which starts with '/', behind
 * another '/', and Azure does not mind.
 */
export function armPath(template: string): RegExp {
  const pattern = template.replace(/\{\w+\}/g, (placeholder) => {
    const found = placeholders[placeholder];
    if (found === undefined) throw new Error(`A path may not hold ${placeholder}.`);
    return found;
  });
  return new RegExp(`^/{1,2}${pattern}/?$`, 'i');
}

/** The scope that `{authorization}` captured, with its leading '/'; the root is '/'. */
export function scopeOf(params: Readonly<Record<string, string>>): string {
  return `/${(params.scope ?? '').replace(/^\/+|\/+$/g, '')}`;
}
